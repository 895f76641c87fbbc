/** Expressions. `name` is what a function or class made here is assigned to. */
import type * as ast from 'oxc-parser';
import type { Argument, Expression, ListItem, ObjectEntry } from '../../program.ts';
import { lowerAssignment, lowerUpdate } from './assignments.ts';
import { lowerClass } from './classes.ts';
import { type Context, MAX_NESTING, tooDeep } from './context.ts';
import { lowerArrow, lowerFunction } from './functions.ts';
import { lowerJsx } from './jsx.ts';
import { keyText, lowerKey } from './keys.ts';
import { lowerAddition, lowerTaggedTemplate, lowerTemplate } from './text.ts';
import { lowerType, lowerTypeArguments } from './types.ts';

export function lowerExpression(ctx: Context, node: ast.Expression, name = ''): Expression {
  // most expressions are names; they nest nothing
  if (node.type === 'Identifier') return lowerName(ctx, node);
  if (ctx.depth >= MAX_NESTING) return tooDeep(ctx, node.start);
  ctx.depth++;
  const lowered = expressionOf(ctx, node, name);
  ctx.depth--;
  return lowered;
}

function lowerName(ctx: Context, node: { readonly name: string; readonly start: number }): Expression {
  if (node.name === 'undefined') return { kind: 'literal', value: undefined, at: node.start };
  if (node.name === 'arguments') ctx.arguments = true;
  return ctx.enumMembers?.get(node.name) ?? { kind: 'name', name: node.name, at: node.start };
}

function expressionOf(ctx: Context, node: ast.Expression, name: string): Expression {
  const at = node.start;
  switch (node.type) {
    case 'Identifier':
      return lowerName(ctx, node);
    case 'MemberExpression':
      return lowerMember(ctx, node);
    case 'CallExpression':
      return lowerCall(ctx, node);
    case 'Literal':
      return lowerLiteral(node);
    case 'BinaryExpression':
      return lowerBinary(ctx, node);
    case 'ObjectExpression':
      return { kind: 'object', entries: node.properties.map((property) => lowerEntry(ctx, property)), at };
    case 'AssignmentExpression':
      return lowerAssignment(ctx, node);
    case 'ThisExpression':
      return { kind: 'name', name: 'this', at };
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return { kind: 'function', function: lowerFunction(ctx, node, name), at };
    case 'ArrowFunctionExpression':
      return { kind: 'function', function: lowerArrow(ctx, node, name), at };
    case 'LogicalExpression':
      return {
        kind: 'logical',
        operator: node.operator === '&&' ? 'and' : node.operator === '||' ? 'or' : 'nullish',
        left: lowerExpression(ctx, node.left, name),
        right: lowerExpression(ctx, node.right, name),
        at,
      };
    case 'ConditionalExpression': {
      const test = lowerExpression(ctx, node.test);
      const then = lowerExpression(ctx, node.consequent, name);
      return { kind: 'choose', test, then, otherwise: lowerExpression(ctx, node.alternate, name), at };
    }
    case 'UnaryExpression':
      return lowerUnary(ctx, node);
    case 'SequenceExpression':
      return lowerSequence(ctx, node, name);
    case 'ArrayExpression':
      return { kind: 'list', items: node.elements.map((element) => lowerItem(ctx, element, at)), at };
    case 'TemplateLiteral':
      return lowerTemplate(ctx, node);
    case 'TaggedTemplateExpression':
      return lowerTaggedTemplate(ctx, node);
    case 'NewExpression': {
      const callee = lowerExpression(ctx, node.callee);
      const typeArguments = lowerTypeArguments(ctx, node.typeArguments);
      const args = lowerArguments(ctx, node.arguments);
      return typeArguments ? { kind: 'new', callee, arguments: args, typeArguments, at } : { kind: 'new', callee, arguments: args, at };
    }
    case 'AwaitExpression':
      return { kind: 'await', value: lowerExpression(ctx, node.argument, name), at };
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return lowerExpression(ctx, node.expression, name);
    case 'UpdateExpression':
      return lowerUpdate(ctx, node, true);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return { kind: 'class', class: lowerClass(ctx, node, name), at };
    case 'YieldExpression': {
      if (!node.argument) return { kind: 'yield', at };
      const value = lowerExpression(ctx, node.argument);
      return node.delegate ? { kind: 'yield', value, all: true, at } : { kind: 'yield', value, at };
    }
    case 'Super':
      return { kind: 'name', name: 'super', at };
    case 'ImportExpression':
      return { kind: 'import', specifier: lowerExpression(ctx, node.source), at };
    case 'MetaProperty':
      return { kind: 'name', name: `${node.meta.name}.${node.property.name}`, at };
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion': {
      const value = lowerExpression(ctx, node.expression, name);
      const type = isConst(node.typeAnnotation) ? undefined : lowerType(ctx, node.typeAnnotation);
      return type ? { kind: 'typed', value, type, at } : value;
    }
    case 'JSXElement':
    case 'JSXFragment':
      return lowerJsx(ctx, node);
    case 'V8IntrinsicExpression':
      return {
        kind: 'call',
        callee: { kind: 'name', name: `%${node.name.name}`, at },
        arguments: lowerArguments(ctx, node.arguments),
        at,
      };
  }
}

const isConst = (type: ast.TSType): boolean =>
  type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const';

