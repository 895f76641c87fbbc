/**
 * What lowering one Kotlin file keeps: its text, its imports, the frames around the place that is being lowered, and the statements
 * that must run before the one under way, since `if`, `when`, `try`, `return` and `throw` are expressions in Kotlin.
 *
 * What a simple name means follows from the frames: a variable; else a member of a receiver, from the innermost lambda with one to the
 * classes outside; else a top-level name (Kotlin language specification, "Overload resolution", "Scopes and identifiers").
 */
import { assign, branch, declare, literal, member, nameOf, namePattern, operation, run } from '../construct.ts';
import type { SourceFile } from '../files.ts';
import { fieldName, identifier, TooDeep } from '../java/source.ts';
import type { Block, Expression, Statement } from '../program.ts';
import type { SyntaxNode } from '../tree-sitter.ts';

/** Deeper nesting than people write: the file is reported, so that neither this reader nor the interpreter runs out of stack. */
const MAX_DEPTH = 180;

export interface ClassFrame {
  readonly kind: 'class';
  readonly name: string;
  /** how the class is reached by name; undefined for anonymous objects */
  readonly reference: ((at: number) => Expression) | undefined;
  readonly properties: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  /** properties, functions and classes that belong to the class itself: its companion's and its nested classes */
  readonly statics: ReadonlySet<string>;
  readonly nested: ReadonlySet<string>;
  /** the variable by which functions and objects inside a member reach the instance */
  readonly self: string;
  /** it may inherit members that this file does not show */
  readonly inherits: boolean;
}

interface FunctionFrame {
  readonly kind: 'function';
  readonly names: Set<string>;
  /** the variable that holds the receiver of a lambda or an extension, where it has or may have one */
  readonly receiver?: string;
  /** the variable of the parameter that a lambda does not name, which is `it` if the lambda is handed something */
  readonly it?: string;
  /** of a member of a class: `this` is the class itself */
  readonly isStatic?: boolean;
  readonly member?: boolean;
  /** labels that `return@label` names: a lambda's own label and the function it is handed to */
  readonly labels?: readonly string[];
  /** a function whose own `return` gives its result; in a lambda, `return` leaves the function around it */
  readonly returns?: boolean;
  /** set when a lambda inside leaves the function */
  left?: boolean;
  /** set when something inside needs the instance by its variable */
  captured?: boolean;
}

type Frame = ClassFrame | FunctionFrame;

/** Set when a lambda inside a function has left the function, and what it gave. */
export const LEFT = '%left';
export const GIVEN = '%result';

export class Source {
  readonly file: SourceFile;
  /** simple name → the top-level name that is imported, and what to take from it */
  readonly imports = new Map<string, { readonly local: string; readonly members: readonly string[] }>();
  /** names of extension functions and properties that the project declares: a member call of that name may mean one of them */
  readonly extensions: ReadonlySet<string>;
  readonly #frames: Frame[] = [];
  #before: Statement[] = [];
  #temporaries = 0;
  #depth = 0;

  constructor(file: SourceFile, extensions: ReadonlySet<string>) {
    this.file = file;
    this.extensions = extensions;
  }

  textOf(node: SyntaxNode): string {
    return this.file.text.slice(node.start, node.end);
  }

  /** The name that an identifier writes: `` `is` `` is `is`. */
  nameIn(node: SyntaxNode): string {
    return this.textOf(node).replaceAll('`', '');
  }

  temporary(purpose: string): string {
    return `%${purpose}${++this.#temporaries}`;
  }

  deeper<T>(at: number, body: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new TooDeep(at);
    const result = body();
    this.#depth--;
    return result;
  }

  // ── Statements that run before ───────────────────────────────────────────────────────────────────────────

  before(...statements: readonly Statement[]): void {
    this.#before.push(...statements);
  }

  /** Lowers something on its own: what must run before it comes with it. */
  apart<T>(body: () => T): { readonly result: T; readonly before: Block } {
    const outer = this.#before;
    this.#before = [];
    const result = body();
    const before = this.#before;
    this.#before = outer;
    return { result, before };
  }

  /** A value that is computed once, before the statement under way. */
  kept(value: Expression, purpose: string): Expression {
    if (value.kind === 'literal' || value.kind === 'name') return value;
    const name = this.temporary(purpose);
    this.before(declare(namePattern(name, value.at), value, value.at));
    return nameOf(name, value.at);
  }

  // ── Frames ───────────────────────────────────────────────────────────────────────────────────────────────

