import { describe, expect, it } from 'vitest';
import { callsOf } from '../../../../test/support/calls.ts';

describe('the engine', () => {
  it('runs hooks around the handler, which sees what they replace', () => {
    const source = `
      import middy from '@middy/core';
      import { SQS } from '@aws-sdk/client-sqs';
      const sqs = new SQS();
      const send = (QueueUrl) => sqs.sendMessage({ QueueUrl });
      const base = async (event, context) => { await send(event.url); return { id: 'r' }; };
      export const handler = middy()
        .use([{ before: async (request) => { request.event = { url: 'replaced' }; await send('before'); } }])
        .after((request) => send(request.response.id))
        .onError(async ({ error, context }) => { await send('failed'); })
        .handler(base);`;
    expect(callsOf(source).calls).toEqual([
      'sqs SendMessage {QueueUrl: before}',
      'sqs SendMessage {QueueUrl: replaced}',
      'sqs SendMessage {QueueUrl: r}',
      'sqs SendMessage {QueueUrl: failed}',
    ]);
  });

  it('runs routes', () => {
    const source = `
      import middy from '@middy/core';
      import httpRouterHandler from '@middy/http-router';
      import { SNS } from '@aws-sdk/client-sns';
      const sns = new SNS();
      const routes = [{ method: 'GET', path: '/a', handler: () => sns.publish({ TopicArn: 'a' }) },
        { method: 'POST', path: '/b', handler: middy().handler((event) => sns.publish({ TopicArn: event.t })) }];
      export const handler = middy().handler(httpRouterHandler(routes));`;
    expect(callsOf(source).calls).toEqual(['sns Publish {TopicArn: a}', 'sns Publish {TopicArn: ${event.t}}']);
  });
});

describe('middlewares that fetch', () => {
  it('need what they fetch', () => {
    const source = `
      import middy from '@middy/core';
      import ssm from '@middy/ssm';
      import secretsManager from '@middy/secrets-manager';
      import s3 from '@middy/s3';
      import appConfig from '@middy/appconfig';
      import rdsSigner from '@middy/rds-signer';
      export const handler = middy(() => {})
        .use(ssm({ fetchData: { key: '/app/key', all: '/app/all/' }, awsClientOptions: { region: 'eu-west-1' } }))
        .use(secretsManager({ fetchData: { db: 'prod/db' }, fetchRotationDate: true }))
        .use(s3({ fetchData: { config: { Bucket: 'b', Key: 'k' } } }))
        .use(appConfig({ fetchData: { flags: { ApplicationIdentifier: 'a', EnvironmentIdentifier: 'e', ConfigurationProfileIdentifier: 'c' } } }))
        .use(rdsSigner({ fetchData: { token: { region: 'us-east-1', hostname: 'db.host', username: 'iam', port: 5432 } } }));`;
    const identifiers = '{ApplicationIdentifier: a, EnvironmentIdentifier: e, ConfigurationProfileIdentifier: c}';
    expect(callsOf(source)).toEqual({
      calls: [
        'ssm GetParameters {Names: [/app/key], WithDecryption: true} in eu-west-1',
        'ssm GetParametersByPath {Path: /app/all/, Recursive: true, WithDecryption: true} in eu-west-1',
        'secrets-manager DescribeSecret {SecretId: prod/db}',
        'secrets-manager GetSecretValue {SecretId: prod/db}',
        's3 GetObject {Bucket: b, Key: k}',
        `appconfigdata StartConfigurationSession ${identifiers}`,
        `appconfigdata GetLatestConfiguration ${identifiers}`,
      ],
      direct: ['rds-db:connect {hostname: db.host, username: iam, region: us-east-1}'],
      lost: [],
    });
  });

  it('hand the keys of an assumed role to the handler', () => {
    const source = `
      import middy from '@middy/core';
      import sts from '@middy/sts';
      import { EC2Client, DescribeInstancesCommand } from '@aws-sdk/client-ec2';
      export const handler = middy((event, context) =>
        new EC2Client({ credentials: context.role }).send(new DescribeInstancesCommand({})))
        .use(sts({ fetchData: { role: { RoleArn: 'arn:r' } }, setToContext: true }));`;
    expect(callsOf(source).calls).toEqual(['sts AssumeRole {RoleArn: arn:r}', 'ec2 DescribeInstances {} as arn:r']);
  });
});
