/** What a variable holds before anything is assigned (The Go Programming Language Specification, "The zero value"). */
import { entry, literal, operation } from '../construct.ts';
import type { Expression, ListItem } from '../program.ts';
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
    case 'generic_type':
      return zeroValue(unit, child(type, 'type'), at, depth + 1);
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
