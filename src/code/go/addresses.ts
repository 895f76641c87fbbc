/**
 * Addresses and what is behind them. A pointer to a struct or an array is lowered to that itself; a pointer to anything else is a value
 * of its own (builtins/pointers.ts), since what it leads to is replaced when it changes.
 */
import { arrow, assign, nameOf, operation, run } from '../construct.ts';
import type { Expression, Pattern, Statement } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression } from './expressions.ts';
import { isCopied, isReplaced, methodOf, type StaticType, typeOf } from './static-types.ts';
import type { Unit } from './unit.ts';

const inner = (node: SyntaxNode): SyntaxNode => {
  let found = node;
  while (found.type === 'parenthesized_expression' && found.children[0]) found = found.children[0];
  return found;
};

const unary = (node: SyntaxNode | undefined, operator: string): SyntaxNode | undefined =>
  node?.type === 'unary_expression' && child(node, 'operator')?.type === operator ? child(node, 'operand') : undefined;

/** What `&x` takes the address of. */
export const addressed = (node: SyntaxNode): SyntaxNode | undefined => unary(inner(node), '&');

/** The pointer in `*p`. */
export const pointerOf = (node: SyntaxNode | undefined): SyntaxNode | undefined => node && unary(inner(node), '*');

/** `&operand` */
export function addressOf(unit: Unit, operand: SyntaxNode): Expression {
  const node = inner(operand);
  const at = unit.at(node);
  const type = typeOf(unit, node);
  const pointer = pointerOf(node);
  if (pointer) return lowerExpression(unit, pointer);
  const value = lowerExpression(unit, node);
  if (isCopied(type)) return keptWith(unit, node, value);
  const operator =
    isReplaced(type) || (node.type === 'identifier' && unit.holdingOf(unit.textOf(node)) === 'scalar') ? 'address' : 'address?';
  if (value.kind === 'name' && node.type === 'identifier')
    return operation(operator, [arrow([{ kind: 'return', value: nameOf(value.name, at), at }], at)], at);
  return value.kind === 'member' ? operation(operator, [value.object, value.property], at) : value;
}

/** The struct itself as its address: of one that lies in a slice, or in one there, that is noted. */
export function keptWith(unit: Unit, node: SyntaxNode, value: Expression): Expression {
  if (node.type === 'index_expression') return operation('keep', [value], value.at);
  let item: SyntaxNode | undefined = node;
  while (item?.type === 'selector_expression' || item?.type === 'parenthesized_expression')
    item = child(item, 'operand') ?? item.children[0];
  if (item?.type !== 'index_expression') return value;
  return { kind: 'sequence', items: [operation('keep', [lowerExpression(unit, item)], value.at), value], at: value.at };
}

/**
 * `return &v`, where v is never anything else and no pointer of the package is written through: the pointer is as good as its value.
 * So are the fields of a request: the SDK only reads them.
 */
export const isFixed = (unit: Unit, node: SyntaxNode): boolean => {
  const operand = addressed(node);
  const name = operand?.type === 'identifier' ? unit.textOf(operand) : undefined;
  return name !== undefined && unit.isLocal(name) && !unit.package.writesThroughPointers && !isReassigned(unit, name, node);
};

function isReassigned(unit: Unit, name: string, node: SyntaxNode): boolean {
  const around = unit.declarations.find((each) => each.start <= node.start && node.end <= each.end);
  const text = around ? unit.textOf(around) : '';
  const count = (pattern: RegExp): number => [...text.matchAll(pattern)].length;
  return (
    count(new RegExp(`\\b${name}\\b[^;{}()\\n:=]*([^:=!<>]=(?!=)|\\+\\+|--)`, 'g')) > 0 ||
    count(new RegExp(`\\b${name}\\b[^;{}()\\n:=]*:=`, 'g')) > 1 ||
    count(new RegExp(`&\\s*${name}\\b`, 'g')) > 1
  );
}

/** `*p` */
export function dereference(unit: Unit, pointer: SyntaxNode, at: number): Expression {
  const value = lowerExpression(unit, pointer);
  const type = typeOf(unit, pointer);
  return type && type.pointers > 0 && isCopied(behind(type)) ? value : operation('dereference', [value], at);
}

const behind = (type: StaticType): StaticType => ({ ...type, pointers: type.pointers - 1 });

/** `*p = value`, with the pattern of p. */
export const store = (pointer: Expression, target: Pattern | null, value: Expression, at: number): Statement => {
  const stored = operation('store', [pointer, value], at);
  return run(target ? assign(target, stored, at) : stored);
};

/** The receiver of a call: a method whose receiver is a pointer gets the address of what is no struct. */
export function receiver(unit: Unit, operand: SyntaxNode, name: string): Expression | undefined {
  const type = typeOf(unit, operand);
  if (type === undefined || type.pointers > 0 || isCopied(type) || !isReplaced(type)) return undefined;
  const method = methodOf(type, name);
  const declared = method && child(child(method.node, 'receiver')?.children[0], 'type');
  return declared?.type === 'pointer_type' ? addressOf(unit, operand) : undefined;
}

/** A receiver of a method of a plain type that is no pointer, which may be called through one. */
export const ownReceiver = (name: string, type: StaticType | undefined, at: number): readonly Statement[] =>
  type?.pointers === 0 && isReplaced(type)
    ? [run(assign({ kind: 'name', name, at }, operation('dereference', [nameOf(name, at)], at), at))]
    : [];
