/**
 * The invocation event of each trigger: the fields that the trigger binds hold the template's values (the bucket that is
 * configured to send the event), all others are holes with their path. Shapes: Lambda developer guide, page of each service.
 */
import { invocations } from '../../delivery/states/workflow.ts';
import type { LambdaFunction, Trigger } from '../../model/app.ts';
import type { Datum } from '../../model/datum.ts';
import { concat, literalOf, pseudo, split, type Text, text } from '../../model/text.ts';
import { eventOfRule, withPayloads } from './code-events.ts';
import { fromDatum } from './data.ts';
import type { Machine } from './machine.ts';
import { messagesTo } from './messages.ts';
import { eventField, textValue, union, type Value } from './values.ts';

/** What the handler gets as its event: one alternative a trigger, and what other functions invoke it with. */
export function eventOf(machine: Machine, fn: LambdaFunction): Value {
  const events = fn.triggers.filter((trigger) => trigger.kind !== 'permission').map((trigger) => eventOfTrigger(machine, trigger));
  return withPayloads(machine, fn, events);
}

function eventOfTrigger(machine: Machine, trigger: Trigger): Value {
  const at = (path: string): Value => eventField(path);
  const record = (path: string, fields: Record<string, Value>): Value => machine.object(Object.entries(fields), { open: at(path) });
  const batch = (name: string, item: Value): Value => record('', { [name]: machine.list([], item) });
  switch (trigger.kind) {
    case 's3':
      return s3Event(machine, { ...trigger, key: filteredKey(trigger.prefix, trigger.suffix, '') }, '');
    case 'sqs': {
      const messages = messagesTo(machine, 'queue', trigger.queueArn, 'Records[].body');
      const body: Record<string, Value> = messages.length > 0 ? { body: union(messages) } : {};
      return batch(
        'Records',
        record('Records[]', { eventSource: textValue('aws:sqs'), eventSourceARN: textValue(trigger.queueArn), ...body }),
      );
    }
    case 'sns': {
      const messages = messagesTo(machine, 'topic', trigger.topicArn, 'Records[].Sns.Message');
      const message: Record<string, Value> = messages.length > 0 ? { Message: union(messages) } : {};
      const notification = record('Records[].Sns', { TopicArn: textValue(trigger.topicArn), ...message });
      return batch('Records', record('Records[]', { EventSource: textValue('aws:sns'), Sns: notification }));
    }
    case 'kinesis':
      return batch('Records', record('Records[]', { eventSource: textValue('aws:kinesis'), eventSourceARN: textValue(trigger.streamArn) }));
    case 'dynamodb':
      return batch(
        'Records',
        record('Records[]', { eventSource: textValue('aws:dynamodb'), eventSourceARN: textValue(trigger.streamArn) }),
      );
    case 'rule':
      if (trigger.input) return fromDatum(machine, trigger.input, '');
      return eventOfRule(machine, trigger.ruleArn, trigger.pattern, '');
    case 'role':
      return eventByRole(machine, trigger);
    case 'customResource':
      return record('', {
        ResourceProperties: fromDatum(machine, trigger.properties, 'ResourceProperties'),
        OldResourceProperties: at('OldResourceProperties'),
      });
    case 'cognito':
      return record('', { userPoolId: textValue(lastSegment(trigger.userPoolArn)), triggerSource: at('triggerSource') });
    case 'api': {
      const place = trigger.part === 'route' ? placeOfApi(trigger.executeApiArn) : undefined;
      if (!place) return at('');
      return record('', {
        requestContext: record('requestContext', { apiId: textValue(place.apiId), domainName: textValue(place.host) }),
        headers: record('headers', { Host: textValue(place.host), host: textValue(place.host) }),
      });
    }
    default:
      return at('');
  }
}

/** A state machine gives one event for each state that invokes the function. */
function eventByRole(machine: Machine, { input, workflow }: Extract<Trigger, { kind: 'role' }>): Value {
  const running = workflow === undefined ? undefined : machine.app.workflows.get(workflow);
  const inputs = running ? invocations(machine.app, running, machine.fn.id) : input && [input];
  return inputs ? union(inputs.map((each) => fromDatum(machine, each, ''))) : eventField('');
}

/**
 * The API that sends the event. Its domain may be a custom one; what code does with it, a call of the API's own management
 * endpoint, is authorized on the API all the same ("Control access to a WebSocket API with IAM permissions").
 */
function placeOfApi(executeApiArn: Text): { readonly apiId: Text; readonly host: Text } | undefined {
  const [, , , region, , resource] = split(executeApiArn, ':');
  const [apiId] = split(resource ?? [], '/');
  if (!region?.length || !apiId?.length || literalOf(apiId) === '*') return undefined;
  return { apiId, host: concat(apiId, text('.execute-api.'), region, text('.'), [pseudo('AWS::URLSuffix')]) };
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

const lastSegment = (arn: Text): Text => split(arn, '/').at(-1) ?? arn;

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
