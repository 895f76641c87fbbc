/**
 * Packages of services: `s3.NewFromConfig(cfg)` of version 2, `s3.New(session)` of version 1, and the clients that they give. Inputs are
 * structs whose fields begin with capitals, which not all members of the API do.
 */
import { operation as catalogOperation, operationByWaiter, operations, type SdkClient } from '../../../catalog/index.ts';
import type { Datum, MapDatum } from '../../../model/datum.ts';
import { type Arguments, argument, type Machine } from '../../interpreter/machine.ts';
import {
  FALSE,
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  TRUE,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, connectionKey, connectionsOf, hasConnections, OWN, regionsOf } from '../aws/connection.ts';
import { noteDirect } from '../aws/direct.ts';
import { callBack, find, inert, interned, send } from '../aws/request.ts';
import { typeOrConstant } from './enumerations.ts';
import { applied, ERROR, GO_CONFIG } from './settings.ts';

/** API members are found without regard to case: no two of an operation differ in it alone. */
const spelled =
  (client: SdkClient, operation: string) =>
  (input: MapDatum): MapDatum => {
    const members = new Map((catalogOperation(client.id, operation)?.input ?? []).map((member) => [member.toLowerCase(), member]));
    const entries = input.entries.flatMap((entry) => {
      const [name] = entry.key;
      const member = entry.key.length === 1 && typeof name === 'string' ? members.get(name.toLowerCase()) : undefined;
      const value = given(entry.value);
      if (!value) return [];
      return member === undefined ? [{ ...entry, value }] : [{ key: [member], value }];
    });
    return { ...input, entries };
  };

/** The empty text is how Go says that there is none: a variable that is not set, a field that nobody filled. It names nothing. */
function given(value: Datum): Datum | undefined {
  if (value.kind === 'text') return value.text.length === 0 ? undefined : value;
  if (value.kind !== 'choice') return value;
  const options = value.options.filter((option) => given(option.value));
  const [only] = options;
  return options.length === 1 && only ? only.value : options.length === 0 ? undefined : { ...value, options };
}

export const request = (call: NativeCall, client: SdkClient, connections: readonly Connection[], operation: string, input: Value): Value =>
  send(call.machine, { client, operation, input, connections, spelled: spelled(client, operation) }, call.site);

/** Of a client, or of the configuration or session that stands in for one. */
export const connectionsIn = (machine: Machine, value: Value, site: NativeCall['site']): readonly Connection[] => {
  const found = find(machine, value, 'client', site).flatMap(({ data }) => (hasConnections(data) ? data.connections : []));
  return found.length > 0 ? found : connectionsOf(machine, value, site, GO_CONFIG);
};

/** `dynamodbiface`: the interface of a client of version 1. */
export function interfacePackage(machine: Machine, client: SdkClient): NativeValue {
  machine.clientsSeen.add(client.id);
  return native(`${client.id} interface`, {
    get: (name) =>
      name.endsWith('API')
        ? native(name, { typed: (at) => clientOf(at, client, 1, [{ ...OWN, byType: `the receiver is declared as ${name}` }]), inert: true })
        : inert(name),
    inert: true,
  });
}

export function servicePackage(machine: Machine, client: SdkClient, version: 1 | 2): NativeValue {
  machine.clientsSeen.add(client.id);
  return native(`service/${client.id}`, { get: (name) => memberOfPackage(client, version, name), inert: true });
}

function memberOfPackage(client: SdkClient, version: 1 | 2, name: string): Value | undefined {
  if (name === 'NewFromConfig' || name === 'New')
    return nativeFunction(`${client.id}.${name}`, ({ machine, args, site }) => {
      const config = applied(machine, argument(args, 0), args.positional.slice(1), site);
      return clientOf(machine, client, version, connectionsOf(machine, config, site, GO_CONFIG));
    });
  // the type of version 1 is named after the service: `*s3.S3`, `*dynamodb.DynamoDB`
  if (name === 'Client' || name === client.javascriptV2Class || name === client.javascriptAggregatedClass)
    return native(`${client.id}.${name}`, {
      typed: (machine) => clientOf(machine, client, version, [{ ...OWN, byType: `the receiver is declared as ${client.id}.${name}` }]),
      inert: true,
    });
  const [, paged] = /^New(\w+)Paginator$/.exec(name) ?? [];
  if (paged !== undefined && operations(client.id).has(paged)) return nativeFunction(name, (call) => paginator(call, client, paged));
  const [, awaited] = /^New(\w+)Waiter$/.exec(name) ?? [];
  const polled = awaited === undefined ? undefined : operationByWaiter(client.id, awaited);
  if (polled) return nativeFunction(name, (call) => waiter(call, client, polled.name));
  if (name === 'PresignClient')
    return native(name, { typed: () => presigner(client, [{ ...OWN, byType: `the receiver is declared as ${name}` }]), inert: true });
  if (name === 'NewPresignClient')
    return nativeFunction(name, ({ machine, args, site }) => presigner(client, connectionsIn(machine, argument(args, 0), site)));
  // inputs, outputs and enums: literals of them are their fields
  return typeOrConstant(`${client.id}.${name}`, name);
}

/** The input among the arguments: version 2 and `…WithContext` take the context first. */
const inputIn = (args: Arguments, first: number): Value => argument(args, first);

function clientOf(machine: Machine, client: SdkClient, version: 1 | 2, connections: readonly Connection[]): NativeValue {
  const key = `go client ${version} ${client.id} ${connections.map(connectionKey).join(' ')}`;
  return interned(machine, key, () => {
    const made: NativeValue = native(`${client.id}.Client`, {
      key,
      data: { kind: 'client', client, connections } as { readonly kind: string },
      get: (property) => (property === '%client' ? made : memberOfClient(client, version, connections, property)),
      inert: true,
      escaped: (at, site) => {
        if (connections.some(({ credentials }) => credentials.kind !== 'foreign'))
          at.lose(
            {
              what: `calls of the client of ${client.id} that is handed over`,
              why: 'the code that gets the client is not known',
              client: client.id,
            },
            site,
          );
      },
    });
    return made;
  });
}

