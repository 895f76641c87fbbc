import { dirname, join } from 'node:path';
import type { Files } from '../../files.ts';

/** The folder and those above it, nearest first, up to the app's root; none when the folder lies outside. */
export function* upward(folder: string, files: Files): Generator<string> {
  let at = folder;
  while (files.contains(at)) {
    yield at;
    if (at === files.root) return;
    at = dirname(at);
  }
}

const NOT_SOURCES: ReadonlySet<string> = new Set(['node_modules', 'coverage', 'cdk.out', '__pycache__', 'venv']);

/** Folders that hold no sources of the app: installed packages, and what tools make (`.aws-sam`, `.git`). */
export const isSourceFolder = (name: string): boolean => !NOT_SOURCES.has(name) && !name.startsWith('.');

/** At most this many entries are looked at when a folder is searched. */
const MAX_ENTRIES = 20_000;

/** The files below a folder, without installed packages and hidden folders; `complete` is false when the limit cut the search. */
export function filesBelow(folder: string, files: Files): { readonly paths: readonly string[]; readonly complete: boolean } {
  const paths: string[] = [];
  const pending = [folder];
  let seen = 0;
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    for (const entry of files.list(at)) {
      seen += 1;
      if (seen > MAX_ENTRIES) return { paths, complete: false };
      if (entry.kind === 'file') paths.push(join(at, entry.name));
      else if (entry.kind === 'folder' && isSourceFolder(entry.name)) pending.push(join(at, entry.name));
    }
  }
  return { paths, complete: true };
}
