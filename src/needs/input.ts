/**
 * Reading an operation's input that is known in part. A path gives every value that the member can have; what cannot be
 * read is an `unknown` value, so that nobody takes "not seen" for "not there".
 */
import { ALWAYS, and, type When } from '../model/condition.ts';
import type { Datum, MapDatum } from '../model/datum.ts';
import { concat, isHole, literalOf, type Text, text } from '../model/text.ts';

/** One value that a member can have, and under which template conditions. */
export type Value = { readonly when: When } & (
  | { readonly kind: 'datum'; readonly datum: Exclude<Datum, { kind: 'choice' | 'unknown' }> }
  /** the member is left out, or null */
  | { readonly kind: 'absent' }
  /** the member may be there, with any value; `reason` ends a sentence that starts "it depends on" */
  | { readonly kind: 'unknown'; readonly reason: string }
);

export type TextValue = { readonly when: When } & (
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string }
);

const NOT_READ = 'members that the code adds in a way which could not be followed';
/** Values of one member beyond this many are one unknown value: alternatives multiply along a path. */
const MOST_VALUES = 64;

/**
 * The values at `path`: member names joined by dots. `[]` after a name stands for every item of a list or every value of a
 * map, `{}` for every key of a map: `Entries[].EventBusName`, `RequestItems{}`, `TransactItems[].Put.TableName`.
 *
 * INVARIANT: never empty.
 */
export function valuesAt(input: MapDatum, path: string): readonly Value[] {
  let values: readonly Value[] = [{ kind: 'datum', when: ALWAYS, datum: input }];
  for (const step of stepsOf(path)) values = bounded(values.flatMap((value) => stepInto(value, step)));
  return values;
}

type Step = { readonly kind: 'member'; readonly name: string } | { readonly kind: 'items' } | { readonly kind: 'keys' };

function stepsOf(path: string): readonly Step[] {
  return path.split('.').flatMap((piece): readonly Step[] => {
    const many = piece.endsWith('[]') ? 'items' : piece.endsWith('{}') ? 'keys' : undefined;
    const name = many ? piece.slice(0, -2) : piece;
    const member: readonly Step[] = name === '' ? [] : [{ kind: 'member', name }];
    return many ? [...member, { kind: many }] : member;
  });
}

function bounded(values: readonly Value[]): readonly Value[] {
  if (values.length <= MOST_VALUES) return values;
  return [...values.slice(0, MOST_VALUES - 1), { kind: 'unknown', when: ALWAYS, reason: 'more values than are followed' }];
}

function stepInto(value: Value, step: Step): readonly Value[] {
  if (value.kind !== 'datum') return [value];
  const { datum, when } = value;
  switch (step.kind) {
    case 'member':
      return datum.kind === 'map'
        ? memberOf(datum, step.name, when)
        : [{ kind: 'unknown', when, reason: `a value that has no ${step.name}` }];
    case 'items':
      if (datum.kind === 'list') return manyOf(datum.items, datum.open, when);
      if (datum.kind === 'map')
        return manyOf(
          datum.entries.map((e) => e.value),
          datum.open,
          when,
        );
      return [{ kind: 'unknown', when, reason: 'a value that is no list' }];
    case 'keys':
      if (datum.kind !== 'map') return [{ kind: 'unknown', when, reason: 'a value that is no map' }];
      return manyOf(
        datum.entries.map((e) => ({ kind: 'text', text: e.key })),
        datum.open,
        when,
      );
  }
}

/**
 * INVARIANT of the interpreter: the listed items of an open list stand for all kinds of items that the analysis saw go in
 * (`records.map(…)` lists one); items that it could not see are an `unknown` item. So openness alone adds a value only
 * when nothing is listed.
 */
function manyOf(items: readonly Datum[], open: boolean, when: When): readonly Value[] {
  if (items.length > 0) return items.flatMap((item) => settle(item, when));
  return open ? [{ kind: 'unknown', when, reason: NOT_READ }] : [{ kind: 'absent', when }];
}

function memberOf(map: MapDatum, name: string, when: When): readonly Value[] {
  let symbolic: Value | undefined;
  // the last entry wins, as in an object literal; entries before it with the same key are overwritten
  for (let i = map.entries.length - 1; i >= 0; i--) {
    const entry = map.entries[i];
    if (!entry) continue;
    const key = literalOf(entry.key);
    if (key === name) return symbolic ? [...settle(entry.value, when), symbolic] : settle(entry.value, when);
    if (key === undefined) symbolic = { kind: 'unknown', when, reason: 'a member whose name is known only at run time' };
  }
  if (map.open) return [{ kind: 'unknown', when, reason: NOT_READ }];
  return symbolic ? [symbolic, { kind: 'absent', when }] : [{ kind: 'absent', when }];
}

