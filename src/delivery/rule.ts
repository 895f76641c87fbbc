/**
 * The event that a rule of EventBridge delivers to a target. Sources: EventBridge "Creating Amazon EventBridge event patterns",
 * "Comparison operators for use in event patterns", "Amazon EventBridge event structure", "Amazon EventBridge input transformation";
 * CloudFormation "AWS::Events::Rule Target".
 */
import type { Datum, MapEntry } from '../model/datum.ts';
import { type Hole, literalOf, type Text, text } from '../model/text.ts';
import { alternatives, join, member, NOTHING, place, record, select, textDatum, unknown } from './data.ts';
import { parseJsonPath } from './json-path.ts';
import { parseJsonText } from './json-text.ts';
import { spliced } from './placeholders.ts';

export interface RuleOf {
  readonly pattern?: Datum | undefined;
  readonly schedule?: boolean;
  readonly arn?: Text | undefined;
}

/** An event that the rule matches: fields for which its pattern lists values hold them. `at` is the event field that holds it. */
export function matchedEvent({ pattern, schedule, arn }: RuleOf, at = ''): Datum {
  const matched = alternatives(pattern).map((each) => matchedBy(each, at));
  // a schedule's event names the rule itself: "Scheduled Event" in "Events from AWS services"
  const scheduled = schedule
    ? [
        record(
          {
            source: textDatum(['aws.events']),
            'detail-type': textDatum(['Scheduled Event']),
            detail: record({}),
            resources: arn && { kind: 'list', items: [textDatum(arn)], open: false },
          },
          true,
        ),
      ]
    : [];
  return matched.length + scheduled.length > 0 ? join([...matched, ...scheduled]) : unknown('an event');
}

/**
 * A pattern for events of S3 that names no bucket: those of the app that send events to EventBridge are the senders, as for notifications
 * ("Using EventBridge", Amazon S3 User Guide).
 */
export function ofBuckets(pattern: Datum, buckets: readonly Text[]): Datum {
  const sources = member(pattern, 'source');
  const ofS3 = sources?.kind === 'list' && sources.items.every((source) => source.kind === 'text' && literalOf(source.text) === 'aws.s3');
  const asked = select(pattern, [{ name: 'detail' }, { name: 'bucket' }]);
  if (!ofS3 || asked || buckets.length === 0) return pattern;
  const names: Datum = { kind: 'list', items: buckets.map(textDatum), open: false };
  return place(pattern, [{ name: 'detail' }, { name: 'bucket' }, { name: 'name' }], names);
}

/** Whether a bucket with these properties sends its events to EventBridge ("AWS::S3::Bucket EventBridgeConfiguration"). */
export function sendsEvents(properties: Datum): boolean {
  const configured = select(properties, [{ name: 'NotificationConfiguration' }, { name: 'EventBridgeConfiguration' }]);
  const enabled = member(configured, 'EventBridgeEnabled');
  return configured !== undefined && configured.kind !== 'unknown' && !(enabled?.kind === 'scalar' && enabled.value === false);
}

function matchedBy(pattern: Datum, at: string): Datum {
  if (pattern.kind !== 'map') return unknown('an event');
  const entries = pattern.entries.flatMap(({ key, value }): MapEntry[] => {
    const name = literalOf(key);
    if (name === undefined || name.startsWith('$')) return [];
    const path = at === '' ? name : `${at}.${name}`;
    const field = value.kind === 'map' ? matchedBy(value, path) : join(alternatives(value).map((values) => oneOf(values, path)));
    return [{ key, value: field }];
  });
  return { kind: 'map', entries, open: true };
}

function oneOf(values: Datum, path: string): Datum {
  if (values.kind !== 'list' || values.open || values.items.length === 0) return unknown('a field of an event');
  return join(values.items.flatMap(alternatives).map((value) => compared(value, path)));
}

/** A value, or an operator in place of one. */
function compared(value: Datum, path: string): Datum {
  if (value.kind === 'text' || value.kind === 'scalar') return value;
  const rest: Hole = { kind: 'event', path, chars: 'any' };
  const [prefix, suffix] = ['prefix', 'suffix'].map((operator) => {
    const given = member(value, operator);
    return given?.kind === 'text' ? given.text : undefined;
  });
  if (prefix) return textDatum(text(...prefix, rest));
  return suffix ? textDatum(text(rest, ...suffix)) : unknown('a field of an event');
}

/** Whether the target gets something else than the event. */
export const isShaped = (target: Datum): boolean =>
  ['Input', 'InputPath', 'InputTransformer'].some((name) => member(target, name) !== undefined);

/** What the target gets of the event. */
export function delivered(event: Datum, target: Datum): Datum {
  const constants = alternatives(member(target, 'Input'));
  if (constants.length > 0) return join(constants.map((input) => jsonIn(input)));
  const paths = alternatives(member(target, 'InputPath'));
  if (paths.length > 0) return join(paths.map((path) => atPath(event, path)));
  const transformers = alternatives(member(target, 'InputTransformer'));
  if (transformers.length > 0) return join(transformers.map((each) => transformed(event, each)));
  return event;
}

/** Constant input: JSON in a string, or a map where SAM takes one. */
export function jsonIn(input: Datum): Datum {
  if (input.kind === 'map') return input;
  return (input.kind === 'text' && parseJsonText(input.text)) || unknown('an input that is no JSON');
}

function atPath(event: Datum, path: Datum): Datum {
  const source = path.kind === 'text' ? literalOf(path.text) : undefined;
  const parsed = source?.startsWith('$') ? parseJsonPath(source.slice(1)) : undefined;
  const found = parsed?.kind === 'path' ? select(event, parsed.steps) : undefined;
  return found ?? unknown('a part of an event');
}

/** `<name>` in the template stands for what its path selects. */
function transformed(event: Datum, transformer: Datum): Datum {
  const paths = member(transformer, 'InputPathsMap');
  const templates = alternatives(member(transformer, 'InputTemplate'));
  const valueAt = (name: string): Datum => {
    if (name === 'aws.events.event' || name === 'aws.events.event.json') return event;
    const stated = alternatives(member(paths, name));
    if (stated.length === 0) return name.startsWith('aws.events.') ? unknown('a variable of EventBridge') : NOTHING;
    return join(stated.map((path) => atPath(event, path)));
  };
  return join(templates.map((template) => spliced(template, valueAt)));
}
