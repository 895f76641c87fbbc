/**
 * Service objects of version 2. A request counts when it is built: nearly every one is sent, and one that is not needs nothing
 * more than it would then.
 */
import { operationByMethod, operationByWaiter, type SdkClient } from '../../../catalog/index.ts';
import type { MapDatum } from '../../../model/datum.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, connectionKey } from '../aws/connection.ts';
import { documentOperation } from '../aws/document.ts';
import { callBack, callBackAll, find, inert, interned, send } from '../aws/request.ts';
import { type ClientData, isClient } from './commands.ts';
import { uploadObject, uploadRequest } from './managed-upload.ts';
import { presignedPost } from './presign.ts';
import { unlistedOperation } from './unlisted.ts';

export interface ServiceV2 {
  readonly client: SdkClient;
  readonly name: string;
  readonly connections: readonly Connection[];
  /** `params` of the constructor */
  readonly bound?: MapDatum;
  /** the document client's names of operations */
  readonly document?: boolean;
}

export function serviceV2(machine: Machine, service: ServiceV2): NativeValue {
  const { client, name, connections, bound } = service;
  machine.clientsSeen.add(client.id);
  const key = `service ${name} ${connections.map(connectionKey).join(' ')} ${bound ? JSON.stringify(bound) : ''}`;
  return interned(machine, key, () => {
    const data: ClientData = { kind: 'client', client, connections };
    const made: NativeValue = native(`AWS.${name}`, {
      key,
      data,
      properties: machine.object(),
      get: (property) => (property === '%client' ? made : memberOfService(service, property)),
      any: () => request(service, '(any)', undefined),
      inert: true,
      escaped: (at, site) => {
        if (connections.some(({ credentials }) => credentials.kind !== 'foreign'))
          at.lose(
            { what: `calls of the AWS.${name} that is handed over`, why: 'the code that gets it is not known', client: client.id },
            site,
          );
      },
    });
    return made;
  });
}

/** The document client, over its own connections or over those of the service object that it is given. */
export function documentClientV2(
  machine: Machine,
  client: SdkClient,
  given: {
    readonly connections: readonly Connection[];
    readonly service: Value | undefined;
    readonly bound?: MapDatum;
    readonly site: Site;
  },
): NativeValue {
  const inner = given.service
    ? find(machine, given.service, 'client', given.site).flatMap(({ data }) => (isClient(data) ? data.connections : []))
    : [];
  return serviceV2(machine, {
    client,
    name: 'DynamoDB.DocumentClient',
    connections: inner.length > 0 ? inner : given.connections,
    document: true,
    ...(given.bound ? { bound: given.bound } : {}),
  });
}

const operationOf = ({ client, document }: ServiceV2, method: string): string | undefined =>
  document ? documentOperation(method) : operationByMethod(client.id, method)?.name;

function memberOfService(service: ServiceV2, property: string): Value | undefined {
  const operation = operationOf(service, property);
  if (operation !== undefined) return request(service, property, operation);
  // libraries that make promises of callbacks name the results so
  if (property.endsWith('Async')) return memberOfService(service, property.slice(0, -'Async'.length));
  const { client } = service;
  switch (property) {
    case 'waitFor':
      return nativeFunction(`AWS.${service.name}.waitFor`, (call) => waitFor(call, service));
    case 'makeRequest':
    case 'makeUnauthenticatedRequest':
      return nativeFunction(`AWS.${service.name}.${property}`, (call) => byName(call, service, 1));
    case 'getSignedUrl':
    case 'getSignedUrlPromise':
      return nativeFunction(`AWS.${service.name}.${property}`, (call) => signedUrl(call, service));
    case 'createSet':
      return nativeFunction('createSet', () => harmless('a set of values'));
    case 'config':
      return native(`AWS.${service.name}.config`, {
        key: `config ${service.connections.map(connectionKey).join(' ')}`,
        data: { kind: 'config', connections: service.connections } as { readonly kind: string },
        get: (name) => (name === 'update' ? inert('config.update') : undefined),
        properties: undefined,
        inert: true,
      });
    case 'upload':
      return client.id === 's3' ? nativeFunction('AWS.S3.upload', (call) => upload(call, service)) : undefined;
    case 'createPresignedPost':
      return client.id === 's3'
        ? nativeFunction('AWS.S3.createPresignedPost', ({ machine, args, site }) => {
            const output = presignedPost(machine, client, argument(args, 0), service.connections, service.bound, site);
            callBack(machine, argument(args, 1), [harmless('an error'), output], site);
            return output;
          })
        : undefined;
    default: {
      const unlisted = service.document ? undefined : unlistedOperation(property);
      return unlisted === undefined ? undefined : request(service, property, unlisted);
    }
  }
}

