import fc from 'fast-check';
import type { AuthorizationRequest, ContextInput, PrincipalInput } from '../../src/policy/index.ts';
import type { Kind } from './document.ts';
import type { Policies } from './reference.ts';

/** Requests and policies over few names, so that they meet often. */

const A = '111122223333';
const B = '444455556666';
/** an account of the partition aws-cn */
const C = '777788889999';
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

/** Services with their actions and resources; what belongs together is drawn together. */
const SERVICES: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[] = [
  {
    actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    resources: [
      'arn:aws:s3:::b/k',
      'arn:aws-cn:s3:::b/k',
      'arn:aws:s3:::b/red/k',
      'arn:aws:s3:::b//k',
      'arn:aws:s3:::b/alice',
      'arn:aws:s3:::b',
      'arn:aws:s3:::B/k',
    ],
  },
  { actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'], resources: [`arn:aws:sqs:us-east-1:${A}:q`, `arn:aws:sqs:us-east-1:${B}:q`] },
  {
    actions: ['lambda:InvokeFunction', 'lambda:GetFunction', 'lambda:GetLayerVersion'],
    resources: [
      `arn:aws:lambda:us-east-1:${A}:function:f`,
      `arn:aws:lambda:us-east-1:${A}:function:f:PROD`,
      `arn:aws:lambda:us-east-1:${A}:function:f:1`,
      `arn:aws:lambda:us-east-1:${A}:function:ff:PROD`,
      `arn:aws:lambda:us-east-1:${B}:function:f:PROD`,
      `arn:aws:lambda:us-east-1:${A}:layer:l:3`,
    ],
  },
  {
    actions: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:RetireGrant'],
    resources: [`arn:aws:kms:us-east-1:${A}:key/1234`, `arn:aws:kms:us-east-1:${B}:key/1234`, `arn:aws:kms:us-east-1:${A}:alias/k`],
  },
  {
    actions: ['dynamodb:GetItem'],
    resources: [`arn:aws:dynamodb:us-east-1:${A}:table/t`, `arn:aws:dynamodb:us-east-1:${B}:table/t/index/red`],
  },
  { actions: ['iam:PassRole', 'iam:GetRole'], resources: [`arn:aws:iam::${A}:role/app`, `arn:aws:iam::${B}:role/app`] },
  { actions: ['ec2:DescribeInstances', 'kms:ListKeys', 'sts:GetCallerIdentity'], resources: ['*'] },
];

const ASSUMPTION = {
  actions: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
  resources: [
    `arn:aws:iam::${A}:role/target`,
    `arn:aws:iam::${B}:role/target`,
    `arn:aws:iam::${A}:role/aws-service-role/sns.amazonaws.com/AWSServiceRoleForTarget`,
  ],
};

/** All resources that requests are drawn for. */
export const RESOURCES: readonly string[] = [...SERVICES, ASSUMPTION].flatMap(({ resources }) => resources);

const ARNS: readonly string[] = [
  `arn:aws:iam::${A}:user/alice`,
  `arn:aws:iam::${A}:user/Alice`,
  `arn:aws:iam::${A}:user/team/bob`,
  `arn:aws:iam::${B}:user/alice`,
  `arn:aws:sts::${A}:assumed-role/app/run1`,
  `arn:aws:sts::${A}:assumed-role/app/run2`,
  `arn:aws:sts::${B}:assumed-role/app/run1`,
  `arn:aws:sts::${A}:federated-user/fred`,
  `arn:aws:iam::${A}:root`,
  `arn:aws:iam::${B}:root`,
];

const NAMED_SERVICES = ['s3.amazonaws.com', 'sns.amazonaws.com'] as const;
const PROVIDERS = ['accounts.google.com', `arn:aws:iam::${A}:oidc-provider/idp.example.com`] as const;

const principal: fc.Arbitrary<PrincipalInput> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ARNS) },
  { weight: 1, arbitrary: fc.constantFrom(`arn:aws:iam::${A}:role/app`, `arn:aws:iam::${B}:role/app`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<PrincipalInput>(
      { AWS: `arn:aws:sts::${A}:assumed-role/app/run1`, role: `arn:aws:iam::${A}:role/team/app` },
      { AWS: `arn:aws:sts::${A}:assumed-role/app/run1`, uniqueId: 'AROAEXAMPLEEXAMPLE1' },
      { AWS: `arn:aws:iam::${A}:user/alice`, uniqueId: 'AIDAEXAMPLEEXAMPLE1' },
      A,
      { CanonicalUser: CANONICAL },
      `arn:aws-cn:iam::${C}:user/alice`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<PrincipalInput>({ AWS: `arn:aws:sts::${A}:federated-user/fred`, user: `arn:aws:iam::${A}:user/alice` }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<PrincipalInput>({
      AWS: `arn:aws:sts::${A}:assumed-role/AWSServiceRoleForSupport/run1`,
      role: `arn:aws:iam::${A}:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport`,
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom<PrincipalInput>(...NAMED_SERVICES.map((Service) => ({ Service }))) },
  { weight: 1, arbitrary: fc.constant('*') },
);

/** What the Principal element may name. */
const entries = fc.uniqueArray(
  fc.constantFrom(
    '*',
    A,
    B,
    ...ARNS,
    `arn:aws:iam::${A}:role/app`,
    `arn:aws:iam::${A}:role/team/app`,
    `arn:aws:iam::${B}:role/app`,
    'AROAEXAMPLEEXAMPLE1',
    'AIDAEXAMPLEEXAMPLE1',
  ),
  { minLength: 1, maxLength: 3 },
);

const principalElement = fc.oneof(
  { weight: 3, arbitrary: fc.constant<unknown>('*') },
  { weight: 6, arbitrary: entries.map((AWS) => ({ AWS })) },
  { weight: 1, arbitrary: fc.constantFrom(...NAMED_SERVICES).map((Service) => ({ Service })) },
  { weight: 1, arbitrary: fc.tuple(entries, fc.constantFrom(...NAMED_SERVICES)).map(([AWS, Service]) => ({ AWS, Service })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      { CanonicalUser: CANONICAL },
      { CanonicalUser: [CANONICAL, 'x'] },
      { AWS: `arn:aws-cn:iam::${C}:user/alice` },
    ),
  },
);

/**
 * NotPrincipal spares by account and identity together; entries of which the documentation leaves open whether they spare (a
 * session without its role, everyone) are not drawn.
 */
const notPrincipal = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(`arn:aws:iam::${A}:user/alice`, `arn:aws:iam::${A}:role/app`, `arn:aws:iam::${B}:role/app`), {
      maxLength: 2,
    }),
    fc.uniqueArray(fc.constantFrom(A, `arn:aws:iam::${B}:root`), { maxLength: 2 }),
    fc.option(fc.constantFrom(...NAMED_SERVICES), { nil: undefined }),
  )
  .filter(([names, accounts, service]) => names.length + accounts.length > 0 || service !== undefined)
  .map(([names, accounts, Service]) => ({
    ...(names.length + accounts.length > 0 ? { AWS: [...names, ...accounts] } : {}),
    ...(Service === undefined ? {} : { Service }),
  }));

/** One stretch of a text, replaced. */
const mutated = (text: string, from: number, insertions: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: Math.min(from, text.length), max: text.length }), fc.integer({ min: 0, max: 6 }), insertions)
    .map(([start, length, insertion]) => text.slice(0, start) + insertion + text.slice(start + length));

