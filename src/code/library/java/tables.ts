/** Calls of DynamoDB by objects that stand for tables: the enhanced client, the mapper and the document API. */
import { type SdkClient, sdkClient } from '../../../catalog/index.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { type ClassValue, harmless, literalText, optionsOf, UNDEFINED, union, type Value } from '../../interpreter/values.ts';
import { namedClass } from '../../java/builtins/class-literal.ts';
import { dataAs } from '../../java/builtins/handler.ts';
import { annotationOf } from '../../java/builtins/instances.ts';
import type { Connection } from '../aws/connection.ts';
import { request } from './clients.ts';

export const dynamoDb = (): SdkClient | undefined => sdkClient('dynamodb');

export function tableRequest(
  machine: Machine,
  connections: readonly Connection[],
  operation: string,
  fields: Readonly<Record<string, Value>>,
  site: Site,
): Value {
  const client = dynamoDb();
  if (!client) return harmless('an answer of DynamoDB');
  const input = machine.object(Object.entries(fields).filter(([, value]) => value !== UNDEFINED));
  return request(machine, client, connections, operation, input, site);
}

/** A request that names its tables as keys of `RequestItems`. */
export function batchRequest(
  machine: Machine,
  connections: readonly Connection[],
  operation: string,
  tables: readonly Value[],
  site: Site,
): void {
  const items = machine.object();
  const inner = harmless('requests of a batch');
  for (const table of tables)
    for (const option of optionsOf(table)) {
      const name = literalText(option);
      if (name === undefined) items.dynamic.push({ key: option, value: inner });
      else items.fields.set(name, inner);
    }
  if (tables.length === 0) items.open = inner;
  tableRequest(machine, connections, operation, { RequestItems: items }, site);
}

/** A request whose every item names its table: `TransactItems[].Put.TableName`. */
export function transactRequest(
  machine: Machine,
  connections: readonly Connection[],
  operation: string,
  parts: readonly { readonly kind: string; readonly table: Value }[],
  site: Site,
): void {
  const items = parts.map(({ kind, table }) => machine.object([[kind, machine.object([['TableName', table]])]]));
  tableRequest(
    machine,
    connections,
    operation,
    { TransactItems: machine.list(items, items.length === 0 ? harmless('an item of a transaction') : undefined) },
    site,
  );
}

/** The table that a class of the program is annotated with: `@DynamoDBTable(tableName = "orders")`. */
export function annotatedTable(given: Value): Value {
  const value = namedClass(given);
  const names = optionsOf(value).map((option) => {
    const type = option.kind === 'object' ? option.class : option.kind === 'class' ? option : undefined;
    const found = type && tableOf(type, 0);
    return found ?? harmless('the table of a class that is not known');
  });
  return names.length === 0 ? harmless('the table of a class that is not known') : union(names);
}

const tableOf = (type: ClassValue, depth: number): Value | undefined => {
  const own = annotationOf(type, 'DynamoDBTable')?.fields.get('tableName');
  if (own || depth > 16) return own;
  const [parent] = type.parents;
  return parent?.kind === 'class' ? tableOf(parent, depth + 1) : undefined;
};

/** An item read into the class. */
export const itemOf = (machine: Machine, given: Value, site: Site): Value => {
  const type = namedClass(given);
  return type.kind === 'class' && !type.node.interface ? dataAs(machine, harmless('an item'), type, site) : harmless('an item');
};