// ── Requests ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A method of an operation: `(params?, callback?) → AWS.Request`. */
const request = (service: ServiceV2, method: string, operation: string | undefined): Value =>
  nativeFunction(`AWS.${service.name}.${method}`, ({ machine, args, site }) => {
    const first = argument(args, 0);
    const input = first.kind === 'closure' ? UNDEFINED : first;
    const output = sendV2(machine, service, operation, input, site);
    callBackAll(machine, args.positional, output, site);
    return requestOf(machine, operation ?? method, output);
  });

const sendV2 = (machine: Machine, service: ServiceV2, operation: string | undefined, input: Value, site: Site): Value =>
  send(
    machine,
    { client: service.client, operation, input, connections: service.connections, ...(service.bound ? { bound: service.bound } : {}) },
    site,
  );

/** `AWS.Request`: what is done with it tells nothing more about the call, but its callbacks run. */
export function requestOf(machine: Machine, name: string, output: Value): NativeValue {
  const made: NativeValue = native(`request of ${name}`, {
    key: `request ${machine.journal.next()}`,
    get: (property) => {
      const member = REQUEST.get(property);
      return member && nativeFunction(`request.${property}`, (call) => member(call, output, made));
    },
    inert: true,
  });
  return made;
}

type RequestMember = (call: NativeCall, output: Value, made: NativeValue) => Value;

const answer: RequestMember = ({ machine, args, site }, output) => {
  callBackAll(machine, args.positional, output, site);
  return output;
};

/** Listeners get a response that holds the output. */
const listen: RequestMember = ({ machine, args, site }, output, made) => {
  const response = machine.object([['data', output]], { open: harmless('a response') });
  callBack(machine, argument(args, 1), [response], site);
  return made;
};

const REQUEST: ReadonlyMap<string, RequestMember> = new Map<string, RequestMember>([
  ['promise', (_call, output) => output],
  ['send', answer],
  ['runTo', answer],
  ['eachPage', answer],
  ['eachItem', answer],
  ['presign', (call, output) => answer({ ...call }, output, inert('request'))],
  ['on', listen],
  ['once', listen],
  ['onAsync', listen],
  ['createReadStream', (_call, output) => (output.kind === 'unknown' ? output : harmless('a stream of an object'))],
]);

// ── Operations by name ───────────────────────────────────────────────────────────────────────────────────────

/** `getSignedUrl('getObject', params)`, `makeRequest('getObject', params, callback)`: each name that the argument may be. */
function byName(call: NativeCall, service: ServiceV2, paramsAt: number): Value {
  const { machine, args, site } = call;
  const params = argument(args, paramsAt);
  const input = params.kind === 'closure' ? UNDEFINED : params;
  const outputs = optionsOf(argument(args, 0)).map((option) => {
    const method = literalText(option);
    const operation = method === undefined ? undefined : (operationOf(service, method) ?? method.charAt(0).toUpperCase() + method.slice(1));
    return sendV2(machine, service, operation, input, site);
  });
  const output = outputs.length === 0 ? harmless('an output') : union(outputs);
  callBackAll(machine, args.positional, output, site);
  return requestOf(machine, 'makeRequest', output);
}

function signedUrl(call: NativeCall, service: ServiceV2): Value {
  byName({ ...call, args: { ...call.args, positional: call.args.positional.slice(0, 2) } }, service, 1);
  const url = harmless('a signed URL');
  callBack(call.machine, argument(call.args, 2), [harmless('an error'), url], call.site);
  return url;
}

/** `waitFor('objectExists', params, callback)`. */
function waitFor(call: NativeCall, service: ServiceV2): Value {
  const { machine, args, site } = call;
  const outputs = optionsOf(argument(args, 0)).map((option) => {
    const name = literalText(option);
    const operation = name === undefined ? undefined : operationByWaiter(service.client.id, name)?.name;
    return sendV2(machine, service, operation, argument(args, 1), site);
  });
  const output = outputs.length === 0 ? harmless('an output') : union(outputs);
  callBackAll(machine, args.positional.slice(2), output, site);
  return requestOf(machine, 'waitFor', output);
}

// ── S3 ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** `s3.upload(params, options?, callback?)`: a managed upload. */
function upload({ machine, args, site }: NativeCall, { client, connections, bound }: ServiceV2): Value {
  const second = argument(args, 1);
  const leaves = second.kind === 'object' && isTrue(getMember(machine, second, textValue('leavePartsOnError'), site));
  const output = uploadObject(
    machine,
    client,
    { input: argument(args, 0), connections, keepsParts: leaves, ...(bound ? { bound } : {}) },
    site,
  );
  callBackAll(machine, args.positional.slice(1), output, site);
  return uploadRequest(machine, output);
}

const isTrue = (value: Value): boolean => value === TRUE;
