import fc from 'fast-check';
import type { AuthorizationRequest, ContextInput, PrincipalInput } from '../../src/policy/index.ts';
import { EVERYTHING, type Question } from './arbitrary.ts';

/** Requests for KMS keys with grants, and for Amazon S3 with access control lists and S3 Block Public Access. */

const A = '111122223333';
const B = '444455556666';
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const KEY = `arn:aws:kms:us-east-1:${A}:key/1234`;
const TABLE = `arn:aws:dynamodb:us-east-1:${A}:table/t`;

const CALLERS: readonly PrincipalInput[] = [
  `arn:aws:iam::${A}:user/alice`,
  `arn:aws:iam::${B}:user/carol`,
  `arn:aws:sts::${A}:assumed-role/app/run1`,
  `arn:aws:sts::${B}:assumed-role/app/run1`,
  `arn:aws:iam::${A}:root`,
  `arn:aws:iam::${B}:root`,
  { Service: 'dynamodb.amazonaws.com' },
  { CanonicalUser: CANONICAL },
  '*',
];

const without = <Value extends object>(value: Value): Partial<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<Value>;

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });

const document = (...Statement: readonly object[]): unknown => ({ Version: '2012-10-17', Statement });

/** Everything, nothing of what is asked, or a Deny. */
const plain = fc.constantFrom<unknown>(
  EVERYTHING,
  EVERYTHING,
  EVERYTHING,
  EVERYTHING,
  EVERYTHING,
  EVERYTHING,
  document({ Effect: 'Allow', Action: 'x:*', Resource: '*' }),
  document({ Effect: 'Allow', Action: 'x:*', Resource: '*' }),
  document({ Effect: 'Deny', Action: '*', Resource: '*' }),
);

const isSession = (who: PrincipalInput): boolean => typeof who === 'string' && who.includes(':assumed-role/');

const own = (who: PrincipalInput) => {
  const some = maybe(plain.map((policy) => [policy]));
  const nobody = fc.constant(undefined);
  const isUser = typeof who === 'string' && who.includes(':user/');
  return { identity: some, boundary: isSession(who) || isUser ? some : nobody, session: isSession(who) ? some : nobody, scp: nobody };
};

const names = fc.constantFrom(
  A,
  B,
  `arn:aws:iam::${A}:root`,
  `arn:aws:iam::${A}:user/alice`,
  `arn:aws:iam::${B}:user/carol`,
  `arn:aws:iam::${A}:role/app`,
  `arn:aws:iam::${B}:role/app`,
  `arn:aws:sts::${A}:assumed-role/app/run1`,
  'dynamodb.amazonaws.com',
);

/** Those that mean the caller, in half of the draws. */
const naming = (who: PrincipalInput): fc.Arbitrary<string> => {
  if (typeof who !== 'string') return fc.oneof(names, fc.constant(who.Service ?? A));
  const account = who.split(':')[4] ?? '';
  const role = who.replace(':sts:', ':iam:').replace('assumed-role', 'role').replace('/run1', '');
  return account === '' ? names : fc.oneof(names, fc.constantFrom(who, who, role, role, `arn:aws:iam::${account}:root`, account));
};

const OPERATIONS = [
  'Decrypt',
  'Decrypt',
  'Encrypt',
  'GenerateDataKeyPairWithoutPlaintext',
  'ReEncryptTo',
  'DescribeKey',
  'Sign',
  'CreateGrant',
  'RetireGrant',
];

const encryptionContext = fc.dictionary(fc.constantFrom('Department', 'purpose', 'n'), fc.constantFrom('IT', 'it', 'test'), { maxKeys: 2 });

const constraints = fc
  .record({
    context: fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      { weight: 4, arbitrary: encryptionContext.map((EncryptionContextEquals) => ({ EncryptionContextEquals })) },
      { weight: 4, arbitrary: encryptionContext.map((EncryptionContextSubset) => ({ EncryptionContextSubset })) },
      { weight: 1, arbitrary: fc.constant({ EncryptionContextEquals: { n: 'it' }, EncryptionContextSubset: { n: 'it' } }) },
    ),
    SourceArn: fc.constantFrom(undefined, undefined, TABLE, TABLE, `${TABLE}2`, `${TABLE}*`, 'arn:aws:dynamodb:*'),
  })
  .map(({ context, SourceArn }) => without({ ...context, SourceArn }));

