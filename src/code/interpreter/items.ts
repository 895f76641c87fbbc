import { findMethod } from './classes.ts';
import { callValue } from './invoke.ts';
import { type Machine, NO_ARGUMENTS, type Site } from './machine.ts';
import { getMember } from './members.ts';
import {
  constant,
  harmless,
  isNullish,
  type ListValue,
  MISSING,
  type ObjectValue,
  optionsOf,
  textValue,
  thereOf,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from './values.ts';

export interface Items {
  readonly items: readonly Value[];
  /** what further items may be */
  readonly rest: Value | undefined;
  /** they come in an order that is not specified (Go's maps) */
  readonly anyOrder?: boolean;
}

const NONE: Items = { items: [], rest: undefined };

/** What a loop over the value, or a spread of it, yields. */
export function itemsOf(machine: Machine, value: Value, over: 'values' | 'keys' | 'entries', site: Site): Items {
  switch (value.kind) {
    case 'list':
      if (over === 'values') return { items: inSomeOrder(machine, value), rest: value.rest };
      if (over === 'keys') return { items: value.items.map((_, i) => textValue(String(i))), rest: value.rest && harmless('an index') };
      return {
        items: value.items.map((item, i) => machine.list([machine.language.name === 'go' ? constant(i) : textValue(String(i)), item])),
        rest: value.rest && machine.list([harmless('an index'), value.rest]),
      };
    case 'object': {
      const channel = value.fields.get('%channel');
      if (channel?.kind === 'list') {
        const item = channel.rest ?? harmless('what a channel gives');
        return { items: [], rest: over === 'values' ? item : machine.list([item, item]) };
      }
      const sequence = value.fields.get(SEQUENCE);
      if (sequence?.kind === 'list') return sequenceItems(machine, sequence, over);
      const iterate = over === 'values' ? (value.fields.get('%items') ?? itemsOfKind(machine, value, site)) : undefined;
      if (iterate) return itemsOf(machine, iterate, over, site);
      const iterator = over === 'values' ? iteratorOf(value) : undefined;
      if (iterator) return iterated(machine, callValue(machine, iterator, value, NO_ARGUMENTS, site), site);
      const pairs: [Value, Value][] = [];
      const more: [Value, Value][] = value.dynamic.map((field) => [field.key, field.value]);
      for (const [name, field] of machine.language.name === 'javascript' ? inOrder(value.fields) : value.fields) {
        if (thereOf(field) === undefined) continue;
        // a field that may be undefined may not be there: written in one of several branches, or deleted
        const list = optionsOf(field).some((option) => option.kind === 'constant' && option.value === undefined) ? more : pairs;
        list.push([textValue(name), getMember(machine, value, textValue(name), site)]);
      }
      if (value.open) more.push([harmless('a key'), value.open]);
      // Iterating an object itself gives its keys (Python's dict); JavaScript's objects are not iterable.
      const pick = ([key, item]: [Value, Value]): Value => (over === 'entries' ? machine.list([key, item]) : key);
      const rest = more.length === 0 ? undefined : union(more.map(pick));
      // "The iteration order over maps is not specified" (The Go Programming Language Specification, "For statements with range clause")
      return { items: pairs.map(pick), rest, ...(machine.language.name === 'go' && !value.class && { anyOrder: true }) };
    }
    case 'union': {
      const all = value.options.filter((option) => !isNullish(option)).map((option) => itemsOf(machine, option, over, site));
      const [first] = all;
      if (all.length === 1 && first) return first;
      if (all.some((each) => each.anyOrder)) {
        const any = all.flatMap((each) => [...each.items, ...(each.rest ? [each.rest] : [])]);
        return { items: [], rest: any.length === 0 ? undefined : union(any) };
      }
      // position by position, as far as all alternatives reach: one of several results stays apart from the others
      const lengths = all.map((each) => each.items.length);
      const reach = Math.min(Math.max(0, ...lengths), ...all.filter((each) => !each.rest).map((each) => each.items.length));
      const items = Array.from({ length: reach }, (_, i) =>
        union(all.flatMap((each) => each.items[i] ?? (each.rest ? [each.rest, MISSING] : UNDEFINED))),
      );
      const rest = all.flatMap((each) => [...each.items.slice(reach), ...(each.rest ? [each.rest] : [])]);
      return { items, rest: rest.length === 0 ? undefined : union(rest) };
    }
    case 'class': {
      const items = machine.language.member(value, '%items', machine, site);
      return items ? itemsOf(machine, items, over, site) : { items: [], rest: unknown(`an item of ${value.node.name}`) };
    }
    case 'constant':
      return over === 'entries' && typeof value.value === 'number' ? numbers(machine, value.value) : NONE;
    case 'text':
      return { items: [], rest: harmless('a character of a text') };
    case 'native': {
      const items = value.get?.('%items', machine, site);
      if (items) return itemsOf(machine, items, over, site);
      return { items: [], rest: value.inert ? harmless(`an item of ${value.name}`) : unknown(`an item of ${value.name}`) };
    }
    default: {
      const item = getMember(machine, value, harmless('an index'), site);
      if (over === 'values') return { items: [], rest: item };
      return { items: [], rest: over === 'keys' ? harmless('a key') : machine.list([harmless('a key'), item]) };
    }
  }
}

/** The items where each stands; where their order is not specified, any of them. */
function inSomeOrder(machine: Machine, list: ListValue): readonly Value[] {
  const { items } = list;
  const bag = items.length > 1 ? bagOf(machine, list) : undefined;
  if (!bag) return items;
  const any = union(bag);
  return items.map(() => any);
}

/** The field of an iterator that holds the pairs that it gives, each a list of two. */
export const SEQUENCE = '%sequence';

function sequenceItems(machine: Machine, sequence: ListValue, over: 'values' | 'keys' | 'entries'): Items {
  const pick = (pair: Value): Value => (over === 'entries' || pair.kind !== 'list' ? pair : (pair.items[over === 'keys' ? 0 : 1] ?? pair));
  const bag = bagOf(machine, sequence);
  return { items: (bag ?? sequence.items).map(pick), rest: sequence.rest && pick(sequence.rest), ...(bag && { anyOrder: true }) };
}

/** The items of a list that are in an order that is not known, each by itself; undefined: they are where they stand. */
export function bagOf(machine: Machine, list: ListValue): readonly Value[] | undefined {
  const bag = machine.bags.get(list)?.();
  if (bag === undefined || bag === list.items) return bag;
  if (list.rest || list.items.length !== bag.length) return undefined;
  const [first] = list.items;
  // what was written into it since stands beside what was there
  return first && list.items.every((item) => item === first) && optionsOf(first).length <= bag.length ? bag : undefined;
}

/** A list of these items in an order that is not known. */
export function bagList(machine: Machine, items: readonly Value[]): ListValue {
  if (items.length < 2) return machine.list(items);
  const any = union(items);
  const list = machine.list(items.map(() => any));
  if (list.items.length === items.length) machine.bags.set(list, () => items);
  return list;
}

/** Rounds of a loop over a number that are followed one by one. */
const MAX_NUMBERS = 64;

/** `for i := range n` */
function numbers(machine: Machine, count: number): Items {
  const pair = (value: Value): Value => machine.list([value, value]);
  if (count > MAX_NUMBERS) return { items: [], rest: pair(harmless('a number')) };
  return { items: Array.from({ length: Math.max(0, count) }, (_, i) => pair(constant(i))), rest: undefined };
}

/** What the class or the native base of an object gives for its items: the fields of a named tuple. */
function itemsOfKind(machine: Machine, value: ObjectValue, site: Site): Value | undefined {
  const items = value.base?.get?.('%items', machine, site) ?? (value.class && machine.language.member(value, '%items', machine, site));
  return items?.kind === 'list' ? items : undefined;
}

const isIndex = (name: string): boolean => /^(0|[1-9]\d{0,9})$/.test(name);

/** The order of properties in JavaScript: names that are indices come first, by their numbers ("OrdinaryOwnPropertyKeys" of ECMAScript). */
function inOrder(fields: ReadonlyMap<string, Value>): Iterable<readonly [string, Value]> {
  const indices = [...fields.keys()].filter(isIndex).sort((a, b) => Number(a) - Number(b));
  if (indices.length === 0) return fields;
  const names = [...indices, ...[...fields.keys()].filter((name) => !isIndex(name))];
  return names.flatMap((name) => {
    const field = fields.get(name);
    return field ? [[name, field] as const] : [];
  });
}

/** The method by which JavaScript, under a well-known symbol, or Python iterates an object of the program's own. */
function iteratorOf(value: ObjectValue): Value | undefined {
  for (const name of ['@@asyncIterator', '@@iterator', '__iter__', '__aiter__']) {
    const found = value.fields.get(name) ?? (value.class && findMethod(value.class, name));
    if (found?.kind === 'closure') return found;
  }
  return undefined;
}

/** What an iterator gives: the yields of a generator, the values of what its `next` gives, or what its `__next__` gives. */
function iterated(machine: Machine, iterator: Value, site: Site): Items {
  if (iterator.kind !== 'object') return itemsOf(machine, iterator, 'values', site);
  for (const name of ['__next__', '__anext__']) {
    const found = iterator.class && findMethod(iterator.class, name);
    if (found?.kind !== 'closure') continue;
    const given = machine.journal.repeat(() => callValue(machine, found, iterator, NO_ARGUMENTS, site));
    return { items: [], rest: union(given) };
  }
  const next = getMember(machine, iterator, textValue('next'), site);
  const results = machine.journal.repeat(() =>
    getMember(machine, callValue(machine, next, iterator, NO_ARGUMENTS, site), textValue('value'), site),
  );
  return { items: [], rest: union(results) };
}
