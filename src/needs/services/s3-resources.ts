/**
 * The resources of Amazon S3: buckets, access points and the objects in them. Sources: "Policy resources for Amazon S3" and
 * "Configuring IAM policies for using access points" of the S3 User Guide.
 */
import { and, type When } from '../../model/condition.ts';
import { isExact, literalOf, REGION, split, startsWith, type Text, text } from '../../model/text.ts';
import { arn, arnParts, globalArn, isArn, literally, reasonOf, wildcards } from '../arn.ts';
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
  if (value.text.length === 0) return unresolvedTarget(globalArn('s3', ['*']), when, 'a name that is left blank');
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

/** An object that another service reads or writes in the caller's name: `{ S3Object: { Bucket, Name } }`. */
export const objectIn = (path: string, bucketMember = 'Bucket', keyMember = 'Name'): ResourceForm =>
  objectAt(`${path}.${keyMember}`, bucketAt(`${path}.${bucketMember}`));

/** The bucket and the key of a URI; undefined where it shows no bucket. */
function partsOfUri(uri: Text): { readonly name: Text; readonly path: readonly Text[] } | undefined {
  const [scheme, rest] = split(uri, '://');
  const [host = [], ...path] = split(rest ?? [], '/');
  const virtual = split(host, '.s3');
  const styled =
    scheme && literalOf(scheme) === 's3'
      ? { name: host, path }
      : virtual.length > 1
        ? { name: virtual[0] ?? [], path }
        : { name: path[0] ?? [], path: path.slice(1) };
  return !rest || styled.name.length === 0 ? undefined : styled;
}

const byUri =
  (
    from: string,
    all: Text,
    target: (parts: NonNullable<ReturnType<typeof partsOfUri>>, when: When, scope: Scope) => readonly Target[],
  ): ResourceForm['targets'] =>
  (scope) =>
    textsAt(scope.input, from).flatMap((value): readonly Target[] => {
      if (value.kind !== 'text')
        return [unresolvedTarget(all, value.when, value.kind === 'unknown' ? value.reason : `${from}, which the call does not show`)];
      const parts = partsOfUri(value.text);
      return parts ? target(parts, value.when, scope) : [unresolvedTarget(all, value.when, reasonOf(value.text))];
    });

/** An object that a URI names: `s3://BUCKET/KEY`, or by one of the HTTPS forms. */
export const objectByUri = (from: string): ResourceForm => ({
  describe: `the object in \${${from}}`,
  targets: byUri(from, globalArn('s3', ['*/*']), ({ name, path }, when, scope) => {
    const key = text(...path.flatMap((piece, i) => (i === 0 ? piece : ['/', ...piece])));
    return objectOf(bucketTarget({ kind: 'text', when, text: name }, scope), { kind: 'text', when, text: key });
  }),
});

/** The bucket in such a URI. */
export const bucketByUri = (from: string): ResourceForm => ({
  describe: `the bucket in \${${from}}`,
  targets: byUri(from, globalArn('s3', ['*']), ({ name }, when, scope) => [bucketTarget({ kind: 'text', when, text: name }, scope)]),
});
