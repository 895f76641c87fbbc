/** Declared types. Pointers are transparent, a map is known by its values, and several results are a shape with members 0, 1, …. */
import { member, nameOf } from '../construct.ts';
import type { Expression, Type } from '../program.ts';
import { child, childrenIn, type SyntaxNode } from '../tree-sitter.ts';
import type { Unit } from './unit.ts';

/** Predeclared types hold no client. */
const PREDECLARED = new Set(
  'any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr'.split(
    ' ',
  ),
);

export const isPredeclared = (unit: Unit, name: string): boolean => PREDECLARED.has(name) && unit.isBuiltIn(name);

export function lowerType(unit: Unit, node: SyntaxNode | undefined): Type | undefined {
  if (node === undefined) return undefined;
  return unit.package.deeper(unit.at(node), () => lower(unit, node));
}

function lower(unit: Unit, node: SyntaxNode): Type | undefined {
  switch (node.type) {
    case 'type_identifier':
    case 'qualified_type':
    case 'identifier':
    case 'selector_expression': {
      const value = typeExpression(unit, node);
      return value && { kind: 'reference', value };
    }
    case 'generic_type': {
      const base = child(node, 'type');
      const value = base && typeExpression(unit, base);
      const types = (child(node, 'type_arguments')?.children ?? []).flatMap((argument) => lowerType(unit, argument) ?? []);
      return value && { kind: 'reference', value, ...(types.length > 0 ? { arguments: types } : {}) };
    }
    case 'pointer_type':
    case 'parenthesized_type':
    case 'type_elem':
    case 'type_constraint':
    case 'negated_type':
      return lowerType(unit, node.children[0]);
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type':
      return listOf(lowerType(unit, child(node, 'element')));
    case 'map_type':
    case 'channel_type':
      return listOf(lowerType(unit, child(node, 'value')));
    case 'function_type': {
      const result = lowerResult(unit, child(node, 'result'));
      return result && { kind: 'shape', members: [{ name: '()', result }] };
    }
    case 'struct_type': {
      const fields = fieldsOf(unit, node);
      return {
        kind: 'shape',
        members: fields.map((field) => {
          const type = lowerType(unit, field.type);
          return { name: field.name, ...(type ? { type } : {}) };
        }),
      };
    }
    case 'interface_type': {
      const methods = node.children.filter((part) => part.type === 'method_elem');
      const members = methods.map((method) => {
        const name = child(method, 'name');
        const result = lowerResult(unit, child(method, 'result'));
        return { name: name ? unit.textOf(name) : '', ...(result ? { result } : {}) };
      });
      return members.length === 0 ? undefined : { kind: 'shape', members };
    }
    default:
      return undefined;
  }
}

const listOf = (item: Type | undefined): Type | undefined => item && { kind: 'list', item };

/** A named type as an expression; undefined for what the language predeclares. */
export function typeExpression(unit: Unit, node: SyntaxNode): Expression | undefined {
  const at = unit.at(node);
  switch (node.type) {
    case 'type_identifier':
    case 'identifier': {
      const name = unit.textOf(node);
      // `case nil` of a type switch stands where types do.
      return isPredeclared(unit, name) || name === 'nil' ? undefined : nameOf(unit.nameOf(name), at);
    }
    case 'qualified_type':
    case 'selector_expression': {
      const owner = child(node, 'package') ?? child(node, 'operand');
      const name = child(node, 'name') ?? child(node, 'field');
      return owner && name && member(nameOf(unit.nameOf(unit.textOf(owner)), at), unit.textOf(name), unit.at(name));
    }
    case 'generic_type': {
      const base = child(node, 'type');
      return base && typeExpression(unit, base);
    }
    case 'pointer_type':
    case 'parenthesized_type':
      return node.children[0] && typeExpression(unit, node.children[0]);
    default:
      return undefined;
  }
}

/** The type of what a function gives. */
export function lowerResult(unit: Unit, node: SyntaxNode | undefined): Type | undefined {
  if (node?.type !== 'parameter_list') return lowerType(unit, node);
  const types = resultTypes(node);
  if (types.length === 1) return lowerType(unit, types[0]);
  const members = types.flatMap((part, index) => {
    const type = lowerType(unit, part);
    return type ? [{ name: String(index), type }] : [];
  });
  return members.length === 0 ? undefined : { kind: 'shape', members };
}

/** One type for each result: `(a, b int)` has two. */
export function resultTypes(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return [];
  if (node.type !== 'parameter_list') return [node];
  return node.children.flatMap((part) => {
    const type = child(part, 'type');
    if (type === undefined) return [];
    const names = namesIn(part);
    return names.length === 0 ? [type] : names.map(() => type);
  });
}

/** The `name` field repeats, with the commas between. */
export const namesIn = (node: SyntaxNode): readonly SyntaxNode[] => childrenIn(node, 'name').filter((part) => part.type !== ',');

export interface Field {
  readonly name: string;
  readonly type: SyntaxNode;
  readonly embedded: boolean;
  /** without its quotes */
  readonly tag: string | undefined;
  readonly node: SyntaxNode;
}

/** Fields of a struct; an embedded one has the name of its type. */
export function fieldsOf(unit: Unit, node: SyntaxNode): readonly Field[] {
  const list = node.children.find((part) => part.type === 'field_declaration_list');
  return (list?.children ?? []).flatMap((field): Field[] => {
    const type = child(field, 'type');
    if (field.type !== 'field_declaration' || type === undefined) return [];
    const tagNode = child(field, 'tag');
    const tag = tagNode && unit.textOf(tagNode).slice(1, -1);
    const names = namesIn(field);
    if (names.length > 0) return names.map((name) => ({ name: unit.textOf(name), type, embedded: false, tag, node: name }));
    const text = unit.textOf(type).replace(/\[[\s\S]*$/, '');
    return [{ name: text.slice(text.lastIndexOf('.') + 1).replace(/^\*/, ''), type, embedded: true, tag, node: type }];
  });
}