const soundFor = (who: PrincipalInput) =>
  fc
    .record({
      GranteePrincipal: naming(who),
      RetiringPrincipal: maybe(naming(who)),
      IssuingAccount: fc.constantFrom(undefined, `arn:aws:iam::${A}:root`, `arn:aws:iam::${B}:root`),
      Operations: fc.uniqueArray(fc.constantFrom(...OPERATIONS), { minLength: 1, maxLength: 4 }),
      Constraints: maybe(constraints),
      KeyId: fc.constantFrom(undefined, undefined, '1234', KEY, KEY, '5678', `${KEY}5`),
      Name: maybe(fc.constant('')),
    })
    .map(without);

/** A grant to a service, sound in most draws. */
const forService = fc
  .record({ given: soundFor('*'), source: fc.constantFrom({}, { SourceArn: TABLE }, { SourceArn: TABLE }), retired: fc.boolean() })
  .map(({ given: { GranteePrincipal: _, ...rest }, source, retired }): object => ({
    ...rest,
    GranteeServicePrincipal: 'dynamodb.amazonaws.com',
    Constraints: { ...rest.Constraints, ...source },
    ...(retired && rest.RetiringPrincipal === undefined ? { RetiringServicePrincipal: 'dynamodb.amazonaws.com' } : {}),
  }));

const grantFor = (who: PrincipalInput): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 7, arbitrary: soundFor(who) },
    { weight: typeof who === 'object' ? 6 : 1, arbitrary: forService },
    {
      weight: 1,
      arbitrary: soundFor(who).chain((given) =>
        fc.constantFrom<object>(
          { ...given, Operations: ['ScheduleKeyDeletion'] },
          { ...given, Operations: [] },
          { ...given, Operations: 'Decrypt' },
          { ...given, GranteePrincipal: undefined },
          { ...given, GranteePrincipal: 'arn:aws:iam::111122223333:role/*' },
          { ...given, GranteePrincipal: '*' },
          { ...given, GranteeServicePrincipal: 'dynamodb.amazonaws.com' },
          { ...given, Constraints: { SourceAccount: A } },
          { ...given, Constraints: { EncryptionContextSubset: { Department: 7 } } },
          { ...given, Until: '2027-01-01' },
        ),
      ),
    },
  );

const value = (...values: readonly string[]): fc.Arbitrary<ContextInput | undefined> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<ContextInput | undefined>(undefined) },
    { weight: 6, arbitrary: fc.constantFrom<ContextInput>(...values) },
    { weight: 1, arbitrary: fc.constant<ContextInput>({ unknown: 'the value' }) },
  );

