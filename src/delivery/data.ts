/**
 * Operations on data that is known in part, as services do them on their way to a function: a member is taken out, one is put in,
 * several that may arrive are joined. Every outcome covers all that may happen.
 */
import { type Datum, datumKey, type ListDatum, type MapDatum, type MapEntry } from '../model/datum.ts';
import { literalOf, type Text } from '../model/text.ts';

export const unknown = (reason: string): Datum => ({ kind: 'unknown', reason });
export const textDatum = (value: Text): Datum => ({ kind: 'text', text: value });
export const NOTHING: Datum = { kind: 'scalar', value: null };

export const record = (fields: Readonly<Record<string, Datum | undefined>>, open = false): MapDatum => ({
  kind: 'map',
  entries: Object.entries(fields).flatMap(([name, value]) => (value ? [{ key: [name], value }] : [])),
  open,
});

/** A list of any number of such items. */
export const listOf = (item: Datum): ListDatum => ({ kind: 'list', items: [], open: true, rest: item });

/** Alternatives beyond this become one value whose members are the alternatives' members. */
const MAX_OPTIONS = 16;
const MAX_DEPTH = 12;
const MAX_NODES = 1000;

/** The values of which the datum is one. */
export const alternatives = (datum: Datum | undefined): readonly Datum[] =>
  datum === undefined ? [] : datum.kind === 'choice' ? datum.options.flatMap((option) => alternatives(option.value)) : [datum];

/** The value that is one of the given ones. */
export function join(values: readonly Datum[]): Datum {
  const [head] = values;
  if (head && values.every((value) => value === head)) return head;
  const options = [...new Map(values.flatMap(alternatives).map((option) => [datumKey(option), option])).values()];
  const [first] = options;
  if (!first) return unknown('a value that nothing gives');
  if (options.length === 1) return first;
  if (options.length > MAX_OPTIONS) return merged(options);
  return { kind: 'choice', options: options.map((value) => ({ when: [], value })) };
}

/** One map for many, one list for many; what is neither in all of them is unknown. */
function merged(options: readonly Datum[]): Datum {
  const maps = options.filter((option) => option.kind === 'map');
  const lists = options.filter((option) => option.kind === 'list');
  if (lists.length === options.length)
    return listOf(join(lists.flatMap((list) => [...list.items, ...(list.open ? [list.rest ?? unknown('an item of a list')] : [])])));
  if (maps.length < options.length) return unknown('one of many values');
  const byKey = new Map<string, { readonly key: Text; readonly values: Datum[] }>();
  for (const { entries } of maps)
    for (const { key, value } of entries) {
      const known = byKey.get(JSON.stringify(key)) ?? { key, values: [] };
      known.values.push(value);
      byKey.set(JSON.stringify(key), known);
    }
  const open = maps.some((map) => map.open);
  const entries = [...byKey.values()].map(({ key, values }): MapEntry => {
    const missing = values.length < maps.length ? [open ? unknown('a member that may be missing') : NOTHING] : [];
    return { key, value: join([...values, ...missing]) };
  });
  return { kind: 'map', entries, open };
}

/** What a loop of states begins with, where it leads back to a state: nothing gets there so far. */
export const NOTHING_YET: Datum = { kind: 'choice', options: [] };

/** What stays the same between two values; the rest is unknown. Repeated, it comes to an end. */
export function widened(before: Datum, after: Datum): Datum {
  if (datumKey(before) === datumKey(after)) return before;
  if (before.kind !== 'map' || after.kind !== 'map') return unknown('a value that changes in a loop');
  const entries = before.entries.flatMap(({ key, value }): MapEntry[] => {
    const other = after.entries.find((entry) => JSON.stringify(entry.key) === JSON.stringify(key));
    return other ? [{ key, value: widened(value, other.value) }] : [];
  });
  return { kind: 'map', entries, open: true };
}

