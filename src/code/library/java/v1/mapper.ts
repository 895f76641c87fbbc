/** `DynamoDBMapper`: the table is that of the class, by its annotation, unless the configuration overrides it (Amazon DynamoDB Developer Guide, "DynamoDBMapper class"). */
import { itemsOf } from '../../../interpreter/items.ts';
import { argument, type Machine, type Site } from '../../../interpreter/machine.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  optionsOf,
  UNDEFINED,
  type Value,
  valueKey,
} from '../../../interpreter/values.ts';
import { beanOf } from '../../../java/builtins/beans.ts';
import { method } from '../../../java/builtins/call.ts';
import { type Connection, connectionKey } from '../../aws/connection.ts';
import { inert } from '../../aws/request.ts';
import { byType, connectionsIn } from '../clients.ts';
import { annotatedTable, batchRequest, itemOf, tableRequest, transactRequest } from '../tables.ts';
import { settingsBuilder } from '../v2.ts';

interface Mapper {
  readonly connections: readonly Connection[];
  /** the configuration that the mapper was made with */
  readonly config: Value;
}

/** The table of an item, a class or a list of items. */
function tablesOf(machine: Machine, value: Value, override: Value, site: Site): readonly Value[] {
  if (!isNullish(override)) return [override];
  return optionsOf(value).flatMap((option) => {
    if (option.kind !== 'list') return [annotatedTable(option)];
    const { items, rest } = itemsOf(machine, option, 'values', site);
    return [...items, ...(rest ? [rest] : [])].map(annotatedTable);
  });
}

/** `TableNameOverride.withTableNameReplacement(name).config()`, also through the builder of the configuration. */
const overrideOf = (config: Value): Value => (config.kind === 'native' ? (config.properties?.fields.get('table') ?? UNDEFINED) : UNDEFINED);

type Run = (call: NativeCall, mapper: Mapper, override: Value) => Value;

const one =
  (operations: readonly string[], result: (call: NativeCall, given: Value) => Value): Run =>
  (call, { connections }, override) => {
    const given = argument(call.args, 0);
    for (const table of tablesOf(call.machine, given, override, call.site))
      for (const operation of operations) tableRequest(call.machine, connections, operation, { TableName: table }, call.site);
    return result(call, given);
  };

const nothing = (): Value => UNDEFINED;
const classOf = (value: Value): Value => (value.kind === 'object' && value.class ? value.class : value);
const itemIn = ({ machine, site }: NativeCall, given: Value): Value => itemOf(machine, classOf(given), site);
const listOf = (call: NativeCall, given: Value): Value => call.machine.list([], itemIn(call, given));

const batch =
  (operation: string): Run =>
  ({ machine, args, site }, { connections }, override) => {
    const tables = args.positional.flatMap((each) => (each.kind === 'native' ? [] : tablesOf(machine, each, override, site)));
    batchRequest(machine, connections, operation, tables, site);
    return harmless('an answer of DynamoDB');
  };

/** An item with keys that are generated is put, any other updated, unless the configuration says to put all. */
const save: Run = (call, mapper, override) => {
  const configured = !isNullish(mapper.config) || call.args.positional.length > 1;
  return one(configured ? ['UpdateItem', 'PutItem'] : ['UpdateItem'], nothing)(call, mapper, override);
};

const transact =
  (operation: string): Run =>
  ({ machine, site }, { connections }) => {
    transactRequest(machine, connections, operation, [], site);
    return harmless('an answer of DynamoDB');
  };

const METHODS: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['load', one(['GetItem'], itemIn)],
  ['save', save],
  ['delete', one(['DeleteItem'], nothing)],
  ...['query', 'queryPage'].map((name): [string, Run] => [name, one(['Query'], listOf)]),
  ['count', one(['Query', 'Scan'], () => harmless('a number'))],
  ...['scan', 'scanPage', 'parallelScan'].map((name): [string, Run] => [name, one(['Scan'], listOf)]),
  ['batchLoad', batch('BatchGetItem')],
  ...['batchSave', 'batchDelete', 'batchWrite'].map((name): [string, Run] => [name, batch('BatchWriteItem')]),
  ['transactionWrite', transact('TransactWriteItems')],
  ['transactionLoad', transact('TransactGetItems')],
]);

