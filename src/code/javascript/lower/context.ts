/** What lowering carries down one file: its nesting, the function it is in, and what it could not lower. */
import type { Expression, Type } from '../../program.ts';

/**
 * INVARIANT: expressions, statements, patterns and types of a lowered program nest no deeper than this, so that whoever walks
 * it may recurse. What lies deeper becomes `unknown`, and a finding says so.
 */
export const MAX_NESTING = 400;

export interface Context {
  /** how deep the lowering is nested now */
  depth: number;
  /** offset of the first thing that nests too deep */
  tooDeep: number | undefined;
  /** offset of the first `with` statement, whose names cannot be followed */
  withStatement: number | undefined;
  /** functions in blocks are the block's in strict code, and the function's in sloppy code */
  strict: boolean;
  /** names that `var` declares where code before may already use them; declared at the start of the function */
  vars: Set<string> | undefined;
  /** blocks around the statement within its function */
  blocks: number;
  /** whether the function reads `arguments` */
  arguments: boolean;
  /** whether only declarations came before in the function */
  leading: boolean;
  /** the module's own statements: their `var` need no declaration ahead, since nothing outside can be meant */
  topLevel: boolean;
  /** the namespace whose members `export` declares; undefined: the module */
  namespace: string | undefined;
  /** type parameters in scope with what they extend */
  typeParameters: ReadonlyMap<string, Type | undefined>;
  /** members of the enum whose initializers are lowered: they are names there */
  enumMembers: ReadonlyMap<string, Expression> | undefined;
  /** labels that stand before another label, by which the same statement goes */
  labels: Map<string, string> | undefined;
}

export const newContext = (strict: boolean): Context => ({
  depth: 0,
  tooDeep: undefined,
  withStatement: undefined,
  strict,
  vars: undefined,
  blocks: 0,
  arguments: false,
  leading: true,
  topLevel: true,
  namespace: undefined,
  typeParameters: new Map(),
  enumMembers: undefined,
  labels: undefined,
});

/** Declares a name at the start of the function. */
export function declareVar(ctx: Context, name: string): void {
  ctx.vars ??= new Set();
  ctx.vars.add(name);
}

/** What stands for an expression that nests too deep. */
export function tooDeep(ctx: Context, at: number): Expression {
  ctx.tooDeep ??= at;
  return { kind: 'unknown', reason: 'code that is nested too deep to be read', at };
}
