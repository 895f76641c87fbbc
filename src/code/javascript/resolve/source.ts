/**
 * From a file that a build would make back to the source it is made of, when the built file is not in the repository. No bundler
 * configuration is executed: what tsconfig.json states comes first, then the convention that a build folder mirrors the sources,
 * then the longest tail of the path that one source file shares.
 */
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import type { Files } from '../../files.ts';
import { filesBelow, upward } from './folders.ts';
import { isCode, isTest, probeFile, stem } from './probe.ts';
import { tsConfigsIn } from './tsconfig.ts';

const BUILD_FOLDERS: ReadonlySet<string> = new Set([
  'build',
  'dist',
  'lib',
  'out',
  'output',
  'bundle',
  'bundles',
  'compiled',
  'target',
  'cjs',
  'esm',
  'dist-cjs',
  'dist-esm',
  'dist-es',
]);
const SOURCE_FOLDERS = ['', 'src', 'source', 'sources', 'lib', 'app'];

export const isBuildFolder = (name: string): boolean => BUILD_FOLDERS.has(name) || (name.startsWith('.') && name.length > 1);

/** The source behind an absent file, as tsconfig files above it and the convention of build folders say; exact, never a guess among several. */
export function sourceBehind(path: string, project: string, files: Files): string | undefined {
  return fromOutDir(path, files) ?? fromBuildFolder(path, project, files);
}

/** `outDir`/x.js ← `rootDir`/x.ts. Without `rootDir` the compiler takes the inputs' common folder, which is one of those tried. */
function fromOutDir(path: string, files: Files): string | undefined {
  for (const folder of upward(dirname(path), files)) {
    for (const config of tsConfigsIn(folder, files)) {
      if (config.outDir === undefined) continue;
      const rest = relative(config.outDir, path);
      if (rest === '' || rest.startsWith('..')) continue;
      const roots = config.rootDir !== undefined ? [config.rootDir] : [...config.inputs, join(config.folder, 'src'), config.folder];
      for (const root of roots) {
        const found = code(join(root, rest), files);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function fromBuildFolder(path: string, project: string, files: Files): string | undefined {
  const segments = relative(project, path).split(sep);
  let start = 0;
  while (start < segments.length - 1 && isBuildFolder(segments[start] ?? '')) start += 1;
  if (start === 0) return undefined;
  const rest = segments.slice(start);
  for (const folder of SOURCE_FOLDERS) {
    const found = code(join(project, folder, ...rest), files);
    if (found !== undefined) return found;
  }
  return undefined;
}

function code(path: string, files: Files): string | undefined {
  const found = probeFile(path, files, 'typed');
  return found !== undefined && isCode(found) ? found : undefined;
}

export type TailMatch =
  | { readonly kind: 'one'; readonly path: string }
  | { readonly kind: 'several'; readonly paths: readonly string[] }
  | { readonly kind: 'none' }
  /** the folder has more entries than are looked at, so that no file can be called the only one */
  | { readonly kind: 'too-many' };

/**
 * The one source file below `project` that shares the longest tail of path segments with an absent module (`…/ingest/index`, no
 * extension). `ingest/index` also means `ingest.ts`, since bundlers name a function's folder after its file.
 */
export function tailMatch(project: string, module: readonly string[], files: Files): TailMatch {
  const names = stem(module.at(-1) ?? '') === 'index' ? [module, module.slice(0, -1)] : [module];
  const best: { length: number; paths: string[] } = { length: 0, paths: [] };
  const below = filesBelow(project, files);
  if (!below.complete) return { kind: 'too-many' };
  const enough = significant(module) - 0.5;
  for (const path of below.paths) {
    if (!isCode(path) || isTest(path)) continue;
    const segments = relative(project, path.slice(0, -extname(path).length)).split(sep);
    const length = Math.max(...names.map((name, dropped) => tailLength(sharedTail(segments, name), dropped)));
    if (length < enough || length < best.length) continue;
    if (length > best.length) {
      best.length = length;
      best.paths = [];
    }
    best.paths.push(path);
  }
  const paths = withoutCompiled(best.paths);
  const [only] = paths;
  if (only === undefined) return { kind: 'none' };
  return paths.length === 1 ? { kind: 'one', path: only } : { kind: 'several', paths };
}

const GENERIC: ReadonlySet<string> = new Set(['index', 'app', 'main', 'handler', 'handlers', 'lambda', 'function', 'server']);

/** How many segments must agree: all that lie below the build folders, but one that tells functions apart is enough. */
function significant(module: readonly string[]): number {
  let start = 0;
  while (start < module.length - 1 && isBuildFolder(module[start] ?? '')) start += 1;
  const names = module.slice(start).reverse();
  const telling = names.findIndex((name) => !GENERIC.has(stem(name)));
  return telling === -1 ? names.length : telling + 1;
}

/** `ingest.ts` for `ingest/index` agrees in both segments, and still less than `ingest/index.ts` does. */
const tailLength = (shared: number, dropped: number): number => (shared === 0 || dropped === 0 ? shared : shared + 0.5);

function sharedTail(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && sameName(a[a.length - 1 - length], b[b.length - 1 - length])) length += 1;
  return length;
}

/** File systems of developers' machines often take no note of case; what was built there has the template's spelling. */
const sameName = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a.toLowerCase() === b?.toLowerCase();

/** A source beside its compiled neighbour is one candidate. */
function withoutCompiled(paths: readonly string[]): readonly string[] {
  const typed = new Set(paths.filter((path) => /\.[cm]?tsx?$/.test(path)).map((path) => join(dirname(path), stem(path))));
  return paths.filter((path) => /\.[cm]?tsx?$/.test(path) || !typed.has(join(dirname(path), stem(path))));
}

/** Files below a folder that have a module's name in another place: for messages. */
export const namesakes = (folder: string, path: string, files: Files): readonly string[] =>
  filesBelow(folder, files)
    .paths.filter((other) => isCode(other) && !isTest(other) && stem(other) === stem(path))
    .slice(0, 5);

/** Files near a place where one was looked for, whose names resemble it: for messages. */
export function similarFiles(path: string, files: Files): readonly string[] {
  const wanted = stem(path).toLowerCase();
  const near = files
    .list(dirname(path))
    .filter((entry) => entry.kind === 'file' && isCode(entry.name) && !isTest(entry.name))
    .slice(0, 1_000)
    .map((entry) => entry.name);
  const alike = near.filter((name) => distance(stem(name).toLowerCase(), wanted) <= Math.max(1, Math.floor(wanted.length / 3)));
  return (alike.length > 0 ? alike : near).slice(0, 5).map((name) => join(dirname(path), basename(name)));
}

/** Edit distance (insert, remove, replace), for names of ordinary length. */
function distance(a: string, b: string): number {
  if (a.length > 64 || b.length > 64) return a === b ? 0 : 64;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
