/** Texts that are the base64 of a known value, so that decoding them gives the value back, in every language. */
import type { Machine } from './machine.ts';
import { type NativeCall, native, nativeFunction, textValue, type Value } from './values.ts';

interface Encoded {
  readonly kind: 'base64';
  readonly value: Value;
}

const isEncoded = (data: object | undefined): data is Encoded =>
  data !== undefined && 'kind' in data && data.kind === 'base64' && 'value' in data;

export function base64Text(machine: Machine, value: Value): Value {
  const data: Encoded = { kind: 'base64', value };
  return native('base64 text', {
    key: `base64 ${machine.journal.next()}`,
    data,
    inert: true,
    get: (name) =>
      name === '%text'
        ? textValue([{ kind: 'runtime', reason: 'a base64 text', chars: 'any' }])
        : BUFFER.has(name)
          ? nativeFunction(name, ({ self }) => self)
          : name === 'get'
            ? nativeFunction(name, (call) => copiedInto(call))
            : undefined,
  });
}

/** Methods of the buffer that a runtime decodes it to, which give its bytes (java.nio.ByteBuffer). */
const BUFFER = new Set(['array', 'asReadOnlyBuffer', 'duplicate', 'rewind', 'slice', 'toString']);

/** `buffer.get(bytes)` fills an array with the bytes. */
function copiedInto({ machine, self, args }: NativeCall): Value {
  const [bytes] = args.positional;
  if (bytes?.kind === 'list') {
    machine.journal.touch(bytes);
    bytes.items = [];
    bytes.rest = self;
  }
  return self;
}

/** What a text is the base64 of; undefined for any other value. */
export const base64Value = (value: Value): Value | undefined =>
  value.kind === 'native' && isEncoded(value.data) ? value.data.value : undefined;
