/**
 * Resource objects of boto3 ("Resources", Boto3 documentation): their identifiers become parameters of operations, and reading an
 * attribute may load it. What each of them has is in the catalog; what boto3 adds to some by hand is in ADDED.
 */
import {
  type Boto3Made,
  type Boto3Request,
  type Boto3Resource,
  boto3Resources,
  operation as catalogOperation,
  operationByWaiter,
  type SdkClient,
} from '../../../catalog/index.ts';
import { type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { harmless, type NativeValue, native, nativeFunction, textValue, unknown, type Value, valueKey } from '../../interpreter/values.ts';
import { type Connection, connectionKey } from '../aws/connection.ts';
import { batchWriter } from './batch-writer.ts';
import { clientOf } from './client.ts';
import { identifiersOf, makesSeveral, type Self, sendFor, squash } from './resource-request.ts';
import { transfer } from './transfer.ts';

/** `boto3.resource('s3')`. */
export function resource(machine: Machine, client: SdkClient, connections: readonly Connection[], site: Site): Value {
  machine.clientsSeen.add(client.id);
  const model = boto3Resources(client.id);
  if (!model) {
    machine.lose(
      { what: `a resource of ${client.serviceId}`, why: `boto3 has no resources for ${client.serviceId}`, client: client.id },
      site,
    );
    return unknown(`a resource of ${client.serviceId}`);
  }
  return resourceValue(machine, model.service, { client, connections, type: undefined, identifiers: new Map(), loaded: true });
}

/** A resource that is known by its declared type only. */
export function typedResource(machine: Machine, client: SdkClient, type: string, connections: readonly Connection[]): Value | undefined {
  const model = boto3Resources(client.id);
  const resourceType = type === 'ServiceResource' ? model?.service : model?.types.get(type);
  if (!resourceType) return undefined;
  const identifiers = new Map(
    resourceType.identifiers.map(({ name }) => [name, unknown('a resource that is known by its type only')] as const),
  );
  const known = type === 'ServiceResource' ? undefined : type;
  return resourceValue(machine, resourceType, { client, connections, type: known, identifiers, loaded: false });
}

/** What boto3 adds beside its models, in `boto3.s3.inject` and `boto3.ec2.deletetags`: methods and loads of S3 and EC2. */
const ADDED: ReadonlyMap<string, Boto3Request> = new Map([
  ['s3 Bucket load', { operation: 'ListBuckets', parameters: [], made: undefined }],
  [
    's3 ObjectSummary load',
    {
      operation: 'HeadObject',
      parameters: [
        { target: 'Bucket', kind: 'identifier', value: 'BucketName' },
        { target: 'Key', kind: 'identifier', value: 'Key' },
      ],
      made: undefined,
    },
  ],
  ...[
    'Image',
    'Instance',
    'InternetGateway',
    'NetworkAcl',
    'NetworkInterface',
    'RouteTable',
    'SecurityGroup',
    'Snapshot',
    'Subnet',
    'Volume',
    'Vpc',
  ].map((type): [string, Boto3Request] => [
    `ec2 ${type} deletetags`,
    { operation: 'DeleteTags', parameters: [{ target: 'Resources[0]', kind: 'identifier', value: 'Id' }], made: undefined },
  ]),
]);

const added = ({ client, type }: Self, method: string): Boto3Request | undefined => ADDED.get(`${client.id} ${type} ${squash(method)}`);

function resourceValue(machine: Machine, model: Boto3Resource, self: Self): NativeValue {
  const { client, connections, identifiers, type } = self;
  const name = `boto3 ${client.boto3Names[0] ?? client.id} ${type ?? 'resource'}`;
  const keys = [...identifiers.values()].map(valueKey);
  const made: NativeValue = native(name, {
    key: [name, ...keys, self.loaded ? 'loaded' : '', ...connections.map(connectionKey)].join(' '),
    properties: machine.object(),
    get: (property, at, site) => {
      if (property === '%resource') return made;
      return property.startsWith('%') || property.startsWith('__') ? undefined : member(at, name, model, self, property, site);
    },
    inert: true,
    escaped: (at, site) => {
      if (connections.some(({ credentials }) => credentials.kind !== 'foreign'))
        at.lose({ what: `calls of the ${name} that is handed over`, why: 'the code that gets it is not known', client: client.id }, site);
    },
  });
  return made;
}

function member(machine: Machine, name: string, model: Boto3Resource, self: Self, property: string, site: Site): Value | undefined {
  const { client, connections, identifiers } = self;
  const identifier = model.identifiers.find((one) => [one.name, one.member ?? one.name].some((each) => squash(each) === squash(property)));
  if (identifier) return identifiers.get(identifier.name);
  if (property === 'meta') return meta(self);
  const call = (request: Boto3Request): Value =>
    nativeFunction(`${name}.${property}`, ({ machine: at, args, site: where }) => {
      const sent = sendFor(at, self, request, args, where);
      return request.made ? fromAnswer(at, self, request.made, sent, where) : sent.output;
    });
  const method = added(self, property) ?? model.action(property);
  if (method) return call(method);
  if (property === 'load' || property === 'reload') {
    const load = added(self, 'load') ?? model.load;
    return load && call({ ...load, made: undefined });
  }
  const related = model.related(property);
  if (related)
    return nativeFunction(`${name}.${property}`, ({ machine: at, args, site: where }) => instance(at, self, related, { args }, where));
  const collection = model.collection(property);
  if (collection) return collectionOf(machine, self, collection);
  const waiter = model.waiter(property);
  if (waiter) {
    const operation = operationByWaiter(client.id, waiter.waiter)?.name;
    return operation === undefined ? undefined : call({ operation, parameters: waiter.parameters, made: undefined });
  }
  if (client.id === 'dynamodb' && self.type === 'Table' && property === 'batch_writer') return batchWriter(self);
  if (client.id === 's3') {
    const moved = transfer(client, connections, property, transferred(self));
    if (moved) return moved;
  }
  // the service itself has no attributes
  if (self.type === undefined || property.startsWith('get_available_')) return undefined;
  load(machine, model, self, site);
  const reference = model.reference(property);
  return reference ? instance(machine, self, reference, {}, site) : harmless(`an attribute of ${name}`);
}

/** The identifiers that the transfer methods of S3 take. */
function transferred({ type, identifiers }: Self): Readonly<Record<string, Value>> {
  const bucket = identifiers.get(type === 'Bucket' ? 'Name' : 'BucketName');
  const key = type === 'Bucket' ? undefined : identifiers.get('Key');
  return { ...(bucket ? { Bucket: bucket } : {}), ...(key ? { Key: key } : {}) };
}

/** Reading an attribute asks for all of them, once. */
function load(machine: Machine, model: Boto3Resource, self: Self, site: Site): void {
  const request = added(self, 'load') ?? model.load;
  if (!self.loaded && request) sendFor(machine, self, request, NO_ARGUMENTS, site);
}

function instance(machine: Machine, self: Self, made: Boto3Made, from: Parameters<typeof identifiersOf>[3], site: Site): Value {
  const model = boto3Resources(self.client.id)?.types.get(made.type);
  if (!model) return harmless(`a resource ${made.type}`);
  const identifiers = identifiersOf(machine, self, made, from, site);
  return resourceValue(machine, model, { ...self, type: made.type, identifiers, loaded: made.loaded });
}

function fromAnswer(machine: Machine, self: Self, made: Boto3Made, sent: ReturnType<typeof sendFor>, site: Site): Value {
  const one = instance(machine, self, made, sent, site);
  return makesSeveral(made) ? machine.list([], one) : one;
}

/** `resource.meta.client`. */
const meta = ({ client, connections }: Self): NativeValue =>
  native('meta', {
    key: `meta ${client.id} ${connections.map(connectionKey).join(' ')}`,
    get: (property, machine) =>
      property === 'client'
        ? clientOf(machine, client, connections)
        : property === 'service_name'
          ? textValue(client.boto3Names[0] ?? client.id)
          : undefined,
    inert: true,
  });

// ── Collections ──────────────────────────────────────────────────────────────────────────────────────────────

/** `bucket.objects`: asks when it is given how (`all`, `filter`), which programs do where they iterate. */
function collectionOf(machine: Machine, self: Self, request: Boto3Request): NativeValue {
  return native(`a collection of ${request.made?.type ?? 'resources'}`, {
    key: `collection ${machine.journal.next()}`,
    get: (property) => {
      if (property === 'limit' || property === 'page_size')
        return nativeFunction(property, (call) => asked(call.machine, self, request, NO_ARGUMENTS, call.site));
      if (property === 'all' || property === 'filter' || property === 'iterator')
        return nativeFunction(property, (call) => asked(call.machine, self, request, call.args, call.site));
      if (property === 'pages')
        return nativeFunction(property, (call) => {
          const items = asked(call.machine, self, request, NO_ARGUMENTS, call.site).get?.('%items', call.machine, call.site);
          return call.machine.list([], items);
        });
      return batchAction(self, request, property, (call) => {
        const sent = sendFor(call.machine, self, request, NO_ARGUMENTS, call.site);
        return request.made && identifiersOf(call.machine, self, request.made, sent, call.site);
      });
    },
    inert: true,
  });
}

type Calling = Parameters<NonNullable<NativeValue['call']>>[0];

function asked(machine: Machine, self: Self, request: Boto3Request, args: Calling['args'], site: Site): NativeValue {
  const sent = sendFor(machine, self, request, args, site);
  const item = request.made ? instance(machine, self, request.made, sent, site) : sent.output;
  const items = machine.list([], item);
  const made: NativeValue = native(`a collection of ${request.made?.type ?? 'resources'}`, {
    key: `collection ${machine.journal.next()}`,
    get: (property) => {
      if (property === '%items') return items;
      if (property === 'limit' || property === 'page_size' || property === 'all') return nativeFunction(property, () => made);
      if (property === 'filter') return nativeFunction(property, (call) => asked(call.machine, self, request, call.args, call.site));
      if (property === 'pages') return nativeFunction(property, (call) => call.machine.list([], items));
      return batchAction(
        self,
        request,
        property,
        (call) => request.made && identifiersOf(call.machine, self, request.made, sent, call.site),
      );
    },
    inert: true,
  });
  return made;
}

/** One request for each page of a collection: `bucket.objects.delete()`. `items` asks for the page and gives what identifies an item. */
function batchAction(
  { client, connections, ...self }: Self,
  { made }: Boto3Request,
  property: string,
  items: (call: Calling) => ReadonlyMap<string, Value> | undefined,
): Value | undefined {
  const request = made && boto3Resources(client.id)?.types.get(made.type)?.batchAction(property);
  if (!request || !catalogOperation(client.id, request.operation)) return undefined;
  return nativeFunction(property, (call) => {
    const identifiers = items(call) ?? new Map<string, Value>();
    return sendFor(call.machine, { ...self, client, connections, identifiers }, { ...request, made: undefined }, call.args, call.site)
      .output;
  });
}
