/**
 * Resource objects of boto3: identifiers that become parameters of operations ("Resources", Boto3 documentation). The resources that
 * programs of functions use are here; any other method of a resource is an operation of its service that is not known.
 */
import { operation as catalogOperation, operationByPythonMethod, type SdkClient } from '../../../catalog/index.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, connectionKey } from '../aws/connection.ts';
import { inert, send } from '../aws/request.ts';
import { clientOf, keywords, named } from './boto3.ts';
import { transfer } from './transfer.ts';

type Identifiers = Readonly<Record<string, Value>>;

/** A method: the operation, where it is not the method's own name, or a function of its own. */
type Method = string | ((call: NativeCall, self: Self) => Value);

interface ResourceType {
  /** constructor arguments, with the member of the input that each is */
  readonly identifiers: readonly string[];
  readonly methods: ReadonlyMap<string, Method>;
  /** attributes that are identifiers: `table.name` */
  readonly attributes: ReadonlyMap<string, string>;
  /** attributes that are other resources: `bucket.Object(key)` */
  readonly resources: readonly string[];
  /** operation that reads attributes: `table.item_count` */
  readonly load: string | undefined;
}

interface Self {
  readonly client: SdkClient;
  readonly connections: readonly Connection[];
  readonly identifiers: Identifiers;
}

const map = <V>(entries: Readonly<Record<string, V>>): ReadonlyMap<string, V> => new Map(Object.entries(entries));

function request(call: NativeCall, { client, connections, identifiers }: Self, operation: string, extra: Identifiers = {}): Value {
  const { machine, args, site } = call;
  const input = keywords(machine, args);
  const members = catalogOperation(client.id, operation)?.input ?? [];
  for (const [name, value] of Object.entries({ ...identifiers, ...extra })) if (members.includes(name)) input.fields.set(name, value);
  return send(machine, { client, operation, input, connections }, site);
}

// ── DynamoDB ─────────────────────────────────────────────────────────────────────────────────────────────────

const table: ResourceType = {
  identifiers: ['TableName'],
  methods: map<Method>({
    batch_writer: batchWriter,
    delete: 'DeleteTable',
    update: 'UpdateTable',
    load: 'DescribeTable',
    reload: 'DescribeTable',
  }),
  attributes: map({ name: 'TableName', table_name: 'TableName' }),
  resources: [],
  load: 'DescribeTable',
};

/** `with table.batch_writer() as batch`: puts and deletes become batches. */
function batchWriter({ machine }: NativeCall, self: Self): Value {
  const write = (member: string): NativeValue =>
    nativeFunction(`batch.${member}`, (call) => {
      const entry = call.machine.object([[member, keywords(call.machine, call.args)]]);
      const requests = call.machine.object([], {
        dynamic: [{ key: self.identifiers.TableName ?? unknown('a table'), value: call.machine.list([entry]) }],
      });
      const { client, connections } = self;
      send(
        call.machine,
        { client, operation: 'BatchWriteItem', input: call.machine.object([['RequestItems', requests]]), connections },
        call.site,
      );
      return harmless('nothing');
    });
  const [put, remove] = [write('PutRequest'), write('DeleteRequest')];
  const made: NativeValue = native('a batch writer', {
    key: `batch ${machine.journal.next()}`,
    get: (property) =>
      property === 'put_item'
        ? put
        : property === 'delete_item'
          ? remove
          : property === '__enter__'
            ? nativeFunction(property, () => made)
            : undefined,
    inert: true,
  });
  return made;
}

// ── S3 ───────────────────────────────────────────────────────────────────────────────────────────────────────

const object: ResourceType = {
  identifiers: ['Bucket', 'Key'],
  methods: map<Method>({
    get: 'GetObject',
    put: 'PutObject',
    delete: 'DeleteObject',
    copy_from: 'CopyObject',
    load: 'HeadObject',
    reload: 'HeadObject',
    initiate_multipart_upload: 'CreateMultipartUpload',
    restore_object: 'RestoreObject',
    wait_until_exists: 'HeadObject',
    wait_until_not_exists: 'HeadObject',
  }),
  attributes: map({ bucket_name: 'Bucket', key: 'Key' }),
  resources: [],
  load: 'HeadObject',
};

