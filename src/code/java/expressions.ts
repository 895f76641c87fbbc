/** Expressions. Casts, boxing and parentheses are transparent. */
import {
  arrow,
  assign,
  call,
  choose,
  functionNode,
  isText,
  list,
  literal,
  member,
  nameOf,
  namePattern,
  not,
  operation,
  template,
  unknown,
} from '../construct.ts';
import type { Argument, Block, Expression, Pattern, Type } from '../program.ts';
import { child, childOfType, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import { lowerAnonymous } from './classes.ts';
import { declarations, lowerParameters } from './functions.ts';
import { numberLiteral, textLiteral } from './literals.ts';
import { lowerPattern } from './patterns.ts';
import { fieldName, identifier, type Source } from './source.ts';
import { lowerBlock } from './statements.ts';
import { lowerSwitchExpression } from './switch.ts';
import { lowerType, qualifiedName, simpleTypeName, typeExpression, typeText } from './types.ts';

/** Why a value of code that is not Java is not known. */
export const UNREADABLE = 'code that is not valid Java';

export const lowerExpression = (source: Source, node: SyntaxNode): Expression => source.deeper(node.start, () => lower(source, node));

export const optional = (source: Source, node: SyntaxNode | undefined, at: number): Expression =>
  node === undefined ? unknown(UNREADABLE, at) : lowerExpression(source, node);

function lower(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  switch (node.type) {
    case 'identifier':
      return source.value(source.textOf(node), at);
    case 'type_identifier':
    case 'scoped_type_identifier':
    case 'generic_type':
      return typeExpression(source, node) ?? unknown('a type', at);
    case 'this':
      return nameOf('this', at);
    case 'string_literal':
    case 'character_literal':
      return literal(textLiteral(source.textOf(node)), at);
    case 'decimal_integer_literal':
    case 'hex_integer_literal':
    case 'octal_integer_literal':
    case 'binary_integer_literal':
    case 'decimal_floating_point_literal':
    case 'hex_floating_point_literal':
      return numberLiteral(source.textOf(node), at);
    case 'true':
      return literal(true, at);
    case 'false':
      return literal(false, at);
    case 'null_literal':
      return literal(null, at);
    case 'class_literal':
      return lowerClassLiteral(source, node);
    case 'parenthesized_expression':
      return optional(source, node.children[0], at);
    case 'cast_expression':
      return typed(optional(source, child(node, 'value'), at), lowerType(source, child(node, 'type')));
    case 'field_access':
      return lowerFieldAccess(source, node);
    case 'array_access': {
      const index = child(node, 'index');
      return member(optional(source, child(node, 'array'), at), optional(source, index, at), index?.start ?? at);
    }
    case 'method_invocation':
      return lowerInvocation(source, node);
    case 'object_creation_expression':
      return lowerCreation(source, node);
    case 'array_creation_expression': {
      const value = child(node, 'value');
      if (value) return lowerExpression(source, value);
      const sizes = childrenIn(node, 'dimensions').flatMap((part) => part.children);
      const empty = list([], at);
      return sizes.length === 0 ? empty : { kind: 'sequence', items: [...sizes.map((size) => lowerExpression(source, size)), empty], at };
    }
    case 'array_initializer':
    case 'element_value_array_initializer':
      return list(
        node.children.map((item) => lowerExpression(source, item)),
        at,
      );
    case 'lambda_expression':
      return lowerLambda(source, node);
    case 'method_reference':
      return lowerReference(source, node);
    case 'binary_expression':
      return lowerBinary(source, node);
    case 'unary_expression': {
      const operand = optional(source, child(node, 'operand'), at);
      const operator = child(node, 'operator')?.type ?? '';
      if (operator === '!') return not(operand);
      if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return literal(-operand.value, at);
      return operator === '+' ? operand : operation(operator, [operand], at);
    }
    case 'update_expression': {
      const target = node.children[0] && lowerTarget(source, node.children[0]);
      const by = source.textOf(node).includes('--') ? -1 : 1;
      return target ? { kind: 'assign', target, value: literal(by, at), operator: 'add', at } : unknown(UNREADABLE, at);
    }
    case 'assignment_expression':
      return lowerAssignment(source, node);
    case 'ternary_expression':
      return choose(
        optional(source, child(node, 'condition'), at),
        optional(source, child(node, 'consequence'), at),
        optional(source, child(node, 'alternative'), at),
        at,
      );
    case 'instanceof_expression':
      return lowerInstanceOf(source, node);
    case 'switch_expression':
      return lowerSwitchExpression(source, node);
    case 'template_expression':
      return unknown('a processed template', at);
    default:
      return unknown(
        UNREADABLE,
        at,
        node.children.filter((part) => part.type === 'method_invocation').map((part) => lowerExpression(source, part)),
      );
  }
}

/** `C.class` is a value that names the class: code that is not known makes no instance of a class by being handed it. */
function lowerClassLiteral(source: Source, node: SyntaxNode): Expression {
  const type = node.children[0] && typeExpression(source, node.children[0]);
  return type ? operation('class', [type], node.start) : unknown('a class', node.start);
}

export const typed = (value: Expression, type: Type | undefined): Expression =>
  type ? { kind: 'typed', value, type, at: value.at } : value;

// ── Members and calls ──────────────────────────────────────────────────────────────────────────────────────

const PACKAGE_START = /^(java|javax|jakarta|com|org|io|net|software|dev|edu|me|de|uk|fr|eu|co|in|app|example)$/;

/** `a.b.C.d` as its names, when nothing but names is in it. */
function dotted(source: Source, node: SyntaxNode): string[] | undefined {
  const names: string[] = [];
  let inner: SyntaxNode | undefined = node;
  while (inner?.type === 'field_access' && inner.children.length === 2 && names.length < MAX_NAMES) {
    const field = child(inner, 'field');
    if (field?.type !== 'identifier') return undefined;
    names.push(source.textOf(field));
    inner = child(inner, 'object');
  }
  return inner?.type === 'identifier' ? [...names, source.textOf(inner)].reverse().filter((name) => name !== '') : undefined;
}

/** Packages and classes inside classes are not nested deeper. */
const MAX_NAMES = 32;

/** A class or one of its fields that is named with its package: `software.amazon.awssdk.regions.Region.US_EAST_1`. */
function lowerPackaged(source: Source, node: SyntaxNode): Expression | undefined {
  const names = dotted(source, node);
  const [first = ''] = names ?? [];
  if (!names || !PACKAGE_START.test(first) || source.isLocal(first) || source.isField(first)) return undefined;
  const start = names.findIndex((name) => /^[A-Z]/.test(name));
  if (start < 1) return undefined;
  const owner = qualifiedName(source, names.slice(0, start + 1), node.start);
  return owner && names.slice(start + 1).reduce<Expression>((object, name) => member(object, fieldName(name), node.start), owner);
}

function lowerFieldAccess(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const owner = child(node, 'object');
  const field = child(node, 'field');
  if (owner === undefined || field === undefined) return unknown(UNREADABLE, at);
  if (field.type === 'this') return source.outerInstance(source.textOf(owner), at) ?? nameOf('this', at);
  const packaged = lowerPackaged(source, node);
  if (packaged) return packaged;
  // a field of the parent is a field of the same instance
  const object = owner.type === 'super' ? nameOf('this', at) : lowerExpression(source, owner);
  return member(object, fieldName(source.textOf(field)), field.start);
}

export function lowerArguments(source: Source, node: SyntaxNode | undefined): Argument[] {
  return (node?.children ?? []).map((argument): Argument => ({ value: lowerExpression(source, argument) }));
}

/** The declared type of an argument, where that is written beside it or where the variable is declared. */
function declaredType(source: Source, node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'identifier':
      return source.typeOfLocal(source.textOf(node)) || undefined;
    case 'cast_expression':
    case 'object_creation_expression':
      return typeText(source, child(node, 'type')) || undefined;
    default:
      return undefined;
  }
}