function mapperOf(mapper: Mapper): NativeValue {
  const made: NativeValue = native('DynamoDBMapper', {
    key: `v1 mapper ${mapper.connections.map(connectionKey).join(' ')} ${valueKey(mapper.config)}`,
    inert: true,
    get: (property) => {
      const run = METHODS.get(property);
      return (
        run &&
        method(made, property, (call) => {
          const last = call.args.positional.at(-1);
          const own = last === undefined ? UNDEFINED : overrideOf(last);
          return run(call, mapper, isNullish(own) ? overrideOf(mapper.config) : own);
        })
      );
    },
  });
  return made;
}

const configWith = (machine: Machine, table: Value): NativeValue => {
  const made: NativeValue = native('a configuration of the mapper', {
    key: `v1 mapper config ${valueKey(table)}`,
    inert: true,
    properties: machine.object([['table', table]]),
    get: (property) => (property === 'config' ? method(made, property, () => made) : undefined),
  });
  return made;
};

const override: NativeValue = native('TableNameOverride', {
  key: 'class v1 TableNameOverride',
  inert: true,
  construct: ({ machine, args }) => configWith(machine, argument(args, 0)),
  get: (property) => {
    if (property === 'withTableNameReplacement')
      return method(override, property, ({ machine, args }) => configWith(machine, argument(args, 0)));
    return property === 'withTableNamePrefix'
      ? method(override, property, ({ machine }) => configWith(machine, harmless('a table with a prefix')))
      : undefined;
  },
});

const configuration = (build: NativeCall, config: Value): Value => {
  const given =
    config.kind === 'object'
      ? (config.fields.get('withTableNameOverride') ?? config.fields.get('setTableNameOverride') ?? UNDEFINED)
      : UNDEFINED;
  return configWith(build.machine, overrideOf(given));
};

const configClass: NativeValue = native('DynamoDBMapperConfig', {
  key: 'class v1 DynamoDBMapperConfig',
  inert: true,
  construct: ({ machine, args }) => configWith(machine, overrideOf(argument(args, 0))),
  get: (property) => {
    if (property === 'builder')
      return method(configClass, property, ({ machine }) => settingsBuilder(machine, 'DynamoDBMapperConfig', configuration));
    if (property === 'Builder')
      return native('DynamoDBMapperConfig.Builder', {
        key: 'class v1 mapper builder',
        inert: true,
        construct: ({ machine }) => settingsBuilder(machine, 'DynamoDBMapperConfig', configuration),
      });
    return property === 'TableNameOverride' ? override : undefined;
  },
});

export function mapperPackage(machine: Machine): NativeValue {
  machine.clientsSeen.add('dynamodb');
  return native('datamodeling', {
    key: 'package v1 datamodeling',
    inert: true,
    get: (property) => {
      const name = property.replace(/^%has /, '');
      if (name === 'DynamoDBMapper' || name === 'IDynamoDBMapper')
        return native(name, {
          key: `class v1 ${name}`,
          data: { kind: 'type' },
          inert: true,
          typed: (at, site) => beanOf(at, name, site) ?? mapperOf({ connections: byType(name), config: UNDEFINED }),
          construct: ({ machine: at, args, site }) =>
            mapperOf({ connections: connectionsIn(at, argument(args, 0), site), config: argument(args, 1) }),
        });
      if (name === 'DynamoDBMapperConfig') return configClass;
      if (name === 'TableNameOverride') return override;
      return property.startsWith('%') ? undefined : inert(property, { data: { kind: 'type' } });
    },
  });
}
