/**
 * pandas: data frames are read from and written to addresses of S3 with the function's credentials ("IO tools", reading and writing
 * remote files, pandas documentation). Everything else works in memory, and calls the functions that it is given.
 */
import { sdkClient } from '../../../catalog/index.ts';
import { isHole } from '../../../model/text.ts';
import { escapeAll } from '../../interpreter/invoke.ts';
import { argument } from '../../interpreter/machine.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  type Value,
} from '../../interpreter/values.ts';
import { OWN } from '../aws/connection.ts';
import { send } from '../aws/request.ts';
import { s3Address } from '../aws/s3-address.ts';

/** Names of the parameter that is the address. */
const ADDRESS: readonly string[] = ['filepath_or_buffer', 'path_or_buf', 'path', 'path_or_buffer', 'io', 'excel_writer'];

const WRITES = /^to_(csv|parquet|json|excel|pickle|feather|xml|html|orc|stata)$/;

export const pandas = (): NativeValue =>
  native('pandas', {
    key: 'pandas',
    inert: true,
    get: (name) => {
      if (name.startsWith('%')) return undefined;
      return name.startsWith('read_') ? transfer(`pandas.${name}`, 'GetObject', 'reads from') : frame(`pandas.${name}`);
    },
  });

/** A data frame, a column, a group, or a method of one, which gives another. */
const frame = (name: string): NativeValue =>
  native(name, {
    inert: true,
    key: name,
    call: (call) => {
      escapeAll(call.machine, call.args, call.site);
      return frame('a data frame');
    },
    any: () => frame('a data frame'),
    get: (member, machine) => {
      if (member === '%text') return harmless('a value of a data frame');
      if (member === '%items') return machine.list([], frame('a data frame'));
      if (member.startsWith('%')) return undefined;
      return WRITES.test(member) ? transfer(`DataFrame.${member}`, 'PutObject', 'writes to') : frame(`DataFrame.${member}`);
    },
  });

const transfer = (name: string, operation: string, does: string): NativeValue =>
  nativeFunction(name, (call) => {
    const address = ADDRESS.map((parameter) => call.args.named.get(parameter)).find((value) => value) ?? argument(call.args, 0);
    for (const option of optionsOf(address)) request(call, option, name, operation, does);
    return frame('a data frame');
  });

function request(call: NativeCall, address: Value, name: string, operation: string, does: string): void {
  const { machine, site } = call;
  const text = address.kind === 'text' ? address.text : address.kind === 'unknown' && address.hole.kind === 'event' ? [address.hole] : [];
  const found = s3Address(text);
  const client = sdkClient('s3');
  const [first] = text;
  if (found && client) {
    const input = machine.object([
      ['Bucket', textValue(found.bucket)],
      ['Key', textValue(found.key)],
    ]);
    send(machine, { client, operation, input, connections: [OWN] }, site);
  } else if (first !== undefined && isHole(first))
    machine.lose(
      { what: `call of ${name}`, why: `it ${does} S3 where the address begins with s3://, and that is not known`, client: 's3' },
      site,
    );
}
