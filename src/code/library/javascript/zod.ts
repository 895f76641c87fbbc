/**
 * Zod ("Defining schemas", zod.dev): what a schema parses is what it was given, with the schema's defaults, literals and
 * transformations. What a schema refuses is not followed further, so that a field that may only be one of several texts is one of them.
 */
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { copyFields, getMember } from '../../interpreter/members.ts';
import {
  FALSE,
  harmless,
  isNullish,
  mayBeNullish,
  type NativeCall,
  type NativeData,
  type NativeValue,
  native,
  nativeFunction,
  nonNullOr,
  type ObjectValue,
  optionsOf,
  present,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { inert } from '../aws/request.ts';

type Apply = (machine: Machine, value: Value, site: Site, depth: number) => Value;

interface Schema extends NativeData {
  readonly kind: 'schema';
  readonly apply: Apply;
}

const isSchema = (data: NativeData | undefined): data is Schema => data?.kind === 'schema';

/** deeper data of a schema that holds itself stays what it is */
const MAX_DEPTH = 8;

const same: Apply = (_machine, value) => value;

/** What a value is as parsed by a schema that is a value, too; as it is, where that is no schema that is known. */
function through(machine: Machine, schema: Value, value: Value, site: Site, depth: number): Value {
  if (depth > MAX_DEPTH) return value;
  const schemas = optionsOf(schema);
  return union(
    schemas.map((each) => (each.kind === 'native' && isSchema(each.data) ? each.data.apply(machine, value, site, depth + 1) : value)),
  );
}

const ofEach =
  (apply: Apply): Apply =>
  (machine, value, site, depth) =>
    union(optionsOf(value).map((option) => apply(machine, option, site, depth)));

// ── Schemas ──────────────────────────────────────────────────────────────────────────────────────────────────

type Method = (call: NativeCall) => Value;

/** `own`: methods that only this kind of schema has. */
function schemaOf(machine: Machine, apply: Apply, own: Readonly<Record<string, Method | Value>> = {}): NativeValue {
  const parse = ({ machine: at, args: given, site }: NativeCall): Value => apply(at, argument(given, 0), site, 0);
  const safeParse = (call: NativeCall): Value =>
    union([
      call.machine.object([
        ['success', TRUE],
        ['data', parse(call)],
      ]),
      call.machine.object([
        ['success', FALSE],
        ['error', harmless('an error')],
      ]),
    ]);
  const derived = (next: Apply): NativeValue => schemaOf(machine, next, own);
  const optional = (): NativeValue => derived(optionally(apply));
  const methods: Readonly<Record<string, Method | Value>> = {
    parse,
    parseAsync: parse,
    safeParse,
    safeParseAsync: safeParse,
    spa: safeParse,
    optional,
    nullable: optional,
    nullish: optional,
    default: ({ args: given }) => derived(withDefault(apply, argument(given, 0))),
    prefault: ({ args: given }) => derived(withDefault(apply, argument(given, 0))),
    catch: ({ args: given }) =>
      derived((at, value, site, depth) => union([apply(at, value, site, depth), defaultOf(at, argument(given, 0), site)])),
    transform: ({ args: given }) =>
      schemaOf(machine, (at, value, site, depth) =>
        callValue(at, argument(given, 0), UNDEFINED, args(apply(at, value, site, depth), harmless('a context')), site),
      ),
    pipe: ({ args: given }) =>
      schemaOf(machine, (at, value, site, depth) => through(at, argument(given, 0), apply(at, value, site, depth), site, depth)),
    or: ({ args: given }) =>
      schemaOf(machine, (at, value, site, depth) =>
        union([apply(at, value, site, depth), through(at, argument(given, 0), value, site, depth)]),
      ),
    and: ({ args: given }) =>
      schemaOf(
        machine,
        both(apply, (at, value, site, depth) => through(at, argument(given, 0), value, site, depth)),
      ),
    array: () => schemaOf(machine, listOf(apply)),
    ...Object.fromEntries(['refine', 'superRefine', 'check', 'overwrite'].map((name) => [name, checking])),
    ...own,
  };
  function checking({ args: given }: NativeCall): Value {
    const checks = given.positional;
    return derived((at, value, site, depth) => {
      const parsed = apply(at, value, site, depth);
      for (const check of checks)
        if (check.kind === 'closure') at.journal.maybe(() => callValue(at, check, UNDEFINED, args(parsed, harmless('a context')), site));
      return parsed;
    });
  }
  const made: NativeValue = native('a schema', {
    key: `schema ${machine.journal.next()}`,
    data: { kind: 'schema', apply } as Schema,
    get: (name) => {
      if (name === 'then') return undefined;
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (method === undefined)
        return nativeFunction(`schema.${name}`, ({ machine: at, args: given, site }) => handOver(at, given.positional, made, site));
      return typeof method === 'function' ? nativeFunction(`schema.${name}`, method) : method;
    },
  });
  return made;
}

/** A method that only says what else is checked, or how faults are told. */
function handOver(machine: Machine, given: readonly Value[], schema: Value, site: Site): Value {
  for (const value of given) if (value.kind === 'closure') machine.escape(value, site);
  return schema;
}

/** Data that is not known may be missing, where a schema makes something known of it. */
const optionally = (apply: Apply): Apply =>
  ofEach((machine, value, site, depth) => {
    if (isNullish(value)) return value;
    const parsed = apply(machine, value, site, depth);
    return value.kind === 'unknown' && parsed.kind !== 'unknown' ? union([parsed, UNDEFINED]) : parsed;
  });

const defaultOf = (machine: Machine, value: Value, site: Site): Value =>
  value.kind === 'closure' ? callValue(machine, value, UNDEFINED, NO_ARGUMENTS, site) : value;

const withDefault =
  (apply: Apply, given: Value): Apply =>
  (machine, value, site, depth) =>
    isNullish(value)
      ? defaultOf(machine, given, site)
      : mayBeNullish(value)
        ? nonNullOr(union(optionsOf(value).map((option) => (isNullish(option) ? option : apply(machine, option, site, depth)))), () =>
            defaultOf(machine, given, site),
          )
        : apply(machine, value, site, depth);

const both =
  (one: Apply, other: Apply): Apply =>
  (machine, value, site, depth) => {
    const [first, second] = [one(machine, value, site, depth), other(machine, value, site, depth)];
    if (first.kind !== 'object') return second;
    const joined = machine.object();
    copyFields(machine, joined, first);
    copyFields(machine, joined, second);
    return joined;
  };

const listOf =
  (apply: Apply): Apply =>
  (machine, value, site, depth) => {
    if (isNullish(value)) return value;
    const { items, rest } = itemsOf(machine, value, 'values', site);
    const parsed = (item: Value): Value => apply(machine, item, site, depth + 1);
    return machine.list(items.map(parsed), rest && parsed(rest));
  };

/** Text that is one of several: that one where it is known, else any. */
const oneOf =
  (allowed: readonly Value[]): Apply =>
  (_machine, value) =>
    value.kind === 'unknown' && allowed.length > 0 ? union(allowed) : value;

/** A text method that changes the text: `trim`, `toLowerCase`. */
const changed =
  (apply: Apply, method: string): Apply =>
  (machine, value, site, depth) => {
    const parsed = apply(machine, value, site, depth);
    const call = getMember(machine, parsed, textValue(method), site);
    return parsed.kind === 'text' && call.kind === 'native' ? callValue(machine, call, parsed, NO_ARGUMENTS, site) : parsed;
  };

const text = (machine: Machine, apply: Apply = ofEach(same)): NativeValue =>
  schemaOf(
    machine,
    apply,
    Object.fromEntries(
      ['trim', 'toLowerCase', 'toUpperCase'].map((name): [string, Method] => [name, () => text(machine, changed(apply, name))]),
    ),
  );

// ── Objects ──────────────────────────────────────────────────────────────────────────────────────────────────

/** `open`: fields beside those of the shape stay. */
function objectSchema(machine: Machine, shape: Value, open: boolean, partial = false): NativeValue {
  const apply: Apply = ofEach((at, value, site, depth) => {
    if (isNullish(value) || shape.kind !== 'object' || depth > MAX_DEPTH) return value;
    const made = at.object();
    if (open) copyFields(at, made, value);
    for (const [name, field] of shape.fields) {
      const parse: Apply = (inner, given, where, deep) => through(inner, field, given, where, deep);
      const given = getMember(at, value, textValue(name), site);
      at.journal.touch(made);
      made.fields.set(name, present((partial ? optionally(parse) : parse)(at, given, site, depth)));
    }
    return made;
  });
  const withShape = (change: (fields: ObjectValue) => void): NativeValue => {
    const next = machine.object();
    copyFields(machine, next, shape);
    change(next);
    return objectSchema(machine, next, open, partial);
  };
  const only = (call: NativeCall, wanted: boolean): NativeValue => {
    const mask = argument(call.args, 0);
    if (mask.kind !== 'object') return objectSchema(machine, shape, open, partial);
    return withShape((next) => {
      for (const name of [...next.fields.keys()]) if (mask.fields.has(name) !== wanted) next.fields.delete(name);
    });
  };
  const extended = (call: NativeCall): NativeValue => {
    const given = argument(call.args, 0);
    const more = given.kind === 'native' ? getMember(call.machine, given, textValue('shape'), call.site) : given;
    return withShape((next) => copyFields(call.machine, next, more));
  };
  return schemaOf(machine, apply, {
    shape,
    extend: extended,
    safeExtend: extended,
    merge: extended,
    pick: (call) => only(call, true),
    omit: (call) => only(call, false),
    partial: () => objectSchema(machine, shape, open, true),
    deepPartial: () => objectSchema(machine, shape, open, true),
    required: () => objectSchema(machine, shape, open),
    passthrough: () => objectSchema(machine, shape, true, partial),
    loose: () => objectSchema(machine, shape, true, partial),
    catchall: () => objectSchema(machine, shape, true, partial),
  });
}

// ── The package ──────────────────────────────────────────────────────────────────────────────────────────────

const itemsGiven = (call: NativeCall, index: number): readonly Value[] => {
  const { items, rest } = itemsOf(call.machine, argument(call.args, index), 'values', call.site);
  return rest ? [] : items;
};

/** The members of an enumeration, which may be the values of an object, too. */
function allowed(call: NativeCall): readonly Value[] {
  const given = argument(call.args, 0);
  if (given.kind === 'list') return itemsGiven(call, 0);
  if (given.kind !== 'object') return optionsOf(given);
  return [...given.fields.keys()].map((name) => getMember(call.machine, given, textValue(name), call.site));
}

const anyOf = (machine: Machine, schemas: readonly Value[]): NativeValue =>
  schemaOf(machine, (at, value, site, depth) =>
    schemas.length === 0 ? value : union(schemas.map((schema) => through(at, schema, value, site, depth))),
  );

const wrapping =
  (method: string): Method =>
  ({ machine, args: given, site }) => {
    const [schema = UNDEFINED, ...more] = given.positional;
    return callValue(machine, getMember(machine, schema, textValue(method), site), schema, { positional: more, named: new Map() }, site);
  };

const enumeration: Method = (call) => {
  const members = allowed(call);
  const given = argument(call.args, 0);
  const own: Record<string, Value> = given.kind === 'object' ? { enum: given, Enum: given, Values: given } : {};
  return schemaOf(call.machine, ofEach(oneOf(members)), { ...own, options: call.machine.list([...members]) });
};

const SCHEMAS: Readonly<Record<string, Method>> = {
  object: ({ machine, args: given }) => objectSchema(machine, argument(given, 0), false),
  strictObject: ({ machine, args: given }) => objectSchema(machine, argument(given, 0), false),
  looseObject: ({ machine, args: given }) => objectSchema(machine, argument(given, 0), true),
  interface: ({ machine, args: given }) => objectSchema(machine, argument(given, 0), false),
  string: ({ machine }) => text(machine),
  literal: enumeration,
  enum: enumeration,
  nativeEnum: enumeration,
  array: ({ machine, args: given }) =>
    schemaOf(
      machine,
      listOf((at, value, site, depth) => through(at, argument(given, 0), value, site, depth)),
      { element: argument(given, 0) },
    ),
  union: (call) => anyOf(call.machine, itemsGiven(call, 0)),
  xor: (call) => anyOf(call.machine, itemsGiven(call, 0)),
  discriminatedUnion: (call) => anyOf(call.machine, itemsGiven(call, 1)),
  intersection: wrapping('and'),
  optional: wrapping('optional'),
  nullable: wrapping('nullable'),
  nullish: wrapping('nullish'),
  _default: wrapping('default'),
  pipe: wrapping('pipe'),
  preprocess: ({ machine, args: given }) =>
    schemaOf(machine, (at, value, site, depth) => {
      const before = callValue(at, argument(given, 0), UNDEFINED, args(value, harmless('a context')), site);
      return through(at, argument(given, 1), before, site, depth);
    }),
  transform: ({ machine, args: given }) =>
    schemaOf(machine, (at, value, site) => callValue(at, argument(given, 0), UNDEFINED, args(value, harmless('a context')), site)),
  lazy: ({ machine, args: given }) =>
    schemaOf(machine, (at, value, site, depth) =>
      depth > MAX_DEPTH ? value : through(at, callValue(at, argument(given, 0), UNDEFINED, NO_ARGUMENTS, site), value, site, depth),
    ),
};

/** Everything else that is called gives a schema of data that stays as it is. */
const PLAIN = /^(?:[a-z][A-Za-z0-9]*)$/;
const OTHER =
  /^(?:config|setErrorMap|getErrorMap|prettifyError|treeifyError|formatError|flattenError|toJSONSchema|registry|globalRegistry|function|codec|promise|core|util|locales)$/;

/** `z.coerce.number()` makes something else of the text. */
const coerce = native('z.coerce', {
  get: (name) =>
    nativeFunction(`z.coerce.${name}`, ({ machine }) =>
      name === 'string'
        ? text(machine)
        : schemaOf(
            machine,
            ofEach((_at, value) => (isNullish(value) ? value : harmless('a value that was made of a text'))),
          ),
    ),
});

const iso = native('z.iso', { get: (name) => nativeFunction(`z.iso.${name}`, ({ machine }) => text(machine)) });

const zod: NativeValue = native('zod', {
  get: (name) => {
    if (name === 'z' || name === 'default') return zod;
    if (name === '__esModule') return TRUE;
    if (name === 'coerce') return coerce;
    if (name === 'iso') return iso;
    const schema = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
    if (schema) return nativeFunction(`z.${name}`, schema);
    if (OTHER.test(name)) return name === 'function' || name === 'codec' || name === 'promise' ? undefined : inert(`z.${name}`);
    return PLAIN.test(name) ? nativeFunction(`z.${name}`, ({ machine }) => text(machine)) : inert(`z.${name}`);
  },
});

export const zodPackage = (): Value => zod;
