/** The DynamoDB enhanced client: tables and indexes as values, batches and transactions of them ("DynamoDB Enhanced Client API", AWS SDK for Java 2.x). */
import { itemsOf } from '../../interpreter/items.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { beanOf } from '../../java/builtins/beans.ts';
import { callFunction, isFunction, method } from '../../java/builtins/call.ts';
import { future } from '../../java/builtins/futures.ts';
import { type Connection, connectionKey, OWN } from '../aws/connection.ts';
import { find, inert } from '../aws/request.ts';
import { byType, type ClientKind, clientOf, connectionsIn, injected } from './clients.ts';
import { pages } from './pages.ts';
import { batchRequest, dynamoDb, itemOf, tableRequest, transactRequest } from './tables.ts';
import { settingsBuilder } from './v2.ts';

interface Table {
  readonly connections: readonly Connection[];
  readonly name: Value;
  readonly item: Value;
  readonly isAsync: boolean;
}

interface TableData {
  readonly kind: 'table';
  readonly table: Table;
}

const isTable = (data: { readonly kind: string } | undefined): data is TableData => data?.kind === 'table';

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['getItem', 'GetItem'],
  ['getItemWithResponse', 'GetItem'],
  ['putItem', 'PutItem'],
  ['putItemWithResponse', 'PutItem'],
  ['updateItem', 'UpdateItem'],
  ['updateItemWithResponse', 'UpdateItem'],
  ['deleteItem', 'DeleteItem'],
  ['deleteItemWithResponse', 'DeleteItem'],
  ['createTable', 'CreateTable'],
  ['deleteTable', 'DeleteTable'],
  ['describeTable', 'DescribeTable'],
]);

function tableOf(table: Table, index?: Value): NativeValue {
  const { connections, name, item, isAsync } = table;
  const made: NativeValue = native(index ? 'DynamoDbIndex' : 'DynamoDbTable', {
    key: `table ${valueKey(name)} ${index ? valueKey(index) : ''} ${valueKey(item)} ${isAsync} ${connections.map(connectionKey).join(' ')}`,
    data: { kind: 'table', table } as { readonly kind: string },
    inert: true,
    get: (property) => {
      if (property === '%table') return made;
      const fields = { TableName: name, IndexName: index ?? UNDEFINED };
      const operation = index ? undefined : OPERATIONS.get(property);
      if (operation !== undefined)
        return method(made, property, ({ machine, args, site }) => {
          for (const each of args.positional)
            if (isFunction(each)) machine.journal.maybe(() => callFunction(machine, each, [inert('a request builder')], site));
          tableRequest(machine, connections, operation, fields, site);
          const result =
            operation === 'GetItem' || operation === 'UpdateItem' || operation === 'DeleteItem'
              ? itemOf(machine, item, site)
              : harmless('an answer of DynamoDB');
          return isAsync ? future(result) : result;
        });
      if (property === 'query' || property === 'scan')
        return method(made, property, ({ machine, args, site }) => {
          for (const each of args.positional)
            if (isFunction(each)) machine.journal.maybe(() => callFunction(machine, each, [inert('a request builder')], site));
          tableRequest(machine, connections, property === 'query' ? 'Query' : 'Scan', fields, site);
          return pages(
            machine,
            machine.object([['items', machine.list([], itemOf(machine, item, site))]], { open: harmless('a page of items') }),
          );
        });
      if (property === 'index') return method(made, property, ({ args }) => tableOf(table, argument(args, 0)));
      return property === 'tableName' ? method(made, property, () => name) : undefined;
    },
  });
  return made;
}

const tablesIn = (machine: Machine, value: Value, site: Site): readonly Value[] =>
  find(machine, value, 'table', site).flatMap(({ data }) => (isTable(data) ? [data.table.name] : []));

/** Builders of batches and transactions keep which tables they were given, and what is done with them. */
interface Parts {
  readonly kind: 'parts';
  readonly parts: readonly { readonly kind: string; readonly table: Value }[];
}

