/** Texts that are the JSON of a known value, so that parsing them gives the value back, in every language. */
import type { Machine } from './machine.ts';
import { native, nativeFunction, type Value } from './values.ts';

interface JsonData {
  readonly kind: 'json';
  readonly value: Value;
}

const isJson = (data: object | undefined): data is JsonData =>
  data !== undefined && 'kind' in data && data.kind === 'json' && 'value' in data;

/** `asText` stands for it where it is part of another text. */
export function jsonText(machine: Machine, value: Value, asText: Value): Value {
  const data: JsonData = { kind: 'json', value };
  return native('JSON text', {
    key: `json ${machine.journal.next()}`,
    data,
    inert: true,
    get: (name) =>
      name === '%text' ? asText : name === 'toString' || PASSES.has(name) ? nativeFunction(name, ({ self }) => self) : undefined,
  });
}

/** Methods of texts and byte strings that leave JSON what it is. */
const PASSES = new Set(
  'strip lstrip rstrip encode decode trim trimStart trimEnd getBytes asText textValue getAsString asString asUtf8String'.split(' '),
);

/** What a text is the JSON of; undefined for any other value. */
export const jsonValue = (value: Value): Value | undefined =>
  value.kind === 'native' && isJson(value.data) ? value.data.value : undefined;
