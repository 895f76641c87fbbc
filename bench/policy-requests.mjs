/** The requests and policies that the bench decides: one allow statement, a long policy of one role, every layer across accounts. */
const document = (...Statement) => ({ Version: '2012-10-17', Statement });
const allow = (Action, Resource, more = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const deny = (Action, Resource, more = {}) => ({ Effect: 'Deny', Action, Resource, ...more });

const HERE = '111122223333';
const THERE = '444455556666';
const ORGANIZATION = 'o-a1b2c3d4e5';
const app = `arn:aws:sts::${HERE}:assumed-role/app/run`;

const SERVICES = ['dynamodb', 'sqs', 'sns', 'kms', 'states', 'events', 'logs', 'ssm', 'secretsmanager', 'kinesis'];

/** A policy as long as roles have them: wildcards in actions and resources, variables, conditions, a Deny among the Allows. */
function longPolicy(statements = 50) {
  const out = [
    deny('s3:*', 'arn:aws:s3:::*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    deny(['s3:DeleteObject*', 's3:PutBucket*'], '*', { Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'platform' } } }),
  ];
  for (let i = 0; out.length < statements; i++) {
    const service = SERVICES[i % SERVICES.length];
    out.push(
      i % 5 === 0
        ? allow([`s3:Get*`, 's3:List*'], [`arn:aws:s3:::data-${i}`, `arn:aws:s3:::data-${i}/in/*/part-?.csv`], {
            Condition: { StringLike: { 's3:prefix': ['in/*', ''] }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
          })
        : i % 5 === 1
          ? allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::team-${i}/\${aws:PrincipalTag/team}/*`, {
              Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
            })
          : allow(`${service}:Get*`, `arn:aws:${service}:eu-west-1:${HERE}:app/${i}/*`),
    );
  }
  return document(...out);
}

const context = {
  'aws:SecureTransport': true,
  'aws:PrincipalTag/team': 'orders',
  'aws:SourceIp': '10.1.2.3',
  's3:prefix': 'in/2026',
  'aws:TagKeys': ['team', 'stage'],
};

/** Each with several requests, so that none is decided from what was remembered of the one before. */
export function situations() {
  return [
    {
      name: 'one allow statement',
      bound: 1_000_000,
      policies: { identity: [document(allow('s3:GetObject', 'arn:aws:s3:::photos/*'))] },
      requests: Array.from({ length: 16 }, (_, i) => ({
        principal: app,
        action: 's3:GetObject',
        resource: `arn:aws:s3:::${i % 4 === 3 ? 'videos' : 'photos'}/2026/cat-${i}.jpg`,
      })),
    },
    {
      name: 'identity policy of 50 statements',
      bound: 300_000,
      policies: { identity: [longPolicy()] },
      requests: Array.from({ length: 16 }, (_, i) => ({
        principal: app,
        action: i % 2 === 0 ? 's3:GetObject' : 's3:PutObject',
        resource: i % 2 === 0 ? `arn:aws:s3:::data-${5 * i}/in/2026/part-${i % 10}.csv` : `arn:aws:s3:::team-${5 * i + 1}/orders/${i}`,
        principalOrganization: ORGANIZATION,
        context,
      })),
    },
    {
      name: 'across accounts, with 3 SCPs, 3 RCPs, boundary, resource',
      bound: 300_000,
      policies: {
        identity: [document(allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::shared/*'))],
        boundary: [document(allow(['s3:*', 'dynamodb:*', 'logs:*'], '*'))],
        resource: document({
          ...allow('s3:GetObject', 'arn:aws:s3:::shared/*'),
          Principal: { AWS: `arn:aws:iam::${HERE}:role/app` },
          Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
        }),
        scp: [
          [document(allow('*', '*'))],
          [
            document(
              allow('*', '*'),
              deny('*', '*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } } }),
            ),
          ],
          [document(allow(['s3:*', 'dynamodb:*'], '*'), deny(['organizations:*', 's3:PutBucketPublicAccessBlock'], '*'))],
        ],
        rcp: [
          [document({ ...allow('*', '*'), Principal: '*' })],
          [
            document({
              ...deny('s3:*', '*', {
                Condition: {
                  StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
                  BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
                },
              }),
              Principal: '*',
            }),
          ],
          [document({ ...deny('s3:*', '*', { Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } }), Principal: '*' })],
        ],
      },
      requests: Array.from({ length: 16 }, (_, i) => ({
        principal: app,
        action: i % 4 === 3 ? 's3:PutObject' : 's3:GetObject',
        resource: `arn:aws:s3:::shared/2026/${i}.parquet`,
        resourceAccount: THERE,
        principalOrganization: ORGANIZATION,
        context: { 'aws:SecureTransport': true, 'aws:RequestedRegion': 'eu-west-1' },
      })),
    },
  ];
}

/** One statement that decides, behind `others` statements about other services. */
export const behind = (others) => ({
  policies: {
    identity: [
      document(
        ...Array.from({ length: others }, (_, i) =>
          allow(`${SERVICES[i % SERVICES.length]}:Get*`, `arn:aws:${SERVICES[i % SERVICES.length]}:eu-west-1:${HERE}:app/${i}`),
        ),
        allow('s3:GetObject', 'arn:aws:s3:::photos/*'),
      ),
    ],
  },
  requests: Array.from({ length: 16 }, (_, i) => ({
    principal: app,
    action: 's3:GetObject',
    resource: `arn:aws:s3:::photos/cat-${i}.jpg`,
  })),
});

/** Many different policies, to compile. */
export const manyPolicies = (count, statements) =>
  Array.from({ length: count }, (_, p) =>
    document(
      ...Array.from({ length: statements }, (_, i) =>
        allow(
          [`${SERVICES[i % SERVICES.length]}:Get*`, `${SERVICES[i % SERVICES.length]}:Put*`],
          `arn:aws:${SERVICES[i % SERVICES.length]}:eu-west-1:${HERE}:app-${p}/${i}/*`,
          {
            Condition: { StringEquals: { 'aws:PrincipalTag/team': `team-${p}` } },
          },
        ),
      ),
    ),
  );