function lowerInvocation(source: Source, node: SyntaxNode): Expression {
  const nameNode = child(node, 'name');
  const at = nameNode?.start ?? node.start;
  if (nameNode === undefined) return unknown(UNREADABLE, at);
  const name = source.textOf(nameNode);
  const owner = child(node, 'object');
  const callee = owner === undefined ? source.method(name, at) : member(lowerOwner(source, node, owner), name, at);
  const types = child(node, 'type_arguments')?.children.map((type) => lowerType(source, type));
  const given = lowerArguments(source, child(node, 'arguments'));
  const declared = child(node, 'arguments')?.children.map((argument) => declaredType(source, argument)) ?? [];
  return {
    kind: 'call',
    callee,
    arguments: given,
    ...(declared.some((type) => type !== undefined) ? { declared } : {}),
    ...(types && types.length > 0 ? { typeArguments: types } : {}),
    at,
  };
}

function lowerOwner(source: Source, node: SyntaxNode, owner: SyntaxNode): Expression {
  // `Interface.super.method()`
  if (owner.type === 'super' || childOfType(node, 'super')) return nameOf('super', owner.start);
  return lowerExpression(source, owner);
}

/** `new C(…)`, `new Interface() { … }`; an inner class is handed the instance around it. */
function lowerCreation(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const typeNode = child(node, 'type');
  const type = typeExpression(source, typeNode);
  if (typeNode === undefined || type === undefined) return unknown('an instance', at);
  const given = lowerArguments(source, child(node, 'arguments'));
  const body = childOfType(node, 'class_body');
  if (body) return lowerAnonymous(source, { type, typeNode, body, arguments: given, at: typeNode.start });
  const name = simpleTypeName(source, typeNode);
  const [first] = node.children;
  const explicit = first && first !== typeNode && first.field === undefined ? lowerExpression(source, first) : undefined;
  const outer = explicit ?? (name === undefined ? undefined : source.outerFor(name, at));
  const callee = explicit && name !== undefined ? source.type(name, at) : type;
  const types = (typeNode.type === 'generic_type' ? childOfType(typeNode, 'type_arguments')?.children : undefined) ?? [];
  const lowered = types.map((argument) => lowerType(source, argument));
  return {
    kind: 'new',
    callee,
    arguments: outer ? [...given, { name: '%outer', value: outer }] : given,
    ...(lowered.some((each) => each !== undefined) ? { typeArguments: lowered } : {}),
    at: typeNode.start,
  };
}

