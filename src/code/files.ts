import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

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

/**
 * Read-only access to the app's folder, and to nothing outside it: symlinks that leave the root are `outside`. Answers are
 * cached, so that one run sees one state of the disk.
 */
export class Files {
  readonly root: string;
  readonly limits: FileLimits;
  readonly #sources = new Map<string, SourceFile | ReadProblem>();
  readonly #kinds = new Map<string, 'file' | 'folder' | undefined>();
  readonly #lists = new Map<string, readonly FolderEntry[]>();

  constructor(root: string, limits: FileLimits = DEFAULT_LIMITS) {
    this.root = realpathSync(resolve(root));
    this.limits = limits;
  }

  /** Relative to the root with `/`; for messages and spans. */
  display(path: string): string {
    return relative(this.root, path).split(sep).join('/') || '.';
  }

  contains(path: string): boolean {
    const rest = relative(this.root, path);
    return rest === '' || (!rest.startsWith(`..${sep}`) && rest !== '..' && !isAbsolute(rest));
  }

  /** What is at the path, undefined when nothing is, when it lies outside the root, or when its symlinks form a loop. */
  kind(path: string): 'file' | 'folder' | undefined {
    const known = this.#kinds.get(path);
    if (known !== undefined || this.#kinds.has(path)) return known;
    let kind: 'file' | 'folder' | undefined;
    try {
      if (this.contains(realpathSync(path))) {
        const stat = statSync(path);
        kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : undefined;
      }
    } catch {
      kind = undefined;
    }
    this.#kinds.set(path, kind);
    return kind;
  }

  read(path: string): SourceFile | ReadProblem {
    const known = this.#sources.get(path);
    if (known !== undefined) return known;
    const source = this.#read(path);
    this.#sources.set(path, source);
    return source;
  }

  #read(path: string): SourceFile | ReadProblem {
    let real: string;
    try {
      real = realpathSync(path);
    } catch {
      return 'missing';
    }
    if (!this.contains(real)) return 'outside';
    let stat: ReturnType<typeof statSync>;
    try {
      stat = statSync(real);
    } catch {
      return 'missing';
    }
    if (!stat.isFile()) return 'missing';
    if (stat.size > this.limits.maxFileSize) return 'too-large';
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(real));
      return { path: real, file: this.display(real), text };
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
    if (this.kind(path) === undefined) return undefined;
    try {
      return realpathSync(path);
    } catch {
      return undefined;
    }
  }

  /** What lies in a folder, in the order of names; empty when it is no folder of the app. */
  list(folder: string): readonly FolderEntry[] {
    const known = this.#lists.get(folder);
    if (known !== undefined) return known;
    let entries: FolderEntry[] = [];
    if (this.kind(folder) === 'folder') {
      try {
        entries = readdirSync(folder, { withFileTypes: true }).map((entry) => ({
          name: entry.name,
          kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other',
        }));
      } catch {
        entries = [];
      }
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    this.#lists.set(folder, entries);
    return entries;
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
