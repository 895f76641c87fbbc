/**
 * JSX: a call of the name `<jsx>`, which nothing can declare, with the component (or the tag as text), the properties and the
 * children. Who calls the component, and when, is the business of a library that is not known.
 */
import type * as ast from 'oxc-parser';
import type { Argument, Expression, ObjectEntry } from '../../program.ts';
import { type Context, MAX_NESTING, tooDeep } from './context.ts';
import { lowerExpression } from './expressions.ts';

export function lowerJsx(ctx: Context, node: ast.JSXElement | ast.JSXFragment): Expression {
  const at = node.start;
  const args: Argument[] = [];
  if (node.type === 'JSXElement') {
    args.push({ value: elementName(ctx, node.openingElement.name) });
    args.push({ value: { kind: 'object', entries: node.openingElement.attributes.map((item) => lowerAttribute(ctx, item)), at } });
  } else args.push({ value: { kind: 'literal', value: '', at } }, { value: { kind: 'object', entries: [], at } });
  for (const child of node.children) {
    if (child.type === 'JSXText') continue;
    if (child.type === 'JSXSpreadChild') args.push({ value: lowerExpression(ctx, child.expression), spread: 'list' });
    else if (child.type !== 'JSXExpressionContainer') args.push({ value: lowerExpression(ctx, child) });
    else if (child.expression.type !== 'JSXEmptyExpression') args.push({ value: lowerExpression(ctx, child.expression) });
  }
  return { kind: 'call', callee: { kind: 'name', name: '<jsx>', at }, arguments: args, at };
}

/** A tag that starts with a small letter is an element of the page, any other is a component. */
function elementName(ctx: Context, node: ast.JSXElementName): Expression {
  const at = node.start;
  switch (node.type) {
    case 'JSXIdentifier': {
      const [first = ''] = node.name;
      const isTag = first === first.toLowerCase() && first !== first.toUpperCase() && node.name !== 'this';
      return isTag ? { kind: 'literal', value: node.name, at } : { kind: 'name', name: node.name, at };
    }
    case 'JSXNamespacedName':
      return { kind: 'literal', value: `${node.namespace.name}:${node.name.name}`, at };
    case 'JSXMemberExpression':
      return elementMember(ctx, node);
  }
}

function elementMember(ctx: Context, node: ast.JSXMemberExpression): Expression {
  if (ctx.depth >= MAX_NESTING) return tooDeep(ctx, node.start);
  ctx.depth++;
  const { object, property } = node;
  const owner: Expression =
    object.type === 'JSXIdentifier' ? { kind: 'name', name: object.name, at: object.start } : elementMember(ctx, object);
  ctx.depth--;
  return { kind: 'member', object: owner, property: { kind: 'literal', value: property.name, at: property.start }, at: property.start };
}

function lowerAttribute(ctx: Context, node: ast.JSXAttributeItem): ObjectEntry {
  if (node.type === 'JSXSpreadAttribute') return { kind: 'spread', value: lowerExpression(ctx, node.argument) };
  const name = node.name.type === 'JSXIdentifier' ? node.name.name : `${node.name.namespace.name}:${node.name.name.name}`;
  return { kind: 'entry', key: { kind: 'literal', value: name, at: node.start }, value: attributeValue(ctx, node.value, name, node.start) };
}

function attributeValue(ctx: Context, node: ast.JSXAttributeValue | null, name: string, at: number): Expression {
  if (node === null) return { kind: 'literal', value: true, at };
  if (node.type !== 'JSXExpressionContainer') return lowerExpression(ctx, node);
  if (node.expression.type === 'JSXEmptyExpression') return { kind: 'literal', value: undefined, at };
  return lowerExpression(ctx, node.expression, name);
}
