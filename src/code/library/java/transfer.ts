/** `S3TransferManager`: large objects go in parts, and directories are listed ("Transfer files and directories", AWS SDK for Java 2.x). */
import { type SdkClient, sdkClient } from '../../../catalog/index.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { harmless, type NativeCall, type NativeValue, native, UNDEFINED, type Value } from '../../interpreter/values.ts';
import { method } from '../../java/builtins/call.ts';
import { future } from '../../java/builtins/futures.ts';
import { type Connection, OWN } from '../aws/connection.ts';
import { inert } from '../aws/request.ts';
import { uploadObject } from '../javascript/managed-upload.ts';
import { type ClientKind, clientOf, connectionsIn, injected, request } from './clients.ts';
import { structFrom } from './structs.ts';
import { settingsBuilder, structClass } from './v2.ts';

type Transfer = (
  call: NativeCall,
  client: SdkClient,
  connections: readonly Connection[],
  input: (operation: string) => Value,
  all: Value,
) => void;

const field = (value: Value, name: string): Value =>
  value.kind === 'object' ? (value.fields.get(name) ?? UNDEFINED) : harmless('a transfer request');

const upload: Transfer = ({ machine, site }, client, connections, input) => {
  uploadObject(machine, client, { input: input('PutObject'), connections, keepsParts: false }, site);
};

const download: Transfer = ({ machine, site }, client, connections, input) => {
  request(machine, client, connections, 'HeadObject', input('GetObject'), site);
  request(machine, client, connections, 'GetObject', input('GetObject'), site);
};

const TRANSFERS: ReadonlyMap<string, Transfer> = new Map<string, Transfer>([
  ['upload', upload],
  ['uploadFile', upload],
  ['download', download],
  ['downloadFile', download],
  [
    'copy',
    ({ machine, site }, client, connections, input) => {
      for (const operation of ['CopyObject', 'CreateMultipartUpload', 'UploadPartCopy', 'CompleteMultipartUpload', 'AbortMultipartUpload'])
        request(machine, client, connections, operation, input('CopyObject'), site);
    },
  ],
  [
    'uploadDirectory',
    ({ machine, site }, client, connections, _input, all) => {
      uploadObject(machine, client, { input: machine.object([['Bucket', field(all, 'Bucket')]]), connections, keepsParts: false }, site);
    },
  ],
  [
    'downloadDirectory',
    ({ machine, site }, client, connections, _input, all) => {
      const input = machine.object([['Bucket', field(all, 'Bucket')]]);
      for (const operation of ['ListObjectsV2', 'HeadObject', 'GetObject']) request(machine, client, connections, operation, input, site);
    },
  ],
]);

export function transferPackage(_machine: Machine): NativeValue | undefined {
  const client = sdkClient('s3');
  if (!client) return undefined;
  const kind: ClientKind = {
    name: 'S3TransferManager',
    client,
    member: (connections, property, self) => {
      const transfer = TRANSFERS.get(property);
      return (
        transfer &&
        method(self, property, (call) => {
          const given = structFrom(call.machine, { name: property, client }, argument(call.args, 0), call.site);
          const input = (operation: string): Value =>
            structFrom(call.machine, { name: operation, client, operation }, field(given, `${operation}Request`), call.site);
          transfer(call, client, connections, input, given);
          const done = future(harmless('the end of a transfer'));
          return native('a transfer', {
            inert: true,
            get: (name) => (name === 'completionFuture' ? method(done, name, () => done) : undefined),
          });
        })
      );
    },
  };
  const made: NativeValue = native('S3TransferManager', {
    key: 'class S3TransferManager',
    data: { kind: 'type' },
    typed: injected(kind, 'S3TransferManager'),
    get: (property) => {
      if (property === 'create') return method(made, property, ({ machine }) => clientOf(machine, kind, [OWN]));
      return property === 'builder'
        ? method(made, property, ({ machine }) =>
            settingsBuilder(machine, kind.name, (call, config) =>
              clientOf(call.machine, kind, connectionsIn(call.machine, field(config, 's3Client'), call.site)),
            ),
          )
        : undefined;
    },
    inert: true,
  });
  return native('transfer.s3', {
    get: (name) => {
      if (/^(%has )?S3TransferManager$/.test(name)) return made;
      return name.startsWith('%') ? undefined : /Request$/.test(name) ? structClass(client, name) : inert(name);
    },
    inert: true,
  });
}
