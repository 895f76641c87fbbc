import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../test/support/calls.ts';

const handler = (body: string): string => `export const handler = async (event) => { ${body} };`;

describe('signed requests', () => {
  it('need the action of the service that they are signed for', () => {
    const source = `
      import { SignatureV4 } from '@smithy/signature-v4';
      import { HttpRequest } from '@smithy/protocol-http';
      import { defaultProvider } from '@aws-sdk/credential-provider-node';
      import { Sha256 } from '@aws-crypto/sha256-js';
      const signer = new SignatureV4({ credentials: defaultProvider(), region: process.env.AWS_REGION, service: 'execute-api', sha256: Sha256 });
      ${handler(`const request = new HttpRequest({ method: 'POST', hostname: 'x.execute-api.eu-west-1.amazonaws.com', path: '/live/orders' });
      const signed = await signer.sign(request); await fetch('https://' + signed.hostname, signed);`)}`;
    expect(callsOf(source).direct).toEqual([
      'execute-api:Invoke {hostname: x.execute-api.eu-west-1.amazonaws.com, method: POST, path: /live/orders}',
    ]);
  });

  it('to OpenSearch need the action of the HTTP method', () => {
    const source = `
      const AWS = require('aws-sdk');
      exports.handler = async () => {
        const request = new AWS.HttpRequest(new AWS.Endpoint('search.es.amazonaws.com'), 'eu-west-1');
        request.method = 'PUT'; request.path = 'index/_doc/1';
        new AWS.Signers.V4(request, 'es').addAuthorization(new AWS.EnvironmentCredentials('AWS'), new Date());
        await new Promise((resolve, reject) => new AWS.HttpClient().handleRequest(request, null, (r) => resolve(new AWS.SQS().listQueues()), reject));
      };`;
    const seen = callsOf({ 'app.js': source });
    expect(seen.direct).toEqual(['es:ESHttpPut {hostname: search.es.amazonaws.com, path: index/_doc/1, region: eu-west-1}']);
    expect(seen.calls).toEqual(['sqs ListQueues {}']);
  });

  it('are told by their host when no service is named', () => {
    const source = `
      import aws4 from 'aws4';
      ${handler("aws4.sign({ host: 'abc.lambda-url.eu-west-1.on.aws', path: '/' }); aws4.sign({ host: event.host });")}`;
    const seen = callsOf(source);
    expect(seen.direct).toEqual(['lambda:InvokeFunctionUrl {hostname: abc.lambda-url.eu-west-1.on.aws}']);
    expect(seen.lost).toHaveLength(1);
  });

  it('are tokens of caches where they connect', () => {
    const source = `
      import { SignatureV4 } from '@smithy/signature-v4';
      const signer = new SignatureV4({ service: 'memorydb', region: 'eu-west-1', credentials: {} });
      ${handler(`await signer.presign({ method: 'GET', hostname: 'orders', path: '/', query: { Action: 'connect', User: 'app' } });
      await signer.sign({ method: 'POST', hostname: 'memory-db.eu-west-1.amazonaws.com', path: '/', body: event.body });`)}`;
    const seen = callsOf(source);
    expect(seen.direct).toEqual(['memorydb:Connect {hostname: orders, query: {Action: connect, User: app}, region: eu-west-1}']);
    expect(seen.lost).toHaveLength(1);
  });

  it('with the OpenSearch client need its methods', () => {
    const source = `
      const { Client } = require('@opensearch-project/opensearch');
      const { AwsSigv4Signer } = require('@opensearch-project/opensearch/aws');
      const client = new Client({ ...AwsSigv4Signer({ region: 'eu-west-1', service: 'es', getCredentials: () => null }), node: 'https://d' });
      exports.handler = () => client.get({ index: 'a', id: '1' });`;
    expect(callsOf({ 'app.js': source }).direct).toEqual(['es:ESHttpGet {hostname: https://d, region: eu-west-1}']);
  });
});