const twice = (text: string, from: number, insertions: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant(text),
    mutated(text, from, insertions),
    mutated(text, from, insertions).chain((once) => mutated(once, from, insertions)),
  );

const wildcards = fc.constantFrom('*', '?', '*', '**', '?*', '');

const variables = fc.constantFrom(
  '${aws:username}',
  '${aws:PrincipalTag/team}',
  '${AWS:principaltag/TEAM}',
  "${aws:PrincipalTag/team, 'red'}",
  "${aws:PrincipalTag/none, 'red'}",
  '${aws:PrincipalTag/none}',
  '${aws:PrincipalAccount}',
  '${*}',
  '${?}',
  '${$}',
);

/** The offset of what follows a number of colons. */
function after(text: string, colons: number): number {
  let at = 0;
  for (let i = 0; i < colons; i++) at = text.indexOf(':', at) + 1;
  return at;
}

interface Subject {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const actionPattern = (subject: Subject): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    { weight: 3, arbitrary: fc.constantFrom(...subject.actions).map((action) => `${action.slice(0, action.indexOf(':'))}:*`) },
    {
      weight: 5,
      arbitrary: fc
        .constantFrom(...subject.actions)
        .chain((action) => twice(action, action.indexOf(':') + 1, wildcards))
        .filter((action) => !action.endsWith(':')),
    },
    { weight: 1, arbitrary: fc.constantFrom(...subject.actions).map((action) => action.toUpperCase()) },
    { weight: 1, arbitrary: fc.constantFrom('s3:Get*', 'ec2:*') },
  );

