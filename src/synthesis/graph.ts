/** The dependency graph of a template: CloudFormation makes a resource after those that it refers to, so a loop cannot be made. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether the references of `from` lead to `to`, directly or through others; a resource leads to itself. */
export function leadsTo(graph: Graph, from: string, to: string): boolean {
  const seen = new Set([from]);
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === to) return true;
    for (const next of graph.get(id) ?? [])
      if (!seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
  }
  return false;
}

/** The logical ids along one loop, or undefined. */
export function findCycle(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    // depth first without recursion: `path` holds the way down, each step with the references still to follow
    const path: { readonly id: string; readonly rest: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (id: string): void => {
      path.push({ id, rest: [...(graph.get(id) ?? [])] });
      onPath.add(id);
    };
    if (!done.has(start)) enter(start);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const next = step.rest.pop();
      if (next === undefined) {
        path.pop();
        onPath.delete(step.id);
        done.add(step.id);
      } else if (onPath.has(next)) return path.slice(path.findIndex(({ id }) => id === next)).map(({ id }) => id);
      else if (!done.has(next)) enter(next);
    }
  }
  return undefined;
}
