/**
 * What a queue or topic of the app carries, as far as the template tells who sends to it: a bucket's notifications, a topic's
 * subscriptions, a rule's targets, and the resource policies that let another resource of the app send. Each message stands in a JSON
 * text. Shapes: "Event message structure" (Amazon S3 User Guide), "Amazon SNS message and JSON formats", "Amazon EventBridge event
 * structure".
 */
import type { Resource } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { literalOf, sameText, split, type Text } from '../../model/text.ts';
import { eventOfPattern, filteredKey, s3Event } from './events.ts';
import { jsonText } from './json-text.ts';
import type { Machine } from './machine.ts';
import { eventField, textValue, type Value } from './values.ts';

/** Topics that feed each other are followed this far. */
const MAX_HOPS = 4;

/** The alternatives of what a message to the queue or topic is; empty when the template shows no sender. `path` is the event field that holds it. */
export function messagesTo(machine: Machine, target: Text, path: string, hops = 0): readonly Value[] {
  if (hops > MAX_HOPS) return [];
  const named = [...machine.app.resources.values()].flatMap((resource) => sentBy(machine, resource, target, path, hops));
  if (named.length > 0) return named;
  return [...machine.app.resources.values()].flatMap((resource) => allowedBy(machine, resource, target, path, hops));
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
      return isText(member(properties, 'Endpoint'), target) ? relayed(machine, member(properties, 'TopicArn'), properties, path, hops) : [];
    case 'AWS::SNS::Topic':
      return items(member(properties, 'Subscription')).flatMap((subscription) =>
        isText(member(subscription, 'Endpoint'), target) && resource.arn
          ? relayed(machine, { kind: 'text', text: resource.arn }, subscription, path, hops)
          : [],
      );
    case 'AWS::Events::Rule': {
      const pattern = member(properties, 'EventPattern');
      const targets = items(member(properties, 'Targets')).filter((each) => isText(member(each, 'Arn'), target));
      const plain = targets.filter((each) => !['Input', 'InputPath', 'InputTransformer'].some((name) => member(each, name)));
      return pattern && plain.length > 0 ? [jsonOf(machine, eventOfPattern(machine, pattern, path), path)] : [];
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
  return jsonOf(machine, s3Event(machine, { bucket: name, bucketArn: arn, key: filteredKey(prefix, suffix, path) }, path), path);
};

/** What a topic carries, as it reaches a queue: in an envelope, unless the subscription asks for the message alone. */
function relayed(machine: Machine, topic: Datum | undefined, subscription: Datum, path: string, hops: number): readonly Value[] {
  const arn = textOf(topic);
  if (!arn) return [];
  const raw = member(subscription, 'RawMessageDelivery');
  const isRaw = (raw?.kind === 'scalar' && raw.value === true) || literal(raw)?.toLowerCase() === 'true';
  if (isRaw) return messagesTo(machine, arn, path, hops + 1);
  const inner = `${path}.Message`;
  return messagesTo(machine, arn, inner, hops + 1).map((message) => {
    const envelope = machine.object(
      [
        ['Type', textValue('Notification')],
        ['TopicArn', textValue(arn)],
        ['Message', message],
      ],
      { open: eventField(path) },
    );
    return jsonOf(machine, envelope, path);
  });
}

const jsonOf = (machine: Machine, value: Value, path: string): Value => jsonText(machine, value, eventField(path));

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
