import type { Span } from '../../model/span.ts';

/**
 * A template as a tree with positions: what YAML and JSON have in common, with CloudFormation's short tags (`!Ref X`)
 * already in long form (`{ Ref: X }`). Readers work on nodes, so that every finding and every origin has a line.
 */
export type Node = ScalarNode | SequenceNode | MappingNode | InvalidNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** as it is written, where that differs from the value: `012345678901` in a string position keeps its zero */
  readonly written?: string;
  readonly span: Span;
  /** where the first line of a block scalar (`|`, `>`) stands; the value's line 1 */
  readonly content?: Span;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly span: Span;
}

export interface Entry {
  /** where the key stands */
  readonly span: Span;
  readonly value: Node;
}

/** A part that could not be read; a finding says so. `reason` ends a sentence that starts "it depends on". */
export interface InvalidNode {
  readonly kind: 'invalid';
  readonly reason: string;
  readonly span: Span;
}

export const scalar = (value: ScalarNode['value'], span: Span): ScalarNode => ({ kind: 'scalar', value, span });
export const sequence = (items: readonly Node[], span: Span): SequenceNode => ({ kind: 'sequence', items, span });

/** A mapping of generated content: every key stands at the span of what it is generated from. */
export function mapping(values: Readonly<Record<string, Node | undefined>>, span: Span): MappingNode {
  const entries = new Map<string, Entry>();
  for (const [key, value] of Object.entries(values)) if (value) entries.set(key, { span, value });
  return { kind: 'mapping', entries, span };
}

export const reference = (id: string, span: Span): Node => mapping({ Ref: scalar(id, span) }, span);
export const attribute = (id: string, name: string, span: Span): Node =>
  mapping({ 'Fn::GetAtt': sequence([scalar(id, span), scalar(name, span)], span) }, span);

export const noValue = (span: Span): Node => reference('AWS::NoValue', span);
export const conditional = (condition: string, then: Node, otherwise: Node, span: Span): Node =>
  mapping({ 'Fn::If': sequence([scalar(condition, span), then, otherwise], span) }, span);

export const isMapping = (node: Node | undefined): node is MappingNode => node?.kind === 'mapping';

/** The value at a path of keys; undefined as soon as a step is missing. */
export function at(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let here = node;
  for (const key of keys) {
    if (here?.kind !== 'mapping') return undefined;
    here = here.entries.get(key)?.value;
  }
  return here;
}

/** Where a key stands, else where the mapping starts. */
export const spanOf = (node: MappingNode, key: string): Span => node.entries.get(key)?.span ?? node.span;

/** The string that a scalar stands for in a string position. */
export function stringOf(node: Node | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.written ?? String(node.value));
}

/** The strings of a list; a single string counts as a list of one, as CloudFormation reads `DependsOn: X`. */
export function stringsOf(node: Node | undefined): readonly string[] {
  const items = node?.kind === 'sequence' ? node.items : node ? [node] : [];
  return items.map(stringOf).filter((item) => item !== undefined);
}

export function booleanOf(node: Node | undefined): boolean | undefined {
  if (node?.kind !== 'scalar') return undefined;
  if (node.value === true || node.value === 'true') return true;
  return node.value === false || node.value === 'false' ? false : undefined;
}

const FUNCTION_NAME = /^Fn::[A-Za-z0-9]+(?:::[^\s]+)?$/;

/**
 * The intrinsic that a mapping is: its one key is `Ref`, `Condition` or `Fn::…`. `Condition` and `Ref` must name something,
 * since `Condition` is also a key of policies.
 */
export function intrinsicOf(node: Node | undefined): { readonly name: string; readonly argument: Node } | undefined {
  if (node?.kind !== 'mapping' || node.entries.size !== 1) return undefined;
  for (const [name, { value }] of node.entries) {
    if (name === 'Ref' || name === 'Condition')
      return value.kind === 'scalar' && typeof value.value === 'string' ? { name, argument: value } : undefined;
    if (FUNCTION_NAME.test(name)) return { name, argument: value };
  }
  return undefined;
}

/** The long form as JSON; what an expression hole keeps so that it can be printed back. */
export function toJson(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(toJson);
    case 'mapping':
      // fromEntries defines own properties, so a key `__proto__` stays a key
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toJson(entry.value)]));
    case 'invalid':
      return null;
  }
}

/** A JSON value as nodes that all stand at one place: content that the reader itself makes. */
export function fromJson(value: unknown, span: Span): Node {
  if (Array.isArray(value))
    return sequence(
      value.map((item) => fromJson(item, span)),
      span,
    );
  if (value !== null && typeof value === 'object')
    return {
      kind: 'mapping',
      span,
      entries: new Map(Object.entries(value).map(([key, item]) => [key, { span, value: fromJson(item, span) }])),
    };
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return scalar(value, span);
  return { kind: 'invalid', reason: 'a value that JSON does not have', span };
}
