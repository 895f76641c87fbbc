/** Short constructors of the intermediate language, for the readers that lower to it. */
import type { Argument, Block, Expression, FunctionNode, ObjectEntry, Pattern, Statement } from './program.ts';

export const literal = (value: string | number | boolean | null | undefined, at: number): Expression => ({ kind: 'literal', value, at });

export const nameOf = (name: string, at: number): Expression => ({ kind: 'name', name, at });

export const namePattern = (name: string, at: number): Pattern => ({ kind: 'name', name, at });

export const member = (object: Expression, property: string | Expression, at: number): Expression => ({
  kind: 'member',
  object,
  property: typeof property === 'string' ? literal(property, at) : property,
  at,
});

export const operation = (operator: string, operands: readonly Expression[], at: number): Expression => ({
  kind: 'operation',
  operator,
  operands,
  at,
});

/** A value that the source does not give, after the parts of it that still run. `reason` ends a sentence that starts "it depends on". */
export function unknown(reason: string, at: number, ran: readonly Expression[] = []): Expression {
  const value: Expression = { kind: 'unknown', reason, at };
  return ran.length === 0 ? value : { kind: 'sequence', items: [...ran, value], at };
}

export const not = (operand: Expression): Expression => operation('!', [operand], operand.at);

export const call = (callee: Expression, args: readonly Expression[], at: number): Expression => ({
  kind: 'call',
  callee,
  arguments: args.map((value): Argument => ({ value })),
  at,
});

export const list = (items: readonly Expression[], at: number): Expression => ({
  kind: 'list',
  items: items.map((value) => ({ kind: 'item', value })),
  at,
});

export const entry = (key: string, value: Expression): ObjectEntry => ({ kind: 'entry', key: literal(key, value.at), value });

export const declare = (target: Pattern, value: Expression | undefined, at: number): Statement =>
  value === undefined ? { kind: 'let', target, at } : { kind: 'let', target, value, at };

export const declareHoisted = (target: Pattern, value: Expression | undefined, at: number): Statement =>
  value === undefined ? { kind: 'let', target, hoisted: true, at } : { kind: 'let', target, value, hoisted: true, at };

export const assign = (target: Pattern, value: Expression, at: number): Expression => ({ kind: 'assign', target, value, at });

export const branch = (test: Expression, then: Block, otherwise: Block | undefined, at: number): Statement =>
  otherwise === undefined ? { kind: 'if', test, then, at } : { kind: 'if', test, then, otherwise, at };

export const choose = (test: Expression, then: Expression, otherwise: Expression, at: number): Expression => ({
  kind: 'choose',
  test,
  then,
  otherwise,
  at,
});

export const run = (value: Expression): Statement => ({ kind: 'expression', value, at: value.at });

/** A function of no parameters that takes `this` from where it stands. */
export const arrow = (body: Block, at: number, generator = false): Expression => ({
  kind: 'function',
  function: functionNode({ name: '', body, lexicalThis: true, generator, at }),
  at,
});

export const functionNode = (node: Pick<FunctionNode, 'name' | 'body' | 'at'> & Partial<FunctionNode>): FunctionNode => ({
  parameters: [],
  lexicalThis: false,
  generator: false,
  ...node,
});

export const isText = (expression: Expression): boolean =>
  expression.kind === 'template' || (expression.kind === 'literal' && typeof expression.value === 'string');

/** The concatenation of the parts as text, with neighbouring literals joined and nested templates flattened. */
export function template(parts: readonly Expression[], at: number): Expression {
  const flat: Expression[] = [];
  for (const part of parts.flatMap((p) => (p.kind === 'template' ? p.parts : [p]))) {
    const last = flat[flat.length - 1];
    if (part.kind === 'literal' && part.value === '') continue;
    if (last?.kind === 'literal' && typeof last.value === 'string' && part.kind === 'literal' && typeof part.value === 'string')
      flat[flat.length - 1] = literal(last.value + part.value, last.at);
    else flat.push(part);
  }
  const [first] = flat;
  if (first === undefined) return literal('', at);
  return flat.length === 1 && isText(first) ? first : { kind: 'template', parts: flat, at };
}