const bucket: ResourceType = {
  identifiers: ['Bucket'],
  methods: map<Method>({
    create: 'CreateBucket',
    delete: 'DeleteBucket',
    put_object: 'PutObject',
    delete_objects: 'DeleteObjects',
    load: 'ListBuckets',
    wait_until_exists: 'HeadBucket',
    wait_until_not_exists: 'HeadBucket',
  }),
  attributes: map({ name: 'Bucket' }),
  resources: ['Object'],
  load: 'ListBuckets',
};

/** `bucket.objects`: listed when it is iterated, and deleted in batches. */
function objectsOf(machine: Machine, self: Self): NativeValue {
  const made: NativeValue = native('the objects of a bucket', {
    key: `objects ${machine.journal.next()}`,
    get: (property) => {
      if (/^(all|filter|limit|page_size|pages)$/.test(property))
        return nativeFunction(`objects.${property}`, (call) => {
          request(call, self, 'ListObjects');
          const key = harmless('the output of S3 ListObjects');
          const item = instance(call.machine, 'ObjectSummary', object, { ...self, identifiers: { ...self.identifiers, Key: key } });
          return collection(call.machine, self, item);
        });
      return property === 'delete' ? deletion(self) : undefined;
    },
    inert: true,
  });
  return made;
}

const deletion = (self: Self): NativeValue =>
  nativeFunction('objects.delete', (call) => {
    request(call, self, 'ListObjects');
    return request(call, self, 'DeleteObjects');
  });

const collection = (machine: Machine, self: Self, item: Value): NativeValue => {
  const items = machine.list([], item);
  return native('a collection of objects', {
    key: `collection ${machine.journal.next()}`,
    get: (property) => (property === '%items' ? items : property === 'delete' ? deletion(self) : undefined),
    inert: true,
  });
};

// ── SQS, SNS ─────────────────────────────────────────────────────────────────────────────────────────────────

const queue: ResourceType = {
  identifiers: ['QueueUrl'],
  methods: map<Method>({
    send_messages: 'SendMessageBatch',
    delete_messages: 'DeleteMessageBatch',
    purge: 'PurgeQueue',
    delete: 'DeleteQueue',
    receive_messages: (call, self) => {
      const output = request(call, self, 'ReceiveMessage');
      const receipt = getMember(call.machine, output, textValue('ReceiptHandle'), call.site);
      return call.machine.list(
        [],
        instance(call.machine, 'Message', message, { ...self, identifiers: { ...self.identifiers, ReceiptHandle: receipt } }),
      );
    },
    load: 'GetQueueAttributes',
  }),
  attributes: map({ url: 'QueueUrl' }),
  resources: [],
  load: 'GetQueueAttributes',
};

const message: ResourceType = {
  identifiers: ['QueueUrl', 'ReceiptHandle'],
  methods: map<Method>({ delete: 'DeleteMessage', change_visibility: 'ChangeMessageVisibility' }),
  attributes: map({ queue_url: 'QueueUrl', receipt_handle: 'ReceiptHandle' }),
  resources: [],
  load: undefined,
};

const topic: ResourceType = {
  identifiers: ['TopicArn'],
  methods: map<Method>({ delete: 'DeleteTopic', load: 'GetTopicAttributes' }),
  attributes: map({ arn: 'TopicArn' }),
  resources: [],
  load: 'GetTopicAttributes',
};

const TYPES: ReadonlyMap<string, ResourceType> = new Map([
  ['dynamodb Table', table],
  ['s3 Object', object],
  ['s3 ObjectSummary', object],
  ['s3 Bucket', bucket],
  ['sqs Queue', queue],
  ['sqs Message', message],
  ['sns Topic', topic],
]);

// ── Service resources ────────────────────────────────────────────────────────────────────────────────────────

