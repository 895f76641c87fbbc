/** Annotations. Containers and wrappers of `typing` are lowered to what they hold, since only clients and classes matter. */
import { member, nameOf } from '../construct.ts';
import type { Expression, Type } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { identifier, type Source } from './source.ts';

/** `Optional[T]` is T. */
const TRANSPARENT = new Set([
  'Optional',
  'Annotated',
  'Final',
  'ClassVar',
  'Awaitable',
  'Required',
  'NotRequired',
  'ReadOnly',
  'Type',
  'type',
  'ContextManager',
  'AsyncContextManager',
]);
const LISTS = new Set(
  'List list Sequence MutableSequence Iterable Iterator AsyncIterable AsyncIterator Collection Set set FrozenSet frozenset AbstractSet Tuple tuple Deque deque Generator AsyncGenerator'.split(
    ' ',
  ),
);
const MAPS = new Set('Dict dict Mapping MutableMapping DefaultDict defaultdict OrderedDict'.split(' '));
/** types that hold no client */
const PLAIN = new Set('str int float bool bytes None object Any complex bytearray'.split(' '));

/** Containers without what they hold, too. */
const saysNothing = (name: string): boolean => PLAIN.has(name) || LISTS.has(name) || MAPS.has(name);

export function lowerType(source: Source, node: SyntaxNode | undefined): Type | undefined {
  if (node === undefined) return undefined;
  return source.deeper(node.start, () => lower(source, node));
}

function lower(source: Source, node: SyntaxNode): Type | undefined {
  switch (node.type) {
    case 'type':
    case 'parenthesized_expression':
    case 'constrained_type':
      return lowerType(source, node.children[0]);
    case 'identifier':
    case 'attribute':
    case 'dotted_name':
    case 'member_type': {
      if (saysNothing(source.textOf(node))) return undefined;
      const value = qualified(source, node);
      return value === undefined ? undefined : { kind: 'reference', value };
    }
    case 'generic_type': {
      const parameters = node.children.find((part) => part.type === 'type_parameter');
      return node.children[0] && applied(source, node.children[0], parameters?.children ?? []);
    }
    case 'subscript': {
      const base = child(node, 'value');
      return (
        base &&
        applied(
          source,
          base,
          node.children.filter((part) => part.field === 'subscript'),
        )
      );
    }
    case 'union_type':
      return unionOf(source, node.children);
    case 'binary_operator':
      return unionOf(source, [child(node, 'left'), child(node, 'right')]);
    case 'string':
      return quoted(source, node);
    default:
      return undefined;
  }
}

function unionOf(source: Source, nodes: readonly (SyntaxNode | undefined)[]): Type | undefined {
  const options = nodes.flatMap((node) => lowerType(source, node) ?? []);
  return options.length > 1 ? { kind: 'union', options } : options[0];
}

function applied(source: Source, base: SyntaxNode, parameters: readonly SyntaxNode[]): Type | undefined {
  const text = source.textOf(base);
  const simple = text.slice(text.lastIndexOf('.') + 1);
  if (simple === 'Literal') return undefined;
  if (simple === 'Union')
    return unionOf(
      source,
      parameters.flatMap((p) => (p.type === 'tuple' ? p.children : [p])),
    );
  if (TRANSPARENT.has(simple)) return lowerType(source, parameters[0]);
  if (simple === 'Coroutine') return lowerType(source, parameters[2]);
  if (simple === 'Callable') {
    const result = lowerType(source, parameters[1]);
    return result && { kind: 'shape', members: [{ name: '()', result }] };
  }
  const held = MAPS.has(simple) ? parameters[1] : LISTS.has(simple) ? parameters[0] : undefined;
  if (held !== undefined) {
    const item = lowerType(source, held);
    return item && { kind: 'list', item };
  }
  const value = qualified(source, base);
  const types = parameters.flatMap((parameter) => lowerType(source, parameter) ?? []);
  return value && { kind: 'reference', value, ...(types.length > 0 ? { arguments: types } : {}) };
}

function qualified(source: Source, node: SyntaxNode): Expression | undefined {
  if (node.type === 'identifier') return nameOf(identifier(source.textOf(node)), node.start);
  return named(source.textOf(node), node.start);
}

function named(text: string, at: number): Expression | undefined {
  const [first, ...rest] = text.split('.').map((part) => part.trim());
  if (first === undefined || ![first, ...rest].every((part) => /^[^\W\d]\w*$/u.test(part))) return undefined;
  return rest.reduce<Expression>((object, property) => member(object, property, at), nameOf(identifier(first), at));
}

/** A forward reference: its text is an annotation of its own. */
function quoted(source: Source, node: SyntaxNode): Type | undefined {
  const content = node.children.find((part) => part.type === 'string_content');
  if (content === undefined) return undefined;
  const text = source.textOf(content);
  const simple = named(text, content.start);
  if (simple !== undefined) return saysNothing(text) ? undefined : { kind: 'reference', value: simple };
  const root = source.grammar.parse(`_: ${text}`)?.root;
  const type = root?.children[0]?.children[0]?.children.find((part) => part.field === 'type');
  if (type === undefined || text.includes('"') || text.includes("'")) return undefined;
  return lowerType(source.excerpt(`_: ${text}`), type);
}
