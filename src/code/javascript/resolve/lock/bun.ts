/** bun.lock, the text form. Source: "Lockfile" of the Bun documentation and the format as Bun 1.2 writes it. */
import { entriesOf, field, isObject, parseJsonc, textsOf } from '../json.ts';
import { runtimeDependencies } from '../manifest.ts';
import { GraphBuilder, type LockGraph } from './graph.ts';

export function readBunLock(text: string): LockGraph | undefined {
  const packages = field(parseJsonc(text), 'packages');
  if (packages === undefined) return undefined;
  const graph = new GraphBuilder();
  for (const [path, value] of entriesOf(packages)) {
    if (!Array.isArray(value) || typeof value[0] !== 'string') continue;
    const real = value[0].slice(0, value[0].indexOf('@', 1));
    const name = lastName(path);
    const meta = value.find(isObject);
    const node = graph.add(name, runtimeDependencies(meta));
    for (const peer of textsOf(field(meta, 'optionalPeers'))) if (node.peers.delete(peer)) node.optional.add(peer);
    graph.alias(name, real);
  }
  return graph.graph(true);
}

/** `a/@scope/b` → `@scope/b`: what is installed below another package is keyed by both names */
function lastName(path: string): string {
  const segments = path.split('/');
  const last = segments.at(-1) ?? path;
  const before = segments.at(-2);
  return before?.startsWith('@') ? `${before}/${last}` : last;
}
