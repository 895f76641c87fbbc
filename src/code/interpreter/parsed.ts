import type { Finding } from '../../model/finding.ts';
import type { Files, SourceFile } from '../files.ts';
import type { Language } from '../language.ts';
import type { Module } from '../program.ts';

interface Parsed {
  readonly module: Module | undefined;
  readonly findings: readonly Finding[];
}

/** Lowered files, shared by all functions of an app: a file is parsed once, and only when a handler reaches it. */
export class Program {
  readonly #files: Files;
  readonly #parsed = new Map<string, Parsed>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** `source` stands for the file where the code is no file of its own. Undefined module: the file cannot be read; the findings say why. */
  module(path: string, language: Language, source?: SourceFile): Parsed {
    const known = this.#parsed.get(path);
    if (known) return known;
    const parsed = source ? language.lower(source, this.#files) : this.#parse(path, language);
    this.#parsed.set(path, parsed);
    return parsed;
  }

  #parse(path: string, language: Language): Parsed {
    const source = this.#files.read(path);
    if (typeof source !== 'string') return language.lower(source, this.#files);
    const span = { file: this.#files.display(path), line: 1, column: 1 };
    const message = {
      missing: 'the file cannot be read: check that it exists and is a file',
      outside: 'the file lies outside the app: give the folder that holds both with --root',
      'too-large': `the file is larger than ${this.#files.limits.maxFileSize} bytes: raise the limit with --max-file-size`,
      'not-utf8': 'the file is not valid UTF-8: save it as UTF-8',
    }[source];
    return { module: undefined, findings: [{ code: `code-${source}`, severity: 'error', message, span }] };
  }
}