/** A star in the place of one or more whole segments, whose colons it may pass. */
const withSegmentsAsStar = (arn: string): fc.Arbitrary<string> => {
  const segments = arn.split(':');
  return fc
    .tuple(fc.integer({ min: 3, max: segments.length - 1 }), fc.integer({ min: 1, max: 3 }))
    .map(([from, count]) => [...segments.slice(0, from), '*', ...segments.slice(from + count)].join(':'))
    .map((pattern) => (pattern.split(':').length < 6 ? arn : pattern));
};

const arnPattern = (subject: Subject, kind: Kind): fc.Arbitrary<string> =>
  fc.constantFrom(...subject.resources).chain((arn) => {
    if (arn === '*') return fc.constantFrom('*', 'arn:aws:s3:::*');
    return fc.oneof(
      { weight: 2, arbitrary: fc.constant('*') },
      { weight: 6, arbitrary: twice(arn, after(arn, 5), fc.oneof(wildcards, variables)) },
      // only identity-based policies have their incomplete ARNs completed
      ...(kind === 'identity' || kind === 'session'
        ? [{ weight: 1, arbitrary: fc.integer({ min: 3, max: 5 }).map((fields) => arn.split(':').slice(0, fields).join(':')) }]
        : []),
      { weight: 1, arbitrary: withSegmentsAsStar(arn) },
      // region and account
      { weight: 2, arbitrary: twice(arn, after(arn, 3), wildcards).filter((pattern) => pattern.split(':').length >= 6) },
    );
  });

const oneOrMore = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | readonly Value[]> =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 2, arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }) });

/** Keys of each type with the values that requests give them. */
const STRINGS = ['red', 'blue', 'Red', 'r*d', 'alice', A, 'red/k'];
const NUMBERS = ['10', '9.5', '10.0', '-1', '-2.5', '9007199254740993', '9007199254740992'];
const DATES = [
  '2026-02-28T23:00:00-01:00',
  '2026-03-01T00:00:00Z',
  '2026-03-01T01:00:00+01:00',
  '2026-02-28',
  '1772323200',
  '2026-03-01T00:00:00.5Z',
  '2026-03',
  '2027',
];
const BOOLS = ['true', 'false', 'True'];
const ADDRESSES = ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.200', '198.51.100.1', '2001:db8::1', '2001:DB8:0:0::1', '::1'];
const SOURCES = [`arn:aws:sns:us-east-1:${A}:t`, `arn:aws:s3:::b`, `arn:aws:lambda:us-east-1:${A}:function:f:PROD`];
const BINARY = ['QQ==', 'QUI=', 'QUJD'];

const GIVEN: readonly (readonly [key: string, values: readonly string[]])[] = [
  ['aws:PrincipalTag/team', STRINGS],
  ['s3:prefix', [...STRINGS, '']],
  ['s3:max-keys', NUMBERS],
  ['aws:CurrentTime', DATES],
  ['aws:SecureTransport', BOOLS],
  ['aws:SourceIp', ADDRESSES],
  ['aws:SourceArn', SOURCES],
  ['x:data', BINARY],
];
const MULTIVALUED: readonly (readonly [key: string, values: readonly string[]])[] = [
  ['aws:TagKeys', STRINGS],
  ['x:sources', SOURCES],
  ['x:flags', BOOLS],
];

const known: fc.Arbitrary<Record<string, ContextInput>> = fc
  .tuple(
    ...GIVEN.map(([key, values]) =>
      fc.option(fc.constantFrom<ContextInput>(...values), { nil: undefined }).map((value) => [key, value] as const),
    ),
    ...MULTIVALUED.map(([key, values]) =>
      fc.option(fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 }), { nil: undefined }).map((value) => [key, value] as const),
    ),
  )
  .map((pairs) => Object.fromEntries(pairs.filter((pair): pair is [string, ContextInput] => pair[1] !== undefined)));

/** Now and then with one key whose value the caller does not know. */
const context: fc.Arbitrary<Record<string, ContextInput>> = fc.oneof(
  { weight: 5, arbitrary: known },
  {
    weight: 1,
    arbitrary: fc
      .tuple(known, fc.constantFrom(...GIVEN.map(([key]) => key)))
      .map(([given, key]): Record<string, ContextInput> => ({ ...given, [key]: { unknown: `the value of ${key}` } })),
  },
);

const changedCase = (key: string): fc.Arbitrary<string> => fc.constantFrom(key, key, key, key.toUpperCase());

const stringPattern = fc.constantFrom(...STRINGS).chain((value) => twice(value, 0, fc.oneof(wildcards, variables)));

