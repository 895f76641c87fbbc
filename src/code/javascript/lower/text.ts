/** Text building: template strings, tagged templates, and `+`, which joins text as soon as one side is visibly text. */
import type * as ast from 'oxc-parser';
import type { Expression } from '../../program.ts';
import type { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';

const isText = (e: Expression): boolean => e.kind === 'template' || (e.kind === 'literal' && typeof e.value === 'string');

/**
 * A chain of `+`, taken from the left without recursion: generated code has chains of thousands. `1 + 2 + 'x'` adds before it
 * joins; after the first text everything is joined.
 */
export function lowerAddition(ctx: Context, node: ast.BinaryExpression): Expression {
  const at = node.start;
  const rest: ast.Expression[] = [];
  let left: ast.Expression = node;
  while (left.type === 'BinaryExpression' && left.operator === '+') {
    rest.push(left.right);
    left = left.left;
  }
  let sum: Expression[] = [lowerExpression(ctx, left)];
  let parts: Expression[] | undefined;
  for (let i = rest.length - 1; i >= 0; i--) {
    const operand = rest[i];
    if (!operand) break;
    const next = lowerExpression(ctx, operand);
    const [first] = sum;
    if (!parts && (isText(next) || (sum.length === 1 && first && isText(first)))) {
      parts = [];
      if (sum.length === 1 && first) join(parts, first);
      else parts.push({ kind: 'operation', operator: '+', operands: sum, at });
      sum = [];
    }
    if (parts) join(parts, next);
    else sum.push(next);
  }
  return parts ? { kind: 'template', parts, at } : { kind: 'operation', operator: '+', operands: sum, at };
}

function join(parts: Expression[], next: Expression): void {
  if (next.kind === 'template') for (const part of next.parts) parts.push(part);
  else parts.push(next);
}

export function lowerTemplate(ctx: Context, node: ast.TemplateLiteral): Expression {
  return templateOf(ctx, node, (quasi) => quasi.value.cooked ?? quasi.value.raw);
}

function templateOf(ctx: Context, node: ast.TemplateLiteral, textOf: (quasi: ast.TemplateElement) => string): Expression {
  const parts: Expression[] = [];
  node.quasis.forEach((quasi, i) => {
    const value = textOf(quasi);
    if (value !== '') parts.push({ kind: 'literal', value, at: quasi.start });
    const expression = node.expressions[i];
    if (expression) parts.push(lowerExpression(ctx, expression));
  });
  const [only] = parts;
  if (!only) return { kind: 'literal', value: '', at: node.start };
  if (parts.length === 1 && isText(only)) return only;
  return { kind: 'template', parts, at: node.start };
}

/** A call with the list of strings and the values; `String.raw` is the text itself. */
export function lowerTaggedTemplate(ctx: Context, node: ast.TaggedTemplateExpression): Expression {
  const { tag, quasi } = node;
  if (
    tag.type === 'MemberExpression' &&
    tag.object.type === 'Identifier' &&
    tag.object.name === 'String' &&
    tag.property.type === 'Identifier' &&
    tag.property.name === 'raw' &&
    !tag.computed
  )
    return templateOf(ctx, quasi, (part) => part.value.raw);
  const callee = lowerExpression(ctx, tag);
  const strings: Expression = {
    kind: 'list',
    items: quasi.quasis.map((part) => ({
      kind: 'item',
      value: { kind: 'literal', value: part.value.cooked ?? undefined, at: part.start },
    })),
    at: quasi.start,
  };
  return {
    kind: 'call',
    callee,
    arguments: [{ value: strings }, ...quasi.expressions.map((expression) => ({ value: lowerExpression(ctx, expression) }))],
    at: callee.kind === 'member' ? callee.at : node.start,
  };
}
