/** The `Policies` of a SAM function: names, ARNs, documents and policy templates. SAM "FunctionPolicies", "SAM policy templates". */
import type { PolicyAttachment } from '../../model/app.ts';
import { and, type When } from '../../model/condition.ts';
import type { Datum } from '../../model/datum.ts';
import { text } from '../../model/text.ts';
import type { Reader } from '../reader.ts';
import { at, intrinsicOf, isMapping, type Node } from '../source/node.ts';
import { managedAttachment } from './attachments.ts';

export function samPolicies(policies: Node | undefined, reader: Reader): readonly PolicyAttachment[] {
  return reader.scope.items(policies).flatMap(({ when, value }, index) => samPolicy(value, when, `Policies[${index}]`, reader));
}

function samPolicy(node: Node, when: When, path: string, reader: Reader): readonly PolicyAttachment[] {
  const place = { span: node.span, path, when };
  if (!isMapping(node) || intrinsicOf(node)) return managedAttachment(node, when, path, reader, false);
  if (node.entries.has('Statement')) {
    const document = reader.scope.evaluate(node);
    return document ? [{ ...place, kind: 'document', document }] : [];
  }
  // the document may be wrapped as IAM wraps it in a role
  const wrapped = at(node, 'PolicyDocument');
  const document = wrapped && reader.scope.evaluate(wrapped);
  if (document) return [{ ...place, kind: 'document', document }];
  const [only, ...others] = node.entries;
  if (!only || others.length > 0)
    return [
      {
        ...place,
        kind: 'unknown',
        why: 'the entry is no policy document (it has no Statement) and no policy template (it has several keys)',
      },
    ];
  const [template, { value }] = only;
  return reader.scope.alternatives(value).flatMap((option): readonly PolicyAttachment[] => {
    const both = and(when, option.when);
    return both ? [{ ...place, when: both, kind: 'samTemplate', template, parameters: parametersOf(option.value, reader) }] : [];
  });
}

function parametersOf(node: Node, { scope }: Reader): ReadonlyMap<string, Datum> {
  const out = new Map<string, Datum>();
  if (!isMapping(node)) return out;
  for (const [key, entry] of node.entries) out.set(key, scope.evaluate(entry.value) ?? { kind: 'text', text: text() });
  return out;
}