const arnValue = fc.constantFrom(...SOURCES, ...ARNS).chain((arn) => twice(arn, after(arn, 3), fc.oneof(wildcards, variables)));

const STRING_KEYS = [
  'aws:PrincipalTag/team',
  's3:prefix',
  'aws:username',
  'aws:PrincipalAccount',
  'aws:PrincipalType',
  'aws:ResourceAccount',
  'aws:PrincipalServiceName',
  'aws:PrincipalOrgID',
  'aws:PrincipalArn',
  'aws:userid',
];
const ARN_KEYS = ['aws:SourceArn', 'aws:PrincipalArn'];

/** A kind of operators: their names, the keys and the values that go with them. */
interface Kinship {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly several: readonly string[];
  readonly values: fc.Arbitrary<unknown>;
}

const STRING_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
];

/** A key that follows from the request, with what it may be. */
const following = (keys: readonly string[], values: readonly string[], several: readonly string[] = []): Kinship => ({
  operators: STRING_OPERATORS,
  keys,
  several,
  values: fc.constantFrom(...values),
});

const KINSHIPS: readonly Kinship[] = [
  following(['aws:PrincipalType'], ['User', 'AssumedRole', 'FederatedUser', 'Account', 'Anonymous']),
  following(['aws:PrincipalAccount', 'aws:ResourceAccount'], [A, B, 'anonymous', '1*']),
  following(['aws:userid'], [A, `${A}:fred`, 'anonymous', 'AIDAEXAMPLEEXAMPLE1', 'AROAEXAMPLEEXAMPLE1:*', 'AROAEXAMPLEEXAMPLE1:run1']),
  following(['aws:PrincipalArn'], [...ARNS, `arn:aws:iam::${A}:role/app`, `arn:aws:iam::${A}:role/team/app`, '*']),
  following(['aws:PrincipalServiceName'], NAMED_SERVICES, ['aws:PrincipalServiceNamesList']),
  following(['aws:username', 'aws:PrincipalOrgID'], ['alice', 'bob', 'o-1', '?-?']),
  {
    operators: STRING_OPERATORS,
    keys: STRING_KEYS,
    several: ['aws:TagKeys', 'aws:PrincipalServiceNamesList'],
    values: fc.oneof(
      { weight: 4, arbitrary: stringPattern },
      { weight: 2, arbitrary: variables },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'User',
          'AssumedRole',
          'FederatedUser',
          'Account',
          'Anonymous',
          'anonymous',
          `${A}:fred`,
          A,
          B,
          'o-1',
          ...NAMED_SERVICES,
          ...ARNS,
        ),
      },
    ),
  },
  {
    operators: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
    keys: ARN_KEYS,
    several: ['x:sources'],
    values: arnValue.filter((arn) => arn.split(':').length >= 6),
  },
  {
    operators: [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ],
    keys: ['s3:max-keys'],
    several: [],
    values: fc.oneof(fc.constantFrom<unknown>(...NUMBERS), fc.constantFrom<unknown>(10, 9.5, -1)),
  },
  {
    operators: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
    keys: ['aws:CurrentTime'],
    several: [],
    values: fc.constantFrom<unknown>(...DATES, 1772323200, '2026-02-30', '2028-02-29', '2100-02-29'),
  },
  {
    operators: ['Bool'],
    keys: ['aws:SecureTransport', 'aws:PrincipalIsAWSService', 'aws:ViaAWSService'],
    several: ['x:flags'],
    values: fc.constantFrom<unknown>(...BOOLS, true, false),
  },
  {
    operators: ['IpAddress', 'NotIpAddress'],
    keys: ['aws:SourceIp'],
    several: [],
    values: fc.constantFrom(
      ...ADDRESSES,
      '203.0.113.0/24',
      '203.0.113.128/25',
      '203.0.113.77/25',
      '2001:db8::/32',
      '::/0',
      '0.0.0.0/0',
      '::1/127',
      '203.0.113.0/33',
      '2001:db8::/129',
      '::ffff:203.0.113.7',
      '2001:db8::1::',
      '203.0.113',
    ),
  },
  { operators: ['BinaryEquals'], keys: ['x:data'], several: [], values: fc.constantFrom(...BINARY) },
];

