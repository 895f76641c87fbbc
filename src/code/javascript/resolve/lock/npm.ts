/** package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 to 3. Source: "package-lock.json" of the npm documentation. */
import { entriesOf, field, keysOf, parseJson, textField } from '../json.ts';
import { aliasOf, runtimeDependencies } from '../manifest.ts';
import { GraphBuilder, type LockGraph } from './graph.ts';

const MAX_DEPTH = 100;

export function readNpmLock(text: string): LockGraph | undefined {
  const lock = parseJson(text);
  const packages = field(lock, 'packages');
  const graph = new GraphBuilder();
  if (packages !== undefined) {
    for (const [path, value] of entriesOf(packages)) addPackage(path, value, packages, graph);
    return graph.graph(true);
  }
  if (field(lock, 'dependencies') === undefined) return undefined;
  addNested(field(lock, 'dependencies'), graph, 0);
  return graph.graph(false);
}

function addPackage(path: string, value: unknown, packages: unknown, graph: GraphBuilder): void {
  const installed = path.lastIndexOf('node_modules/');
  const stated = textField(value, 'name');
  const name = installed === -1 ? stated : path.slice(installed + 'node_modules/'.length);
  if (path === '' || name === undefined) return;
  const linked = field(value, 'link') === true ? field(packages, textField(value, 'resolved') ?? '') : undefined;
  graph.add(name, runtimeDependencies(linked ?? value));
  if (stated !== undefined) graph.alias(name, stated);
}

/** Version 1: a tree of what is installed; `requires` are the names that a package's own dependencies have. */
function addNested(dependencies: unknown, graph: GraphBuilder, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const [name, value] of entriesOf(dependencies)) {
    const node = graph.node(name);
    for (const need of keysOf(field(value, 'requires'))) node.needs.add(need);
    const real = aliasOf(textField(value, 'version') ?? '');
    if (real !== undefined) graph.alias(name, real);
    addNested(field(value, 'dependencies'), graph, depth + 1);
  }
}
