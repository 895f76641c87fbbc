import { describe, expect, it } from 'vitest';
import { callsOf } from '../../../../test/support/calls.ts';

const seen = (source: string) => callsOf({ 'app.js': source });

describe('service objects', () => {
  it('make a request for each operation, in every style', () => {
    const source = `
      const AWS = require('aws-sdk');
      AWS.config.update({ region: 'eu-west-1' });
      const s3 = new AWS.S3({ apiVersion: '2006-03-01' });
      exports.handler = async (event) => {
        const object = await s3.getObject({ Bucket: 'b', Key: 'k' }).promise();
        s3.putObject({ Bucket: 'b', Key: 'l', Body: object.Body }, (err, data) => {
          if (err) console.log(err); else s3.headObject({ Bucket: 'b', Key: data.ETag }).send();
        });
        s3.deleteObject({ Bucket: 'b', Key: 'm' }).on('success', (r) => s3.listBuckets({}, () => {})).send();
        s3.getObject({ Bucket: 'c', Key: 'k' }).createReadStream().pipe(process.stdout);
        s3.listObjectsV2({ Bucket: 'b' }).eachPage((e, page) => { s3.copyObject({ Bucket: 'd' }); });
      };`;
    expect(seen(source).calls.map((call) => call.replace(' in eu-west-1', ''))).toEqual([
      's3 GetObject {Bucket: b, Key: k}',
      's3 PutObject {Bucket: b, Key: l, Body: ?the output of S3 GetObject}',
      's3 HeadObject {Bucket: b, Key: ?the output of S3 PutObject}',
      's3 DeleteObject {Bucket: b, Key: m}',
      's3 ListBuckets {}',
      's3 GetObject {Bucket: c, Key: k}',
      's3 ListObjectsV2 {Bucket: b}',
      's3 CopyObject {Bucket: d}',
    ]);
    expect(seen(source).calls.every((call) => call.endsWith(' in eu-west-1'))).toBe(true);
  });

  it('have operations and services that the catalog does not know', () => {
    const source = `
      const AWS = require('aws-sdk');
      const s3 = new AWS.S3();
      s3.endpoint = new AWS.Endpoint('https://s3.example.com');
      exports.handler = async () => {
        await s3.inventTeleport({ Bucket: 'b' }).promise();
        s3.customizeRequests(() => {}); s3.on('error', () => {}); console.log(s3.endpoint.host, String(s3), new AWS.HttpClient());
        await new AWS.Teleport({ region: 'eu-west-1' }).beam().promise();
      };`;
    expect(seen(source).calls).toEqual(['s3 InventTeleport {Bucket: b}']);
    expect(seen(source).lost).toEqual(['calls of AWS.Teleport: no service of this name is known']);
  });

  it('come from modules of their own', () => {
    const source = `
      import SQS from 'aws-sdk/clients/sqs';
      import { DocumentClient } from 'aws-sdk/clients/dynamodb';
      const sqs = new SQS(); const db = new DocumentClient();
      export const handler = async () => { await sqs.sendMessage({ QueueUrl: 'q' }).promise(); await db.scan({ TableName: 't' }).promise(); };`;
    expect(callsOf({ 'app.ts': source }).calls).toEqual(['sqs SendMessage {QueueUrl: q}', 'dynamodb Scan {TableName: t}']);
  });

  it('add bound parameters that the operation has', () => {
    const source = `
      const { S3 } = require('aws-sdk');
      const s3 = new S3({ params: { Bucket: 'bound' } });
      exports.handler = () => Promise.all([s3.getObject({ Key: 'k' }).promise(), s3.listBuckets().promise()]);`;
    expect(seen(source).calls).toEqual(['s3 GetObject {Key: k, Bucket: bound}', 's3 ListBuckets {}']);
  });

  it('upload, sign, wait, and call operations by name', () => {
    const source = `
      const S3 = require('aws-sdk/clients/s3');
      const s3 = new S3();
      exports.handler = async () => {
        await s3.upload({ Bucket: 'b', Key: 'k' }).promise();
        s3.getSignedUrl('putObject', { Bucket: 'b', Key: 'signed' });
        await s3.waitFor('objectExists', { Bucket: 'b', Key: 'w' }).promise();
        s3.makeRequest('deleteObject', { Bucket: 'b', Key: 'r' }).promise();
        s3.createPresignedPost({ Bucket: 'b', Fields: { key: 'post' } });
        await new S3.ManagedUpload({ params: { Bucket: 'b', Key: 'mu' }, leavePartsOnError: true }).promise();
      };`;
    expect(seen(source).calls.filter((call) => !/Multipart|UploadPart/.test(call))).toEqual([
      's3 PutObject {Bucket: b, Key: k}',
      's3 PutObject {Bucket: b, Key: signed}',
      's3 HeadObject {Bucket: b, Key: w}',
      's3 DeleteObject {Bucket: b, Key: r}',
      's3 PutObject {Bucket: b, Key: post}',
      's3 PutObject {Bucket: b, Key: mu}',
    ]);
    expect(seen(source).calls.filter((call) => call.includes('Abort'))).toEqual(['s3 AbortMultipartUpload {Bucket: b, Key: k}']);
  });

  it('work through promisify and a captured namespace', () => {
    const source = `
      const AWSXRay = require('aws-xray-sdk-core');
      const AWS = AWSXRay.captureAWS(require('aws-sdk'));
      const { promisify } = require('util');
      const sns = new AWS.SNS();
      const publish = promisify(sns.publish.bind(sns));
      exports.handler = async () => { const out = await publish({ TopicArn: 't' }); await sns.unsubscribe({ SubscriptionArn: out.MessageId }).promise(); };`;
    expect(seen(source).calls).toEqual(['sns Publish {TopicArn: t}', 'sns Unsubscribe {SubscriptionArn: ?the output of SNS Publish}']);
  });

  it('that are picked at run time may be any that the program uses', () => {
    const source = `
      const AWS = require('aws-sdk');
      exports.handler = async (event) => { for (const name of ['SQS', 'SNS']) await new AWS[name]()[event.method]({}).promise(); };`;
    expect(seen(source).calls).toEqual(['sqs * {}', 'sns * {}']);
  });
});

