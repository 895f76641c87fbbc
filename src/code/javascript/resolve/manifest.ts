/** package.json files, read once. */
import { basename, dirname, join } from 'node:path';
import type { Files } from '../../files.ts';
import { perRun } from '../../per-run.ts';
import { upward } from './folders.ts';
import { entriesOf, field, isObject, type JsonObject, keysOf, parseJson, textField } from './json.ts';

export interface Manifest {
  /** absolute */
  readonly folder: string;
  readonly name: string | undefined;
  readonly value: JsonObject;
}

/** a package.json is small; this bounds a hostile one */
const MAX_BYTES = 4 * 1024 * 1024;

const cache = perRun(() => new Map<string, Manifest | undefined>());

/** The package.json of exactly this folder. */
export function manifestIn(folder: string, files: Files): Manifest | undefined {
  const known = cache(files);
  if (known.has(folder)) return known.get(folder);
  const text = files.text(join(folder, 'package.json'), MAX_BYTES);
  const value = text === undefined ? undefined : parseJson(text);
  const manifest = isObject(value) ? { folder, name: textField(value, 'name'), value } : undefined;
  known.set(folder, manifest);
  return manifest;
}

/** The package.json that a folder belongs to; the scope of a package ends at its node_modules folder. */
export function nearestManifest(folder: string, files: Files): Manifest | undefined {
  for (const at of upward(folder, files)) {
    if (basename(at) === 'node_modules') return undefined;
    const manifest = manifestIn(at, files);
    if (manifest !== undefined) return manifest;
  }
  return undefined;
}

/** The version range that the package, or one of its workspace's roots above it, states for a dependency. */
export function statedRange(name: string, from: string, files: Files): { readonly manifest: Manifest; readonly range: string } | undefined {
  for (const at of upward(dirname(from), files)) {
    const manifest = manifestIn(at, files);
    if (manifest === undefined) continue;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
      const range = textField(field(manifest.value, kind), name);
      if (range !== undefined) return { manifest, range };
    }
  }
  return undefined;
}

/** What a package runs with: `needs` are installed with it, `peers` demanded of its user, `optional` may be absent. */
export function runtimeDependencies(value: unknown): {
  readonly needs: ReadonlySet<string>;
  readonly peers: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
} {
  const optionalPeers = entriesOf(field(value, 'peerDependenciesMeta'))
    .filter(([, meta]) => field(meta, 'optional') === true)
    .map(([name]) => name);
  const optional = new Set([...keysOf(field(value, 'optionalDependencies')), ...optionalPeers]);
  const rest = (key: string): ReadonlySet<string> => new Set(keysOf(field(value, key)).filter((name) => !optional.has(name)));
  return { needs: rest('dependencies'), peers: rest('peerDependencies'), optional };
}

/** `npm:real@^1` → `real`: a dependency installed under another name. */
export function aliasOf(range: string): string | undefined {
  if (!range.startsWith('npm:')) return undefined;
  const rest = range.slice('npm:'.length);
  const at = rest.indexOf('@', 1);
  return at === -1 ? rest : rest.slice(0, at);
}