// ── Functions ──────────────────────────────────────────────────────────────────────────────────────────────

function lowerLambda(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const { result, bound } = source.inLambda(() => {
    const parametersNode = child(node, 'parameters');
    const parameters = lowerParameters(source, parametersNode);
    const bodyNode = child(node, 'body');
    const body: Block =
      bodyNode?.type === 'block'
        ? lowerBlock(source, bodyNode)
        : [{ kind: 'return', value: optional(source, bodyNode, at), at: bodyNode?.start ?? at }];
    return { parameters, body };
  });
  const body = [...declarations(bound, at), ...result.body];
  return { kind: 'function', function: functionNode({ name: '', parameters: result.parameters, body, lexicalThis: true, at }), at };
}

/** `this::m`, `C::m`, `C::new`, `int[]::new`: what `C::m` names, a static method or one of its first argument, is seen when it runs. */
function lowerReference(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const [owner, nameNode] = node.children;
  if (owner === undefined) return unknown(UNREADABLE, at);
  const text = source.textOf(node);
  const made = /::\s*(<[^>]*>\s*)?new$/.test(text);
  if (owner.type === 'array_type') return unknown('an array', at);
  if (made) {
    const type = typeExpression(source, owner) ?? lowerExpression(source, owner);
    const outer = owner.type === 'identifier' || owner.type === 'type_identifier' ? source.outerFor(source.textOf(owner), at) : undefined;
    const created: Expression = {
      kind: 'new',
      callee: type,
      arguments: [{ value: nameOf('%given', at), spread: 'list' }, ...(outer ? [{ name: '%outer', value: outer }] : [])],
      at,
    };
    return anyArguments(created, at);
  }
  const last = nameNode?.type === 'identifier' ? nameNode : node.children.at(-1);
  if (last === undefined || last === owner) return unknown(UNREADABLE, at);
  const name = source.textOf(last);
  if (owner.type === 'super')
    return anyArguments(
      {
        kind: 'call',
        callee: member(nameOf('super', at), name, last.start),
        arguments: [{ value: nameOf('%given', at), spread: 'list' }],
        at,
      },
      at,
    );
  return operation('reference', [lowerExpression(source, owner), literal(name, last.start)], last.start);
}

