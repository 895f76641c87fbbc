/** Powertools for AWS Lambda (Java): parameters, idempotency and batches; the rest writes logs, metrics and traces. */
import { sdkClient } from '../../../catalog/index.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  constant,
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { callFunction, isFunction, method } from '../../java/builtins/call.ts';
import { mapMember } from '../../java/builtins/maps.ts';
import { type Connection, OWN } from '../aws/connection.ts';
import { inert } from '../aws/request.ts';
import { connectionsIn, objectOf, request } from './clients.ts';
import { tableRequest } from './tables.ts';
import { settingsBuilder } from './v2.ts';

const send = (
  call: NativeCall,
  client: string,
  operation: string,
  fields: Readonly<Record<string, Value>>,
  connections: readonly Connection[],
): Value => {
  const sdk = sdkClient(client);
  return sdk ? request(call.machine, sdk, connections, operation, objectOf(call.machine, fields), call.site) : harmless('a parameter');
};

interface Provider {
  readonly name: string;
  readonly client: string;
  readonly get: (call: NativeCall, provider: ProviderState) => Value;
  readonly getMultiple: (call: NativeCall, provider: ProviderState) => Value;
}

interface ProviderState {
  readonly connections: readonly Connection[];
  readonly decrypts: boolean;
  readonly settings: Readonly<Record<string, Value>>;
}

const first = (call: NativeCall): Value => argument(call.args, 0);

const appConfig = (call: NativeCall, { connections, settings }: ProviderState): Value => {
  const fields = {
    ApplicationIdentifier: settings.application ?? UNDEFINED,
    EnvironmentIdentifier: settings.environment ?? UNDEFINED,
    ConfigurationProfileIdentifier: first(call),
  };
  send(call, 'appconfigdata', 'StartConfigurationSession', fields, connections);
  return send(call, 'appconfigdata', 'GetLatestConfiguration', fields, connections);
};

const decryption = ({ decrypts }: ProviderState): Value => (decrypts ? constant(true) : UNDEFINED);

const PROVIDERS: ReadonlyMap<string, Provider> = new Map(
  (
    [
      {
        name: 'SSMProvider',
        client: 'ssm',
        get: (call, state) => {
          const output = send(call, 'ssm', 'GetParameter', { Name: first(call), WithDecryption: decryption(state) }, state.connections);
          return getMember(call.machine, getMember(call.machine, output, textValue('Parameter'), call.site), textValue('Value'), call.site);
        },
        getMultiple: (call, state) => {
          send(call, 'ssm', 'GetParametersByPath', { Path: first(call), WithDecryption: decryption(state) }, state.connections);
          return harmless('parameters');
        },
      },
      {
        name: 'SecretsProvider',
        client: 'secrets-manager',
        get: (call, state) => {
          const output = send(call, 'secrets-manager', 'GetSecretValue', { SecretId: first(call) }, state.connections);
          return getMember(call.machine, output, textValue('SecretString'), call.site);
        },
        getMultiple: () => harmless('secrets'),
      },
      {
        name: 'DynamoDbProvider',
        client: 'dynamodb',
        get: (call, state) => {
          tableRequest(call.machine, state.connections, 'GetItem', { TableName: state.settings.table ?? UNDEFINED }, call.site);
          return harmless('a parameter');
        },
        getMultiple: (call, state) => {
          tableRequest(call.machine, state.connections, 'Query', { TableName: state.settings.table ?? UNDEFINED }, call.site);
          return harmless('parameters');
        },
      },
      { name: 'AppConfigProvider', client: 'appconfigdata', get: appConfig, getMultiple: appConfig },
    ] satisfies readonly Provider[]
  ).map((provider): [string, Provider] => [provider.name, provider]),
);

function instance(machine: Machine, provider: Provider, state: ProviderState): NativeValue {
  const made: NativeValue = native(provider.name, {
    key: `provider ${machine.journal.next()}`,
    inert: true,
    get: (property): Value | undefined => {
      if (property === 'get' || property === 'getValue') return method(made, property, (call) => provider.get(call, state));
      if (property === 'getMultiple' || property === 'getMultipleValues')
        return method(made, property, (call) => provider.getMultiple(call, state));
      if (property === 'withDecryption')
        return method(made, property, (call) => instance(call.machine, provider, { ...state, decrypts: true }));
      // `recursive()`, `withMaxAge(…)`, `withTransformation(…)`
      return property.startsWith('%') || property.startsWith('.') ? undefined : method(made, property, () => made);
    },
  });
  return made;
}

