/**
 * `manager.NewUploader(client).Upload(ctx, input)` of version 2 and `s3manager` of version 1, which also works through iterators of
 * objects (package s3manager, AWS SDK for Go API Reference).
 */
import type { SdkClient } from '../../../catalog/index.ts';
import { callMember, callValue, escapeAll } from '../../interpreter/invoke.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, OWN } from '../aws/connection.ts';
import { inert } from '../aws/request.ts';
import { uploadObject } from '../javascript/managed-upload.ts';
import { connectionsIn, request } from './service.ts';
import { ERROR } from './settings.ts';

type Work = (call: NativeCall, input: Value) => Value;
type Method = (client: SdkClient, connections: readonly Connection[]) => (call: NativeCall) => Value;

const object = ({ args: { positional } }: NativeCall, from: 'first' | 'last'): Value =>
  (from === 'first' ? positional.find((value) => value.kind === 'object') : positional.findLast((value) => value.kind === 'object')) ??
  UNDEFINED;

const upload =
  (client: SdkClient, connections: readonly Connection[]): Work =>
  (call, input) =>
    uploadObject(call.machine, client, { input, connections, keepsParts: false }, call.site);

const download =
  (client: SdkClient, connections: readonly Connection[]): Work =>
  (call, input) =>
    request(call, client, connections, 'GetObject', input);

/** Objects of a bucket are deleted many at a time. */
const remove =
  (client: SdkClient, connections: readonly Connection[]): Work =>
  (call, input) => {
    const { machine } = call;
    const key = machine.object([['Key', read(machine, input, 'Key', call.site)]]);
    const deleted = machine.object([['Objects', machine.list([key])]]);
    const batch = machine.object([
      ['Bucket', read(machine, input, 'Bucket', call.site)],
      ['Delete', deleted],
    ]);
    return request(call, client, connections, 'DeleteObjects', batch);
  };

const read = (machine: Machine, value: Value, name: string, site: Site): Value => getMember(machine, value, textValue(name), site);

/** `Upload(ctx, iterator)`: what each object of the iterator asks for, by its `method` or from the list that it is made of. */
const each =
  (method: string, work: (client: SdkClient, connections: readonly Connection[]) => Work): Method =>
  (client, connections) =>
  (call) => {
    const { machine, site } = call;
    for (const iterator of optionsOf(argument(call.args, 1))) {
      const own = read(machine, iterator, method, site);
      const objects = read(machine, iterator, 'Objects', site);
      const found = own.kind === 'closure' ? [callMember(machine, iterator, textValue(method), args(), site)] : itemsOf(objects);
      for (const one of found) {
        work(client, connections)(call, read(machine, one, 'Object', site));
        const after = read(machine, one, 'After', site);
        if (after.kind === 'closure') callValue(machine, after, UNDEFINED, args(), site);
      }
    }
    return ERROR;
  };

const itemsOf = (value: Value): readonly Value[] =>
  optionsOf(value).flatMap((option) => (option.kind === 'list' ? [...option.items, ...(option.rest ? [option.rest] : [])] : [option]));

interface Kind {
  /** the field that holds the client where a program writes the struct itself */
  readonly field: string;
  readonly methods: readonly (readonly [name: RegExp, method: Method])[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  Uploader: {
    field: 'S3',
    methods: [
      [
        /^Upload(WithContext)?$/,
        (client, connections) => (call) => call.machine.list([upload(client, connections)(call, object(call, 'first')), ERROR]),
      ],
      [/^UploadWithIterator$/, each('UploadObject', upload)],
    ],
  },
  Downloader: {
    field: 'S3',
    methods: [
      [
        /^Download(WithContext)?$/,
        (client, connections) => (call) => {
          download(client, connections)(call, object(call, 'last'));
          return call.machine.list([harmless('a number of bytes'), ERROR]);
        },
      ],
      [/^DownloadWithIterator$/, each('DownloadObject', download)],
    ],
  },
  BatchDelete: { field: 'Client', methods: [[/^Delete$/, each('DeleteObject', remove)]] },
};

const instance = (client: SdkClient, name: string, kind: Kind, connections: readonly Connection[], key: string): NativeValue =>
  native(name, {
    key,
    get: (property) => {
      const [, method] = kind.methods.find(([names]) => names.test(property)) ?? [];
      return method && nativeFunction(property, method(client, connections));
    },
    inert: true,
  });

/** `NewDeleteListIterator(client, input)`: what a listing gives. */
const listed =
  (client: SdkClient) =>
  (call: NativeCall): Value => {
    const { machine, site } = call;
    const input = argument(call.args, 1);
    const output = request(call, client, connectionsIn(machine, argument(call.args, 0), site), 'ListObjects', input);
    const found = itemsOf(read(machine, output, 'Contents', site)).map((content) =>
      machine.object([
        [
          'Object',
          machine.object([
            ['Bucket', read(machine, input, 'Bucket', site)],
            ['Key', read(machine, content, 'Key', site)],
          ]),
        ],
      ]),
    );
    return machine.object([['Objects', machine.list(found)]]);
  };

export const transferPackage = (client: SdkClient): NativeValue =>
  native('manager', {
    get: (name) => {
      const [, made] = /^New(Uploader|Downloader|BatchDelete)(WithClient)?$/.exec(name) ?? [];
      const [, declared] = /^(Uploader|Downloader|BatchDelete)(?:API|WithIterator)?$/.exec(name) ?? [];
      const kindName = made ?? declared;
      const kind = kindName === undefined ? undefined : KINDS[kindName];
      if (kind && made) {
        return nativeFunction(name, (call) => {
          const connections = connectionsIn(call.machine, argument(call.args, 0), call.site);
          return instance(client, name, kind, connections, `manager ${call.machine.journal.next()}`);
        });
      }
      if (kind) {
        const connections = [{ ...OWN, byType: `the receiver is declared as ${name}` }];
        return native(name, {
          call: (call) => {
            const given = read(call.machine, argument(call.args, 0), kind.field, call.site);
            const own = connectionsIn(call.machine, given, call.site);
            return instance(client, name, kind, own, `manager ${call.machine.journal.next()}`);
          },
          typed: () => instance(client, name, kind, connections, `manager ${name} by type`),
          inert: true,
        });
      }
      if (name === 'NewDeleteListIterator') return nativeFunction(name, listed(client));
      // structs are their fields
      if (/(Input|Object|Iterator)$/.test(name)) return native(name, { call: (call) => argument(call.args, 0), inert: true });
      // its request is not signed (package manager, "GetBucketRegion")
      if (name.startsWith('GetBucketRegion')) return inert(name);
      return nativeFunction(name, (call) => {
        escapeAll(call.machine, call.args, call.site);
        return harmless(`the result of ${name}`);
      });
    },
    inert: true,
  });
