/** The modules of boto3 and of its type stubs. */
import { clientByBoto3Name, sdkClient } from '../../../catalog/index.ts';
import { escapeFunctions } from '../../interpreter/escape.ts';
import type { Machine } from '../../interpreter/machine.ts';
import { type NativeCall, type NativeValue, native, type Value } from '../../interpreter/values.ts';
import { OWN } from '../aws/connection.ts';
import { find, inert } from '../aws/request.ts';
import { fromOne, toOne } from '../javascript/attribute-values.ts';
import { clientOf } from './client.ts';
import { typedResource } from './resources.ts';
import { memberOfSession, sessionClass } from './session.ts';
import { transferModule } from './transfer-manager.ts';

const SESSION = sessionClass('boto3.Session');

const converter = (name: string, method: string, convert: Value): NativeValue => {
  const made = native(name, { get: (property) => (property === method ? convert : undefined), inert: true });
  return native(name, { call: () => made, construct: () => made, inert: true });
};

/** `boto3.dynamodb.types`: between attributes and plain values. */
const TYPES = native('boto3.dynamodb.types', {
  get: (name) => {
    if (name === 'TypeDeserializer') return converter(name, 'deserialize', fromOne);
    return name === 'TypeSerializer' ? converter(name, 'serialize', toOne) : data(`boto3.dynamodb.types.${name}`);
  },
  inert: true,
});

export function boto3(subpath: string): Value {
  if (subpath === 'session') return native('boto3.session', { get: (name) => (name === 'Session' ? SESSION : undefined), inert: true });
  if (subpath === 'dynamodb')
    return native('boto3.dynamodb', { get: (name) => (name === 'types' ? TYPES : data(`boto3.dynamodb.${name}`)), inert: true });
  if (subpath === 'dynamodb/types') return TYPES;
  if (subpath === 's3' || subpath === 's3/transfer') return transferModule(`boto3.${subpath.replaceAll('/', '.')}`);
  if (subpath !== '') return data(`boto3.${subpath.replaceAll('/', '.')}`);
  return native('boto3', {
    get: (name) => {
      if (name === 'session') return boto3('session');
      if (name === 'dynamodb' || name === 's3') return boto3(name);
      return name === 'Session' ? SESSION : memberOfSession(name);
    },
    inert: true,
  });
}

/**
 * Conditions of DynamoDB, types and other values that are data, with whatever is made of them. What is handed a client may call it, as
 * `create_waiter_with_client` of botocore does, and a function is called, as that of a `CloudFrontSigner`.
 */
export const data = (name: string): NativeValue =>
  native(name, {
    call: (call) => made(name, call),
    construct: (call) => made(name, call),
    get: (property) => (property.startsWith('%') || property.startsWith('__') ? undefined : data(`${name}.${property}`)),
    inert: true,
  });

function made(name: string, { machine, args, site }: NativeCall): Value {
  escapeFunctions(machine, args, site);
  for (const given of [...args.positional, ...args.named.values()])
    for (const client of find(machine, given, 'client', site)) machine.escape(client, site);
  return data(name);
}

/** `mypy_boto3_s3.S3Client`, `mypy_boto3_dynamodb.service_resource.Table`: names of types. */
export function stubs(machine: Machine, name: string): Value | undefined {
  const [, service] = /^(?:mypy_boto3|types_boto3|types_aiobotocore)_(\w+)$/.exec(name) ?? [];
  if (service === undefined) return data(name);
  const client = clientByBoto3Name(service.replaceAll('_', '-')) ?? sdkClient(service);
  if (!client) return undefined;
  machine.clientsSeen.add(client.id);
  const connections = [{ ...OWN, byType: `the receiver is declared as a client of ${client.serviceId}` }];
  const made: NativeValue = native(name, {
    get: (property) => {
      // `from mypy_boto3_dynamodb import service_resource`
      if (/^(client|service_resource|type_defs|literals|paginator|waiter)$/.test(property)) return made;
      if (/Client$/.test(property)) return native(property, { typed: (at: Machine) => clientOf(at, client, connections), inert: true });
      const type = property.endsWith('ServiceResource') ? 'ServiceResource' : property;
      return native(property, { typed: (at: Machine) => typedResource(at, client, type, connections) ?? inert(property), inert: true });
    },
    inert: true,
  });
  return made;
}