/** Takes choices apart, each option under its conditions; an option that contradicts the conditions around it cannot be. */
function settle(datum: Datum, when: When, depth = 0): readonly Value[] {
  if (depth > 16) return [{ kind: 'unknown', when, reason: 'more alternatives than are followed' }];
  if (datum.kind === 'unknown') return [{ kind: 'unknown', when, reason: datum.reason }];
  if (datum.kind === 'scalar' && datum.value === null) return [{ kind: 'absent', when }];
  if (datum.kind !== 'choice') return [{ kind: 'datum', when, datum }];
  return datum.options.flatMap((option) => {
    const both = and(when, option.when);
    return both ? settle(option.value, both, depth + 1) : [];
  });
}

/** The values at `path` as texts; numbers and booleans are spelled out. */
export const textsAt = (input: MapDatum, path: string): readonly TextValue[] => valuesAt(input, path).map(textOf);

function textOf(value: Value): TextValue {
  if (value.kind !== 'datum') return value;
  const { datum, when } = value;
  if (datum.kind === 'text') return { kind: 'text', when, text: datum.text };
  if (datum.kind === 'scalar') return { kind: 'text', when, text: text(String(datum.value)) };
  return { kind: 'unknown', when, reason: 'a value that is no string' };
}

/** The maps at `path`, for rules about each item; `undefined` stands for one that cannot be read. */
export function mapsAt(input: MapDatum, path: string): readonly { readonly when: When; readonly map: MapDatum | undefined }[] {
  return valuesAt(input, path).flatMap((value) => {
    if (value.kind === 'absent') return [];
    return [{ when: value.when, map: value.kind === 'datum' && value.datum.kind === 'map' ? value.datum : undefined }];
  });
}

/**
 * The input without the alternatives in which the member at `path` is left out. What lies behind a list or the keys of a map is
 * left as it is; so is an input that never has the member.
 */
export const withGiven = (input: MapDatum, path: string): MapDatum => givenIn(input, stepsOf(path)) ?? input;

function givenIn(map: MapDatum, steps: readonly Step[], depth = 0): MapDatum | undefined {
  const [step, ...rest] = steps;
  if (step?.kind !== 'member' || depth > 16) return map;
  const at = map.entries.findLastIndex((entry) => literalOf(entry.key) === step.name);
  const entry = map.entries[at];
  // a key that is known only at run time may be the member's
  const open = map.open || map.entries.slice(at + 1).some(({ key }) => literalOf(key) === undefined);
  const value = entry && onlyGiven(entry.value, rest, depth + 1);
  if (!value) return open ? map : undefined;
  return { ...map, entries: map.entries.with(at, { key: entry.key, value }) };
}

function onlyGiven(datum: Datum, steps: readonly Step[], depth: number): Datum | undefined {
  if (depth > 16) return datum;
  if (datum.kind === 'scalar' && datum.value === null) return undefined;
  if (datum.kind === 'map') return givenIn(datum, steps, depth);
  if (datum.kind !== 'choice') return datum;
  const options = datum.options.flatMap(({ when, value }) => {
    const given = onlyGiven(value, steps, depth + 1);
    return given ? [{ when, value: given }] : [];
  });
  return options.length > 0 ? { kind: 'choice', options } : undefined;
}

/** Nothing is known of the input. */
export const OPEN_INPUT: MapDatum = { kind: 'map', entries: [], open: true };

/** The literal that every value is, in order of appearance; undefined when one of them is none. */
export function literalsAt(input: MapDatum, path: string): readonly string[] | undefined {
  const out = new Set<string>();
  for (const value of textsAt(input, path)) {
    const literal = value.kind === 'text' ? literalOf(value.text) : undefined;
    if (literal === undefined) return undefined;
    out.add(literal);
  }
  return [...out];
}

/** The literal parts of a text, holes as `\u0000`: for reading a grammar, never for a resource. */
export const skeleton = (value: Text): string => value.map((part) => (isHole(part) ? '\u0000' : part)).join('');

/** What stands between two positions of the text's skeleton. */
export function part(value: Text, from: number, to: number): Text {
  const out: Text[] = [];
  let at = 0;
  for (const piece of value) {
    const length = typeof piece === 'string' ? piece.length : 1;
    const [a, b] = [Math.max(from, at), Math.min(to, at + length)];
    if (a < b) out.push(typeof piece === 'string' ? text(piece.slice(a - at, b - at)) : [piece]);
    at += length;
  }
  return concat(...out);
}
