/**
 * Go modules beside the SDKs that call AWS or hand on what calls it: the X-Ray SDK, the secrets cache, guregu/dynamo, adapters of web
 * frameworks, and loaders of configuration from the environment.
 */
import { sdkClient } from '../../../catalog/index.ts';
import { environmentVariable } from '../../interpreter/environment.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { argument, args as argumentsOf, type Machine } from '../../interpreter/machine.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, OWN } from '../aws/connection.ts';
import { inert, send } from '../aws/request.ts';
import { environmentLoader } from './environment.ts';
import { connectionsIn } from './service.ts';
import { ERROR } from './settings.ts';

export function otherPackage(machine: Machine, name: string, subpath: string): Value | undefined {
  switch (name) {
    case 'github.com/aws/aws-xray-sdk-go':
      return xray;
    case 'github.com/aws/aws-secretsmanager-caching-go':
      return secretCache;
    case 'github.com/guregu/dynamo':
      machine.clientsSeen.add('dynamodb');
      return dynamo;
    case 'github.com/DataDog/datadog-lambda-go':
      return datadog;
    case 'github.com/awslabs/aws-lambda-go-api-proxy':
      return inert(`${name}/${subpath}`);
    default:
      return environmentLoader(name) ?? (/\/otellambda$/.test(name) ? passing(name, /^InstrumentHandler$/) : undefined);
  }
}

/** Functions that give back their first argument; anything else is data. */
const passing = (name: string, functions: RegExp): NativeValue =>
  native(name, {
    get: (property) =>
      functions.test(property)
        ? nativeFunction(property, ({ args }) => argument(args, 0))
        : property.startsWith('%')
          ? undefined
          : inert(property),
    inert: true,
  });

/** Where the Datadog library finds its key, when the environment does not hold the key itself. */
const DATADOG_KEYS: readonly (readonly [variable: string, client: string, operation: string, member: string])[] = [
  ['DD_API_KEY_SECRET_ARN', 'secrets-manager', 'GetSecretValue', 'SecretId'],
  ['DD_KMS_API_KEY', 'kms', 'Decrypt', 'CiphertextBlob'],
];

/** `ddlambda.WrapFunction(handler, config)`. */
const datadog: NativeValue = native('ddlambda', {
  get: (name) => {
    if (!name.startsWith('Wrap')) return name.startsWith('%') ? undefined : inert(`ddlambda.${name}`);
    return nativeFunction(`ddlambda.${name}`, ({ machine, args, site }) => {
      for (const [variable, id, operation, member] of DATADOG_KEYS) {
        const value = environmentVariable(machine, variable);
        const client = sdkClient(id);
        if (!isNullish(value) && client)
          send(machine, { client, operation, input: machine.object([[member, value]]), connections: [OWN] }, site);
      }
      return argument(args, 0);
    });
  },
  inert: true,
});

/** `xray.AWS(client)`, `xray.AWSSession(session)`, `xray.Capture(ctx, name, func(ctx) error)`. */
const xray: NativeValue = native('xray', {
  get: (name) => {
    if (/^(AWSSession|AWSClient|Client|RoundTripper|Handler|ContextWithSegment)$/.test(name))
      return nativeFunction(`xray.${name}`, ({ args }) => argument(args, name === 'Handler' ? 1 : 0));
    if (name === 'Capture' || name === 'CaptureAsync')
      return nativeFunction(`xray.${name}`, ({ machine, args, site }) =>
        callValue(machine, argument(args, 2), UNDEFINED, argumentsOf(argument(args, 0)), site),
      );
    if (/^Begin/.test(name))
      return nativeFunction(`xray.${name}`, ({ machine, args }) => machine.list([argument(args, 0), inert('a segment')]));
    // `xray.AWS(client.Client)` and `awsv2.AWSV2Instrumentor(&cfg.APIOptions)` change what they are given
    return name.startsWith('%') ? undefined : native(`xray.${name}`, { call: () => ERROR, inert: true });
  },
  inert: true,
});

