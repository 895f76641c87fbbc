/** Patterns of rules, with what the template tells of the senders. */
import { ofBuckets, sendsEvents } from '../../delivery/rule.ts';
import type { When } from '../../model/condition.ts';
import type { Datum } from '../../model/datum.ts';
import { displayText, type Text } from '../../model/text.ts';
import type { Reader } from '../reader.ts';
import { at, type Node } from '../source/node.ts';

type Senders = Pick<Reader, 'scope' | 'registry'>;

export function eventPattern(node: Node | undefined, reader: Senders): Datum | undefined {
  const pattern = reader.scope.evaluate(node);
  return pattern && ofBuckets(pattern, senders(reader));
}

/** The buckets of the template that send their events to EventBridge. */
const senders = ({ scope, registry }: Senders): readonly Text[] =>
  registry.ofType('AWS::S3::Bucket').flatMap(({ id, properties }) => {
    const name = scope.identity(id)?.name;
    return name && sendsEvents(scope.map(properties)) ? [name] : [];
  });

/** Says of which rules the senders are taken for those of the template. */
export function noteSenders(made: ReadonlyMap<string, When>, reader: Reader): void {
  for (const id of made.keys()) {
    const rule = reader.declarations.get(id);
    const node = rule?.type === 'AWS::Events::Rule' ? at(rule.properties, 'EventPattern') : undefined;
    const pattern = reader.scope.evaluate(node);
    const buckets = senders(reader);
    if (!rule || !node || !pattern || ofBuckets(pattern, buckets) === pattern) continue;
    const names = buckets.map(displayText).join(', ');
    const message = `the rule ${id} takes events of any bucket of the account; it is read as one for ${names}: name the bucket in the pattern, so that no other one can invoke its targets`;
    reader.report({ code: 'rule-any-bucket', severity: 'info', message, span: node.span });
  }
}
