import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../test/support/calls.ts';

const v3 = (body: string, more = {}) =>
  callsOf(
    `
    import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';
    import { STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';
    import { SecretsManager } from '@aws-sdk/client-secrets-manager';
    import secrets from './secrets.mjs';
    import * as providers from '@aws-sdk/credential-providers';
    const list = (config) => new S3Client(config).send(new ListBucketsCommand({}));
    export const handler = async (event) => { ${body} };`,
    more,
  ).calls;

describe('clients of version 3', () => {
  it('use the role whose keys they are given', () => {
    const body = `
      const { Credentials } = await new STSClient({}).send(new AssumeRoleCommand({ RoleArn: process.env.ROLE, RoleSessionName: 's' }));
      await list({ credentials: { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken } });`;
    expect(v3(body, environment({ ROLE: 'arn:aws:iam::1:role/r' }))).toEqual([
      'sts AssumeRole {RoleArn: arn:aws:iam::1:role/r, RoleSessionName: s}',
      's3 ListBuckets {} as arn:aws:iam::1:role/r',
    ]);
  });

  it('use the role of a provider, which is assumed by the function or by its master', () => {
    const body = `
      const a = providers.fromTemporaryCredentials({ params: { RoleArn: 'a' } });
      const b = providers.fromTemporaryCredentials({ params: { RoleArn: 'b' }, masterCredentials: a });
      await list({ credentials: b });`;
    expect(v3(body)).toEqual(['sts AssumeRole {RoleArn: a}', 'sts AssumeRole {RoleArn: b} as a', 's3 ListBuckets {} as b']);
  });

  it('use own keys from the environment and from default providers', () => {
    const body = `
      await list({ credentials: providers.fromNodeProviderChain() });
      await list({ credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY } });`;
    expect(v3(body)).toEqual(['s3 ListBuckets {}']);
  });

  it('use foreign keys that are constants, settings, outputs and what Cognito gives', () => {
    const body = `
      await list({ credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } });
      await list({ credentials: { accessKeyId: event.key, secretAccessKey: event.secret } });
      const secret = await new SecretsManager().getSecretValue({ SecretId: 'keys' });
      await list({ credentials: JSON.parse(secret.SecretString) });
      await list({ credentials: providers.fromCognitoIdentityPool({ identityPoolId: 'p' }) });`;
    expect(v3(body)).toEqual([
      's3 ListBuckets {} with foreign keys (the access key is written in the code)',
      's3 ListBuckets {} with foreign keys (the access key comes with the event)',
      'secrets-manager GetSecretValue {SecretId: keys}',
      's3 ListBuckets {} with foreign keys (the access key is in the output of Secrets Manager GetSecretValue)',
      's3 ListBuckets {} with foreign keys (the keys come from a Cognito identity pool)',
    ]);
  });

  it('may use either', () => {
    const body = `await list(event.cross ? { credentials: providers.fromTemporaryCredentials({ params: { RoleArn: 'r' } }) } : {});`;
    expect(v3(body)).toEqual(['sts AssumeRole {RoleArn: r}', 's3 ListBuckets {} as r', 's3 ListBuckets {}']);
  });

  it('stay the own role where a provider is not known', () => {
    expect(v3('await list({ credentials: secrets.provide() });')).toEqual(['s3 ListBuckets {}']);
  });
});

describe('service objects of version 2', () => {
  it('use the role whose keys they are given', () => {
    const source = `
      const AWS = require('aws-sdk');
      const sts = new AWS.STS();
      exports.handler = (event, context, callback) => {
        sts.assumeRole({ RoleArn: 'r' }, (err, data) => {
          new AWS.EC2({ accessKeyId: data.Credentials.AccessKeyId, secretAccessKey: data.Credentials.SecretAccessKey }).describeRegions({}, () => {});
          AWS.config.update({ credentials: new AWS.TemporaryCredentials({ RoleArn: 'q' }) });
          new AWS.SQS().listQueues({}, callback);
          new AWS.SNS({ credentials: new AWS.ChainableTemporaryCredentials({ params: { RoleArn: 'c' } }) }).listTopics({}, callback);
        });
      };`;
    expect(callsOf({ 'app.js': source }).calls).toEqual([
      'sts AssumeRole {RoleArn: r}',
      'ec2 DescribeRegions {} as r',
      'sts AssumeRole {RoleArn: q}',
      'sqs ListQueues {} as q',
      'sts AssumeRole {RoleArn: c}',
      'sns ListTopics {} as c',
    ]);
  });
});
