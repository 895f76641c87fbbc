/** What a variable holds before anything is assigned (The Go Programming Language Specification, "The zero value"). */
import { arrow, entry, literal, operation } from '../construct.ts';
import type { Expression, ListItem, ObjectEntry } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { isPredeclared, lowerType, typeExpression } from './types.ts';
import type { Holding, Unit } from './unit.ts';

export const NUMBER = /^(u?int(8|16|32|64)?|uintptr|byte|rune|float(32|64)|complex(64|128))$/;

/** A map that nobody made reads like an empty one, and a slice too. */
export function zeroValue(unit: Unit, type: SyntaxNode | undefined, at: number, depth = 0): Expression {
  switch (type?.type) {
    case 'type_identifier': {
      const name = unit.textOf(type);
      if (isPredeclared(unit, name))
        return name === 'string' ? literal('', at) : name === 'bool' ? literal(false, at) : literal(NUMBER.test(name) ? 0 : null, at);
      const declared = unit.typeNamed(name);
      if (declared === undefined) return open(unit, type, at);
      if (declared.type.type === 'struct_type') return instance(unit, type, at);
      return depth > 20 ? literal(null, at) : zeroValue(declared.unit, declared.type, at, depth + 1);
    }
    case 'generic_type': {
      const value = zeroValue(unit, child(type, 'type'), at, depth + 1);
      return value.kind === 'instance' ? { ...value, entries: typeEntries(unit, type) } : value;
    }
    case 'qualified_type':
      // An operation's input is a struct; what other types from elsewhere are is known when the program runs.
      return unit.textOf(type).endsWith('Input') ? instance(unit, type, at) : open(unit, type, at);
    case 'array_type':
      return { kind: 'list', items: zeroItems(unit, child(type, 'element'), child(type, 'length'), at, depth + 1), at };
    case 'channel_type':
      return { kind: 'object', entries: [entry('%channel', { kind: 'list', items: [], at })], at };
    case 'slice_type':
      return { kind: 'list', items: [], at };
    case 'map_type':
    case 'struct_type':
      return { kind: 'object', entries: [], at };
    case 'parenthesized_type':
      return zeroValue(unit, type.children[0], at, depth + 1);
    default:
      return literal(null, at);
  }
}

/** A type as a value: a class, or what tells its zero value. */
export function typeValue(unit: Unit, type: SyntaxNode): Expression {
  const at = unit.at(type);
  return typeExpression(unit, type) ?? operation('type', [arrow([{ kind: 'return', value: zeroValue(unit, type, at), at }], at)], at);
}

/** What an instance of a generic type remembers: the types that its parameters are. */
export const typeEntries = (unit: Unit, type: SyntaxNode): readonly ObjectEntry[] =>
  (child(type, 'type_arguments')?.children ?? []).map((argument, index) =>
    entry(typeField(index), typeValue(unit, elementOfArgument(argument))),
  );

export const typeField = (index: number): string => `%type${index}`;

/** The grammar wraps type arguments, and takes one for a variable where it stands like an index. */
export function elementOfArgument(argument: SyntaxNode): SyntaxNode {
  const type = argument.type === 'type_elem' && argument.children.length === 1 ? (argument.children[0] ?? argument) : argument;
  if (type.type === 'unary_expression') return elementOfArgument(child(type, 'operand') ?? type);
  if (type.type === 'selector_expression') return { ...type, type: 'qualified_type' };
  return type.type === 'identifier' ? { ...type, type: 'type_identifier' } : type;
}

/** The items of a longer array are not written down. */
const MAX_ITEMS = 32;

export function zeroItems(unit: Unit, element: SyntaxNode | undefined, length: SyntaxNode | undefined, at: number, depth = 0): ListItem[] {
  const count = length?.type === 'int_literal' ? Number(unit.textOf(length)) : 0;
  if (!(count <= MAX_ITEMS) || depth > 20) return [];
  return Array.from({ length: count }, () => ({ kind: 'item', value: zeroValue(unit, element, at, depth + 1) }));
}

function instance(unit: Unit, type: SyntaxNode, at: number): Expression {
  const value = typeExpression(unit, type);
  return value ? { kind: 'instance', class: value, entries: [], at } : literal(null, at);
}

function open(unit: Unit, node: SyntaxNode, at: number): Expression {
  const type = lowerType(unit, node);
  const named = typeExpression(unit, node);
  const value: Expression = named
    ? operation('zero', [named], at)
    : { kind: 'unknown', reason: `the zero value of ${unit.textOf(node)}`, at };
  return type ? { kind: 'typed', value, type, at } : value;
}

/** Whether writing through the address of a variable of this type replaces its whole value. */
export function holdingOf(unit: Unit, type: SyntaxNode | undefined, depth = 0): Holding {
  switch (type?.type) {
    case 'type_identifier': {
      const name = unit.textOf(type);
      if (isPredeclared(unit, name)) return 'scalar';
      const declared = unit.typeNamed(name);
      return declared === undefined || depth > 20 ? 'other' : holdingOf(declared.unit, declared.type, depth + 1);
    }
    case 'pointer_type':
    case 'interface_type':
    case 'function_type':
      return 'scalar';
    default:
      return 'other';
  }
}

/** The same, of a variable that is declared by its first value. */
export const holdingOfValue = (value: SyntaxNode | undefined): Holding =>
  value !== undefined &&
  /_literal$|^(true|false|nil|iota|binary_expression)$/.test(value.type) &&
  value.type !== 'composite_literal' &&
  value.type !== 'func_literal'
    ? 'scalar'
    : 'other';
