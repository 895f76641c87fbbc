/**
 * `@aws-lambda-powertools/parameters`: what each provider calls (documentation page "Parameters", "IAM Permissions"). Values come
 * from a cache for some seconds, but every kind of call is made at least once.
 */
import { sdkClient } from '../../../../catalog/index.ts';
import { callValue } from '../../../interpreter/invoke.ts';
import { itemsOf } from '../../../interpreter/items.ts';
import { argument, type Machine, type Site } from '../../../interpreter/machine.ts';
import { copyFields, getMember } from '../../../interpreter/members.ts';
import {
  constant,
  harmless,
  isNullish,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  TRUE,
  textValue,
  UNDEFINED,
  type Value,
} from '../../../interpreter/values.ts';
import { type Connection, connectionsOf, OWN } from '../../aws/connection.ts';
import { inert, send } from '../../aws/request.ts';
import { parsedValue } from '../../aws/stored.ts';
import { connectionsIn } from '../commands.ts';
import { firstOf, member } from '../options.ts';

/** `config` is the provider's, undefined for the functions that use a provider of their own. */
type Fetch = (call: NativeCall, connections: readonly Connection[], config: Value) => Value;

const request = (
  call: NativeCall,
  client: string,
  operation: string,
  fields: Readonly<Record<string, Value>>,
  connections: readonly Connection[],
  extra: Value = UNDEFINED,
): Value => {
  const { machine, site } = call;
  const sdk = sdkClient(client);
  // `sdkOptions` are members of the operation's input
  const input = machine.object();
  if (!isNullish(extra)) copyFields(machine, input, extra);
  for (const [name, value] of Object.entries(fields)) if (!isNullish(value)) input.fields.set(name, value);
  return sdk ? send(machine, { client: sdk, operation, input, connections }, site) : harmless('a parameter');
};

// ── Systems Manager ──────────────────────────────────────────────────────────────────────────────────────────

/** The `decrypt` option, or its default in the environment. */
function decrypts(call: NativeCall, options: Value): Value {
  const given = member(call, options, 'decrypt');
  if (!isNullish(given)) return given;
  const setting = call.machine.fn.environment.get('POWERTOOLS_PARAMETERS_SSM_DECRYPT');
  const value = setting?.kind === 'text' && setting.text.length === 1 ? setting.text[0] : undefined;
  return typeof value === 'string' && /^(1|y|yes|t|true|on)$/i.test(value) ? TRUE : UNDEFINED;
}

/** The value as `transform` says: JSON is parsed. */
function transformed(call: NativeCall, options: Value, value: Value): Value {
  const transform = member(call, options, 'transform');
  if (isNullish(transform)) return value;
  return literalText(transform) === 'json' ? parsedValue(call.machine, value) : harmless('a parameter');
}

const getParameter: Fetch = (call, connections) => {
  const options = argument(call.args, 1);
  const fields = { Name: argument(call.args, 0), WithDecryption: decrypts(call, options) };
  const output = request(call, 'ssm', 'GetParameter', fields, connections, member(call, options, 'sdkOptions'));
  return transformed(call, options, member(call, member(call, output, 'Parameter'), 'Value'));
};

const getParameters: Fetch = (call, connections) => {
  const options = argument(call.args, 1);
  const fields = { Path: argument(call.args, 0), WithDecryption: decrypts(call, options), Recursive: member(call, options, 'recursive') };
  return request(call, 'ssm', 'GetParametersByPath', fields, connections, member(call, options, 'sdkOptions'));
};

/** Parameters are read in batches, but one that is to be decrypted is read alone when not all of them are. */
const getParametersByName: Fetch = (call, connections) => {
  const { machine, args, site } = call;
  const wanted = argument(args, 0);
  const all = decrypts(call, argument(args, 1));
  const names = itemsOf(machine, wanted, 'keys', site);
  const alone = names.items.filter((name) => {
    const own = member(call, getMember(machine, wanted, name, site), 'decrypt');
    return !isNullish(own) && !isFalse(own) && all !== TRUE;
  });
  for (const name of alone) request(call, 'ssm', 'GetParameter', { Name: name, WithDecryption: constant(true) }, connections);
  const batch = names.items.filter((name) => !alone.includes(name));
  if (batch.length === 0 && names.rest === undefined) return harmless('parameters');
  return request(call, 'ssm', 'GetParameters', { Names: machine.list(batch, names.rest), WithDecryption: all }, connections);
};

const isFalse = (value: Value): boolean => value.kind === 'constant' && value.value === false;

const setParameter: Fetch = (call, connections) => {
  const options = argument(call.args, 1);
  const fields = {
    Name: argument(call.args, 0),
    Value: member(call, options, 'value'),
    Type: firstOf(member(call, options, 'parameterType'), textValue('String')),
    Overwrite: member(call, options, 'overwrite'),
    KeyId: member(call, options, 'kmsKeyId'),
  };
  return request(call, 'ssm', 'PutParameter', fields, connections, member(call, options, 'sdkOptions'));
};

// ── Secrets Manager, AppConfig, DynamoDB ─────────────────────────────────────────────────────────────────────

const getSecret: Fetch = (call, connections) => {
  const options = argument(call.args, 1);
  const fields = { SecretId: argument(call.args, 0) };
  const output = request(call, 'secrets-manager', 'GetSecretValue', fields, connections, member(call, options, 'sdkOptions'));
  return transformed(call, options, member(call, output, 'SecretString'));
};

