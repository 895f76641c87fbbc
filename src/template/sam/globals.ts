/**
 * `Globals` merged into the resources of SAM: maps deeply, lists by appending, anything else replaced by the resource's own; an
 * intrinsic function counts as one value. SAM "Globals section of the AWS SAM template", "IgnoreGlobals".
 */
import type { Finding } from '../../model/finding.ts';
import { at, intrinsicOf, type MappingNode, type Node, stringOf, stringsOf } from '../source/node.ts';

const PREFIX = 'AWS::Serverless::';
/** lists that the resource's own list replaces */
const REPLACED: ReadonlySet<string> = new Set(['AWS::Serverless::Function.Architectures']);

export const GLOBAL_SECTIONS: ReadonlySet<string> = new Set([
  'Api',
  'CapacityProvider',
  'Function',
  'HttpApi',
  'LayerVersion',
  'MicroVMImage',
  'NetworkConnector',
  'SimpleTable',
  'StateMachine',
  'WebSocketApi',
]);

export function checkGlobals(globals: Node | undefined, report: (finding: Finding) => void): void {
  if (globals?.kind !== 'mapping') return;
  for (const [section, entry] of globals.entries)
    if (!GLOBAL_SECTIONS.has(section))
      report({
        code: 'globals-unknown',
        severity: 'warning',
        message: `Globals has no section ${section}; it is not merged`,
        span: entry.span,
      });
}

/** The resource's properties with what `Globals` says for its type. `attributes` is the whole resource, for `IgnoreGlobals`. */
export function withGlobals(type: string, properties: MappingNode, attributes: Node, globals: Node | undefined): MappingNode {
  if (!type.startsWith(PREFIX)) return properties;
  const section = at(globals, type.slice(PREFIX.length));
  if (section?.kind !== 'mapping') return properties;
  const ignored = at(attributes, 'IgnoreGlobals');
  if (stringOf(ignored) === '*') return properties;
  const without = new Set(stringsOf(ignored));
  const entries = new Map([...section.entries].filter(([key]) => !without.has(key)));
  return mergeMappings({ ...section, entries }, properties, type);
}

function mergeMappings(global: MappingNode, local: MappingNode, path: string): MappingNode {
  const entries = new Map(global.entries);
  for (const [key, entry] of local.entries) {
    const base = global.entries.get(key);
    entries.set(key, base ? { span: entry.span, value: merge(base.value, entry.value, `${path}.${key}`) } : entry);
  }
  return { kind: 'mapping', entries, span: local.span };
}

function merge(global: Node, local: Node, path: string): Node {
  if (REPLACED.has(path)) return local;
  if (global.kind === 'sequence' && local.kind === 'sequence') return { ...local, items: [...global.items, ...local.items] };
  if (global.kind === 'mapping' && local.kind === 'mapping' && !intrinsicOf(global) && !intrinsicOf(local))
    return mergeMappings(global, local, path);
  return local;
}
