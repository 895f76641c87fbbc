import { describe, expect, it } from 'vitest';
import {
  app,
  attribute,
  call,
  event,
  name,
  needsFor,
  needsOf,
  parameter,
  regional,
  resource,
  short,
  show,
  unknown,
} from '../../../test/needs/constructed.ts';
import { text } from '../../model/text.ts';

const queue = resource('Queue', 'AWS::SQS::Queue', regional('sqs', name('Queue')));
const ownUrl = text(
  'https://sqs.',
  { kind: 'pseudo', name: 'AWS::Region', chars: 'name' },
  '.',
  { kind: 'pseudo', name: 'AWS::URLSuffix', chars: 'name' },
  '/',
  {
    kind: 'pseudo',
    name: 'AWS::AccountId',
    chars: 'name',
  },
  '/',
  name('Queue'),
);

describe('sqs', () => {
  it('reads the queue from its URL', () => {
    expect(needsFor('sqs', 'SendMessage', { QueueUrl: ownUrl }, app(queue))).toEqual(['sqs:SendMessage arn:aws:sqs:R:A:${Queue}']);
    expect(needsFor('sqs', 'SendMessageBatch', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' })).toEqual([
      'sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:jobs',
    ]);
    expect(needsFor('sqs', 'DeleteMessageBatch', { QueueUrl: [attribute('Queue', 'QueueUrl')] }, app(queue))).toEqual([
      'sqs:DeleteMessage arn:aws:sqs:R:A:${Queue}',
    ]);
  });

  it('cuts the name out of a URL that is a parameter, and tells one that is not known', () => {
    const { needs } = needsOf([call('sqs', 'SendMessage', { QueueUrl: [parameter('Target')] })]);
    expect(needs[0]?.certainty).toBe('exact');
    expect(JSON.stringify(needs[0]?.resource)).toContain('"Fn::Select":[4,{"Fn::Split":["/",{"Ref":"Target"}]}]');
    const open = needsOf([call('sqs', 'SendMessage', { QueueUrl: [event('replyTo')] })]);
    expect(show(open.needs).map(short)).toEqual(['sqs:SendMessage arn:aws:sqs:R:A:* (unresolved)']);
    expect(open.unresolved[0]).toMatchObject({ why: "it depends on the event's replyTo", actions: ['sqs:SendMessage'] });
  });

  it('moves messages as the caller', () => {
    expect(needsFor('sqs', 'StartMessageMoveTask', { SourceArn: 'arn:aws:sqs:r:1:dlq', DestinationArn: 'arn:aws:sqs:r:1:q' })).toContain(
      'sqs:SendMessage arn:aws:sqs:r:1:q',
    );
    expect(needsFor('sqs', 'GetQueueUrl', { QueueName: 'q' })).toEqual(['sqs:GetQueueUrl arn:aws:sqs:R:A:q']);
    expect(needsFor('sqs', 'CreateQueue', { QueueName: 'q', tags: { a: 'b' } })).toHaveLength(2);
  });

  it('generates data keys of an encrypted queue', () => {
    const within = app(resource('Queue', 'AWS::SQS::Queue', regional('sqs', name('Queue')), { KmsMasterKeyId: 'alias/shared' }));
    expect(needsFor('sqs', 'SendMessage', { QueueUrl: ownUrl }, within).slice(1)).toEqual([
      'kms:Decrypt arn:aws:kms:R:A:key/* (pattern) ForAnyValue:StringEquals(kms:ResourceAliases=alias/shared);StringEquals(kms:ViaService=sqs.R.amazonaws.com)',
      'kms:GenerateDataKey arn:aws:kms:R:A:key/* (pattern) ForAnyValue:StringEquals(kms:ResourceAliases=alias/shared);StringEquals(kms:ViaService=sqs.R.amazonaws.com)',
    ]);
  });
});

