/** Clients of boto3: methods are operations in snake case, inputs are keyword arguments in API spelling (Boto3 documentation). */
import { operationByPythonMethod, operationByWaiter, type SdkClient } from '../../../catalog/index.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import {
  harmless,
  isNullish,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, connectionKey, hasConnections, OWN, regionsOf } from '../aws/connection.ts';
import { noteDirect } from '../aws/direct.ts';
import { find, inert, interned, send } from '../aws/request.ts';
import { presignedPost } from '../javascript/presign.ts';
import { withCopySource } from './copy-source.ts';
import { keywords, named } from './keywords.ts';
import { transfer } from './transfer.ts';

export function clientOf(machine: Machine, client: SdkClient, connections: readonly Connection[]): NativeValue {
  machine.clientsSeen.add(client.id);
  const name = `boto3 client ${client.boto3Names[0] ?? client.id}`;
  const key = `${name} ${connections.map(connectionKey).join(' ')}`;
  return interned(machine, key, () => {
    const made: NativeValue = native(name, {
      key,
      data: { kind: 'client', client, connections } as { readonly kind: string },
      properties: machine.object(),
      get: (property) => (property === '%client' ? made : memberOfClient(name, client, connections, property)),
      any: () => method(name, client, connections, undefined),
      inert: true,
      escaped: (at, site) => {
        if (connections.some(({ credentials }) => credentials.kind !== 'foreign'))
          at.lose(
            { what: `calls of the ${name} that is handed over`, why: 'the code that gets the client is not known', client: client.id },
            site,
          );
      },
    });
    return made;
  });
}

const method = (name: string, client: SdkClient, connections: readonly Connection[], operation: string | undefined): Value =>
  nativeFunction(`${name}.${operation ?? '(any)'}`, ({ machine, args, site }) =>
    send(machine, { client, operation, input: withCopySource(machine, keywords(machine, args), site), connections }, site),
  );

export const regionValue = (connections: readonly Connection[]): Value =>
  union(connections.map(({ region }) => textValue(region ?? [{ kind: 'pseudo', name: 'AWS::Region', chars: 'name' }])));

function memberOfClient(name: string, client: SdkClient, connections: readonly Connection[], property: string): Value | undefined {
  const operation = operationByPythonMethod(client.id, property);
  if (operation) return method(name, client, connections, operation.name);
  if (client.id === 's3') {
    const moved = transfer(client, connections, property);
    if (moved) return moved;
  }
  const function_ = FUNCTIONS.get(property);
  if (function_) return nativeFunction(`${name}.${property}`, (call) => function_(call, client, connections));
  if (property === 'meta')
    return native(`${name}.meta`, { get: (inner) => (inner === 'region_name' ? regionValue(connections) : undefined), inert: true });
  return property === 'exceptions' ? inert('exceptions') : undefined;
}

/** Connections of the client that is given, or the function's own. */
export function connectionsOfClient(machine: Machine, value: Value, site: Site): readonly Connection[] {
  if (isNullish(value)) return [OWN];
  const found = find(machine, value, 'client', site).flatMap(({ data }) => (hasConnections(data) ? data.connections : []));
  return found.length > 0 ? found : [OWN];
}

type ClientFunction = (call: NativeCall, client: SdkClient, connections: readonly Connection[]) => Value;

/** What each of the names that a value may be stands for; undefined for a name that is not known. */
const namesIn = <T>(value: Value, find: (name: string) => T | undefined): readonly (T | undefined)[] => [
  ...new Set(
    optionsOf(value).map((option) => {
      const name = literalText(option);
      return name === undefined ? undefined : find(name);
    }),
  ),
];

const methodsIn = (value: Value, client: SdkClient): readonly (string | undefined)[] =>
  namesIn(value, (name) => operationByPythonMethod(client.id, name)?.name);

const paginator: ClientFunction = ({ args }, client, connections) => {
  const operations = methodsIn(named(args, 'operation_name', 0), client);
  return native('a paginator', {
    key: `paginator ${client.id} ${operations.join(' ')} ${connections.map(connectionKey).join(' ')}`,
    get: (property) =>
      property === 'paginate' ? nativeFunction('paginate', (call) => pages(call, client, connections, operations)) : undefined,
    inert: true,
  });
};

