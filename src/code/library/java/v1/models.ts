/** Requests and structures of version 1: made by constructors, filled by `with…` and `set…` (maps.ts of the language). */
import { operation as catalogOperation, operationByPythonMethod, type SdkClient } from '../../../../catalog/index.ts';
import {
  type NativeCall,
  type NativeValue,
  native,
  type ObjectValue,
  textValue,
  UNDEFINED,
  type Value,
} from '../../../interpreter/values.ts';
import { someText } from '../../../java/builtins/call.ts';
import { inert } from '../../aws/request.ts';
import { struct } from '../structs.ts';
import { membersOf } from './arguments.ts';

export function modelPackage(client: SdkClient, path: string): NativeValue {
  return native(path, {
    key: `package v1 ${path}`,
    get: (property) => {
      if (property.startsWith('%has ')) return operationIn(client, property.slice('%has '.length)) ? textValue(property) : undefined;
      return property.startsWith('%') ? undefined : structClass(client, property);
    },
    inert: true,
  });
}

/** Requests whose operation has another name in the API. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['GetObjectMetadata', 'HeadObject'],
  ['InitiateMultipartUpload', 'CreateMultipartUpload'],
  ['SetObjectAcl', 'PutObjectAcl'],
  ['SetObjectTagging', 'PutObjectTagging'],
  ['GetBucketLocation', 'GetBucketLocation'],
]);

function operationIn(client: SdkClient, name: string): string | undefined {
  const [, base] = /^(\w+?)(?:Request|Result)$/.exec(name) ?? [];
  if (base === undefined) return undefined;
  const named = client.id === 's3' ? (RENAMED.get(base) ?? base) : base;
  return (catalogOperation(client.id, named) ?? operationByPythonMethod(client.id, named))?.name;
}

/** Constructors of requests that are no operation's. */
const OTHERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['GeneratePresignedUrlRequest', ['Bucket', 'Key', 'Method']],
  ['KeyVersion', ['Key', 'Version']],
  ['SSEAwsKeyManagementParams', ['AwsKmsKeyId']],
]);

function structClass(client: SdkClient, name: string): NativeValue {
  const operation = operationIn(client, name);
  const make = ({ machine, args }: NativeCall): ObjectValue => {
    const made = struct(machine.object());
    if (name === 'AttributeValue' && args.positional[0]) made.fields.set('S', args.positional[0]);
    const members = operation === undefined ? (OTHERS.get(name) ?? []) : membersOf(client, operation);
    for (const [index, member] of members.entries()) {
      const value = args.positional[index];
      if (value && value !== UNDEFINED) made.fields.set(member, value);
    }
    return made;
  };
  return native(name, {
    key: `class v1 ${client.id} ${name}`,
    data: { kind: 'type' },
    construct: (call): Value => (/Exception$/.test(name) ? inert(name) : make(call)),
    get: (property) => {
      if (property === 'KeyVersion') return structClass(client, property);
      // `CannedAccessControlList.PublicRead`: some text of the API
      return /^[A-Z]\w*$/.test(property) ? someText(`${name}.${property}`) : undefined;
    },
    inert: true,
  });
}
