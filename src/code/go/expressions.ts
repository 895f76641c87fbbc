/** Expressions. Addresses and dereferences are transparent; conversions between text and bytes are nothing. */
import { isText, list, literal, member, nameOf, not, operation, template, unknown } from '../construct.ts';
import type { Argument, Expression, ListItem, Type } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { addressed, addressOf, dereference, keptWith, receiver } from './addresses.ts';
import { lowerComposite } from './composites.ts';
import { lowerFunctionLiteral } from './functions.ts';
import { indexedCall } from './indexed-call.ts';
import { interpreted, lowerNumber, raw } from './literals.ts';
import {
  elementOf,
  embeddedPath,
  handedOver,
  isCopied,
  isReplaced,
  methodOf,
  type StaticType,
  through,
  typeFrom,
  typeOf,
  zeroOfMap,
} from './static-types.ts';
import { isPredeclared, lowerType, typeExpression } from './types.ts';
import type { Unit } from './unit.ts';
import { elementOfArgument, typeValue, zeroItems, zeroValue } from './zero.ts';

/** Why a value of code that is not Go is not known. */
export const UNREADABLE = 'code that is not valid Go';

export const lowerExpression = (unit: Unit, node: SyntaxNode): Expression => unit.package.deeper(unit.at(node), () => lower(unit, node));

const optional = (unit: Unit, node: SyntaxNode | undefined, at: number): Expression =>
  node === undefined ? unknown(UNREADABLE, at) : lowerExpression(unit, node);

function lower(unit: Unit, node: SyntaxNode): Expression {
  const at = unit.at(node);
  switch (node.type) {
    case 'identifier':
      return nameOf(unit.nameOf(unit.textOf(node)), at);
    case 'interpreted_string_literal':
    case 'rune_literal':
      return literal(interpreted(unit.textOf(node)), at);
    case 'raw_string_literal':
      return literal(raw(unit.textOf(node)), at);
    case 'int_literal':
    case 'float_literal':
      return lowerNumber(unit.textOf(node), at);
    case 'imaginary_literal':
      return unknown('a complex number', at);
    case 'true':
      return literal(true, at);
    case 'false':
      return literal(false, at);
    case 'nil':
      return literal(null, at);
    case 'iota':
      return literal(unit.iota, at);
    case 'selector_expression':
      return lowerSelector(unit, node, true);
    case 'index_expression': {
      const operand = child(node, 'operand');
      const index = child(node, 'index');
      if (operand === undefined || index === undefined) return unknown(UNREADABLE, at);
      // `f[T]` of a generic function looks like an index.
      if (isTypeName(unit, index) || isFunction(unit, operand)) return instantiated(unit, lowerExpression(unit, operand), [index], at);
      const read = member(lowerExpression(unit, operand), lowerExpression(unit, index), unit.at(index));
      const zero = zeroOfMap(unit, operand, at);
      return zero ? operation('read', [read, zero], read.at) : read;
    }
    case 'slice_expression':
      return operation(
        'slice',
        [
          optional(unit, child(node, 'operand'), at),
          ...['start', 'end'].map((field) => {
            const bound = child(node, field);
            return bound ? lowerExpression(unit, bound) : literal(undefined, at);
          }),
        ],
        at,
      );
    case 'call_expression':
      return lowerCall(unit, indexedCall(unit, node) ?? node);
    case 'binary_expression':
      return lowerBinary(unit, node);
    case 'unary_expression':
      return lowerUnary(unit, node);
    case 'parenthesized_expression':
    case 'variadic_argument':
    case 'literal_element':
    case 'expression_list':
    case 'parenthesized_type':
    case 'pointer_type':
      return optional(unit, node.children[0], at);
    case 'composite_literal':
      return lowerComposite(unit, node);
    case 'func_literal':
      return lowerFunctionLiteral(unit, node);
    case 'type_assertion_expression':
      return typed(optional(unit, child(node, 'operand'), at), lowerType(unit, child(node, 'type')));
    case 'type_conversion_expression': {
      const call = indexedCall(unit, node);
      return call ? lowerCall(unit, call) : lowerConversion(unit, node);
    }
    case 'type_instantiation_expression': {
      const type = child(node, 'type');
      const types = node.children.filter((part) => part !== type);
      return type ? instantiated(unit, typeExpression(unit, type) ?? unknown('a type', at), types, at) : unknown(UNREADABLE, at);
    }
    case 'type_identifier':
    case 'qualified_type':
    case 'generic_type':
      return typeExpression(unit, node) ?? unknown('a type', at);
    default:
      return unknown(
        UNREADABLE,
        at,
        node.children.filter((part) => part.type === 'call_expression').map((part) => lowerExpression(unit, part)),
      );
  }
}

