/**
 * `@aws-lambda-powertools/idempotency`: a record of each request in a table (documentation page "Idempotency", "Required resources":
 * GetItem, PutItem, UpdateItem and DeleteItem).
 */
import { sdkClient } from '../../../../catalog/index.ts';
import { callValue } from '../../../interpreter/invoke.ts';
import { argument, type Machine, type Site } from '../../../interpreter/machine.ts';
import {
  harmless,
  isNullish,
  type NativeData,
  type NativeValue,
  native,
  nativeFunction,
  UNDEFINED,
  type Value,
} from '../../../interpreter/values.ts';
import { type Connection, connectionsOf } from '../../aws/connection.ts';
import { find, inert, send } from '../../aws/request.ts';
import { connectionsIn } from '../commands.ts';
import { member } from '../options.ts';

interface StoreData extends NativeData {
  readonly kind: 'idempotency-store';
  readonly table: Value;
  readonly connections: readonly Connection[];
}

const isStore = (data: NativeData | undefined): data is StoreData => data?.kind === 'idempotency-store';

const OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];

function use(machine: Machine, { table, connections }: StoreData, site: Site): void {
  const client = sdkClient('dynamodb');
  if (!client) return;
  for (const operation of OPERATIONS)
    send(machine, { client, operation, input: machine.object([['TableName', table]]), connections }, site);
}

/** `new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client, clientConfig })`. */
const dynamoDbLayer = native('DynamoDBPersistenceLayer', {
  construct: (call) => {
    const { machine, args, site } = call;
    const config = argument(args, 0);
    const client = member(call, config, 'awsSdkV3Client');
    const connections = isNullish(client)
      ? connectionsOf(machine, member(call, config, 'clientConfig'), site)
      : connectionsIn(machine, client, site);
    const data: StoreData = { kind: 'idempotency-store', table: member(call, config, 'tableName'), connections };
    const made: NativeValue = native('DynamoDBPersistenceLayer', {
      key: `store ${machine.journal.next()}`,
      data,
      get: (property) => (property === '%idempotency-store' ? made : undefined),
      inert: true,
      escaped: (at, where) => use(at, data, where),
    });
    return made;
  },
  inert: true,
});

/** Notes the calls of the `persistenceStore` among the options. A store of the program's own makes its calls itself. */
function useStore(machine: Machine, options: Value, site: Site): void {
  const store = member({ machine, site }, options, 'persistenceStore');
  const found = find(machine, store, 'idempotency-store', site);
  for (const { data } of found) if (isStore(data)) use(machine, data, site);
  if (found.length === 0) machine.escape(store, site);
}

/** `makeIdempotent(fn, { persistenceStore })`: a function like the given one. */
const makeIdempotent = nativeFunction('makeIdempotent', (made) => {
  const wrapped = argument(made.args, 0);
  const options = argument(made.args, 1);
  let ran = false;
  const wrapper: NativeValue = native('an idempotent function', {
    key: `idempotent ${made.machine.journal.next()}`,
    call: ({ machine, self, args, site }) => {
      ran = true;
      useStore(machine, options, site);
      return callValue(machine, wrapped, self, args, site);
    },
    escaped: (machine, site) => {
      if (!ran) useStore(machine, options, site);
      machine.escape(wrapped, site);
    },
  });
  return wrapper;
});

/** `@idempotent({ persistenceStore })`: the method stays, with calls of the store around it. */
const decorator = nativeFunction('idempotent', ({ machine, args, site }) => {
  useStore(machine, argument(args, 0), site);
  return nativeFunction('an idempotent method', () => UNDEFINED);
});

const middleware = nativeFunction('makeHandlerIdempotent', (made) => {
  const options = argument(made.args, 0);
  const before = nativeFunction('makeHandlerIdempotent.before', ({ machine, site }) => {
    useStore(machine, options, site);
    return UNDEFINED;
  });
  return made.machine.object([['before', before]]);
});

const MEMBERS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['DynamoDBPersistenceLayer', dynamoDbLayer],
  ['makeIdempotent', makeIdempotent],
  ['makeFunctionIdempotent', makeIdempotent],
  ['idempotent', decorator],
  ['idempotentFunction', decorator],
  ['idempotentLambdaHandler', decorator],
  ['makeHandlerIdempotent', middleware],
]);

export const idempotency = (): NativeValue =>
  native('@aws-lambda-powertools/idempotency', {
    get: (name) => MEMBERS.get(name) ?? (/^[A-Z]/.test(name) ? inert(name, { typed: () => harmless(name) }) : undefined),
    inert: true,
  });
