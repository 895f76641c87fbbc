/** Maps, which are objects without a class, and the data of events and answers, whose fields are read by methods of their names. */
import { bagList } from '../../interpreter/items.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields, deeper, deleteMember, getMember, held, setMember } from '../../interpreter/members.ts';
import {
  constant,
  filterOptions,
  harmless,
  isNullish,
  literalText,
  MISSING,
  mayBeAbsent,
  type NativeCall,
  type NativeValue,
  NULL,
  native,
  nonNullOr,
  type ObjectValue,
  optionsOf,
  textValue,
  thereOf,
  UNDEFINED,
  type UnknownValue,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { listed } from '../../library/java/structs.ts';
import { type Call, callFunction, isFunction, method, someText } from './call.ts';
import { orderOf } from './changes.ts';
import { isJson, writtenJson } from './json.ts';

/** What a map holds under a key: never one of its methods. */
function mapGet(machine: Machine, map: ObjectValue, key: Value, site: Site): Value {
  return union(
    optionsOf(key).map((option) => {
      const name = literalText(option);
      if (name === undefined) return getMember(machine, map, option, site);
      const { value, sure } = held(machine, map, name, map, site);
      if (value && sure) return value;
      const { open } = map;
      const other = open ? (open.kind === 'unknown' ? inside(open, name) : open) : map.dynamic.length > 0 ? MISSING : NULL;
      return value ? union([value, other]) : other;
    }),
  );
}

/** Whether the fields that are there may not be: their number is then not known. */
const isSure = (map: ObjectValue): boolean => !map.open && map.dynamic.length === 0 && ![...map.fields.values()].some(mayBeAbsent);

const inside = (open: UnknownValue, name: string): Value => deeper(open, name);

function entriesOf(machine: Machine, map: ObjectValue, site: Site): readonly (readonly [Value, Value])[] {
  const known = [...map.fields].flatMap(([name, field]): [Value, Value][] => {
    const there = name.startsWith('%') ? undefined : thereOf(field);
    return there ? [[textValue(name), mayBeAbsent(field) ? there : getMember(machine, map, textValue(name), site)]] : [];
  });
  const more = map.dynamic.map((field): [Value, Value] => [field.key, field.value]);
  return [...known, ...more, ...(map.open ? [[harmless('a key'), map.open] as const] : [])];
}

const entry = (machine: Machine, key: Value, value: Value): NativeValue => {
  const made: NativeValue = native('an entry', {
    key: `entry ${machine.journal.next()}`,
    inert: true,
    get: (name) => (KEY.test(name) ? method(made, name, () => key) : VALUE.test(name) ? method(made, name, () => value) : undefined),
  });
  return made;
};

/** Of an entry, and of pairs (kotlin.Pair, org.apache.commons.lang3.tuple.Pair). */
const KEY = /^(getKey|key|getFirst|first|getLeft|left)$/;
const VALUE = /^(getValue|value|getSecond|second|getRight|right)$/;

export { entry as mapEntry };

/** What is made of each entry: a list of unknown length where the map is open, and in an order as the map has one. */
function listOf(machine: Machine, map: ObjectValue, site: Site, of: (key: Value, value: Value) => Value): Value {
  const order = orderOf(map);
  let entries = entriesOf(machine, map, site);
  const names = entries.map(([key]) => literalText(key));
  if (order === 'sorted' && names.every((name) => name !== undefined))
    entries = [...entries].sort(([a], [b]) => ((literalText(a) ?? '') < (literalText(b) ?? '') ? -1 : 1));
  const values = entries.map(([key, value]) => of(key, value));
  if (!isSure(map)) return machine.list([], values.length === 0 ? undefined : union(values));
  const known = order === 'inserted' || (order === 'sorted' && !names.includes(undefined));
  // a loop goes through the entries one by one, so that each key stays with its value
  return known ? machine.list(values) : bagList(machine, values);
}

const put = (machine: Machine, map: ObjectValue, key: Value, value: Value, site: Site): void => {
  if (optionsOf(key).every((option) => literalText(option) !== undefined)) setMember(machine, map, key, value, site);
  else setMember(machine, map, key.kind === 'constant' ? textValue(String(key.value)) : key, value, site);
};

type Method = (self: ObjectValue) => Call;

const computed: Method =
  (self) =>
  ({ machine, args, site }) => {
    const key = argument(args, 0);
    const before = mapGet(machine, self, key, site);
    const callee = args.positional.find(isFunction);
    const value = callee ? machine.journal.maybe(() => callFunction(machine, callee, [key, before], site)) : argument(args, 1);
    put(machine, self, key, before === NULL ? value : union([before, value]), site);
    return before === NULL ? value : union([before, value]);
  };

/** A JSON pointer, or the name of a member (RFC 6901). */
function pointedAt(self: ObjectValue, { machine, args, site }: NativeCall): Value {
  const pointer = literalText(argument(args, 0));
  if (!pointer?.startsWith('/') || pointer.includes('~')) return mapGet(machine, self, argument(args, 0), site);
  return pointer
    .slice(1)
    .split('/')
    .reduce<Value>(
      (value, name) =>
        union(
          optionsOf(value).map((option) =>
            option.kind === 'object' && !option.class
              ? mapGet(machine, option, textValue(name), site)
              : getMember(machine, option, textValue(name), site),
          ),
        ),
      self,
    );
}

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...[
    'get',
    'path',
    'findValue',
    'getString',
    'getJSONObject',
    'getJSONArray',
    'optJSONObject',
    'optJSONArray',
    'optString',
    'opt',
    'getAsJsonObject',
    'getAsJsonArray',
    'getAsJsonPrimitive',
    'required',
  ].map((name): [string, Method] => [
    name,
    (self) =>
      ({ machine, args, site }) =>
        // `getAsJsonObject()` gives the object itself
        args.positional.length === 0 ? self : mapGet(machine, self, argument(args, 0), site),
  ]),
  ['at', (self) => (call) => pointedAt(self, call)],
  [
    'getOrDefault',
    (self) =>
      ({ machine, args, site }) =>
        nonNullOr(mapGet(machine, self, argument(args, 0), site), () => argument(args, 1)),
  ],
  ...['put', 'set', 'add', 'addProperty', 'putNull', 'putPOJO', 'setProperty'].map((name): [string, Method] => [
    name,
    (self) =>
      ({ machine, args, site }) => {
        put(machine, self, argument(args, 0), argument(args, 1), site);
        return self;
      },
  ]),
  [
    'putIfAbsent',
    (self) =>
      ({ machine, args, site }) => {
        const before = mapGet(machine, self, argument(args, 0), site);
        put(machine, self, argument(args, 0), before === NULL ? argument(args, 1) : union([before, argument(args, 1)]), site);
        return before;
      },
  ],
  ...['computeIfAbsent', 'compute'].map((name): [string, Method] => [name, computed]),
  [
    'computeIfPresent',
    (self) => (call) => {
      const before = mapGet(call.machine, self, argument(call.args, 0), call.site);
      return before === NULL ? NULL : computed(self)(call);
    },
  ],
  [
    'merge',
    (self) =>
      ({ machine, args, site }) => {
        const [key = UNDEFINED, given = UNDEFINED, callee = UNDEFINED] = args.positional;
        const before = mapGet(machine, self, key, site);
        const there = filterOptions(before, (option) => !isNullish(option));
        const both = there && machine.journal.maybe(() => callFunction(machine, callee, [there, given], site));
        const value = both ? (there === before ? both : union([both, given])) : given;
        put(machine, self, key, value, site);
        return value;
      },
  ],
  [
    'replaceAll',
    (self) =>
      ({ machine, args, site }) => {
        const entries = entriesOf(machine, self, site);
        for (const [key, value] of entries) {
          const made = machine.journal.maybe(() => callFunction(machine, argument(args, 0), [key, value], site));
          machine.journal.touch(self);
          const name = literalText(key);
          const field = name === undefined ? undefined : self.fields.get(name);
          if (name !== undefined && field && !mayBeAbsent(field) && self.dynamic.length === 0) self.fields.set(name, made);
          else if (name !== undefined && field) self.fields.set(name, union([field, made]));
          else setMember(machine, self, key, made, site);
        }
        return UNDEFINED;
      },
  ],
  [
    'putAll',
    (self) =>
      ({ machine, args }) => {
        copyFields(machine, self, argument(args, 0));
        return UNDEFINED;
      },
  ],
  ...['containsKey', 'has', 'hasNonNull'].map((name): [string, Method] => [
    name,
    (self) =>
      ({ args }) => {
        const key = literalText(argument(args, 0));
        const field = key === undefined ? undefined : self.fields.get(key);
        if (field) return mayBeAbsent(field) ? harmless('a test') : constant(true);
        return key !== undefined && !self.open && self.dynamic.length === 0 ? constant(false) : harmless('a test');
      },
  ]),
  ...['containsValue', 'equals'].map((name): [string, Method] => [name, () => () => harmless('a test')]),
  [
    'entrySet',
    (self) =>
      ({ machine, site }) =>
        listOf(machine, self, site, (key, value) => entry(machine, key, value)),
  ],
  [
    'keySet',
    (self) =>
      ({ machine, site }) =>
        listOf(machine, self, site, (key) => key),
  ],
  [
    'values',
    (self) =>
      ({ machine, site }) =>
        listOf(machine, self, site, (_, value) => value),
  ],
  [
    'forEach',
    (self) =>
      ({ machine, args, site }) => {
        const entries = entriesOf(machine, self, site);
        const each = ([key, value]: readonly [Value, Value]): Value => callFunction(machine, argument(args, 0), [key, value], site);
        if (orderOf(self) === 'inserted' || entries.length < 2) for (const found of entries) machine.journal.maybe(() => each(found));
        else machine.journal.repeat(() => machine.journal.fork(entries.map((found) => () => each(found))));
        return UNDEFINED;
      },
  ],
  ['size', (self) => () => (isSure(self) ? constant(self.fields.size) : harmless('a number'))],
  [
    'isEmpty',
    (self) => () =>
      [...self.fields.values()].some((field) => !mayBeAbsent(field)) ? constant(false) : isSure(self) ? constant(true) : harmless('a test'),
  ],
  [
    'remove',
    (self) =>
      ({ machine, args, site }) => {
        const before = mapGet(machine, self, argument(args, 0), site);
        deleteMember(machine, self, argument(args, 0), site);
        return before;
      },
  ],
  [
    'clear',
    (self) =>
      ({ machine }) => {
        machine.journal.touch(self);
        Object.assign(self, { fields: new Map(), dynamic: [], open: undefined });
        return UNDEFINED;
      },
  ],
  [
    'toString',
    (self) =>
      ({ machine }) =>
        isJson(machine, self) ? writtenJson(machine, self) : someText('a map as text'),
  ],
  ['hashCode', () => () => harmless('a number')],
  ...['clone', 'asMap', 'toMap', 'copy', 'deepCopy'].map((name): [string, Method] => [
    name,
    (self) =>
      ({ machine }) => {
        const copy = machine.object();
        copyFields(machine, copy, self);
        return copy;
      },
  ]),
]);