function memberOfClient(client: SdkClient, version: 1 | 2, connections: readonly Connection[], property: string): Value | undefined {
  const known = operations(client.id);
  const [, base = property, suffix = ''] =
    version === 1 ? (/^(\w+?)(WithContext|Request|Pages|PagesWithContext)?$/.exec(property) ?? []) : [];
  const name = known.has(property) ? property : base;
  if (known.has(name)) {
    const first = version === 2 || (name !== property && suffix.endsWith('WithContext')) ? 1 : 0;
    return nativeFunction(`${client.id}.${property}`, (call) => {
      const output = request(call, client, connections, name, inputIn(call.args, first));
      for (const value of call.args.positional) callBack(call.machine, value, [output, harmless('whether it is the last page')], call.site);
      if (name !== property && suffix === 'Request') return call.machine.list([inert('a request'), output]);
      return name !== property && suffix.startsWith('Pages') ? ERROR : call.machine.list([output, ERROR]);
    });
  }
  const [, awaited] = /^WaitUntil(\w+?)(?:WithContext)?$/.exec(property) ?? [];
  const polled = awaited === undefined ? undefined : operationByWaiter(client.id, awaited);
  return (
    polled &&
    nativeFunction(`${client.id}.${property}`, (call) => {
      request(call, client, connections, polled.name, inputIn(call.args, property.endsWith('WithContext') ? 1 : 0));
      return ERROR;
    })
  );
}

/** `NewXPaginator(client, input)`, with `HasMorePages()` and `NextPage(ctx) → (output, error)`. */
function paginator(made: NativeCall, client: SdkClient, operation: string): Value {
  const connections = connectionsIn(made.machine, argument(made.args, 0), made.site);
  return native(`a paginator of ${operation}`, {
    key: `paginator ${made.machine.journal.next()}`,
    get: (property) => {
      if (property === 'HasMorePages') return nativeFunction(property, () => union([TRUE, FALSE]));
      if (property !== 'NextPage') return undefined;
      return nativeFunction(property, (call) =>
        call.machine.list([request(call, client, connections, operation, argument(made.args, 1)), ERROR]),
      );
    },
    inert: true,
  });
}

/** `NewXWaiter(client).Wait(ctx, input, max)`. */
function waiter(made: NativeCall, client: SdkClient, operation: string): Value {
  const connections = connectionsIn(made.machine, argument(made.args, 0), made.site);
  return native(`a waiter of ${operation}`, {
    key: `waiter ${made.machine.journal.next()}`,
    get: (property) => {
      if (property !== 'Wait' && property !== 'WaitForOutput') return undefined;
      return nativeFunction(property, (call) => {
        const output = request(call, client, connections, operation, argument(call.args, 1));
        return property === 'Wait' ? ERROR : call.machine.list([output, ERROR]);
      });
    },
    inert: true,
  });
}

/** `NewPresignClient(client).PresignGetObject(ctx, input)`. */
const presigner = (client: SdkClient, connections: readonly Connection[]): NativeValue =>
  native('a presign client', {
    key: `presigner ${client.id} ${connections.map(connectionKey).join(' ')}`,
    get: (property) => {
      const [, named] = /^Presign(\w+)$/.exec(property) ?? [];
      // a form lets its holder write one object
      const operation = named === 'PostObject' ? 'PutObject' : named;
      if (operation === undefined || !operations(client.id).has(operation)) return undefined;
      return nativeFunction(property, (call) => {
        request(call, client, connections, operation, argument(call.args, 1));
        return call.machine.list([harmless('a signed request'), ERROR]);
      });
    },
    inert: true,
  });

/** Package `dsql/auth`: `GenerateDbConnectAuthToken(ctx, endpoint, region, credentials)`, and the same for the user `admin`. */
export const dsqlAuth = (): NativeValue =>
  native('auth', {
    get: (name) => {
      const [, admin] = /^GenerateD[bB]Connect(Admin)?AuthToken$/.exec(name) ?? [];
      if (!/^GenerateD[bB]Connect/.test(name)) return inert(`auth.${name}`);
      return nativeFunction(name, ({ machine, args, site }) => {
        const signers = regionsOf(machine, argument(args, 2), site).map((region) => ({ ...OWN, ...(region ? { region } : {}) }));
        noteDirect(machine, admin ? 'dsql:DbConnectAdmin' : 'dsql:DbConnect', { hostname: argument(args, 1) }, signers, site);
        return machine.list([harmless('a token of a database'), ERROR]);
      });
    },
    inert: true,
  });

/** `auth.BuildAuthToken(ctx, endpoint, region, user, credentials)`; version 1 has no context. */
export const rdsAuth = (): NativeValue =>
  native('auth', {
    get: (name) => {
      if (name !== 'BuildAuthToken') return inert(`auth.${name}`);
      return nativeFunction(name, ({ machine, args, site }) => {
        const shift = args.positional.length >= 5 ? 1 : 0;
        const signers = regionsOf(machine, argument(args, shift + 1), site).map((region) => ({ ...OWN, ...(region ? { region } : {}) }));
        noteDirect(machine, 'rds-db:connect', { hostname: argument(args, shift), username: argument(args, shift + 2) }, signers, site);
        return machine.list([harmless('a token of a database'), ERROR]);
      });
    },
    inert: true,
  });
