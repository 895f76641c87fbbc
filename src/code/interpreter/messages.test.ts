// biome-ignore-all lint/suspicious/noTemplateCurlyInString: how holes are displayed
import { beforeAll, describe, expect, it } from 'vitest';
import { ARNS, appOf, nameOf, resource, SPAN } from '../../../test/support/app.ts';
import { callsIn } from '../../../test/support/calls.ts';
import type { Resource, Trigger } from '../../model/app.ts';
import type { Datum, MapDatum } from '../../model/datum.ts';
import { type Text, text } from '../../model/text.ts';
import { javascript } from '../javascript/index.ts';
import { python } from '../python/language.ts';

beforeAll(() => python.prepare());

type Plain = string | boolean | Text | readonly Plain[] | { readonly [name: string]: Plain };

const isText = (plain: Plain): plain is Text => Array.isArray(plain) && plain.some((part) => typeof part === 'object' && 'chars' in part);

function datum(plain: Plain): Datum {
  if (typeof plain === 'string') return { kind: 'text', text: text(plain) };
  if (typeof plain === 'boolean') return { kind: 'scalar', value: plain };
  if (isText(plain)) return { kind: 'text', text: plain };
  if (Array.isArray(plain)) return { kind: 'list', items: plain.map(datum), open: false };
  return map(plain as { readonly [name: string]: Plain });
}

const map = (plain: { readonly [name: string]: Plain }): MapDatum => ({
  kind: 'map',
  entries: Object.entries(plain).map(([name, value]) => ({ key: [name], value: datum(value) })),
  open: false,
});

const made = (
  id: string,
  type: string,
  properties: { readonly [name: string]: Plain },
  arn?: (name: ReturnType<typeof nameOf>) => Text,
): Resource => ({
  ...resource(id, type, arn ? { arn: (name) => arn(name as ReturnType<typeof nameOf>) } : {}),
  properties: map(properties),
});

const QUEUE = ARNS.queue(nameOf('Jobs'));
const TOPIC = ARNS.topic(nameOf('News'));
const BUCKET = ARNS.bucket(nameOf('Inbox'));
const queue = made('Jobs', 'AWS::SQS::Queue', {}, ARNS.queue);
const topic = made('News', 'AWS::SNS::Topic', {}, ARNS.topic);
const bucket = (notifications: { readonly [name: string]: Plain } = {}): Resource =>
  made('Inbox', 'AWS::S3::Bucket', { NotificationConfiguration: notifications }, ARNS.bucket);
const subscription = (raw: boolean): Resource =>
  made('Link', 'AWS::SNS::Subscription', { TopicArn: TOPIC, Endpoint: QUEUE, Protocol: 'sqs', RawMessageDelivery: raw });

const BASE = { path: 'Events.X', span: SPAN, when: [] };
const FROM_QUEUE: Trigger = { ...BASE, kind: 'sqs', queueArn: QUEUE };
const FROM_TOPIC: Trigger = { ...BASE, kind: 'sns', topicArn: TOPIC };

const head = 'import json, boto3\ns3 = boto3.client("s3")\ndef handler(event, context):\n';
const read = (message: string): string =>
  `${head}    for record in event["Records"]:\n        for r in ${message}["Records"]:\n            s3.get_object(Bucket=r["s3"]["bucket"]["name"], Key=r["s3"]["object"]["key"])\n`;
const RAW = 'json.loads(record["body"])';
const ENVELOPED = 'json.loads(json.loads(record["body"])["Message"])';
const PUBLISHED = 'json.loads(record["Sns"]["Message"])';

const calls = (source: string, trigger: Trigger, resources: readonly Resource[]): readonly string[] =>
  callsIn(python, { 'app.py': source }, { triggers: [trigger] }, appOf(resources)).calls;

