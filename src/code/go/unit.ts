/** What lowering one Go package keeps: its declarations, and for each file its text, its place and its imports. */
import type { SourceFile } from '../files.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import type { StaticType } from './static-types.ts';

/** Deeper nesting than people write: the package is reported, so that neither this reader nor the interpreter runs out of stack. */
const MAX_DEPTH = 250;

export class TooDeep extends Error {
  readonly at: number;
  constructor(at: number) {
    super('nested too deep');
    this.at = at;
  }
}

/** A type that the package or a function declares. */
export interface TypeDeclaration {
  readonly name: string;
  /** the type it stands for */
  readonly type: SyntaxNode;
  readonly unit: Unit;
  readonly node: SyntaxNode;
}

/** What is known about a variable's type: `scalar` holds no fields, so that writing through its address replaces it. */
export type Holding = 'scalar' | 'other';

/** Declarations that every file of the package sees. */
export class Package {
  readonly types = new Map<string, TypeDeclaration>();
  readonly variables = new Map<string, Holding>();
  /** their static types, as far as they are known: asked for when functions are lowered */
  readonly variableTypes = new Map<string, () => StaticType | undefined>();
  /** what functions are declared to give */
  readonly results = new Map<string, { readonly node: SyntaxNode | undefined; readonly unit: Unit }>();
  /** functions by the number of their results */
  readonly functions = new Map<string, number>();
  readonly methods = new Map<string, { readonly node: SyntaxNode; readonly unit: Unit }[]>();
  /** what is imported, by the name that it has in the whole package */
  readonly imports = new Map<string, string>();
  /** whether something is assigned to what a pointer leads to */
  writesThroughPointers = false;
  #temporaries = 0;
  #depth = 0;

  temporary(purpose: string): string {
    return `%${purpose}${++this.#temporaries}`;
  }

  deeper<T>(at: number, body: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new TooDeep(at);
    const result = body();
    this.#depth--;
    return result;
  }

  /** For nesting that a loop builds: how deep it is, on top of where it stands. */
  limit(levels: number, at: number): void {
    if (this.#depth + levels > MAX_DEPTH) throw new TooDeep(at);
  }

  declares(name: string): boolean {
    return this.types.has(name) || this.variables.has(name) || this.functions.has(name);
  }
}

type Local = Holding | TypeDeclaration | 'type parameter';

export class Unit {
  readonly package: Package;
  readonly source: SourceFile;
  /** the file's top level, with what the parser could read inside what it could not */
  readonly declarations: readonly SyntaxNode[];
  /** where the file begins in the offsets of the whole package */
  readonly base: number;
  /** names of imports in this file → in the package */
  readonly imports = new Map<string, string>();
  readonly #jumps: string[] = [];
  readonly #scopes: Map<string, Local>[] = [];
  readonly #types: Map<string, StaticType | undefined>[] = [];
  /** the text of the only target of the assignment under way */
  assigned: string | undefined;
  /** the value of `iota` in the constant declaration under way */
  iota = 0;
  /** named results of the function under way; undefined where results have no names */
  results: readonly string[] | undefined;
  /** the body of that function, and whether it defers anything: what is deferred may change named results */
  body: SyntaxNode | undefined;
  defers = false;
  /** lists of what blocks inside of it deferred */
  later: { readonly name: string; readonly recovers: boolean; readonly at: number }[] = [];

  constructor(shared: Package, source: SourceFile, root: SyntaxNode, base: number) {
    this.package = shared;
    this.source = source;
    this.declarations = declarationsIn(root);
    this.base = base;
  }

  textOf(node: SyntaxNode): string {
    return this.source.text.slice(node.start, node.end);
  }

  /** The text between two offsets of the file. */
  between(start: number, end: number): string {
    return this.source.text.slice(start, end);
  }

  at(node: SyntaxNode): number {
    return this.base + node.start;
  }

  inScope<T>(body: () => T): T {
    this.#scopes.push(new Map());
    this.#types.push(new Map());
    const result = body();
    this.#scopes.pop();
    this.#types.pop();
    return result;
  }

  declare(name: string, local: Local, type?: StaticType): void {
    this.#scopes[this.#scopes.length - 1]?.set(name, local);
    this.#types[this.#types.length - 1]?.set(name, type);
  }

  typeOfVariable(name: string): StaticType | undefined {
    for (let i = this.#types.length - 1; i >= 0; i--) {
      const types = this.#types[i];
      if (types?.has(name)) return types.get(name);
    }
    return this.package.variableTypes.get(name)?.();
  }

  #local(name: string): Local | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const found = this.#scopes[i]?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  isLocal(name: string): boolean {
    return this.#local(name) !== undefined;
  }

  isTypeParameter(name: string): boolean {
    return this.#local(name) === 'type parameter';
  }

  /** Whether the name means what the language gives it: `append`, `string`. */
  isBuiltIn(name: string): boolean {
    return !this.isLocal(name) && !this.package.declares(name);
  }

  typeNamed(name: string): TypeDeclaration | undefined {
    const local = this.#local(name);
    if (local !== undefined) return typeof local === 'object' ? local : undefined;
    return this.package.types.get(name);
  }

  holdingOf(name: string): Holding | undefined {
    const local = this.#local(name);
    if (local !== undefined) return typeof local === 'object' || local === 'type parameter' ? undefined : local;
    return this.package.variables.get(name);
  }

  /** The path of the package that this file imports under the name. */
  pathOf(name: string): string | undefined {
    const imported = this.imports.get(name);
    return imported === undefined ? undefined : this.package.imports.get(imported);
  }

  /** Whether a block is open that ends at the label. */
  isJumpForward(label: string): boolean {
    return this.#jumps.includes(label);
  }

  jumpingTo<T>(label: string, body: () => T): T {
    this.#jumps.push(label);
    const result = body();
    this.#jumps.pop();
    return result;
  }

  /** The name in the intermediate language: imports have one name in the whole package, and `this` and `super` mean nothing in Go. */
  nameOf(name: string): string {
    if (!this.isLocal(name)) {
      const imported = this.imports.get(name);
      if (imported !== undefined) return imported;
    }
    return identifier(name);
  }
}

function declarationsIn(root: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const todo = [...root.children].reverse();
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.type === 'ERROR') todo.push(...[...node.children].reverse());
    else found.push(node);
  }
  return found;
}

export const identifier = (name: string): string => (name === 'this' || name === 'super' ? `%${name}` : name);

/** The name of a type without what stands around it: `*Store[K]` is `Store`. */
export function baseTypeName(unit: Unit, node: SyntaxNode | undefined): string | undefined {
  let type = node;
  while (type !== undefined && type.type !== 'type_identifier') {
    type = type.type === 'generic_type' ? child(type, 'type') : type.type === 'qualified_type' ? child(type, 'name') : type.children[0];
  }
  return type && unit.textOf(type);
}
