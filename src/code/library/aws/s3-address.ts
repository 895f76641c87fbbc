/** `s3://bucket/key`, the address that tools beside the SDK take. */
import { dropChars, join, split, startsWith, type Text } from '../../../model/text.ts';

/** Undefined for what is no such address. */
export function s3Address(address: Text): { readonly bucket: Text; readonly key: Text } | undefined {
  if (!startsWith(address, 's3://')) return undefined;
  const [bucket = [], ...rest] = split(dropChars(address, 's3://'.length), '/');
  return { bucket, key: join(rest, '/') };
}