/** Operator, key and values of one condition. */
const condition: fc.Arbitrary<readonly [operator: string, key: string, values: unknown]> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(...KINSHIPS).chain(({ operators, keys, several, values }) =>
      fc
        .tuple(
          fc.constantFrom(...operators),
          fc.constantFrom('', '', 'IfExists'),
          fc.oneof(
            {
              weight: 3,
              arbitrary: fc.tuple(
                fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
                fc.constantFrom(...keys).chain(changedCase),
              ),
            },
            ...(several.length === 0
              ? []
              : [{ weight: 2, arbitrary: fc.tuple(fc.constantFrom('ForAllValues:', 'ForAnyValue:'), fc.constantFrom(...several)) }]),
          ),
          oneOrMore(values),
        )
        .map(([operator, ifExists, [set, key], list]) => [set + operator + ifExists, key, list] as const),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...STRING_KEYS, ...MULTIVALUED.map(([key]) => key), 'aws:SourceIp'),
        oneOrMore(fc.constantFrom<unknown>('true', 'false', true, false)),
      )
      .map(([key, values]) => ['Null', key, values] as const),
  },
);

const conditions = fc.array(condition, { minLength: 1, maxLength: 3 }).map((list) => {
  const block: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, values] of list) {
    const keys = block[operator] ?? {};
    // one key is written once under an operator
    if (Object.keys(keys).some((name) => name.toLowerCase() === key.toLowerCase())) continue;
    block[operator] = { ...keys, [key]: values };
  }
  return block;
});

const weighted = <Value>(weight: number, arbitrary: fc.Arbitrary<Value>) => ({ weight, arbitrary });

function statement(kind: Kind, subject: Subject): fc.Arbitrary<Record<string, unknown>> {
  const named = kind === 'resource' || kind === 'trust' || kind === 'endpoint' || kind === 'rcp';
  const effect = kind === 'rcp' ? fc.constant('Deny') : fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny');
  return effect.chain((Effect) => {
    const action =
      kind === 'rcp'
        ? oneOrMore(actionPattern(subject).filter((pattern) => pattern !== '*')).map((Action) => ({ Action }))
        : fc.oneof(
            weighted(
              6,
              oneOrMore(actionPattern(subject)).map((Action) => ({ Action })),
            ),
            weighted(
              1,
              oneOrMore(actionPattern(subject)).map((NotAction) => ({ NotAction })),
            ),
          );
    const resource =
      kind === 'trust'
        ? fc.constant({})
        : fc.oneof(
            weighted(
              6,
              oneOrMore(arnPattern(subject, kind)).map((Resource) => ({ Resource })),
            ),
            weighted(
              1,
              oneOrMore(arnPattern(subject, kind)).map((NotResource) => ({ NotResource })),
            ),
          );
    const who: fc.Arbitrary<Record<string, unknown>> = !named
      ? fc.constant({})
      : kind === 'rcp'
        ? fc.constant({ Principal: '*' })
        : Effect === 'Deny' && kind === 'resource'
          ? fc.oneof(
              principalElement.map((Principal) => ({ Principal })),
              notPrincipal.map((NotPrincipal) => ({ NotPrincipal })),
            )
          : principalElement.map((Principal) => ({ Principal }));
    const when = fc.option(
      conditions.map((Condition) => ({ Condition })),
      { nil: {} },
    );
    const sound = fc.tuple(who, action, resource, when).map((parts) => Object.assign({ Effect }, ...parts) as Record<string, unknown>);
    return fc.oneof(
      weighted(20, sound),
      weighted(
        1,
        sound.chain((given) => damaged(kind, given)),
      ),
    );
  });
}

