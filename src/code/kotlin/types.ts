/** Declared types, as those of Java: what a container gives is part of its shape; types that say nothing about clients are left out. */
import { member, nameOf } from '../construct.ts';
import { containerOf, isPlain } from '../java/types.ts';
import type { Expression, Type } from '../program.ts';
import { childOfType, type SyntaxNode } from '../tree-sitter.ts';
import type { Source } from './source.ts';

/** Kotlin's names of plain data, beside Java's. */
const PLAIN = new Set('Any Unit Nothing Int Char UInt ULong UByte UShort Regex Throwable Exception Result Comparable'.split(' '));

/** Kotlin's names of what Java's library names otherwise. */
const CONTAINERS: ReadonlyMap<string, string> = new Map([
  ...['MutableList', 'Sequence', 'Flow', 'Array', 'MutableCollection', 'MutableSet', 'MutableIterable'].map((name): [string, string] => [
    name,
    'List',
  ]),
  ['MutableMap', 'Map'],
  ['Deferred', 'CompletableFuture'],
]);

const TYPES = new Set(['user_type', 'nullable_type', 'function_type', 'parenthesized_type', 'non_nullable_type']);

export const isType = (node: SyntaxNode): boolean => TYPES.has(node.type);

/** The first type among the children. */
export const typeIn = (node: SyntaxNode | undefined): SyntaxNode | undefined => node?.children.find(isType);

/** The names of `a.b.C<D>`. */
function namesOf(source: Source, node: SyntaxNode): readonly string[] {
  return node.children.filter((part) => part.type === 'identifier').map((part) => source.nameIn(part));
}

export function simpleTypeName(source: Source, node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'nullable_type' || node?.type === 'parenthesized_type' || node?.type === 'non_nullable_type')
    return simpleTypeName(source, typeIn(node));
  return node?.type === 'user_type' ? namesOf(source, node).at(-1) : undefined;
}

export function lowerType(source: Source, node: SyntaxNode | undefined): Type | undefined {
  return node && source.deeper(node.start, () => lower(source, node));
}

function lower(source: Source, node: SyntaxNode): Type | undefined {
  if (node.type === 'function_type') {
    const result = lowerType(source, node.children.filter(isType).at(-1));
    return result && { kind: 'shape', members: [{ name: '()', result }] };
  }
  if (node.type !== 'user_type') return lowerType(source, typeIn(node));
  const name = simpleTypeName(source, node) ?? '';
  if (isPlain(name) || PLAIN.has(name)) return undefined;
  const given = (childOfType(node, 'type_arguments')?.children ?? []).map((argument) => lowerType(source, typeIn(argument)));
  const container = containerOf(CONTAINERS.get(name) ?? name, given);
  if (container) return container.type;
  const value = typeExpression(source, node);
  return value && { kind: 'reference', value };
}

/** A class by its name, as an expression. */
export function typeExpression(source: Source, node: SyntaxNode | undefined): Expression | undefined {
  if (node === undefined) return undefined;
  if (node.type !== 'user_type') return typeExpression(source, typeIn(node));
  const names = namesOf(source, node);
  const start = names.findIndex((name) => /^\p{Lu}/u.test(name));
  if (start < 0) return names.length === 1 && names[0] !== undefined ? source.type(names[0], node.start) : undefined;
  const [first = '', ...inner] = names.slice(start);
  const at = node.start;
  // a class that is named with its package, without an import
  const base: Expression = start === 0 ? source.type(first, at) : nameOf(names.slice(0, start + 1).join('.'), at);
  return inner.reduce<Expression>((owner, name) => member(owner, name, at), base);
}
