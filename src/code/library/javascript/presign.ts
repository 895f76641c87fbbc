/**
 * URLs and forms that are signed here and used elsewhere. The signer needs the permission of the operation that it signs ("Sharing
 * objects with presigned URLs", Amazon S3 User Guide).
 */
import { type SdkClient, sdkClient } from '../../../catalog/index.ts';
import type { Datum, MapDatum } from '../../../model/datum.ts';
import { type Hole, split, text } from '../../../model/text.ts';
import { inputOf } from '../../interpreter/data.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeValue,
  native,
  nativeFunction,
  textValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import type { Connection } from '../aws/connection.ts';
import { note } from '../aws/request.ts';
import { clientsIn, connectionsIn, sendValue } from './commands.ts';

/** The fields of a form that are parameters of PutObject ("POST Object", Amazon S3 API Reference). */
const FORM_FIELDS: ReadonlyMap<string, string> = new Map([
  ['key', 'Key'],
  ['acl', 'ACL'],
  ['tagging', 'Tagging'],
  ['x-amz-server-side-encryption', 'ServerSideEncryption'],
  ['x-amz-server-side-encryption-aws-kms-key-id', 'SSEKMSKeyId'],
  ['x-amz-object-lock-mode', 'ObjectLockMode'],
]);

/** A form that lets its holder write one object. */
export function presignedPost(
  machine: Machine,
  client: SdkClient,
  given: Value,
  connections: readonly Connection[],
  bound: MapDatum | undefined,
  site: Site,
): Value {
  // `Expires` is when the form expires, not the object
  const input = inputOf(machine, given);
  const fields = isNullish(given) ? UNDEFINED : getMember(machine, given, textValue('Fields'), site);
  const form = fields.kind === 'object' ? inputOf(machine, fields).entries : [];
  const entries = [...input.entries, ...(bound?.entries ?? [])].filter(({ key: [name] }) => name === 'Bucket' || name === 'Key');
  for (const { key, value } of form) {
    const [name] = key;
    const member = typeof name === 'string' ? FORM_FIELDS.get(name.toLowerCase()) : undefined;
    if (member !== undefined && !entries.some((entry) => entry.key[0] === member)) entries.push({ key: [member], value });
  }
  const named = entries.map((entry) => (entry.key[0] === 'Key' ? { ...entry, value: withFileName(entry.value) } : entry));
  note(machine, client, 'PutObject', { kind: 'map', entries: named, open: input.open }, connections, site);
  return harmless('a presigned form');
}

/** S3 puts the name of the file that its holder sends in the place of `${filename}` ("POST Object", Amazon S3 API Reference). */
function withFileName(key: Datum): Datum {
  if (key.kind === 'choice') return { ...key, options: key.options.map((option) => ({ ...option, value: withFileName(option.value) })) };
  if (key.kind !== 'text') return key;
  const pieces = split(key.text, FILE_NAME);
  return { ...key, text: text(...pieces.flatMap((piece, index) => (index === 0 ? piece : [ANY_FILE, ...piece]))) };
}

const FILE_NAME = `\${filename}`;
const ANY_FILE: Hole = { kind: 'runtime', reason: 'the name of the file that is sent', chars: 'any' };

/** `@aws-sdk/s3-presigned-post`. */
export function s3PresignedPost(): NativeValue | undefined {
  const client = sdkClient('s3');
  if (!client) return undefined;
  const create = nativeFunction('createPresignedPost', ({ machine, args, site }) =>
    presignedPost(machine, client, argument(args, 1), connectionsIn(machine, argument(args, 0), site), undefined, site),
  );
  return native('@aws-sdk/s3-presigned-post', { get: (name) => (name === 'createPresignedPost' ? create : undefined), inert: true });
}

/** `@aws-sdk/s3-request-presigner`: `getSignedUrl(client, command)`. */
export function s3RequestPresigner(): NativeValue {
  const sign = nativeFunction('getSignedUrl', ({ machine, args, site }) => {
    const clients = clientsIn(machine, argument(args, 0), site);
    sendValue(machine, argument(args, 1), clients[0]?.client, connectionsIn(machine, argument(args, 0), site), site);
    return harmless('a signed URL');
  });
  return native('@aws-sdk/s3-request-presigner', { get: (name) => (name === 'getSignedUrl' ? sign : undefined), inert: true });
}
