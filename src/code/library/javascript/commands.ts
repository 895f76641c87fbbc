/**
 * Commands and clients of version 3 of the SDK for JavaScript. The command decides the operation, the client that sends it whose
 * credentials, region and endpoint ("AWS SDK for JavaScript v3 Developer Guide", "Work with AWS services").
 */
import { operationByMethod, operationByPaginator, operationByWaiter, type SdkClient } from '../../../catalog/index.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { argument } from '../../interpreter/machine.ts';
import {
  FALSE,
  harmless,
  isNullish,
  type NativeCall,
  type NativeData,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  TRUE,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, type ConnectionData, connectionKey, connectionsOf, OWN } from '../aws/connection.ts';
import { credentialsValue } from '../aws/credentials.ts';
import { callBackAll, find, inert, interned, send } from '../aws/request.ts';
import { unlistedOperation } from './unlisted.ts';

export interface ClientData extends ConnectionData {
  readonly kind: 'client';
  readonly client: SdkClient;
}

export interface CommandData extends NativeData {
  readonly kind: 'command';
  readonly client: SdkClient;
  /** undefined when the code picks the command at run time */
  readonly operation: string | undefined;
  readonly input: Value;
  /** a command that was sent and is also handed to code that is not known counts once */
  sent: boolean;
}

export const isClient = (data: NativeData | undefined): data is ClientData => data?.kind === 'client';
const isCommand = (data: NativeData | undefined): data is CommandData => data?.kind === 'command';

export const clientsIn = (machine: Machine, value: Value, site: Site): readonly ClientData[] =>
  find(machine, value, 'client', site).flatMap((found) => (isClient(found.data) ? [found.data] : []));

/** The connections of the clients that a value is; the function's own where no client is known. */
export function connectionsIn(machine: Machine, value: Value, site: Site): readonly Connection[] {
  const found = clientsIn(machine, value, site).flatMap((data) => data.connections);
  return found.length > 0 ? found : [OWN];
}

// ── Commands ─────────────────────────────────────────────────────────────────────────────────────────────────

export function commandClass(client: SdkClient, name: string, operation: string | undefined): NativeValue {
  return native(name, {
    key: `${client.id}.${name}`,
    construct: ({ machine, args }) => command(machine, client, name, operation, argument(args, 0)),
    typed: (machine) => command(machine, client, name, operation, unknown('the input of a command that is known by its type only')),
    inert: true,
  });
}

function command(machine: Machine, client: SdkClient, name: string, operation: string | undefined, input: Value): NativeValue {
  const data: CommandData = { kind: 'command', client, operation, input, sent: false };
  const made: NativeValue = native(name, {
    key: `command ${machine.journal.next()}`,
    data,
    get: (property) => {
      if (property === '%command') return made;
      if (property === 'input' || property === 'clientInput') return input;
      return property === 'middlewareStack' ? inert('middlewareStack') : undefined;
    },
    inert: true,
    escaped: (at, site) => {
      if (!data.sent) sendCommand(at, data, [OWN], site);
    },
  });
  return made;
}

function sendCommand(machine: Machine, data: CommandData, connections: readonly Connection[], site: Site): Value {
  data.sent = true;
  return send(machine, { client: data.client, operation: data.operation, input: data.input, connections }, site);
}

/** Sends what the value is: any of several commands, one known by type, or one that is not known at all. */
export function sendValue(
  machine: Machine,
  value: Value,
  client: SdkClient | undefined,
  connections: readonly Connection[],
  site: Site,
): Value {
  const outputs = optionsOf(value).flatMap((option): Value[] => {
    if (isNullish(option)) return [];
    const commands = find(machine, option, 'command', site);
    if (commands.length > 0)
      return commands.flatMap((found) => (isCommand(found.data) ? [sendCommand(machine, found.data, connections, site)] : []));
    return client ? [send(machine, { client, operation: undefined, input: unknown('the command'), connections }, site)] : [];
  });
  return outputs.length === 0 ? harmless('the output of a request') : union(outputs);
}

// ── Clients ──────────────────────────────────────────────────────────────────────────────────────────────────

/** What a client offers beside `send`. `input` says where a method of the client finds the operation's input. */
export interface ClientKind {
  /** of the class */
  readonly name: string;
  readonly client: SdkClient;
  /** the operation that a method calls */
  readonly method?: (name: string) => string | undefined;
}

export const aggregated = (client: SdkClient): ClientKind => ({
  name: client.javascriptAggregatedClass,
  client,
  method: (name) => operationByMethod(client.id, name)?.name,
});