/** A statement with one fault in it. */
const damaged = (kind: Kind, given: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> => {
  const { Effect: _effect, ...noEffect } = given;
  const { Action: _action, NotAction: _notAction, ...noAction } = given;
  const { Resource: _resource, NotResource: _notResource, ...noResource } = given;
  const { Principal: _principal, NotPrincipal: _notPrincipal, ...noPrincipal } = given;
  const named = kind === 'resource' || kind === 'trust' || kind === 'endpoint' || kind === 'rcp';
  return fc.constantFrom<Record<string, unknown>[]>(
    noEffect,
    { ...given, Effect: 'allow' },
    { ...given, Effect: 'deny' },
    noAction,
    { ...given, Action: '*', NotAction: 's3:GetObject' },
    { ...noAction, Action: 7 },
    { ...noAction, Action: 'GetObject' },
    ...(kind === 'trust' ? [{ ...given, Resource: '*' }] : [noResource]),
    { ...noResource, Resource: 'b/k' },
    { ...noResource, Resource: ['*', 'arn:aws:s*:::b/k'] },
    { ...noResource, NotResource: 'arn:aws:s3:::b/${aws:username' },
    { ...noResource, Resource: 'arn:aws:s3:::b/${}' },
    { ...noResource, Resource: 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q' },
    { ...noPrincipal, ...(named ? {} : { Principal: '*' }) },
    ...(named
      ? [
          { ...noPrincipal, Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } },
          { ...noPrincipal, Principal: { Service: '*' } },
          { ...noPrincipal, Principal: { Everyone: '*' } },
          { ...noPrincipal, Principal: {} },
        ]
      : []),
    { ...noPrincipal, Effect: 'Allow', NotPrincipal: '*' },
    { ...given, Condition: { StringEqual: { 's3:prefix': 'red' } } },
    { ...given, Condition: { NullIfExists: { 's3:prefix': 'true' } } },
    { ...given, Condition: { 'ForSomeValues:StringLike': { 's3:prefix': 'red' } } },
    { ...given, Condition: { NumericEquals: { 's3:max-keys': 'ten' } } },
    { ...given, Condition: { Bool: { 'aws:SecureTransport': 'yes' } } },
    { ...given, Condition: { StringEquals: { 's3:prefix': { red: true } }, Bool: { 'aws:SecureTransport': 'true' } } },
    { ...given, Condition: { StringEquals: { 's3:prefix': 'red', 'S3:PREFIX': 'red' } } },
    { ...given, Condition: 'red' },
    { ...given, Resources: '*' },
  );
};

function policy(kind: Kind, subject: Subject): fc.Arbitrary<unknown> {
  const version =
    kind === 'scp' || kind === 'rcp'
      ? fc.constant({ Version: '2012-10-17' })
      : fc.constantFrom({ Version: '2012-10-17' }, { Version: '2012-10-17' }, { Version: '2012-10-17' }, { Version: '2008-10-17' }, {});
  return fc
    .tuple(version, fc.array(statement(kind, subject), { minLength: 1, maxLength: 3 }))
    .map(([head, Statement]) => ({ ...head, Statement }));
}

export const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

const sometimes = <Value>(times: number, value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 10 - times, arbitrary: fc.constant(undefined) }, { weight: times, arbitrary: value });

const orEverything = (kind: Kind, subject: Subject) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant<unknown>(EVERYTHING) }, { weight: 2, arbitrary: policy(kind, subject) });

const levels = (kind: 'scp' | 'rcp', subject: Subject) =>
  fc.array(fc.array(kind === 'scp' ? orEverything(kind, subject) : policy(kind, subject), { maxLength: 2 }), { maxLength: 2 });

const without = <Value extends object>(value: Value): Partial<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<Value>;

function policies(subject: Subject): fc.Arbitrary<Policies> {
  const list = (kind: Kind) => fc.array(orEverything(kind, subject), { maxLength: 2 });
  return fc
    .record({
      identity: sometimes(8, list('identity')),
      resource: sometimes(6, policy('resource', subject)),
      boundary: sometimes(3, list('boundary')),
      session: sometimes(3, list('session')),
      scp: sometimes(3, levels('scp', subject)),
      rcp: sometimes(2, levels('rcp', subject)),
      endpoint: sometimes(2, fc.array(policy('endpoint', subject), { minLength: 1, maxLength: 1 })),
    })
    .map(without);
}

export interface Question {
  readonly request: AuthorizationRequest;
  readonly policies: Policies;
}

const requestOf = (subject: Subject, who: fc.Arbitrary<PrincipalInput>): fc.Arbitrary<AuthorizationRequest> =>
  fc
    .record({
      principal: who,
      action: fc.constantFrom(...subject.actions).chain(changedCase),
      resource: fc.constantFrom(...subject.resources),
      resourceAccount: fc.constantFrom(undefined, undefined, undefined, A, B),
      principalOrganization: fc.constantFrom(undefined, undefined, 'o-1'),
      managementAccount: fc.constantFrom(undefined, undefined, A, B),
      awsManagedKey: fc.constantFrom(undefined, undefined, true),
      endpointType: fc.constantFrom<('gateway' | 'interface' | undefined)[]>(undefined, undefined, 'gateway', 'interface'),
      context,
    })
    .map((request) => {
      // an ARN that names an account belongs to it
      const named = request.resource.split(':')[4];
      const resourceAccount = named === undefined || named === '' ? request.resourceAccount : undefined;
      return without({ ...request, resourceAccount }) as AuthorizationRequest;
    });

/** Without layers that the caller cannot have: only users and roles have a boundary, and only sessions a session policy. */
function consistent({ request, policies }: Question): Question {
  const { boundary, session, ...others } = policies;
  const who = typeof request.principal === 'string' ? request.principal : String(request.principal.AWS ?? '');
  const isSession = who.includes(':sts:') || who.includes(':role/');
  return {
    // and an organization, only those who are of an account
    request: who === '' || who === '*' ? (without({ ...request, principalOrganization: undefined }) as AuthorizationRequest) : request,
    policies: without({
      ...others,
      boundary: isSession || who.includes(':user/') ? boundary : undefined,
      session: isSession ? session : undefined,
    }),
  };
}

