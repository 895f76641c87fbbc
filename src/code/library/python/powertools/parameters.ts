/**
 * `aws_lambda_powertools.utilities.parameters`: Systems Manager parameters, secrets, AppConfig and DynamoDB, by functions or providers
 * (Powertools for AWS Lambda (Python), "Parameters").
 */
import { sdkClient } from '../../../../catalog/index.ts';
import { callValue } from '../../../interpreter/invoke.ts';
import { itemsOf } from '../../../interpreter/items.ts';
import type { Machine } from '../../../interpreter/machine.ts';
import { getMember } from '../../../interpreter/members.ts';
import {
  constant,
  harmless,
  isNullish,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  TRUE,
  textValue,
  UNDEFINED,
  type Value,
} from '../../../interpreter/values.ts';
import { type Connection, OWN } from '../../aws/connection.ts';
import { inert, send } from '../../aws/request.ts';
import { parsedValue } from '../../aws/stored.ts';
import { firstOf, member } from '../../javascript/options.ts';
import { connectionsOfClient } from '../client.ts';
import { keywords, named } from '../keywords.ts';
import { connectionsOfOptions } from './connections.ts';

/** `config` holds the provider's arguments; empty for the functions, which use a provider of their own. */
type Fetch = (call: NativeCall, connections: readonly Connection[], config: ObjectValue) => Value;

/** Arguments of Powertools itself: what is none of these is handed to the operation. */
const OWN_ARGUMENTS = new Set(
  'name path names parameters transform max_age force_fetch decrypt recursive raise_on_transform_error environment application raise_on_error value overwrite parameter_type tier key'.split(
    ' ',
  ),
);

function request(
  call: NativeCall,
  client: string,
  operation: string,
  fields: Readonly<Record<string, Value>>,
  connections: readonly Connection[],
): Value {
  const { machine, site, args } = call;
  const sdk = sdkClient(client);
  const input = machine.object();
  for (const [name, value] of args.named) if (name !== '**' && !OWN_ARGUMENTS.has(name)) input.fields.set(name, value);
  for (const [name, value] of Object.entries(fields)) if (!isNullish(value)) input.fields.set(name, value);
  return sdk ? send(machine, { client: sdk, operation, input, connections }, site) : harmless('a parameter');
}

const given = ({ args }: NativeCall, name: string): Value => args.named.get(name) ?? UNDEFINED;

/** The `decrypt` argument, or its default in the environment. */
function decrypts(call: NativeCall): Value {
  const value = given(call, 'decrypt');
  if (!isNullish(value)) return value;
  const setting = call.machine.fn.environment.get('POWERTOOLS_PARAMETERS_SSM_DECRYPT');
  const literal = setting?.kind === 'text' && setting.text.length === 1 ? setting.text[0] : undefined;
  return typeof literal === 'string' && /^(1|y|yes|t|true|on)$/i.test(literal) ? TRUE : UNDEFINED;
}

/** The value as `transform` says: JSON is parsed. */
function transformed(call: NativeCall, value: Value): Value {
  const transform = given(call, 'transform');
  if (isNullish(transform)) return value;
  return literalText(transform) === 'json' ? parsedValue(call.machine, value) : harmless('a parameter');
}

const getParameter: Fetch = (call, connections) => {
  const output = request(call, 'ssm', 'GetParameter', { Name: named(call.args, 'name', 0), WithDecryption: decrypts(call) }, connections);
  return transformed(call, member(call, member(call, output, 'Parameter'), 'Value'));
};

const getParameters: Fetch = (call, connections) =>
  request(
    call,
    'ssm',
    'GetParametersByPath',
    { Path: named(call.args, 'path', 0), WithDecryption: decrypts(call), Recursive: firstOf(given(call, 'recursive'), TRUE) },
    connections,
  );

/** Parameters are read in batches, but one that is to be decrypted is read alone when not all of them are. */
const getParametersByName: Fetch = (call, connections) => {
  const { machine, args, site } = call;
  const wanted = named(args, 'parameters', 0);
  const all = decrypts(call);
  const names = itemsOf(machine, wanted, 'values', site);
  const alone = names.items.filter((name) => {
    const own = member(call, getMember(machine, wanted, name, site), 'decrypt');
    return !isNullish(own) && !(own.kind === 'constant' && own.value === false) && all !== TRUE;
  });
  for (const name of alone) request(call, 'ssm', 'GetParameter', { Name: name, WithDecryption: constant(true) }, connections);
  const batch = names.items.filter((name) => !alone.includes(name));
  if (batch.length === 0 && names.rest === undefined) return harmless('parameters');
  return request(call, 'ssm', 'GetParameters', { Names: machine.list(batch, names.rest), WithDecryption: all }, connections);
};

const setParameter: Fetch = (call, connections) => {
  const fields = {
    Name: named(call.args, 'name', 0),
    Value: named(call.args, 'value', 1),
    Type: firstOf(given(call, 'parameter_type'), textValue('String')),
    Overwrite: given(call, 'overwrite'),
  };
  return request(call, 'ssm', 'PutParameter', fields, connections);
};

const getSecret: Fetch = (call, connections) => {
  const output = request(call, 'secrets-manager', 'GetSecretValue', { SecretId: named(call.args, 'name', 0) }, connections);
  return transformed(call, member(call, output, 'SecretString'));
};

