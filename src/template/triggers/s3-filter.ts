/** Notification filters and configurations of S3. CloudFormation "AWS::S3::Bucket NotificationConfiguration". */
import type { Text } from '../../model/text.ts';
import type { Scope } from '../scope.ts';
import { at, type Node } from '../source/node.ts';

/** The prefix and suffix of the keys that are notified. A filter that a condition changes is left out: it only narrows. */
export function s3Filter(filter: Node | undefined, scope: Scope): { readonly prefix?: Text; readonly suffix?: Text } {
  let prefix: Text | undefined;
  let suffix: Text | undefined;
  for (const rule of scope.items(at(filter, 'S3Key', 'Rules'))) {
    const name = scope.literal(at(rule.value, 'Name'))?.toLowerCase();
    const value = rule.when.length === 0 ? scope.text(at(rule.value, 'Value')) : undefined;
    if (name === 'prefix') prefix = value;
    if (name === 'suffix') suffix = value;
  }
  return { ...(prefix ? { prefix } : {}), ...(suffix ? { suffix } : {}) };
}