export function clientClass(kind: ClientKind): NativeValue {
  const { name, client } = kind;
  return native(name, {
    key: `class ${client.id} ${name}`,
    construct: ({ machine, args, site }) => clientOf(machine, kind, connectionsOf(machine, argument(args, 0), site)),
    typed: (machine) => clientOf(machine, kind, [{ ...OWN, byType: `the receiver is declared as ${name}` }]),
    inert: true,
  });
}

export function clientOf(machine: Machine, kind: ClientKind, connections: readonly Connection[]): NativeValue {
  const { name, client } = kind;
  machine.clientsSeen.add(client.id);
  const key = `client ${client.id} ${name} ${connections.map(connectionKey).join(' ')}`;
  return interned(machine, key, () => {
    const data: ClientData = { kind: 'client', client, connections };
    const made: NativeValue = native(name, {
      key,
      data,
      properties: machine.object(),
      get: (property) => (property === '%client' ? made : memberOfClient(kind, connections, property)),
      any: () => anyMethod(kind, connections),
      inert: true,
      escaped: (at, site) => handedAway(at, kind, connections, site),
    });
    return made;
  });
}

function handedAway(machine: Machine, kind: ClientKind, connections: readonly Connection[], site: Site): void {
  if (connections.every(({ credentials }) => credentials.kind === 'foreign')) return;
  machine.lose(
    { what: `calls of the ${kind.name} that is handed over`, why: 'the code that gets the client is not known', client: kind.client.id },
    site,
  );
}

function memberOfClient(kind: ClientKind, connections: readonly Connection[], property: string): Value | undefined {
  const { client, name } = kind;
  if (property === 'send')
    return nativeFunction(`${name}.send`, ({ machine, args, site }) => {
      const output = sendValue(machine, argument(args, 0), client, connections, site);
      callBackAll(machine, args.positional.slice(1), output, site);
      return output;
    });
  if (property === 'config') return configOf(name, connections);
  if (property === 'middlewareStack') return inert('middlewareStack');
  if (property === 'destroy') return nativeFunction(`${name}.destroy`, () => UNDEFINED);
  const operation = kind.method?.(property);
  if (operation !== undefined) return method(kind, connections, property, operation);
  if (!kind.method) return undefined;
  const paged = operationByPaginator(client.id, property);
  if (paged) return nativeFunction(property, (call) => pages(call, client, connections, paged.name, argument(call.args, 0)));
  const waited = property.startsWith('wait') ? operationByWaiter(client.id, property) : undefined;
  if (waited) return nativeFunction(property, (call) => wait(call, client, connections, waited.name, argument(call.args, 0)));
  const unlisted = unlistedOperation(property);
  return unlisted === undefined ? undefined : method(kind, connections, property, unlisted);
}

const method = (kind: ClientKind, connections: readonly Connection[], name: string, operation: string | undefined): Value =>
  nativeFunction(`${kind.name}.${name}`, ({ machine, args, site }) => {
    const output = send(machine, { client: kind.client, operation, input: argument(args, 0), connections }, site);
    callBackAll(machine, args.positional, output, site);
    return output;
  });

/** A method under a name that is not known: any operation; a client without methods has `send` alone. */
const anyMethod = (kind: ClientKind, connections: readonly Connection[]): Value =>
  (kind.method ? method(kind, connections, '(any)', undefined) : memberOfClient(kind, connections, 'send')) ?? UNDEFINED;

/** `client.config`: resolved settings, of which other clients and signers are made. */
function configOf(name: string, connections: readonly Connection[]): NativeValue {
  const data: ConnectionData = { kind: 'config', connections };
  return native(`${name}.config`, {
    key: `config ${connections.map(connectionKey).join(' ')}`,
    data,
    get: (property) => (property === 'credentials' ? credentialsValue(connections.map((connection) => connection.credentials)) : undefined),
    inert: true,
  });
}

// ── Paginators and waiters ───────────────────────────────────────────────────────────────────────────────────

/** `paginateX({ client }, input)`: an async iterable of outputs. */
export function pages(
  { machine, site }: NativeCall,
  client: SdkClient,
  connections: readonly Connection[],
  operation: string,
  input: Value,
): Value {
  const output = send(machine, { client, operation, input, connections }, site);
  const items = machine.list([], output);
  const next = nativeFunction('next', () =>
    machine.object([
      ['value', union([output, UNDEFINED])],
      ['done', union([TRUE, FALSE])],
    ]),
  );
  return native(`pages of ${operation}`, {
    key: `pages ${machine.journal.next()}`,
    get: (property) => (property === '%items' ? items : property === 'next' ? next : undefined),
    inert: true,
  });
}

/** `waitUntilX({ client }, input)`: polls one operation. */
export function wait(
  { machine, site }: NativeCall,
  client: SdkClient,
  connections: readonly Connection[],
  operation: string,
  input: Value,
): Value {
  send(machine, { client, operation, input, connections }, site);
  return harmless('the result of a waiter');
}