/** Requests for resources, under every layer but trust. */
export const access: fc.Arbitrary<Question> = fc
  .constantFrom(...SERVICES)
  .chain((subject) => fc.record({ request: requestOf(subject, principal), policies: policies(subject) }))
  .map(consistent);

const provider = fc.constantFrom<PrincipalInput>(...PROVIDERS.map((Federated) => ({ Federated })));
const FEDERATED = { ...ASSUMPTION, actions: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] };

/** Requests to assume a role. */
export const assumption: fc.Arbitrary<Question> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        request: requestOf(ASSUMPTION, principal),
        policies: fc
          .tuple(policies(ASSUMPTION), sometimes(9, policy('trust', ASSUMPTION)))
          .map(([{ resource: _, ...others }, trust]) => without({ ...others, trust })),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        request: requestOf(FEDERATED, provider),
        policies: fc
          .array(
            fc
              .tuple(statement('trust', FEDERATED), fc.option(fc.constantFrom(...PROVIDERS), { nil: undefined }))
              .map(([given, Federated]) => (Federated === undefined ? given : { ...given, Principal: { Federated } })),
            { minLength: 1, maxLength: 3 },
          )
          .map((Statement) => ({ trust: { Version: '2012-10-17', Statement } })),
      }),
    },
  )
  .map(consistent);

const ALICE = `arn:aws:iam::${A}:user/alice`;

/** One statement with conditions and nothing else that could decide. */
export const conditional: fc.Arbitrary<Question> = fc
  .tuple(
    context,
    conditions,
    fc.constantFrom('Allow', 'Deny'),
    fc.oneof(weighted(2, fc.constantFrom<PrincipalInput>(ALICE, `arn:aws:sts::${A}:assumed-role/app/run1`)), weighted(1, principal)),
  )
  .map(([given, Condition, Effect, who]) => {
    const statement = { Effect, Action: '*', Resource: '*', Condition };
    const everyone = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
    const request: AuthorizationRequest = { principal: who, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: given };
    if (Effect === 'Allow') return { request, policies: { identity: [{ Version: '2012-10-17', Statement: [statement] }] } };
    const denying = { Version: '2012-10-17', Statement: [{ ...statement, Principal: '*' }, everyone] };
    return { request, policies: { identity: [EVERYTHING], session: [EVERYTHING], resource: denying } };
  })
  .map(consistent);

/** One statement with patterns of actions and resources. */
export const patterned: fc.Arbitrary<Question> = fc.constantFrom(...SERVICES).chain((subject) =>
  fc
    .record({
      request: requestOf(subject, fc.constant(ALICE)),
      action: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), oneOrMore(actionPattern(subject))),
      resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), oneOrMore(arnPattern(subject, 'identity'))),
      head: fc.constantFrom({ Version: '2012-10-17' }, { Version: '2012-10-17' }, { Version: '2008-10-17' }, {}),
    })
    .map(({ request, action: [action, actions], resource: [resource, resources], head }) => ({
      request: { ...request, resourceAccount: A },
      policies: { identity: [{ ...head, Statement: [{ Effect: 'Allow', [action]: actions, [resource]: resources }] }] },
    })),
);

const plain = (Effect: string, Action: string, rest: object): unknown => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, ...rest }],
});

const EVERY = { Resource: '*' };

/** Allows everything, allows nothing, denies nothing, or denies. */
const plainPolicy = fc.constantFrom(
  plain('Allow', '*', EVERY),
  plain('Allow', '*', EVERY),
  plain('Allow', 'x:*', EVERY),
  plain('Deny', 'x:*', EVERY),
  plain('Deny', '*', EVERY),
);

/** The ways to name a caller. */
function namesOf(who: PrincipalInput): readonly string[] {
  const arn = typeof who === 'string' ? who : String(who.AWS ?? '*');
  if (arn === '*') return ['*'];
  const account = arn.length === 12 ? arn : (arn.split(':')[4] ?? '');
  const [, role] = arn.split(':assumed-role/');
  return [
    arn,
    account,
    '*',
    ...(role === undefined ? [] : [`arn:aws:iam::${account}:role/${role.slice(0, role.indexOf('/'))}`]),
    ...(typeof who === 'object' ? [who.role, who.user, who.uniqueId].filter((name) => typeof name === 'string') : []),
  ];
}