/** Mostly no Deny, since that would decide alone. */
const keyPolicy = (who: PrincipalInput) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: naming(who).map((AWS) =>
        document({ Effect: 'Allow', Principal: AWS.includes('.') ? { Service: AWS } : { AWS }, Action: 'kms:*', Resource: '*' }),
      ),
    },
    { weight: 1, arbitrary: fc.constant(document({ Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' })) },
  );

const operationsOf = (grant: object): readonly string[] => {
  const { Operations } = grant as { readonly Operations: unknown };
  return Array.isArray(Operations) && Operations.length > 0 ? Operations : ['Decrypt'];
};

/** The pairs that a grant wants, as it has them, in other letters, or with one more. */
const pairsFor = (grant: object): fc.Arbitrary<Record<string, ContextInput>> => {
  const { Constraints: { EncryptionContextEquals, EncryptionContextSubset } = {} } = grant as {
    readonly Constraints?: { readonly EncryptionContextEquals?: object; readonly EncryptionContextSubset?: object };
  };
  const pairs = Object.entries(EncryptionContextEquals ?? EncryptionContextSubset ?? {});
  const spelled = (spell: (key: string) => string): Record<string, ContextInput> =>
    Object.fromEntries(pairs.map(([key, one]) => [`kms:EncryptionContext:${spell(key)}`, one]));
  return fc.constantFrom(
    spelled((key) => key),
    spelled((key) => key),
    spelled((key) => key.toUpperCase()),
    { ...spelled((key) => key), 'kms:EncryptionContext:more': 'x' },
  );
};

export const granted: fc.Arbitrary<Question> = fc
  .constantFrom(...CALLERS)
  .chain((principal) => fc.tuple(fc.constant(principal), fc.array(grantFor(principal), { minLength: 1, maxLength: 3 })))
  .chain(([principal, grants]) => {
    const [grant = {}] = grants;
    const anyContext = fc
      .record({ 'kms:EncryptionContext:Department': value('IT', 'it'), 'kms:EncryptionContext:Purpose': value('test') })
      .map(without);
    const operation = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...operationsOf(grant)) },
      { weight: 1, arbitrary: fc.constantFrom(...OPERATIONS, 'ScheduleKeyDeletion', 'ListGrants') },
    );
    return fc
      .record({
        request: fc
          .record({
            action: operation.map((one) => `kms:${one}`),
            resource: fc.constantFrom(KEY, KEY, KEY, KEY, KEY, KEY, `arn:aws:kms:us-east-1:${A}:alias/k`, '*'),
            pairs: fc.oneof({ weight: 2, arbitrary: pairsFor(grant) }, { weight: 1, arbitrary: anyContext }),
            context: fc
              .record({
                'aws:SourceArn': value(TABLE, `${TABLE}2`),
                'aws:ViaAWSService': fc.constantFrom(undefined, undefined, 'true'),
                'kms:GrantOperations': maybe(
                  fc.oneof(
                    fc.subarray([...operationsOf(grant)], { minLength: 1 }),
                    fc.uniqueArray(fc.constantFrom(...OPERATIONS), { minLength: 1 }),
                  ),
                ),
              })
              .map(without),
          })
          .map(
            ({ action, resource, pairs, context }) =>
              ({ principal, action, resource, context: { ...pairs, ...context } }) as AuthorizationRequest,
          ),
        policies: fc.record({ ...own(principal), resource: maybe(keyPolicy(principal)), grants: fc.constant(grants) }).map(without),
      })
      .map((question): Question => question);
  });

const GROUPS = ['global/AllUsers', 'global/AuthenticatedUsers', 's3/LogDelivery'].map((name) => `http://acs.amazonaws.com/groups/${name}`);
/** of the anonymous user */
const NOBODY = '65a011a29cdf8ec533ec3d1ccaae921c';
const ids = fc.constantFrom(A, A, B, B, '777788889999', CANONICAL, NOBODY);

const acl = fc
  .record({
    ObjectOwnership: fc.constantFrom('ObjectWriter', 'ObjectWriter', 'BucketOwnerPreferred', 'BucketOwnerEnforced', undefined),
    Owner: ids.map((ID) => ({ ID })),
    Grants: fc.array(
      fc
        .record({
          Grantee: fc.oneof(
            { weight: 2, arbitrary: ids.map((ID): object => ({ Type: 'CanonicalUser', ID })) },
            { weight: 2, arbitrary: fc.constantFrom(...GROUPS, ...GROUPS, 'x').map((URI): object => ({ Type: 'Group', URI })) },
          ),
          Permission: fc.constantFrom('READ', 'READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL', 'read'),
        })
        .map((one): object => one),
      { maxLength: 3 },
    ),
  })
  .map(without);

const SETTINGS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const settings = fc
  .uniqueArray(fc.constantFrom(...SETTINGS), { minLength: 1, maxLength: 4 })
  .map((list) => Object.fromEntries(list.map((one) => [one, true])));
const blocks = fc.array(fc.oneof(settings, fc.constantFrom<object>({}, { RestrictPublicBuckets: false })), { minLength: 1, maxLength: 3 });

