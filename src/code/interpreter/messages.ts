/**
 * What a queue or topic of the app carries, as far as the template and the code tell who sends to it: a bucket's notifications, a
 * topic's subscriptions, a rule's targets, another queue whose messages failed, the resource policies that let another resource of the
 * app send, and the requests of the app's functions. These are all senders, unless the template shows one whose messages nobody
 * knows. Each message stands in a JSON text. Shapes: "Event message structure" (Amazon S3 User Guide), "Amazon SNS message and JSON
 * formats", "Amazon EventBridge event structure".
 */
import { ofBuckets, sendsEvents } from '../../delivery/rule.ts';
import type { Resource } from '../../model/app.ts';
import type { Datum, MapDatum } from '../../model/datum.ts';
import { type Hole, literalOf, sameText, split, type Text, text } from '../../model/text.ts';
import { joined } from '../flow/joined.ts';
import { jsonOf } from '../flow/json.ts';
import { memberOf } from '../flow/member.ts';
import { fieldAt, receivedMember } from '../flow/received.ts';
import { hasStranger } from '../flow/strangers.ts';
import { eventOfRule } from './code-events.ts';
import { filteredKey, s3Event } from './events.ts';
import { jsonText } from './json-text.ts';
import type { Machine } from './machine.ts';
import { eventField, textValue, union, type Value } from './values.ts';

/** Topics that feed each other are followed this far. */
const MAX_HOPS = 4;

/**
 * The alternatives of what a message to the queue or topic is; empty when nothing is known of any sender. `path` is the event field
 * that holds it.
 */
export function messagesTo(machine: Machine, channel: 'queue' | 'topic', target: Text, path: string, hops = 0): readonly Value[] {
  if (hops > MAX_HOPS) return [];
  const resources = [...machine.app.resources.values()];
  const named = resources.flatMap((resource) => sentBy(machine, resource, target, path, hops));
  const configured = named.length > 0 ? named : resources.flatMap((resource) => allowedBy(machine, resource, target, path, hops));
  const known = [...configured, ...sentByCode(machine, channel, target, path, hops)];
  return known.length > 0 && hasStranger(machine.app, target) ? [...known, eventField(path)] : known;
}

/**
 * The attributes of messages to the queue or topic, as an event of its service spells them; undefined where nothing is known of them.
 * Those of a topic's messages are those of the queue's where delivery is raw ("Amazon SNS raw message delivery").
 */
export function attributesTo(machine: Machine, channel: 'queue' | 'topic', target: Text, path: string): Value | undefined {
  const spelling = SPELLINGS[channel];
  const sent = attributesSent(machine, channel, target, 0).map((message) =>
    receivedMember(machine, message, 'MessageAttributes', fieldAt(path), (attributes) => spelled(attributes, spelling)),
  );
  if (sent.length === 0) return undefined;
  return union(hasStranger(machine.app, target) ? [...sent, eventField(path)] : sent);
}

function attributesSent(machine: Machine, channel: 'queue' | 'topic', target: Text, hops: number): readonly MapDatum[] {
  if (hops > MAX_HOPS) return [];
  const own = machine.inbox.sentTo(channel, target);
  const handedOn = [...machine.app.resources.values()].flatMap((resource): readonly MapDatum[] => {
    if (channel === 'topic') return [];
    if (resource.type === 'AWS::SQS::Queue' && resource.arn && failing(resource.properties, 'RedrivePolicy', 'deadLetterTargetArn', target))
      return attributesSent(machine, 'queue', resource.arn, hops + 1);
    return subscriptionsOf(resource, target).flatMap(({ topic, subscription }) =>
      isRaw(subscription) ? attributesSent(machine, 'topic', topic, hops + 1) : [],
    );
  });
  return own ? [own, ...handedOn] : handedOn;
}

type Spelling = Readonly<Record<string, string>>;

/** The members of an attribute in requests, and in events ("Using Lambda with Amazon SQS", "Using AWS Lambda with Amazon SNS"). */
const SPELLINGS = {
  queue: { StringValue: 'stringValue', DataType: 'dataType' },
  topic: { StringValue: 'Value', DataType: 'Type' },
} as const satisfies Record<string, Spelling>;