/** `secretcache.New(options…) → (cache, error)`, `cache.GetSecretString(id) → (text, error)`. */
const secretCache: NativeValue = native('secretcache', {
  get: (name) => {
    if (name !== 'New') return name.startsWith('%') ? undefined : inert(`secretcache.${name}`);
    return nativeFunction('secretcache.New', ({ machine, args, site }) => {
      const held = machine.object();
      for (const option of args.positional) callValue(machine, option, UNDEFINED, argumentsOf(held), site);
      const connections = connectionsIn(machine, held.fields.get('Client') ?? UNDEFINED, site);
      const cache = native('a secret cache', {
        key: `secret cache ${machine.journal.next()}`,
        get: (property) =>
          /^GetSecret(String|Binary)/.test(property)
            ? nativeFunction(property, (call) => {
                const withContext = property.includes('Context');
                const client = sdkClient('secrets-manager');
                const input = call.machine.object([['SecretId', argument(call.args, withContext ? 1 : 0)]]);
                if (client)
                  for (const operation of ['DescribeSecret', 'GetSecretValue'])
                    send(call.machine, { client, operation, input, connections }, call.site);
                return call.machine.list([harmless('a secret'), ERROR]);
              })
            : undefined,
        inert: true,
      });
      return machine.list([cache, ERROR]);
    });
  },
  inert: true,
});

// ── guregu/dynamo ────────────────────────────────────────────────────────────────────────────────────────────

/** What starts a request at a table, and the methods that send it (guregu/dynamo documentation). */
const REQUESTS: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map<string, Readonly<Record<string, string>>>([
  ['Get', { One: 'GetItem', All: 'Query', AllWithLastEvaluatedKey: 'Query', Iter: 'Query', Count: 'Query' }],
  ['Put', { Run: 'PutItem', OldValue: 'PutItem' }],
  ['Update', { Run: 'UpdateItem', Value: 'UpdateItem', OldValue: 'UpdateItem', OnlyUpdatedValue: 'UpdateItem' }],
  ['Delete', { Run: 'DeleteItem', OldValue: 'DeleteItem' }],
  ['Scan', { All: 'Scan', AllWithLastEvaluatedKey: 'Scan', Iter: 'Scan', Count: 'Scan' }],
  ['Batch', { All: 'BatchGetItem', Iter: 'BatchGetItem', Run: 'BatchWriteItem' }],
  ['Describe', { Run: 'DescribeTable' }],
  ['DeleteTable', { Run: 'DeleteTable' }],
]);

const dynamo: NativeValue = native('dynamo', {
  get: (name) => {
    if (name === 'New' || name === 'NewFromIface')
      return nativeFunction(`dynamo.${name}`, ({ machine, args, site }) =>
        database(machine, connectionsIn(machine, argument(args, 0), site)),
      );
    return name.startsWith('%') ? undefined : inert(`dynamo.${name}`);
  },
  inert: true,
});

const database = (machine: Machine, connections: readonly Connection[]): NativeValue =>
  native('dynamo.DB', {
    key: `dynamo ${machine.journal.next()}`,
    get: (name) => (name === 'Table' ? nativeFunction('DB.Table', (call) => table(call, connections)) : undefined),
    inert: true,
  });

function table({ machine, args }: NativeCall, connections: readonly Connection[]): NativeValue {
  const name = argument(args, 0);
  return native('dynamo.Table', {
    key: `table ${machine.journal.next()}`,
    get: (property) => {
      const sends = REQUESTS.get(property);
      return sends && nativeFunction(`Table.${property}`, (call) => builder(call.machine, name, connections, property, sends));
    },
    inert: true,
  });
}

/** `table.Get("id", id).Range("time", dynamo.Less, t).One(&out)`: a range makes it a query of one item. */
function builder(
  machine: Machine,
  tableName: Value,
  connections: readonly Connection[],
  start: string,
  sends: Readonly<Record<string, string>>,
): NativeValue {
  let queries = false;
  const made: NativeValue = native(`a request of dynamo.Table.${start}`, {
    key: `request ${machine.journal.next()}`,
    get: (property) => {
      if (property.startsWith('%')) return undefined;
      const known = Object.hasOwn(sends, property.replace(/WithContext$/, '')) ? sends[property.replace(/WithContext$/, '')] : undefined;
      if (known === undefined)
        return nativeFunction(property, () => {
          if (property === 'Index' || property === 'Range' || property === 'Filter') queries = true;
          return made;
        });
      return nativeFunction(property, (call) => {
        const client = sdkClient('dynamodb');
        const batch = known.startsWith('Batch');
        const input = batch
          ? call.machine.object([['RequestItems', call.machine.object([], { dynamic: [{ key: tableName, value: harmless('requests') }] })]])
          : call.machine.object([['TableName', tableName]]);
        const operations = known === 'GetItem' && queries ? ['GetItem', 'Query'] : [known];
        if (client) for (const operation of operations) send(call.machine, { client, operation, input, connections }, call.site);
        return property.startsWith('Count') ? call.machine.list([harmless('a count'), ERROR]) : ERROR;
      });
    },
    inert: true,
  });
  return made;
}
