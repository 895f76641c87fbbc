/**
 * The intermediate language: what every language reader lowers to and the one interpreter runs. Frozen plain data.
 *
 * It keeps what decides which AWS calls can happen with which values, and no more: functions, assignments, calls, members,
 * text building, branches. Arithmetic and comparison stay as `operation`s, which the interpreter folds when all is constant.
 * `at` is an offset in UTF-16 code units into the file's text; `Module.position` turns it into line and column. Members and
 * calls of members stand where the member's name stands, as in a stack trace, so that the links of a chain differ.
 *
 * Reading promises, generators and coroutines: a promise of a value is the value, and `await` gives its operand; a generator's result is
 * the list of what it yields.
 */
export interface Module {
  /** relative to the app's root, with `/`; of a module that is made of several files (a Go package) the first */
  readonly file: string;
  /** all files of a module that is made of several */
  readonly files?: readonly string[];
  readonly language: 'javascript' | 'python' | 'go' | 'java';
  readonly body: Block;
  /**
   * `declared`: the names that `export` statements give, and CommonJS `module.exports`;
   * `all`: every top-level name (Python, Go)
   */
  readonly exports: 'declared' | 'all';
  /** `file` where the module is made of several */
  position(at: number): { readonly line: number; readonly column: number; readonly file?: string };
}

export type Block = readonly Statement[];

export type Statement =
  /** declares the names of `target`; `hoisted` declares in the function's scope (JavaScript's var and function, Python's everything) */
  | { readonly kind: 'let'; readonly target: Pattern; readonly value?: Expression; readonly hoisted?: boolean; readonly at: number }
  | { readonly kind: 'expression'; readonly value: Expression; readonly at: number }
  | { readonly kind: 'return'; readonly value?: Expression; readonly at: number }
  /** `ends`: the program ends, so that nothing catches it (Go's `os.Exit`) */
  | { readonly kind: 'throw'; readonly value?: Expression; readonly ends?: true; readonly at: number }
  | { readonly kind: 'if'; readonly test: Expression; readonly then: Block; readonly otherwise?: Block; readonly at: number }
  /**
   * `while`, `for(;;)`, `do`: `init` is lowered before the loop; `once`: the body runs before the first test (`do`); `own`: variables of
   * which each round has its own, for the functions that capture them (`let` in the head of JavaScript's `for`)
   */
  | {
      readonly kind: 'loop';
      readonly test?: Expression;
      readonly update?: Expression;
      readonly once?: boolean;
      readonly own?: readonly string[];
      readonly body: Block;
      readonly label?: string;
      readonly at: number;
    }
  /** `values`: for-of, Python's for; `keys`: for-in, dict iteration is `values` over a dict; `entries`: Go's range (key, value) */
  | {
      readonly kind: 'each';
      readonly over: 'values' | 'keys' | 'entries';
      readonly target: Pattern;
      readonly iterable: Expression;
      readonly body: Block;
      readonly label?: string;
      readonly at: number;
    }
  | {
      readonly kind: 'try';
      readonly body: Block;
      /** `when`: what tells whether an error gets to the handler at all (Python's context managers) */
      readonly handlers: readonly {
        readonly target?: Pattern;
        readonly type?: Expression;
        readonly when?: Expression;
        readonly body: Block;
      }[];
      readonly finalizer?: Block;
      readonly at: number;
    }
  /** `test` undefined is the default; `falls` when the case runs into the next (JavaScript without break) */
  | {
      readonly kind: 'switch';
      readonly subject: Expression;
      readonly cases: readonly { readonly test?: Expression; readonly body: Block; readonly falls: boolean }[];
      readonly label?: string;
      readonly at: number;
    }
  | { readonly kind: 'block'; readonly body: Block; readonly label?: string; readonly at: number }
  /** leaves the statement with the label, else the innermost loop, each or switch; a block is left by its label only */
  | { readonly kind: 'break'; readonly label?: string; readonly at: number }
  | { readonly kind: 'continue'; readonly label?: string; readonly at: number }
  | ImportStatement
  /**
   * `export { local as name }`, `export default EXPRESSION` (name `default`); value is evaluated here. An export of a `name` is
   * live: importers see what the variable holds when they read it.
   */
  | { readonly kind: 'export'; readonly name: string; readonly value: Expression; readonly at: number }
  /** `export * from`, `export * as name from`, `export { imported as name } from` (`imported` undefined: all); `typeOnly` as for imports */
  | {
      readonly kind: 'reexport';
      readonly specifier: string;
      readonly imported?: string;
      readonly name?: string;
      readonly typeOnly?: boolean;
      readonly at: number;
    };

