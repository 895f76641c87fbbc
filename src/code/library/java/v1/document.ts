/** The document API of DynamoDB: `new DynamoDB(client).getTable(name).putItem(item)`. */
import { argument, type Machine } from '../../../interpreter/machine.ts';
import { harmless, type NativeValue, native, UNDEFINED, type Value, valueKey } from '../../../interpreter/values.ts';
import { method } from '../../../java/builtins/call.ts';
import { type Connection, connectionKey } from '../../aws/connection.ts';
import { inert } from '../../aws/request.ts';
import { byType, connectionsIn } from '../clients.ts';
import { batchRequest, tableRequest } from '../tables.ts';

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['getItem', 'GetItem'],
  ['getItemOutcome', 'GetItem'],
  ['putItem', 'PutItem'],
  ['updateItem', 'UpdateItem'],
  ['deleteItem', 'DeleteItem'],
  ['query', 'Query'],
  ['scan', 'Scan'],
  ['describe', 'DescribeTable'],
  ['delete', 'DeleteTable'],
  ['updateTable', 'UpdateTable'],
  ['waitForActive', 'DescribeTable'],
]);

function tableOf(connections: readonly Connection[], name: Value, index?: Value): NativeValue {
  const made: NativeValue = native('Table', {
    key: `v1 table ${valueKey(name)} ${index ? valueKey(index) : ''} ${connections.map(connectionKey).join(' ')}`,
    inert: true,
    get: (property) => {
      const operation = OPERATIONS.get(property);
      if (operation !== undefined)
        return method(made, property, ({ machine, site }) => {
          tableRequest(machine, connections, operation, { TableName: name, IndexName: index ?? UNDEFINED }, site);
          const item = harmless('an item of a table');
          return operation === 'Query' || operation === 'Scan' ? machine.list([], item) : item;
        });
      if (property === 'getIndex') return method(made, property, ({ args }) => tableOf(connections, name, argument(args, 0)));
      return property === 'getTableName' ? method(made, property, () => name) : undefined;
    },
  });
  return made;
}

function database(connections: readonly Connection[]): NativeValue {
  const made: NativeValue = native('DynamoDB', {
    key: `v1 document ${connections.map(connectionKey).join(' ')}`,
    inert: true,
    get: (property) => {
      if (property === 'getTable') return method(made, property, ({ args }) => tableOf(connections, argument(args, 0)));
      if (property === 'batchWriteItem' || property === 'batchGetItem')
        return method(made, property, ({ machine, args, site }) => {
          const tables = args.positional.flatMap((each) => (each.kind === 'object' ? (each.fields.get('%table') ?? []) : []));
          batchRequest(machine, connections, property === 'batchWriteItem' ? 'BatchWriteItem' : 'BatchGetItem', tables, site);
          return harmless('an answer of DynamoDB');
        });
      if (property === 'createTable')
        return method(made, property, ({ machine, args, site }) => {
          const given = argument(args, 0);
          const name = given.kind === 'object' ? (given.fields.get('TableName') ?? harmless('the name of a table')) : given;
          tableRequest(machine, connections, 'CreateTable', { TableName: name }, site);
          return tableOf(connections, name);
        });
      if (property !== 'listTables') return undefined;
      return method(made, property, ({ machine, site }) => {
        tableRequest(machine, connections, 'ListTables', {}, site);
        return machine.list([], tableOf(connections, harmless('a table of a list')));
      });
    },
  });
  return made;
}

/** `new TableWriteItems(table)` remembers its table. */
const tableItems = (name: string): NativeValue =>
  native(name, {
    key: `class v1 ${name}`,
    inert: true,
    construct: ({ machine, args }) => machine.object([['%table', argument(args, 0)]]),
  });

export function documentPackage(machine: Machine): NativeValue {
  machine.clientsSeen.add('dynamodb');
  return native('document', {
    key: 'package v1 document',
    inert: true,
    get: (property) => {
      const name = property.replace(/^%has /, '');
      if (name === 'DynamoDB')
        return native(name, {
          key: 'class v1 DynamoDB',
          inert: true,
          typed: () => database(byType(name)),
          construct: ({ machine: at, args, site }) => database(connectionsIn(at, argument(args, 0), site)),
        });
      if (name === 'Table' || name === 'Index')
        return native(name, {
          key: `class v1 ${name}`,
          inert: true,
          typed: () => tableOf(byType(name), harmless('the table that is injected')),
        });
      if (name === 'TableWriteItems' || name === 'TableKeysAndAttributes') return tableItems(name);
      return property.startsWith('%') ? undefined : inert(property, { data: { kind: 'type' } });
    },
  });
}
