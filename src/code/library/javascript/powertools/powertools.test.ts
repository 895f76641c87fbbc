import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../../test/support/calls.ts';

const P = '@aws-lambda-powertools';
const handler = (body: string): string => `export const handler = async (event, context) => { ${body} };`;

describe('parameters', () => {
  it('are read with what each function asks for', () => {
    const source = `
      import { getParameter, getParameters, getParametersByName, setParameter, SSMProvider } from '${P}/parameters/ssm';
      import { getSecret } from '${P}/parameters/secrets';
      import { SSMClient } from '@aws-sdk/client-ssm';
      const far = new SSMProvider({ awsSdkV3Client: new SSMClient({ region: 'eu-west-1' }) });
      ${handler(`await getParameter('/a', { decrypt: true, maxAge: 60 });
      await getParameters('/path', { recursive: false });
      await getParametersByName({ '/x': {}, '/y': { decrypt: true } });
      await setParameter('/s', { value: 'v', overwrite: true });
      await getSecret('db', { transform: 'json', sdkOptions: { VersionStage: 'AWSCURRENT' } });
      await far.get('/far');`)}`;
    expect(callsOf(source)).toEqual({
      calls: [
        'ssm GetParameter {Name: /a, WithDecryption: true}',
        'ssm GetParametersByPath {Path: /path, Recursive: false}',
        'ssm GetParameter {Name: /y, WithDecryption: true}',
        'ssm GetParameters {Names: [/x]}',
        'ssm PutParameter {Name: /s, Value: v, Type: String, Overwrite: true}',
        'secrets-manager GetSecretValue {VersionStage: AWSCURRENT, SecretId: db}',
        'ssm GetParameter {Name: /far} in eu-west-1',
      ],
      direct: [],
      lost: [],
    });
  });

  it('are decrypted when the environment says so', () => {
    const source = `import { getParameter } from '${P}/parameters/ssm'; ${handler("await getParameter('/a');")}`;
    expect(callsOf(source, environment({ POWERTOOLS_PARAMETERS_SSM_DECRYPT: 'true' })).calls).toEqual([
      'ssm GetParameter {Name: /a, WithDecryption: true}',
    ]);
  });

  it('come from AppConfig and DynamoDB too, and from providers of the program', () => {
    const source = `
      import { getAppConfig } from '${P}/parameters/appconfig';
      import { DynamoDBProvider } from '${P}/parameters/dynamodb';
      import { BaseProvider } from '${P}/parameters/base';
      import { S3 } from '@aws-sdk/client-s3';
      class Own extends BaseProvider { s3 = new S3(); async _get(name) { return this.s3.getObject({ Bucket: 'cfg', Key: name }); } }
      const table = new DynamoDBProvider({ tableName: process.env.TABLE, keyAttr: 'name' });
      ${handler("await getAppConfig('flags', { environment: 'live', application: 'shop' }); await table.get('k'); await new Own().get('o');")}`;
    expect(callsOf(source, environment({ TABLE: 'settings' })).calls).toEqual([
      'appconfigdata StartConfigurationSession {ApplicationIdentifier: shop, EnvironmentIdentifier: live, ConfigurationProfileIdentifier: flags}',
      'appconfigdata GetLatestConfiguration {ApplicationIdentifier: shop, EnvironmentIdentifier: live, ConfigurationProfileIdentifier: flags}',
      'dynamodb GetItem {TableName: settings, Key: {name: k}}',
      's3 GetObject {Bucket: cfg, Key: o}',
    ]);
  });
});