/** `value`: a method is not called at once, so that it keeps a receiver that is no pointer as it is now. */
function lowerSelector(unit: Unit, node: SyntaxNode, value: boolean): Expression {
  const operand = child(node, 'operand');
  const field = child(node, 'field');
  if (operand === undefined || field === undefined) return unknown(UNREADABLE, unit.at(node));
  const at = unit.at(field);
  const name = unit.textOf(field);
  const type = typeWithMethods(unit, operand);
  if (type) return operation('method', [type, literal(name, at)], at);
  const read = (value ? undefined : receiver(unit, operand, name)) ?? lowerExpression(unit, operand);
  const held = typeOf(unit, operand)?.pointers === 0 && hasPointerReceiver(unit, operand, name) ? keptWith(unit, operand, read) : read;
  const object = through(held, embeddedPath(unit, operand, name), at);
  return member(value && isKept(unit, operand, name) ? operation('copy', [object, literal(false, at)], at) : object, name, at);
}

/** `T` in `T.Method`, and `(*T)` in `(*T).Method`, of a type of the package. */
function typeWithMethods(unit: Unit, operand: SyntaxNode): Expression | undefined {
  let node: SyntaxNode | undefined = operand;
  if (node.type === 'parenthesized_expression') node = node.children[0];
  if (node?.type === 'unary_expression' && child(node, 'operator')?.type === '*') node = child(node, 'operand');
  return node?.type === 'identifier' && unit.typeNamed(unit.textOf(node)) ? typeExpression(unit, node) : undefined;
}

const receiverType = (unit: Unit, operand: SyntaxNode, name: string): StaticType | undefined => {
  const type = typeOf(unit, operand);
  const method = type && methodOf(type, name);
  return method && typeFrom(method.unit, child(child(method.node, 'receiver')?.children[0], 'type'));
};

const hasPointerReceiver = (unit: Unit, operand: SyntaxNode, name: string): boolean =>
  (receiverType(unit, operand, name)?.pointers ?? 0) > 0;

/** Whether the receiver of a method is a struct and no pointer to one, so that the method works on a copy. */
export const isKept = (unit: Unit, operand: SyntaxNode, name: string): boolean => isCopied(receiverType(unit, operand, name));

/** `f[A, B]` */
const instantiated = (unit: Unit, callee: Expression, types: readonly SyntaxNode[], at: number): Expression =>
  types.length === 0 ? callee : operation('instantiate', [callee, ...types.map((type) => typeValue(unit, elementOfArgument(type)))], at);

const typed = (value: Expression, type: Type | undefined): Expression => (type ? { kind: 'typed', value, type, at: value.at } : value);

const isFunction = (unit: Unit, node: SyntaxNode): boolean =>
  node.type === 'identifier' && !unit.isLocal(unit.textOf(node)) && unit.package.functions.has(unit.textOf(node));

function isTypeName(unit: Unit, node: SyntaxNode): boolean {
  const pointed = node.type === 'unary_expression' && child(node, 'operator')?.type === '*' ? child(node, 'operand') : undefined;
  if (pointed) return isTypeName(unit, pointed);
  if (node.type !== 'identifier') return node.type.endsWith('_type');
  const name = unit.textOf(node);
  return unit.isTypeParameter(name) || (!unit.isLocal(name) && (unit.package.types.has(name) || isPredeclared(unit, name)));
}

