/** boto3: sessions and clients. Methods are operations in snake case, inputs are keyword arguments in API spelling (Boto3 documentation). */
import { clientByBoto3Name, operationByPythonMethod, operationByWaiter, type SdkClient, sdkClient } from '../../../catalog/index.ts';
import { inputOf } from '../../interpreter/data.ts';
import { type Arguments, argument, type Machine } from '../../interpreter/machine.ts';
import { copyFields } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { type ConfigNames, type Connection, connectionKey, connectionsOf, distinct, OWN, regionsOf } from '../aws/connection.ts';
import { credentialsValue } from '../aws/credentials.ts';
import { noteDirect } from '../aws/direct.ts';
import { inert, interned, note, send } from '../aws/request.ts';
import { resource, typedResource } from './resources.ts';
import { transfer } from './transfer.ts';

const CONFIG: ConfigNames = { region: 'region_name', endpoint: 'endpoint_url', credentials: 'aws_access_key_id' };

/** Keyword arguments as an object; `**options` that are not known leave it open. */
export function keywords(machine: Machine, given: Arguments, positional: readonly string[] = []): ObjectValue {
  const object = machine.object();
  const open = given.named.get('**');
  if (open) copyFields(machine, object, open);
  for (const [i, name] of positional.entries()) if (i < given.positional.length) object.fields.set(name, argument(given, i));
  for (const [name, value] of given.named) if (name !== '**') object.fields.set(name, value);
  return object;
}

export const named = (given: Arguments, name: string, index: number): Value => given.named.get(name) ?? argument(given, index);

// ── Modules ──────────────────────────────────────────────────────────────────────────────────────────────────

export function boto3(machine: Machine, subpath: string): Value {
  if (subpath === 'session')
    return native('boto3.session', { get: (name) => (name === 'Session' ? sessionClass : undefined), inert: true });
  if (subpath !== '') return conditions(`boto3.${subpath.replaceAll('/', '.')}`);
  const defaults = (): readonly Connection[] => [OWN];
  return native('boto3', {
    get: (name) => {
      if (name === 'session') return boto3(machine, 'session');
      if (name === 'dynamodb' || name === 's3') return conditions(`boto3.${name}`);
      return name === 'Session' ? sessionClass : memberOfSession(name, defaults());
    },
    inert: true,
  });
}

/** Conditions of DynamoDB, types and other values that are data. */
const conditions = (name: string): NativeValue =>
  native(name, {
    call: () => conditions(name),
    construct: () => conditions(name),
    get: (property) => (property.startsWith('%') || property.startsWith('__') ? undefined : conditions(`${name}.${property}`)),
    inert: true,
  });

/** `botocore`: configuration and errors. */
export const botocore = (subpath: string): Value => conditions(`botocore${subpath === '' ? '' : `.${subpath.replaceAll('/', '.')}`}`);

const sessionClass = native('boto3.Session', {
  call: (call) => session(call),
  construct: (call) => session(call),
  inert: true,
});

function session({ machine, args, site }: NativeCall): Value {
  const config = keywords(machine, args, ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'region_name']);
  const connections = connectionsOf(machine, config, site, CONFIG);
  return native('a boto3 session', {
    key: `session ${connections.map(connectionKey).join(' ')}`,
    data: { kind: 'session', connections } as { readonly kind: string },
    get: (name) => {
      if (name === 'get_credentials') return nativeFunction(name, () => credentialsValue(connections.map((each) => each.credentials)));
      if (name === 'region_name') return regionValue(connections);
      return memberOfSession(name, connections);
    },
    inert: true,
  });
}

const regionValue = (connections: readonly Connection[]): Value =>
  union(connections.map(({ region }) => textValue(region ?? [{ kind: 'pseudo', name: 'AWS::Region', chars: 'name' }])));

function memberOfSession(name: string, connections: readonly Connection[]): Value | undefined {
  switch (name) {
    case 'client':
      return nativeFunction('boto3.client', (call) => byName(call, connections, (client, own) => clientOf(call.machine, client, own)));
    case 'resource':
      return nativeFunction('boto3.resource', (call) =>
        byName(call, connections, (client, own) => resource(call.machine, client, own, call.site)),
      );
    case 'setup_default_session':
      return nativeFunction(name, () => UNDEFINED);
    default:
      return undefined;
  }
}

/** The client or resource of each service that the first argument may name. */
function byName(
  call: NativeCall,
  defaults: readonly Connection[],
  make: (client: SdkClient, connections: readonly Connection[]) => Value,
): Value {
  const { machine, args, site } = call;
  const config = keywords(machine, args, ['service_name', 'region_name']);
  const connections = overlaid(connectionsOf(machine, config, site, CONFIG), defaults, config);
  const values = optionsOf(named(args, 'service_name', 0)).map((option) => {
    const name = literalText(option);
    const client = name === undefined ? undefined : clientByBoto3Name(name);
    if (client) return make(client, connections);
    machine.lose(
      {
        what: 'a client of boto3',
        why: name === undefined ? 'its service is known only when the function runs' : `boto3 has no service ${name}`,
      },
      site,
    );
    return unknown('a client of boto3');
  });
  return union(values);
}

