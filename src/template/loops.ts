/**
 * Expands `Fn::ForEach` into the entries that it stands for, before anything is evaluated. CloudFormation "Fn::ForEach"
 * (transform `AWS::LanguageExtensions`). A collection that is known at deployment only stays as it is: a finding says so.
 */
import type { Finding } from '../model/finding.ts';
import { at, type Entry, intrinsicOf, type MappingNode, type Node, scalar, stringOf } from './source/node.ts';

const PREFIX = 'Fn::ForEach::';
/** CloudFormation's own limit is 500 resources; room for loops in properties */
const MAX_ENTRIES = 20_000;

export interface LoopInput {
  readonly mappings: Node | undefined;
  /** parameters that the user gives, as lists where their type is a list */
  readonly given: ReadonlyMap<string, string>;
  readonly report: (finding: Finding) => void;
}

type Bindings = ReadonlyMap<string, string>;

export function expandLoops(body: MappingNode, input: LoopInput): MappingNode {
  if (!hasLoop(body, new Set())) return body;
  let budget = MAX_ENTRIES;

  const expand = (node: Node, bindings: Bindings): Node => {
    switch (node.kind) {
      case 'scalar':
        return typeof node.value === 'string' && bindings.size > 0 ? { ...node, value: substitute(node.value, bindings) } : node;
      case 'sequence':
        return { ...node, items: node.items.map((item) => expand(item, bindings)) };
      case 'mapping': {
        const intrinsic = intrinsicOf(node);
        const bound = intrinsic?.name === 'Ref' ? bindings.get(stringOf(intrinsic.argument) ?? '') : undefined;
        if (bound !== undefined) return scalar(bound, node.span);
        return { kind: 'mapping', span: node.span, entries: entriesOf(node, bindings) };
      }
      case 'invalid':
        return node;
    }
  };

  const entriesOf = (node: MappingNode, bindings: Bindings): ReadonlyMap<string, Entry> => {
    const out = new Map<string, Entry>();
    for (const [key, entry] of node.entries) {
      if (!key.startsWith(PREFIX)) {
        budget -= 1;
        if (budget > 0) out.set(substitute(key, bindings), { span: entry.span, value: expand(entry.value, bindings) });
        continue;
      }
      const loop = parse(entry.value, bindings, input);
      if (!loop) {
        const message = `${key} is not expanded: its collection is known at deployment only; give the parameter a value (--parameter)`;
        input.report({ code: 'loop-open', severity: 'warning', message, span: entry.span });
        out.set(key, entry);
        continue;
      }
      for (const value of loop.values) {
        budget -= 1;
        if (budget <= 0) break;
        const inner = new Map([...bindings, [loop.identifier, value]]);
        for (const [made, own] of entriesOf(loop.body, inner)) out.set(made, own);
      }
    }
    return out;
  };

  const expanded: MappingNode = { kind: 'mapping', span: body.span, entries: entriesOf(body, new Map()) };
  if (budget <= 0)
    input.report({
      code: 'loop-limit',
      severity: 'error',
      message: `the loops of the template make more than ${MAX_ENTRIES} entries; the rest is not read`,
      span: body.span,
    });
  return expanded;
}

function hasLoop(node: Node, seen: Set<Node>): boolean {
  if (node.kind === 'scalar' || node.kind === 'invalid' || seen.has(node)) return false;
  seen.add(node);
  if (node.kind === 'sequence') return node.items.some((item) => hasLoop(item, seen));
  return [...node.entries].some(([key, { value }]) => key.startsWith(PREFIX) || hasLoop(value, seen));
}

function parse(
  node: Node,
  bindings: Bindings,
  input: LoopInput,
): { readonly identifier: string; readonly values: readonly string[]; readonly body: MappingNode } | undefined {
  if (node.kind !== 'sequence' || node.items.length !== 3) return undefined;
  const [identifier, collection, body] = node.items;
  const name = stringOf(identifier);
  const values = collection && valuesOf(collection, bindings, input);
  return name !== undefined && values && body?.kind === 'mapping' ? { identifier: name, values, body } : undefined;
}

function valuesOf(node: Node, bindings: Bindings, input: LoopInput): readonly string[] | undefined {
  if (node.kind === 'sequence') {
    const lists = node.items.map((item) => (intrinsicOf(item) ? valuesOf(item, bindings, input) : literal(item, bindings)));
    return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
  }
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name === 'Ref') {
    const name = stringOf(intrinsic.argument) ?? '';
    const bound = bindings.get(name) ?? input.given.get(name);
    return bound?.split(',').map((item) => item.trim());
  }
  if (intrinsic?.name === 'Fn::FindInMap' && intrinsic.argument.kind === 'sequence') {
    const [map, first, second] = intrinsic.argument.items.map((item) => literal(item, bindings)?.[0]);
    const found = map !== undefined && first !== undefined && second !== undefined ? at(input.mappings, map, first, second) : undefined;
    return found && valuesOf(found, bindings, input);
  }
  return undefined;
}

function literal(node: Node, bindings: Bindings): readonly string[] | undefined {
  const value = stringOf(node);
  if (value !== undefined) return [substitute(value, bindings)];
  const intrinsic = intrinsicOf(node);
  const bound = intrinsic?.name === 'Ref' ? bindings.get(stringOf(intrinsic.argument) ?? '') : undefined;
  return bound === undefined ? undefined : [bound];
}

/** `${Name}` as it is, `&{Name}` without the characters that a logical id may not have. */
function substitute(value: string, bindings: Bindings): string {
  let out = value;
  for (const [name, bound] of bindings)
    out = out.replaceAll(`\${${name}}`, bound).replaceAll(`&{${name}}`, bound.replaceAll(/[^A-Za-z0-9]/g, ''));
  return out;
}