/** `[]byte(x)`, and calls of generic functions with their type arguments, which the grammar reads alike. */
function lowerConversion(unit: Unit, node: SyntaxNode): Expression {
  const at = unit.at(node);
  const type = child(node, 'type');
  const value = optional(unit, child(node, 'operand'), at);
  if (type?.type !== 'generic_type') return typed(value, lowerType(unit, type));
  const base = child(type, 'type');
  const callee = base && typeExpression(unit, base);
  if (base === undefined || callee === undefined) return value;
  if (base.type === 'type_identifier' && unit.typeNamed(unit.textOf(base))) return typed(value, lowerType(unit, type));
  const typeArguments = (child(type, 'type_arguments')?.children ?? []).map((argument) => lowerType(unit, argument));
  const function_ = instantiated(unit, callee, child(type, 'type_arguments')?.children ?? [], callee.at);
  return { kind: 'call', callee: function_, arguments: [{ value }], typeArguments, at: callee.at };
}

function lowerCall(unit: Unit, node: SyntaxNode): Expression {
  const at = unit.at(node);
  const callee = child(node, 'function');
  const args = child(node, 'arguments')?.children ?? [];
  if (callee === undefined) return unknown(UNREADABLE, at);
  const simple = callee.type === 'identifier' ? unit.textOf(callee) : undefined;
  if (simple !== undefined) {
    const special = lowerBuiltIn(unit, simple, args, at) ?? lowerTypeCall(unit, simple, callee, args);
    if (special) return special;
  }
  if (callee.type === 'parenthesized_expression' && args.length === 1 && callee.children[0]?.type === 'unary_expression') {
    // `(*T)(x)` converts.
    const inner = child(callee.children[0], 'operand');
    if (inner && isTypeName(unit, inner)) return typed(optional(unit, args[0], at), lowerType(unit, inner));
  }
  const named = lowerCallee(unit, callee);
  const target = instantiated(unit, named, child(node, 'type_arguments')?.children ?? [], named.at);
  const given = lowerArguments(unit, args);
  const types = child(node, 'type_arguments')?.children.map((argument) => lowerType(unit, argument));
  return {
    kind: 'call',
    callee: target,
    arguments: copiesItems(unit, callee) ? given.map((argument, i) => withCopies(unit, args[i], argument)) : given,
    ...(types ? { typeArguments: types } : {}),
    at: target.at,
  };
}

/** Functions of package slices that give slices with the items of others. */
const COPIES = /^(AppendSeq|Clone|Concat|Insert|Repeat|Replace)$/;

function copiesItems(unit: Unit, callee: SyntaxNode): boolean {
  const [operand, field] = callee.type === 'selector_expression' ? [child(callee, 'operand'), child(callee, 'field')] : [];
  if (operand?.type !== 'identifier' || field === undefined || unit.isLocal(unit.textOf(operand))) return false;
  return /^(slices|golang\.org\/x\/exp\/slices)$/.test(unit.pathOf(unit.textOf(operand)) ?? '') && COPIES.test(unit.textOf(field));
}

const withCopies = (unit: Unit, node: SyntaxNode | undefined, argument: Argument): Argument =>
  isCopied(elementOf(typeOf(unit, node)))
    ? { ...argument, value: operation('copy', [argument.value, literal(true, argument.value.at)], argument.value.at) }
    : argument;

const lowerCallee = (unit: Unit, node: SyntaxNode): Expression =>
  node.type === 'selector_expression'
    ? unit.package.deeper(unit.at(node), () => lowerSelector(unit, node, false))
    : lowerExpression(unit, node);

