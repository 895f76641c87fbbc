/**
 * The resources of Amazon S3: buckets, access points and the objects in them. Sources: "Policy resources for Amazon S3" and
 * "Configuring IAM policies for using access points" of the S3 User Guide.
 */
import { and } from '../../model/condition.ts';
import { isExact, REGION, startsWith, text } from '../../model/text.ts';
import { arn, arnParts, globalArn, isArn, literally, wildcards } from '../arn.ts';
import { type TextValue, textsAt } from '../input.ts';
import { below, type ResourceForm, type Scope, type Target, targetOf, unresolvedTarget } from '../resource.ts';
import { resourceByName } from '../template-resources.ts';

const BUCKETS = ['AWS::S3::Bucket'];

/** S3 User Guide, "Using a bucket-style alias for your S3 bucket access point". */
const ALIAS_SUFFIXES = ['-s3alias', '--ol-s3'];
/** S3 User Guide, "Directory bucket naming rules". */
export const DIRECTORY_SUFFIX = '--x-s3';

/** A bucket, an access point by ARN or alias, or an outpost: whatever the Bucket parameter takes. */
export function bucketTarget(value: TextValue, scope: Scope): Target {
  const { when } = value;
  if (value.kind === 'absent') return unresolvedTarget(globalArn('s3', ['*']), when, 'Bucket, which the call does not show');
  if (value.kind === 'unknown') return unresolvedTarget(globalArn('s3', ['*']), when, value.reason);
  if (isArn(value.text)) return targetOf(value.text, arnParts(value.text)?.resource ?? value.text, when);
  const known = resourceByName(scope.app, value.text, BUCKETS);
  if (known?.arn) return targetOf(known.arn, known.arn, when);
  const place = { region: scope.region ?? [REGION] };
  const last = value.text[value.text.length - 1];
  if (typeof last === 'string' && ALIAS_SUFFIXES.some((suffix) => last.endsWith(suffix)))
    return unresolvedTarget(
      arn(last.endsWith('--ol-s3') ? 's3-object-lambda' : 's3', text('accesspoint/*'), place),
      when,
      'the access point behind the alias that stands for the bucket',
    );
  if (typeof last === 'string' && last.endsWith(DIRECTORY_SUFFIX))
    return targetOf(arn('s3express', text('bucket/', ...literally(value.text)), place), value.text, when);
  return targetOf(globalArn('s3', literally(value.text)), value.text, when);
}

export const bucketAt = (from: string): ResourceForm => ({
  describe: `arn:\${Partition}:s3:::\${${from}}`,
  targets: (scope) => textsAt(scope.whole, from).map((value) => bucketTarget(value, scope)),
});

export const bucket = bucketAt('Bucket');

/** Objects of an access point are `…:accesspoint/NAME/object/KEY` ("Configuring IAM policies for using access points"). */
export function objectOf(base: Target, key: TextValue): readonly Target[] {
  const when = and(base.when, key.when);
  if (!when) return [];
  const parts = arnParts(base.resource);
  const accessPoint = parts !== undefined && startsWith(parts.resource, 'accesspoint/');
  const known = key.kind === 'text';
  const name = known ? wildcards(literally(key.text)) : ['*'];
  const exact = known && isExact(key.text);
  return [below(base, text(accessPoint ? '/object/' : '/', ...name), exact, when)];
}

export const objectAt = (from: string, within: ResourceForm = bucket): ResourceForm => ({
  describe: `${within.describe}/\${${from}}`,
  targets: (scope) => within.targets(scope).flatMap((base) => textsAt(scope.input, from).flatMap((key) => objectOf(base, key))),
});

export const object = objectAt('Key');