function pages(
  { machine, args, site }: NativeCall,
  client: SdkClient,
  connections: readonly Connection[],
  operations: readonly (string | undefined)[],
): Value {
  const input = keywords(machine, args);
  input.fields.delete('PaginationConfig');
  const output = union(operations.map((operation) => send(machine, { client, operation, input, connections }, site)));
  const items = machine.list([], output);
  return native('pages', {
    key: `pages ${machine.journal.next()}`,
    get: (property) => {
      if (property === '%items') return items;
      if (property === 'search') return nativeFunction('search', ({ machine: at }) => at.list([], output));
      return property === 'build_full_result' ? nativeFunction(property, () => output) : undefined;
    },
    inert: true,
  });
}

const waiter: ClientFunction = ({ args }, client, connections) => {
  const operations = namesIn(named(args, 'waiter_name', 0), (name) => operationByWaiter(client.id, name)?.name);
  const wait = nativeFunction('wait', ({ machine, args: given, site }) => {
    const input = keywords(machine, given);
    input.fields.delete('WaiterConfig');
    for (const operation of operations) send(machine, { client, operation, input, connections }, site);
    return UNDEFINED;
  });
  return native('a waiter', {
    key: `waiter ${client.id} ${operations.join(' ')} ${connections.map(connectionKey).join(' ')}`,
    get: (property) => (property === 'wait' ? wait : undefined),
    inert: true,
  });
};

/** The signer of a URL needs the permission of the operation that it signs. */
const presignedUrl: ClientFunction = ({ machine, args, site }, client, connections) => {
  for (const operation of methodsIn(named(args, 'ClientMethod', 0), client))
    send(machine, { client, operation, input: named(args, 'Params', 1), connections }, site);
  return harmless('a signed URL');
};

/** `generate_presigned_post(Bucket, Key, Fields, Conditions, ExpiresIn)`. */
const presignedForm: ClientFunction = ({ machine, args, site }, client, connections) =>
  presignedPost(machine, client, keywords(machine, args, ['Bucket', 'Key', 'Fields', 'Conditions']), connections, undefined, site);

const rdsToken: ClientFunction = ({ machine, args, site }, _client, connections) => {
  const given = regionsOf(machine, named(args, 'Region', 3), site);
  const signers = given.flatMap((region) => connections.map((connection) => (region ? { ...connection, region } : connection)));
  const fields = { hostname: named(args, 'DBHostname', 0), username: named(args, 'DBUsername', 2) };
  noteDirect(machine, 'rds-db:connect', fields, signers, site);
  return harmless('a token of a database');
};

const dsqlToken =
  (action: string): ClientFunction =>
  ({ machine, args, site }, _client, connections) => {
    noteDirect(machine, action, { hostname: named(args, 'Hostname', 0) }, connections, site);
    return harmless('a token of a database');
  };

/** `client._make_api_call('GetObject', {…})`, below all methods. */
const apiCall: ClientFunction = ({ machine, args, site }, client, connections) =>
  union(
    namesIn(named(args, 'operation_name', 0), (name) => operationByPythonMethod(client.id, name)?.name).map((operation) =>
      send(machine, { client, operation, input: named(args, 'api_params', 1), connections }, site),
    ),
  );

/** `with closing(client)`, `async with session.client(…) as client`. */
const itself: ClientFunction = ({ machine }, client, connections) => clientOf(machine, client, connections);

const FUNCTIONS: ReadonlyMap<string, ClientFunction> = new Map<string, ClientFunction>([
  ['get_paginator', paginator],
  ['get_waiter', waiter],
  ['generate_presigned_url', presignedUrl],
  ['generate_presigned_post', presignedForm],
  ['generate_db_auth_token', rdsToken],
  ['generate_db_connect_auth_token', dsqlToken('dsql:DbConnect')],
  ['generate_db_connect_admin_auth_token', dsqlToken('dsql:DbConnectAdmin')],
  ['_make_api_call', apiCall],
  ['__enter__', itself],
  ['__aenter__', itself],
]);
