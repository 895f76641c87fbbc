/** Names of properties: of objects, patterns, members and classes. */
import type * as ast from 'oxc-parser';
import type { Expression } from '../../program.ts';
import type { Context } from './context.ts';
import { lowerExpression } from './expressions.ts';

/** The name that a key spells, when it needs no evaluation; `#x` for a private one. */
export function keyText(node: ast.PropertyKey, computed: boolean): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return computed ? undefined : node.name;
    case 'PrivateIdentifier':
      return `#${node.name}`;
    case 'Literal':
      if (typeof node.value === 'string') return node.value;
      return typeof node.value === 'number' || typeof node.value === 'bigint' ? String(node.value) : undefined;
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
    default:
      return undefined;
  }
}

export function lowerKey(ctx: Context, node: ast.PropertyKey, computed: boolean): Expression {
  const value = keyText(node, computed);
  if (value !== undefined || node.type === 'PrivateIdentifier') return { kind: 'literal', value, at: node.start };
  return lowerExpression(ctx, node);
}
