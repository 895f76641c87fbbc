/**
 * Declared types. What a container of the standard library gives is part of its shape: the result of a supplier's `get`, the items
 * of a list. Types that say nothing about clients are left out.
 */
import { member } from '../construct.ts';
import type { Expression, Type } from '../program.ts';
import { child, childOfType, type SyntaxNode } from '../tree-sitter.ts';
import type { Source } from './source.ts';

const PLAIN = new Set(
  (
    'var String CharSequence Object Integer Long Short Byte Double Float Boolean Character Number Void BigDecimal BigInteger UUID Instant ' +
    'LocalDate LocalDateTime Duration Date Context LambdaLogger Logger InputStream OutputStream Class File Path Exception'
  ).split(' '),
);

const LISTS = new Set(
  'List Set Collection Iterable Iterator Stream ArrayList LinkedList HashSet LinkedHashSet TreeSet Queue Deque Vector SdkIterable PageIterable'.split(
    ' ',
  ),
);

const MAPS = new Set('Map HashMap LinkedHashMap TreeMap ConcurrentHashMap ConcurrentMap SortedMap'.split(' '));

/** Containers of one value, by the methods that give it. */
const HOLDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Optional', ['get', 'orElse', 'orElseThrow', 'orElseGet']],
  ['Supplier', ['get']],
  ['Provider', ['get']],
  ['Instance', ['get']],
  ['ObjectProvider', ['getObject', 'getIfAvailable']],
  ['BeanProvider', ['get']],
  ['Lazy', ['get']],
  ['Callable', ['call']],
  ['AtomicReference', ['get']],
  ['ThreadLocal', ['get']],
  ['CompletableFuture', ['get', 'join']],
  ['CompletionStage', ['get', 'join']],
  ['Future', ['get']],
]);

export const simpleTypeName = (source: Source, node: SyntaxNode | undefined): string | undefined => {
  let type = node;
  while (type !== undefined) {
    if (type.type === 'type_identifier' || type.type === 'identifier') return source.textOf(type);
    if (type.type === 'scoped_type_identifier') type = type.children.at(-1);
    else if (type.type === 'annotated_type') type = type.children.at(-1);
    else if (type.type === 'generic_type') type = type.children[0];
    else return undefined;
  }
  return undefined;
};

export function lowerType(source: Source, node: SyntaxNode | undefined): Type | undefined {
  return node && source.deeper(node.start, () => lower(source, node));
}

function lower(source: Source, node: SyntaxNode): Type | undefined {
  switch (node.type) {
    case 'annotated_type':
      return lowerType(source, node.children.at(-1));
    case 'array_type': {
      const item = lowerType(source, child(node, 'element'));
      return item && { kind: 'list', item };
    }
    case 'generic_type':
      return lowerGeneric(source, node);
    case 'type_identifier':
    case 'identifier':
      if (PLAIN.has(source.textOf(node))) return undefined;
      return { kind: 'reference', value: source.type(source.textOf(node), node.start) };
    case 'scoped_type_identifier': {
      const value = typeExpression(source, node);
      return value && { kind: 'reference', value };
    }
    default:
      return undefined;
  }
}

function lowerGeneric(source: Source, node: SyntaxNode): Type | undefined {
  const name = simpleTypeName(source, node);
  const given = childOfType(node, 'type_arguments')?.children ?? [];
  const types = given.map((argument) => lowerType(source, argument.type === 'wildcard' ? argument.children.at(-1) : argument));
  const container = name === undefined ? undefined : containerOf(name, types);
  if (container) return container.type;
  const value = typeExpression(source, node);
  return value && { kind: 'reference', value };
}

/** What a container of the standard library gives, by the types that it holds; undefined for other types. */
export function containerOf(name: string, types: readonly (Type | undefined)[]): { readonly type: Type | undefined } | undefined {
  const [first, second] = types;
  if (LISTS.has(name)) return { type: first && { kind: 'list', item: first } };
  if (MAPS.has(name)) {
    if (!second) return { type: undefined };
    const members = [
      ...['get', 'getOrDefault', 'remove', 'computeIfAbsent', 'put'].map((method) => ({ name: method, result: second })),
      { name: 'values', result: { kind: 'list' as const, item: second } },
    ];
    return { type: { kind: 'shape', members } };
  }
  const methods = HOLDERS.get(name);
  if (!methods) return undefined;
  return { type: first && { kind: 'shape', members: methods.map((method) => ({ name: method, result: first })) } };
}

/** Whether values of the type are plain data. */
export const isPlain = (name: string): boolean => PLAIN.has(name);

/** A class by its name, as an expression; undefined for primitive and array types. */
export function typeExpression(source: Source, node: SyntaxNode | undefined): Expression | undefined {
  switch (node?.type) {
    case 'type_identifier':
    case 'identifier':
      return source.type(source.textOf(node), node.start);
    case 'generic_type':
      return typeExpression(source, node.children[0]);
    case 'annotated_type':
      return typeExpression(source, node.children.at(-1));
    case 'scoped_type_identifier':
    case 'scoped_identifier':
      return qualified(source, node);
    default:
      return undefined;
  }
}

/** `Outer.Inner`, or a class with its whole package. */
function qualified(source: Source, node: SyntaxNode): Expression | undefined {
  const names = source
    .textOf(node)
    .replaceAll(/<[^<>]*>|@[\w.]+(\([^()]*\))?|\s/g, '')
    .split('.')
    .filter((name) => name !== '');
  return qualifiedName(source, names, node.start);
}

export function qualifiedName(source: Source, names: readonly string[], at: number): Expression | undefined {
  const start = names.findIndex((name) => /^[A-Z]/.test(name));
  if (start < 0) return undefined;
  const [first = '', ...inner] = names.slice(start);
  const base: Expression = start === 0 ? source.type(first, at) : packaged(names.slice(0, start + 1), at);
  return inner.reduce<Expression>((owner, name) => member(owner, name, at), base);
}

/** A class that is named with its package, without an import. */
const packaged = (names: readonly string[], at: number): Expression => ({ kind: 'name', name: names.join('.'), at });

/** The type by its simple name, without what is in angle brackets; the empty text where there is none. */
export const typeText = (source: Source, node: SyntaxNode | undefined): string =>
  node === undefined ? '' : (simpleTypeName(source, node) ?? source.textOf(node).replaceAll(/<[\s\S]*>|\s|,/g, ''));
