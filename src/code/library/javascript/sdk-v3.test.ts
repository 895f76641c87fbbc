import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../test/support/calls.ts';

const handler = (body: string): string => `export const handler = async (event) => { ${body} };`;

describe('commands', () => {
  it('are calls when a client sends them', () => {
    const source = `
      import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
      const s3 = new S3Client({ region: process.env.AWS_REGION });
      ${handler('return (await s3.send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: event.key }))).Body.transformToString();')}`;
    expect(callsOf(source, environment({ BUCKET: 'docs' }))).toEqual({
      calls: ['s3 GetObject {Bucket: docs, Key: ${event.key}}'],
      direct: [],
      lost: [],
    });
  });

  it('are no calls when nothing sends them', () => {
    const source = `import { DeleteBucketCommand } from '@aws-sdk/client-s3'; ${handler('new DeleteBucketCommand({ Bucket: "b" });')}`;
    expect(callsOf(source).calls).toEqual([]);
  });

  it('see what is written to their input before they are sent', () => {
    const source = `
      import { SQS, SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
      ${handler('const c = new SendMessageCommand({ MessageBody: "x" }); c.input.QueueUrl = "q"; await new SQSClient().send(c);')}`;
    expect(callsOf(source).calls).toEqual(['sqs SendMessage {MessageBody: x, QueueUrl: q}']);
  });

  it('are found through CommonJS, namespaces, destructuring and classes of the program', () => {
    const source = `
      const sdk = require('@aws-sdk/client-sns');
      const { PublishCommand: Publish } = sdk;
      class Notice extends Publish { constructor(text) { super({ TopicArn: 'arn', Message: text }); } }
      class Topic { client = new sdk.SNSClient({}); notify(text) { return this.client.send(new Notice(text)); } }
      exports.handler = (event, context, done) => new Topic().notify('hi').then((r) => done(null, r.MessageId));`;
    expect(callsOf({ 'app.js': source }).calls).toEqual(['sns Publish {TopicArn: arn, Message: hi}']);
  });

  it('count as sent by the function when the receiver is lost or not known', () => {
    const source = `
      import { PutItemCommand } from '@aws-sdk/client-dynamodb';
      ${handler('await globalThis.pool.get("db").send(new PutItemCommand({ TableName: "t" }));')}`;
    expect(callsOf(source).calls).toEqual(['dynamodb PutItem {TableName: t}']);
  });

  it('run callbacks of send', () => {
    const source = `
      import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';
      const client = new LambdaClient({});
      ${handler(`client.send(new InvokeCommand({ FunctionName: 'a' }), (err, data) => {
        if (err) return;
        client.send(new InvokeCommand({ FunctionName: 'b' }));
      });`)}`;
    expect(callsOf(source).calls).toEqual(['lambda Invoke {FunctionName: a}', 'lambda Invoke {FunctionName: b}']);
  });

  it('that the catalog does not know keep their name, and a command that is not known is any operation', () => {
    const source = `
      import * as s3 from '@aws-sdk/client-s3';
      const client = new s3.S3Client({});
      ${handler('await client.send(new s3.InventTeleportCommand({ Bucket: "b" })); await client.send(await globalThis.pick(event));')}`;
    expect(callsOf(source).calls).toEqual(['s3 InventTeleport {Bucket: b}', 's3 * {, …}']);
  });
});

describe('aggregated clients', () => {
  it('have a method for each operation', () => {
    const source = `
      import { DynamoDB } from '@aws-sdk/client-dynamodb';
      const db = new DynamoDB({});
      ${handler('await db.getItem({ TableName: "a" }); db.query({ TableName: "b" }, (e, d) => db.scan({ TableName: "c" }));')}`;
    expect(callsOf(source).calls).toEqual([
      'dynamodb GetItem {TableName: a}',
      'dynamodb Query {TableName: b}',
      'dynamodb Scan {TableName: c}',
    ]);
  });

  it('have methods that the catalog does not know', () => {
    const source = `
      import { S3 } from '@aws-sdk/client-s3';
      const s3 = new S3({});
      ${handler('await s3.inventTeleport({ Bucket: "b" }); s3.toString(); s3.destroy(); await s3;')}`;
    expect(callsOf(source).calls).toEqual(['s3 InventTeleport {Bucket: b}']);
  });

  it('give every operation that a name may be, and any for a name that is not known', () => {
    const source = `
      import { SSM } from '@aws-sdk/client-ssm';
      const ssm = new SSM();
      ${handler(`const m = event.x ? 'getParameter' : 'putParameter';
      await ssm[m]({ Name: 'n' }); await ssm[event.method]({ Name: 'n' });`)}`;
    expect(callsOf(source).calls).toEqual(['ssm GetParameter {Name: n}', 'ssm PutParameter {Name: n}', 'ssm * {Name: n}']);
  });
});

describe('paginators and waiters', () => {
  it('call the operation that they page or poll', () => {
    const source = `
      import { S3Client, paginateListObjectsV2, waitUntilObjectExists } from '@aws-sdk/client-s3';
      const client = new S3Client({ region: 'eu-west-1' });
      ${handler(`for await (const page of paginateListObjectsV2({ client }, { Bucket: 'b' }))
        for (const item of page.Contents) await waitUntilObjectExists({ client, maxWaitTime: 9 }, { Bucket: 'b', Key: item.Key });`)}`;
    expect(callsOf(source).calls).toEqual([
      's3 ListObjectsV2 {Bucket: b} in eu-west-1',
      's3 HeadObject {Bucket: b, Key: ?the output of S3 ListObjectsV2} in eu-west-1',
    ]);
  });
});

