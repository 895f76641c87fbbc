/**
 * yarn.lock, classic and berry, read line by line: both write one block a package, with indented lists of dependencies. Sources:
 * the formats as yarn 1 and yarn 2 and later write them.
 */
import { GraphBuilder, type LockGraph } from './graph.ts';

export function readYarnLock(text: string): LockGraph | undefined {
  const berry = /^__metadata:/m.test(text);
  if (!berry && !text.includes('# yarn lockfile v1')) return undefined;
  const graph = new GraphBuilder();
  let names: readonly string[] = [];
  let section = '';
  let dependency = '';
  for (const line of lines(text)) {
    if (line === '' || line.startsWith('#')) continue;
    const indent = line.length - line.trimStart().length;
    const content = line.trim();
    if (indent === 0) {
      names = header(content, graph);
      section = '';
    } else if (indent === 2) {
      section = content.endsWith(':') ? content.slice(0, -1) : '';
    } else if (indent === 4) {
      dependency = key(content);
      for (const name of names) {
        const node = graph.node(name);
        if (section === 'dependencies') {
          node.needs.add(dependency);
          const real = aliasIn(content);
          if (real !== undefined) graph.alias(dependency, real);
        } else if (section === 'peerDependencies') node.peers.add(dependency);
        else if (section === 'optionalDependencies') node.optional.add(dependency);
      }
    } else if (content === 'optional: true') {
      // berry lists what is optional among the others, and marks it in `dependenciesMeta` and `peerDependenciesMeta` after them
      for (const name of names) {
        const node = graph.node(name);
        node.needs.delete(dependency);
        node.peers.delete(dependency);
        node.optional.add(dependency);
      }
    }
  }
  return graph.graph(berry);
}

function* lines(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    yield text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop);
    start = stop + 1;
  }
}

/** `"@scope/a@npm:^1, b@npm:^2":` → the names; a name bound to another package (`a@npm:real@^1`) becomes an alias of it. */
function header(content: string, graph: GraphBuilder): readonly string[] {
  const names = new Set<string>();
  for (const quoted of content.replace(/:$/, '').split(',')) {
    const one = quoted.trim().replaceAll('"', '');
    const at = one.indexOf('@', 1);
    if (at === -1) continue;
    const name = one.slice(0, at);
    names.add(name);
    const real = realName(one.slice(at + 1));
    if (real !== undefined) graph.alias(name, real);
  }
  for (const name of names) graph.node(name);
  return [...names];
}

/** `b "^1"`, `"@scope/b@…": ^1`, `b: "npm:^1"` → the name */
function key(content: string): string {
  if (content.startsWith('"')) return content.slice(1, content.indexOf('"', 1));
  const end = content.search(/[ :]/);
  return end === -1 ? content : content.slice(0, end);
}

const aliasIn = (content: string): string | undefined => {
  const at = content.indexOf('npm:');
  return at === -1 ? undefined : realName(content.slice(at).replaceAll('"', ''));
};

/** `npm:real@^1` → `real`; `npm:^1` names no other package */
function realName(range: string): string | undefined {
  if (!range.startsWith('npm:')) return undefined;
  const rest = range.slice('npm:'.length);
  const at = rest.indexOf('@', 1);
  return at === -1 ? undefined : rest.slice(0, at);
}
