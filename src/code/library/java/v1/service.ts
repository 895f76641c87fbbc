/** Service clients of version 1: interfaces (`AmazonS3`), their builders (`AmazonS3ClientBuilder`) and classes (`AmazonS3Client`). */
import { operationByMethod, operationByPythonMethod, operationByWaiter, type SdkClient } from '../../../../catalog/index.ts';
import { argument, type Machine } from '../../../interpreter/machine.ts';
import { getMember } from '../../../interpreter/members.ts';
import {
  filterOptions,
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  type Value,
} from '../../../interpreter/values.ts';
import { isFunction, method } from '../../../java/builtins/call.ts';
import { future } from '../../../java/builtins/futures.ts';
import { type ConfigNames, type Connection, connectionsOf, OWN } from '../../aws/connection.ts';
import { callBack, inert } from '../../aws/request.ts';
import { type ClientKind, clientOf, injected, request } from '../clients.ts';
import { renamed, struct } from '../structs.ts';
import { membersOf } from './arguments.ts';

const CONFIG: ConfigNames = { region: 'region', endpoint: 'endpoint', credentials: 'credentials' };

const CLIENT = /^(?:Amazon|AWS)\w+$/;
const NO_CLIENT = /(Exception|URI|Config|Configuration|Utils|Waiters|Abstract\w*|Encryption\w*|Handler|Constants)$/;

export function servicePackage(client: SdkClient, path: string): NativeValue {
  return native(path, {
    key: `package v1 ${path}`,
    get: (property) => {
      const name = property.replace(/^%has /, '');
      if (property !== name && !isNamedAfter(client, path, name)) return undefined;
      if (!CLIENT.test(name) || NO_CLIENT.test(name))
        return property.startsWith('%') ? undefined : inert(property, { data: { kind: 'type' } });
      return name.endsWith('Builder') ? builderClass(client, name) : clientClass(client, name);
    },
    inert: true,
  });
}

/** `AmazonSQSAsyncClientBuilder` is in the package `sqs`, `AmazonSimpleEmailService` in `simpleemail`: of several packages, which one has it. */
function isNamedAfter(client: SdkClient, path: string, name: string): boolean {
  const [, base = ''] = /^(?:Amazon|AWS)(\w+?)(?:Service)?(?:Async)?(?:Client)?(?:Builder)?$/.exec(name) ?? [];
  const packageName = path.split('.')[0]?.replace(/v\d$/, '');
  return [packageName, client.serviceId.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()].includes(base.toLowerCase());
}

const kindOf = (client: SdkClient, name: string): ClientKind => ({
  name: name.replace(/(Client)?(Builder)?$/, ''),
  client,
  member: (connections, property, self) => memberOf(client, connections, property, self),
});

function builderClass(client: SdkClient, name: string): NativeValue {
  const kind = kindOf(client, name);
  const made: NativeValue = native(name, {
    key: `class v1 ${name}`,
    data: { kind: 'type' },
    get: (property) => {
      if (property === 'defaultClient') return method(made, property, ({ machine }) => clientOf(machine, kind, [OWN]));
      return property === 'standard' ? method(made, property, ({ machine }) => builder(machine, kind)) : undefined;
    },
    inert: true,
  });
  return made;
}

/** `AmazonS3ClientBuilder.standard().withRegion(r).withCredentials(c).build()`. */
function builder(machine: Machine, kind: ClientKind): NativeValue {
  const config = machine.object();
  const set = (at: Machine, field: string, value: Value): void => {
    at.journal.touch(config);
    config.fields.set(field, value);
  };
  const made: NativeValue = native(`a builder of ${kind.name}`, {
    key: `builder ${config.serial}`,
    get: (property) => {
      if (property.startsWith('%') || property.startsWith('.')) return undefined;
      return method(made, property, (call) => {
        const given = argument(call.args, 0);
        if (property === 'build') return clientOf(call.machine, kind, connectionsOf(call.machine, config, call.site, CONFIG));
        if (/^(with|set)Region$/.test(property)) set(call.machine, 'region', given);
        else if (/^(with|set)Credentials$/.test(property)) set(call.machine, 'credentials', given);
        else if (/^(with|set)EndpointConfiguration$/.test(property)) {
          const [url = UNDEFINED, signing = UNDEFINED] = given.kind === 'list' ? given.items : [];
          set(call.machine, 'endpoint', url);
          set(call.machine, 'region', signing);
        }
        return made;
      });
    },
    inert: true,
  });
  return made;
}

function clientClass(client: SdkClient, name: string): NativeValue {
  const kind = kindOf(client, name);
  const made: NativeValue = native(name, {
    key: `class v1 ${name}`,
    data: { kind: 'type' },
    typed: injected(kind, name),
    construct: ({ machine, args, site }) => {
      const config = machine.object([['credentials', argument(args, 0)]]);
      return clientOf(machine, kind, connectionsOf(machine, config, site, CONFIG));
    },
    get: (property) =>
      property === 'builder' || property === 'asyncBuilder' ? method(made, property, ({ machine }) => builder(machine, kind)) : undefined,
    inert: true,
  });
  return made;
}

// ── Methods ────────────────────────────────────────────────────────────────────────────────────────────────