describe('the messages of a queue or topic', () => {
  it('are the notifications of a bucket, with the keys that its filter lets through', () => {
    const rules = [{ Name: 'prefix', Value: 'in/' }];
    const sends = { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: QUEUE, Filter: { S3Key: { Rules: rules } } }] };
    expect(calls(read(RAW), FROM_QUEUE, [queue, bucket(sends)])).toEqual([
      's3 GetObject {Bucket: ${Inbox}, Key: in/${event.Records[].body.Records[].s3.object.key}}',
    ]);
    expect(calls(read(PUBLISHED), FROM_TOPIC, [topic, bucket({ TopicConfigurations: [{ Topic: TOPIC }] })])).toEqual([
      's3 GetObject {Bucket: ${Inbox}, Key: ${event.Records[].Sns.Message.Records[].s3.object.key}}',
    ]);
  });

  it('travel through a topic, alone or in its envelope', () => {
    const sends = bucket({ TopicConfigurations: [{ Topic: TOPIC }] });
    expect(calls(read(RAW), FROM_QUEUE, [queue, topic, subscription(true), sends])).toEqual([
      's3 GetObject {Bucket: ${Inbox}, Key: ${event.Records[].body.Records[].s3.object.key}}',
    ]);
    expect(calls(read(ENVELOPED), FROM_QUEUE, [queue, topic, subscription(false), sends])).toEqual([
      's3 GetObject {Bucket: ${Inbox}, Key: ${event.Records[].body.Message.Records[].s3.object.key}}',
    ]);
  });

  it('come from the bucket that a policy lets send, where something else configures it', () => {
    const statement = { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': BUCKET } } };
    const policy = made('Policy', 'AWS::SNS::TopicPolicy', { Topics: [TOPIC], PolicyDocument: { Statement: [statement] } });
    expect(calls(read(RAW), FROM_QUEUE, [queue, topic, subscription(true), bucket(), policy])).toEqual([
      's3 GetObject {Bucket: ${Inbox}, Key: ${event.Records[].body.Records[].s3.object.key}}',
    ]);
    const denied = made('Policy', 'AWS::SNS::TopicPolicy', {
      Topics: [TOPIC],
      PolicyDocument: { Statement: [{ ...statement, Effect: 'Deny' }] },
    });
    expect(calls(read(RAW), FROM_QUEUE, [queue, topic, subscription(true), bucket(), denied])[0]).toContain('Bucket: ${event.');
  });

  it('hold what the pattern of a rule asks for', () => {
    const pattern = { source: ['aws.s3'], detail: { bucket: { name: [text(nameOf('Inbox'))] } } };
    const rule = made('Rule', 'AWS::Events::Rule', { EventPattern: pattern, Targets: [{ Id: 't', Arn: QUEUE }] });
    const source = `${head}    for record in event["Records"]:\n        s3.head_object(Bucket=json.loads(record["body"])["detail"]["bucket"]["name"], Key="k")\n`;
    expect(calls(source, FROM_QUEUE, [queue, rule])).toEqual(['s3 HeadObject {Bucket: ${Inbox}, Key: k}']);
  });

  it('are parsed in JavaScript too', () => {
    const source = `import { S3 } from '@aws-sdk/client-s3';
const s3 = new S3({});
export const handler = async (event) => {
  for (const { body } of event.Records)
    for (const { s3: { bucket } } of JSON.parse(JSON.parse(body).Message).Records) await s3.deleteObject({ Bucket: bucket.name, Key: 'k' });
};`;
    const resources = [queue, topic, subscription(false), bucket({ TopicConfigurations: [{ Topic: TOPIC }] })];
    const more = { triggers: [FROM_QUEUE], runtime: 'nodejs22.x' };
    expect(callsIn(javascript, { 'app.mjs': source }, more, appOf(resources)).calls).toEqual([
      's3 DeleteObject {Bucket: ${Inbox}, Key: k}',
    ]);
  });

  it('stay fields of the event where the template shows no sender, and in a circle of topics', () => {
    expect(calls(read(RAW), FROM_QUEUE, [queue, bucket()])[0]).toContain('Bucket: ${event.Records[].body.Records[].s3.bucket.name}');
    const circle = made('Link', 'AWS::SNS::Subscription', { TopicArn: TOPIC, Endpoint: TOPIC, Protocol: 'sns' });
    expect(calls(read(PUBLISHED), FROM_TOPIC, [topic, circle])[0]).toContain('Bucket: ${event.Records[].Sns.Message');
  });
});