const PLAIN: ProviderState = { connections: [OWN], decrypts: false, settings: {} };

const providerClass = (provider: Provider): NativeValue => {
  const made: NativeValue = native(provider.name, {
    key: `class ${provider.name}`,
    data: { kind: 'type' },
    inert: true,
    typed: (machine) => instance(machine, provider, PLAIN),
    get: (property) => {
      if (property === 'create') return method(made, property, ({ machine }) => instance(machine, provider, PLAIN));
      return property === 'builder'
        ? method(made, property, ({ machine }) => settingsBuilder(machine, provider.name, (call, config) => built(call, provider, config)))
        : undefined;
    },
  });
  return made;
};

function built(call: NativeCall, provider: Provider, config: Value): Value {
  const field = (...names: readonly string[]): Value =>
    config.kind === 'object' ? (names.map((name) => config.fields.get(name)).find((value) => value !== undefined) ?? UNDEFINED) : UNDEFINED;
  const client = field('withClient', 'client');
  const connections = isNullish(client) ? [OWN] : connectionsIn(call.machine, client, call.site);
  const settings = {
    table: field('withTable', 'table'),
    application: field('withApplication', 'application'),
    environment: field('withEnvironment', 'environment'),
  };
  return instance(call.machine, provider, { connections, decrypts: false, settings });
}

/** `ParamManager.getSsmProvider()`, `getDynamoDbProvider(table)`, `getAppConfigProvider(environment, application)`. */
const paramManager: NativeValue = native('ParamManager', {
  key: 'class ParamManager',
  inert: true,
  get: (property) => {
    const [, kind] = /^get(Ssm|Secrets|DynamoDb|AppConfig)Provider$/.exec(property) ?? [];
    const provider = kind === undefined ? undefined : PROVIDERS.get(kind === 'Ssm' ? 'SSMProvider' : `${kind}Provider`);
    return (
      provider &&
      method(paramManager, property, ({ machine, args, site }) => {
        const client = args.positional.find((value) => value.kind === 'native');
        const connections = client ? connectionsIn(machine, client, site) : [OWN];
        const [one = UNDEFINED, two = UNDEFINED] = args.positional.filter((value) => value !== client);
        const settings: Readonly<Record<string, Value>> = kind === 'DynamoDb' ? { table: one } : { environment: one, application: two };
        return instance(machine, provider, { connections, decrypts: false, settings });
      })
    );
  },
});

/** `@Param(key = "…", provider = SecretsProvider.class)` on a field; the provider is Systems Manager's unless it is named. */
const annotated = (name: string): NativeValue =>
  native(name, {
    key: `annotation ${name}`,
    inert: true,
    call: (call) => {
      const given = first(call);
      const field = (key: string): Value => (given.kind === 'object' ? (given.fields.get(key) ?? UNDEFINED) : UNDEFINED);
      const wanted = field('provider');
      const kind =
        name === 'SecretsParam'
          ? 'SecretsProvider'
          : name === 'AppConfigParam'
            ? 'AppConfigProvider'
            : name === 'DynamoDbParam'
              ? 'DynamoDbProvider'
              : wanted.kind === 'native'
                ? wanted.name
                : 'SSMProvider';
      const provider = PROVIDERS.get(kind) ?? PROVIDERS.get('SSMProvider');
      const settings = { table: field('table'), application: field('application'), environment: field('environment') };
      return provider
        ? provider.get({ ...call, args: { positional: [field('key')], named: new Map() } }, { ...PLAIN, settings })
        : harmless('a parameter');
    },
  });

// ── Idempotency ────────────────────────────────────────────────────────────────────────────────────────────

