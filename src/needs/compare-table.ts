/**
 * Compares the rules with a table of operations and their actions, such as one made from the Service Authorization Reference:
 * `{ services: { PREFIX: { sdk: [client, …], clients?: { client: [operation, …] }, operations: { Operation: [{ action }] } } } }`.
 * Clients have their boto3 names; `Operation@client` is the row of one client where two of a service differ.
 */
import { clientByBoto3Name, sdkClient } from '../catalog/sdk-client.ts';
import { clientsInDepth, compareOperation, type RowDifference } from './operation.ts';

export interface ComparedOperation {
  readonly client: string;
  readonly operation: string;
  readonly differences: readonly RowDifference[];
}

export interface TableComparison {
  /** in the table's order */
  readonly compared: readonly ComparedOperation[];
  /** clients of the table that have no rules of their own */
  readonly skipped: readonly string[];
  readonly unexplained: number;
}

/** Throws a TypeError when the table has another form. */
export function compareTable(table: unknown): TableComparison {
  const inDepth = new Set(clientsInDepth());
  const compared: ComparedOperation[] = [];
  const skipped = new Set<string>();
  for (const [, service] of Object.entries(record(record(table, 'the table').services, 'services'))) {
    const { operations, clients, sdk } = record(service, 'a service');
    const rows = record(operations, 'operations');
    const clientNames = Array.isArray(sdk) ? sdk.map(String) : [];
    for (const boto3 of clientNames) {
      const client = (clientByBoto3Name(boto3) ?? sdkClient(boto3))?.id ?? boto3;
      if (!inDepth.has(client)) {
        skipped.add(client);
        continue;
      }
      for (const operation of operationsOf(boto3, clients, rows)) {
        const own = `${operation}@${boto3}`;
        const row = Object.hasOwn(rows, own) ? rows[own] : rows[operation];
        compared.push({ client, operation, differences: compareOperation(client, operation, actionsOf(row)) });
      }
    }
  }
  const unexplained = compared.filter((c) => c.differences.some((d) => d.reason === undefined)).length;
  return { compared, skipped: [...skipped].sort(), unexplained };
}

/** The client's operations where the table tells them apart, else all of the service. */
function operationsOf(client: string, clients: unknown, rows: Readonly<Record<string, unknown>>): readonly string[] {
  const listed = clients === undefined ? undefined : record(clients, 'clients')[client];
  if (Array.isArray(listed)) return listed.map(String);
  return clients === undefined ? Object.keys(rows).filter((key) => !key.includes('@')) : [];
}

function actionsOf(row: unknown): readonly string[] {
  if (!Array.isArray(row)) throw new TypeError('compare: a row is no list of actions');
  return row.map((entry) => String(record(entry, 'an entry of a row').action));
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object') throw new TypeError(`compare: ${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

/** One line for each operation that differs, then the totals. */
export function formatComparison({ compared, skipped, unexplained }: TableComparison): string {
  const sign = { missing: '-', added: '+' };
  const lines = compared.flatMap(({ client, operation, differences }) =>
    differences.map((d) =>
      `${d.reason === undefined ? 'UNEXPLAINED' : 'explained  '}  ${`${client}:${operation}`.padEnd(44)} ${sign[d.kind]} ${d.action.padEnd(40)} ${d.reason ?? ''}`.trimEnd(),
    ),
  );
  const differing = compared.filter((c) => c.differences.length > 0).length;
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    `${compared.length} operations of ${new Set(compared.map((c) => c.client)).size} clients compared: ${compared.length - differing} equal, ${differing - unexplained} differ with a reason, ${unexplained} without`,
    ...(skipped.length > 0 ? [`not compared, described by the catalog alone: ${skipped.join(', ')}`] : []),
  ].join('\n');
}
