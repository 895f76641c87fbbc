/** Enums: objects whose members without a value count on from the one before. The way back from number to name is left away. */
import type * as ast from 'oxc-parser';
import type { Expression, ObjectEntry, Statement } from '../../program.ts';
import type { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { keyText } from './keys.ts';

/** An enum adds to what the name held: a namespace or an enum of this name. */
export function lowerEnum(ctx: Context, node: ast.TSEnumDeclaration): readonly Statement[] {
  const at = node.start;
  const { name } = node.id;
  const members = new Map<string, Expression>();
  const entries: ObjectEntry[] = [{ kind: 'spread', value: { kind: 'name', name, at } }];
  const outer = ctx.enumMembers;
  ctx.enumMembers = members;
  let previous: Expression | undefined;
  for (const member of node.body.members) {
    const value: Expression = member.initializer ? lowerExpression(ctx, member.initializer) : following(previous, member.start);
    previous = value;
    // Literal and template names are strings
    const key = keyText(member.id, false) ?? '';
    members.set(key, value);
    entries.push({ kind: 'entry', key: { kind: 'literal', value: key, at: member.id.start }, value });
  }
  ctx.enumMembers = outer;
  const target = { kind: 'name', name, at: node.id.start } as const;
  return [
    { kind: 'let', target, hoisted: true, at },
    { kind: 'expression', value: { kind: 'assign', target, value: { kind: 'object', entries, at }, at }, at },
  ];
}

function following(previous: Expression | undefined, at: number): Expression {
  if (!previous) return { kind: 'literal', value: 0, at };
  if (previous.kind === 'literal' && typeof previous.value === 'number') return { kind: 'literal', value: previous.value + 1, at };
  return { kind: 'operation', operator: '+', operands: [previous, { kind: 'literal', value: 1, at }], at };
}
