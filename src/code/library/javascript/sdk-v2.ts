/** The namespace `AWS` of version 2 of the SDK for JavaScript, and its modules by service ("aws-sdk" API reference). */
import { clientByJavaScriptV2Class, clientByJavaScriptV2Module, type SdkClient, sdkClients } from '../../../catalog/index.ts';
import { datumOfFields } from '../../interpreter/data.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields, getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, connectionsOf, distinct, OWN } from '../aws/connection.ts';
import { callBack, inert, interned } from '../aws/request.ts';
import { converter } from './attribute-values.ts';
import { credentialClassV2 } from './credentials-v2.ts';
import { managedUpload } from './managed-upload.ts';
import { documentClientV2, serviceV2 } from './service-v2.ts';
import { rdsSigner } from './signers.ts';
import { httpRequestV2, signersV2 } from './signing.ts';
import { isServiceName } from './unlisted.ts';

/** `require('aws-sdk')`, and the modules below it. */
export function sdkV2(machine: Machine, subpath: string): Value | undefined {
  const [, module] = /^clients\/([a-z0-9]+)(?:\.js)?$/.exec(subpath) ?? [];
  if (module === undefined || module === 'all') return namespaceV2(machine);
  const client = clientByJavaScriptV2Module(module);
  if (!client) return undefined;
  const name = client.javascriptV2Class ?? client.javascriptAggregatedClass;
  return serviceClass(machine, client, name);
}

const namespaceV2 = (machine: Machine): NativeValue =>
  interned(machine, 'AWS', () =>
    native('AWS', {
      get: (name) => memberOfNamespace(machine, name),
      any: (at) =>
        union(
          sdkClients().flatMap((client) =>
            client.javascriptV2Class === undefined || !at.clientsSeen.has(client.id)
              ? []
              : [serviceClass(at, client, client.javascriptV2Class)],
          ),
        ),
      properties: machine.object([['config', globalConfig(machine)]]),
      inert: true,
    }),
  );

function memberOfNamespace(machine: Machine, name: string): Value | undefined {
  const credentials = credentialClassV2(name);
  if (credentials) return credentials;
  switch (name) {
    case '%items':
      return undefined;
    case 'Config':
      return native('AWS.Config', { construct: (call) => configObject(call.machine, argument(call.args, 0)), inert: true });
    case 'Endpoint':
      return native('AWS.Endpoint', { construct: ({ args }) => endpoint(argument(args, 0)), inert: true });
    case 'Signers':
      return signersV2();
    case 'HttpRequest':
      return httpRequestV2();
    default: {
      const client = clientByJavaScriptV2Class(name);
      if (client) return serviceClass(machine, client, name);
      return isServiceName(name) ? unlistedService(name) : /^[A-Z]/.test(name) ? inert(`AWS.${name}`) : undefined;
    }
  }
}

/** A service that the catalog does not have: what its object is asked for cannot be told. */
const unlistedService = (name: string): NativeValue =>
  native(`AWS.${name}`, {
    construct: ({ machine, site }) => {
      machine.lose({ what: `calls of AWS.${name}`, why: 'no service of this name is known' }, site);
      return inert(`AWS.${name}`);
    },
    inert: true,
  });

/** `new AWS.Endpoint(url)`: used as the `endpoint` of a client, or read for its host. */
function endpoint(url: Value): NativeValue {
  return native('AWS.Endpoint', {
    key: `endpoint ${optionsOf(url)
      .map((option) => (option.kind === 'text' ? JSON.stringify(option.text) : option.kind))
      .join('|')}`,
    get: (property) => (property === '%text' || property === 'href' || property === 'host' || property === 'hostname' ? url : undefined),
    inert: true,
  });
}

// ── Configuration ────────────────────────────────────────────────────────────────────────────────────────────

/** `AWS.config`: what every service object that is made later starts from. */
function globalConfig(machine: Machine): ObjectValue {
  const config = machine.object([], { open: harmless('a setting of the SDK') });
  const update = nativeFunction('AWS.config.update', (call) => {
    copyFields(call.machine, config, argument(call.args, 0));
    return UNDEFINED;
  });
  config.fields.set('update', update);
  for (const name of ['loadFromPath', 'setPromisesDependency', 'logger']) config.fields.set(name, inert(`AWS.config.${name}`));
  for (const name of ['region', 'endpoint', 'credentials', 'accessKeyId', 'params']) config.fields.set(name, UNDEFINED);
  config.fields.set(
    'getCredentials',
    nativeFunction('AWS.config.getCredentials', ({ machine: at, args, site }) => {
      callBack(at, argument(args, 0), [harmless('an error'), getMember(at, config, textValue('credentials'), site)], site);
      return UNDEFINED;
    }),
  );
  return config;
}