describe('idempotency', () => {
  const table = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((name) => `dynamodb ${name} {TableName: idem}`);
  const setUp = `
    import { makeIdempotent, idempotent } from '${P}/idempotency';
    import { makeHandlerIdempotent } from '${P}/idempotency/middleware';
    import { DynamoDBPersistenceLayer } from '${P}/idempotency/dynamodb';
    import middy from '@middy/core';
    import { SNS } from '@aws-sdk/client-sns';
    const persistenceStore = new DynamoDBPersistenceLayer({ tableName: 'idem' });
    const pay = async (event) => { await new SNS().publish({ TopicArn: event.topic }); };`;
  const publish = 'sns Publish {TopicArn: ${event.topic}}';

  it('keeps a record around a function', () => {
    expect(callsOf(`${setUp} export const handler = makeIdempotent(pay, { persistenceStore });`).calls).toEqual([...table, publish]);
  });

  it('needs nothing for a function that is not called', () => {
    expect(callsOf(`${setUp} const other = makeIdempotent(pay, { persistenceStore }); export const handler = pay;`).calls).toEqual([
      publish,
    ]);
  });

  it('keeps a record around a handler of middy, and around a method', () => {
    expect(callsOf(`${setUp} export const handler = middy(pay).use(makeHandlerIdempotent({ persistenceStore }));`).calls).toEqual([
      ...table,
      publish,
    ]);
    const decorated = `${setUp}
      class Fn { @idempotent({ persistenceStore }) async handler(event: any, context: any) { await pay(event); } }
      const fn = new Fn();
      export const handler = fn.handler.bind(fn);`;
    expect(callsOf({ 'app.ts': decorated }).calls).toEqual([...table, publish]);
  });
});

describe('batch', () => {
  it('runs the function on each record', () => {
    const source = `
      import { BatchProcessor, EventType, processPartialResponse } from '${P}/batch';
      import { DynamoDB } from '@aws-sdk/client-dynamodb';
      const processor = new BatchProcessor(EventType.SQS);
      const db = new DynamoDB();
      const one = async (record) => { const body = JSON.parse(record.body); await db.putItem({ TableName: body.table }); };
      ${handler('return processPartialResponse(event, one, processor, { context });')}`;
    expect(callsOf(source).calls).toHaveLength(1);
    expect(callsOf(source).calls[0]).toContain('dynamodb PutItem {TableName: ');
  });

  it('runs what is registered with a processor', () => {
    const source = `
      import { SqsFifoPartialProcessor } from '${P}/batch';
      import { SQS } from '@aws-sdk/client-sqs';
      const processor = new SqsFifoPartialProcessor();
      ${handler(`processor.register(event.Records, (r) => new SQS().deleteMessage({ QueueUrl: r.url }));
      await processor.process(); return processor.response();`)}`;
    expect(callsOf(source).calls).toEqual(['sqs DeleteMessage {QueueUrl: ${event.Records[].url}}']);
  });
});

describe('tracer, logger and metrics', () => {
  it('give back what they wrap, and leave decorated methods in place', () => {
    const source = `
      import { Tracer } from '${P}/tracer';
      import { Logger } from '${P}/logger';
      import { Metrics } from '${P}/metrics';
      import { captureLambdaHandler } from '${P}/tracer/middleware';
      import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';
      const tracer = new Tracer({ serviceName: 's' }); const logger = new Logger(); const metrics = new Metrics();
      const s3 = tracer.captureAWSv3Client(new S3Client({}));
      class Lambda {
        @tracer.captureLambdaHandler() @logger.injectLambdaContext({ logEvent: true }) @metrics.logMetrics()
        public async handler(event: unknown, context: unknown) { logger.appendKeys({ a: 1 }); return this.list(); }
        @tracer.captureMethod() private list() { return s3.send(new ListBucketsCommand({})); }
        public unused() { return s3.send(new ListBucketsCommand({ Prefix: 'never' })); }
      }
      const lambda = new Lambda();
      export const handler = lambda.handler.bind(lambda);`;
    expect(callsOf({ 'app.ts': source })).toEqual({ calls: ['s3 ListBuckets {}'], direct: [], lost: [] });
  });
});

describe('event handler', () => {
  it('runs what is registered, as a function or as a decorated method', () => {
    const source = `
      import { Router } from '${P}/event-handler/rest';
      import { DynamoDB } from '@aws-sdk/client-dynamodb';
      const db = new DynamoDB(); const app = new Router();
      app.get('/todos/:id', async ({ params }) => db.getItem({ TableName: 'todos' }));
      class Handlers {
        table = 'notes';
        @app.post('/notes') public async create() { return db.putItem({ TableName: this.table }); }
        async handler(event: unknown, context: unknown) { return app.resolve(event, context, { scope: this }); }
      }
      const handlers = new Handlers();
      export const handler = handlers.handler.bind(handlers);`;
    expect(callsOf({ 'app.ts': source }).calls).toEqual(['dynamodb GetItem {TableName: todos}', 'dynamodb PutItem {TableName: notes}']);
  });
});