const bucketCondition = fc.constantFrom<object>(
  { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
  { StringLike: { 'aws:SourceVpc': 'vpc-*' } },
  { StringEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-?'] } },
  { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } },
  { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
  { StringEquals: { 'aws:PrincipalOrgID': '${aws:username}' } },
  { 'ForAllValues:StringEquals': { 'aws:SourceVpce': 'vpce-1' } },
  { 'ForAnyValue:StringEquals': { 'aws:SourceVpce': 'vpce-1' } },
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/1'] } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringLike: { 'aws:SourceIp': '*' } },
  { StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE1:*' } },
  { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${B}:user/*` } },
  { StringEquals: { 'aws:PrincipalAccount': [A, B] } },
  { IpAddress: { 'aws:SourceIp': '2001:db8::/32' } },
  { IpAddress: { 'aws:SourceIp': '2001::/16' } },
  { Null: { 'aws:PrincipalArn': 'false' } },
  { StringLike: { 's3:DataAccessPointArn': `arn:aws:s3:us-west-2:${A}:accesspoint/*` } },
  { StringLike: { 's3:DataAccessPointArn': `arn:aws:s3:*:${A}:accesspoint/*` } },
  { StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-west-2:*:accesspoint/x' } },
  { StringEquals: { 's3:prefix': 'red' } },
);

const bucketStatement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
    Principal: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom<unknown>('*', { AWS: '*' }, { AWS: [B, '*'] }) },
      {
        weight: 3,
        arbitrary: fc.constantFrom<unknown>(
          { AWS: A },
          { AWS: B },
          { AWS: `arn:aws:iam::${B}:user/carol` },
          { Service: 'dynamodb.amazonaws.com' },
          { CanonicalUser: CANONICAL },
        ),
      },
    ),
    Action: fc.constantFrom('s3:*', 's3:Get*', 's3:Put*'),
    Resource: fc.constant('*'),
    Condition: fc.option(bucketCondition, { nil: undefined }),
  })
  .map(without);

const bucketPolicy = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: bucketStatement },
      { weight: 1, arbitrary: bucketStatement.map((one) => ({ ...one, Effect: 'allow' })) },
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((list) => document(...list));

const OBJECT = [
  's3:GetObject',
  's3:GetObject',
  's3:GetObjectAcl',
  's3:PutObject',
  's3:PutObjectAcl',
  's3:DeleteObject',
  's3:RestoreObject',
  's3:GetObjectTagging',
];
const BUCKET = [
  's3:ListBucket',
  's3:PutBucketAcl',
  's3:PutBucketPolicy',
  's3:PutAccessPointPolicy',
  's3:CreateBucket',
  's3:GetBucketTagging',
];

export interface PuttingQuestion extends Question {
  readonly newPolicy: unknown;
}

export const stored: fc.Arbitrary<PuttingQuestion> = fc.constantFrom(...CALLERS).chain((principal) =>
  fc
    .record({
      request: fc
        .record({
          target: fc.oneof(
            { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...OBJECT), fc.constant('arn:aws:s3:::b/k')) },
            { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...BUCKET), fc.constant('arn:aws:s3:::b')) },
          ),
          resourceAccount: fc.constantFrom(A, A, A, A, undefined),
          context: fc
            .record({
              's3:x-amz-acl': value('private', 'public-read', 'authenticated-read', 'bucket-owner-full-control'),
              's3:x-amz-grant-read': fc.constantFrom(undefined, undefined, `uri="${GROUPS[0]}"`, `id="${CANONICAL}"`),
              'aws:SourceVpc': fc.constantFrom(undefined, 'vpc-1'),
              'aws:SourceIp': fc.constantFrom('203.0.113.7', '192.0.2.1'),
            })
            .map(without),
        })
        .map(({ target: [action, resource], ...rest }) => without({ principal, action, resource, ...rest }) as AuthorizationRequest),
      newPolicy: maybe(bucketPolicy),
      policies: fc
        .record({
          ...own(principal),
          resource: maybe(bucketPolicy),
          acl: maybe(acl),
          publicAccessBlock: maybe(blocks),
        })
        .map(without),
    })
    .map((question): PuttingQuestion => question),
);
