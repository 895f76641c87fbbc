import type { LambdaFunction } from '../model/app.ts';
import type { Finding } from '../model/finding.ts';
import type { Files, SourceFile } from './files.ts';
import type { Module } from './program.ts';

/** What a language adds to the analysis: parsing, lowering, and where names lead. One folder a language. */
export interface Language {
  readonly name: Module['language'];
  /** whether functions of this runtime identifier (`nodejs20.x`, `provided.al2`) are this language's */
  runs(fn: LambdaFunction, files: Files): boolean;
  /** loads the parser; the readers below are synchronous afterwards */
  prepare(): Promise<void>;
  /** the file and exported name that the runtime calls */
  entry(fn: LambdaFunction, files: Files): Entry | EntryProblem;
  /** parses and lowers one file; a syntax error gives findings and, where the parser recovers, still a module */
  lower(source: SourceFile): { readonly module: Module | undefined; readonly findings: readonly Finding[] };
  /** where an import leads; `from` is the absolute path of the importing file */
  resolve(specifier: string, from: string, fn: LambdaFunction, files: Files): Resolution;
}

export interface Entry {
  readonly kind: 'entry';
  /** absolute path */
  readonly path: string;
  /** exported name, dotted when the handler is a member: `handler`, `default.handler` */
  readonly name: string;
}

export interface EntryProblem {
  readonly kind: 'problem';
  readonly finding: Finding;
}

export type Resolution =
  | { readonly kind: 'file'; readonly path: string }
  /** parsed JSON file */
  | { readonly kind: 'data'; readonly path: string }
  /** modelled or opaque: the interpreter asks the library for `package` and `subpath` */
  | { readonly kind: 'library'; readonly package: string; readonly subpath: string }
  /** known not to reach AWS (`why` says how), so calls into it need nothing; callbacks handed to it still run */
  | { readonly kind: 'inert'; readonly package: string; readonly why: string }
  /** not found, or not shown to be harmless: what it does is unresolved */
  | { readonly kind: 'missing'; readonly why: string };
