/** Version 2 of the AWS SDK for Java: service clients and the packages of their models (AWS SDK for Java 2.x Developer Guide). */
import {
  operation as catalogOperation,
  clientByJavaName,
  operationByMethod,
  operationByPythonMethod,
  operationByWaiter,
  type SdkClient,
  waiters,
} from '../../../catalog/index.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { harmless, type NativeCall, type NativeValue, native, textValue, UNDEFINED, type Value } from '../../interpreter/values.ts';
import { callFunction, isFunction, method, someText } from '../../java/builtins/call.ts';
import { future } from '../../java/builtins/futures.ts';
import { type ConfigNames, type Connection, connectionsOf, OWN } from '../aws/connection.ts';
import { noteDirect } from '../aws/direct.ts';
import { callBack, inert } from '../aws/request.ts';
import { byType, type ClientKind, clientOf, injected, request } from './clients.ts';
import { pages } from './pages.ts';
import { builderOf, type StructType, structFrom } from './structs.ts';

const CONFIG: ConfigNames = { region: 'region', endpoint: 'endpointOverride', credentials: 'credentialsProvider' };

/** A package below `services.`: `s3`, `s3.model`. Undefined when the service is not known. */
export function servicePackage(machine: Machine, subpath: string): NativeValue | undefined {
  const [service = '', ...rest] = subpath.split('.');
  const client = clientByJavaName(service);
  if (!client) return undefined;
  machine.clientsSeen.add(client.id);
  if (rest[0] === 'model') return modelPackage(client, subpath);
  return native(`services.${subpath}`, {
    key: `package services.${subpath}`,
    get: (property) => {
      const [, name = '', kind] = /^(?:%has )?(\w+?)((?:Async)?Client)$/.exec(property) ?? [];
      if (/^(%has )?(Rds|Dsql)Utilities$/.test(property)) return utilitiesClass(property.replace('%has ', ''));
      if (kind === undefined) return property.startsWith('%') ? undefined : inertClass(property);
      return clientClass(clientByJavaName(`${name}Client`) ?? client, `${name}${kind}`);
    },
    inert: true,
  });
}

const inertClass = (name: string): NativeValue => inert(name, { data: { kind: 'type' } });

// ── Clients ────────────────────────────────────────────────────────────────────────────────────────────────

/** `SERVICE_NAME` is the name that requests are signed for, which is the prefix of the actions with few exceptions. */
const SIGNING_NAMES: ReadonlyMap<string, string> = new Map([['cloudwatch', 'monitoring']]);

function clientClass(client: SdkClient, name: string): NativeValue {
  const kind = kindOf(client, name);
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    data: { kind: 'type' },
    typed: injected(kind, name),
    get: (property) => {
      if (property === 'create' || property === 'crtCreate') return method(made, property, ({ machine }) => clientOf(machine, kind, [OWN]));
      if (property === '.SERVICE_NAME') return textValue(SIGNING_NAMES.get(client.id) ?? client.iamPrefix);
      return property === 'builder' || property === 'crtBuilder'
        ? method(made, property, ({ machine }) => clientBuilder(machine, kind))
        : undefined;
    },
    inert: true,
  });
  return made;
}

/** A builder whose settings say where a client's calls go; other settings change nothing. */
export function clientBuilder(machine: Machine, kind: ClientKind): NativeValue {
  return settingsBuilder(machine, kind.name, (call, config) =>
    clientOf(call.machine, kind, connectionsOf(call.machine, config, call.site, CONFIG)),
  );
}

export function settingsBuilder(machine: Machine, name: string, build: (call: NativeCall, config: Value) => Value): NativeValue {
  const config = machine.object();
  const made: NativeValue = native(`a builder of ${name}`, {
    key: `builder ${config.serial}`,
    data: { kind: 'settings' },
    inert: true,
    get: (property) => {
      if (property.startsWith('%') || property.startsWith('.')) return undefined;
      return method(made, property, (call) => {
        if (property === 'build') return build(call, config);
        if (property === 'applyMutation') callFunction(call.machine, argument(call.args, 0), [made], call.site);
        else {
          call.machine.journal.touch(config);
          config.fields.set(property, argument(call.args, 0));
        }
        return made;
      });
    },
  });
  return made;
}

/** Methods that stand beside the operation of another name. */
const ALIASES: ReadonlyMap<string, string> = new Map([['getObjectAsBytes', 'GetObject']]);

export const operationOf = (client: SdkClient, name: string): string | undefined =>
  (operationByMethod(client.id, name) ?? operationByPythonMethod(client.id, name))?.name ??
  (client.id === 's3' ? ALIASES.get(name) : undefined);

export const kindOf = (client: SdkClient, name: string): ClientKind => {
  const isAsync = name.endsWith('AsyncClient');
  return {
    name,
    client,
    member: (connections, property, self) => {
      if (property.startsWith('%')) return undefined;
      const operation = operationOf(client, property);
      if (operation !== undefined)
        return method(self, property, (call) => {
          const output = sent(call, client, connections, operation);
          return isAsync ? future(output) : output;
        });
      const paged = property.endsWith('Paginator') ? operationOf(client, property.slice(0, -'Paginator'.length)) : undefined;
      if (paged !== undefined) return method(self, property, (call) => pages(call.machine, sent(call, client, connections, paged)));
      if (property === 'waiter') return method(self, property, () => waiter(client, connections, isAsync));
      if (property === 'utilities' && /^(rds|dsql)$/.test(client.id)) return method(self, property, () => utilities(connections));
      return undefined;
    },
  };
};

