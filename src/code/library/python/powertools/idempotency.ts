/**
 * `aws_lambda_powertools.utilities.idempotency`: a record of each request in a table ("Idempotency", required resources: GetItem, PutItem,
 * UpdateItem and DeleteItem).
 */
import { sdkClient } from '../../../../catalog/index.ts';
import { callValue } from '../../../interpreter/invoke.ts';
import { argument, type Machine, type Site } from '../../../interpreter/machine.ts';
import {
  isNullish,
  type NativeCall,
  type NativeData,
  type NativeValue,
  native,
  nativeFunction,
  UNDEFINED,
  type Value,
} from '../../../interpreter/values.ts';
import type { Connection } from '../../aws/connection.ts';
import { find, inert, send } from '../../aws/request.ts';
import { firstOf } from '../../javascript/options.ts';
import { connectionsOfClient } from '../client.ts';
import { keywords } from '../keywords.ts';
import { connectionsOfOptions } from './connections.ts';

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

/** `DynamoDBPersistenceLayer(table_name=…, boto3_client=…)`. */
function makeStore({ machine, args, site }: NativeCall): Value {
  const config = keywords(machine, args, ['table_name']);
  const read = (name: string): Value => config.fields.get(name) ?? UNDEFINED;
  const client = firstOf(read('boto3_client'));
  const connections = isNullish(client) ? connectionsOfOptions(machine, read, site) : connectionsOfClient(machine, client, site);
  const data: StoreData = { kind: 'idempotency-store', table: read('table_name'), connections };
  const made: NativeValue = native('DynamoDBPersistenceLayer', {
    key: `store ${machine.journal.next()}`,
    data,
    get: (property) => (property === '%idempotency-store' ? made : undefined),
    inert: true,
    escaped: (at, where) => use(at, data, where),
  });
  return made;
}

const layer = native('DynamoDBPersistenceLayer', { call: makeStore, construct: makeStore, inert: true });

/** A store of the program's own, or a cache, makes its calls itself. */
function useStore(machine: Machine, store: Value, site: Site): void {
  const found = find(machine, store, 'idempotency-store', site);
  for (const { data } of found) if (isStore(data)) use(machine, data, site);
  if (found.length === 0) machine.escape(store, site);
}

/** `@idempotent(persistence_store=store)`, also without a call when the function comes first. */
const decorator = (name: string): NativeValue =>
  nativeFunction(name, (made) => {
    const store = made.args.named.get('persistence_store') ?? UNDEFINED;
    const wrap = (fn: Value, at: Machine): Value =>
      native('an idempotent function', {
        key: `idempotent ${at.journal.next()}`,
        call: ({ machine, self, args, site }) => {
          useStore(machine, store, site);
          return callValue(machine, fn, self, args, site);
        },
        escaped: (machine, site) => {
          useStore(machine, store, site);
          machine.escape(fn, site);
        },
      });
    const first = argument(made.args, 0);
    if (first.kind === 'closure') return wrap(first, made.machine);
    return nativeFunction(`@${name}`, ({ machine, args }) => wrap(argument(args, 0), machine));
  });

export function idempotency(): NativeValue {
  const made: NativeValue = native('aws_lambda_powertools.utilities.idempotency', {
    get: (name) => {
      if (name === 'DynamoDBPersistenceLayer') return layer;
      if (name === 'idempotent' || name === 'idempotent_function') return decorator(name);
      return /^[a-z_]+$/.test(name) && !name.startsWith('__') ? made : name.startsWith('%') ? undefined : inert(name);
    },
    inert: true,
  });
  return made;
}
