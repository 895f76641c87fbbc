import type { LambdaFunction } from '../model/app.ts';
import type { Finding } from '../model/finding.ts';
import type { Files, SourceFile } from './files.ts';
import type { Context } from './interpreter/execute.ts';
import type { Arguments, Machine, Site } from './interpreter/machine.ts';
import type { ClassValue, ClosureValue, ObjectValue, Value } from './interpreter/values.ts';
import type { Module, Parameter } from './program.ts';

/** What a language adds to the analysis: parsing, lowering, and where names lead. One folder a language. */
export interface Language {
  readonly name: Module['language'];
  /** whether functions of this runtime identifier (`nodejs20.x`, `provided.al2`) are this language's */
  runs(fn: LambdaFunction, files: Files): boolean;
  /** loads the parsers that the function's code needs, all of the language when no function is given; the readers below are synchronous afterwards */
  prepare(fn?: LambdaFunction, files?: Files): Promise<void>;
  /** the file and exported name that the runtime calls */
  entry(fn: LambdaFunction, files: Files): Entry | EntryProblem;
  /** parses and lowers one file (in Go, its whole package: the folder); a syntax error gives findings and, where the parser recovers, still a module */
  lower(source: SourceFile, files: Files): { readonly module: Module | undefined; readonly findings: readonly Finding[] };
  /** where an import leads; `from` is the absolute path of the importing file */
  resolve(specifier: string, from: string, fn: LambdaFunction, files: Files): Resolution;
  /** what a name means that no scope declares: `JSON`, `process`, `require`, `print` */
  global(name: string, machine: Machine, site: Site, context: Context): Value | undefined;
  /** members that the language itself gives texts, lists, objects, functions and promises: `split`, `map`, `then`, `get` */
  member(object: Value, name: string, machine: Machine, site: Site): Value | undefined;
  /** a method of an object without a class, where such objects hold items and no members: `routes.get(key)`, whatever is held under `get` */
  methodOf?(object: ObjectValue, name: string, machine: Machine, site: Site): Value | undefined;
  /** whether operators and built-in functions call a method of this name: Python's `__getitem__` */
  implicit?(name: string): boolean;
  /** what the class that every other one extends has: Python's `object.__new__` */
  root?(name: string): Value | undefined;
  /** what a top-level variable of this name is, whatever the file says: helpers that compilers write into their output */
  declared?(name: string): Value | undefined;
  /** modules of the language's own standard library, by the package name that `resolve` gave: `node:fs`, `python:os` */
  module?(name: string, machine: Machine): Value | undefined;
  /** what the program itself provides wherever this type is declared: a container hands it out */
  provided?(type: ClassValue, machine: Machine, site: Site): Value | undefined;
  /** what a container passes for a parameter of a function that it calls */
  injected?(machine: Machine, parameter: Parameter, closure: ClosureValue): Value | undefined;
  /** whether a tool writes the class that implements this interface, and what it writes calls no AWS API */
  isGenerated?(type: ClassValue): boolean;
  /** what code that is not read is told to do by the values that it is handed */
  handed?(values: readonly Value[], machine: Machine, site: Site): void;
  /** calls code that is not read, or is modelled, with what it reads and writes of the arguments */
  outside?(machine: Machine, callee: Value, given: Arguments, call: (given: Arguments) => Value): Value;
  /** the version, or the range of versions, that the app states of a package; `from` is the importing file, relative to the root */
  version?(packageName: string, from: string, fn: LambdaFunction, files: Files): string | undefined;
  /** AWS SDKs and other packages whose code is modelled, by the names that `resolve` gave; undefined: the package is not modelled */
  library?(name: string, subpath: string, machine: Machine): Value | undefined;
  /** operators that the language reads in its own way: Python's `%` on texts */
  operate?(operator: string, operands: readonly Value[], machine: Machine, site: Site): Value | undefined;
}

export interface Entry {
  readonly kind: 'entry';
  /** absolute path */
  readonly path: string;
  /** exported name, dotted when the handler is a member: `handler`, `default.handler` */
  readonly name: string;
  /** code that is no file of its own (`InlineCode`): lower this and do not read `path`; its lines are those of the template */
  readonly source?: SourceFile;
  /** what a reader should know about how the file was found: it was led back from a build's output, or chosen by its name */
  readonly findings?: readonly Finding[];
}

export interface EntryProblem {
  readonly kind: 'problem';
  readonly finding: Finding;
}

export type Resolution =
  /** `note`: what a reader should know about how it was found */
  | { readonly kind: 'file'; readonly path: string; readonly note?: string }
  /** a folder that is a package without code of its own (Python's namespace packages): its names are modules inside it */
  | { readonly kind: 'namespace'; readonly path: string }
  /** parsed JSON file */
  | { readonly kind: 'data'; readonly path: string }
  /** modelled or opaque: the interpreter asks the library for `package` and `subpath` */
  | { readonly kind: 'library'; readonly package: string; readonly subpath: string }
  /**
   * known not to reach AWS on its own (`why` says how), so calls into it need nothing; callbacks handed to it still run.
   * `path` is its code where it is installed, for when it is handed a client.
   */
  | { readonly kind: 'inert'; readonly package: string; readonly why: string; readonly path?: string }
  /** not found, or not shown to be harmless: what it does is unresolved */
  | { readonly kind: 'missing'; readonly why: string };