/** What a persistence store does with its table ("Idempotency", Powertools for AWS Lambda (Java), "IAM Permissions"). */
const store: NativeValue = native('DynamoDBPersistenceStore', {
  key: 'class DynamoDBPersistenceStore',
  inert: true,
  get: (property) =>
    property === 'builder'
      ? method(store, property, ({ machine }) =>
          settingsBuilder(machine, 'DynamoDBPersistenceStore', (call, config) => {
            const table = config.kind === 'object' ? (config.fields.get('withTableName') ?? UNDEFINED) : UNDEFINED;
            for (const operation of ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'])
              tableRequest(call.machine, [OWN], operation, { TableName: table }, call.site);
            return inert('a persistence store');
          }),
        )
      : undefined,
});

// ── Batches ────────────────────────────────────────────────────────────────────────────────────────────────

/** `new BatchMessageHandlerBuilder().withSqsBatchHandler().buildWithRawMessageHandler(this::process)`; `processBatch` runs it for each record. */
const batches: NativeValue = native('BatchMessageHandlerBuilder', {
  key: 'class BatchMessageHandlerBuilder',
  inert: true,
  construct: () => batches,
  get: (property): Value | undefined => {
    if (property.startsWith('%') || property.startsWith('.')) return undefined;
    return method(batches, property, ({ machine, args }) => {
      const handler = args.positional.find(isFunction);
      return property.startsWith('buildWith') && handler ? batchHandler(machine, handler) : batches;
    });
  },
});

function batchHandler(machine: Machine, handler: Value): NativeValue {
  const made: NativeValue = native('a batch handler', {
    key: `batch handler ${machine.journal.next()}`,
    inert: true,
    get: (property) =>
      /^processBatch/.test(property)
        ? method(made, property, ({ machine: at, args, site }) => {
            const event = argument(args, 0);
            const getter = event.kind === 'object' ? (mapMember(event, 'get') ?? UNDEFINED) : UNDEFINED;
            const records =
              getter === UNDEFINED ? harmless('the records of a batch') : callFunction(at, getter, [textValue('Records')], site);
            const { items, rest } = itemsOf(at, records, 'values', site);
            for (const item of [...items, ...(rest ? [rest] : [])])
              at.journal.maybe(() => callFunction(at, handler, [item, harmless('the context of the invocation')], site));
            return harmless('the answer of a batch');
          })
        : undefined,
  });
  return made;
}

// ── Messages that are objects ──────────────────────────────────────────────────────────────────────────────

/** A bucket that the message names, and, unless the annotation says otherwise, the object is deleted when it was worked on. */
const largeMessage = (name: string): NativeValue =>
  inert(name, {
    data: { kind: 'type' },
    get: (property) =>
      property === '%around'
        ? method(inert(name), property, (call) => {
            const given = first(call);
            const deletes =
              given.kind === 'object' ? (given.fields.get('deleteS3Object') ?? given.fields.get('deletePayloads')) : undefined;
            const place = { Bucket: harmless('the bucket that the message names'), Key: harmless('the object that the message names') };
            send(call, 's3', 'GetObject', place, [OWN]);
            if (deletes?.kind !== 'constant' || deletes.value !== false) send(call, 's3', 'DeleteObject', place, [OWN]);
            return UNDEFINED;
          })
        : undefined,
  });

/** Utilities for batches of version 1, whose handlers are named by their classes. */
const batchOfVersionOne = (name: string): NativeValue => {
  const lost = method(inert(name), '%around', ({ machine, site }) => {
    machine.lose({ what: `a batch of ${name}`, why: 'what it calls for each message is not followed' }, site);
    return harmless('the answer of a batch');
  });
  return inert(name, {
    data: { kind: 'type' },
    get: (property) => (/^(%around|batchProcessor|enrichedMessageFromS3)$/.test(property) ? lost : undefined),
  });
};

const CLASSES: ReadonlyMap<string, NativeValue> = new Map<string, NativeValue>([
  ['ParamManager', paramManager],
  ['DynamoDBPersistenceStore', store],
  ['BatchMessageHandlerBuilder', batches],
  ['LargeMessage', largeMessage('LargeMessage')],
  ['SqsLargeMessage', largeMessage('SqsLargeMessage')],
  ['SqsBatch', batchOfVersionOne('SqsBatch')],
  ['SqsUtils', batchOfVersionOne('SqsUtils')],
  ...[...PROVIDERS].map(([name, provider]): [string, NativeValue] => [name, providerClass(provider)]),
  ...['Param', 'SSMParam', 'SecretsParam', 'AppConfigParam', 'DynamoDbParam'].map((name): [string, NativeValue] => [name, annotated(name)]),
]);

export const powertoolsPackage = (_machine: Machine, subpath: string): NativeValue =>
  native(`powertools.${subpath}`, {
    key: `package powertools.${subpath}`,
    inert: true,
    get: (property) => {
      const known = CLASSES.get(property.replace(/^%has /, ''));
      return known ?? (property.startsWith('%') ? undefined : inert(property, { data: { kind: 'type' } }));
    },
  });
