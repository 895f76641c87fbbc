/**
 * pnpm-lock.yaml, lockfileVersion 5 to 9, read line by line: the file is YAML of one fixed shape, and often several megabytes.
 * Source: the format as pnpm 6 to 10 writes it. Peers that are installed stand among a package's dependencies.
 */
import { GraphBuilder, type LockGraph } from './graph.ts';

export function readPnpmLock(text: string): LockGraph | undefined {
  if (!/^lockfileVersion:/m.test(text)) return undefined;
  const graph = new GraphBuilder();
  let part = '';
  let name: string | undefined;
  let section = '';
  let dependency = '';
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    const line = text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop);
    start = stop + 1;
    const content = line.trimStart();
    const indent = line.length - content.length;
    if (content === '' || content.startsWith('#')) continue;
    if (indent === 0) {
      part = content.replace(/:.*$/, '');
      name = undefined;
    } else if (part !== 'packages' && part !== 'snapshots') continue;
    else if (indent === 2) {
      name = packageName(unquoted(content));
      section = '';
      if (name !== undefined) graph.node(name);
    } else if (indent === 4) section = content.endsWith(':') ? content.slice(0, -1) : '';
    else if (indent === 6 && name !== undefined) addDependency(name, section, content, graph);
    else if (indent === 8 && name !== undefined && section === 'peerDependenciesMeta' && content === 'optional: true') {
      graph.node(name).peers.delete(dependency);
    }
    if (indent === 6) dependency = unquoted(content);
  }
  return graph.graph(true);
}

function addDependency(name: string, section: string, content: string, graph: GraphBuilder): void {
  const colon = content.indexOf(content.startsWith("'") ? "':" : ':');
  if (colon === -1) return;
  const dependency = content.slice(0, colon).replaceAll("'", '');
  const version = content.slice(content.indexOf(':', colon) + 1).trim();
  if (section === 'dependencies') graph.node(name).needs.add(dependency);
  else if (section === 'optionalDependencies') graph.node(name).optional.add(dependency);
  else {
    if (section === 'peerDependencies') graph.node(name).peers.add(dependency);
    return;
  }
  // `string-width-cjs: string-width@4.2.3` (v6 and later), `foo: /real/1.0.0` (v5)
  const real = /^'?(?:\/|@|[a-z])/.test(version) ? packageName(version.replaceAll("'", '')) : undefined;
  if (real !== undefined) graph.alias(dependency, real);
}

const unquoted = (content: string): string =>
  content
    .replace(/:(?:\s*\{\})?$/, '')
    .replaceAll("'", '')
    .replaceAll('"', '');

/** `/@s/a/1.0.0_peer@2`, `/@s/a@1.0.0(peer@2)`, `@s/a@1.0.0(peer@2)` → `@s/a`; undefined for packages from elsewhere */
function packageName(key: string): string | undefined {
  const path = (key.startsWith('/') ? key.slice(1) : key).split('(')[0] ?? '';
  const scope = path.startsWith('@') ? path.indexOf('/') + 1 : 0;
  const rest = path.slice(scope);
  const end = rest.search(/[@/]/);
  if (end <= 0) return undefined;
  const name = path.slice(0, scope) + rest.slice(0, end);
  return name.includes(':') ? undefined : name;
}
