import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** A file's text with its place in the app. */
export interface SourceFile {
  /** absolute, symlinks resolved */
  readonly path: string;
  /** relative to the app's root, with `/` */
  readonly file: string;
  readonly text: string;
}

export type ReadProblem = 'missing' | 'outside' | 'too-large' | 'not-utf8';

export interface FolderEntry {
  readonly name: string;
  /** `other` may be a symlink: ask `kind` of its path */
  readonly kind: 'file' | 'folder' | 'other';
}

export interface FileLimits {
  /** bytes; a larger file is reported, not read */
  readonly maxFileSize: number;
}

export const DEFAULT_LIMITS: FileLimits = { maxFileSize: 2 * 1024 * 1024 };

/** What lies at a path, and where it lies once symlinks are resolved. */
interface Place {
  readonly kind: 'file' | 'folder';
  readonly real: string;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Read-only access to the app's folder, and to nothing outside it: symlinks that leave the root are `outside`. Answers are
 * cached, so that one run sees one state of the disk; looking for a file reads each folder once.
 */
export class Files {
  readonly root: string;
  readonly limits: FileLimits;
  readonly #sources = new Map<string, SourceFile | ReadProblem>();
  readonly #places = new Map<string, Place | undefined>();
  readonly #folders = new Map<string, ReadonlyMap<string, FolderEntry>>();

  constructor(root: string, limits: FileLimits = DEFAULT_LIMITS) {
    this.root = realpathSync.native(resolve(root));
    this.limits = limits;
  }

  /** Relative to the root with `/`; for messages and spans. */
  display(path: string): string {
    return relative(this.root, path).split(sep).join('/') || '.';
  }

  contains(path: string): boolean {
    if (path === this.root || path.startsWith(this.root + sep)) return !path.includes(`${sep}..`) || this.contains(resolve(path));
    const rest = relative(this.root, path);
    return rest === '' || (!rest.startsWith(`..${sep}`) && rest !== '..' && !isAbsolute(rest));
  }

  /** What is at the path, undefined when nothing is, when it lies outside the root, or when its symlinks form a loop. */
  kind(path: string): 'file' | 'folder' | undefined {
    return this.#place(path)?.kind;
  }

  #place(path: string): Place | undefined {
    const known = this.#places.get(path);
    if (known !== undefined || this.#places.has(path)) return known;
    const place = this.#find(path);
    this.#places.set(path, place);
    return place;
  }

  /** A path is its folder's place and a name in there, so that most questions need no system call. */
  #find(path: string): Place | undefined {
    if (path === this.root) return { kind: 'folder', real: this.root };
    if (!this.contains(path)) return this.#resolve(path);
    const plain = resolve(path);
    if (plain !== path) return this.#place(plain);
    const folder = this.#place(dirname(path));
    if (folder?.kind !== 'folder') return undefined;
    const name = basename(path);
    const entry = this.#entries(folder.real).get(name);
    if (entry === undefined) return undefined;
    const real = join(folder.real, name);
    return entry.kind === 'other' ? this.#resolve(real) : { kind: entry.kind, real };
  }

  /** Through symlinks, by the system. */
  #resolve(path: string): Place | undefined {
    try {
      const real = realpathSync.native(path);
      if (!this.contains(real)) return undefined;
      const stat = statSync(real);
      return stat.isFile() ? { kind: 'file', real } : stat.isDirectory() ? { kind: 'folder', real } : undefined;
    } catch {
      return undefined;
    }
  }

  #entries(folder: string): ReadonlyMap<string, FolderEntry> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const entries = new Map<string, FolderEntry>();
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true }))
        entries.set(entry.name, { name: entry.name, kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other' });
    } catch {
      // a folder that cannot be read holds nothing for us
    }
    this.#folders.set(folder, entries);
    return entries;
  }

  read(path: string): SourceFile | ReadProblem {
    const known = this.#sources.get(path);
    if (known !== undefined) return known;
    const source = this.#read(path);
    this.#sources.set(path, source);
    return source;
  }

  #read(path: string): SourceFile | ReadProblem {
    const place = this.#place(path);
    if (place === undefined) return leadsOutside(path, this) ? 'outside' : 'missing';
    if (place.kind !== 'file') return 'missing';
    try {
      if (statSync(place.real).size > this.limits.maxFileSize) return 'too-large';
      return { path: place.real, file: this.display(place.real), text: UTF8.decode(readFileSync(place.real)) };
    } catch (error) {
      return error instanceof TypeError ? 'not-utf8' : 'missing';
    }
  }

  /** The first `bytes` of a file as Latin-1 text, for telling kinds of files apart without reading them whole. */
  peek(path: string, bytes: number): string | undefined {
    if (this.kind(path) !== 'file') return undefined;
    let handle: number | undefined;
    try {
      handle = openSync(path, 'r');
      const buffer = Buffer.alloc(Math.min(bytes, fstatSync(handle).size));
      return buffer.toString('latin1', 0, readSync(handle, buffer, 0, buffer.length, 0));
    } catch {
      return undefined;
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
  }

  /** The path with its symlinks resolved; undefined when nothing is there or when it lies outside the root. */
  real(path: string): string | undefined {
    return this.#place(path)?.real;
  }

  /** What lies in a folder, in the order of names; empty when it is no folder of the app. */
  list(folder: string): readonly FolderEntry[] {
    const place = this.#place(folder);
    if (place?.kind !== 'folder') return [];
    return [...this.#entries(place.real).values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** The text of a data file that may be larger than code may be (a lock file); not kept, and damaged UTF-8 is replaced. */
  text(path: string, maxBytes: number): string | undefined {
    if (this.kind(path) !== 'file') return undefined;
    try {
      if (statSync(path).size > maxBytes) return undefined;
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  }
}

/** Whether something is there that the root does not hold: another message than for what is not there at all. */
function leadsOutside(path: string, files: Files): boolean {
  try {
    return !files.contains(realpathSync.native(path));
  } catch {
    return false;
  }
}
