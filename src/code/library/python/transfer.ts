/**
 * The transfer methods that boto3 adds to clients and resources of S3. Above a size they work in parts ("File transfer configuration",
 * Boto3 documentation); downloads and copies first ask for the object's size.
 */
import type { SdkClient } from '../../../catalog/index.ts';
import type { MapDatum } from '../../../model/datum.ts';
import { inputOf } from '../../interpreter/data.ts';
import { copyFields } from '../../interpreter/members.ts';
import { type NativeCall, nativeFunction, UNDEFINED, type Value } from '../../interpreter/values.ts';
import type { Connection } from '../aws/connection.ts';
import { callBack, inputFor, note } from '../aws/request.ts';
import { withCopySource } from './copy-source.ts';
import { named } from './keywords.ts';

type Names = readonly string[];

export const UPLOAD: Names = ['PutObject', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'AbortMultipartUpload'];
export const DOWNLOAD: Names = ['HeadObject', 'GetObject'];
export const COPY: Names = ['CopyObject', 'CreateMultipartUpload', 'UploadPartCopy', 'CompleteMultipartUpload', 'AbortMultipartUpload'];

export interface Transfer {
  readonly operations: Names;
  /** in the order of their positions */
  readonly arguments: Names;
}

/** Methods of the client; the resources' are given the bucket and key that they stand for. */
const METHODS: ReadonlyMap<string, Transfer> = new Map([
  ['upload_file', { operations: UPLOAD, arguments: ['Filename', 'Bucket', 'Key', 'ExtraArgs', 'Callback'] }],
  ['upload_fileobj', { operations: UPLOAD, arguments: ['Fileobj', 'Bucket', 'Key', 'ExtraArgs', 'Callback'] }],
  ['download_file', { operations: DOWNLOAD, arguments: ['Bucket', 'Key', 'Filename', 'ExtraArgs', 'Callback'] }],
  ['download_fileobj', { operations: DOWNLOAD, arguments: ['Bucket', 'Key', 'Fileobj', 'ExtraArgs', 'Callback'] }],
  ['copy', { operations: COPY, arguments: ['CopySource', 'Bucket', 'Key', 'ExtraArgs', 'Callback'] }],
]);

/** A method of a client, or, with `fixed`, of a bucket or an object. */
export function transfer(
  client: SdkClient,
  connections: readonly Connection[],
  name: string,
  fixed: Readonly<Record<string, Value>> = {},
): Value | undefined {
  const known = METHODS.get(name);
  if (!known) return undefined;
  const open = known.arguments.filter((argument) => !(argument in fixed));
  return nativeFunction(`S3.${name}`, (call) => {
    const read = (argument: string): Value => fixed[argument] ?? named(call.args, argument, open.indexOf(argument));
    run(call, client, connections, known.operations, read);
    return UNDEFINED;
  });
}

export function run(
  { machine, site }: NativeCall,
  client: SdkClient,
  connections: readonly Connection[],
  operations: Names,
  read: (argument: string) => Value,
): void {
  const object = machine.object();
  const extra = read('ExtraArgs');
  if (extra.kind !== 'constant') copyFields(machine, object, extra);
  object.fields.set('Bucket', read('Bucket'));
  object.fields.set('Key', read('Key'));
  const source = operations.includes('CopyObject') ? read('CopySource') : UNDEFINED;
  if (source !== UNDEFINED) object.fields.set('CopySource', source);
  const input: MapDatum = inputOf(machine, withCopySource(machine, object, site));
  if (source !== UNDEFINED) note(machine, client, 'HeadObject', inputOf(machine, source), connections, site);
  for (const operation of operations) note(machine, client, operation, inputFor(input, client, operation), connections, site);
  callBack(machine, read('Callback'), [], site);
}
