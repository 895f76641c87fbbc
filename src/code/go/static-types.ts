/**
 * The static types of expressions, as far as the declarations of the package tell them. They say what the intermediate language has no
 * word for: a struct or array is copied where it is assigned, passed or returned, and a promoted field belongs to the embedded struct.
 */
import { assign, literal, member, nameOf, namePattern, operation, run } from '../construct.ts';
import type { Expression, Statement } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { fieldsOf, isPredeclared, namesIn, resultTypes } from './types.ts';
import { baseTypeName, identifier, type Unit } from './unit.ts';
import { NUMBER, zeroValue } from './zero.ts';

/** A type as it is written, in which file, and how many pointers lead to it. */
export interface StaticType {
  readonly type: SyntaxNode;
  readonly unit: Unit;
  readonly pointers: number;
}

const MAX_DEPTH = 20;

export function typeFrom(unit: Unit, node: SyntaxNode | undefined, pointers = 0): StaticType | undefined {
  let type = node;
  let count = pointers;
  while (type?.type === 'pointer_type' || type?.type === 'parenthesized_type') {
    if (type.type === 'pointer_type') count++;
    type = type.children[0];
  }
  return type && { type, unit, pointers: count };
}

/** What a named type stands for; undefined for a type of another package. */
function underlying(from: StaticType | undefined, depth = 0): StaticType | undefined {
  if (from?.type.type === 'generic_type') {
    const base = child(from.type, 'type');
    return base && depth <= MAX_DEPTH ? underlying({ ...from, type: base }, depth + 1) : undefined;
  }
  if (from === undefined || from.type.type !== 'type_identifier') return from;
  const declared = depth > MAX_DEPTH ? undefined : from.unit.typeNamed(from.unit.textOf(from.type));
  return declared && underlying(typeFrom(declared.unit, declared.type, from.pointers), depth + 1);
}

const dereferenced = (from: StaticType | undefined): StaticType | undefined =>
  from && from.pointers > 0 ? { ...from, pointers: from.pointers - 1 } : undefined;

/** A struct or array that is no pointer to one. */
export function isCopied(from: StaticType | undefined): boolean {
  const stands = underlying(from);
  return stands?.pointers === 0 && (stands.type.type === 'struct_type' || stands.type.type === 'array_type');
}

/** Whether a value of the type is replaced as a whole when it changes; false of a struct or array, and where the type is not known. */
export function isReplaced(from: StaticType | undefined, depth = 0): boolean {
  if (from === undefined || depth > MAX_DEPTH) return false;
  const { type, unit, pointers } = from;
  if (pointers > 0) return true;
  if (type.type !== 'type_identifier') return REPLACED.has(type.type);
  const declared = unit.typeNamed(unit.textOf(type));
  return declared ? isReplaced(typeFrom(declared.unit, declared.type), depth + 1) : isPredeclared(unit, unit.textOf(type));
}

const REPLACED = new Set(['slice_type', 'map_type', 'interface_type', 'function_type', 'channel_type']);

/** What kind of type a value is of, behind its names: `map_type`. */
export const kindOf = (from: StaticType | undefined): string | undefined => {
  const stands = underlying(from);
  return stands?.pointers === 0 ? stands.type.type : undefined;
};

export function typeOf(unit: Unit, node: SyntaxNode | undefined, depth = 0): StaticType | undefined {
  if (node === undefined || depth > MAX_DEPTH) return undefined;
  const of = (name: string): StaticType | undefined => typeOf(unit, child(node, name), depth + 1);
  switch (node.type) {
    case 'identifier':
      return unit.typeOfVariable(unit.textOf(node));
    case 'parenthesized_expression':
      return typeOf(unit, node.children[0], depth + 1);
    case 'composite_literal':
    case 'type_assertion_expression':
    case 'type_conversion_expression':
      return typeFrom(unit, child(node, 'type'));
    case 'unary_expression': {
      const operand = of('operand');
      const operator = child(node, 'operator')?.type;
      if (operator === '*') return dereferenced(operand);
      return operator === '&' && operand ? { ...operand, pointers: operand.pointers + 1 } : undefined;
    }
    case 'slice_expression':
      return of('operand');
    case 'index_expression':
      return elementOf(of('operand'));
    case 'selector_expression': {
      const name = child(node, 'field');
      return name && pathTo(of('operand'), unit.textOf(name))?.type;
    }
    case 'call_expression':
      return resultOf(unit, node, depth);
    default:
      return undefined;
  }
}

