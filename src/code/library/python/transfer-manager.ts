/**
 * Transfers that are made for a client: `S3Transfer(client)` of `boto3.s3.transfer`, and the `TransferManager` of `s3transfer` below it.
 * Keywords are in snake case.
 */
import { sdkClient } from '../../../catalog/index.ts';
import { harmless, type NativeCall, type NativeValue, native, nativeFunction, type Value } from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';
import { connectionsOfClient } from './client.ts';
import { named } from './keywords.ts';
import { COPY, DOWNLOAD, run, type Transfer, UPLOAD } from './transfer.ts';

const CLASSES = {
  S3Transfer: new Map<string, Transfer>([
    ['upload_file', { operations: UPLOAD, arguments: ['Filename', 'Bucket', 'Key', 'Callback', 'ExtraArgs'] }],
    ['download_file', { operations: DOWNLOAD, arguments: ['Bucket', 'Key', 'Filename', 'ExtraArgs', 'Callback'] }],
  ]),
  TransferManager: new Map<string, Transfer>([
    ['upload', { operations: UPLOAD, arguments: ['Fileobj', 'Bucket', 'Key', 'ExtraArgs'] }],
    ['download', { operations: DOWNLOAD, arguments: ['Bucket', 'Key', 'Fileobj', 'ExtraArgs'] }],
    ['copy', { operations: COPY, arguments: ['CopySource', 'Bucket', 'Key', 'ExtraArgs'] }],
    ['delete', { operations: ['DeleteObject'], arguments: ['Bucket', 'Key', 'ExtraArgs'] }],
  ]),
};

/** Members other than those that make transfers are data. */
export const transferModule = (name: string): NativeValue =>
  native(name, {
    get: (property) => {
      if (property.startsWith('%')) return undefined;
      if (property === 'S3Transfer' || property === 'TransferManager') return nativeFunction(property, (call) => transfers(call, property));
      if (property === 'create_transfer_manager') return nativeFunction(property, (call) => transfers(call, 'TransferManager'));
      return /^(transfer|manager)$/.test(property) ? transferModule(`${name}.${property}`) : inert(`${name}.${property}`);
    },
    inert: true,
  });

function transfers({ machine, args, site }: NativeCall, kind: keyof typeof CLASSES): Value {
  const client = sdkClient('s3');
  const connections = connectionsOfClient(machine, named(args, 'client', 0), site);
  const made: NativeValue = native(kind, {
    key: `transfers ${machine.journal.next()}`,
    get: (property) => {
      if (property === '__enter__') return nativeFunction(property, () => made);
      const known = client && CLASSES[kind].get(property);
      if (!known) return undefined;
      return nativeFunction(`${kind}.${property}`, (call) => {
        const read = (argument: string): Value => named(call.args, snakeCase(argument), known.arguments.indexOf(argument));
        run(call, client, connections, known.operations, read);
        return harmless('the end of a transfer');
      });
    },
    inert: true,
  });
  return made;
}

const snakeCase = (name: string): string => name.replaceAll(/\B[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
