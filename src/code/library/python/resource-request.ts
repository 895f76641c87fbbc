/** Requests of resource objects: identifiers and arguments become an input, an answer becomes identifiers of further resources. */
import type { Boto3Made, Boto3Request, Boto3Source, SdkClient } from '../../../catalog/index.ts';
import type { Arguments, Machine, Site } from '../../interpreter/machine.ts';
import { argument } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { harmless, type ObjectValue, textValue, UNDEFINED, union, type Value } from '../../interpreter/values.ts';
import type { Connection } from '../aws/connection.ts';
import { send } from '../aws/request.ts';
import { withCopySource } from './copy-source.ts';
import { keywords } from './keywords.ts';

/** A resource as far as requests need it. */
export interface Self {
  readonly client: SdkClient;
  readonly connections: readonly Connection[];
  /** `Table`; undefined for the service itself */
  readonly type: string | undefined;
  /** by the name of the model */
  readonly identifiers: ReadonlyMap<string, Value>;
  /** its attributes are there, so that reading one loads nothing */
  readonly loaded: boolean;
}

export const squash = (name: string): string => name.replaceAll('_', '').toLowerCase();

interface Sent {
  readonly input: ObjectValue;
  readonly output: Value;
}

/** Sends the request of an action, a collection or a waiter. What the program gives wins over what the resource would. */
export function sendFor(machine: Machine, self: Self, request: Boto3Request, args: Arguments, site: Site): Sent {
  const input = keywords(machine, args);
  const given = new Set(input.fields.keys());
  for (const source of request.parameters) {
    const [top = ''] = source.target.split(/[.[]/);
    if (!given.has(top)) put(machine, input, segmentsOf(source.target), valueFrom(machine, self, source));
  }
  withCopySource(machine, input, site);
  const { client, connections } = self;
  return { input, output: send(machine, { client, operation: request.operation, input, connections }, site) };
}

/** What a source gives before there is an answer. */
function valueFrom(_machine: Machine, self: Self, source: Boto3Source): Value {
  if (source.kind === 'identifier') return self.identifiers.get(source.value) ?? UNDEFINED;
  if (source.kind === 'string') return textValue(source.value);
  return harmless(`an attribute of a resource of ${self.client.serviceId}`);
}

/** The identifiers of a resource that an action, a collection or a name makes. */
export function identifiersOf(
  machine: Machine,
  self: Self,
  made: Boto3Made,
  from: Partial<Sent> & { readonly args?: Arguments },
  site: Site,
): ReadonlyMap<string, Value> {
  let position = 0;
  return new Map(
    made.identifiers.map((source): [string, Value] => {
      switch (source.kind) {
        case 'argument':
          return [source.target, from.args ? argumentFor(from.args, source.target, position++) : UNDEFINED];
        case 'response':
          return [
            source.target,
            (from.input && echoed(from.input, source.value)) ?? (from.output ? at(machine, from.output, source.value, site) : UNDEFINED),
          ];
        case 'request':
          return [source.target, from.input ? at(machine, from.input, source.value, site) : UNDEFINED];
        default:
          return [source.target, valueFrom(machine, self, source)];
      }
    }),
  );
}

/** An answer repeats the names that the input gives to what it makes: `TableDescription.TableName`. */
function echoed(input: ObjectValue, path: string): Value | undefined {
  const member = segmentsOf(path).at(-1);
  return member && !path.includes('[]') ? input.fields.get(member.name) : undefined;
}

/** Arguments are named after identifiers in snake case: `Object(bucket_name=…, key=…)`. */
function argumentFor(args: Arguments, identifier: string, position: number): Value {
  for (const [name, value] of args.named) if (squash(name) === squash(identifier)) return value;
  return argument(args, position);
}

/** Whether an answer makes several resources at once. */
export const makesSeveral = (made: Boto3Made): boolean =>
  made.identifiers.some(({ kind, value }) => (kind === 'response' || kind === 'request') && value.includes('[]'));

/** `Messages[].ReceiptHandle`, `[Versions,DeleteMarkers]|[].Key`. */
function at(machine: Machine, value: Value, path: string, site: Site): Value {
  const several = /^\[([\w,]+)\]\|(.*)$/.exec(path);
  if (several) return union((several[1] ?? '').split(',').map((name) => at(machine, value, `${name}${several[2]}`, site)));
  return segmentsOf(path).reduce((inner, { name, list }) => {
    const member = name === '' || name === '@' ? inner : getMember(machine, inner, textValue(name), site);
    return list ? getMember(machine, member, harmless('an index'), site) : member;
  }, value);
}

interface Segment {
  readonly name: string;
  readonly list: boolean;
}

const segmentsOf = (path: string): readonly Segment[] =>
  path.split('.').map((segment) => {
    const bracket = segment.indexOf('[');
    return bracket < 0 ? { name: segment, list: false } : { name: segment.slice(0, bracket), list: true };
  });

/** Writes into a fresh input; parts of one item of a list come one after the other. */
function put(machine: Machine, object: ObjectValue, [segment, ...rest]: readonly Segment[], value: Value): void {
  if (!segment) return;
  const known = object.fields.get(segment.name);
  if (rest.length === 0) {
    object.fields.set(segment.name, segment.list ? machine.list([value]) : value);
    return;
  }
  const held = segment.list ? (known?.kind === 'list' ? known.items[0] : undefined) : known;
  const inner = held?.kind === 'object' ? held : machine.object();
  put(machine, inner, rest, value);
  object.fields.set(segment.name, segment.list ? machine.list([inner]) : inner);
}
