/** Between the interpreter's values and the model's data. */
import { parseJsonText } from '../../delivery/json-text.ts';
import { ALWAYS, type When } from '../../model/condition.ts';
import {
  type ChoiceDatum,
  type Datum,
  isBeyond,
  isOnlyBeyond,
  type ListDatum,
  type MapDatum,
  type MapEntry,
  sameDatum,
} from '../../model/datum.ts';
import { isBeyondHole, isDeployHole, isExact, isHole, type Text, text } from '../../model/text.ts';
import { simplified, under, whenOf } from './conditions.ts';
import { jsonText, jsonValue, snapshot } from './json-text.ts';
import type { Machine } from './machine.ts';
import {
  constant,
  eventField,
  harmless,
  type ListValue,
  literalText,
  type ObjectValue,
  present,
  textValue,
  toTexts,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from './values.ts';

const MAX_DEPTH = 12;
const MAX_NODES = 4000;

interface Conversion {
  left: number;
  /** inside of a JSON text: what its parts are only beyond the events that the app sends, the app does not send on */
  readonly json?: true;
}

/** The value as data; undefined where it is `undefined`, so that a member that is not there stays away. */
export function toDatum(machine: Machine, value: Value): Datum | undefined {
  return convert(machine, value, 0, { left: MAX_NODES });
}

/** The value as data that is written as JSON and sent on. */
export const toJsonDatum = (machine: Machine, value: Value): Datum | undefined =>
  convert(machine, value, 0, { left: MAX_NODES, json: true });

function convert(machine: Machine, given: Value, depth: number, budget: Conversion): Datum | undefined {
  const value = present(given);
  const when = whenOf(value);
  const datum = convertAlways(machine, value, depth, budget);
  return datum && when.length > 0 ? { kind: 'choice', options: [{ when, value: datum }] } : datum;
}

/** Without the conditions of the value itself. */
function convertAlways(machine: Machine, value: Value, depth: number, budget: Conversion): Datum | undefined {
  if (--budget.left < 0 || depth > MAX_DEPTH) return { kind: 'unknown', reason: 'data that is nested too deep' };
  switch (value.kind) {
    case 'text':
      return { kind: 'text', text: value.text };
    case 'constant':
      return value.value === undefined ? undefined : { kind: 'scalar', value: value.value };
    case 'list':
      return convertList(machine, value, depth, budget);
    case 'object':
      return convertObject(machine, value, depth, budget);
    case 'union':
      return convertUnion(machine, value.options, depth, budget);
    case 'unknown':
      return value.hole.kind === 'runtime' && !value.hole.beyond
        ? { kind: 'unknown', reason: value.hole.reason }
        : { kind: 'text', text: [value.hole] };
    case 'native': {
      if (value.holds) return convert(machine, value.holds(), depth + 1, budget);
      const plain = value.get?.('%text', machine, { module: NOWHERE, at: 0 });
      const datum: Datum | undefined = plain ? convert(machine, plain, depth + 1, budget) : { kind: 'unknown', reason: value.name };
      const json = jsonValue(value);
      if (!json || datum?.kind !== 'text') return datum;
      const inner = convert(machine, json, depth + 1, { left: Math.max(budget.left, 0), json: true });
      return inner ? { ...datum, json: inner } : datum;
    }
    default:
      return { kind: 'unknown', reason: 'a value that is no data' };
  }
}

function convertList(machine: Machine, { items, rest }: ListValue, depth: number, budget: Conversion): ListDatum {
  const converted: Datum[] = [];
  for (const item of rest ? [...items, rest] : items) {
    const datum = convert(machine, item, depth + 1, budget);
    if (datum) converted.push(datum);
  }
  return { kind: 'list', items: converted, open: rest !== undefined };
}

/** `cond ? x : undefined`: that it may not be there at all is an alternative of its own. */
const convertUnion = (machine: Machine, options: readonly Value[], depth: number, budget: Conversion): Datum =>
  choiceOf(
    withoutBlanks(machine, options).map((option) => ({
      when: whenOf(option),
      value: convertAlways(machine, option, depth + 1, budget) ?? ABSENT,
    })),
  );

/** Whether the value is a parameter of the template that is the empty text unless a deployment says otherwise. */
export function mayBeBlank(machine: Machine, value: Value): boolean {
  const [only] = value.kind === 'text' && value.text.length === 1 ? value.text : [];
  if (only === undefined || !isHole(only) || only.kind !== 'parameter') return false;
  const parameter = machine.app.parameters.get(only.name);
  return parameter?.default === '' || (parameter?.allowedValues?.includes('') ?? false);
}

/** In data the parameter itself stands for its blank value too. */
const withoutBlanks = (machine: Machine, options: readonly Value[]): readonly Value[] =>
  options.some((option) => mayBeBlank(machine, option)) ? options.filter((option) => literalText(option) !== '') : options;

/** A member that is not there, as one of several alternatives. */
const ABSENT: Datum = { kind: 'scalar', value: null };

const NOWHERE = { file: '', language: 'javascript', body: [], exports: 'declared', position: () => ({ line: 1, column: 1 }) } as const;

/** One of several data. What holds only beyond the events that the app sends names nothing where another one is known. */
function choiceOf(converted: ChoiceDatum['options']): Datum {
  const names = converted.some(({ value }) => value.kind !== 'scalar' && !isBeyond(value));
  const different: { readonly value: Datum; readonly whens: When[] }[] = [];
  for (const { when, value } of converted) {
    if (names && isBeyond(value)) continue;
    const entry = different.find((other) => sameDatum(other.value, value));
    if (entry) entry.whens.push(when);
    else different.push({ value, whens: [when] });
  }
  const options: ChoiceDatum['options'][number][] = [];
  for (const { value, whens } of different) for (const when of simplified(whens)) options.push({ when, value });
  const [only] = options;
  return options.length === 1 && only?.when.length === 0 ? only.value : { kind: 'choice', options };
}

function convertObject(machine: Machine, object: ObjectValue, depth: number, budget: Conversion): MapDatum {
  const entries: MapEntry[] = [];
  for (const [name, field] of object.fields) {
    if (name.startsWith('%')) continue;
    const read = field.kind === 'accessor' ? (typeof field.get === 'function' ? field.get() : harmless('a getter')) : field;
    // one member that is very large leaves the others what they are
    const value = convert(machine, read, depth + 1, depth === 0 ? { ...budget, left: MAX_NODES } : budget);
    if (value && !(budget.json && isOnlyBeyond(value))) entries.push({ key: name === '' ? [] : [name], value });
  }
  for (const field of object.dynamic) {
    const value = convert(machine, field.value, depth + 1, budget);
    if (value) for (const key of toTexts(field.key)) entries.push({ key, value });
  }
  const { open } = object;
  const beyond = open?.kind === 'unknown' && isBeyondHole(open.hole);
  return { kind: 'map', entries, open: open !== undefined && !(budget.json && beyond) };
}

/** The fields of an object as an operation's input. */
export const datumOfFields = (machine: Machine, object: ObjectValue): MapDatum => convertObject(machine, object, 0, { left: MAX_NODES });

/** An operation's input from any value: what is not an object is an input of which nothing is known. */
export function inputOf(machine: Machine, value: Value): MapDatum {
  if (value.kind === 'object') return datumOfFields(machine, value);
  if (value.kind === 'constant') return { kind: 'map', entries: [], open: false };
  if (value.kind === 'union') {
    const maps = value.options.flatMap((option) => (option.kind === 'constant' ? [] : [inputOf(machine, option)]));
    return joinMaps(maps);
  }
  return { kind: 'map', entries: [], open: true };
}

/** One map whose members are the alternatives' members. */
function joinMaps(maps: readonly MapDatum[]): MapDatum {
  const [first] = maps;
  if (maps.length === 1 && first) return first;
  const byKey = new Map<string, { key: MapEntry['key']; values: Datum[] }>();
  for (const map of maps)
    for (const entry of map.entries) {
      const id = JSON.stringify(entry.key);
      const known = byKey.get(id) ?? { key: entry.key, values: [] };
      known.values.push(entry.value);
      byKey.set(id, known);
    }
  const entries = [...byKey.values()].map(({ key, values }): MapEntry => {
    const all = values.length < maps.length ? [...values, ABSENT] : values;
    return { key, value: choiceOf(all.flatMap((value) => (value.kind === 'choice' ? value.options : [{ when: ALWAYS, value }]))) };
  });
  return { kind: 'map', entries, open: maps.some((map) => map.open) };
}

function restOf(machine: Machine, { rest }: ListDatum, path: string | undefined): Value {
  if (rest) return fromDatum(machine, rest, path === undefined ? undefined : `${path}[]`);
  return path === undefined ? harmless('data of the template') : eventField(`${path}[]`);
}

const fieldOf = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Template data as the program sees it. `path` names the event field that unknown parts are. */
export function fromDatum(machine: Machine, datum: Datum, path?: string): Value {
  switch (datum.kind) {
    case 'text':
      if (datum.json) return jsonText(machine, fromDatum(machine, datum.json, path), textValue(datum.text));
      return isOnlyBeyond(datum) ? beyondValue(datum.text) : textValue(datum.text);
    case 'scalar':
      return constant(datum.value);
    case 'list':
      return machine.list(
        datum.items.map((item) => fromDatum(machine, item, path === undefined ? undefined : `${path}[]`)),
        datum.open ? restOf(machine, datum, path) : undefined,
      );
    case 'map': {
      const object = machine.object(
        [],
        datum.open ? { open: path === undefined ? harmless('data of the template') : eventField(path) } : {},
      );
      for (const { key, value } of datum.entries) {
        const [name] = key;
        const inner = fromDatum(machine, value, path === undefined || typeof name !== 'string' ? path : fieldOf(path, name));
        if (key.length === 0 || (key.length === 1 && typeof name === 'string'))
          object.fields.set(typeof name === 'string' ? name : '', inner);
        else object.dynamic.push({ key: textValue(key), value: inner });
      }
      return object;
    }
    case 'choice':
      return union(datum.options.flatMap((option) => under(fromDatum(machine, option.value, path), option.when) ?? []));
    case 'unknown':
      return path === undefined ? unknown(datum.reason, { harmless: true }) : eventField(path);
  }
}

/** What only others send may be no text at all. */
function beyondValue(value: Text): Value {
  const [hole] = value;
  return hole && isHole(hole) && !isDeployHole(hole) ? { kind: 'unknown', hole, harmless: true } : textValue(value);
}

/**
 * What a text is the JSON of: a value of the program, or what the template states; undefined where that is not known. It is a new one
 * each time, so that what the program does to it does not change the text.
 */
export function parsedJson(machine: Machine, value: Value): Value | undefined {
  const known = jsonValue(value);
  if (known) return snapshot(machine, known);
  if (value.kind !== 'text') return undefined;
  const literal = literalText(value);
  if (literal !== undefined) return fromJson(machine, literal);
  const datum = isExact(value.text) ? parseJsonText(value.text) : undefined;
  return datum?.kind === 'map' || datum?.kind === 'list' ? fromDatum(machine, datum) : undefined;
}

/** A parsed JSON text as a value; undefined when it is no JSON. */
export function fromJson(machine: Machine, source: string): Value | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    return undefined;
  }
  return fromPlain(machine, parsed, 0);
}

export function fromPlain(machine: Machine, plain: unknown, depth = 0): Value {
  if (depth > 64) return harmless('data that is nested too deep');
  if (typeof plain === 'string') return textValue(text(plain));
  if (typeof plain === 'number' || typeof plain === 'boolean' || plain === null) return constant(plain);
  if (Array.isArray(plain)) return machine.list(plain.map((item) => fromPlain(machine, item, depth + 1)));
  if (typeof plain === 'object')
    return machine.object(Object.entries(plain).map(([name, value]) => [name, fromPlain(machine, value, depth + 1)] as const));
  return UNDEFINED;
}
