/** Jackson and Gson: data in and out. What is read from the event is the event; what is read into a class of the program is an instance of it. */
import { literalOf } from '../../../model/text.ts';
import { fromJson, parsedJson } from '../../interpreter/data.ts';
import { tagOf } from '../../interpreter/decode.ts';
import { jsonText } from '../../interpreter/json-text.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { copyFields } from '../../interpreter/members.ts';
import {
  type ClassValue,
  harmless,
  type NativeValue,
  native,
  type ObjectValue,
  optionsOf,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { type Call, method, someText } from './call.ts';
import { namedClass } from './class-literal.ts';
import { dataAs, fieldsOf } from './handler.ts';

/** The data that a text, a stream or a tree holds. */
function parsed(machine: Machine, source: Value): Value {
  return union(
    optionsOf(source).map((option) => {
      const known = parsedJson(machine, option);
      if (known) return known;
      if (option.kind === 'text') return fromJson(machine, literalOf(option.text) ?? '') ?? harmless('parsed data');
      if (option.kind === 'list' && option.items.length === 0 && option.rest) return parsed(machine, option.rest);
      if (option.kind === 'object' || option.kind === 'list') return option;
      return option.kind === 'unknown' && option.hole.kind === 'event' ? option : harmless('parsed data');
    }),
  );
}

/** The data, as an instance of the class that is named last. */
export const read: Call = ({ machine, args, site }) => {
  const data = parsed(machine, argument(args, 0));
  const last = args.positional.at(-1);
  const type = last && namedClass(last);
  if (type?.kind !== 'class') return data;
  return type.node.interface ? data : dataAs(machine, data, type, site);
};

export const writtenJson = (machine: Machine, value: Value): Value => jsonText(machine, written(machine, value), someText('data as JSON'));

const write: Call = ({ machine, args }) => writtenJson(machine, argument(args, 0));

const JSON_OBJECTS = 'java JSON objects';
const jsonObjects = (machine: Machine): WeakSet<ObjectValue> => {
  const known = machine.store.get(JSON_OBJECTS) as WeakSet<ObjectValue> | undefined;
  const objects = known ?? new WeakSet<ObjectValue>();
  if (!known) machine.store.set(JSON_OBJECTS, objects);
  return objects;
};

/** Whether the text of a map is its JSON. */
export const isJson = (machine: Machine, map: ObjectValue): boolean => jsonObjects(machine).has(map);

/** An object of JSON that the program fills, empty or a copy of data. */
function jsonObject(machine: Machine, from?: Value): Value {
  return union(
    optionsOf(from ?? machine.object()).map((option) => {
      if (option.kind !== 'object') return option;
      const made = machine.object();
      copyFields(machine, made, option);
      jsonObjects(machine).add(made);
      return made;
    }),
  );
}

/** `new JSONObject(text)`, `new JSONObject(map)`, `new JSONArray(text)` (org.json), `new JsonObject()` (Gson). */
const jsonClass = (name: string): NativeValue =>
  native(name, {
    key: `json class ${name}`,
    inert: true,
    data: { kind: 'type' },
    construct: ({ machine, args }) => {
      const [from] = args.positional;
      if (!/Object$/.test(name)) return from ? parsed(machine, from) : machine.list([]);
      return jsonObject(machine, from && parsed(machine, from));
    },
  });

const JSON_CLASSES: Readonly<Record<string, NativeValue>> = Object.fromEntries(
  ['JSONObject', 'JSONArray', 'JsonObject', 'JsonArray'].map((name) => [name, jsonClass(name)]),
);

/** A class of JSON values that programs make themselves. */
export const jsonClassNamed = (name: string): NativeValue | undefined =>
  Object.hasOwn(JSON_CLASSES, name) ? JSON_CLASSES[name] : undefined;

const MAX_DEPTH = 8;

/** What a mapper writes of a value: the properties of an instance under their own names, which the interpreter keeps after a dot. */
function written(machine: Machine, value: Value, depth = 0): Value {
  const inner = (each: Value): Value => written(machine, each, depth + 1);
  if (depth > MAX_DEPTH) return harmless('data that is nested too deep');
  if (value.kind === 'union') return union(value.options.map(inner));
  if (value.kind === 'list') return machine.list(value.items.map(inner), value.rest && inner(value.rest));
  if (value.kind !== 'object') return value;
  const names = value.class ? namesOf(value.class) : undefined;
  const fields = [...value.fields].map(
    ([name, field]) => [names?.get(name) ?? (names ? name.replace(/^\./, '') : name), inner(field)] as const,
  );
  const dynamic = value.dynamic.map(({ key, value: field }) => ({ key, value: inner(field) }));
  return machine.object(fields, { dynamic, ...(value.open ? { open: value.open } : {}) });
}

/** The names that annotations give fields. */
const namesOf = (type: ClassValue): ReadonlyMap<string, string> =>
  new Map(
    fieldsOf(type).flatMap(({ field }) => {
      const name = tagOf(field, 'json');
      return name !== undefined && field.key.kind === 'literal' ? [[String(field.key.value), name] as const] : [];
    }),
  );

const METHODS: Readonly<Record<string, Call>> = {
  readValue: read,
  readTree: read,
  convertValue: read,
  treeToValue: read,
  fromJson: read,
  parseString: read,
  parse: read,
  valueToTree: ({ args }) => argument(args, 0),
  writeValueAsString: write,
  writeValueAsBytes: write,
  toJson: write,
  createObjectNode: ({ machine }) => jsonObject(machine),
  createArrayNode: ({ machine }) => machine.list([]),
};

export const mapper: NativeValue = native('a mapper of JSON', {
  inert: true,
  data: { kind: 'type' },
  construct: () => mapper,
  call: () => mapper,
  get: (name) => {
    const call = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (call) return method(mapper, name, call);
    // `new GsonBuilder().create()`, `mapper.registerModule(m).configure(…)`, `JsonMapper.builder().build()`
    return name.startsWith('%') || name.startsWith('.') ? undefined : method(mapper, name, () => mapper);
  },
});
