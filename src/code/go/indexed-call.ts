/**
 * `routes[key](x)`. The grammar reads the key as type arguments, since `convert[T](x)` is written alike. What tells them apart is what
 * stands before the bracket: only declared functions and types have type parameters (The Go Programming Language Specification,
 * "Instantiations"), so a variable is indexed, and so is whatever is given a variable.
 */
import { child, childOfType, type SyntaxNode } from '../tree-sitter.ts';
import type { Unit } from './unit.ts';

/** The same node as a call of what an index gives; undefined where it is none. */
export function indexedCall(unit: Unit, node: SyntaxNode): SyntaxNode | undefined {
  const converted = node.type === 'type_conversion_expression' ? child(node, 'type') : undefined;
  const operand = node.type === 'call_expression' ? child(node, 'function') : child(converted, 'type');
  const types = child(converted ?? node, 'type_arguments');
  const [key, ...others] = types?.children ?? [];
  if (operand === undefined || key === undefined || others.length > 0) return undefined;
  const object = asValue(operand, 'operand');
  const index = asValue(key, 'index');
  if (!isValue(unit, object) && !isValue(unit, index)) return undefined;
  const callee = made(node, 'index_expression', 'function', [object, index]);
  const given = child(node, 'operand');
  const args = child(node, 'arguments') ?? made(node, 'argument_list', 'arguments', given ? [{ ...given, field: undefined }] : []);
  return made(node, 'call_expression', node.field, [callee, args]);
}

const made = ({ start, end }: SyntaxNode, type: string, field: string | undefined, children: readonly SyntaxNode[]): SyntaxNode => ({
  type,
  field,
  start,
  end,
  children,
});

/** What was read as a type, as the value that is written alike. */
function asValue(node: SyntaxNode, field: string): SyntaxNode {
  const [first] = node.children;
  switch (node.type) {
    case 'type_elem':
      return first ? asValue(first, field) : { ...node, field };
    case 'type_identifier':
      return { ...node, type: 'identifier', field };
    case 'qualified_type': {
      const owner = child(node, 'package');
      const name = child(node, 'name');
      return made(node, 'selector_expression', field, [
        ...(owner ? [{ ...owner, type: 'identifier', field: 'operand' }] : []),
        ...(name ? [{ ...name, type: 'field_identifier', field: 'field' }] : []),
      ]);
    }
    case 'generic_type': {
      const base = child(node, 'type');
      const key = childOfType(node, 'type_arguments')?.children[0];
      return made(node, 'index_expression', field, [...(base ? [asValue(base, 'operand')] : []), ...(key ? [asValue(key, 'index')] : [])]);
    }
    case 'pointer_type':
      return made(node, 'unary_expression', field, [
        { type: '*', field: 'operator', start: node.start, end: node.start + 1, children: [] },
        ...(first ? [asValue(first, 'operand')] : []),
      ]);
    case 'parenthesized_type':
      return made(node, 'parenthesized_expression', field, first ? [asValue(first, '')] : []);
    default:
      return { ...node, field };
  }
}

/** Whether an expression begins with a variable or a call, and is so no function, type or member of a package. */
function isValue(unit: Unit, node: SyntaxNode | undefined): boolean {
  switch (node?.type) {
    case 'identifier':
      return unit.holdingOf(unit.textOf(node)) !== undefined;
    case 'selector_expression':
    case 'index_expression':
    case 'unary_expression':
      return isValue(unit, child(node, 'operand'));
    case 'parenthesized_expression':
      return isValue(unit, node.children[0]);
    case 'call_expression':
      return true;
    default:
      return false;
  }
}
