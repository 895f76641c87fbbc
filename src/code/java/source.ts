/**
 * What lowering one Java file keeps: its text, its imports, and the frames around the place that is being lowered. Frames are
 * blocks with their variables, and classes with their members: from them follows what a simple name means and how the instance
 * that it belongs to is reached.
 */
import { member, nameOf } from '../construct.ts';
import type { SourceFile } from '../files.ts';
import type { Expression } from '../program.ts';
import type { SyntaxNode } from '../tree-sitter.ts';

/** Deeper nesting than people write: the file is reported, so that neither this reader nor the interpreter runs out of stack. */
const MAX_DEPTH = 220;

export class TooDeep extends Error {
  readonly at: number;
  constructor(at: number) {
    super('nested too deep');
    this.at = at;
  }
}

/** Java has one namespace for fields and one for methods: a field's name in the intermediate language begins with a dot. */
export const fieldName = (name: string): string => `.${name}`;

export interface ClassFrame {
  readonly kind: 'class';
  readonly name: string;
  /** how the class is reached by name; undefined for anonymous classes */
  readonly reference: ((at: number) => Expression) | undefined;
  /** `member` classes with an outer instance keep it in `%outer`; the others see it as a variable of their surroundings */
  readonly place: 'top' | 'static' | 'member' | 'local';
  /** the name of the class around it, where that has one */
  readonly outer: string | undefined;
  readonly fields: ReadonlyMap<string, { readonly static: boolean }>;
  readonly methods: ReadonlyMap<string, { readonly static: boolean }>;
  readonly nested: ReadonlyMap<string, { readonly static: boolean }>;
  /** it may inherit members that this file does not show */
  readonly inherits: boolean;
}

interface BlockFrame {
  readonly kind: 'block';
  /** with the types that the source declares for them */
  readonly names: Map<string, string | undefined>;
  /** of a method: `this` is its class */
  readonly isStatic?: boolean;
  /** of a method or initializer: set when a class inside it needs this instance */
  captured?: boolean;
  readonly member?: boolean;
  /** of a method or lambda: names that patterns bind somewhere in it */
  readonly bound?: string[];
}

/** The variable by which classes inside a method reach the method's instance. */
export const OUTER_VARIABLE = (name: string): string => `%this ${name}`;

const startsLower = (name: string): boolean => /^[a-z_$]/.test(name);

/** The local name of an outermost class, and of the classes inside it down to the one that is meant. */
interface ImportedClass {
  readonly local: string;
  readonly members: readonly string[];
}

const classOf = ({ local, members }: ImportedClass, at: number): Expression =>
  members.reduce<Expression>((owner, part) => member(owner, part, at), nameOf(local, at));

export class Source {
  readonly file: SourceFile;
  /** simple name → the class to import, and what to take from it */
  readonly imports = new Map<string, ImportedClass>();
  /** static member → its class */
  readonly staticImports = new Map<string, ImportedClass>();
  hasStaticStars = false;
  readonly #frames: (ClassFrame | BlockFrame)[] = [];
  #temporaries = 0;
  #depth = 0;

  constructor(file: SourceFile) {
    this.file = file;
  }

  textOf(node: SyntaxNode): string {
    return this.file.text.slice(node.start, node.end);
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

  /** For nesting that a loop builds: how deep it is, on top of where it stands. */
  limit(levels: number, at: number): void {
    if (this.#depth + levels > MAX_DEPTH) throw new TooDeep(at);
  }

  // ── Frames ───────────────────────────────────────────────────────────────────────────────────────────────

  inBlock<T>(body: () => T): T {
    return this.#within({ kind: 'block', names: new Map() }, body);
  }

  /** A method, an initializer: `captured` says whether a class inside it needs the instance. */
  inMember<T>(isStatic: boolean, body: () => T): { readonly result: T; readonly captured: boolean; readonly bound: readonly string[] } {
    const bound: string[] = [];
    const frame: BlockFrame = { kind: 'block', names: new Map(), isStatic, member: true, bound };
    const result = this.#within(frame, body);
    return { result, captured: frame.captured === true, bound };
  }

  inLambda<T>(body: () => T): { readonly result: T; readonly bound: readonly string[] } {
    const bound: string[] = [];
    return { result: this.#within({ kind: 'block', names: new Map(), bound }, body), bound };
  }

  /** Declares a name that a pattern binds: it may be used after the statement that holds the pattern. */
  bind(name: string): void {
    this.declare(name);
    const frame = this.#frames.findLast((each) => each.kind === 'block' && each.bound !== undefined);
    if (frame?.kind === 'block') frame.bound?.push(name);
  }

  inClass<T>(frame: ClassFrame, body: () => T): T {
    return this.#within(frame, body);
  }

  #within<T>(frame: ClassFrame | BlockFrame, body: () => T): T {
    this.#frames.push(frame);
    const result = body();
    this.#frames.pop();
    return result;
  }

  declare(name: string, type?: string): void {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind !== 'block') continue;
      frame.names.set(name, type);
      return;
    }
  }