export function elementOf(from: StaticType | undefined): StaticType | undefined {
  const stands = underlying(from);
  if (stands === undefined) return undefined;
  switch (stands.type.type) {
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type':
      return typeFrom(stands.unit, child(stands.type, 'element'));
    case 'map_type':
    case 'channel_type':
      return typeFrom(stands.unit, child(stands.type, 'value'));
    default:
      return undefined;
  }
}

function resultOf(unit: Unit, node: SyntaxNode, depth: number): StaticType | undefined {
  const callee = child(node, 'function');
  const [first] = child(node, 'arguments')?.children ?? [];
  if (callee?.type === 'selector_expression') {
    const name = child(callee, 'field');
    const owner = baseOf(typeOf(unit, child(callee, 'operand'), depth + 1));
    const method = name && owner && methodNamed(owner, unit.textOf(name));
    return method && onlyResult(method.unit, child(method.node, 'result'));
  }
  if (callee?.type !== 'identifier') return undefined;
  const name = unit.textOf(callee);
  if (unit.isBuiltIn(name)) {
    if (name === 'new') return typeFrom(unit, first, 1);
    if (name === 'make') return typeFrom(unit, first);
    return name === 'append' ? typeOf(unit, first, depth + 1) : undefined;
  }
  if (unit.isLocal(name)) return undefined;
  if (unit.package.types.has(name)) return typeFrom(unit, callee.type === 'identifier' ? { ...callee, type: 'type_identifier' } : callee);
  const result = unit.package.results.get(name);
  return result && onlyResult(result.unit, result.node);
}

function onlyResult(unit: Unit, node: SyntaxNode | undefined): StaticType | undefined {
  const types = resultTypes(node);
  return types.length === 1 ? typeFrom(unit, types[0]) : undefined;
}

/** The method that a value of the type has under the name. */
export function methodOf(type: StaticType, name: string): { readonly node: SyntaxNode; readonly unit: Unit } | undefined {
  const owner = baseOf(type);
  return owner && methodNamed(owner, name);
}

/** The named type itself, behind pointers. */
const baseOf = (from: StaticType | undefined): StaticType | undefined =>
  from && from.pointers <= 1 ? { ...from, pointers: 0 } : undefined;

function methodNamed(owner: StaticType, name: string): { readonly node: SyntaxNode; readonly unit: Unit } | undefined {
  const type = baseTypeName(owner.unit, owner.type);
  const methods = type === undefined ? [] : (owner.unit.package.methods.get(type) ?? []);
  return methods.find((method) => {
    const found = child(method.node, 'name');
    return found !== undefined && method.unit.textOf(found) === name;
  });
}

/** The embedded fields that lead to a field, from the outside, and the field's type; undefined where none of the name is known. */
function pathTo(
  from: StaticType | undefined,
  name: string,
  depth = 0,
): { readonly through: readonly string[]; readonly type: StaticType | undefined } | undefined {
  const struct = underlying(baseOf(from));
  if (struct?.type.type !== 'struct_type' || depth > 5) return undefined;
  const fields = fieldsOf(struct.unit, struct.type);
  const own = fields.find((field) => field.name === name);
  if (own) return { through: [], type: typeFrom(struct.unit, own.type) };
  for (const field of fields) {
    const inner = field.embedded ? pathTo(typeFrom(struct.unit, field.type), name, depth + 1) : undefined;
    if (inner) return { through: [field.name, ...inner.through], type: inner.type };
  }
  return undefined;
}

/** The names of the embedded structs through which `x.name` leads to a promoted field or method. */
export function embeddedPath(unit: Unit, operand: SyntaxNode, name: string): readonly string[] {
  const type = typeOf(unit, operand);
  return type === undefined ? [] : (pathTo(type, name)?.through ?? methodPath(type, name, 0) ?? []);
}

function methodPath(from: StaticType | undefined, name: string, depth: number): readonly string[] | undefined {
  const owner = baseOf(from);
  if (owner === undefined || depth > 5) return undefined;
  if (methodNamed(owner, name)) return [];
  const struct = underlying(owner);
  if (struct?.type.type !== 'struct_type') return undefined;
  for (const field of fieldsOf(struct.unit, struct.type)) {
    const inner = field.embedded ? methodPath(typeFrom(struct.unit, field.type), name, depth + 1) : undefined;
    if (inner) return [field.name, ...inner];
  }
  return undefined;
}