function lowerArguments(unit: Unit, args: readonly SyntaxNode[]): Argument[] {
  const [only] = args;
  return args.map((argument): Argument => {
    if (argument.type === 'variadic_argument') return { value: optional(unit, argument.children[0], unit.at(argument)), spread: 'list' };
    // `f(g())` hands over all results of g.
    const several = args.length === 1 && only?.type === 'call_expression' && resultCount(unit, only) > 1;
    const address = addressed(argument) === undefined ? {} : { address: true as const };
    return { value: handedOver(unit, argument, lowerExpression(unit, argument)), ...(several ? { spread: 'list' } : {}), ...address };
  });
}

/** How many results a call of one of the package's own functions has. */
function resultCount(unit: Unit, node: SyntaxNode): number {
  const callee = child(node, 'function');
  if (callee?.type !== 'identifier') return 1;
  const name = unit.textOf(callee);
  return unit.isLocal(name) ? 1 : (unit.package.functions.get(name) ?? 1);
}

/** Conversions to a type that is named like a function: `string(x)`, `Key(x)`. */
function lowerTypeCall(unit: Unit, name: string, callee: SyntaxNode, args: readonly SyntaxNode[]): Expression | undefined {
  const [value] = args;
  if (value === undefined || args.length !== 1) return undefined;
  if (isPredeclared(unit, name)) return lowerExpression(unit, value);
  return unit.typeNamed(name) || unit.isTypeParameter(name) ? typed(lowerExpression(unit, value), lowerType(unit, callee)) : undefined;
}

/** Built-in functions that make or change values (The Go Programming Language Specification, "Built-in functions"). */
function lowerBuiltIn(unit: Unit, name: string, args: readonly SyntaxNode[], at: number): Expression | undefined {
  if (!unit.isBuiltIn(name)) return undefined;
  const [first, second] = args;
  switch (name) {
    case 'append': {
      const structs = isCopied(elementOf(typeOf(unit, first)));
      const own = first !== undefined && unit.textOf(first) === unit.assigned;
      const added = args.slice(1).map((argument): ListItem => {
        const value = handedOver(unit, argument, lowerExpression(unit, argument));
        if (argument.type !== 'variadic_argument') return { kind: 'item', value };
        return { kind: 'spread', value: structs ? operation('copy', [value, literal(true, at)], at) : value };
      });
      return operation(
        'append',
        [optional(unit, first, at), { kind: 'list', items: added, at }, ...(structs ? [literal(true, at), literal(own, at)] : [])],
        at,
      );
    }
    case 'copy': {
      const structs = isCopied(elementOf(typeOf(unit, first)));
      return operation('copy items', [optional(unit, first, at), optional(unit, second, at), ...(structs ? [literal(true, at)] : [])], at);
    }
    case 'make':
      return first ? made(unit, first, second, args[2], at) : undefined;
    case 'new':
      return first ? newPointer(unit, first, at) : undefined;
    case 'delete':
      return first && second
        ? { kind: 'delete', object: lowerExpression(unit, first), property: lowerExpression(unit, second), at }
        : undefined;
    default:
      return undefined;
  }
}

/** `new(T)`, and `new(x)` of a value (since Go 1.26). */
function newPointer(unit: Unit, of: SyntaxNode, at: number): Expression {
  if (isValue(unit, of)) return operation('new', [handedOver(unit, of, lowerExpression(unit, of))], at);
  const value = zeroValue(unit, of, at);
  return isReplaced(typeFrom(unit, of)) ? operation('new', [value], at) : value;
}

/** What stands between the parentheses of `new` is read like a type. */
function isValue(unit: Unit, node: SyntaxNode): boolean {
  if (node.type === 'qualified_type') {
    const owner = child(node, 'package');
    return owner !== undefined && unit.pathOf(unit.textOf(owner)) === undefined;
  }
  if (node.type !== 'type_identifier' && node.type !== 'identifier') return !node.type.endsWith('_type');
  const name = unit.textOf(node);
  return unit.typeNamed(name) === undefined && unit.holdingOf(name) !== undefined;
}

