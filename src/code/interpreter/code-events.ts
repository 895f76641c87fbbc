/** Events that code of the app sends to functions directly and over buses, beside what the template says of them. */
import { unknown as anything, join, NOTHING_YET } from '../../delivery/data.ts';
import { invocations, type Known } from '../../delivery/states/workflow.ts';
import type { App, LambdaFunction, Workflow } from '../../model/app.ts';
import { type Datum, datumKey, type MapDatum } from '../../model/datum.ts';
import { sameText, startsWith, type Text, text } from '../../model/text.ts';
import { handedOn } from '../flow/handed-on.ts';
import type { Inbox } from '../flow/inbox.ts';
import { streamed } from '../flow/items.ts';
import { joined } from '../flow/joined.ts';
import { jsonOf } from '../flow/json.ts';
import { memberOf } from '../flow/member.ts';
import { constrained, mayMatch } from '../flow/pattern.ts';
import { fieldAt, receivedMember } from '../flow/received.ts';
import { nameIn } from '../flow/sends.ts';
import { busHasStranger, hasStranger } from '../flow/strangers.ts';
import { base64Text } from './base64.ts';
import { eventOfPattern } from './events.ts';
import type { Machine } from './machine.ts';
import { beyondField, eventField, union, type Value } from './values.ts';

/**
 * The events of a function's triggers, and what other functions invoke it with ("Invoke", AWS Lambda API Reference). A function without
 * either gets a wholly unknown event; one that is invoked in a way which is not modelled too.
 */
export function withPayloads(machine: Machine, fn: LambdaFunction, events: readonly Value[]): Value {
  const own = machine.app.resources.get(fn.id)?.arn;
  const sent = own && machine.inbox.sentTo('function', own);
  if (!sent) return events.length === 0 ? eventField('') : union(events);
  const others = events.length === 0 && (fn.triggers.length > 0 || hasStranger(machine.app, own)) ? [eventField('')] : [];
  const member = memberOf(sent, 'Payload') ? 'Payload' : 'InvokeArgs';
  return union([...events, ...others, receivedMember(machine, sent, member, fieldAt(''), jsonOf)]);
}

/**
 * An event that a rule lets through: what its pattern says of it, and what functions of the app put into the events that match
 * ("Amazon EventBridge event structure"; "PutEventsRequestEntry", Amazon EventBridge API Reference). `at` is the event field that holds
 * it.
 */
export function eventOfRule(machine: Machine, ruleArn: Text | undefined, pattern: Datum | undefined, at: string): Value {
  const event = eventOfPattern(machine, pattern, at);
  const bus = ruleArn && busOf(machine.app, ruleArn);
  if (!bus || !pattern || event.kind !== 'object' || isOfService(pattern)) return event;
  const matches = (entry: MapDatum): boolean => mayMatch(pattern, eventOfEntry(entry));
  const sent = machine.inbox.sentTo('bus', bus, { key: datumKey(pattern), matches });
  if (!sent) return event;
  const inner = at === '' ? 'detail' : `${at}.detail`;
  const asked = pattern.kind === 'map' ? memberOf(pattern, 'detail') : undefined;
  const field = busHasStranger(machine.app, bus) ? eventField : beyondField;
  const detail = receivedMember(machine, sent, 'Detail', fieldAt(inner), (known) => constrained(jsonOf(known), asked));
  event.fields.set('detail', union([detail, eventOfPattern(machine, asked, inner, field)]));
  return event;
}

/** The name of the bus that a rule of the template belongs to ("AWS::Events::Rule EventBusName"). */
function busOf(app: App, ruleArn: Text): Text | undefined {
  const rule = [...app.resources.values()].find(({ type, arn }) => type === 'AWS::Events::Rule' && arn && sameText(arn, ruleArn));
  const bus = rule && memberOf(rule.properties, 'EventBusName');
  if (bus) return bus.kind === 'text' ? nameIn(bus.text, 'bus') : undefined;
  return rule && !rule.properties.open ? text('default') : undefined;
}

/**
 * The event of a stream with the data that functions of the app put into it, in base64 ("Process Amazon Kinesis Data Streams records with
 * Lambda").
 */