/**
 * `imported`: an exported name, `default`, or `*` for the namespace; `local` too is `*` when every exported name is bound (Python's
 * `from m import *`, Go's `import . "m"`). `typeOnly` imports bind names for types but run nothing.
 */
export interface ImportStatement {
  readonly kind: 'import';
  readonly specifier: string;
  readonly bindings: readonly { readonly imported: string; readonly local: string }[];
  readonly typeOnly?: boolean;
  readonly at: number;
}

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | undefined; readonly at: number }
  /** the concatenation of its parts as text: template strings, f-strings, `+` with a text operand */
  | { readonly kind: 'template'; readonly parts: readonly Expression[]; readonly at: number }
  /** a variable, `this` or `super` */
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  /** `a.b` has a literal property; `optional` is `?.` */
  | {
      readonly kind: 'member';
      readonly object: Expression;
      readonly property: Expression;
      readonly optional?: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly arguments: readonly Argument[];
      readonly optional?: boolean;
      /** what Java's source declares its arguments to be, where that is a look away */
      readonly declared?: readonly (string | undefined)[];
      /** `container.get<S3Client>('s3')`; a type that says nothing about clients is undefined */
      readonly typeArguments?: readonly (Type | undefined)[];
      readonly at: number;
    }
  | {
      readonly kind: 'new';
      readonly callee: Expression;
      readonly arguments: readonly Argument[];
      readonly typeArguments?: readonly (Type | undefined)[];
      readonly at: number;
    }
  | { readonly kind: 'function'; readonly function: FunctionNode; readonly at: number }
  | { readonly kind: 'class'; readonly class: ClassNode; readonly at: number }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[]; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly ListItem[]; readonly at: number }
  /** Go's and Java's record of a named type: `&Store{client: c}` */
  | { readonly kind: 'instance'; readonly class: Expression; readonly entries: readonly ObjectEntry[]; readonly at: number }
  | { readonly kind: 'choose'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression; readonly at: number }
  | {
      readonly kind: 'logical';
      readonly operator: 'and' | 'or' | 'nullish';
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  /**
   * any other operator, in JavaScript's spelling where it has one: `===`, `!`, `+`, `typeof`, `in`, `instanceof`; `+` adds or
   * concatenates, and may have more than two operands, taken from the left. `regexp`: pattern and flags; `bigint`: digits.
   */
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Expression[]; readonly at: number }
  | {
      readonly kind: 'assign';
      readonly target: Pattern;
      readonly value: Expression;
      readonly operator?: 'or' | 'and' | 'nullish' | 'add' | 'other';
      readonly at: number;
    }
  /** takes a member away: `delete a.b`, `del a[b]` */
  | { readonly kind: 'delete'; readonly object: Expression; readonly property: Expression; readonly at: number }
  | { readonly kind: 'sequence'; readonly items: readonly Expression[]; readonly at: number }
  /** `import(specifier)`; CommonJS `require` is a call of the name `require` */
  | { readonly kind: 'import'; readonly specifier: Expression; readonly at: number }
  /** what it gives is there before the program goes on; meanwhile others that were called before may go on */
  | { readonly kind: 'await'; readonly value: Expression; readonly at: number }
  | { readonly kind: 'yield'; readonly value?: Expression; readonly all?: boolean; readonly at: number }
  /** a value with a declared type: `x as T`, `<T>x`, a conversion; the type is a fallback when the value is lost */
  | { readonly kind: 'typed'; readonly value: Expression; readonly type: Type; readonly at: number }
  /** a value that the source does not give; `reason` ends a sentence that starts "it depends on" */
  | { readonly kind: 'unknown'; readonly reason: string; readonly at: number };

export interface Argument {
  readonly value: Expression;
  /** keyword argument */
  readonly name?: string;
  readonly spread?: 'list' | 'map';
  /** the address of the value is handed over, so that the call may write into it (Go's `&x`) */
  readonly address?: true;
}

export type ObjectEntry =
  | { readonly kind: 'entry'; readonly key: Expression; readonly value: Expression; readonly accessor?: 'get' | 'set' }
  | { readonly kind: 'spread'; readonly value: Expression };

export type ListItem = { readonly kind: 'item'; readonly value: Expression } | { readonly kind: 'spread'; readonly value: Expression };