/** What is sent in bytes is left open. */
function spelled(attributes: Datum, spelling: Spelling): Datum {
  if (attributes.kind === 'choice')
    return { kind: 'choice', options: attributes.options.map(({ when, value }) => ({ when, value: spelled(value, spelling) })) };
  if (attributes.kind !== 'map') return { kind: 'unknown', reason: 'attributes of a message' };
  return { ...attributes, entries: attributes.entries.map(({ key, value }) => ({ key, value: attribute(value, spelling) })) };
}

function attribute(value: Datum, spelling: Spelling): Datum {
  if (value.kind === 'choice')
    return { kind: 'choice', options: value.options.map((option) => ({ when: option.when, value: attribute(option.value, spelling) })) };
  if (value.kind !== 'map') return { kind: 'unknown', reason: 'an attribute of a message' };
  const entries = Object.entries(spelling).flatMap(([asked, given]) => {
    const part = memberOf(value, asked);
    return part ? [{ key: [given], value: part }] : [];
  });
  return { kind: 'map', entries, open: value.open || entries.length < value.entries.length };
}

const bucketsWithEvents = ({ app }: Machine): readonly Text[] =>
  [...app.resources.values()].flatMap(({ type, name, properties }) =>
    type === 'AWS::S3::Bucket' && name && sendsEvents(properties) ? [name] : [],
  );

/** What functions of the app send ("SendMessage", Amazon SQS API Reference; "Publish", Amazon SNS API Reference). */
function sentByCode(machine: Machine, channel: 'queue' | 'topic', target: Text, path: string, hops: number): readonly Value[] {
  if (channel === 'queue') {
    const sent = machine.inbox.sentTo(channel, target);
    return sent ? [receivedMember(machine, sent, 'MessageBody', fieldAt(path))] : [];
  }
  const plain = machine.inbox.sentTo(channel, target, { key: 'plain', matches: (message) => !isStructured(message) });
  const structured = machine.inbox.sentTo(channel, target, { key: 'structured', matches: isStructured });
  return [
    ...(plain ? [receivedMember(machine, plain, 'Message', fieldAt(path))] : []),
    ...(structured
      ? [receivedMember(machine, structured, 'Message', fieldAt(path), (message) => partFor(hops === 0 ? 'lambda' : 'sqs', message))]
      : []),
  ];
}

const isStructured = (message: MapDatum): boolean => memberOf(message, 'MessageStructure') !== undefined;

/** With the structure `json`, each kind of subscriber gets what is under its name, or the default. */
function partFor(protocol: string, message: Datum): Datum {
  const parts = joined([jsonOf(message)]);
  const own = parts.kind === 'map' && !parts.open ? (memberOf(parts, protocol) ?? memberOf(parts, 'default')) : undefined;
  return own ?? { kind: 'unknown', reason: 'a message for each kind of subscriber' };
}

/** Messages that the resource is configured to send to the target. */
function sentBy(machine: Machine, resource: Resource, target: Text, path: string, hops: number): readonly Value[] {
  const { properties } = resource;
  switch (resource.type) {
    case 'AWS::S3::Bucket': {
      const notifications = member(properties, 'NotificationConfiguration');
      const configurations = ['Queue', 'Topic'].flatMap((kind) =>
        items(member(notifications, `${kind}Configurations`)).filter((each) => isText(member(each, kind), target)),
      );
      return configurations.map((each) => {
        const rules = items(member(member(member(each, 'Filter'), 'S3Key'), 'Rules'));
        const rule = (name: string): Text | undefined =>
          textOf(
            member(
              rules.find((one) => literal(member(one, 'Name'))?.toLowerCase() === name),
              'Value',
            ),
          );
        return notification(machine, resource, path, rule('prefix'), rule('suffix'));
      });
    }
    case 'AWS::SNS::Subscription':
      if (failing(properties, 'RedrivePolicy', 'deadLetterTargetArn', target)) return [eventField(path)];
      return subscriptionsOf(resource, target).flatMap((each) => relayed(machine, each, path, hops));
    case 'AWS::SNS::Topic':
      return subscriptionsOf(resource, target).flatMap((each) => relayed(machine, each, path, hops));
    case 'AWS::Events::Rule': {
      const stated = member(properties, 'EventPattern');
      const pattern = stated && ofBuckets(stated, bucketsWithEvents(machine));
      const targets = items(member(properties, 'Targets')).filter((each) => isText(member(each, 'Arn'), target));
      const plain = targets.filter((each) => !['Input', 'InputPath', 'InputTransformer'].some((name) => member(each, name)));
      const shaped = plain.length < targets.length || failing(member(properties, 'Targets'), 'DeadLetterConfig', 'Arn', target);
      return [
        ...(pattern && plain.length > 0 ? [written(machine, eventOfRule(machine, resource.arn, pattern, path), path)] : []),
        ...(shaped ? [eventField(path)] : []),
      ];
    }
    case 'AWS::SES::ReceiptRule':
      return items(member(member(properties, 'Rule'), 'Actions')).flatMap((action) => receipt(machine, action, target, path));
    case 'AWS::SQS::Queue': {
      const failed = failing(properties, 'RedrivePolicy', 'deadLetterTargetArn', target);
      return failed && resource.arn ? orAnything(messagesTo(machine, 'queue', resource.arn, path, hops + 1), path) : [];
    }
    default:
      return [];
  }
}

