/** Texts that are the JSON of a known value, so that parsing them gives the value back, in every language. */
import { base64Value } from './base64.ts';
import type { Machine } from './machine.ts';
import { native, nativeFunction, union, type Value } from './values.ts';

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
  (
    'strip lstrip rstrip encode decode read trim trimStart trimEnd transformToString transformToByteArray ' +
    'getBytes toByteArray encodeToByteArray decodeToString asText textValue getAsString asString asUtf8String asByteArray readAllBytes array'
  ).split(' '),
);

/** What a text is the JSON of, also once a runtime has decoded its base64; undefined for any other value. */
export function jsonValue(value: Value): Value | undefined {
  const text = base64Value(value) ?? value;
  if (text.kind === 'union') return union(text.options.map((option) => jsonValue(option) ?? option));
  return text.kind === 'native' && isJson(text.data) ? text.data.value : text === value ? undefined : text;
}

const MAX_DEPTH = 12;
/** Parts that are copied; what is larger is shared. */
const MAX_PARTS = 1000;

/** The data as it is now: what the program does to its objects later changes the objects alone. */
export function snapshot(machine: Machine, value: Value): Value {
  let left = MAX_PARTS;
  const copy = (part: Value, depth: number): Value => {
    if (depth > MAX_DEPTH || --left < 0) return part;
    const inner = (each: Value): Value => copy(each, depth + 1);
    switch (part.kind) {
      case 'list':
        return machine.list(part.items.map(inner), part.rest && inner(part.rest));
      case 'object': {
        const { open, prototype, base } = part;
        const fields = [...part.fields].map(([name, field]) => [name, inner(field)] as const);
        const dynamic = part.dynamic.map((field) => ({ key: field.key, value: inner(field.value) }));
        return machine.object(fields, {
          dynamic,
          ...(open ? { open } : {}),
          ...(part.class ? { class: part.class } : {}),
          ...(prototype ? { prototype } : {}),
          ...(base ? { base } : {}),
        });
      }
      case 'union':
        return union(part.options.map(inner));
      default:
        return part;
    }
  };
  return copy(value, 0);
}