function lowerMember(ctx: Context, node: ast.MemberExpression): Expression {
  const object = lowerExpression(ctx, node.object);
  const property = node.computed ? lowerExpression(ctx, node.property) : lowerKey(ctx, node.property, false);
  const at = node.property.start;
  return node.optional ? { kind: 'member', object, property, optional: true, at } : { kind: 'member', object, property, at };
}

function lowerCall(ctx: Context, node: ast.CallExpression): Expression {
  const callee = lowerExpression(ctx, node.callee);
  const args = lowerArguments(ctx, node.arguments);
  const at = callee.kind === 'member' ? callee.at : node.start;
  const typeArguments = lowerTypeArguments(ctx, node.typeArguments);
  if (!node.optional && !typeArguments) return { kind: 'call', callee, arguments: args, at };
  return {
    kind: 'call',
    callee,
    arguments: args,
    ...(node.optional ? { optional: true } : undefined),
    ...(typeArguments ? { typeArguments } : undefined),
    at,
  };
}

function lowerArguments(ctx: Context, nodes: readonly ast.Argument[]): readonly Argument[] {
  return nodes.map((node) =>
    node.type === 'SpreadElement' ? { value: lowerExpression(ctx, node.argument), spread: 'list' } : { value: lowerExpression(ctx, node) },
  );
}

function lowerItem(ctx: Context, node: ast.ArrayExpressionElement, at: number): ListItem {
  if (node === null) return { kind: 'item', value: { kind: 'literal', value: undefined, at } };
  if (node.type === 'SpreadElement') return { kind: 'spread', value: lowerExpression(ctx, node.argument) };
  return { kind: 'item', value: lowerExpression(ctx, node) };
}

function lowerEntry(ctx: Context, node: ast.ObjectPropertyKind): ObjectEntry {
  if (node.type === 'SpreadElement') return { kind: 'spread', value: lowerExpression(ctx, node.argument) };
  const key = lowerKey(ctx, node.key, node.computed);
  const value = lowerExpression(ctx, node.value, keyText(node.key, node.computed) ?? '');
  return node.kind === 'init' ? { kind: 'entry', key, value } : { kind: 'entry', key, value, accessor: node.kind };
}

type Literal = ast.BooleanLiteral | ast.NullLiteral | ast.NumericLiteral | ast.BigIntLiteral | ast.RegExpLiteral | ast.StringLiteral;

function lowerLiteral(node: Literal): Expression {
  const at = node.start;
  const { value } = node;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { kind: 'literal', value, at };
  if ('regex' in node)
    return {
      kind: 'operation',
      operator: 'regexp',
      operands: [
        { kind: 'literal', value: node.regex.pattern, at },
        { kind: 'literal', value: node.regex.flags, at },
      ],
      at,
    };
  if ('bigint' in node) {
    const number = Number(node.bigint);
    // written as text, a small one is the same as the number
    if (Number.isSafeInteger(number)) return { kind: 'literal', value: number, at };
    return { kind: 'operation', operator: 'bigint', operands: [{ kind: 'literal', value: node.bigint, at }], at };
  }
  // the tree comes as JSON, which has no Infinity
  if (node.raw !== null && node.raw !== 'null') return { kind: 'literal', value: Number(node.raw), at };
  return { kind: 'literal', value: null, at };
}

function lowerBinary(ctx: Context, node: ast.BinaryExpression | ast.PrivateInExpression): Expression {
  if (node.left.type === 'PrivateIdentifier')
    return {
      kind: 'operation',
      operator: 'in',
      operands: [{ kind: 'literal', value: `#${node.left.name}`, at: node.left.start }, lowerExpression(ctx, node.right)],
      at: node.start,
    };
  if (node.operator === '+') return lowerAddition(ctx, node);
  return {
    kind: 'operation',
    operator: node.operator,
    operands: [lowerExpression(ctx, node.left), lowerExpression(ctx, node.right)],
    at: node.start,
  };
}

function lowerUnary(ctx: Context, node: ast.UnaryExpression): Expression {
  if (node.operator === 'delete') return lowerDelete(ctx, node);
  const operand = lowerExpression(ctx, node.argument);
  const at = node.start;
  if (operand.kind === 'literal') {
    // `void 0` and `!0` are how minifiers write undefined and true
    if (node.operator === 'void') return { kind: 'literal', value: undefined, at };
    if (node.operator === '!') return { kind: 'literal', value: !operand.value, at };
    if (node.operator === '-' && typeof operand.value === 'number') return { kind: 'literal', value: -operand.value, at };
  }
  return { kind: 'operation', operator: node.operator, operands: [operand], at };
}

function lowerDelete(ctx: Context, node: ast.UnaryExpression): Expression {
  const operand = lowerExpression(ctx, node.argument);
  const at = node.start;
  if (operand.kind !== 'member') return { kind: 'operation', operator: 'delete', operands: [operand], at };
  return { kind: 'delete', object: operand.object, property: operand.property, at };
}

/** `(0, x.y)(…)`, the compilers' way to call without a receiver, is a call of `x.y`: modules have no use for one. */
function lowerSequence(ctx: Context, node: ast.SequenceExpression, name: string): Expression {
  const last = node.expressions.length - 1;
  const items: Expression[] = [];
  node.expressions.forEach((expression, i) => {
    const item = i === last ? lowerExpression(ctx, expression, name) : lowerExpression(ctx, expression);
    if (i === last || item.kind !== 'literal') items.push(item);
  });
  const [only] = items;
  return items.length === 1 && only ? only : { kind: 'sequence', items, at: node.start };
}