describe('sns', () => {
  it('publishes to a topic, an endpoint, a phone', () => {
    expect(needsFor('sns', 'Publish', { TopicArn: regional('sns', name('Topic')) })).toEqual(['sns:Publish arn:aws:sns:R:A:${Topic}']);
    expect(needsFor('sns', 'Publish', { PhoneNumber: [event('phone')], Message: 'm' })).toEqual(['sns:Publish *']);
    expect(needsFor('sns', 'Publish', { TargetArn: 'arn:aws:sns:r:1:endpoint/GCM/app/x' })).toEqual([
      'sns:Publish arn:aws:sns:r:1:endpoint/GCM/app/x',
    ]);
    expect(needsFor('sns', 'PublishBatch', { TopicArn: [parameter('TopicArn')] })).toEqual(['sns:Publish ${TopicArn}']);
  });

  it('decides over the topic of a subscription, and passes roles', () => {
    expect(needsFor('sns', 'Unsubscribe', { SubscriptionArn: 'arn:aws:sns:r:1:topic:id' })).toEqual([
      'sns:Unsubscribe arn:aws:sns:r:1:topic',
    ]);
    expect(
      needsFor('sns', 'SetTopicAttributes', {
        TopicArn: 'arn:aws:sns:r:1:t',
        AttributeName: 'SQSSuccessFeedbackRoleArn',
        AttributeValue: 'arn:aws:iam::1:role/r',
      }),
    ).toEqual([
      'sns:SetTopicAttributes arn:aws:sns:r:1:t',
      'iam:PassRole arn:aws:iam::1:role/r StringEquals(iam:PassedToService=sns.amazonaws.com)',
    ]);
    expect(
      needsFor('sns', 'SetTopicAttributes', { TopicArn: 'arn:aws:sns:r:1:t', AttributeName: 'DisplayName', AttributeValue: 'x' }),
    ).toHaveLength(1);
  });
});

describe('eventbridge', () => {
  it('puts events on each bus of the entries, the default one unless named', () => {
    expect(needsFor('eventbridge', 'PutEvents', { Entries: [{ Source: 'a' }, { Source: 'b', EventBusName: 'orders' }] })).toEqual([
      'events:PutEvents arn:aws:events:R:A:event-bus/default',
      'events:PutEvents arn:aws:events:R:A:event-bus/orders',
    ]);
    expect(needsFor('eventbridge', 'PutEvents', { Entries: unknown('the input') })).toEqual([
      'events:PutEvents arn:aws:events:R:A:event-bus/* (unresolved)',
    ]);
  });

  it('offers constant sources and detail types', () => {
    const { offers } = needsOf([call('eventbridge', 'PutEvents', { Entries: [{ Source: 'shop', DetailType: [event('type')] }] })]);
    expect(offers.map((o) => o.condition)).toEqual([{ 'ForAllValues:StringEquals': { 'events:source': [['shop']] } }]);
  });

  it('names rules by their bus, and passes the roles of targets', () => {
    expect(needsFor('eventbridge', 'PutRule', { Name: 'r' })).toEqual(['events:PutRule arn:aws:events:R:A:rule/r']);
    expect(needsFor('eventbridge', 'DeleteRule', { Name: ['job-', event('id')], EventBusName: 'b' })).toEqual([
      'events:DeleteRule arn:aws:events:R:A:rule/b/job-* (pattern)',
    ]);
    expect(
      needsFor('eventbridge', 'PutTargets', { Rule: 'r', Targets: [{ Id: '1', Arn: 'a', RoleArn: 'arn:aws:iam::1:role/x' }] }),
    ).toEqual([
      'events:PutTargets arn:aws:events:R:A:rule/r',
      'iam:PassRole arn:aws:iam::1:role/x StringEquals(iam:PassedToService=events.amazonaws.com)',
    ]);
    expect(needsFor('eventbridge', 'PutTargets', { Rule: 'r', Targets: [{ Id: '1', Arn: 'a' }] })).toHaveLength(1);
  });
});

describe('scheduler', () => {
  it('makes schedules of a group, with the role that they run with', () => {
    expect(needsFor('scheduler', 'CreateSchedule', { Name: [event('id')], Target: { Arn: 'a', RoleArn: regional('x', 'y') } })[0]).toBe(
      'scheduler:CreateSchedule arn:aws:scheduler:R:A:schedule/default/* (pattern)',
    );
    expect(needsFor('scheduler', 'DeleteSchedule', { Name: 'n', GroupName: 'g' })).toEqual([
      'scheduler:DeleteSchedule arn:aws:scheduler:R:A:schedule/g/n',
    ]);
    expect(needsFor('scheduler', 'DeleteScheduleGroup', { Name: 'g' })).toEqual([
      'scheduler:DeleteScheduleGroup arn:aws:scheduler:R:A:schedule-group/g',
      'scheduler:DeleteSchedule arn:aws:scheduler:R:A:schedule/g/* (pattern)',
    ]);
    const role = resource('Role', 'AWS::IAM::Role', text('arn:aws:iam::1:role/', name('Role')));
    expect(needsFor('scheduler', 'CreateSchedule', { Name: 'n', Target: { RoleArn: [attribute('Role', 'Arn')] } }, app(role))[1]).toBe(
      'iam:PassRole arn:aws:iam::1:role/${Role} StringEquals(iam:PassedToService=scheduler.amazonaws.com)',
    );
  });
});

