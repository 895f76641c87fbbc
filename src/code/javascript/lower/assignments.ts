/** Assignments, `++` and `--`. */
import type * as ast from 'oxc-parser';
import type { Expression, Pattern } from '../../program.ts';
import type { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { lowerPattern, targetName } from './patterns.ts';

export function lowerAssignment(ctx: Context, node: ast.AssignmentExpression): Expression {
  const at = node.start;
  const target = lowerPattern(ctx, node.left);
  const value = lowerExpression(ctx, node.right, targetName(node.left));
  switch (node.operator) {
    case '=':
      return { kind: 'assign', target, value, at };
    case '||=':
      return { kind: 'assign', target, value, operator: 'or', at };
    case '&&=':
      return { kind: 'assign', target, value, operator: 'and', at };
    case '??=':
      return { kind: 'assign', target, value, operator: 'nullish', at };
    case '+=':
      return { kind: 'assign', target, value, operator: 'add', at };
    default:
      return compound(target, node.operator.slice(0, -1), value, at);
  }
}

/** `x *= 2` is `x = x * 2`, as long as reading the target twice runs nothing twice. */
function compound(target: Pattern, operator: string, value: Expression, at: number): Expression {
  const current = readOf(target);
  if (!current) return { kind: 'assign', target, value, operator: 'other', at };
  return { kind: 'assign', target, value: { kind: 'operation', operator, operands: [current, value], at }, at };
}

function readOf(target: Pattern): Expression | undefined {
  if (target.kind === 'name') return { kind: 'name', name: target.name, at: target.at };
  if (target.kind !== 'member' || !isPlain(target.object) || !isPlain(target.property)) return undefined;
  return { kind: 'member', object: target.object, property: target.property, at: target.at };
}

function isPlain(e: Expression): boolean {
  return e.kind === 'name' || e.kind === 'literal' || (e.kind === 'member' && isPlain(e.object) && isPlain(e.property));
}

/** `used`: whether anyone looks at the value. That of `i++` is what `i` was, so what was added is taken away again. */
export function lowerUpdate(ctx: Context, node: ast.UpdateExpression, used: boolean): Expression {
  const at = node.start;
  const target = lowerPattern(ctx, node.argument);
  const one: Expression = { kind: 'literal', value: 1, at };
  const [change, undo] = node.operator === '++' ? (['+', '-'] as const) : (['-', '+'] as const);
  // `+` would join, had the variable been a text
  const changed: Expression =
    change === '+' ? { kind: 'assign', target, value: one, operator: 'add', at } : compound(target, change, one, at);
  return node.prefix || !used ? changed : { kind: 'operation', operator: undo, operands: [changed, one], at };
}