function anyArguments(value: Expression, at: number): Expression {
  const body: Block = [{ kind: 'return', value, at }];
  const parameters = [{ target: namePattern('%given', at), rest: 'list' as const }];
  return { kind: 'function', function: functionNode({ name: '', parameters, body, lexicalThis: true, at }), at };
}

// ── Operators ──────────────────────────────────────────────────────────────────────────────────────────────

/** Chains are walked in a loop, since long texts are put together that way. */
function lowerBinary(source: Source, node: SyntaxNode): Expression {
  const steps: { readonly operator: string; readonly right: SyntaxNode | undefined; readonly at: number }[] = [];
  let first: SyntaxNode | undefined = node;
  while (first?.type === 'binary_expression') {
    steps.push({ operator: child(first, 'operator')?.type ?? '', right: child(first, 'right'), at: first.start });
    first = child(first, 'left');
  }
  let value = optional(source, first, node.start);
  let depth = 0;
  for (const { operator, right, at } of steps.reverse()) {
    const operand = optional(source, right, at);
    if (operator === '+' && (isText(value) || isText(operand))) {
      value = template([value, operand], at);
      continue;
    }
    source.limit(++depth, at);
    if (operator === '&&' || operator === '||')
      value = { kind: 'logical', operator: operator === '&&' ? 'and' : 'or', left: value, right: operand, at };
    else value = operation(operator, [value, operand], at);
  }
  return value;
}

/** What an assignment writes to. */
export function lowerTarget(source: Source, node: SyntaxNode): Pattern | undefined {
  const target = node.type === 'parenthesized_expression' ? node.children[0] : node;
  if (target === undefined) return undefined;
  const at = target.start;
  if (target.type === 'identifier' && source.isLocal(source.textOf(target))) return namePattern(identifier(source.textOf(target)), at);
  const made = lowerExpression(source, target);
  if (made.kind === 'name') return namePattern(made.name, at);
  return made.kind === 'member' ? { kind: 'member', object: made.object, property: made.property, at } : undefined;
}

function lowerAssignment(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const left = child(node, 'left');
  const target = left && lowerTarget(source, left);
  const value = optional(source, child(node, 'right'), at);
  if (target === undefined) return value;
  const operator = child(node, 'operator')?.type;
  if (operator === '=') return assign(target, value, at);
  return { kind: 'assign', target, value, operator: operator === '+=' ? 'add' : 'other', at };
}

/** `x instanceof C c`, `x instanceof P(int a, var b)`: the names are bound whether or not the test holds. */
function lowerInstanceOf(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const value = optional(source, child(node, 'left'), at);
  const nameNode = child(node, 'name');
  const typeNode = child(node, 'right');
  const type = typeExpression(source, typeNode);
  const test = (tested: Expression): Expression => operation('instanceof', [tested, type ?? literal(null, at)], at);
  if (nameNode) {
    const name = source.textOf(nameNode);
    source.bind(name);
    const bound = assign(namePattern(identifier(name), at), typed(value, lowerType(source, typeNode)), at);
    return { kind: 'sequence', items: [bound, test(nameOf(identifier(name), at))], at };
  }
  const pattern = child(node, 'pattern');
  return pattern ? unknown('a test of a type', at, lowerPattern(source, pattern, value)) : test(value);
}

/** Runs statements where an expression stands. */
export const statementsAsExpression = (body: Block, at: number): Expression => call(arrow(body, at), [], at);