/** A secret that is not there is created. */
const setSecret: Fetch = (call, connections) => {
  const name = named(call.args, 'name', 0);
  request(call, 'secrets-manager', 'PutSecretValue', { SecretId: name }, connections);
  return request(call, 'secrets-manager', 'CreateSecret', { Name: name }, connections);
};

const getAppConfig: Fetch = (call, connections, config) => {
  const service = call.machine.fn.environment.get('POWERTOOLS_SERVICE_NAME');
  const setting = (name: string): Value => firstOf(given(call, name), config.fields.get(name) ?? UNDEFINED);
  const fields = {
    ApplicationIdentifier: firstOf(setting('application'), service?.kind === 'text' ? textValue(service.text) : UNDEFINED),
    EnvironmentIdentifier: setting('environment'),
    ConfigurationProfileIdentifier: named(call.args, 'name', 0),
  };
  request(call, 'appconfigdata', 'StartConfigurationSession', fields, connections);
  // its own input is a token alone, which stands for these
  return request(call, 'appconfigdata', 'GetLatestConfiguration', fields, connections);
};

const getItem: Fetch = (call, connections, config) =>
  request(call, 'dynamodb', 'GetItem', { TableName: config.fields.get('table_name') ?? UNDEFINED }, connections);

const query: Fetch = (call, connections, config) =>
  request(call, 'dynamodb', 'Query', { TableName: config.fields.get('table_name') ?? UNDEFINED }, connections);

interface Provider {
  readonly client: string;
  readonly positional: readonly string[];
  readonly methods: ReadonlyMap<string, Fetch>;
}

const PROVIDERS: ReadonlyMap<string, Provider> = new Map<string, Provider>([
  [
    'SSMProvider',
    {
      client: 'ssm',
      positional: ['config', 'boto_config', 'boto3_session', 'boto3_client'],
      methods: new Map([
        ['get', getParameter],
        ['get_multiple', getParameters],
        ['get_parameters_by_name', getParametersByName],
        ['set', setParameter],
      ]),
    },
  ],
  [
    'SecretsProvider',
    {
      client: 'secrets-manager',
      positional: ['config', 'boto_config', 'boto3_session', 'boto3_client'],
      methods: new Map([
        ['get', getSecret],
        ['set', setSecret],
      ]),
    },
  ],
  ['AppConfigProvider', { client: 'appconfigdata', positional: ['environment', 'application'], methods: new Map([['get', getAppConfig]]) }],
  [
    'DynamoDBProvider',
    {
      client: 'dynamodb',
      positional: ['table_name', 'key_attr'],
      methods: new Map([
        ['get', getItem],
        ['get_multiple', query],
      ]),
    },
  ],
]);

const FUNCTIONS: ReadonlyMap<string, Fetch> = new Map<string, Fetch>([
  ['get_parameter', getParameter],
  ['get_parameters', getParameters],
  ['get_parameters_by_name', getParametersByName],
  ['set_parameter', setParameter],
  ['get_secret', getSecret],
  ['set_secret', setSecret],
  ['get_app_config', getAppConfig],
]);

function providerClass(name: string, provider: Provider): NativeValue {
  const make = ({ machine, args, site }: NativeCall): Value => {
    const config = keywords(machine, args, provider.positional);
    const read = (field: string): Value => config.fields.get(field) ?? UNDEFINED;
    const client = firstOf(read('boto3_client'), read('client'));
    const connections = isNullish(client) ? connectionsOfOptions(machine, read, site) : connectionsOfClient(machine, client, site);
    return instance(machine, name, provider, connections, config);
  };
  return native(name, {
    call: make,
    construct: make,
    typed: (machine) => instance(machine, name, provider, [{ ...OWN, byType: `the receiver is declared as ${name}` }], machine.object()),
    inert: true,
  });
}

const instance = (
  machine: Machine,
  name: string,
  { methods }: Provider,
  connections: readonly Connection[],
  config: ObjectValue,
): NativeValue =>
  native(name, {
    key: `provider ${machine.journal.next()}`,
    get: (property) => {
      const fetch = methods.get(property);
      return fetch && nativeFunction(`${name}.${property}`, (call) => fetch(call, connections, config));
    },
    inert: true,
  });

/** A provider of the program itself: `get` and `get_multiple` call what its class defines. */
const baseProvider = native('BaseProvider', {
  construct: ({ self }) =>
    native('BaseProvider', {
      get: (property) => {
        if (property !== 'get' && property !== 'get_multiple') return undefined;
        return nativeFunction(property, (call) => {
          const inner = getMember(call.machine, self, textValue(`_${property}`), call.site);
          return callValue(call.machine, inner, self, call.args, call.site);
        });
      },
      inert: true,
    }),
  inert: true,
});

export function parameters(machine: Machine): NativeValue {
  for (const { client } of PROVIDERS.values()) machine.clientsSeen.add(client);
  const made: NativeValue = native('aws_lambda_powertools.utilities.parameters', {
    get: (name, at) => {
      const fetch = FUNCTIONS.get(name);
      if (fetch) return nativeFunction(name, (call) => fetch(call, [OWN], at.object()));
      const provider = PROVIDERS.get(name);
      if (provider) return providerClass(name, provider);
      if (name === 'BaseProvider') return baseProvider;
      return /^[a-z_]+$/.test(name) && name !== 'clear_caches' && !name.startsWith('__')
        ? made
        : name.startsWith('%')
          ? undefined
          : inert(name);
    },
    inert: true,
  });
  return made;
}
