/**
 * PynamoDB: models whose class names the table, in `Meta.table_name` (PynamoDB documentation, "Basic Tutorial", "Batch Operations",
 * "Transaction Operations"). Before version 5.3 the first operation on a table described it.
 */
import { sdkClient } from '../../../catalog/index.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { definedClasses } from '../../interpreter/types.ts';
import {
  type ClassValue,
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  textValue,
  UNDEFINED,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, distinct, OWN, regionsOf } from '../aws/connection.ts';
import { inert, send } from '../aws/request.ts';

/** Methods of the class and of its instances. */
const METHODS: ReadonlyMap<string, readonly string[]> = new Map([
  ['save', ['PutItem']],
  ['update', ['UpdateItem']],
  ['delete', ['DeleteItem']],
  ['refresh', ['GetItem']],
  ['get', ['GetItem']],
  ['query', ['Query']],
  ['scan', ['Scan']],
  ['rate_limited_scan', ['Scan']],
  ['batch_get', ['BatchGetItem']],
  ['exists', ['DescribeTable']],
  ['describe_table', ['DescribeTable']],
  ['create_table', ['DescribeTable', 'CreateTable']],
  ['delete_table', ['DeleteTable']],
  ['update_ttl', ['DescribeTimeToLive', 'UpdateTimeToLive']],
]);

type Model = ClassValue | undefined;

const modelOf = (self: Value): Model => (self.kind === 'class' ? self : self.kind === 'object' ? self.class : undefined);

interface Table {
  readonly name: Value;
  readonly connections: readonly Connection[];
}

function tableOf(machine: Machine, model: Model, site: Site): Table {
  const meta = model ? getMember(machine, model, textValue('Meta'), site) : UNDEFINED;
  const read = (name: string): Value => (isNullish(meta) ? UNDEFINED : getMember(machine, meta, textValue(name), site));
  const name = read('table_name');
  const connections = regionsOf(machine, read('region'), site).map((region) => (region ? { ...OWN, region } : OWN));
  return { name: isNullish(name) ? unknown('a table of PynamoDB') : name, connections: distinct(connections) };
}

function request(machine: Machine, { name, connections }: Table, operation: string, site: Site, index?: Value): Value {
  const client = sdkClient('dynamodb');
  if (!client) return harmless('a result');
  const batch = operation === 'BatchGetItem' || operation === 'BatchWriteItem';
  const input: ObjectValue = batch
    ? machine.object([['RequestItems', machine.object([], { dynamic: [{ key: name, value: harmless('requests') }] })]])
    : machine.object([['TableName', name], ...(index && !isNullish(index) ? [['IndexName', index] as [string, Value]] : [])]);
  if (describesFirst(machine) && !batch)
    send(machine, { client, operation: 'DescribeTable', input: machine.object([['TableName', name]]), connections }, site);
  return send(machine, { client, operation, input, connections }, site);
}

/** Whether the app pins a version that describes tables. */
function describesFirst(machine: Machine): boolean {
  const pinned = machine.language.version?.('pynamodb', '', machine.fn, machine.files)?.split('.').map(Number);
  const [major = 0, minor = 0] = pinned ?? [];
  return pinned !== undefined && (major < 5 || (major === 5 && minor < 3));
}

function member(model: Model | 'self', property: string): Value | undefined {
  const operations = METHODS.get(property);
  const owner = (call: NativeCall): Model => (model === 'self' ? modelOf(call.self) : model);
  if (operations)
    return nativeFunction(`Model.${property}`, (call) => {
      const table = tableOf(call.machine, owner(call), call.site);
      const index = call.args.named.get('index_name');
      const results = operations.map((operation) => request(call.machine, table, operation, call.site, index));
      return answer(call.machine, owner(call), property, results[0] ?? UNDEFINED);
    });
  if (property === 'count')
    return nativeFunction('Model.count', (call) => {
      const table = tableOf(call.machine, owner(call), call.site);
      return request(call.machine, table, call.args.positional.length > 0 ? 'Query' : 'Scan', call.site, call.args.named.get('index_name'));
    });
  return property === 'batch_write'
    ? nativeFunction('Model.batch_write', (call) => batchWrite(call, tableOf(call.machine, owner(call), call.site)))
    : undefined;
}

/** An instance of the model, or several. */
function answer(machine: Machine, model: Model, property: string, output: Value): Value {
  if (!model || !/^(get|query|scan|rate_limited_scan|batch_get)$/.test(property)) return output;
  const item = machine.object([], { class: model, open: output });
  item.base = instanceOf(model);
  return property === 'get' ? item : machine.list([], item);
}