/** The input is the first argument; functions after it are handed the answer. */
function sent(call: NativeCall, client: SdkClient, connections: readonly Connection[], operation: string): Value {
  const { machine, args, site } = call;
  const [first = UNDEFINED, ...others] = args.positional;
  const input = structFrom(machine, { name: `${operation}Request`, client, operation }, first, site);
  const output = request(machine, client, connections, operation, input, site);
  for (const each of others) if (isFunction(each)) callBack(machine, each, [output, harmless('the content of an answer')], site);
  return output;
}

/** `client.waiter().waitUntilTableExists(request)`. */
export function waiter(client: SdkClient, connections: readonly Connection[], isAsync: boolean): NativeValue {
  const made: NativeValue = native('a waiter', {
    key: `waiter ${client.id} ${JSON.stringify(connections)} ${isAsync}`,
    get: (property) => {
      const polled =
        /^waitUntil[A-Z]/.test(property) && waiters(client.id).size > 0 ? operationByWaiter(client.id, property)?.name : undefined;
      if (polled === undefined) return undefined;
      return method(made, property, (call) => {
        const output = sent(call, client, connections, polled);
        return isAsync ? future(output) : output;
      });
    },
    inert: true,
  });
  return made;
}

// ── Tokens of databases ────────────────────────────────────────────────────────────────────────────────────

/** Methods that sign a token, with the action that the database checks ("IAM database authentication", "Authentication and authorization for Aurora DSQL"). */
const TOKENS: ReadonlyMap<string, string> = new Map([
  ['generateAuthenticationToken', 'rds-db:connect'],
  ['generateDbConnectAuthToken', 'dsql:DbConnect'],
  ['generateDbConnectAdminAuthToken', 'dsql:DbConnectAdmin'],
]);

/** `rds.utilities().generateAuthenticationToken(request)`. */
function utilities(connections: readonly Connection[]): NativeValue {
  const made: NativeValue = native('utilities', {
    key: `utilities ${JSON.stringify(connections)}`,
    get: (property) => {
      const action = TOKENS.get(property);
      if (action === undefined) return undefined;
      return method(made, property, ({ machine, args, site }) => {
        const input = structFrom(machine, { name: 'GenerateAuthenticationTokenRequest', client: undefined }, argument(args, 0), site);
        const field = (name: string): Value =>
          input.kind === 'object' ? (input.fields.get(name) ?? UNDEFINED) : harmless('a token request');
        noteDirect(machine, action, { hostname: field('Hostname'), username: field('Username') }, connections, site);
        return harmless('a token of a database');
      });
    },
    inert: true,
  });
  return made;
}

/** `RdsUtilities.builder().region(r).build()`. */
function utilitiesClass(name: string): NativeValue {
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    data: { kind: 'type' },
    typed: () => utilities(byType(name)),
    get: (property) =>
      property === 'builder'
        ? method(made, property, ({ machine }) =>
            settingsBuilder(machine, name, (call, config) => utilities(connectionsOf(call.machine, config, call.site, CONFIG))),
          )
        : undefined,
    inert: true,
  });
  return made;
}

// ── Models ─────────────────────────────────────────────────────────────────────────────────────────────────

function modelPackage(client: SdkClient, subpath: string): NativeValue {
  return native(`services.${subpath}`, {
    key: `package services.${subpath}`,
    get: (property) => {
      if (property.startsWith('%has ')) return isModel(client, property.slice('%has '.length)) ? textValue(property) : undefined;
      return property.startsWith('%') ? undefined : structClass(client, property);
    },
    inert: true,
  });
}

const isModel = (client: SdkClient, name: string): boolean => {
  const [, operation] = /^(\w+)(?:Request|Response)$/.exec(name) ?? [];
  return operation !== undefined && operationNamed(client, operation) !== undefined;
};

const operationNamed = (client: SdkClient, name: string): string | undefined =>
  (catalogOperation(client.id, name) ?? operationByPythonMethod(client.id, name))?.name;

/** A structure or enumeration of the model: `GetObjectRequest`, `AttributeValue`, `ObjectCannedACL`. */
export function structClass(client: SdkClient | undefined, name: string): NativeValue {
  const [, named] = /^(\w+)Request$/.exec(name) ?? [];
  const operation = client && named !== undefined ? operationNamed(client, named) : undefined;
  const type: StructType = { name, client, ...(operation === undefined ? {} : { operation }) };
  const made: NativeValue = native(name, {
    key: `class ${client?.id} ${name}`,
    data: { kind: 'type' },
    get: (property) => {
      switch (property) {
        case 'builder':
          return method(made, property, ({ machine }) => builderOf(machine, type));
        case 'create':
          return method(made, property, (call) => {
            const [only] = call.args.positional;
            return only && isFunction(only) ? structFrom(call.machine, type, only, call.site) : (only ?? call.machine.object());
          });
        case 'fromValue':
          return method(made, property, ({ args }) => argument(args, 0));
        default: {
          // `ObjectCannedACL.PUBLIC_READ`: some text of the API
          if (/^[A-Z][A-Z0-9_]*$/.test(property)) return someText(`${name}.${property}`);
          const [, attribute] = /^from(S|N|M|L|Bool|Ss|Ns|B)$/.exec(property) ?? [];
          if (attribute === undefined || name !== 'AttributeValue') return undefined;
          return method(made, property, ({ machine, args }) => machine.object([[attribute.toUpperCase(), argument(args, 0)]]));
        }
      }
    },
    inert: true,
  });
  return made;
}
