/** Composite literals, by the type that they are of: a struct is an instance, a map an object, a slice or array a list. */
import { entry, literal, unknown } from '../construct.ts';
import type { Expression, ListItem, ObjectEntry } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { addressed } from './addresses.ts';
import { lowerExpression, UNREADABLE } from './expressions.ts';
import { handedOver } from './static-types.ts';
import { fieldsOf, typeExpression } from './types.ts';
import type { Unit } from './unit.ts';
import { typeEntries } from './zero.ts';

export function lowerComposite(unit: Unit, node: SyntaxNode): Expression {
  const type = child(node, 'type');
  const body = child(node, 'body');
  return body === undefined ? unknown(UNREADABLE, unit.at(node)) : lowerValue(unit, type, body);
}

/** `body` is the literal's braces; `type` may be left out by the literal around it and come from there. */
function lowerValue(unit: Unit, type: SyntaxNode | undefined, body: SyntaxNode): Expression {
  return unit.package.deeper(unit.at(body), () => {
    const at = unit.at(type ?? body);
    if (type === undefined) return { kind: 'object', entries: lowerFields(unit, undefined, unit, body), at };
    switch (type.type) {
      case 'pointer_type':
      case 'parenthesized_type':
        return lowerValue(unit, type.children[0], body);
      case 'slice_type':
      case 'array_type':
      case 'implicit_length_array_type':
        return { kind: 'list', items: lowerItems(unit, child(type, 'element'), body), at };
      case 'map_type':
        return { kind: 'object', entries: lowerPairs(unit, type, body), at };
      case 'struct_type':
        return { kind: 'object', entries: lowerFields(unit, type, unit, body), at };
      default:
        return lowerNamed(unit, type, body, 0);
    }
  });
}

function lowerNamed(unit: Unit, type: SyntaxNode, body: SyntaxNode, depth: number): Expression {
  const at = unit.at(type);
  const base = type.type === 'generic_type' ? (child(type, 'type') ?? type) : type;
  const declared = base.type === 'type_identifier' ? unit.typeNamed(unit.textOf(base)) : undefined;
  const stands = declared?.type;
  if (declared && stands && depth < 20) {
    if (stands.type === 'map_type') return { kind: 'object', entries: lowerPairs(declared.unit, stands, body, unit), at };
    if (stands.type === 'slice_type' || stands.type === 'array_type')
      return { kind: 'list', items: lowerItems(unit, child(stands, 'element'), body, declared.unit), at };
    if (stands.type === 'type_identifier' && declared.unit === unit) return lowerNamed(unit, stands, body, depth + 1);
  }
  const struct = stands?.type === 'struct_type' ? stands : undefined;
  const isRead =
    base.type === 'qualified_type' && unit.pathOf(unit.textOf(child(base, 'package') ?? base))?.startsWith('github.com/aws/') === true;
  const entries = lowerFields(unit, struct, declared?.unit ?? unit, body, isRead);
  const value = typeExpression(unit, base);
  return value
    ? { kind: 'instance', class: value, entries: [...entries, ...typeEntries(unit, type)], at }
    : { kind: 'object', entries, at };
}

interface Element {
  readonly key: SyntaxNode | undefined;
  readonly value: SyntaxNode | undefined;
  readonly at: number;
}

const elementsOf = (body: SyntaxNode): readonly Element[] =>
  body.children.map((part) => {
    const keyed = part.type === 'keyed_element';
    return {
      key: keyed ? child(part, 'key')?.children[0] : undefined,
      value: (keyed ? child(part, 'value') : part)?.children[0],
      at: part.start,
    };
  });

/** An element that is only braces takes the type that the literal around it gives. */
function lowerElement(unit: Unit, type: SyntaxNode | undefined, value: SyntaxNode | undefined, at: number, typeUnit: Unit): Expression {
  if (value === undefined) return unknown(UNREADABLE, at);
  if (value.type !== 'literal_value') return handedOver(unit, value, lowerExpression(unit, value));
  // A type from another file is spelled with that file's imports.
  if (typeUnit !== unit && type !== undefined) return retyped(unit, typeUnit, type, value);
  return lowerValue(unit, type, value);
}

function retyped(unit: Unit, typeUnit: Unit, type: SyntaxNode, body: SyntaxNode): Expression {
  const inner = type.type === 'pointer_type' ? (type.children[0] ?? type) : type;
  const value = typeExpression(typeUnit, inner);
  const declared = inner.type === 'type_identifier' ? typeUnit.typeNamed(typeUnit.textOf(inner)) : undefined;
  const struct = declared?.type.type === 'struct_type' ? declared.type : inner.type === 'struct_type' ? inner : undefined;
  const at = unit.at(body);
  if (struct === undefined && value === undefined) return lowerValue(unit, undefined, body);
  const entries = lowerFields(unit, struct, declared?.unit ?? typeUnit, body);
  return value ? { kind: 'instance', class: value, entries, at } : { kind: 'object', entries, at };
}

const lowerItems = (unit: Unit, element: SyntaxNode | undefined, body: SyntaxNode, typeUnit = unit): ListItem[] =>
  elementsOf(body).map(({ value, at }) => ({ kind: 'item', value: lowerElement(unit, element, value, unit.base + at, typeUnit) }));

function lowerPairs(typeUnit: Unit, type: SyntaxNode, body: SyntaxNode, unit = typeUnit): ObjectEntry[] {
  return elementsOf(body).map(({ key, value, at }) => ({
    kind: 'entry',
    key: lowerElement(unit, child(type, 'key'), key, unit.base + at, typeUnit),
    value: lowerElement(unit, child(type, 'value'), value, unit.base + at, typeUnit),
  }));
}

/** Entries of a struct: by field name, or in the order of the fields. `isRead`: what pointers in it lead to is only read, and now. */
function lowerFields(unit: Unit, struct: SyntaxNode | undefined, typeUnit: Unit, body: SyntaxNode, isRead = false): ObjectEntry[] {
  const fields = struct ? fieldsOf(typeUnit, struct) : [];
  return elementsOf(body).map(({ key, value, at }, index): ObjectEntry => {
    const named = key?.type === 'identifier' ? unit.textOf(key) : undefined;
    const field = named === undefined ? fields[index] : fields.find((candidate) => candidate.name === named);
    const behind = isRead && value ? addressed(value) : undefined;
    const lowered = behind ? lowerExpression(unit, behind) : lowerElement(unit, field?.type, value, unit.base + at, typeUnit);
    if (key !== undefined && named === undefined) return { kind: 'entry', key: lowerExpression(unit, key), value: lowered };
    const name = named ?? field?.name;
    return name === undefined ? { kind: 'entry', key: literal(index, unit.base + at), value: lowered } : entry(name, lowered);
  });
}