function configObject(machine: Machine, given: Value): Value {
  const config = globalConfig(machine);
  copyFields(machine, config, given);
  return config;
}

/** The connections of a service object: its own settings over those of `AWS.config`. */
function connectionsV2(machine: Machine, config: Value, site: Site): readonly Connection[] {
  const shared = getMember(machine, namespaceV2(machine), textValue('config'), site);
  const own = optionsOf(config).map((option) => {
    const merged = machine.object();
    if (shared.kind === 'object')
      for (const name of ['region', 'endpoint', 'credentials', 'accessKeyId'])
        merged.fields.set(name, getMember(machine, shared, textValue(name), site));
    if (option.kind === 'object') copyFields(machine, merged, option);
    return withKeys(machine, merged, site);
  });
  return distinct(own.flatMap((merged) => connectionsOf(machine, merged, site)));
}

/** `accessKeyId` beside `credentials` is another way to give them. */
function withKeys(machine: Machine, config: ObjectValue, site: Site): ObjectValue {
  const key = getMember(machine, config, textValue('accessKeyId'), site);
  if (!isNullish(key)) config.fields.set('credentials', machine.object([['accessKeyId', key]]));
  return config;
}

// ── Services ─────────────────────────────────────────────────────────────────────────────────────────────────

function serviceClass(machine: Machine, client: SdkClient, name: string): NativeValue {
  machine.clientsSeen.add(client.id);
  return native(`AWS.${name}`, {
    construct: (call) => construct(call, client, name),
    typed: (at) => serviceV2(at, { client, name, connections: [{ ...OWN, byType: `the receiver is declared as ${name}` }] }),
    get: (property) => staticMember(machine, client, property),
    properties:
      interned(machine, `properties of AWS.${name}`, () => native(name, { properties: machine.object() })).properties ?? machine.object(),
    inert: true,
  });
}

function construct({ machine, args, site }: NativeCall, client: SdkClient, name: string): Value {
  const config = argument(args, 0);
  const params = config.kind === 'object' ? getMember(machine, config, textValue('params'), site) : UNDEFINED;
  const bound = params.kind === 'object' ? datumOfFields(machine, params) : undefined;
  return serviceV2(machine, { client, name, connections: connectionsV2(machine, config, site), ...(bound ? { bound } : {}) });
}

function staticMember(machine: Machine, client: SdkClient, property: string): Value | undefined {
  if (client.id === 'dynamodb' && property === 'DocumentClient') return documentClass(machine, client);
  if (client.id === 'dynamodb' && property === 'Converter') return converter();
  if (client.id === 's3' && property === 'ManagedUpload')
    return managedUpload(client, (call, config) => connectionsV2(call.machine, config, call.site));
  if (client.id === 'rds' && property === 'Signer')
    return rdsSigner('AWS.RDS.Signer', (call, config) => connectionsV2(call.machine, config, call.site));
  if (property === 'prototype') return undefined;
  return undefined;
}

/** `new AWS.DynamoDB.DocumentClient({ service?, params?, … })`. */
function documentClass(machine: Machine, client: SdkClient): NativeValue {
  return native('AWS.DynamoDB.DocumentClient', {
    construct: ({ machine: at, args, site }) => {
      const config = argument(args, 0);
      const field = (name: string): Value => (config.kind === 'object' ? getMember(at, config, textValue(name), site) : UNDEFINED);
      const service = field('service');
      const params = field('params');
      return documentClientV2(at, client, {
        connections: connectionsV2(at, config, site),
        service: isNullish(service) ? undefined : service,
        ...(params.kind === 'object' ? { bound: datumOfFields(at, params) } : {}),
        site,
      });
    },
    typed: (at, site) =>
      documentClientV2(at, client, {
        connections: [{ ...OWN, byType: 'the receiver is declared as DocumentClient' }],
        service: undefined,
        site,
      }),
    properties:
      interned(machine, 'properties of DocumentClient', () => native('DocumentClient', { properties: machine.object() })).properties ??
      machine.object(),
    inert: true,
  });
}
