/** The models of packages that sign tokens for brokers and databases, or ask for keys. */
import { beforeAll, describe, expect, it } from 'vitest';
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

it.each([
  ['aurora_dsql_psycopg2', 'connect(host=os.environ["HOST"], user="admin")', 'dsql:DbConnectAdmin'],
  ['aurora_dsql_psycopg', 'connect(host=os.environ["HOST"], user="app")', 'dsql:DbConnect'],
  ['aurora_dsql_asyncpg', 'connect(**{"host": os.environ["HOST"], "user": "app"})', 'dsql:DbConnect'],
])('DSQL, in Python: %s.%s', (name, body, action) => {
  const source = `import os\nimport ${name} as dsql\ndef handler(event, context):\n    dsql.${body}.cursor().execute("select 1")\n`;
  const given = { runtime: 'python3.13', handler: 'app.handler', ...environment({ HOST: 'db.host' }) };
  expect(callsIn(python, { 'app.py': source }, given)).toEqual({ calls: [], direct: [`${action} {hostname: db.host}`], lost: [] });
});

describe('keyrings of the Encryption SDK', () => {
  const seen = (keyring: string, used: string) =>
    callsOf(
      `import { KmsKeyringNode, buildClient, CommitmentPolicy } from '@aws-crypto/client-node';
const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
const keyring = new KmsKeyringNode(${keyring});
export const handler = async (event) => (await ${used}).plaintext;`,
      environment({ KEY: 'arn:k' }),
    );

  it.each([
    ['{ generatorKeyId: process.env.KEY, keyIds: [] }', 'decrypt(keyring, event.code)', ['kms Decrypt {KeyId: arn:k}']],
    [
      "{ generatorKeyId: process.env.KEY, keyIds: ['b'] }",
      'decrypt(keyring, event.code)',
      ['kms Decrypt {KeyId: arn:k}', 'kms Decrypt {KeyId: b}'],
    ],
    [
      "{ generatorKeyId: process.env.KEY, keyIds: ['b'] }",
      'encrypt(keyring, event.text)',
      ['kms GenerateDataKey {KeyId: arn:k}', 'kms Encrypt {KeyId: b}'],
    ],
    ['{ discovery: true }', 'decrypt(keyring, event.code)', ['kms Decrypt {KeyId: ?the key that the encrypted data names}']],
  ])('%s: %s', (keyring, used, calls) => {
    expect(seen(keyring, used)).toEqual({ calls, direct: [], lost: [] });
  });

  it.each([
    ['', 'keyring'],
    [
      "import { NodeCachingMaterialsManager, getLocalCryptographicMaterialsCache } from '@aws-crypto/caching-materials-manager-node';",
      'new NodeCachingMaterialsManager({ backingMaterials: keyring, cache: getLocalCryptographicMaterialsCache(9), maxAge: 9 })',
    ],
  ])('imported from the modules that the package is made of: %s', (more, used) => {
    const source = `import { KmsKeyringNode, getClient, KMS, limitRegions } from '@aws-crypto/kms-keyring-node';
import { buildEncrypt } from '@aws-crypto/encrypt-node';
import { buildDecrypt } from '@aws-crypto/decrypt-node';
${more}
const clientProvider = limitRegions(['eu-west-1'], getClient(KMS, { region: 'eu-west-1' }));
const keyring = new KmsKeyringNode({ generatorKeyId: process.env.KEY, keyIds: [process.env.SPARE], clientProvider });
export const handler = async (event) => {
  const { result } = await buildEncrypt().encrypt(${used}, event.text);
  await buildDecrypt().decrypt(new KmsKeyringNode({ keyIds: [process.env.SPARE], clientProvider }), result);
};`;
    expect(callsOf(source, environment({ KEY: 'arn:k', SPARE: 'arn:s' }))).toEqual({
      calls: ['kms GenerateDataKey {KeyId: arn:k}', 'kms Encrypt {KeyId: arn:s}', 'kms Decrypt {KeyId: arn:s}'],
      direct: [],
      lost: [],
    });
  });
});