/**
 * Messages of the resources of the app that a policy of the queue or topic lets send to it: what configures the sender may be a script
 * or a custom resource, but only these may be the sender.
 */
function allowedBy(machine: Machine, resource: Resource, target: Text, path: string, hops: number): readonly Value[] {
  const kind = { 'AWS::SQS::QueuePolicy': 'Queues', 'AWS::SNS::TopicPolicy': 'Topics' }[resource.type];
  if (kind === undefined) return [];
  const targets = items(member(resource.properties, kind));
  if (!targets.some((each) => isText(each, target) || isQueueUrl(each, target))) return [];
  const sources = items(member(member(resource.properties, 'PolicyDocument'), 'Statement')).flatMap((statement) => {
    if (literal(member(statement, 'Effect')) !== 'Allow') return [];
    const condition = member(statement, 'Condition');
    return SOURCE_OPERATORS.flatMap((operator) => items(member(member(condition, operator), 'aws:SourceArn')));
  });
  return [...machine.app.resources.values()].flatMap((sender) => {
    const { arn } = sender;
    if (!arn || !sources.some((source) => isText(source, arn))) return [];
    if (sender.type === 'AWS::S3::Bucket') return [notification(machine, sender, path, undefined, undefined)];
    return sender.type === 'AWS::Events::Rule' ? sentBy(machine, sender, target, path, hops) : [];
  });
}

const SOURCE_OPERATORS = ['ArnEquals', 'ArnLike', 'StringEquals', 'StringLike'];

const notification = (machine: Machine, bucket: Resource, path: string, prefix: Text | undefined, suffix: Text | undefined): Value => {
  const { name, arn } = bucket;
  if (!name || !arn) return eventField(path);
  return written(machine, s3Event(machine, { bucket: name, bucketArn: arn, key: filteredKey(prefix, suffix, path) }, path), path);
};

/**
 * What a receipt rule of SES publishes: where its S3 action put the mail, or the mail itself ("Contents of notifications for Amazon SES
 * email receiving", action object).
 */
function receipt(machine: Machine, action: Datum, topic: Text, path: string): readonly Value[] {
  const published = ['S3Action', 'SNSAction', 'LambdaAction', 'BounceAction', 'StopAction', 'WorkmailAction', 'AddHeaderAction'].filter(
    (kind) => isText(member(member(action, kind), 'TopicArn'), topic),
  );
  return published.map((kind) => {
    const stored = kind === 'S3Action' ? member(action, kind) : undefined;
    const [bucket, prefix] = [textOf(member(stored, 'BucketName')), member(stored, 'ObjectKeyPrefix')];
    const at = `${path}.receipt.action`;
    const key = prefix === undefined || prefix.kind === 'text' ? text(...(textOf(prefix) ?? []), ID_OF_MAIL(path)) : undefined;
    const done = machine.object(
      [
        ['type', textValue(kind.replace('Action', ''))],
        ['topicArn', textValue(topic)],
        ...(bucket ? [['bucketName', textValue(bucket)] as const] : []),
        ...(bucket && key ? [['objectKey', textValue(key)] as const] : []),
      ],
      { open: eventField(at) },
    );
    const received = machine.object([['action', done]], { open: eventField(`${path}.receipt`) });
    return written(machine, machine.object([['receipt', received]], { open: eventField(path) }), path);
  });
}

