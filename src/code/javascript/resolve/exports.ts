/** `exports` and `imports` of package.json. Source: "Modules: Packages" of the Node.js documentation. */
import { entriesOf, isObject, keysOf } from './json.ts';

/**
 * `import` and `require` are both held: which one Node takes depends on the form of the import, and the two builds of one package
 * do the same. The first key of the package's own order that is held wins, as in Node.
 */
const HELD: ReadonlySet<string> = new Set(['node', 'import', 'require', 'module', 'module-sync', 'default']);

/** deep enough for any real package, and a bound for a hostile one */
const MAX_DEPTH = 12;

/**
 * The targets of a subpath (`.`, `./x`, `#x`), best first; `[]` when the package does not offer it. `all`: also those under
 * conditions that Node does not hold (`types`, `source`, a company's own), for finding sources whose built form is absent.
 */
export function exportTargets(map: unknown, subpath: string, all = false): readonly string[] {
  if (!hasSubpaths(map)) return subpath === '.' ? targets(map, '', all, 0) : [];
  for (const [key, value] of entriesOf(map)) if (key === subpath) return targets(value, '', all, 0);
  let best: { readonly key: string; readonly value: unknown; readonly rest: string } | undefined;
  for (const [key, value] of entriesOf(map)) {
    const rest = patternRest(key, subpath);
    if (rest !== undefined && (best === undefined || key.length > best.key.length)) best = { key, value, rest };
  }
  return best === undefined ? [] : targets(best.value, best.rest, all, 0);
}

const hasSubpaths = (map: unknown): boolean => isObject(map) && keysOf(map).some((key) => key.startsWith('.') || key.startsWith('#'));

/** What the star of a key stands for in a subpath; a key that ends in `/` is the older form of `/*`. */
function patternRest(key: string, subpath: string): string | undefined {
  const star = key.indexOf('*');
  const before = star === -1 ? (key.endsWith('/') ? key : undefined) : key.slice(0, star);
  const after = star === -1 ? '' : key.slice(star + 1);
  if (before === undefined || !subpath.startsWith(before) || !subpath.endsWith(after)) return undefined;
  return subpath.length > before.length + after.length ? subpath.slice(before.length, subpath.length - after.length) : undefined;
}

function targets(value: unknown, rest: string, all: boolean, depth: number): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof value === 'string') {
    if (rest === '') return [value];
    return [value.includes('*') ? value.replaceAll('*', () => rest) : value.endsWith('/') ? value + rest : value];
  }
  if (Array.isArray(value)) return value.flatMap((item) => targets(item, rest, all, depth + 1));
  const held: string[] = [];
  const others: string[] = [];
  for (const [condition, target] of entriesOf(value)) {
    if (HELD.has(condition)) held.push(...targets(target, rest, all, depth + 1));
    else if (all) others.push(...targets(target, rest, all, depth + 1));
  }
  return [...held, ...others];
}
