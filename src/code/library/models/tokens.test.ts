/** The models of packages that sign tokens for brokers and databases. */
import { beforeAll, expect, it } from 'vitest';
import { callsIn, callsOf, environment } from '../../../../test/support/calls.ts';
import { python } from '../../python/language.ts';

beforeAll(() => python.prepare());

it('MSK, in JavaScript', () => {
  const source = `
import { generateAuthToken, generateAuthTokenFromRole } from 'aws-msk-iam-sasl-signer-js';
export const handler = async () => {
  await generateAuthToken({ region: 'eu-west-1' });
  await generateAuthTokenFromRole({ region: 'eu-west-1', awsRoleArn: 'arn:r', awsRoleSessionName: 's' });
};`;
  expect(callsOf(source)).toEqual({
    calls: ['sts AssumeRole {RoleArn: arn:r, RoleSessionName: s} in eu-west-1'],
    direct: ['kafka-cluster:Connect {region: eu-west-1}', 'kafka-cluster:Connect {region: eu-west-1} as arn:r'],
    lost: [],
  });
});

it('MSK, in Python', () => {
  const source = `
from aws_msk_iam_sasl_signer import MSKAuthTokenProvider
def handler(event, context):
    token, expiry = MSKAuthTokenProvider.generate_auth_token("eu-west-1")
    MSKAuthTokenProvider.generate_auth_token_from_role_arn("eu-west-1", "arn:r")
`;
  expect(callsIn(python, { 'app.py': source })).toEqual({
    calls: ['sts AssumeRole {RoleArn: arn:r} in eu-west-1'],
    direct: ['kafka-cluster:Connect {region: eu-west-1}', 'kafka-cluster:Connect {region: eu-west-1} as arn:r'],
    lost: [],
  });
});

it.each([
  [
    "import { AuroraDSQLPool } from '@aws/aurora-dsql-node-postgres-connector';",
    "new AuroraDSQLPool({ host: process.env.HOST, user: 'admin' })",
    'dsql:DbConnectAdmin',
  ],
  [
    "import { AuroraDSQLClient } from '@aws/aurora-dsql-node-postgres-connector';",
    "new AuroraDSQLClient({ host: process.env.HOST, user: 'app' })",
    'dsql:DbConnect',
  ],
  [
    "import { auroraDSQLPostgres } from '@aws/aurora-dsql-postgresjs-connector';",
    'auroraDSQLPostgres({ host: process.env.HOST })',
    'dsql:DbConnectAdmin',
  ],
])('DSQL: %s %s', (imports, body, action) => {
  const source = `${imports}\nexport const handler = async () => (await ${body}).query('select 1');`;
  expect(callsOf(source, environment({ HOST: 'db.host' }))).toEqual({ calls: [], direct: [`${action} {hostname: db.host}`], lost: [] });
});