describe('the document client', () => {
  it('names operations in its own way', () => {
    const source = `
      const AWS = require('aws-sdk');
      const db = new AWS.DynamoDB.DocumentClient({ params: { TableName: 't' } });
      exports.handler = async (event) => {
        await db.get({ Key: { id: event.id } }).promise();
        db.update({ TableName: 'u', Key: { id: 1 } }, function (err, data) { db.batchWrite({ RequestItems: { v: [] } }, () => {}); });
        await new AWS.DynamoDB.DocumentClient({ service: new AWS.DynamoDB({ region: 'eu-west-2' }) }).transactGet({ TransactItems: [] }).promise();
      };`;
    expect(seen(source).calls).toEqual([
      'dynamodb GetItem {Key: {id: ${event.id}}, TableName: t}',
      'dynamodb UpdateItem {TableName: u, Key: {id: 1}}',
      'dynamodb BatchWriteItem {RequestItems: {v: []}}',
      'dynamodb TransactGetItems {TransactItems: []} in eu-west-2',
    ]);
  });
});

describe('AWS.config', () => {
  it('holds for service objects that are made after it is set', () => {
    const source = `
      const AWS = require('aws-sdk');
      const before = new AWS.SQS();
      AWS.config.region = 'us-west-2';
      const after = new AWS.SQS(); const own = new AWS.SQS({ region: 'eu-west-1' });
      exports.handler = async () => { for (const q of [before, after, own]) await q.listQueues().promise(); };`;
    expect(seen(source).calls).toEqual(['sqs ListQueues {}', 'sqs ListQueues {} in us-west-2', 'sqs ListQueues {} in eu-west-1']);
  });
});