export function mapMember(self: ObjectValue, name: string): Value | undefined {
  const made = METHODS.get(name);
  return made && method(self, name, made(self));
}

// ── Data that is read by methods ───────────────────────────────────────────────────────────────────────────

/** Methods whose field has another name (aws-lambda-java-events, S3EventNotification). */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([['UrlDecodedKey', 'key']]);

/** Parts of events whose fields begin with capitals (AWS Lambda Developer Guide: "Using Lambda with Amazon SNS", "… DynamoDB"). */
const CAPITALS = /(^|\.)(Sns|dynamodb)$/;

/** An event, or one in the message of a queue or topic. */
const NOTIFICATION = /^$|(^|\.)(body|Message)$/;

/** `getBucket()`, `isTruncated()`, `bucket()` → the name of what they read. */
const propertyOf = (name: string): string | undefined => {
  const [, base] = /^(?:get|is|has)([A-Z]\w*)$/.exec(name) ?? [];
  return base === undefined ? undefined : (OTHER_NAMES.get(base) ?? base);
};

const decapitalised = (name: string): string =>
  /^[A-Z]{2}/.test(name) && name.toUpperCase() === name ? name.toLowerCase() : name.charAt(0).toLowerCase() + name.slice(1);

/** How an event spells the field. */
function spelled(open: UnknownValue, base: string): string {
  if (open.hole.kind !== 'event') return decapitalised(base);
  const { path } = open.hole;
  if (CAPITALS.test(path) || (base === 'Records' && NOTIFICATION.test(path))) return base.charAt(0).toUpperCase() + base.slice(1);
  if (base === 'SNS') return 'Sns';
  if (base === 'S3' || base === 'DetailType') return base === 'S3' ? 's3' : 'detail-type';
  return decapitalised(base);
}

