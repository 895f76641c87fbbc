/** The models of npm packages: sources as their documentation shows them, and the calls that they make. */
import { describe, expect, it } from 'vitest';
import { callsOf, environment } from '../../../../test/support/calls.ts';

const URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs';
const seen = (source: string) => callsOf(source, environment({ QUEUE: URL, TABLE: 'orders' }));

describe('sqs-consumer', () => {
  const consumer = (options: string) =>
    seen(`
import { Consumer } from 'sqs-consumer';
import { SQSClient } from '@aws-sdk/client-sqs';
import { S3 } from '@aws-sdk/client-s3';
const s3 = new S3({});
export const handler = async () => {
  const app = Consumer.create({ queueUrl: process.env.QUEUE, ${options} });
  app.on('error', (error) => console.error(error));
  app.start();
  app.stop();
};`);

  it('receives, runs the handler, deletes', () => {
    expect(consumer("handleMessage: async (message) => { await s3.putObject({ Bucket: 'b', Key: message.MessageId }); }")).toEqual({
      calls: [
        `sqs ReceiveMessage {QueueUrl: ${URL}}`,
        's3 PutObject {Bucket: b, Key: ?the output of SQS ReceiveMessage}',
        `sqs DeleteMessage {QueueUrl: ${URL}}`,
      ],
      direct: [],
      lost: [],
    });
  });

  it('works on batches, keeps messages, and changes their visibility, as its options say', () => {
    expect(
      consumer(
        "handleMessageBatch: async () => [], heartbeatInterval: 5, visibilityTimeout: 30, sqs: new SQSClient({ region: 'us-east-1' })",
      ).calls,
    ).toEqual([
      `sqs ReceiveMessage {QueueUrl: ${URL}} in us-east-1`,
      `sqs DeleteMessageBatch {QueueUrl: ${URL}} in us-east-1`,
      `sqs ChangeMessageVisibilityBatch {QueueUrl: ${URL}} in us-east-1`,
    ]);
    expect(consumer('handleMessage: async () => {}, shouldDeleteMessages: false, terminateVisibilityTimeout: true').calls).toEqual([
      `sqs ReceiveMessage {QueueUrl: ${URL}}`,
      `sqs ChangeMessageVisibility {QueueUrl: ${URL}}`,
    ]);
  });

  it('runs what it is given to choose a timeout', () => {
    const { calls } = consumer(
      "handleMessage: async () => {}, terminateVisibilityTimeout: () => { s3.getObject({ Bucket: 'b', Key: 'k' }); return 1; }",
    );
    expect(calls).toContain('s3 GetObject {Bucket: b, Key: k}');
  });
});

it('sqs-producer sends batches and asks for the size of the queue', () => {
  const source = `
import { Producer } from 'sqs-producer';
const producer = Producer.create({ queueUrl: process.env.QUEUE, region: 'eu-west-1' });
export const handler = async () => {
  await producer.send(['one', { id: '2', body: 'two' }]);
  await producer.queueSize();
  producer.purge();
};`;
  expect(seen(source)).toEqual({
    calls: [
      `sqs SendMessageBatch {QueueUrl: ${URL}} in eu-west-1`,
      `sqs GetQueueAttributes {QueueUrl: ${URL}, AttributeNames: [ApproximateNumberOfMessages]} in eu-west-1`,
    ],
    direct: [],
    lost: ['call of Producer.purge: the model of sqs-producer does not know it'],
  });
});

it.each(['aws-xray-sdk', 'aws-xray-sdk-core'])('%s gives back what it captures and runs what it traces', (name) => {
  const source = `
const AWSXRay = require('${name}');
const { S3Client, ListBucketsCommand } = require('@aws-sdk/client-s3');
const AWS = AWSXRay.captureAWS(require('aws-sdk'));
const s3 = AWSXRay.captureAWSv3Client(new S3Client({}));
AWSXRay.setContextMissingStrategy('LOG_ERROR');
exports.handler = async () => {
  await AWSXRay.captureAsyncFunc('list', async (segment) => { await s3.send(new ListBucketsCommand({})); segment.close(); });
  await new AWS.SQS().listQueues().promise();
  AWSXRay.getSegment().addAnnotation('a', 'b');
};`;
  expect(callsOf({ 'app.js': source })).toEqual({ calls: ['s3 ListBuckets {}', 'sqs ListQueues {}'], direct: [], lost: [] });
});
