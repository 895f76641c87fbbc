/** Annotations and modifiers, which stand together before a declaration. */
import { child, childOfType, type SyntaxNode } from '../tree-sitter.ts';
import type { Source } from './source.ts';

interface Annotation {
  /** without its package */
  readonly name: string;
  readonly node: SyntaxNode;
}

export function annotationsOf(source: Source, node: SyntaxNode): readonly Annotation[] {
  const modifiers = childOfType(node, 'modifiers');
  return (modifiers?.children ?? []).flatMap((part) => {
    const nameNode = child(part, 'name');
    if (nameNode === undefined || (part.type !== 'annotation' && part.type !== 'marker_annotation')) return [];
    const name = source.textOf(nameNode);
    return [{ name: name.slice(name.lastIndexOf('.') + 1), node: part }];
  });
}

/** The keywords among the modifiers. */
export function modifiersOf(source: Source, node: SyntaxNode): ReadonlySet<string> {
  const modifiers = childOfType(node, 'modifiers');
  if (modifiers === undefined) return new Set();
  let text = '';
  let from = modifiers.start;
  for (const part of modifiers.children) {
    text += ` ${source.file.text.slice(from, part.start)}`;
    from = part.end;
  }
  text += ` ${source.file.text.slice(from, modifiers.end)}`;
  return new Set(text.match(/[a-z-]+/g) ?? []);
}

/** The arguments of an annotation by name; a single one is `value`. */
export function argumentsOf(source: Source, annotation: Annotation): ReadonlyMap<string, SyntaxNode> {
  const given = child(annotation.node, 'arguments');
  const found = new Map<string, SyntaxNode>();
  for (const part of given?.children ?? []) {
    const key = part.type === 'element_value_pair' ? child(part, 'key') : undefined;
    const value = part.type === 'element_value_pair' ? child(part, 'value') : part;
    if (value) found.set(key ? source.textOf(key) : 'value', value);
  }
  return found;
}

/**
 * The name that a mapper of JSON reads and writes a field under, as a struct tag (Jackson's `@JsonProperty`, Gson's `@SerializedName`,
 * kotlinx.serialization's `@SerialName`).
 */
export function jsonTag(source: Pick<Source, 'textOf'>, node: SyntaxNode): { readonly tag: string } | undefined {
  const modifiers = childOfType(node, 'modifiers');
  const found = modifiers && JSON_NAME.exec(source.textOf(modifiers));
  return found ? { tag: `json:"${found[1]}"` } : undefined;
}

const JSON_NAME =
  /@(?:\w+:)?(?:\w+\.){0,8}(?:JsonProperty|SerializedName|SerialName)\s{0,9}\(\s{0,9}(?:value\s{0,9}=\s{0,9})?"([^"\\,]{1,200})"/;