const instanceOf = (model: ClassValue): NativeValue =>
  native('a model of PynamoDB', { key: `model ${model.serial}`, get: (property) => member(model, property), inert: true });

/** `with Model.batch_write() as batch: batch.save(item)`. */
function batchWrite({ machine }: NativeCall, table: Table): Value {
  const made: NativeValue = native('a batch of PynamoDB', {
    key: `batch ${machine.journal.next()}`,
    get: (property) =>
      property === 'save' || property === 'delete' || property === 'commit'
        ? nativeFunction(`batch.${property}`, (call) => request(call.machine, table, 'BatchWriteItem', call.site))
        : undefined,
    inert: true,
  });
  return made;
}

/** `class Order(Model)`. */
const model: NativeValue = native('pynamodb.models.Model', {
  construct: ({ self, args }) => {
    if (self.kind === 'object') for (const [name, value] of args.named) if (name !== '**') self.fields.set(name, value);
    const own = modelOf(self);
    return own ? instanceOf(own) : inert('a model of PynamoDB');
  },
  get: (property) => (property.startsWith('%') || property.startsWith('__') ? undefined : member('self', property)),
  inert: true,
});

/** `class ByName(GlobalSecondaryIndex)`, an attribute of a model: queries go to the model that holds it. */
const index = (name: string): NativeValue =>
  native(name, {
    construct: ({ self }) =>
      native(name, {
        key: `index ${self.kind === 'object' ? self.serial : ''}`,
        get: (property) => {
          const operation = { query: 'Query', scan: 'Scan', count: 'Query' }[property];
          if (operation === undefined) return undefined;
          return nativeFunction(`${name}.${property}`, (call) => {
            const holder = holderOf(call.machine, self);
            const meta = modelOf(self);
            const given = meta
              ? getMember(call.machine, getMember(call.machine, meta, textValue('Meta'), call.site), textValue('index_name'), call.site)
              : UNDEFINED;
            const output = request(
              call.machine,
              tableOf(call.machine, holder, call.site),
              operation,
              call.site,
              isNullish(given) ? harmless('an index') : given,
            );
            return answer(call.machine, holder, 'query', output);
          });
        },
        inert: true,
      }),
    inert: true,
  });

/** The class that has the index among its attributes. */
function holderOf(machine: Machine, self: Value): Model {
  return definedClasses(machine).find((each) => [...each.statics.fields.values()].includes(self));
}

/** `with TransactWrite(connection=…) as t: t.save(item)`, `TransactGet`. */
const transaction = (name: string): NativeValue =>
  nativeFunction(name, ({ machine }) => {
    const add = (property: string): NativeValue =>
      nativeFunction(`${name}.${property}`, (call) => {
        const first = argument(call.args, 0);
        const table = tableOf(call.machine, modelOf(first), call.site);
        const client = sdkClient('dynamodb');
        const kind = { save: 'Put', update: 'Update', delete: 'Delete', condition_check: 'ConditionCheck', get: 'Get' }[property] ?? 'Get';
        const entry = call.machine.object([[kind, call.machine.object([['TableName', table.name]])]]);
        const input = call.machine.object([['TransactItems', call.machine.list([entry])]]);
        const operation = name === 'TransactGet' ? 'TransactGetItems' : 'TransactWriteItems';
        return client ? send(call.machine, { client, operation, input, connections: table.connections }, call.site) : UNDEFINED;
      });
    return native(name, {
      key: `transaction ${machine.journal.next()}`,
      get: (property) => (/^(save|update|delete|condition_check|get)$/.test(property) ? add(property) : undefined),
      inert: true,
    });
  });

const MEMBERS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['Model', model],
  ['GlobalSecondaryIndex', index('GlobalSecondaryIndex')],
  ['LocalSecondaryIndex', index('LocalSecondaryIndex')],
  ['TransactWrite', transaction('TransactWrite')],
  ['TransactGet', transaction('TransactGet')],
]);

export function pynamoDb(): NativeValue {
  const made: NativeValue = native('pynamodb', {
    get: (name) =>
      MEMBERS.get(name) ?? (/^[a-z_]+$/.test(name) && !name.startsWith('__') ? made : name.startsWith('%') ? undefined : inert(name)),
    inert: true,
  });
  return made;
}