const isParts = (data: { readonly kind: string } | undefined): data is Parts => data?.kind === 'parts';

function partsIn(machine: Machine, value: Value, site: Site): Parts['parts'] {
  return optionsOf(value).flatMap((option): Parts['parts'] => {
    if (option.kind === 'list') return itemsOf(machine, option, 'values', site).items.flatMap((item) => partsIn(machine, item, site));
    if (option.kind !== 'native' || !isParts(option.data)) return [];
    const held = option.get?.('%parts', machine, site);
    return held?.kind === 'list' ? [...held.items, ...(held.rest ? [held.rest] : [])].flatMap((each) => unpack(each)) : option.data.parts;
  });
}

const unpack = (value: Value): Parts['parts'] =>
  optionsOf(value).flatMap((option) =>
    option.kind === 'object' ? [...option.fields].filter(([kind]) => !kind.startsWith('%')).map(([kind, table]) => ({ kind, table })) : [],
  );

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^addPut/, 'Put'],
  [/^addDelete/, 'Delete'],
  [/^addUpdate/, 'Update'],
  [/^addConditionCheck/, 'ConditionCheck'],
  [/^addGet/, 'Get'],
];

/** `WriteBatch.builder(X.class).mappedTableResource(table).addPutItem(x)`, `TransactWriteItemsEnhancedRequest.builder().addPutItem(table, x)`. */
function partsBuilder(machine: Machine): NativeValue {
  const held = machine.list([]);
  const state = machine.object();
  const add = (at: Machine, kind: string, table: Value): void => {
    at.journal.touch(held);
    held.items.push(at.object([[kind, table]]));
  };
  const made: NativeValue = native('a builder of requests', {
    key: `parts ${held.serial}`,
    data: { kind: 'parts', parts: [] } as { readonly kind: string },
    inert: true,
    get: (property): Value | undefined => {
      if (property === '%parts') return held;
      if (property.startsWith('%') || property.startsWith('.')) return undefined;
      return method(made, property, (call) => {
        const { machine: at, args, site } = call;
        if (property === 'build') return made;
        const given = args.positional;
        const inner = given.flatMap((each) => partsIn(at, each, site));
        for (const each of inner) add(at, each.kind, each.table);
        const tables = given.flatMap((each) => tablesIn(at, each, site));
        if (property === 'mappedTableResource') {
          at.journal.touch(state);
          const [table] = tables;
          if (table) state.fields.set('table', table);
          return made;
        }
        const kind = KINDS.find(([name]) => name.test(property))?.[1];
        const own = state.fields.get('table');
        if (kind !== undefined) for (const table of tables.length > 0 ? tables : own ? [own] : []) add(at, kind, table);
        for (const each of given) if (isFunction(each)) at.journal.maybe(() => callFunction(at, each, [made], site));
        return made;
      });
    },
  });
  return made;
}

const BATCHES: ReadonlyMap<string, string> = new Map([
  ['batchGetItem', 'BatchGetItem'],
  ['batchWriteItem', 'BatchWriteItem'],
  ['transactGetItems', 'TransactGetItems'],
  ['transactWriteItems', 'TransactWriteItems'],
]);

function batch(call: NativeCall, connections: readonly Connection[], operation: string): Value {
  const { machine, args, site } = call;
  const given = argument(args, 0);
  let parts = partsIn(machine, given, site);
  if (isFunction(given)) {
    const builder = partsBuilder(machine);
    callFunction(machine, given, [builder], site);
    parts = partsIn(machine, builder, site);
  }
  if (operation.startsWith('Batch'))
    batchRequest(
      machine,
      connections,
      operation,
      parts.map(({ table }) => table),
      site,
    );
  else transactRequest(machine, connections, operation, parts, site);
  return pages(machine, harmless('an answer of DynamoDB'));
}