export function withRecords(machine: Machine, event: Value, stream: Text): Value {
  const sent = machine.inbox.sentTo('stream', stream);
  const records = event.kind === 'object' ? event.fields.get('Records') : undefined;
  if (!sent || records?.kind !== 'list') return event;
  const path = 'Records[].kinesis.data';
  const known = receivedMember(machine, sent, 'Data', fieldAt(path));
  const data = hasStranger(machine.app, stream) ? union([known, eventField(path)]) : known;
  for (const item of [...records.items, ...(records.rest ? [records.rest] : [])])
    if (item.kind === 'object')
      item.fields.set('kinesis', machine.object([['data', base64Text(machine, data)]], { open: eventField('Records[].kinesis') }));
  return event;
}

/** The event of a table's stream with the items that functions of the app write ("Process DynamoDB records with Lambda"). */
export function withImages(machine: Machine, event: Value, table: Text): Value {
  const sent = machine.inbox.sentTo('table', table);
  const records = event.kind === 'object' ? event.fields.get('Records') : undefined;
  if (!sent || records?.kind !== 'list') return event;
  const path = 'Records[].dynamodb';
  const strange = hasStranger(machine.app, table);
  const images = ['Keys', 'NewImage', 'OldImage'].map((name) => {
    const image = receivedMember(machine, sent, 'Item', fieldAt(`${path}.${name}`), streamed);
    return [name, strange ? union([image, eventField(`${path}.${name}`)]) : image] as const;
  });
  for (const item of [...records.items, ...(records.rest ? [records.rest] : [])])
    if (item.kind === 'object') item.fields.set('dynamodb', machine.object(images, { open: eventField(path) }));
  return event;
}

/**
 * The events of the states of a state machine that invoke the function, one each, with what functions of the app start executions with
 * and what those give back that it invokes; undefined where they may be anything.
 */
export function eventsOfStates({ app, inbox }: Machine, workflow: Workflow, fn: LambdaFunction): readonly Datum[] | undefined {
  const inputs = inbox.inferred(`states of ${workflow.id} that invoke ${fn.id}`, (asked) => {
    const items = invocations(app, workflow, fn.id, knownOf(app, asked, workflow));
    return items && { kind: 'list', items, open: false };
  });
  return inputs?.kind === 'list' ? inputs.items : undefined;
}

function knownOf(app: App, inbox: Inbox, workflow: Workflow): Known {
  const own = app.resources.get(workflow.id)?.arn;
  const sent = own && inbox.sentTo('stateMachine', own);
  const returned = (id: string): Datum | undefined => {
    const arn = app.resources.get(id)?.arn;
    if (arn && inbox.isAwaited(arn)) return NOTHING_YET;
    const result = arn && inbox.resultOf(arn);
    return result && handedOn(result, `what ${id} gives back`);
  };
  if (!sent) return { returned };
  const input = memberOf(sent, 'input');
  const given = input ? handedOn(joined([jsonOf(input)]), INPUT) : anything(INPUT);
  const others = workflow.input ?? (hasStranger(app, own) ? anything(INPUT) : undefined);
  return { returned, started: others ? join([given, others]) : given };
}

const INPUT = 'the input of the execution';

/** Sources that begin with `aws.` are those of services: nobody else can put them. */
function isOfService(pattern: Datum): boolean {
  const source = pattern.kind === 'map' ? memberOf(pattern, 'source') : undefined;
  return (
    source?.kind === 'list' && source.items.length > 0 && source.items.every((one) => one.kind === 'text' && startsWith(one.text, 'aws.'))
  );
}

/** An entry of a request in the shape of the event that it makes, as far as patterns ask for it. */
function eventOfEntry(entry: MapDatum): Datum {
  const entries = [
    ['source', memberOf(entry, 'Source')],
    ['detail-type', memberOf(entry, 'DetailType')],
    ['detail', entry.open || memberOf(entry, 'Detail') ? jsonOf(memberOf(entry, 'Detail')) : undefined],
  ] as const;
  return { kind: 'map', entries: entries.flatMap(([name, value]) => (value ? [{ key: text(name), value }] : [])), open: true };
}