/** A value that is too large or nested too deep to be followed is unknown where it is. */
export function bounded(datum: Datum): Datum {
  let nodes = 0;
  const cut = (value: Datum, depth: number): Datum => {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) return unknown('data that is nested too deep');
    switch (value.kind) {
      case 'list':
        return {
          ...value,
          items: value.items.map((item) => cut(item, depth + 1)),
          ...(value.rest ? { rest: cut(value.rest, depth + 1) } : {}),
        };
      case 'map':
        return { ...value, entries: value.entries.map((entry) => ({ key: entry.key, value: cut(entry.value, depth + 1) })) };
      case 'choice':
        return { ...value, options: value.options.map((option) => ({ when: option.when, value: cut(option.value, depth + 1) })) };
      default:
        return value;
    }
  };
  return cut(datum, 0);
}

/** A step of a path: a member's name, an item's number, or every member or item. */
export type Step = { readonly name: string } | { readonly index: number } | 'each';

/** What is at the path; undefined where it surely is not there. */
export function select(datum: Datum, path: readonly Step[]): Datum | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return datum;
  if (datum.kind === 'choice') {
    const found = alternatives(datum).flatMap((option) => select(option, path) ?? []);
    return found.length > 0 ? join(found) : undefined;
  }
  if (datum.kind === 'unknown') return datum;
  // a hole of the template may stand for more than a text
  if (datum.kind === 'text') return literalOf(datum.text) === undefined ? unknown('a member of a text') : undefined;
  if (datum.kind === 'scalar') return undefined;
  if (step === 'each') {
    const items = datum.kind === 'list' ? datum.items : datum.entries.map((entry) => entry.value);
    const found = items.map((item) => select(item, rest));
    const further = datum.kind === 'list' && datum.rest ? select(datum.rest, rest) : undefined;
    const known = found.filter((item) => item !== undefined);
    // one that is not there moves the others
    if (known.length < found.length) return listOf(join([...known, ...(datum.open ? [further ?? unknown('an item of a list')] : [])]));
    return { kind: 'list', items: known, open: datum.open, ...(further ? { rest: further } : {}) };
  }
  const inner = 'name' in step ? named(datum, step.name) : numbered(datum, step.index);
  return inner && select(inner, rest);
}

function named(datum: Datum, name: string): Datum | undefined {
  if (datum.kind !== 'map') return datum.kind === 'list' ? unknown('a member of a list') : undefined;
  const found = datum.entries.filter((entry) => literalOf(entry.key) === name).at(-1)?.value;
  const computed = datum.entries.flatMap((entry) => (literalOf(entry.key) === undefined ? [entry.value] : []));
  if (found && computed.length === 0) return found;
  if (found || computed.length > 0) return join([...(found ? [found] : [unknown('a member that may be missing')]), ...computed]);
  return datum.open ? unknown('a member that is not known') : undefined;
}

function numbered(datum: Datum, index: number): Datum | undefined {
  if (datum.kind !== 'list') return datum.kind === 'map' ? unknown('an item of a map') : undefined;
  const further = datum.open ? (datum.rest ?? unknown('an item of a list')) : undefined;
  if (index < 0) return datum.items.length > 0 || further ? join([...datum.items, ...(further ? [further] : [])]) : undefined;
  return datum.items[index] ?? further;
}

export const member = (datum: Datum | undefined, name: string): Datum | undefined => datum && select(datum, [{ name }]);

/** The datum with the value at the path, whose members are made where they are missing. */
export function place(datum: Datum, path: readonly Step[], value: Datum): Datum {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (datum.kind === 'choice') return join(alternatives(datum).map((option) => place(option, path, value)));
  if (step === 'each' || 'index' in step) return unknown('data with an item that was replaced');
  const { name } = step;
  const entries = datum.kind === 'map' ? datum.entries : [];
  const before = entries.find((entry) => literalOf(entry.key) === name)?.value;
  const open = datum.kind === 'map' ? datum.open : true;
  const inner = rest.length === 0 ? value : place(before ?? (open ? unknown('data that is not known') : record({})), rest, value);
  return { kind: 'map', entries: [...entries.filter((entry) => literalOf(entry.key) !== name), { key: [name], value: inner }], open };
}