const plainNamed = (rest: object, who: PrincipalInput): fc.Arbitrary<unknown> => {
  const some = fc.oneof(
    weighted(1, principalElement),
    weighted(
      2,
      fc.uniqueArray(fc.constantFrom(...namesOf(who)), { minLength: 1, maxLength: 2 }).map((AWS): unknown => ({ AWS })),
    ),
  );
  return fc.oneof(
    weighted(
      6,
      some.map((Principal) => plain('Allow', '*', { Principal, ...rest })),
    ),
    weighted(
      1,
      some.map((Principal) => plain('Deny', '*', { Principal, ...rest })),
    ),
    ...('Resource' in rest
      ? [
          weighted(
            2,
            notPrincipal.map((NotPrincipal): unknown => ({
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Deny', NotPrincipal, Action: '*', ...rest },
                { Effect: 'Allow', Principal: '*', Action: '*', ...rest },
              ],
            })),
          ),
        ]
      : []),
  );
};

/** Denies the services of the request, mostly. */
const plainRcp = (subject: Subject): fc.Arbitrary<unknown> =>
  fc
    .constantFrom(...subject.actions.map((action) => action.slice(0, action.indexOf(':'))), 'x')
    .map((service) => plain('Deny', `${service}:*`, { Principal: '*', ...EVERY }));

/** Layers that allow everything, nothing, or deny: how they combine, for each kind of principal. */
export const combined: fc.Arbitrary<Question> = fc.tuple(fc.constantFrom(...SERVICES, ASSUMPTION), principal).chain(([subject, who]) => {
  const assumes = subject === ASSUMPTION;
  const one = plainPolicy.map((policy) => [policy]);
  return fc
    .record({
      request: requestOf(subject, fc.constant(who)),
      policies: fc
        .record({
          identity: sometimes(7, one),
          resource: assumes ? fc.constant(undefined) : sometimes(8, plainNamed(EVERY, who)),
          trust: assumes ? sometimes(8, plainNamed({}, who)) : fc.constant(undefined),
          boundary: sometimes(4, one),
          session: sometimes(4, one),
          scp: sometimes(3, fc.array(fc.array(plainPolicy, { maxLength: 2 }), { maxLength: 2 })),
          rcp: sometimes(3, fc.array(fc.array(plainRcp(subject), { maxLength: 1 }), { maxLength: 2 })),
          endpoint: sometimes(
            4,
            plainNamed(EVERY, who).map((policy) => [policy]),
          ),
        })
        .map(without),
    })
    .map(consistent);
});

/** Calls of a function URL, under statements such as those that Lambda asks for. */
export const functionUrl: fc.Arbitrary<Question & { readonly authType: 'AWS_IAM' | 'NONE' }> = principal.chain((who) => {
  const condition = fc.constantFrom<object>(
    {},
    { Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } },
    { Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } },
    { Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } },
    { Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'false' } } },
    { Condition: { Null: { 'lambda:InvokedViaFunctionUrl': 'true' } } },
  );
  const one = (named: fc.Arbitrary<object>, resources: readonly string[]) =>
    fc
      .tuple(
        fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
        fc.constantFrom('lambda:InvokeFunctionUrl', 'lambda:InvokeFunction', 'lambda:InvokeFunction*', 'lambda:*'),
        named,
        fc.constantFrom(...resources),
        condition,
      )
      .map(([Effect, Action, principals, Resource, when]): unknown => ({ Effect, Action, ...principals, Resource, ...when }));
  const document = (named: fc.Arbitrary<object>, resources: readonly string[]) =>
    fc.array(one(named, resources), { minLength: 1, maxLength: 3 }).map((Statement): unknown => ({ Version: '2012-10-17', Statement }));
  const resources = [`arn:aws:lambda:us-east-1:${A}:function:f`, `arn:aws:lambda:us-east-1:${A}:function:f:PROD`];
  const names = fc.constantFrom<object>({ Principal: '*' }, ...namesOf(who).map((AWS) => ({ Principal: { AWS } })));
  return fc
    .record({
      authType: fc.constantFrom('AWS_IAM', 'NONE'),
      request: fc
        .constantFrom(...resources)
        .map((resource): AuthorizationRequest => ({ principal: who, action: 'lambda:InvokeFunctionUrl', resource })),
      policies: fc
        .record({
          identity: sometimes(
            6,
            document(fc.constant({}), [...resources, '*']).map((policy) => [policy]),
          ),
          resource: sometimes(8, document(names, resources)),
        })
        .map(without),
    })
    .map(({ authType, ...question }) => ({ authType, ...consistent(question) }));
});