/** A field of data that is read by a method: `getS3()` of an event, `queueUrl()` of an answer. */
export function accessor(self: ObjectValue, name: string): Value | undefined {
  return written(self, name) ?? readField(self, name);
}

/** `withBucketName(x)`, `setKey(x)` of a request of version 1 of the SDK. */
function written(self: ObjectValue, name: string): Value | undefined {
  const [, property] = /^(?:with|set)([A-Z]\w*)$/.exec(name) ?? [];
  if (property === undefined) return undefined;
  return method(self, name, ({ machine, args, site }) => {
    const [only = UNDEFINED] = args.positional;
    const value = args.positional.length > 1 || args.rest ? machine.list(args.positional, args.rest) : listed(machine, property, only);
    setMember(machine, self, textValue(property), value, site);
    return self;
  });
}

function readField(self: ObjectValue, name: string): Value | undefined {
  const base = propertyOf(name) ?? name;
  const wanted = base.toLowerCase();
  const field = [...self.fields.keys()].find((key) => key.toLowerCase().replaceAll(/[-_]/g, '') === wanted);
  if (field !== undefined) return method(self, name, ({ machine, site }) => getMember(machine, self, textValue(field), site));
  const { open } = self;
  if (open?.kind !== 'unknown') return open && method(self, name, () => open);
  return method(self, name, () => deeper(open, spelled(open, base)));
}

/** The same of data of which nothing is known. */
export function unknownAccessor(self: UnknownValue, name: string): Value | undefined {
  const base = propertyOf(name);
  if (base === undefined) return undefined;
  return method(self, name, ({ machine, args, site }) => {
    const [key] = args.positional;
    if (key === undefined) return /^(First|Last)$/.test(base) ? deeper(self, undefined) : deeper(self, spelled(self, base));
    return getMember(machine, self, key, site);
  });
}
