/**
 * Managed uploads: one PutObject, or, above the part size, a multipart upload, which is aborted when it fails unless its parts are to
 * stay (`Upload` of `@aws-sdk/lib-storage`, `AWS.S3.ManagedUpload`). Which of them happens is decided by the size of the body.
 */
import type { SdkClient } from '../../../catalog/index.ts';
import { sdkClient } from '../../../catalog/index.ts';
import type { MapDatum } from '../../../model/datum.ts';
import { inputOf } from '../../interpreter/data.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  TRUE,
  textValue,
  UNDEFINED,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { type Connection, OWN } from '../aws/connection.ts';
import { callBack, callBackAll, inert, inputFor, note } from '../aws/request.ts';
import { connectionsIn } from './commands.ts';

export interface UploadOf {
  readonly input: Value;
  readonly connections: readonly Connection[];
  /** `leavePartsOnError` */
  readonly keepsParts: boolean;
  /** tags are set by a request of their own */
  readonly tags?: boolean;
  readonly bound?: MapDatum;
}

export function uploadObject(machine: Machine, client: SdkClient, upload: UploadOf, site: Site): Value {
  const given = inputOf(machine, upload.input);
  const known = new Set(given.entries.map(({ key }) => JSON.stringify(key)));
  const added = upload.bound?.entries.filter(({ key }) => !known.has(JSON.stringify(key))) ?? [];
  const input: MapDatum = { ...given, entries: [...given.entries, ...added] };
  const names = ['PutObject', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'];
  if (!upload.keepsParts) names.push('AbortMultipartUpload');
  if (upload.tags) names.push('PutObjectTagging');
  for (const name of names) note(machine, client, name, inputFor(input, client, name), upload.connections, site);
  return harmless('the output of an upload to S3');
}

/** What `s3.upload()` and `new ManagedUpload()` give. */
export function uploadRequest(machine: Machine, output: Value): NativeValue {
  const made: NativeValue = native('ManagedUpload', {
    key: `upload ${machine.journal.next()}`,
    get: (property) => {
      switch (property) {
        case 'promise':
        case 'done':
          return nativeFunction(`upload.${property}`, () => output);
        case 'send':
          return nativeFunction('upload.send', ({ machine: at, args, site }) => {
            callBackAll(at, args.positional, output, site);
            return UNDEFINED;
          });
        case 'on':
          return nativeFunction('upload.on', ({ machine: at, args, site }) => {
            callBack(at, argument(args, 1), [harmless('the progress of an upload')], site);
            return made;
          });
        default:
          return undefined;
      }
    },
    inert: true,
  });
  return made;
}

const fieldsOf =
  ({ machine, site }: NativeCall, options: Value) =>
  (name: string): Value =>
    options.kind === 'object' || options.kind === 'union' ? getMember(machine, options, textValue(name), site) : UNDEFINED;

const isSet = (value: Value): boolean =>
  !isNullish(value) && !(value.kind === 'list' && value.items.length === 0 && value.rest === undefined);

/** `new AWS.S3.ManagedUpload({ params, service, tags, leavePartsOnError })`. */
export function managedUpload(client: SdkClient, shared: (call: NativeCall, config: Value) => readonly Connection[]): NativeValue {
  return native('AWS.S3.ManagedUpload', {
    construct: (call) => {
      const field = fieldsOf(call, argument(call.args, 0));
      const service = field('service');
      const connections = isNullish(service) ? shared(call, UNDEFINED) : connectionsIn(call.machine, service, call.site);
      const output = uploadObject(
        call.machine,
        client,
        { input: field('params'), connections, keepsParts: field('leavePartsOnError') === TRUE, tags: isSet(field('tags')) },
        call.site,
      );
      return uploadRequest(call.machine, output);
    },
    inert: true,
  });
}

/** `@aws-sdk/lib-storage`. An upload counts when it is made, as requests of version 2 do. */
export function libStorage(machine: Machine): NativeValue | undefined {
  const client = sdkClient('s3');
  if (!client) return undefined;
  machine.clientsSeen.add(client.id);
  const upload = native('Upload', {
    construct: (call) => {
      const options = argument(call.args, 0);
      const field = fieldsOf(call, options);
      const given = options.kind === 'object' ? field('params') : unknown('the parameters of the upload');
      const output = uploadObject(
        call.machine,
        client,
        {
          input: given,
          connections: connectionsIn(call.machine, field('client'), call.site),
          keepsParts: field('leavePartsOnError') === TRUE,
          tags: isSet(field('tags')),
        },
        call.site,
      );
      return uploadRequest(call.machine, output);
    },
    typed: (at, site) => {
      const connections = [{ ...OWN, byType: 'the receiver is declared as Upload' }];
      return uploadRequest(
        at,
        uploadObject(at, client, { input: unknown('the parameters of the upload'), connections, keepsParts: false }, site),
      );
    },
    inert: true,
  });
  return native('@aws-sdk/lib-storage', {
    get: (name) => (name === 'Upload' ? upload : /^[A-Z]/.test(name) ? inert(name) : undefined),
    inert: true,
  });
}