describe('tokens of databases', () => {
  it('are actions of their own', () => {
    const source = `
      import { Signer } from '@aws-sdk/rds-signer';
      import { DsqlSigner } from '@aws-sdk/dsql-signer';
      ${handler(`await new Signer({ hostname: process.env.PROXY, port: 3306, username: 'app' }).getAuthToken();
      const dsql = new DsqlSigner({ hostname: 'c.dsql.us-east-1.on.aws', region: 'us-east-1' });
      await dsql.getDbConnectAdminAuthToken(); await dsql.getDbConnectAuthToken();`)}`;
    expect(callsOf(source, environment({ PROXY: 'proxy.host' })).direct).toEqual([
      'rds-db:connect {hostname: proxy.host, username: app}',
      'dsql:DbConnectAdmin {hostname: c.dsql.us-east-1.on.aws, region: us-east-1}',
      'dsql:DbConnect {hostname: c.dsql.us-east-1.on.aws, region: us-east-1}',
    ]);
  });
});

describe('extensions on localhost', () => {
  it('call AWS for the function', () => {
    const source = `
      import https from 'node:http';
      import axios from 'axios';
      const port = process.env.PORT || 2773;
      ${handler(`await fetch(\`http://localhost:\${port}/systemsmanager/parameters/get?name=\${encodeURIComponent(process.env.NAME)}&withDecryption=true\`);
      await fetch('http://localhost:2773/secretsmanager/get?secretId=prod%2Fdb', { headers: {} });
      https.get('http://localhost:2772//applications/a/environments/e/configurations/c', (r) => {});
      await axios.get('http://localhost:2773/secretsmanager/get', { params: { secretId: 'other' } });
      await fetch('https://example.com/secretsmanager/get?secretId=none');`)}`;
    const identifiers = '{ApplicationIdentifier: a, EnvironmentIdentifier: e, ConfigurationProfileIdentifier: c}';
    expect(callsOf(source, environment({ NAME: '/app/key' })).calls).toEqual([
      'ssm GetParameter {Name: /app/key, WithDecryption: true}',
      'secrets-manager GetSecretValue {SecretId: prod/db}',
      `appconfigdata StartConfigurationSession ${identifiers}`,
      `appconfigdata GetLatestConfiguration ${identifiers}`,
      'secrets-manager GetSecretValue {SecretId: other}',
    ]);
  });
});

describe('request', () => {
  it('signs only what its options say', () => {
    const source = `const request = require('request');
      exports.handler = async () => { request('https://example.com'); request.post({ url: 'https://x.s3.amazonaws.com/k', aws: { key: 'k', secret: 's' } }); };`;
    const { lost } = callsOf(source);
    expect(lost).toEqual(['a request that is signed for AWS: the operation that it calls is in the request, not in the code of an SDK']);
  });
});

describe('wrappers', () => {
  it('run what they are given', () => {
    const source = `
      const AWSXRay = require('aws-xray-sdk-core');
      const { DynamoDBClient, ScanCommand, QueryCommand } = require('@aws-sdk/client-dynamodb');
      const db = AWSXRay.captureAWSv3Client(new DynamoDBClient({}));
      exports.handler = async () => AWSXRay.captureAsyncFunc('load', async (segment) => {
        segment.addAnnotation('a', 1); await db.send(new ScanCommand({ TableName: 't' })); segment.close(); });`;
    expect(callsOf({ 'app.js': source })).toEqual({ calls: ['dynamodb Scan {TableName: t}'], direct: [], lost: [] });
  });

  it('run the steps of a durable handler, and note what it invokes', () => {
    const source = `
      import { withDurableExecution } from '@aws/durable-execution-sdk-js';
      import { SQS } from '@aws-sdk/client-sqs';
      const sqs = new SQS();
      export const handler = withDurableExecution(async (event, context) => {
        const url = await context.step('url', async () => 'queue');
        await context.parallel([async (c) => c.step(() => sqs.purgeQueue({ QueueUrl: url })), async (c) => c.invoke('pay', 'pay-fn', {})]);
        await context.map(['a', 'b'], async (c, item) => sqs.deleteQueue({ QueueUrl: item }));
        await context.wait({ seconds: 5 });
      });`;
    expect(callsOf(source).calls).toEqual([
      'sqs PurgeQueue {QueueUrl: queue}',
      'lambda Invoke {FunctionName: pay-fn}',
      'sqs DeleteQueue {QueueUrl: a}',
      'sqs DeleteQueue {QueueUrl: b}',
    ]);
  });
});
