/** Declarations of types and constants. A type with fields or methods is a class; methods come from the whole package. */
import { declare, list, literal, namePattern, run, unknown } from '../construct.ts';
import type { ClassMember, Expression, Statement, Type } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import { isCopiedField, kindOf, typeFrom } from './static-types.ts';
import { fieldsOf, isPredeclared, lowerResult, lowerType, namesIn, typeExpression } from './types.ts';
import { baseTypeName, identifier, type TypeDeclaration, type Unit } from './unit.ts';
import { zeroValue } from './zero.ts';

/** A type that a function declares. */
export function lowerLocalType(unit: Unit, spec: SyntaxNode): Statement[] {
  const declaration = typeDeclaration(unit, spec);
  if (declaration === undefined) return [];
  unit.declare(declaration.name, declaration);
  return lowerTypeDeclaration(declaration, []);
}

export function typeDeclaration(unit: Unit, spec: SyntaxNode): TypeDeclaration | undefined {
  const name = child(spec, 'name');
  const type = child(spec, 'type');
  return name && type && { name: unit.textOf(name), type, unit, node: spec };
}

/** `interfaces`: those of the package that the type may implement. */
export function lowerTypeDeclaration(declaration: TypeDeclaration, interfaces: readonly TypeDeclaration[]): Statement[] {
  const { name, type, unit, node } = declaration;
  const at = unit.at(node);
  const target = namePattern(identifier(name), at);
  if (node.type === 'type_alias') {
    const value = typeExpression(unit, type);
    if (value !== undefined) return [declare(target, value, at)];
  }
  if (type.type === 'interface_type') return [declare(target, lowerInterface(declaration), at)];
  const fields = type.type === 'struct_type' ? lowerFields(unit, type) : [];
  const methods = (unit.package.methods.get(name) ?? []).map((method) => lowerMethod(method.unit, method.node));
  const plain = type.type !== 'struct_type' && methods.length === 0;
  const stands = plain ? lowerType(unit, type) : undefined;
  const implemented = interfaces
    .filter((candidate) => implementsAll(declaration, candidate))
    .map((candidate): Type => ({ kind: 'reference', value: { kind: 'name', name: identifier(candidate.name), at } }));
  const made: Expression = {
    kind: 'class',
    class: {
      name,
      interface: plain,
      extends: [],
      implements: stands ? [stands] : implemented,
      members: [...fields, ...methods],
      decorators: [],
      at,
    },
    at,
  };
  return [declare(target, made, at)];
}

function lowerFields(unit: Unit, struct: SyntaxNode): ClassMember[] {
  return fieldsOf(unit, struct).map((field) => {
    const type = lowerType(unit, field.type);
    const at = unit.at(field.node);
    return {
      kind: 'field',
      static: false,
      key: literal(field.name, at),
      ...(isPlain(unit, field.type)
        ? { value: unknown(`the field ${field.name}, which nothing sets`, at), ...zeroText(unit, field.type, at) }
        : {}),
      ...(type ? { type } : {}),
      ...(field.embedded ? { embedded: true } : {}),
      ...(isCopiedField(unit, field.type) ? { copied: true, value: zeroValue(unit, field.type, at) } : {}),
      ...(isEmpty(unit, field.type) ? { empty: true } : {}),
      ...(field.tag === undefined ? {} : { tag: field.tag }),
      decorators: [],
      at,
    };
  });
}

function zeroText(unit: Unit, type: SyntaxNode, at: number): { readonly zero?: string } {
  const value = zeroValue(unit, type, at);
  return value.kind === 'literal' ? { zero: String(value.value) } : {};
}

/** Text, a number or a truth value, also of a type of its own. */
function isPlain(unit: Unit, type: SyntaxNode, depth = 0): boolean {
  if (type.type !== 'type_identifier' || depth > 20) return false;
  const name = unit.textOf(type);
  if (isPredeclared(unit, name)) return name !== 'any' && name !== 'error';
  const declared = unit.typeNamed(name);
  return declared !== undefined && isPlain(declared.unit, declared.type, depth + 1);
}