  within<T>(frame: Frame, body: () => T): T {
    this.#frames.push(frame);
    const result = body();
    this.#frames.pop();
    return result;
  }

  inBlock<T>(body: () => T): T {
    return this.within({ kind: 'function', names: new Set() }, body);
  }

  declare(name: string): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'function') frame.names.add(name);
  }

  get current(): ClassFrame | undefined {
    return this.#frames.findLast((frame) => frame.kind === 'class');
  }

  isLocal(name: string): boolean {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'function' && frame.names.has(name)) return true;
      if (frame?.kind === 'class' && (frame.properties.has(name) || frame.statics.has(name))) return false;
    }
    return false;
  }

  /** Where a `return` goes: undefined when it leaves the function that it stands in, else the statements that leave the one around. */
  leave(label: string | undefined, value: Expression | undefined, at: number): Block {
    const own: Statement = value ? { kind: 'return', value, at } : { kind: 'return', at };
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'class') break;
      if (frame === undefined || (frame.labels === undefined && !frame.returns)) continue;
      if (label === undefined ? frame.returns : frame.labels?.includes(label)) {
        if (i === this.#frames.findLastIndex((each) => each.kind === 'function' && (each.returns || each.labels !== undefined)))
          return [own];
        frame.left = true;
        const store = run(assign(namePattern(GIVEN, at), value ?? literal(undefined, at), at));
        return [run(assign(namePattern(LEFT, at), literal(true, at), at)), store, { kind: 'return', at }];
      }
    }
    return [own];
  }

  /** Whether a lambda lowered since has left the function under way: the statement then is followed by what ends the function. */
  takeLeft(): boolean {
    const frame = this.#frames.findLast((each) => each.kind === 'function' && each.returns === true);
    return frame?.kind === 'function' && frame.left === true;
  }

  // ── Names ────────────────────────────────────────────────────────────────────────────────────────────────

  /** The instance of the class that stands at the index among the frames. */
  #instance(index: number, at: number): Expression {
    const frame = this.#frames[index];
    const direct = !this.#frames
      .slice(index + 1)
      .some((each) => each.kind === 'class' || (each.kind === 'function' && each.receiver !== undefined));
    if (direct || frame?.kind !== 'class') return nameOf('this', at);
    for (let i = index + 1; i < this.#frames.length; i++) {
      const each = this.#frames[i];
      if (each?.kind === 'class') break;
      if (each?.kind === 'function' && each.member) {
        each.captured = true;
        return nameOf(frame.self, at);
      }
    }
    // a class inside the class, outside of any member
    return frame.reference ? operation('outer', [frame.reference(at)], at) : nameOf('this', at);
  }

  /** `this`: the receiver of the innermost lambda that has one when it runs, else the instance. */
  instance(at: number): Expression {
    const receivers: Expression[] = [];
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'class') {
        const own = this.#instance(i, at);
        return receivers.length === 0 ? own : operation('kotlin.this', [...receivers, own], at);
      }
      if (frame?.receiver !== undefined) receivers.push(nameOf(frame.receiver, at));
    }
    return receivers.length === 0 ? nameOf('this', at) : operation('kotlin.this', receivers, at);
  }

  /** `this@Outer`, `this@label`. */
  labelled(label: string, at: number): Expression {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'class' && frame.name === label) return this.#instance(i, at);
      if (frame?.kind === 'function' && frame.receiver !== undefined && frame.labels?.includes(label)) return nameOf(frame.receiver, at);
    }
    return this.instance(at);
  }

  /** The receivers that a name may be a member of, innermost first, and what it means where none has it. */
  #meaning(
    name: string,
    at: number,
    of: 'value' | 'function',
  ): { readonly receivers: readonly Expression[]; readonly otherwise: Expression } {
    const receivers: Expression[] = [];
    let inherited: Expression | undefined;
    const key = of === 'value' ? fieldName(name) : name;
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'function') {
        if (frame.receiver !== undefined) receivers.push(nameOf(frame.receiver, at));
        continue;
      }
      if (frame === undefined) continue;
      if ((of === 'value' ? frame.properties : frame.methods).has(name))
        return {
          receivers,
          otherwise: of === 'value' ? property(this.#instance(i, at), name, at) : member(this.#instance(i, at), key, at),
        };
      if (frame.statics.has(name) && frame.reference) return { receivers, otherwise: member(frame.reference(at), key, at) };
      if (frame.nested.has(name) && frame.reference) return { receivers, otherwise: member(frame.reference(at), name, at) };
      if (frame.inherits && /^[a-z_]/.test(name) && !this.imports.has(name))
        inherited ??= operation(
          of === 'value' ? 'kotlin.inherited' : 'kotlin.inheritedFunction',
          [literal(name, at), this.#instance(i, at), nameOf(identifier(name), at)],
          at,
        );
    }
    return { receivers, otherwise: inherited ?? this.topLevel(name, at) };
  }

  topLevel(name: string, at: number): Expression {
    const imported = this.imports.get(name);
    if (!imported) return nameOf(identifier(name), at);
    return imported.members.reduce<Expression>((owner, part) => property(owner, part, at), nameOf(imported.local, at));
  }

  /** `it`: what the innermost lambda without named parameters was handed, or one around it. */
  #it(at: number): Expression | undefined {
    const found: Expression[] = [];
    for (const frame of [...this.#frames].reverse()) {
      if (frame.kind === 'class') break;
      if (frame.it !== undefined) found.push(nameOf(frame.it, at));
      if (frame.names.has('it'))
        return found.reduceRight<Expression>(
          (right, left) => ({ kind: 'logical', operator: 'nullish', left, right, at }),
          nameOf('it', at),
        );
    }
    const last = found.pop();
    return last && found.reduceRight<Expression>((right, left) => ({ kind: 'logical', operator: 'nullish', left, right, at }), last);
  }

  /** What a simple name stands for in an expression. */
  value(name: string, at: number): Expression {
    const it = name === 'it' ? this.#it(at) : undefined;
    if (it) return it;
    if (this.isLocal(name)) return nameOf(identifier(name), at);
    const { receivers, otherwise } = this.#meaning(name, at, 'value');
    return receivers.length === 0 ? otherwise : operation('kotlin.implicit', [literal(name, at), otherwise, ...receivers], at);
  }

  /** The callee of a call without a receiver. */
  callee(name: string, at: number): Expression {
    const it = name === 'it' ? this.#it(at) : undefined;
    if (it) return it;
    if (this.isLocal(name)) return nameOf(identifier(name), at);
    const { receivers, otherwise } = this.#meaning(name, at, 'function');
    if (receivers.length === 0) return otherwise;
    return operation('kotlin.implicitFunction', [literal(name, at), otherwise, ...receivers], at);
  }

  /** `name = value` without a receiver: of a variable, of a receiver that has such a property, of the class, or at top level. */
  assignment(name: string, value: Expression, at: number): Expression {
    if (this.isLocal(name)) return assign(namePattern(identifier(name), at), value, at);
    const { receivers, otherwise } = this.#meaning(name, at, 'value');
    const stored = receivers.length === 0 ? value : this.kept(value, 'value');
    const plain = assignTo(otherwise, name, stored, at);
    if (receivers.length === 0) return plain;
    const taken = this.temporary('taken');
    this.before(
      declare(namePattern(taken, at), operation('kotlin.assignImplicit', [literal(name, at), stored, ...receivers], at), at),
      branch(nameOf(taken, at), [], [run(plain)], at),
    );
    return stored;
  }

  /** A class by its simple name. */
  type(name: string, at: number): Expression {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'function') {
        if (frame.names.has(name)) return nameOf(identifier(name), at);
        continue;
      }
      if (frame?.name === name && frame.reference) return frame.reference(at);
      if (frame?.reference && frame.nested.has(name)) return member(frame.reference(at), name, at);
    }
    return this.topLevel(name, at);
  }
}

/** A property of a value, which may be a field, a getter of Java, or what Kotlin's library adds. */
export const property = (object: Expression, name: string, at: number): Expression =>
  operation('kotlin.property', [object, literal(name, at)], at);

function assignTo(target: Expression, name: string, value: Expression, at: number): Expression {
  if (target.kind === 'operation' && target.operator === 'kotlin.property' && target.operands[0])
    return operation('kotlin.assign', [target.operands[0], literal(name, at), value], at);
  if (target.kind === 'operation' && target.operator === 'kotlin.inherited' && target.operands[1])
    return operation('kotlin.assign', [target.operands[1], literal(name, at), value], at);
  if (target.kind === 'member') return assign({ kind: 'member', object: target.object, property: target.property, at }, value, at);
  return assign(namePattern(target.kind === 'name' ? target.name : identifier(name), at), value, at);
}