/** SES names the object by the message. */
const ID_OF_MAIL = (path: string): Hole => ({ kind: 'event', path: `${path}.mail.messageId`, chars: 'name' });

interface Subscription {
  readonly topic: Text;
  /** the properties that say how it delivers */
  readonly subscription: Datum;
}

/** The subscriptions of the target that a subscription or a topic states. */
function subscriptionsOf({ type, properties, arn }: Resource, target: Text): readonly Subscription[] {
  const isTarget = (subscription: Datum): boolean => isText(member(subscription, 'Endpoint'), target);
  if (type === 'AWS::SNS::Topic' && arn)
    return items(member(properties, 'Subscription')).flatMap((subscription) =>
      isTarget(subscription) ? [{ topic: arn, subscription }] : [],
    );
  const topic = textOf(member(properties, 'TopicArn'));
  return type === 'AWS::SNS::Subscription' && topic && isTarget(properties) ? [{ topic, subscription: properties }] : [];
}

function isRaw(subscription: Datum): boolean {
  const raw = member(subscription, 'RawMessageDelivery');
  return (raw?.kind === 'scalar' && raw.value === true) || literal(raw)?.toLowerCase() === 'true';
}

/** What a topic carries, as it reaches a queue: in an envelope, unless the subscription asks for the message alone. */
function relayed(machine: Machine, { topic, subscription }: Subscription, path: string, hops: number): readonly Value[] {
  if (isRaw(subscription)) return messagesTo(machine, 'topic', topic, path, hops + 1);
  const inner = `${path}.Message`;
  const attributes = attributesTo(machine, 'topic', topic, `${path}.MessageAttributes`);
  return messagesTo(machine, 'topic', topic, inner, hops + 1).map((message) => {
    const envelope = machine.object(
      [
        ['Type', textValue('Notification')],
        ['TopicArn', textValue(topic)],
        ['Message', message],
        ...(attributes ? [['MessageAttributes', attributes] as const] : []),
      ],
      { open: eventField(path) },
    );
    return written(machine, envelope, path);
  });
}

const written = (machine: Machine, value: Value, path: string): Value => jsonText(machine, value, eventField(path));

/** Messages that are not known may be any. */
const orAnything = (messages: readonly Value[], path: string): readonly Value[] => (messages.length > 0 ? messages : [eventField(path)]);

/** Whether what fails goes to the target ("AWS::SQS::Queue RedrivePolicy", "AWS::Events::Rule DeadLetterConfig"). */
const failing = (owner: Datum | undefined, policy: string, name: string, target: Text): boolean =>
  items(owner).some((each) => isText(member(member(each, policy), name), target));

// ── Reading properties ───────────────────────────────────────────────────────────────────────────────────────

function member(datum: Datum | undefined, name: string): Datum | undefined {
  if (datum?.kind === 'choice') return datum.options.map((option) => member(option.value, name)).find((found) => found !== undefined);
  if (datum?.kind !== 'map') return undefined;
  return datum.entries.find(({ key }) => key.length === 1 && key[0] === name)?.value;
}

/** The items of a list, or the one value that stands for a list of it. */
function items(datum: Datum | undefined): readonly Datum[] {
  if (datum === undefined || datum.kind === 'unknown') return [];
  if (datum.kind === 'choice') return datum.options.flatMap((option) => items(option.value));
  return datum.kind === 'list' ? datum.items.flatMap((item) => (item.kind === 'choice' ? items(item) : [item])) : [datum];
}

const textOf = (datum: Datum | undefined): Text | undefined => (datum?.kind === 'text' ? datum.text : undefined);
const literal = (datum: Datum | undefined): string | undefined => (datum?.kind === 'text' ? literalOf(datum.text) : undefined);

function isText(datum: Datum | undefined, text: Text): boolean {
  if (datum?.kind === 'choice') return datum.options.some((option) => isText(option.value, text));
  return datum?.kind === 'text' && sameText(datum.text, text);
}

/** Queue policies name queues by URL, whose last segment is the name that ends the ARN. */
function isQueueUrl(datum: Datum, arn: Text): boolean {
  const url = textOf(datum);
  const name = url && split(url, '/').at(-1);
  const own = split(arn, ':').at(-1);
  return name !== undefined && own !== undefined && name.length > 0 && sameText(name, own);
}