const isEmpty = (unit: Unit, type: SyntaxNode): boolean => kindOf(typeFrom(unit, type)) === 'slice_type';

function lowerMethod(unit: Unit, node: SyntaxNode): ClassMember {
  const at = unit.at(node);
  const nameNode = child(node, 'name');
  const name = nameNode ? unit.textOf(nameNode) : '';
  const value: Expression = { kind: 'function', function: lowerFunction(unit, node, name), at };
  return { kind: 'method', static: false, key: literal(name, nameNode ? unit.at(nameNode) : at), value, decorators: [], at };
}

/** Methods are declared with the type of their result; interfaces inside are extended. */
function lowerInterface({ name, type, unit, node }: TypeDeclaration): Expression {
  const at = unit.at(node);
  const members = type.children.flatMap((part): ClassMember[] => {
    const nameNode = part.type === 'method_elem' ? child(part, 'name') : undefined;
    if (nameNode === undefined) return [];
    const result = lowerResult(unit, child(part, 'result'));
    return [
      {
        kind: 'method',
        static: false,
        key: literal(unit.textOf(nameNode), unit.at(nameNode)),
        ...(result ? { type: result } : {}),
        decorators: [],
        at: unit.at(part),
      },
    ];
  });
  const embedded = type.children.filter((part) => part.type === 'type_elem' && part.children.length === 1);
  const parents = embedded.flatMap((part) => (part.children[0] ? (typeExpression(unit, part.children[0]) ?? []) : []));
  return { kind: 'class', class: { name, interface: true, extends: parents, implements: [], members, decorators: [], at }, at };
}

/** Go's interfaces are implemented by having their methods; promoted ones count. Interfaces that embed others are compared by their own. */
function implementsAll(declaration: TypeDeclaration, candidate: TypeDeclaration): boolean {
  const wanted = candidate.type.children.flatMap((part) => {
    const name = part.type === 'method_elem' ? child(part, 'name') : undefined;
    return name ? [candidate.unit.textOf(name)] : [];
  });
  if (wanted.length === 0) return false;
  const has = methodNames(declaration, new Set());
  return wanted.every((name) => has.has(name));
}

function methodNames({ name, type, unit }: TypeDeclaration, visited: Set<string>): ReadonlySet<string> {
  const names = new Set<string>();
  if (visited.has(name)) return names;
  visited.add(name);
  for (const method of unit.package.methods.get(name) ?? []) {
    const node = child(method.node, 'name');
    if (node) names.add(method.unit.textOf(node));
  }
  if (type.type !== 'struct_type') return names;
  for (const field of fieldsOf(unit, type)) {
    const base = field.embedded ? baseTypeName(unit, field.type) : undefined;
    const inner = base === undefined ? undefined : unit.package.types.get(base);
    if (inner) for (const method of methodNames(inner, visited)) names.add(method);
  }
  return names;
}

/** Constants; a line without a value repeats the one above with the next `iota`. */
export function lowerConstants(unit: Unit, node: SyntaxNode, local: boolean): Statement[] {
  let values: readonly SyntaxNode[] = [];
  let typeNode: SyntaxNode | undefined;
  return node.children
    .filter((spec) => spec.type === 'const_spec')
    .flatMap((spec, index) => {
      const own = child(spec, 'value');
      if (own) {
        values = own.children;
        typeNode = child(spec, 'type');
      }
      const type = lowerType(unit, typeNode);
      const statements = namesIn(spec).map((name, position) => {
        const at = unit.at(name);
        const value = values[position];
        unit.iota = index;
        const lowered = value ? lowerExpression(unit, value) : list([], at);
        const text = unit.textOf(name);
        return text === '_' ? run(lowered) : declare({ kind: 'name', name: identifier(text), ...(type ? { type } : {}), at }, lowered, at);
      });
      if (local) for (const name of namesIn(spec)) unit.declare(unit.textOf(name), 'other');
      return statements;
    });
}