/** What the call itself does not set is the session's. */
function overlaid(own: readonly Connection[], session: readonly Connection[], config: ObjectValue): readonly Connection[] {
  const sets = (name: string): boolean => config.fields.has(name) && !isNullish(config.fields.get(name) ?? UNDEFINED);
  return distinct(
    session.flatMap((base) =>
      own.map((connection) => ({
        ...(connection.endpoint ? { endpoint: connection.endpoint } : {}),
        ...(sets('region_name') ? (connection.region ? { region: connection.region } : {}) : base.region ? { region: base.region } : {}),
        credentials: sets('aws_access_key_id') ? connection.credentials : base.credentials,
      })),
    ),
  );
}

// ── Clients ──────────────────────────────────────────────────────────────────────────────────────────────────

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
    send(machine, { client, operation, input: keywords(machine, args), connections }, site),
  );

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

type ClientFunction = (call: NativeCall, client: SdkClient, connections: readonly Connection[]) => Value;

const paginator: ClientFunction = ({ args }, client, connections) => {
  const name = literalText(named(args, 'operation_name', 0));
  const operation = name === undefined ? undefined : operationByPythonMethod(client.id, name)?.name;
  return native('a paginator', {
    key: `paginator ${client.id} ${operation} ${connections.map(connectionKey).join(' ')}`,
    get: (property) => {
      if (property !== 'paginate') return undefined;
      return nativeFunction('paginate', ({ machine, args: given, site }) => {
        const output = send(machine, { client, operation, input: keywords(machine, given), connections }, site);
        const items = machine.list([], output);
        return native('pages', {
          key: `pages ${machine.journal.next()}`,
          get: (inner) => {
            if (inner === '%items') return items;
            if (inner === 'search') return nativeFunction('search', ({ machine: at }) => at.list([], output));
            return inner === 'build_full_result' ? nativeFunction(inner, () => output) : undefined;
          },
          inert: true,
        });
      });
    },
    inert: true,
  });
};

const waiter: ClientFunction = ({ args }, client, connections) => {
  const name = literalText(named(args, 'waiter_name', 0));
  const operation = name === undefined ? undefined : operationByWaiter(client.id, name)?.name;
  const wait = nativeFunction('wait', ({ machine, args: given, site }) => {
    send(machine, { client, operation, input: keywords(machine, given), connections }, site);
    return UNDEFINED;
  });
  return native('a waiter', {
    key: `waiter ${client.id} ${operation} ${connections.map(connectionKey).join(' ')}`,
    get: (property) => (property === 'wait' ? wait : undefined),
    inert: true,
  });
};

/** The signer of a URL needs the permission of the operation that it signs. */
const presignedUrl: ClientFunction = ({ machine, args, site }, client, connections) => {
  for (const option of optionsOf(named(args, 'ClientMethod', 0))) {
    const name = literalText(option);
    const operation = name === undefined ? undefined : operationByPythonMethod(client.id, name)?.name;
    send(machine, { client, operation, input: named(args, 'Params', 1), connections }, site);
  }
  return harmless('a signed URL');
};

const presignedPost: ClientFunction = ({ machine, args, site }, client, connections) => {
  const input = machine.object([
    ['Bucket', named(args, 'Bucket', 0)],
    ['Key', named(args, 'Key', 1)],
  ]);
  note(machine, client, 'PutObject', inputOf(machine, input), connections, site);
  return harmless('a presigned form');
};

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

const FUNCTIONS: ReadonlyMap<string, ClientFunction> = new Map<string, ClientFunction>([
  ['get_paginator', paginator],
  ['get_waiter', waiter],
  ['generate_presigned_url', presignedUrl],
  ['generate_presigned_post', presignedPost],
  ['generate_db_auth_token', rdsToken],
  ['generate_db_connect_auth_token', dsqlToken('dsql:DbConnect')],
  ['generate_db_connect_admin_auth_token', dsqlToken('dsql:DbConnectAdmin')],
]);

/** `mypy_boto3_s3.S3Client`, `mypy_boto3_dynamodb.service_resource.Table`: names of types. */
export function stubs(machine: Machine, name: string): Value | undefined {
  const [, service] = /^(?:mypy_boto3|types_boto3|types_aiobotocore)_(\w+)$/.exec(name) ?? [];
  if (service === undefined) return conditions(name);
  const client = clientByBoto3Name(service.replaceAll('_', '-')) ?? sdkClient(service);
  if (!client) return undefined;
  machine.clientsSeen.add(client.id);
  const connections = [{ ...OWN, byType: `the receiver is declared as a client of ${client.serviceId}` }];
  const made: NativeValue = native(name, {
    get: (property) => {
      // `from mypy_boto3_dynamodb import service_resource`
      if (/^(client|service_resource|type_defs|literals|paginator|waiter)$/.test(property)) return made;
      if (/Client$/.test(property)) return native(property, { typed: (at: Machine) => clientOf(at, client, connections), inert: true });
      const type = property.endsWith('ServiceResource') ? 'ServiceResource' : property;
      return native(property, { typed: (at: Machine) => typedResource(at, client, type, connections) ?? inert(property), inert: true });
    },
    inert: true,
  });
  return made;
}
