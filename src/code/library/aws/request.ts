/** One request of an SDK: noted as a call, with an output that is data. */
import type { SdkClient } from '../../../catalog/index.ts';
import { operation as catalogOperation } from '../../../catalog/index.ts';
import type { MapDatum } from '../../../model/datum.ts';
import type { Span } from '../../../model/span.ts';
import { inputOf } from '../../interpreter/data.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { args, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { harmless, type NativeValue, native, optionsOf, textValue, UNDEFINED, type Value } from '../../interpreter/values.ts';
import type { Connection } from './connection.ts';
import { outputOf } from './outputs.ts';

export interface Request {
  readonly client: SdkClient;
  /** undefined when the code picks it at run time */
  readonly operation: string | undefined;
  readonly input: Value;
  readonly connections: readonly Connection[];
  /** parameters that the client adds to every request (`params` of version 2) */
  readonly bound?: MapDatum;
  /** where the app's owner states the model of the library that sends it */
  readonly stated?: Span;
  /** the input in API member names, where the language spells them in its own way */
  readonly spelled?: (input: MapDatum) => MapDatum;
}

/** Notes the request, once for each way in which the client may be configured, and gives its output. */
export function send(machine: Machine, request: Request, site: Site): Value {
  const { client, operation, connections } = request;
  const given = inputOf(machine, request.input);
  const input = withBound(request.spelled?.(given) ?? given, request.bound, client, operation);
  note(machine, client, operation, input, connections, site, request.stated);
  return outputOf(machine, { client, operation, input, given: request.input, connections }, site);
}

/** Notes a request whose input is already data. */
export function note(
  machine: Machine,
  client: SdkClient,
  operation: string | undefined,
  input: MapDatum,
  connections: readonly Connection[],
  site: Site,
  stated?: Span,
): void {
  for (const connection of connections) {
    const call = { client: client.id, operation, input, ...connection };
    machine.record(stated === undefined ? call : { ...call, stated }, site);
  }
}

function withBound(input: MapDatum, bound: MapDatum | undefined, client: SdkClient, operation: string | undefined): MapDatum {
  if (!bound) return input;
  const members = operation === undefined ? undefined : catalogOperation(client.id, operation)?.input;
  const given = new Set(input.entries.map((entry) => JSON.stringify(entry.key)));
  const added = bound.entries.filter(({ key }) => {
    const [name] = key;
    return !given.has(JSON.stringify(key)) && (typeof name !== 'string' || members === undefined || members.includes(name));
  });
  return { ...input, entries: [...input.entries, ...added] };
}

/** The members of the input that the operation has. */
export function inputFor(input: MapDatum, client: SdkClient, operation: string): MapDatum {
  const members = new Set(catalogOperation(client.id, operation)?.input ?? []);
  return { ...input, entries: input.entries.filter(({ key: [name] }) => typeof name === 'string' && members.has(name)) };
}

const later = (machine: Machine, run: () => Value): Value =>
  machine.language.name === 'javascript' ? machine.tasks.startAfter(UNDEFINED, run) : machine.journal.maybe(run);

/** Runs a callback that the SDK calls later, if at all. What is no function is passed over. */
export function callBack(machine: Machine, callback: Value, values: readonly Value[], site: Site): void {
  for (const option of optionsOf(callback))
    if (option.kind === 'closure' || (option.kind === 'native' && option.call) || (option.kind === 'unknown' && option.wraps))
      later(machine, () => callValue(machine, option, UNDEFINED, args(...values), site));
}

/** `(error, data) => …` among the arguments. */
export function callBackAll(machine: Machine, given: readonly Value[], output: Value, site: Site): void {
  for (const value of given) callBack(machine, value, [harmless('an error of the request'), output], site);
}

/**
 * The natives of the marked kind that a value is or stands for: itself, the native that its class extends, what its declared type
 * says, what unknown code was given. `get` of such natives gives themselves under the name of their kind with `%` before it.
 */
export function find(machine: Machine, value: Value, kind: string, site: Site): readonly NativeValue[] {
  const marker = `%${kind}`;
  return optionsOf(value).flatMap((option): readonly NativeValue[] => {
    const found =
      option.kind === 'native'
        ? option.get?.(marker, machine, site)
        : option.kind === 'object' || (option.kind === 'unknown' && (option.type || option.wraps || option.lost))
          ? getMember(machine, option, textValue(marker), site)
          : undefined;
    return found ? optionsOf(found).filter((each): each is NativeValue => each.kind === 'native' && each.data?.kind === kind) : [];
  });
}

/** Data and functions that need nothing: enums, errors, middleware. */
export const inert = (name: string, parts: Parameters<typeof native>[1] = {}): NativeValue =>
  native(name, { call: () => harmless(`the result of ${name}`), construct: () => inert(name), inert: true, ...parts });

const isNatives = (value: unknown): value is Map<string, NativeValue> => value instanceof Map;

/** One native a key and run, so that what the program sets on it is found again. */
export function interned(machine: Machine, key: string, make: () => NativeValue): NativeValue {
  const known = machine.store.get('library');
  const natives = isNatives(known) ? known : new Map<string, NativeValue>();
  if (!isNatives(known)) machine.store.set('library', natives);
  const found = natives.get(key) ?? make();
  natives.set(key, found);
  return found;
}
