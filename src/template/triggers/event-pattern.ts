/** Patterns of rules, with what the template tells of the senders. */
import { ofBuckets, sendsEvents } from '../../delivery/rule.ts';
import type { Datum } from '../../model/datum.ts';
import type { Reader } from '../reader.ts';
import type { Node } from '../source/node.ts';

export function eventPattern(node: Node | undefined, { scope, registry }: Pick<Reader, 'scope' | 'registry'>): Datum | undefined {
  const pattern = scope.evaluate(node);
  const buckets = registry.ofType('AWS::S3::Bucket').flatMap(({ id, properties }) => {
    const name = scope.identity(id)?.name;
    return name && sendsEvents(scope.map(properties)) ? [name] : [];
  });
  return pattern && ofBuckets(pattern, buckets);
}
