/**
 * S3 Block Public Access of a bucket of the template, as far as it says who may use the bucket: RestrictPublicBuckets. What may be put
 * into a bucket's policy and ACLs depends on what is put, which no question tells; the settings of accounts are not in a template.
 */
import type { Resource } from '../../model/app.ts';
import { alternatives } from '../../policy/alternatives.ts';
import { isNoValue } from '../../policy/grammar/reading.ts';
import { parsePublicAccessBlock } from '../../policy/services/public-access.ts';
import type { Policy } from '../../policy/statement.ts';
import { type Bindings, bindDatum } from './bindings.ts';
import type { PlacedPolicy } from './question.ts';
import { at, textOf } from './template-data.ts';

const PROPERTY = 'PublicAccessBlockConfiguration';
const SETTING = 'RestrictPublicBuckets';

/**
 * The Denies that the bucket's setting amounts to, given its policy; undefined: there are none. A bucket without the configuration
 * has all settings on, one with it those that it turns on (Amazon S3: "Default settings for new S3 buckets FAQ"; CloudFormation:
 * "AWS::S3::Bucket PublicAccessBlockConfiguration").
 */
export function publicAccessBlock(bucket: Resource, policy: Policy | undefined, bindings: Bindings): PlacedPolicy | undefined {
  const states = settingOf(bucket, bindings);
  if (states.every((state) => state === 'off')) return undefined;
  const blocked = parsePublicAccessBlock([{ RestrictPublicBuckets: true }], { policy }, bucket.id);
  if (blocked.statements.length === 0) return undefined;
  const doubt = `whether ${bucket.id} has ${SETTING} turned on`;
  const sure = states.every((state) => state === 'on');
  const statements = sure ? blocked.statements : blocked.statements.map((one) => ({ ...one, open: [...one.open, doubt] }));
  return { policy: { ...blocked, statements }, places: [{ span: bucket.span, path: `${bucket.id}.${PROPERTY}` }] };
}

type State = 'on' | 'off' | 'unknown';

function settingOf({ properties }: Resource, bindings: Bindings): readonly State[] {
  const configuration = at(properties, PROPERTY);
  if (configuration === undefined) return ['on'];
  return alternatives(bindDatum(configuration, bindings)).map(({ value }) => {
    if (isNoValue(value)) return 'on';
    if (value.kind !== 'map') return 'unknown';
    const setting = at(value, SETTING);
    if (setting === undefined || isNoValue(setting)) return value.open ? 'unknown' : 'off';
    const written = textOf(setting)?.join('').toLowerCase();
    return written === 'false' ? 'off' : written === 'true' ? 'on' : 'unknown';
  });
}
