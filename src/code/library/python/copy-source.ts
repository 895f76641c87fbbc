/**
 * What copies of S3 objects name as their source: botocore takes `{'Bucket': …, 'Key': …, 'VersionId': …}` beside the text that the API
 * takes ("copy_object", S3 client, Boto3 documentation).
 */
import { buildText } from '../../interpreter/evaluate.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { isNullish, type ObjectValue, optionsOf, textValue, union, type Value } from '../../interpreter/values.ts';

/** The input with its source as a text. */
export function withCopySource(machine: Machine, input: ObjectValue, site: Site): ObjectValue {
  const source = input.fields.get('CopySource');
  if (source) input.fields.set('CopySource', union(optionsOf(source).map((option) => asText(machine, option, site))));
  return input;
}

function asText(machine: Machine, source: Value, site: Site): Value {
  if (source.kind !== 'object') return source;
  const [bucket, key, version] = ['Bucket', 'Key', 'VersionId'].map((name) => getMember(machine, source, textValue(name), site));
  if (!bucket || !key || !version || isNullish(bucket) || isNullish(key)) return source;
  return union(
    optionsOf(version).map((option) =>
      buildText([bucket, textValue('/'), key, ...(isNullish(option) ? [] : [textValue('?versionId='), option])]),
    ),
  );
}
