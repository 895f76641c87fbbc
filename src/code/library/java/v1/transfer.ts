/** `TransferManager` of version 1. */
import { type SdkClient, sdkClient } from '../../../../catalog/index.ts';
import { argument } from '../../../interpreter/machine.ts';
import { type NativeCall, type NativeValue, native, type Value } from '../../../interpreter/values.ts';
import { method } from '../../../java/builtins/call.ts';
import { type Connection, OWN } from '../../aws/connection.ts';
import { inert } from '../../aws/request.ts';
import { uploadObject } from '../../javascript/managed-upload.ts';
import { type ClientKind, clientOf, connectionsIn, injected, request } from '../clients.ts';
import { settingsBuilder } from '../v2.ts';
import { inputOf } from './service.ts';

function transferred(call: NativeCall, client: SdkClient, connections: readonly Connection[], name: string): Value {
  const { machine, args, site } = call;
  // `download(bucket, key, file)`: what follows the object is the file and how to write it
  const given = name.startsWith('download') && args.positional.length > 2 ? args.positional.slice(0, 2) : args.positional;
  const input = (operation: string): Value => inputOf(machine, client, operation, given);
  if (name.startsWith('upload')) uploadObject(machine, client, { input: input('PutObject'), connections, keepsParts: false }, site);
  else if (name === 'copy')
    for (const operation of [
      'HeadObject',
      'CopyObject',
      'CreateMultipartUpload',
      'UploadPartCopy',
      'CompleteMultipartUpload',
      'AbortMultipartUpload',
    ])
      request(machine, client, connections, operation, input('CopyObject'), site);
  else {
    if (name === 'downloadDirectory') request(machine, client, connections, 'ListObjects', input('ListObjects'), site);
    for (const operation of ['HeadObject', 'GetObject']) request(machine, client, connections, operation, input('GetObject'), site);
  }
  return inert('a transfer');
}

export function transferPackage(): NativeValue | undefined {
  const client = sdkClient('s3');
  if (!client) return undefined;
  const kind: ClientKind = {
    name: 'TransferManager',
    client,
    member: (connections, property, self) =>
      /^(upload|uploadDirectory|uploadFileList|copy|download|downloadDirectory)$/.test(property)
        ? method(self, property, (call) => transferred(call, client, connections, property))
        : undefined,
  };
  const builder: NativeValue = native('TransferManagerBuilder', {
    key: 'class v1 TransferManagerBuilder',
    inert: true,
    get: (property) => {
      if (property === 'defaultTransferManager') return method(builder, property, ({ machine }) => clientOf(machine, kind, [OWN]));
      return property === 'standard'
        ? method(builder, property, ({ machine }) =>
            settingsBuilder(machine, kind.name, (call, config) => {
              const given = config.kind === 'object' ? config.fields.get('withS3Client') : undefined;
              return clientOf(call.machine, kind, given ? connectionsIn(call.machine, given, call.site) : [OWN]);
            }),
          )
        : undefined;
    },
  });
  const made = native('TransferManager', {
    key: 'class v1 TransferManager',
    inert: true,
    typed: injected(kind, 'TransferManager'),
    construct: ({ machine, args, site }) => clientOf(machine, kind, connectionsIn(machine, argument(args, 0), site)),
  });
  const classes: ReadonlyMap<string, NativeValue> = new Map([
    ['TransferManager', made],
    ['TransferManagerBuilder', builder],
  ]);
  return native('transfer', {
    key: 'package v1 transfer',
    inert: true,
    get: (name) => classes.get(name.replace(/^%has /, '')) ?? (name.startsWith('%') ? undefined : inert(name)),
  });
}