describe('clients', () => {
  it('carry region and endpoint, and all that they may be', () => {
    const source = `
      import { SQSClient, PurgeQueueCommand } from '@aws-sdk/client-sqs';
      ${handler(`const client = new SQSClient({ region: event.far ? 'us-east-1' : 'eu-west-1', endpoint: process.env.ENDPOINT });
      await client.send(new PurgeQueueCommand({ QueueUrl: 'q' }));`)}`;
    expect(callsOf(source, environment({ ENDPOINT: 'https://sqs.example.com' })).calls).toEqual([
      'sqs PurgeQueue {QueueUrl: q} in us-east-1 at https://sqs.example.com',
      'sqs PurgeQueue {QueueUrl: q} in eu-west-1 at https://sqs.example.com',
    ]);
  });

  it('are known by their declared type when their value is lost', () => {
    const source = `
      import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
      export class Store { constructor(private readonly s3: S3Client) {} put() { return this.s3.send(new PutObjectCommand({ Bucket: 'b' })); } }
      export const handler = async () => globalThis.container.get<Store>(Store).put();`;
    expect(callsOf({ 'app.ts': source }).calls).toEqual(['s3 PutObject {Bucket: b} by type']);
  });

  it('that are handed to code that is not here are lost', () => {
    const source = `
      import { S3Client } from '@aws-sdk/client-s3';
      ${handler('globalThis.backup(new S3Client({}));')}`;
    expect(callsOf(source).lost).toEqual(['calls of the S3Client that is handed over: the code that gets the client is not known']);
  });
});

describe('presigning', () => {
  it('needs what the signed operation needs', () => {
    const source = `
      import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
      import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
      import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
      const client = new S3Client();
      ${handler(`await getSignedUrl(client, new GetObjectCommand({ Bucket: 'b', Key: 'k' }), { expiresIn: 60 });
      await createPresignedPost(client, { Bucket: 'b', Key: 'up/x', Fields: { acl: 'public-read' }, Expires: 9 });`)}`;
    expect(callsOf(source).calls).toEqual(['s3 GetObject {Bucket: b, Key: k}', 's3 PutObject {Bucket: b, Key: up/x, ACL: public-read}']);
  });
});

describe('lib-storage', () => {
  it('writes one object or a multipart upload, which it aborts unless parts are to stay', () => {
    const source = `
      import { S3 } from '@aws-sdk/client-s3';
      import { Upload } from '@aws-sdk/lib-storage';
      const client = new S3();
      ${handler(`const up = new Upload({ client, params: { Bucket: 'b', Key: 'k', ACL: 'private' }, leavePartsOnError: true });
      up.on('httpUploadProgress', (p) => console.log(p)); await up.done();`)}`;
    expect(callsOf(source).calls).toEqual([
      's3 PutObject {Bucket: b, Key: k, ACL: private}',
      's3 CreateMultipartUpload {Bucket: b, Key: k, ACL: private}',
      's3 UploadPart {Bucket: b, Key: k}',
      's3 CompleteMultipartUpload {Bucket: b, Key: k}',
    ]);
    const aborts = callsOf(source.replace(', leavePartsOnError: true', ', tags: [{ Key: "a", Value: "b" }]')).calls;
    expect(aborts.slice(4)).toEqual(['s3 AbortMultipartUpload {Bucket: b, Key: k}', 's3 PutObjectTagging {Bucket: b, Key: k}']);
  });
});

describe('outputs that later calls depend on', () => {
  it('keep the name of a queue, a topic and the own account', () => {
    const source = `
      import { SQS } from '@aws-sdk/client-sqs';
      import { STS } from '@aws-sdk/client-sts';
      const sqs = new SQS(); const sts = new STS();
      ${handler(`const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'jobs' }); await sqs.sendMessage({ QueueUrl });
      const { Account } = await sts.getCallerIdentity({}); await sqs.deleteQueue({ QueueUrl: Account + '/x' });`)}`;
    expect(callsOf(source).calls).toEqual([
      'sqs GetQueueUrl {QueueName: jobs}',
      'sqs SendMessage {QueueUrl: https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/jobs}',
      'sts GetCallerIdentity {}',
      'sqs DeleteQueue {QueueUrl: ${AWS::AccountId}/x}',
    ]);
  });

  it('describe a table with its name, its ARN and its stream', () => {
    const source = `
      import { DynamoDB } from '@aws-sdk/client-dynamodb';
      import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
      const db = new DynamoDB(); const streams = new DynamoDBStreams();
      ${handler(`const { TableDescription: made } = await db.createTable({ TableName: 'orders' });
      await db.putItem({ TableName: made.TableName }); await db.listTagsOfResource({ ResourceArn: made.TableArn });
      const { Table } = await db.describeTable({ TableName: 'orders' });
      await streams.describeStream({ StreamArn: Table.LatestStreamArn });`)}`;
    const arn = 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders';
    expect(callsOf(source).calls).toEqual([
      'dynamodb CreateTable {TableName: orders}',
      'dynamodb PutItem {TableName: orders}',
      `dynamodb ListTagsOfResource {ResourceArn: ${arn}}`,
      'dynamodb DescribeTable {TableName: orders}',
      `dynamodb-streams DescribeStream {StreamArn: ${arn}/stream/\${?}}`,
    ]);
  });
});
