/**
 * Sets: lists that have each item once, and give them in an order that nobody knows, since texts are hashed with a random seed (Python
 * Language Reference, `object.__hash__`). Their items stay one by one as long as it is known which of them are equal.
 */
import { itemsOf } from '../../interpreter/items.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import {
  harmless,
  type ListValue,
  literalText,
  type NativeCall,
  NULL,
  nativeFunction,
  union,
  type Value,
} from '../../interpreter/values.ts';

/** What is known of items: each of them, or that any number of the values may be there. */
interface Known {
  readonly items: readonly Value[];
  readonly rest: Value | undefined;
}

export const isSet = (machine: Machine, list: ListValue): boolean => machine.bags.get(list)?.() === list.items;

export function setOf(machine: Machine, { items, rest }: Known): ListValue {
  const made = machine.list([]);
  put(machine, made, { items, rest });
  // what is one of the items is one of them in a loop, too
  machine.bags.set(made, () => made.items);
  return made;
}

const isKnown = ({ items, rest }: Known): boolean => rest === undefined && items.every((item) => literalText(item) !== undefined);

const everything = ({ items, rest }: Known): readonly Value[] => [...items, ...(rest ? [rest] : [])];

/** Numbers and texts are told apart. */
const keyOf = (item: Value): string => `${item.kind} ${literalText(item)}`;

/** Each of the items once; any number of them where some may be equal. */
function distinct(known: Known): Known {
  if (known.items.length + (known.rest ? 1 : 0) < 2) return known;
  if (isKnown(known)) return { items: [...new Map(known.items.map((item) => [keyOf(item), item])).values()], rest: undefined };
  return anyOf(everything(known));
}

const anyOf = (values: readonly Value[]): Known => ({ items: [], rest: values.length === 0 ? undefined : union(values) });

function put(machine: Machine, set: ListValue, known: Known): void {
  const { items, rest } = distinct(known);
  machine.journal.touch(set);
  set.items = [...items];
  set.rest = rest;
}

/** Puts further items into a set. */
export const addTo = (machine: Machine, set: ListValue, added: readonly Value[], more: Value | undefined): void =>
  put(machine, set, {
    items: [...set.items, ...added],
    rest: set.rest && more ? union([set.rest, more]) : (set.rest ?? more),
  });

const both = (left: Known, right: Known): Known => ({
  items: [...left.items, ...right.items],
  rest: left.rest && right.rest ? union([left.rest, right.rest]) : (left.rest ?? right.rest),
});

/** Those of the first that are, or are not, among the second. */
function among(left: Known, right: Known, wanted: boolean): Known {
  if (!isKnown(left) || !isKnown(right)) return right.items.length === 0 && !right.rest ? (wanted ? right : left) : anyOf(everything(left));
  const keys = new Set(right.items.map(keyOf));
  return { items: left.items.filter((item) => keys.has(keyOf(item)) === wanted), rest: undefined };
}

const COMBINED: Readonly<Record<string, (left: Known, right: Known) => Known>> = {
  '|': both,
  '&': (left, right) => among(left, right, true),
  '-': (left, right) => among(left, right, false),
  '^': (left, right) => both(among(left, right, false), among(right, left, false)),
};

/** `a | b` and the like. */
export function combined(machine: Machine, operator: string, left: ListValue, right: Value): Value | undefined {
  const combine = COMBINED[operator];
  if (!combine) return undefined;
  const known: Known = right.kind === 'list' ? right : { items: [], rest: harmless('an item of a set') };
  return setOf(machine, combine(left, known));
}

const OPERATORS: Readonly<Record<string, string>> = {
  union: '|',
  update: '|',
  intersection: '&',
  intersection_update: '&',
  difference: '-',
  difference_update: '-',
  symmetric_difference: '^',
  symmetric_difference_update: '^',
};

/** Methods that combine a set with what they are given. */
export function methodOfSet(list: ListValue, name: string): Value | undefined {
  const combine = COMBINED[OPERATORS[name] ?? ''];
  if (!combine) return undefined;
  return nativeFunction(`set.${name}`, (call: NativeCall) => {
    const { machine, args, site } = call;
    const others = [
      ...args.positional.map((each) => itemsOf(machine, each, 'values', site)),
      ...(args.rest ? [anyOf([argument(args, 0)])] : []),
    ];
    const result = others.reduce(combine, { items: list.items, rest: list.rest });
    if (!name.endsWith('update')) return setOf(machine, result);
    put(machine, list, result);
    return NULL;
  });
}
