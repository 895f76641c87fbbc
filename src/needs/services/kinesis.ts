/**
 * Amazon Kinesis Data Streams. Sources: "Controlling access to Amazon Kinesis Data Streams resources using IAM" and the
 * Service Authorization Reference "Amazon Kinesis Data Streams".
 */
import { type Text, text } from '../../model/text.ts';
import { arn, arnParts, withResource } from '../arn.ts';
import { keyFrom } from '../key.ts';
import { not, present } from '../predicate.ts';
import { ANY, arnFrom, firstOf, named, type ResourceForm, unresolvedTarget } from '../resource.ts';
import { main, need, type OperationRule, passRole, rows, type ServiceRules } from '../rule.ts';

const STREAMS = ['AWS::Kinesis::Stream'];
const streamAt = (from: string, trim?: (value: Text) => Text): ResourceForm =>
  named({ service: 'kinesis', before: 'stream/', from, types: STREAMS, ...(trim ? { trim } : {}) });
const stream = firstOf({ from: 'StreamName', form: streamAt('StreamName') }, { from: 'StreamARN', form: streamAt('StreamARN') });

/** A consumer's ARN is `stream/NAME/consumer/CONSUMER:CREATED`. */
const CONSUMERS = ['AWS::Kinesis::StreamConsumer'];
const consumer = named({ service: 'kinesis', before: 'stream/*/consumer/', from: 'ConsumerARN', types: CONSUMERS });
const consumersOf = (streamArn: Text): Text => {
  const parts = arnParts(streamArn);
  return parts ? withResource(parts, text(...parts.resource, '/consumer/*')) : streamArn;
};
const consumerByName: ResourceForm = {
  describe: 'arn:${Partition}:kinesis:${Region}:${Account}:stream/${StreamARN}/consumer/${ConsumerName}:*',
  targets: (scope) =>
    streamAt('StreamARN')
      .targets(scope)
      .map((target) => ({
        ...target,
        resource: consumersOf(target.resource),
        certainty: target.certainty === 'exact' ? ('pattern' as const) : target.certainty,
      })),
};

/** An iterator says nothing of its stream before it is made; a stream that is given does. */
const iterated: ResourceForm = {
  describe: `${streamAt('StreamARN').describe}, or the stream of the iterator`,
  targets: (scope) => {
    const given = streamAt('StreamARN').targets(scope);
    return given.map((target) =>
      target.certainty === 'unresolved'
        ? unresolvedTarget(
            arn('kinesis', text('stream/*'), scope.region ? { region: scope.region } : {}),
            target.when,
            'the shard iterator; give StreamARN',
          )
        : target,
    );
  },
};

const onConsumer = (action: string): OperationRule =>
  rows(main(action, consumer, present('ConsumerARN')), main(action, consumerByName, not(present('ConsumerARN'))));
const tagged = arnFrom('ResourceARN', 'kinesis', 'stream/', STREAMS);
const key = keyFrom('KeyId');
const channel = named({ service: 'kinesis', before: 'channel/', from: 'ChannelName', types: [] });

export const kinesis: ServiceRules = {
  clients: ['kinesis'],
  prefix: 'kinesis',
  resources: {
    stream: { form: stream, from: ['StreamName'] },
    consumer: { form: consumer, from: ['ConsumerARN'] },
    kmsKey: { form: key, from: ['KeyId'] },
  },
  operations: {
    CreateStream: rows(main('kinesis:CreateStream', stream), need('kinesis:AddTagsToStream', stream, present('Tags'))),
    GetRecords: rows(main('kinesis:GetRecords', iterated)),
    DescribeStreamConsumer: onConsumer('kinesis:DescribeStreamConsumer'),
    DeregisterStreamConsumer: onConsumer('kinesis:DeregisterStreamConsumer'),
    RegisterStreamConsumer: rows(
      main('kinesis:RegisterStreamConsumer', stream),
      need('kinesis:TagResource', consumerByName, present('Tags')),
    ),
    SubscribeToShard: rows(main('kinesis:SubscribeToShard', consumer)),
    StartStreamEncryption: rows(main('kinesis:StartStreamEncryption', stream)),
    StopStreamEncryption: rows(main('kinesis:StopStreamEncryption', stream)),
    CreateChannel: rows(
      main('kinesis:CreateChannel', channel),
      main('kinesis:AssociateStreamsWithChannel', channel),
      main('kinesis:AssociateStreamsWithChannel', streamAt('StreamConfigurationList[].StreamARN')),
      passRole('ServiceExecutionRoleARN', 'kinesis.amazonaws.com'),
      need('kinesis:TagResource', channel, present('Tags')),
    ),
    UpdateShardCount: rows(main('kinesis:UpdateShardCount', ANY)),
    GetResourcePolicy: rows(main('kinesis:GetResourcePolicy', tagged)),
    PutResourcePolicy: rows(main('kinesis:PutResourcePolicy', tagged)),
    DeleteResourcePolicy: rows(main('kinesis:DeleteResourcePolicy', tagged)),
    ListTagsForResource: rows(main('kinesis:ListTagsForResource', tagged)),
    TagResource: rows(main('kinesis:TagResource', tagged)),
    UntagResource: rows(main('kinesis:UntagResource', tagged)),
  },
};
