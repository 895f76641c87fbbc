/** `switch`: the `break` that ends a case is left away, and a case that ends otherwise falls into the next. */
import type * as ast from 'oxc-parser';
import type { Block, Statement } from '../../program.ts';
import type { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { lowerStatements } from './statements.ts';

export function lowerSwitch(ctx: Context, node: ast.SwitchStatement, label: string | undefined): Statement {
  const at = node.start;
  const subject = lowerExpression(ctx, node.discriminant);
  // the cases share one scope: a function of one case is known in all of them
  const functions = node.cases.flatMap((c) => c.consequent.filter((statement) => statement.type === 'FunctionDeclaration'));
  ctx.blocks++;
  const hoisted = lowerStatements(ctx, functions);
  const cases = node.cases.map((c, i) => {
    const body = lowerStatements(
      ctx,
      functions.length === 0 ? c.consequent : c.consequent.filter((statement) => statement.type !== 'FunctionDeclaration'),
    );
    const ended = i === node.cases.length - 1 ? { ...endOfCase(body), falls: false } : endOfCase(body);
    return c.test ? { test: lowerExpression(ctx, c.test), ...ended } : ended;
  });
  ctx.blocks--;
  const lowered: Statement = label === undefined ? { kind: 'switch', subject, cases, at } : { kind: 'switch', subject, cases, label, at };
  return hoisted.length === 0 ? lowered : { kind: 'block', body: [...hoisted, lowered], at };
}

function endOfCase(body: Block): { readonly body: Block; readonly falls: boolean } {
  const last = body.at(-1);
  if (last?.kind === 'break' && last.label === undefined) return { body: body.slice(0, -1), falls: false };
  if (last?.kind === 'block' && last.label === undefined) {
    const inner = endOfCase(last.body);
    if (!inner.falls) return { body: [...body.slice(0, -1), { ...last, body: inner.body }], falls: false };
  }
  return { body, falls: !ends(body) };
}

/** Whether nothing runs after the block; in doubt no. */
function ends(body: Block): boolean {
  const last = body.at(-1);
  switch (last?.kind) {
    case 'return':
    case 'throw':
    case 'break':
    case 'continue':
      return true;
    case 'block':
      return last.label === undefined && ends(last.body);
    case 'if':
      return last.otherwise !== undefined && ends(last.then) && ends(last.otherwise);
    default:
      return false;
  }
}