const getAppConfig: Fetch = (call, connections, config) => {
  const options = argument(call.args, 1);
  const service = call.machine.fn.environment.get('POWERTOOLS_SERVICE_NAME');
  const fields = {
    ApplicationIdentifier: firstOf(
      member(call, options, 'application'),
      member(call, config, 'application'),
      service?.kind === 'text' ? textValue(service.text) : UNDEFINED,
    ),
    EnvironmentIdentifier: firstOf(member(call, options, 'environment'), member(call, config, 'environment')),
    ConfigurationProfileIdentifier: argument(call.args, 0),
  };
  request(call, 'appconfigdata', 'StartConfigurationSession', fields, connections, member(call, options, 'sdkOptions'));
  // its own input is a token alone, which stands for these
  return request(call, 'appconfigdata', 'GetLatestConfiguration', fields, connections);
};

const getItem: Fetch = (call, connections, config) => {
  const { machine, args } = call;
  const key = firstOf(member(call, config, 'keyAttr'), textValue('id'));
  const fields = { TableName: member(call, config, 'tableName'), Key: keyOf(machine, key, argument(args, 0)) };
  return request(call, 'dynamodb', 'GetItem', fields, connections, member(call, argument(args, 1), 'sdkOptions'));
};

const query: Fetch = (call, connections, config) =>
  request(
    call,
    'dynamodb',
    'Query',
    { TableName: member(call, config, 'tableName') },
    connections,
    member(call, argument(call.args, 1), 'sdkOptions'),
  );

function keyOf(machine: Machine, name: Value, value: Value): Value {
  const literal = literalText(name);
  return literal === undefined ? machine.object([], { dynamic: [{ key: name, value }] }) : machine.object([[literal, value]]);
}

// ── Providers ────────────────────────────────────────────────────────────────────────────────────────────────

interface Provider {
  readonly client: string;
  readonly methods: ReadonlyMap<string, Fetch>;
}

const PROVIDERS: ReadonlyMap<string, Provider> = new Map<string, Provider>([
  [
    'SSMProvider',
    {
      client: 'ssm',
      methods: new Map([
        ['get', getParameter],
        ['getMultiple', getParameters],
        ['getParametersByName', getParametersByName],
        ['set', setParameter],
      ]),
    },
  ],
  ['SecretsProvider', { client: 'secrets-manager', methods: new Map([['get', getSecret]]) }],
  ['AppConfigProvider', { client: 'appconfigdata', methods: new Map([['get', getAppConfig]]) }],
  [
    'DynamoDBProvider',
    {
      client: 'dynamodb',
      methods: new Map([
        ['get', getItem],
        ['getMultiple', query],
      ]),
    },
  ],
]);

const FUNCTIONS: ReadonlyMap<string, Fetch> = new Map<string, Fetch>([
  ['getParameter', getParameter],
  ['getParameters', getParameters],
  ['getParametersByName', getParametersByName],
  ['setParameter', setParameter],
  ['getSecret', getSecret],
  ['getAppConfig', getAppConfig],
]);

function providerClass(name: string, provider: Provider): NativeValue {
  return native(name, {
    construct: (made) => {
      const config = argument(made.args, 0);
      return instance(made.machine, name, provider, connectionsOfProvider(made, config), config);
    },
    typed: (machine) => instance(machine, name, provider, [{ ...OWN, byType: `the receiver is declared as ${name}` }], UNDEFINED),
    inert: true,
  });
}

function connectionsOfProvider(call: NativeCall, config: Value): readonly Connection[] {
  const client = member(call, config, 'awsSdkV3Client');
  if (!isNullish(client)) return connectionsIn(call.machine, client, call.site);
  return connectionsOf(call.machine, member(call, config, 'clientConfig'), call.site);
}

const instance = (machine: Machine, name: string, { methods }: Provider, connections: readonly Connection[], config: Value): NativeValue =>
  native(name, {
    key: `provider ${machine.journal.next()}`,
    get: (property) => {
      const fetch = methods.get(property);
      return fetch && nativeFunction(`${name}.${property}`, (call) => fetch(call, connections, config));
    },
    inert: true,
  });

/** A provider of the program itself: `get` and `getMultiple` call what its class defines. */
const baseProvider = native('BaseProvider', {
  construct: ({ self }) =>
    native('BaseProvider', {
      get: (property) => {
        const inner = property === 'get' ? '_get' : property === 'getMultiple' ? '_getMultiple' : undefined;
        return inner === undefined
          ? undefined
          : nativeFunction(property, ({ machine, args, site }) =>
              callValue(machine, getMember(machine, self, textValue(inner), site), self, args, site),
            );
      },
      inert: true,
    }),
  inert: true,
});

export function parameters(machine: Machine): NativeValue {
  for (const { client } of PROVIDERS.values()) machine.clientsSeen.add(client);
  return native('@aws-lambda-powertools/parameters', { get: memberOfParameters, inert: true });
}

function memberOfParameters(name: string, _machine: Machine, _site: Site): Value | undefined {
  const fetch = FUNCTIONS.get(name);
  if (fetch) return nativeFunction(name, (call) => fetch(call, [OWN], UNDEFINED));
  const provider = PROVIDERS.get(name);
  if (provider) return providerClass(name, provider);
  if (name === 'BaseProvider') return baseProvider;
  return /^[A-Z]|^clearCaches$/.test(name) ? inert(name) : undefined;
}