  /** The innermost class. */
  get current(): ClassFrame | undefined {
    return this.#frames.findLast((frame) => frame.kind === 'class');
  }

  /** Whether `this` is the class itself here. */
  get isStatic(): boolean {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'class') return false;
      if (frame?.member) return frame.isStatic === true;
    }
    return true;
  }

  // ── Names ────────────────────────────────────────────────────────────────────────────────────────────────

  /** The instance of the class that stands `index` frames from the outside. */
  #instance(index: number, at: number): Expression {
    let instance: Expression = nameOf('this', at);
    for (let i = this.#frames.length - 1; i > index; i--) {
      const frame = this.#frames[i];
      if (frame?.kind !== 'class') continue;
      if (frame.place === 'member') instance = member(instance, '%outer', at);
      else instance = this.#captured(i, at) ?? instance;
    }
    return instance;
  }

  /** The instance around a local class: a variable of the method that holds the class. */
  #captured(index: number, at: number): Expression | undefined {
    let method: BlockFrame | undefined;
    for (let i = index - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'block' && frame.member) method ??= frame;
      if (frame?.kind !== 'class') continue;
      if (method) method.captured = true;
      return nameOf(OUTER_VARIABLE(frame.name), at);
    }
    return undefined;
  }

  /** `Outer.this`. */
  outerInstance(name: string, at: number): Expression | undefined {
    const index = this.#frames.findLastIndex((frame) => frame.kind === 'class' && frame.name === name);
    return index < 0 ? undefined : this.#instance(index, at);
  }

  /** The outer instance that `new Inner()` hands over; undefined when the class is not an inner class of a surrounding one. */
  outerFor(inner: string, at: number): Expression | undefined {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind !== 'class') continue;
      const nested = frame.nested.get(inner);
      if (nested) return nested.static ? undefined : this.#instance(i, at);
    }
    return undefined;
  }

  isLocal(name: string): boolean {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'block' && frame.names.has(name)) return true;
      if (frame?.kind === 'class' && frame.fields.has(name)) return false;
    }
    return false;
  }

  /** The type that is declared for a local variable; undefined where there is none, or it is not written down. */
  typeOfLocal(name: string): string | undefined {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'block' && frame.names.has(name)) return frame.names.get(name);
      if (frame?.kind === 'class' && frame.fields.has(name)) return undefined;
    }
    return undefined;
  }

  /** Whether a surrounding class has a field of the name that no variable hides. */
  isField(name: string): boolean {
    return !this.isLocal(name) && this.#frames.some((frame) => frame.kind === 'class' && frame.fields.has(name));
  }

  /** A variable, a field, or a type: what a simple name stands for in an expression. */
  value(name: string, at: number): Expression {
    let inherited: Expression | undefined;
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'block') {
        if (frame.names.has(name)) return nameOf(identifier(name), at);
        continue;
      }
      const field = frame?.fields.get(name);
      if (frame && field) {
        const owner = field.static && frame.reference ? frame.reference(at) : this.#instance(i, at);
        return member(owner, fieldName(name), at);
      }
      if (frame?.inherits && startsLower(name)) inherited ??= member(this.#instance(i, at), fieldName(name), at);
    }
    const holder = this.#staticHolder(name, at);
    if (holder) return member(holder, fieldName(name), at);
    if (inherited && !this.imports.has(name)) return inherited;
    return this.type(name, at);
  }

  /** A class by its simple name. */
  type(name: string, at: number): Expression {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind === 'block') {
        if (frame.names.has(name)) return nameOf(identifier(name), at);
        continue;
      }
      if (frame?.name === name && frame.reference) return frame.reference(at);
      if (frame?.reference && frame.nested.has(name)) return member(frame.reference(at), name, at);
    }
    const imported = this.imports.get(name);
    if (imported) return classOf(imported, at);
    const holder = this.#staticHolder(name, at);
    return holder ? member(holder, name, at) : nameOf(identifier(name), at);
  }

  /** The class from which a static member is imported. */
  #staticHolder(name: string, at: number): Expression | undefined {
    const imported = this.staticImports.get(name);
    return imported && classOf(imported, at);
  }

  /** The callee of an unqualified call. */
  method(name: string, at: number): Expression {
    let inherited: Expression | undefined;
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame?.kind !== 'class') continue;
      const found = frame.methods.get(name);
      if (found) return member(found.static && frame.reference ? frame.reference(at) : this.#instance(i, at), name, at);
      if (frame.inherits) inherited ??= member(this.#instance(i, at), name, at);
    }
    const holder = this.#staticHolder(name, at);
    if (holder) return member(holder, name, at);
    if (this.hasStaticStars || inherited === undefined) return nameOf(`${name}()`, at);
    return inherited;
  }
}

/** `this`, `super`, `arguments`, `module` and `exports` mean something to the interpreter. */
export const identifier = (name: string): string =>
  /^(this|super|arguments|module|exports|__name__|__file__)$/.test(name) ? `%${name}` : name;