/** `boto3.resource('s3')`. */
export function resource(machine: Machine, client: SdkClient, connections: readonly Connection[]): NativeValue {
  machine.clientsSeen.add(client.id);
  const self: Self = { client, connections, identifiers: {} };
  return native(`boto3 resource ${client.id}`, {
    key: `resource ${client.id} ${connections.map(connectionKey).join(' ')}`,
    get: (property) => {
      if (property === 'meta') return meta(self);
      const type = TYPES.get(`${client.id} ${property}`);
      if (type) return maker(property, type, self);
      if (client.id === 'sqs' && property === 'get_queue_by_name') return byOutput('GetQueueUrl', 'Queue', queue, 'QueueUrl', self);
      if (client.id === 'sqs' && property === 'create_queue') return byOutput('CreateQueue', 'Queue', queue, 'QueueUrl', self);
      if (client.id === 'sns' && property === 'create_topic') return byOutput('CreateTopic', 'Topic', topic, 'TopicArn', self);
      return operationMethod(client, property, self) ?? unmodelled(property, self);
    },
    inert: true,
  });
}

/** `resource.meta.client`. */
const meta = ({ client, connections }: Self): NativeValue =>
  native('meta', {
    key: `meta ${client.id} ${connections.map(connectionKey).join(' ')}`,
    get: (property, machine) => (property === 'client' ? clientOf(machine, client, connections) : undefined),
    inert: true,
  });

const maker = (name: string, type: ResourceType, self: Self): NativeValue =>
  nativeFunction(name, ({ machine, args }) => {
    const open = type.identifiers.filter((identifier) => !(identifier in self.identifiers));
    const given = open.map((identifier, i) => [identifier, named(args, KEYWORDS.get(identifier) ?? identifier, i)] as const);
    return instance(machine, name, type, { ...self, identifiers: { ...self.identifiers, ...Object.fromEntries(given) } });
  });

/** Keyword arguments of the constructors. */
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['TableName', 'name'],
  ['Bucket', 'bucket_name'],
  ['Key', 'key'],
  ['QueueUrl', 'url'],
  ['TopicArn', 'arn'],
]);

const byOutput = (operation: string, name: string, type: ResourceType, identifier: string, self: Self): NativeValue =>
  nativeFunction(operation, (call) => {
    const output = request(call, self, operation);
    const value = getMember(call.machine, output, textValue(identifier), call.site);
    return instance(call.machine, name, type, { ...self, identifiers: { [identifier]: value } });
  });

function instance(machine: Machine, name: string, type: ResourceType, self: Self): NativeValue {
  const { client, connections, identifiers } = self;
  return native(name, {
    key: `${name} ${machine.journal.next()}`,
    get: (property) => {
      const identifier = type.attributes.get(property);
      if (identifier !== undefined) return identifiers[identifier];
      if (property === 'meta') return meta(self);
      if (property.startsWith('%') || property.startsWith('__')) return undefined;
      const method = type.methods.get(property);
      if (method !== undefined)
        return nativeFunction(`${name}.${property}`, (call) =>
          typeof method === 'string' ? request(call, self, method) : method(call, self),
        );
      if (property === 'objects' && type === bucket) return objectsOf(machine, self);
      const inner = type.resources.includes(property) ? TYPES.get(`${client.id} ${property}`) : undefined;
      if (inner) return maker(property, inner, self);
      const moved = client.id === 's3' ? transfer(client, connections, property, identifiers) : undefined;
      if (moved) return moved;
      return operationMethod(client, property, self);
    },
    inert: true,
  });
}

/** Methods that are named by their operation: `table.get_item`, `queue.send_message`. */
function operationMethod(client: SdkClient, property: string, self: Self): NativeValue | undefined {
  const operation = operationByPythonMethod(client.id, property);
  return operation && nativeFunction(property, (call) => request(call, self, operation.name));
}

/** Anything else of a service: reported when it is called. */
const unmodelled = (property: string, { client }: Self): Value =>
  property.startsWith('%') || property.startsWith('__')
    ? inert(property)
    : nativeFunction(property, ({ machine, args, site }) => {
        machine.lose(
          { what: `${client.serviceId} resource ${property}`, why: 'this resource of boto3 is not modelled', client: client.id },
          site,
        );
        machine.escape(argument(args, 0), site);
        return unknown(`a resource ${property}`);
      });
