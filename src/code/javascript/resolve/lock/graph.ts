/**
 * What lock files say, in one form: which package names depend on which. Several versions of one name are one node that has the
 * dependencies of all of them, so a closure here is never smaller than the real one.
 */
export interface LockGraph {
  readonly nodes: ReadonlyMap<string, LockNode>;
  /** whether the format records peer dependencies; where it does not, a package may use an SDK that its user installs */
  readonly peers: boolean;
}

export interface LockNode {
  readonly needs: ReadonlySet<string>;
  /** demanded of the package's user, who may have forgotten them */
  readonly peers: ReadonlySet<string>;
  /** used when installed, that is, when it is a node of the graph too */
  readonly optional: ReadonlySet<string>;
}

export interface GrowingNode extends LockNode {
  readonly needs: Set<string>;
  readonly peers: Set<string>;
  readonly optional: Set<string>;
}

export class GraphBuilder {
  readonly #nodes = new Map<string, GrowingNode>();

  node(name: string): GrowingNode {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const node = { needs: new Set<string>(), peers: new Set<string>(), optional: new Set<string>() };
    this.#nodes.set(name, node);
    return node;
  }

  /** adds what a package.json, or a lock file's copy of it, states */
  add(name: string, stated: LockNode): GrowingNode {
    const node = this.node(name);
    for (const need of stated.needs) node.needs.add(need);
    for (const peer of stated.peers) node.peers.add(peer);
    for (const one of stated.optional) node.optional.add(one);
    return node;
  }

  /** `alias` is installed as a name for `real`: it reaches what `real` reaches */
  alias(alias: string, real: string): void {
    if (alias !== real) this.node(alias).needs.add(real);
  }

  graph(peers: boolean): LockGraph {
    return { nodes: this.#nodes, peers };
  }
}
