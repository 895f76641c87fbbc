/** What lowering one Python file keeps while it walks: the text, the scopes, names for temporaries, and how deep it is. */

import { literal, member, nameOf, namePattern } from '../construct.ts';
import type { Expression, Pattern } from '../program.ts';
import type { Grammar, SyntaxNode } from '../tree-sitter.ts';

/** Deeper nesting than people write: the file is reported, so that neither this reader nor the interpreter runs out of stack. */
const MAX_DEPTH = 250;

export class TooDeep extends Error {
  readonly at: number;
  constructor(at: number) {
    super('nested too deep');
    this.at = at;
  }
}

interface ScopeFrame {
  readonly kind: 'module' | 'function' | 'class';
  /** names that `global` and `nonlocal` send outwards */
  readonly outer: ReadonlySet<string>;
  /** in a class body: the attributes made so far, which the rest of the body sees as plain names */
  readonly attributes: Set<string>;
  /** how many blocks of statements are open in it */
  blocks: number;
}

export class Source {
  readonly text: string;
  /** for annotations in quotes */
  readonly grammar: Grammar;
  /** what `__name__` is when Lambda imports the file */
  readonly moduleName: string;
  /** fields of the file's data classes in the order of their constructors, by class name */
  readonly dataClasses = new Map<string, readonly SyntaxNode[]>();
  readonly #scopes: ScopeFrame[] = [{ kind: 'module', outer: new Set(), attributes: new Set(), blocks: 0 }];
  readonly #loops: (string | undefined)[] = [];
  #temporaries = 0;
  #depth = 0;

  constructor(text: string, grammar: Grammar, moduleName: string) {
    this.text = text;
    this.grammar = grammar;
    this.moduleName = moduleName;
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.start, node.end);
  }

  /** A text of its own within the file: an annotation in quotes. */
  excerpt(text: string): Source {
    return new Source(text, this.grammar, this.moduleName);
  }

  /** A name that no program can spell. */
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

  /** The flag that a `break` here sets, when the loop has an `else`. */
  get breaksTo(): string | undefined {
    return this.#loops[this.#loops.length - 1];
  }

  inLoop<T>(flag: string | undefined, body: () => T): T {
    this.#loops.push(flag);
    const result = body();
    this.#loops.pop();
    return result;
  }

  inScope<T>(kind: ScopeFrame['kind'], outer: ReadonlySet<string>, body: () => T): T {
    this.#scopes.push({ kind, outer, attributes: new Set(), blocks: 0 });
    const result = body();
    this.#scopes.pop();
    return result;
  }

  get #scope(): ScopeFrame {
    const scope = this.#scopes[this.#scopes.length - 1];
    if (scope === undefined) throw new Error('Source: no scope');
    return scope;
  }

  get inClassBody(): boolean {
    return this.#scope.kind === 'class';
  }

  /** Whether names bound here could end with a block, if the intermediate language had its way. */
  get inNestedBlock(): boolean {
    return this.#scope.blocks > 0 || this.inClassBody;
  }

  inBlock<T>(body: () => T): T {
    const scope = this.#scope;
    scope.blocks++;
    const result = body();
    scope.blocks--;
    return result;
  }

  isOuter(name: string): boolean {
    return this.#scope.outer.has(name);
  }

  /** Notes that the class body under way has made an attribute. */
  addAttribute(name: string): void {
    this.#scope.attributes.add(name);
  }

  read(name: string, at: number): Expression {
    if (this.inClassBody && this.#scope.attributes.has(name)) return member(nameOf('this', at), name, at);
    if (name === '__name__') return literal(this.moduleName, at);
    return nameOf(identifier(name), at);
  }

  write(name: string, at: number): Pattern {
    if (!this.inClassBody) return namePattern(identifier(name), at);
    this.#scope.attributes.add(name);
    return { kind: 'member', object: nameOf('this', at), property: literal(name, at), at };
  }
}

/** `this` and `super` are plain names in Python but not in the intermediate language. */
export const identifier = (name: string): string => (name === 'this' || name === 'super' ? `%${name}` : name);