/** `make([]T, n)` has n zero values. */
function made(unit: Unit, type: SyntaxNode, length: SyntaxNode | undefined, room: SyntaxNode | undefined, at: number): Expression {
  const items = type.type === 'slice_type' && length?.type === 'int_literal' ? zeroItems(unit, child(type, 'element'), length, at) : [];
  const value: Expression = items.length > 0 ? { kind: 'list', items, at } : zeroValue(unit, type, at);
  return room ? operation('room', [value, lowerExpression(unit, room)], at) : value;
}

const JAVASCRIPT_SPELLING = new Map([
  ['==', '==='],
  ['!=', '!=='],
]);

/** Chains are walked in a loop, since long texts are put together that way. */
function lowerBinary(unit: Unit, node: SyntaxNode): Expression {
  const steps: { readonly operator: string; readonly right: SyntaxNode | undefined; readonly at: number }[] = [];
  let first: SyntaxNode | undefined = node;
  while (first?.type === 'binary_expression') {
    steps.push({ operator: child(first, 'operator')?.type ?? '', right: child(first, 'right'), at: unit.at(first) });
    first = child(first, 'left');
  }
  let value = optional(unit, first, unit.at(node));
  let depth = 0;
  for (const { operator, right, at } of steps.reverse()) {
    const operand = optional(unit, right, at);
    // Go adds text to text only.
    if (operator === '+' && (isText(value) || isText(operand))) {
      value = template([value, operand], at);
      continue;
    }
    unit.package.limit(++depth, at);
    if (operator === '&&' || operator === '||')
      value = { kind: 'logical', operator: operator === '&&' ? 'and' : 'or', left: value, right: operand, at };
    else value = lengthTest(value, operator, operand, at) ?? operation(JAVASCRIPT_SPELLING.get(operator) ?? operator, [value, operand], at);
  }
  return value;
}

/** `len(x) == 0` and its kin ask whether x is empty, which may be known where its length is not. */
function lengthTest(left: Expression, operator: string, right: Expression, at: number): Expression | undefined {
  const [measured] = left.kind === 'call' && left.callee.kind === 'name' && left.callee.name === 'len' ? left.arguments : [];
  if (measured === undefined || right.kind !== 'literal') return undefined;
  const test = `${operator} ${right.value}`;
  const empty = operation('empty', [measured.value], at);
  if (test === '== 0' || test === '<= 0' || test === '< 1') return empty;
  return test === '!= 0' || test === '> 0' || test === '>= 1' ? not(empty) : undefined;
}

function lowerUnary(unit: Unit, node: SyntaxNode): Expression {
  const at = unit.at(node);
  const inner = child(node, 'operand');
  const operator = child(node, 'operator')?.type;
  if (inner && operator === '&') return addressOf(unit, inner);
  if (inner && operator === '*') return dereference(unit, inner, at);
  const operand = optional(unit, inner, at);
  switch (operator) {
    case '!':
      return not(operand);
    case '<-':
      return operation('receive', [operand], at);
    case '-':
      return operand.kind === 'literal' && typeof operand.value === 'number' ? literal(-operand.value, at) : operation('-', [operand], at);
    case '^':
      return operation('~', [operand], at);
    default:
      return operand;
  }
}

/** The values of an assignment with `count` targets: `v, ok := m[k]` asks for a second one. */
export function lowerValues(unit: Unit, nodes: readonly SyntaxNode[], count: number, at: number): Expression {
  const [only] = nodes;
  if (nodes.length !== 1 || only === undefined) {
    return list(
      nodes.map((node) => handedOver(unit, node, lowerExpression(unit, node))),
      at,
    );
  }
  const value = handedOver(unit, only, lowerExpression(unit, only));
  if (count !== 2) return value;
  let inner: SyntaxNode | undefined = only;
  while (inner?.type === 'parenthesized_expression') inner = inner.children[0];
  const received = inner?.type === 'unary_expression' && child(inner, 'operator')?.type === '<-';
  const commaOk = received || inner?.type === 'index_expression' || inner?.type === 'type_assertion_expression';
  return commaOk ? list([value, unknown('whether there is a value', value.at)], at) : value;
}
