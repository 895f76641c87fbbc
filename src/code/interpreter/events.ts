/**
 * The invocation event of each trigger: the fields that the trigger binds hold the template's values (the bucket that is
 * configured to send the event), all others are holes with their path. Shapes: Lambda developer guide, page of each service.
 */
import { eventOf as delivered } from '../../delivery/trigger.ts';
import type { LambdaFunction, Trigger } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { ACCOUNT, type RunHole, split, type Text, text } from '../../model/text.ts';
import { base64Text } from './base64.ts';
import { eventOfRule, eventsOfStates, withImages, withPayloads, withRecords } from './code-events.ts';
import { fromDatum } from './data.ts';
import { jsonText } from './json-text.ts';
import type { Machine } from './machine.ts';
import { attributesTo, messagesTo } from './messages.ts';
import { eventField, textValue, union, type Value } from './values.ts';

/** What the handler gets as its event: one alternative a trigger, and what other functions invoke it with. */
export function eventOf(machine: Machine, fn: LambdaFunction, hops = 0): Value {
  const triggers = fn.triggers.filter((trigger) => trigger.kind !== 'permission');
  return withPayloads(
    machine,
    fn,
    triggers.map((trigger) => eventOfTrigger(machine, trigger, fn, hops)),
  );
}

function eventOfTrigger(machine: Machine, trigger: Trigger, fn: LambdaFunction, hops: number): Value {
  const at = (path: string): Value => eventField(path);
  const record = (path: string, fields: Record<string, Value>): Value => machine.object(Object.entries(fields), { open: at(path) });
  const batch = (name: string, item: Value): Value => record('', { [name]: machine.list([], item) });
  switch (trigger.kind) {
    case 's3':
      return s3Event(machine, { ...trigger, key: filteredKey(trigger.prefix, trigger.suffix, '') }, '');
    case 'sqs': {
      const messages = messagesTo(machine, 'queue', trigger.queueArn, 'Records[].body');
      const attributes = attributesTo(machine, 'queue', trigger.queueArn, 'Records[].messageAttributes');
      const message: Record<string, Value> = {
        ...(messages.length > 0 ? { body: union(messages) } : {}),
        ...(attributes ? { messageAttributes: attributes } : {}),
      };
      return batch(
        'Records',
        record('Records[]', { eventSource: textValue('aws:sqs'), eventSourceARN: textValue(trigger.queueArn), ...message }),
      );
    }
    case 'sns': {
      const messages = messagesTo(machine, 'topic', trigger.topicArn, 'Records[].Sns.Message');
      const attributes = attributesTo(machine, 'topic', trigger.topicArn, 'Records[].Sns.MessageAttributes');
      const message: Record<string, Value> = {
        ...(messages.length > 0 ? { Message: union(messages) } : {}),
        ...(attributes ? { MessageAttributes: attributes } : {}),
      };
      const notification = record('Records[].Sns', { TopicArn: textValue(trigger.topicArn), ...message });
      return batch('Records', record('Records[]', { EventSource: textValue('aws:sns'), Sns: notification }));
    }
    case 'rule':
      if (trigger.input) return fromDatum(machine, trigger.input, '');
      return eventOfRule(machine, trigger.ruleArn, trigger.pattern, '');
    case 'logs':
      return logsEvent(machine, trigger.logGroupArn);
    case 'role':
      return eventByRole(machine, trigger, fn);
    case 'destination':
      return outcomeOf(machine, trigger.functionId, hops);
    default: {
      const datum = delivered(trigger);
      const event = datum ? fromDatum(machine, datum, '') : at('');
      if (trigger.kind === 'dynamodb') return trigger.tableArn ? withImages(machine, event, trigger.tableArn) : event;
      return trigger.kind === 'kinesis' ? withRecords(machine, event, trigger.streamArn) : event;
    }
  }
}