const kindOf = (name: string, isAsync: boolean): ClientKind | undefined => {
  const client = dynamoDb();
  return (
    client && {
      name,
      client,
      member: (connections, property, self) => {
        if (property === 'table')
          return method(self, property, ({ args }) =>
            tableOf({ connections, name: argument(args, 0), item: itemClassOf(argument(args, 1)), isAsync }),
          );
        const operation = BATCHES.get(property);
        return operation === undefined
          ? undefined
          : method(self, property, (call) => {
              const result = batch(call, connections, operation);
              return isAsync ? future(result) : result;
            });
      },
    }
  );
};

/** The class of a table's items, which its schema was made from. */
const itemClassOf = (schema: Value): Value => {
  const found = optionsOf(schema).flatMap((option) => (option.kind === 'native' ? (option.properties?.fields.get('bean') ?? []) : []));
  return found.length === 0 ? UNDEFINED : union(found);
};

const schemaClass: NativeValue = native('TableSchema', {
  key: 'class TableSchema',
  inert: true,
  get: (property) =>
    /^(fromBean|fromImmutableClass|fromClass)$/.test(property)
      ? method(schemaClass, property, ({ machine, args }) =>
          native('a table schema', {
            key: `schema ${valueKey(argument(args, 0))}`,
            inert: true,
            properties: machine.object([['bean', argument(args, 0)]]),
          }),
        )
      : undefined,
});

const PARTS =
  /^(WriteBatch|ReadBatch|BatchGetItemEnhancedRequest|BatchWriteItemEnhancedRequest|TransactGetItemsEnhancedRequest|TransactWriteItemsEnhancedRequest)$/;

const partsClass = (name: string): NativeValue => {
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    inert: true,
    get: (property) => {
      if (property === 'builder') return method(made, property, ({ machine }) => partsBuilder(machine));
      return property === 'create'
        ? method(made, property, ({ machine, args, site }) => {
            const builder = partsBuilder(machine);
            for (const each of args.positional)
              callFunction(machine, getMember(machine, builder, textValue('writeBatches'), site), [each], site);
            return builder;
          })
        : undefined;
    },
  });
  return made;
};

export function enhancedPackage(machine: Machine): NativeValue {
  machine.clientsSeen.add('dynamodb');
  return native('enhanced.dynamodb', {
    key: 'package enhanced.dynamodb',
    inert: true,
    get: (property) => {
      const name = property.replace(/^%has /, '');
      if (/^DynamoDbEnhanced(Async)?Client$/.test(name)) return clientClass(name);
      if (/^DynamoDb(Async)?(Table|Index)$/.test(name)) return tableClass(name);
      if (name === 'TableSchema') return schemaClass;
      if (PARTS.test(name)) return partsClass(name);
      return property.startsWith('%') ? undefined : inertBuilder(name);
    },
  });
}

/** Keys, expressions and requests of one table: nothing in them names another. */
const inertBuilder = (name: string): NativeValue => inert(name, { data: { kind: 'type' } });

function clientClass(name: string): NativeValue {
  const kind = kindOf(name, name.includes('Async'));
  if (!kind) return inert(name);
  const made: NativeValue = native(name, {
    key: `class ${name}`,
    data: { kind: 'type' },
    inert: true,
    typed: injected(kind, name),
    get: (property) => {
      if (property === 'create') return method(made, property, ({ machine }) => clientOf(machine, kind, [OWN]));
      return property === 'builder'
        ? method(made, property, ({ machine }) =>
            settingsBuilder(machine, name, (call, config) => {
              const client = config.kind === 'object' ? (config.fields.get('dynamoDbClient') ?? UNDEFINED) : UNDEFINED;
              return clientOf(call.machine, kind, connectionsIn(call.machine, client, call.site));
            }),
          )
        : undefined;
    },
  });
  return made;
}

/** A table that is known by its declared type only. */
const tableClass = (name: string): NativeValue =>
  native(name, {
    key: `class ${name}`,
    data: { kind: 'type' },
    inert: true,
    typed: (machine, site) =>
      beanOf(machine, name, site) ??
      tableOf({
        connections: byType(name),
        name: harmless('the table that is injected'),
        item: UNDEFINED,
        isAsync: name.includes('Async'),
      }),
  });