export type Pattern =
  | { readonly kind: 'name'; readonly name: string; readonly type?: Type; readonly at: number }
  | { readonly kind: 'member'; readonly object: Expression; readonly property: Expression; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly (Pattern | null)[]; readonly rest?: Pattern; readonly at: number }
  | {
      readonly kind: 'object';
      readonly entries: readonly { readonly key: Expression; readonly target: Pattern }[];
      readonly rest?: Pattern;
      readonly type?: Type;
      readonly at: number;
    }
  | { readonly kind: 'default'; readonly target: Pattern; readonly value: Expression; readonly at: number };

/**
 * A declared type as far as it can name a client, a class or an interface. `Promise<T>`, `Readonly<T>`, `T | undefined`,
 * `*T` and `Optional<T>` are lowered to T.
 */
export type Type =
  /**
   * a name or a qualified name, looked up like a value: `S3Client`, `AWS.S3`, `s3.Client`; TypeScript's `Deps['s3']` is the member
   * `Deps.s3`, `import('x').Y` a member of an `import`, `typeof x` an operation `typeof` of x (the type is that of the value x), and
   * `ReturnType<typeof f>` an operation `returntype` of f
   */
  | { readonly kind: 'reference'; readonly value: Expression; readonly arguments?: readonly Type[] }
  /** members of an object type, methods by their `result`; the member `()` is the result of calling the value itself, `new` of constructing it; a shape without members says nothing */
  | { readonly kind: 'shape'; readonly members: readonly { readonly name: string; readonly type?: Type; readonly result?: Type }[] }
  | { readonly kind: 'list'; readonly item: Type }
  | { readonly kind: 'union'; readonly options: readonly Type[] };

export interface FunctionNode {
  /** for call chains; `(anonymous)` never stands here: readers name a function by what it is assigned to, else '' */
  readonly name: string;
  /** the name by which a function expression knows itself: `function retry() { … retry() … }` */
  readonly self?: string;
  readonly parameters: readonly Parameter[];
  /** names of types that a use of the function gives (Go's type parameters) */
  readonly typeParameters?: readonly string[];
  readonly body: Block;
  /** arrows take `this` from where they are made */
  readonly lexicalThis: boolean;
  readonly generator: boolean;
  /** who calls it goes on when it first waits for something, unless they wait for it: JavaScript's async functions, Python's coroutines */
  readonly async?: boolean;
  /** whether it reads all that it was given by that name: JavaScript's `arguments` */
  readonly arguments?: true;
  /** the name that the receiver is bound to beside `this`: Python's self, Go's receiver */
  readonly receiver?: string;
  /** names that assignments in this function write outside it: Python's global and nonlocal */
  readonly outer?: readonly string[];
  readonly result?: Type;
  readonly at: number;
}

export interface Parameter {
  readonly target: Pattern;
  readonly default?: Expression;
  /** the default stands for what a framework passes in its place */
  readonly injected?: boolean;
  readonly rest?: 'list' | 'map';
  readonly type?: Type;
  /** keyword name when it differs from the target (patterns) */
  readonly name?: string;
  /** `@inject('S3') client` */
  readonly decorators?: readonly Expression[];
}

export interface ClassNode {
  readonly name: string;
  /** the name by which a class expression knows itself */
  readonly self?: string;
  /**
   * Interfaces describe types only; `implements` of a class names them. A type alias is an interface: one with members when it
   * stands for an object type, else one that `implements` what it stands for.
   */
  readonly interface: boolean;
  readonly extends: readonly Expression[];
  readonly implements: readonly Type[];
  readonly members: readonly ClassMember[];
  /** applied outermost first as written; the interpreter applies them in reverse */
  readonly decorators: readonly Expression[];
  readonly at: number;
}

/** The constructor is the method named `constructor` in every language. */
export interface ClassMember {
  readonly kind: 'method' | 'getter' | 'setter' | 'field' | 'static-block';
  readonly static: boolean;
  readonly key: Expression;
  /** a `function` for methods, accessors and static blocks; the initial value of a field; none for what is only declared */
  readonly value?: Expression;
  /** of a field; of a method or accessor without a value: the type of its result */
  readonly type?: Type;
  /** a field whose members are also members of the instance (Go's embedding) */
  readonly embedded?: boolean;
  /** a field that holds a struct or array of its own, which a copy of the instance copies too (Go) */
  readonly copied?: boolean;
  /** a field that holds an empty list until something else is set (Go's slices) */
  readonly empty?: boolean;
  /** the text of what a field holds that nothing set (Go's zero values) */
  readonly zero?: string;
  /** what is written beside a field for other code to read (Go's struct tags): `json:"id"` */
  readonly tag?: string;
  readonly decorators: readonly Expression[];
  readonly at: number;
}
