import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../test/support/calls.ts';

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

describe('middlewares of each kind', () => {
  const MIDDY = "import middy from '@middy/core';\n";
  it.each([
    ['dynamodb', "{ TableName: 't', Key: { id: { S: 'a' } } }", 'dynamodb GetItem {TableName: t, Key: {id: {S: a}}}'],
    [
      'service-discovery',
      "{ NamespaceName: 'n', ServiceName: 's' }",
      'servicediscovery DiscoverInstances {NamespaceName: n, ServiceName: s}',
    ],
    ['kms', "'alias/signing'", 'kms GetPublicKey {KeyId: alias/signing}'],
    ['glue-schema-registry', "{ SchemaVersionId: 'v' }", 'glue GetSchemaVersion {SchemaVersionId: v}'],
    ['ssm-extension', "'/app/key'", 'ssm GetParameter {Name: /app/key, WithDecryption: true}'],
    ['secrets-manager-extension', "'prod/db'", 'secrets-manager GetSecretValue {SecretId: prod/db}'],
  ])('%s', (name, wanted, expected) => {
    const source = `${MIDDY}import middleware from '@middy/${name}';\nexport const handler = middy(() => {}).use(middleware({ fetchData: { a: ${wanted} } }));`;
    expect(callsOf(source)).toEqual({ calls: [expected], direct: [], lost: [] });
  });

  it('sign tokens with the host of the environment where they are not told one', () => {
    const source = `${MIDDY}import dsqlSigner from '@middy/dsql-signer';
      export const handler = middy(() => {}).use(dsqlSigner({ fetchData: { a: { username: 'app' }, b: { hostname: 'h', username: 'admin' } } }));`;
    expect(callsOf(source, environment({ PGHOST: 'pg.host' })).direct).toEqual([
      'dsql:DbConnect {hostname: pg.host}',
      'dsql:DbConnectAdmin {hostname: h}',
    ]);
  });

  it('call as a role whose keys another one fetched', () => {
    const source = `${MIDDY}import sts from '@middy/sts';
      import s3 from '@middy/s3';
      export const handler = middy(() => {})
        .use(sts({ fetchData: { other: { RoleArn: 'arn:r' } } }))
        .use(s3({ fetchData: { config: { Bucket: 'b', Key: 'k' } }, awsClientAssumeRole: 'other' }));`;
    expect(callsOf(source).calls).toEqual(['sts AssumeRole {RoleArn: arn:r}', 's3 GetObject {Bucket: b, Key: k} as arn:r']);
  });

  it('answer after the handler', () => {
    const source = `${MIDDY}import wsResponse from '@middy/ws-response';
      import s3ObjectResponse from '@middy/s3-object-response';
      export const handler = middy(() => ({ ConnectionId: 'c' })).use(wsResponse()).use(s3ObjectResponse());`;
    expect(callsOf(source).calls).toEqual(['apigatewaymanagementapi PostToConnection {ConnectionId: c}', 's3 WriteGetObjectResponse {}']);
  });

  it('read parameters and secrets by the names of version 1', () => {
    const source = `
      const middy = require('@middy/core');
      const ssm = require('@middy/ssm');
      const secretsManager = require('@middy/secrets-manager');
      exports.handler = middy(() => {})
        .use(ssm({ names: { KEY: '/app/key' }, paths: { APP: ['/app/a', '/app/b'] }, awsSdkOptions: { region: 'eu-west-1' } }))
        .use(secretsManager({ secrets: { DB: 'prod/db' } }));`;
    expect(callsOf({ 'app.js': source }).calls).toEqual([
      'ssm GetParameters {Names: [/app/key], WithDecryption: true} in eu-west-1',
      'ssm GetParametersByPath {Path: /app/a, Recursive: true, WithDecryption: true} in eu-west-1',
      'ssm GetParametersByPath {Path: /app/b, Recursive: true, WithDecryption: true} in eu-west-1',
      'secrets-manager GetSecretValue {SecretId: prod/db}',
    ]);
  });

  it('delete messages before version 3', () => {
    const source = `${MIDDY}import failures from '@middy/sqs-partial-batch-failure';\nexport const handler = middy(() => []).use(failures());`;
    const seen = (version: string) =>
      callsOf({ 'app.mjs': source, 'package.json': JSON.stringify({ dependencies: { '@middy/sqs-partial-batch-failure': version } }) })
        .calls;
    expect(seen('^2.5.0')).toEqual(['sqs DeleteMessageBatch {QueueUrl: ?the queue that the event comes from}']);
    expect(seen('^5.0.0')).toEqual([]);
  });
});
