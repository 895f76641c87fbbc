/**
 * `aws_lambda_powertools.utilities.data_classes`: views of the event under names in snake case, with some that reach deeper
 * (Powertools for AWS Lambda (Python), "Event Source Data Classes").
 */
import { callValue } from '../../../interpreter/invoke.ts';
import { jsonValue } from '../../../interpreter/json-text.ts';
import { args, argument, type Machine, type Site } from '../../../interpreter/machine.ts';
import { getMember } from '../../../interpreter/members.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../../interpreter/values.ts';
import { inert } from '../../aws/request.ts';
import { fromItem } from '../../javascript/attribute-values.ts';

const squash = (name: string): string => name.replaceAll(/[-_]/g, '').toLowerCase();

/** Names that stand for a path in the event. */
const PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bucket_name', ['Records', '0', 's3', 'bucket', 'name']],
  ['object_key', ['Records', '0', 's3', 'object', 'key']],
  ['record', ['Records', '0']],
  ['sns_message', ['Records', '0', 'Sns', 'Message']],
  ['get_object', ['object']],
]);

/** Names whose value is the JSON in a text. */
const PARSED: ReadonlyMap<string, readonly string[]> = new Map([
  ['json_body', ['body']],
  ['decoded_nested_s3_event', ['body']],
  ['decoded_nested_sns_event', ['body']],
]);

/** Items that `StreamRecord` shows as plain values. */
const IMAGES: ReadonlySet<string> = new Set(['keys', 'new_image', 'old_image']);

/** An event, or a part of it, as a data class shows it. Texts and what is not known stay what they are. */
export function viewOf(machine: Machine, value: Value): Value {
  return union(
    optionsOf(value).map((option) => {
      if (option.kind === 'list')
        return machine.list(
          option.items.map((item) => viewOf(machine, item)),
          option.rest && viewOf(machine, option.rest),
        );
      if (option.kind !== 'object' || option.class) return option;
      const made: NativeValue = native('an event', {
        key: `event ${option.serial}`,
        data: { kind: 'event-view', value: option } as { readonly kind: string },
        get: (name, at, site) => memberOfView(at, option, name, site),
        inert: true,
      });
      return made;
    }),
  );
}

function memberOfView(machine: Machine, event: Extract<Value, { kind: 'object' }>, name: string, site: Site): Value | undefined {
  if (name === '%items')
    return machine.list(
      [...event.fields.keys()].map((key) => textValue(key)),
      harmless('a key'),
    );
  if (name.startsWith('%') || name.startsWith('__')) return undefined;
  if (name === 'raw_event' || name === '_data') return event;
  if (name === 'get')
    return nativeFunction('event.get', (call) => viewOf(call.machine, getMember(call.machine, event, argument(call.args, 0), call.site)));
  if (name === 'parse_logs_data')
    return nativeFunction(name, (call) => {
      const packed = getMember(call.machine, getMember(call.machine, event, textValue('awslogs'), call.site), textValue('data'), call.site);
      return viewOf(call.machine, jsonValue(packed) ?? parsed(packed));
    });
  const follow = (path: readonly string[]): Value =>
    path.reduce((value: Value, step) => getMember(machine, value, step === '0' ? harmless('an index') : textValue(step), site), event);
  if (event.fields.has(name)) return viewOf(machine, follow([name]));
  const path = PATHS.get(name);
  if (path) return viewOf(machine, follow(path));
  const text = PARSED.get(name);
  if (text) return viewOf(machine, parsed(follow(text)));
  const field = [...event.fields.keys()].find((key) => squash(key) === squash(name));
  const image = IMAGES.has(name) && field !== undefined ? follow([field]) : undefined;
  // a dictionary of plain values, in place of a view
  if (image) return callValue(machine, fromItem, UNDEFINED, args(image), site);
  return viewOf(machine, follow([field ?? camelCase(name)]));
}

const camelCase = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const parsed = (value: Value): Value =>
  union(optionsOf(value).map((option) => jsonValue(option) ?? (option.kind === 'unknown' ? option : harmless('parsed JSON'))));

/** The event behind a view. */
export const rawOf = (value: Value): Value =>
  union(optionsOf(value).map((option) => (option.kind === 'native' && isView(option.data) ? option.data.value : option)));

const isView = (data: object | undefined): data is { readonly kind: 'event-view'; readonly value: Value } =>
  data !== undefined && 'kind' in data && data.kind === 'event-view' && 'value' in data;

/** `@event_source(data_class=SQSEvent)`: the handler gets a view of the event. */
export const eventSource = nativeFunction('event_source', () =>
  nativeFunction('@event_source', (decorated) => {
    const handler = argument(decorated.args, 0);
    return native('a handler of a data class', {
      key: `event source ${decorated.machine.journal.next()}`,
      call: ({ machine, self, args: given, site }) => {
        const [event = UNDEFINED, ...rest] = given.positional;
        return callValue(machine, handler, self, { ...given, positional: [viewOf(machine, event), ...rest] }, site);
      },
      escaped: (machine, site) => machine.escape(handler, site),
    });
  }),
);

/** `S3Event(event)`. */
const show = ({ machine, args: given }: NativeCall): Value => viewOf(machine, rawOf(argument(given, 0)));

export function dataClasses(): NativeValue {
  const made: NativeValue = native('aws_lambda_powertools.utilities.data_classes', {
    get: (name) => {
      if (name === 'event_source') return eventSource;
      if (name.startsWith('%') || name.startsWith('__')) return undefined;
      if (/^[a-z_0-9]+$/.test(name)) return made;
      return /(Event|Record|Wrapper|Message|Request|Notification|Authorizer\w*)(V2|Model)?$/.test(name)
        ? native(name, { call: show, construct: show, inert: true })
        : inert(name);
    },
    inert: true,
  });
  return made;
}