describe('kinesis and firehose', () => {
  it('take a stream by name or ARN', () => {
    expect(needsFor('kinesis', 'PutRecords', { StreamName: 's' })).toEqual(['kinesis:PutRecords arn:aws:kinesis:R:A:stream/s']);
    expect(needsFor('kinesis', 'PutRecord', { StreamARN: 'arn:aws:kinesis:r:1:stream/s' })).toEqual([
      'kinesis:PutRecord arn:aws:kinesis:r:1:stream/s',
    ]);
    expect(needsFor('kinesis', 'GetRecords', { ShardIterator: [event('i')] })).toEqual([
      'kinesis:GetRecords arn:aws:kinesis:R:A:stream/* (unresolved)',
    ]);
    expect(needsFor('firehose', 'PutRecordBatch', { DeliveryStreamName: 'd' })).toEqual([
      'firehose:PutRecordBatch arn:aws:firehose:R:A:deliverystream/d',
    ]);
  });

  it('encrypt with the key of the stream', () => {
    const within = app(
      resource('S', 'AWS::Kinesis::Stream', regional('kinesis', 'stream/', name('S')), {
        StreamEncryption: { KeyId: 'arn:aws:kms:r:1:key/k' },
      }),
    );
    expect(needsFor('kinesis', 'PutRecord', { StreamName: [name('S')] }, within)[1]).toBe(
      'kms:GenerateDataKey arn:aws:kms:r:1:key/k StringEquals(kms:ViaService=kinesis.R.amazonaws.com)',
    );
  });
});

describe('ses', () => {
  it('sends from an address, or its domain', () => {
    expect(needsFor('ses', 'SendEmail', { Source: 'Shop <shop@example.com>' })).toEqual([
      'ses:SendEmail arn:aws:ses:R:A:identity/shop@example.com',
      'ses:SendEmail arn:aws:ses:R:A:identity/example.com',
    ]);
    const within = app(resource('Domain', 'AWS::SES::EmailIdentity', regional('ses', 'identity/example.com'), {}, text('example.com')));
    expect(needsFor('sesv2', 'SendEmail', { FromEmailAddress: 'shop@example.com', Content: { Simple: {} } }, within)).toEqual([
      'ses:SendEmail arn:aws:ses:R:A:identity/example.com',
    ]);
    expect(needsFor('ses', 'SendTemplatedEmail', { Source: 'example.com', Template: 'welcome', ConfigurationSetName: 'c' })).toEqual([
      'ses:SendTemplatedEmail arn:aws:ses:R:A:identity/example.com',
      'ses:SendTemplatedEmail arn:aws:ses:R:A:configuration-set/c',
      'ses:SendTemplatedEmail arn:aws:ses:R:A:template/welcome',
    ]);
  });

  it('says that a sender from a parameter may be a domain', () => {
    const { needs, unresolved } = needsOf([call('ses', 'SendEmail', { Source: [parameter('Sender')] })]);
    expect(show(needs).map(short)).toEqual(['ses:SendEmail arn:aws:ses:R:A:identity/${Sender}']);
    expect(unresolved).toHaveLength(1);
    expect(needsFor('ses', 'SendRawEmail', { RawMessage: {} })).toEqual(['ses:SendRawEmail arn:aws:ses:R:A:identity/* (unresolved)']);
  });

  it('decides raw content of version 2 over the action of version 1 as well', () => {
    expect(needsFor('sesv2', 'SendEmail', { FromEmailAddress: 'example.com', Content: { Raw: {} } }).map((l) => l.split(' ')[0])).toEqual([
      'ses:SendEmail',
      'ses:SendRawEmail',
    ]);
  });
});
