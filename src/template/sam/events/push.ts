/** Events that a service pushes: S3, SNS, logs, IoT, Alexa, Cognito. SAM "EventSource" and the property pages of each type. */
import { selectedBy } from '../../../delivery/topic-rule.ts';
import type { Trigger } from '../../../model/app.ts';
import { PARTITION, text } from '../../../model/text.ts';
import { at, attribute, isMapping, mapping, reference, scalar, sequence, stringOf, stringsOf } from '../../source/node.ts';
import { logGroupArn } from '../../triggers/log-group.ts';
import { mappingTriggers } from '../../triggers/mapping.ts';
import { s3Filter } from '../../triggers/s3-filter.ts';
import { forEach } from '../../triggers/trigger.ts';
import { namedResource, type SamEvent } from '../expansion.ts';
import { baseOf, type EventType } from './event.ts';

export const s3: EventType = {
  // S3 checks the permission when the bucket gets its notification: the bucket waits for it
  expand(event, expansion) {
    const permission = `${event.id}Permission`;
    expansion.permission(event, 's3.amazonaws.com', { SourceAccount: reference('AWS::AccountId', event.span) }, permission);
    const bucket = namedResource(at(event.properties, 'Bucket'));
    if (bucket === undefined || !expansion.declarations.has(bucket)) return;
    expansion.edge(bucket, permission);
    expansion.edge(bucket, event.function.targetId);
  },
  triggers(event, reader) {
    const bucket = at(event.properties, 'Bucket');
    const named = bucket?.kind === 'scalar' ? reader.scope.identity(stringOf(bucket) ?? '')?.ref : undefined;
    const options = named ? [{ when: [], value: named }] : reader.scope.texts(bucket);
    const events = stringsOf(at(event.properties, 'Events'));
    return forEach(options, baseOf(event, reader), (name, base) => ({
      ...base,
      kind: 's3',
      bucket: name,
      bucketArn: text('arn:', PARTITION, ':s3:::', ...name),
      events,
      ...s3Filter(at(event.properties, 'Filter'), reader.scope),
    }));
  },
};

export const sns: EventType = {
  expand(event, expansion) {
    const topic = at(event.properties, 'Topic');
    const from = event.function.declaration;
    const queue = at(event.properties, 'SqsSubscription');
    if (!subscribesQueue(event)) {
      expansion.permission(event, 'sns.amazonaws.com', { SourceArn: topic });
      expansion.add(
        from,
        event.id,
        'AWS::SNS::Subscription',
        { TopicArn: topic, Protocol: scalar('lambda', event.span), Endpoint: event.function.target },
        event.span,
      );
      return;
    }
    const queueId = `${event.id}Queue`;
    const given = at(queue, 'QueueArn');
    if (!given) expansion.add(from, queueId, 'AWS::SQS::Queue', {}, event.span);
    const arn = given ?? attribute(queueId, 'Arn', event.span);
    const policyId = stringOf(at(queue, 'QueuePolicyLogicalId')) ?? `${event.id}QueuePolicy`;
    expansion.add(
      from,
      policyId,
      'AWS::SQS::QueuePolicy',
      { Queues: sequence([at(queue, 'QueueUrl') ?? reference(queueId, event.span)], event.span), Topic: topic, Queue: arn },
      event.span,
    );
    expansion.add(
      from,
      event.id,
      'AWS::SNS::Subscription',
      { TopicArn: topic, Protocol: scalar('sqs', event.span), Endpoint: arn },
      event.span,
    );
    expansion.add(
      from,
      `${event.id}EventSourceMapping`,
      'AWS::Lambda::EventSourceMapping',
      { FunctionName: event.function.target, EventSourceArn: arn },
      event.span,
    );
  },
  triggers(event, reader) {
    if (subscribesQueue(event)) {
      const arn = at(event.properties, 'SqsSubscription', 'QueueArn') ?? attribute(`${event.id}Queue`, 'Arn', event.span);
      return mappingTriggers('sqs', arn, mapping({}, event.span), baseOf(event, reader), reader);
    }
    return forEach(reader.scope.texts(at(event.properties, 'Topic')), baseOf(event, reader), (topicArn, base) => ({
      ...base,
      kind: 'sns',
      topicArn,
    }));
  },
};

export function subscribesQueue(event: SamEvent): boolean {
  const queue = at(event.properties, 'SqsSubscription');
  return isMapping(queue) || (queue?.kind === 'scalar' && (queue.value === true || queue.value === 'true'));
}

export const cloudWatchLogs: EventType = {
  expand(event, expansion) {
    const name = at(event.properties, 'LogGroupName');
    expansion.permission(event, 'logs.amazonaws.com', { SourceArn: name });
    expansion.add(
      event.function.declaration,
      event.id,
      'AWS::Logs::SubscriptionFilter',
      { LogGroupName: name, DestinationArn: event.function.target },
      event.span,
      [`${event.id}Permission`],
    );
  },
  triggers: (event, reader) =>
    forEach(reader.scope.texts(at(event.properties, 'LogGroupName')), baseOf(event, reader), (name, base) => ({
      ...base,
      kind: 'logs',
      logGroupArn: logGroupArn(name),
    })),
};

export const iotRule: EventType = {
  expand(event, expansion) {
    expansion.permission(event, 'iot.amazonaws.com', {
      SourceArn: reference(event.id, event.span),
      SourceAccount: reference('AWS::AccountId', event.span),
    });
    expansion.add(
      event.function.declaration,
      event.id,
      'AWS::IoT::TopicRule',
      { TopicRulePayload: mapping({ Sql: at(event.properties, 'Sql'), Actions: event.function.target }, event.span) },
      event.span,
    );
  },
  triggers: (event, reader) => {
    const ruleArn = reader.scope.identity(event.id)?.arn;
    const sql = reader.scope.text(at(event.properties, 'Sql'));
    const input = sql && selectedBy(sql);
    return ruleArn ? [{ ...baseOf(event, reader), kind: 'iot', ruleArn, ...(input ? { input } : {}) }] : [];
  },
};

export const alexaSkill: EventType = {
  expand: (event, expansion) =>
    expansion.permission(event, 'alexa-appkit.amazon.com', { EventSourceToken: at(event.properties, 'SkillId') }),
  triggers(event, reader) {
    const base = baseOf(event, reader);
    const skills = reader.scope.texts(at(event.properties, 'SkillId'));
    return skills.length === 0
      ? [{ ...base, kind: 'alexa' }]
      : forEach(skills, base, (skillId, own) => ({ ...own, kind: 'alexa', skillId }));
  },
};

export const cognito: EventType = {
  expand(event, expansion) {
    const pool = namedResource(at(event.properties, 'UserPool'));
    const source = pool === undefined ? undefined : attribute(pool, 'Arn', event.span);
    expansion.permission(event, 'cognito-idp.amazonaws.com', { SourceArn: source }, `${event.function.declaration.id}CognitoPermission`);
    // SAM writes the function into the pool's LambdaConfig
    if (pool !== undefined && expansion.declarations.has(pool)) expansion.edge(pool, event.function.targetId);
  },
  triggers(event, reader) {
    const pool = namedResource(at(event.properties, 'UserPool'));
    const userPoolArn = pool === undefined ? undefined : reader.scope.identity(pool)?.arn;
    if (!userPoolArn) return [];
    const base = baseOf(event, reader);
    return stringsOf(at(event.properties, 'Trigger')).map((trigger): Trigger => ({ ...base, kind: 'cognito', userPoolArn, trigger }));
  },
};