/** Methods of AmazonS3 that are not named as their operation. */
const S3_METHODS: ReadonlyMap<string, string> = new Map([
  ['getObjectAsString', 'GetObject'],
  ['getObjectMetadata', 'HeadObject'],
  ['doesObjectExist', 'HeadObject'],
  ['doesBucketExist', 'HeadBucket'],
  ['doesBucketExistV2', 'GetBucketAcl'],
  ['listNextBatchOfObjects', 'ListObjects'],
  ['initiateMultipartUpload', 'CreateMultipartUpload'],
  ['setObjectAcl', 'PutObjectAcl'],
  ['setObjectTagging', 'PutObjectTagging'],
  ['getObjectAcl', 'GetObjectAcl'],
]);

function memberOf(client: SdkClient, connections: readonly Connection[], property: string, self: NativeValue): Value | undefined {
  if (property.startsWith('%')) return undefined;
  if (property === 'generatePresignedUrl' && client.id === 's3')
    return method(self, property, (call) => presigned(call, client, connections));
  const plain = property.replace(/Async$/, '');
  const named = client.id === 's3' ? S3_METHODS.get(plain) : undefined;
  const operation = named ?? (operationByMethod(client.id, plain) ?? operationByPythonMethod(client.id, plain))?.name;
  if (operation !== undefined)
    return method(self, property, (call) => {
      const output = sent(call, client, connections, operation);
      for (const each of call.args.positional) if (each.kind === 'object' && each.class) callBackObject(call, each, output);
      if (property !== plain) return future(output);
      return /^does/.test(property) ? harmless('whether it exists') : output;
    });
  if (property === 'waiters') return method(self, property, () => waiters(client, connections));
  return /^set(Region|Endpoint)$/.test(property) ? method(self, property, () => UNDEFINED) : undefined;
}

const callBackObject = (call: NativeCall, handler: ObjectValue, output: Value): void => {
  const success = getMember(call.machine, handler, textValue('onSuccess'), call.site);
  if (isFunction(success)) callBack(call.machine, success, [UNDEFINED, output], call.site);
};

function sent({ machine, args, site }: NativeCall, client: SdkClient, connections: readonly Connection[], operation: string): Value {
  return request(machine, client, connections, operation, inputOf(machine, client, operation, args.positional), site);
}

/** A request is an object; other arguments are members in their order. */
export function inputOf(machine: Machine, client: SdkClient, operation: string, given: readonly Value[]): Value {
  const first = given[0] && (filterOptions(given[0], (option) => !isNullish(option)) ?? given[0]);
  const isRequest =
    given.length <= 2 &&
    first !== undefined &&
    optionsOf(first).every((option) => option.kind === 'object' && !option.class && given[1]?.kind !== 'text');
  if (isRequest && first && !takesMap(client, operation, first, given.length)) {
    for (const option of optionsOf(first)) if (option.kind === 'object') renamed(machine, option);
    return first;
  }
  if (first?.kind === 'unknown' && given.length === 1 && !first.harmless) return first;
  const input = struct(machine.object());
  for (const [index, member] of membersOf(client, operation).entries()) {
    const value = given[index];
    if (value) input.fields.set(member, value);
  }
  renamed(machine, input);
  return input;
}

/** `batchWriteItem(Map)`: its argument is a member, not a request. */
const takesMap = (client: SdkClient, operation: string, value: Value, count: number): boolean =>
  client.id === 'dynamodb' &&
  /^Batch/.test(operation) &&
  count === 1 &&
  value.kind === 'object' &&
  !value.fields.has('RequestItems') &&
  value.fields.size > 0;

/** The URL of an object: it is read unless the method says otherwise. */
function presigned({ machine, args, site }: NativeCall, client: SdkClient, connections: readonly Connection[]): Value {
  const [first] = args.positional;
  const given = first?.kind === 'object' ? first : undefined;
  const input = given
    ? machine.object(given.fields)
    : machine.object([
        ['Bucket', argument(args, 0)],
        ['Key', argument(args, 1)],
      ]);
  renamed(machine, input);
  const verb = given ? (given.fields.get('Method') ?? given.fields.get('HttpMethod') ?? UNDEFINED) : argument(args, 3);
  const names = optionsOf(verb).map((option) =>
    option.kind === 'native' ? option.name : option.kind === 'unknown' && option.hole.kind === 'runtime' ? option.hole.reason : '',
  );
  for (const name of names)
    request(
      machine,
      client,
      connections,
      /PUT/.test(name) ? 'PutObject' : /DELETE/.test(name) ? 'DeleteObject' : /HEAD/.test(name) ? 'HeadObject' : 'GetObject',
      input,
      site,
    );
  return harmless('a signed URL');
}

/** `client.waiters().tableExists().run(new WaiterParameters<>(request))`. */
function waiters(client: SdkClient, connections: readonly Connection[]): NativeValue {
  const made: NativeValue = native('waiters', {
    key: `v1 waiters ${client.id} ${JSON.stringify(connections)}`,
    get: (property) => {
      const polled = operationByWaiter(client.id, property)?.name;
      if (polled === undefined) return undefined;
      const run = method(made, `run ${polled}`, ({ machine, args, site }) =>
        request(machine, client, connections, polled, inputOf(machine, client, polled, args.positional.slice(0, 1)), site),
      );
      return method(made, property, () =>
        native('a waiter', {
          key: `v1 waiter ${client.id} ${polled}`,
          inert: true,
          get: (name) => (name === 'run' || name === 'runAsync' ? run : undefined),
        }),
      );
    },
    inert: true,
  });
  return made;
}
