/**
 * Which file a path without (or with a compiled) extension means. Sources: "Modules: CommonJS modules" and "Modules: Packages" of
 * the Node.js documentation, "Modules - Theory" of the TypeScript handbook for `.js` written for `.ts`.
 */
import { basename, extname, join } from 'node:path';
import type { Files } from '../../files.ts';
import { textField } from './json.ts';
import { manifestIn } from './manifest.ts';

const SCRIPT = ['.js', '.mjs', '.cjs', '.jsx'] as const;
const TYPED = ['.ts', '.mts', '.cts', '.tsx'] as const;
const CODE: ReadonlySet<string> = new Set([...SCRIPT, ...TYPED]);

/** the sources that a compiler turns into a file of this extension */
const SOURCES_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['.js', ['.ts', '.tsx', '.jsx']],
  ['.mjs', ['.mts', '.ts']],
  ['.cjs', ['.cts', '.ts']],
  ['.jsx', ['.tsx']],
]);

export const isDeclaration = (path: string): boolean => /\.d\.([a-z]+\.)?[cm]?ts$/.test(path);
export const isCode = (path: string): boolean => CODE.has(extname(path)) && !isDeclaration(path);
export const isTyped = (path: string): boolean => (TYPED as readonly string[]).includes(extname(path));
export const isTest = (path: string): boolean => /\.(test|spec|stories|bench)\.[cm]?[jt]sx?$/.test(path);

/** The name without the extension that tells kinds of code apart: `app.ts` → `app`, `index.min.js` → `index.min`. */
export const stem = (path: string): string => basename(path, extname(path));

/** Which of a source and its compiled neighbour is meant when both are there: an importing TypeScript file means the source. */
export type Prefer = 'typed' | 'script';

/** The file that a path names, with an extension added or exchanged where needed; undefined when there is none. */
export function probeFile(path: string, files: Files, prefer: Prefer = 'script'): string | undefined {
  const extension = extname(path);
  const sources = SOURCES_OF.get(extension) ?? [];
  const withoutExtension = sources.length === 0 ? path : path.slice(0, -extension.length);
  const exchanged = sources.map((other) => withoutExtension + other);
  const order = prefer === 'typed' ? [...TYPED, ...SCRIPT] : [...SCRIPT, ...TYPED];
  const exact = prefer === 'typed' ? [...exchanged, path] : [path, ...exchanged];
  for (const candidate of [...exact, ...order.map((added) => path + added), `${path}.json`]) {
    if (files.kind(candidate) === 'file') return candidate;
  }
  return undefined;
}

/** As `require` reads a path: a file, else a folder with a `main` in its package.json or with an index file. */
export function probeModule(path: string, files: Files, prefer: Prefer = 'script'): string | undefined {
  const file = path.endsWith('/') ? undefined : probeFile(path, files, prefer);
  if (file !== undefined) return file;
  if (files.kind(path) !== 'folder') return undefined;
  const main = textField(manifestIn(path, files)?.value, 'main');
  if (main !== undefined) {
    const target = join(path, main);
    const found = probeFile(target, files, prefer) ?? probeFile(join(target, 'index'), files, prefer);
    if (found !== undefined) return found;
  }
  return probeFile(join(path, 'index'), files, prefer);
}

/** Only a declaration of types is there: nothing runs. */
export const declarationOf = (path: string, files: Files): string | undefined =>
  [path, `${path}.d.ts`, path.replace(/\.([cm]?)js$/, '.d.$1ts'), join(path, 'index.d.ts')].find(
    (candidate) => isDeclaration(candidate) && files.kind(candidate) === 'file',
  );