/** What a map of a known type gives for a key that it does not have, where that is no pointer, interface or the like. */
export function zeroOfMap(unit: Unit, operand: SyntaxNode, at: number): Expression | undefined {
  const map = underlying(typeOf(unit, operand));
  const value = map?.type.type === 'map_type' && map.pointers === 0 ? typeFrom(map.unit, child(map.type, 'value')) : undefined;
  const stands = underlying(value);
  if (value === undefined || value.pointers > 0) return undefined;
  const isPlain = stands === undefined && value.type.type === 'type_identifier' && isPredeclared(value.unit, value.unit.textOf(value.type));
  if (!isPlain && !isCopied(value)) return undefined;
  const zero = zeroValue(value.unit, value.type, at);
  return zero.kind === 'literal' && zero.value === null ? undefined : zero;
}

/** A map from numbers: its keys are texts in the intermediate language. */
export function hasNumberKeys(from: StaticType | undefined): boolean {
  const map = underlying(from);
  return map?.type.type === 'map_type' && isNumber(typeFrom(map.unit, child(map.type, 'key')));
}

function isNumber(from: StaticType | undefined, depth = 0): boolean {
  if (from?.pointers !== 0 || from.type.type !== 'type_identifier' || depth > MAX_DEPTH) return false;
  const name = from.unit.textOf(from.type);
  const declared = from.unit.typeNamed(name);
  return declared ? isNumber(typeFrom(declared.unit, declared.type), depth + 1) : NUMBER.test(name) && isPredeclared(from.unit, name);
}

/** The value of an expression where it is given to someone else: a struct or array that is read from somewhere is copied. */
export function handedOver(unit: Unit, node: SyntaxNode, value: Expression): Expression {
  const inner = node.type === 'parenthesized_expression' ? (node.children[0] ?? node) : node;
  const isRead =
    inner.type === 'identifier' ||
    inner.type === 'selector_expression' ||
    inner.type === 'index_expression' ||
    (inner.type === 'unary_expression' && child(inner, 'operator')?.type === '*');
  if (!isRead) return value;
  const type = typeOf(unit, inner);
  // what a pointer leads to is copied whatever it is
  if (isCopied(type) || (type === undefined && inner.type === 'unary_expression')) return copyOf(value, type);
  return type?.pointers === 0 && kindOf(type) === 'slice_type' && isCopied(elementOf(type)) ? operation('keep', [value], value.at) : value;
}

/** The items of an array are copied with it, unless they are pointers. */
const copyOf = (value: Expression, type: StaticType | undefined): Expression =>
  operation('copy', [value, literal(isCopied(elementOf(type)), value.at)], value.at);

/** Statements that make parameters or loop variables copies of what they are given, where the body may change them. */
export function copies(unit: Unit, name: string, type: StaticType | undefined, body: SyntaxNode | undefined): readonly Statement[] {
  if (body === undefined || name === '_' || !isCopied(type)) return [];
  const changes = new RegExp(`&\\s*${name}\\b|\\b${name}(\\.\\w+|\\[[^\\]]*\\])*\\s*([-+*/|&^%]?=[^=]|\\+\\+|--)|\\b${name}(\\.\\w+)+\\(`);
  if (!changes.test(unit.textOf(body))) return [];
  const at = unit.at(body);
  const local = identifier(name);
  return [run(assign(namePattern(local, at), copyOf(nameOf(local, at), type), at))];
}

/** The names of the fields of a struct that are structs or arrays themselves, so that copies of it hold copies of them. */
export const isCopiedField = (unit: Unit, type: SyntaxNode): boolean => isCopied(typeFrom(unit, type));

export const through = (object: Expression, path: readonly string[], at: number): Expression =>
  path.reduce((value, name) => member(value, literal(name, at), at), object);

/** The type of each variable that a declaration declares. */
export const declaredTypes = (unit: Unit, spec: SyntaxNode): readonly (StaticType | undefined)[] => {
  const type = child(spec, 'type');
  const values = child(spec, 'value')?.children ?? [];
  return namesIn(spec).map((_, index) => (type ? typeFrom(unit, type) : typeOf(unit, values[index])));
};