/** Packed JSON in base64 ("Log group-level subscription filters", Amazon CloudWatch Logs User Guide, example with AWS Lambda). */
function logsEvent(machine: Machine, logGroupArn: Text): Value {
  const path = 'awslogs.data';
  const group = split(logGroupArn, ':')[6] ?? [];
  const fields: [string, Value][] = [
    ['owner', textValue([ACCOUNT])],
    ...(group.length > 0 ? [['logGroup', textValue(group)] as [string, Value]] : []),
  ];
  const batch = jsonText(machine, machine.object(fields, { open: eventField(path) }), eventField(path));
  const awslogs = machine.object([['data', base64Text(machine, batch)]], { open: eventField('awslogs') });
  return machine.object([['awslogs', awslogs]], { open: eventField('') });
}

/** A state machine gives one event for each state that invokes the function. */
function eventByRole(machine: Machine, { input, workflow }: Extract<Trigger, { kind: 'role' }>, fn: LambdaFunction): Value {
  const running = workflow === undefined ? undefined : machine.app.workflows.get(workflow);
  const inputs = running ? eventsOfStates(machine, running, fn) : input && [input];
  return inputs ? union(inputs.map((each) => fromDatum(machine, each, ''))) : eventField('');
}

/** Functions that send each other their outcomes are followed this far. */
const MAX_HOPS = 3;

/** What became of an asynchronous invocation: the event of that one is in it ("Invocation record", AWS Lambda Developer Guide). */
function outcomeOf(machine: Machine, functionId: string, hops: number): Value {
  const source = machine.app.functions.find(({ id }) => id === functionId);
  const arn = machine.app.resources.get(functionId)?.arn;
  if (!source || hops > MAX_HOPS) return eventField('');
  const version: RunHole = { kind: 'event', path: 'requestContext.functionArn', chars: 'name' };
  const context: [string, Value][] = arn ? [['functionArn', textValue(text(...arn, ':', version))]] : [];
  return machine.object(
    [
      ['requestContext', machine.object(context, { open: eventField('requestContext') })],
      ['requestPayload', eventOf(machine, source, hops + 1)],
    ],
    { open: eventField('') },
  );
}

export interface Notified {
  readonly bucket: Text;
  readonly bucketArn: Text;
  readonly key: Text;
}

/** An event of S3; `path` is the event field that holds it, '' for the event itself. */
export function s3Event(machine: Machine, { bucket, bucketArn, key }: Notified, path: string): Value {
  const at = (inner: string): string => (path === '' ? inner : `${path}.${inner}`);
  const record = (inner: string, fields: Record<string, Value>): Value =>
    machine.object(Object.entries(fields), { open: eventField(inner === '' ? path : at(inner)) });
  const item = record('Records[]', {
    eventSource: textValue('aws:s3'),
    s3: record('Records[].s3', {
      bucket: record('Records[].s3.bucket', { name: textValue(bucket), arn: textValue(bucketArn) }),
      object: record('Records[].s3.object', { key: textValue(key) }),
    }),
  });
  return record('', { Records: machine.list([], item) });
}

/** An object's key with what the notification's filter says about it. */
export function filteredKey(prefix: Text | undefined, suffix: Text | undefined, path: string): Text {
  const field = 'Records[].s3.object.key';
  return text(...(prefix ?? []), { kind: 'event', path: path === '' ? field : `${path}.${field}`, chars: 'any' }, ...(suffix ?? []));
}

/**
 * An event that a pattern matches: fields for which the pattern lists exact values hold them, the others are what `field` makes of
 * their path.
 */
export function eventOfPattern(
  machine: Machine,
  matched: Datum | undefined,
  at: string,
  field: (path: string) => Value = eventField,
): Value {
  const build = (pattern: Datum | undefined, path: string): Value => {
    if (pattern?.kind !== 'map') return field(path);
    const object = machine.object([], { open: field(path) });
    for (const { key, value } of pattern.entries) {
      const [name] = key;
      if (key.length !== 1 || typeof name !== 'string' || name.startsWith('$')) continue;
      const inner = path === '' ? name : `${path}.${name}`;
      if (value.kind === 'map') object.fields.set(name, build(value, inner));
      else if (value.kind === 'list' && !value.open && value.items.length > 0 && value.items.every((item) => item.kind === 'text'))
        object.fields.set(name, union(value.items.map((item) => fromDatum(machine, item, inner))));
      else object.fields.set(name, field(inner));
    }
    return object;
  };
  return build(matched, at);
}
