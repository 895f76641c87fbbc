/**
 * Packages slices and maps of the standard library, and the same of golang.org/x/exp and github.com/samber/lo, which take and give slices,
 * maps and iterators. What they leave stays item by item as far as it is known which of them stands where.
 */

import { callValue } from '../../interpreter/invoke.ts';
import { bagList, bagOf, type Items, itemsOf, SEQUENCE } from '../../interpreter/items.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { deleteMember, getMember, setMember } from '../../interpreter/members.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  FALSE,
  harmless,
  literalText,
  type NativeCall,
  native,
  nativeFunction,
  optionsOf,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { written } from './slices.ts';

type Call = (call: NativeCall) => Value;
type Calls = Readonly<Record<string, Call>>;

const first: Call = ({ args: given }) => argument(given, 0);
const test: Call = () => harmless('a test');
const number: Call = () => harmless('a number');

const valuesIn = (call: NativeCall, index = 0): Items => itemsOf(call.machine, argument(call.args, index), 'values', call.site);
const everything = ({ items, rest }: Items): readonly Value[] => [...items, ...(rest ? [rest] : [])];
const anyIn = (call: NativeCall, index = 0): readonly Value[] => everything(valuesIn(call, index));

/** A list of any number of the values. */
const anyOf = (machine: Machine, values: readonly Value[]): Value => machine.list([], values.length > 0 ? union(values) : undefined);

const called = ({ machine, args: given, site }: NativeCall, index: number, ...values: readonly Value[]): Value =>
  callValue(machine, argument(given, index), UNDEFINED, args(...values), site);

/** The same, where the function may be called or not. */
const maybeCalled = (call: NativeCall, index: number, ...values: readonly Value[]): Value =>
  call.machine.journal.maybe(() => called(call, index, ...values));

const isIndex = (value: Value): number | undefined =>
  value.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined;

/** What a function gives for each item. */
function mapped(call: NativeCall, of: (item: Value, index: Value) => Value): Value {
  const { machine } = call;
  const list = argument(call.args, 0);
  const bag = list.kind === 'list' ? bagOf(machine, list) : undefined;
  if (bag)
    return bagList(
      machine,
      bag.map((item) => of(item, harmless('an index'))),
    );
  const { items, rest } = valuesIn(call);
  return machine.list(
    items.map((item, i) => of(item, { kind: 'constant', value: i })),
    rest && machine.journal.maybe(() => of(rest, harmless('an index'))),
  );
}

/** The items for which a test holds. */
function filtered(call: NativeCall, holds: (item: Value) => Value): Value {
  const { machine } = call;
  const { items, rest } = valuesIn(call);
  const kept = items.map((item) => ({ item, kept: truth(holds(item)) }));
  const more = rest && truth(machine.journal.maybe(() => holds(rest))) !== false ? rest : undefined;
  const sure = kept.filter((each) => each.kept !== false).map((each) => each.item);
  if (kept.every((each) => each.kept !== undefined)) return machine.list(sure, more);
  return anyOf(machine, [...sure, ...(more ? [more] : [])]);
}

/** Whether literals have one among them. */
function contains(call: NativeCall): Value {
  const { items, rest } = valuesIn(call);
  const wanted = literalText(argument(call.args, 1));
  const known = items.map((item) => literalText(item));
  if (wanted === undefined) return harmless('a test');
  if (known.includes(wanted)) return TRUE;
  return rest || known.includes(undefined) ? harmless('a test') : FALSE;
}

/** Puts the texts of a list in their order; others into one that is not followed. */
export function reorder(machine: Machine, list: Value, sorts: boolean): void {
  for (const option of optionsOf(list)) {
    if (option.kind !== 'list' || option.items.length < 2) continue;
    const items = bagOf(machine, option) ?? option.items;
    machine.journal.touch(option);
    option.items = [...((sorts && !option.rest ? sorted(items) : undefined) ?? bagList(machine, items).items)];
    if (!sorts || !sorted(items)) machine.bags.set(option, () => items);
    written(machine, option);
  }
}

/** The items in the order of their texts, where all of them are known. */
function sorted(items: readonly Value[]): readonly Value[] | undefined {
  const texts = items.map((item) => (item.kind === 'text' ? literalText(item) : undefined));
  if (texts.includes(undefined)) return undefined;
  return [...items].sort((a, b) => ((literalText(a) ?? '') < (literalText(b) ?? '') ? -1 : 1));
}

const sequence = (machine: Machine, pairs: readonly Value[], rest?: Value, anyOrder = false): Value =>
  machine.object([[SEQUENCE, anyOrder && !rest ? bagList(machine, pairs) : machine.list(pairs, rest)]]);

/** The pairs that an iterator gives: a function is called to see. */
function pairsOf(machine: Machine, iterator: Value, site: Site): Items {
  if (iterator.kind !== 'closure') return itemsOf(machine, iterator, 'entries', site);
  const given: Value[] = [];
  const key = `yield ${machine.journal.next()}`;
  const seen = native('yield', {
    key,
    call: ({ args: passed }) => {
      given.push(machine.list([passed.positional[0] ?? UNDEFINED, passed.positional[1] ?? UNDEFINED]));
      return harmless('whether a loop goes on');
    },
  });
  callValue(machine, iterator, UNDEFINED, args(seen), site);
  return { items: [], rest: given.length > 0 ? union(given) : undefined };
}

const part = (call: NativeCall, pair: Value, index: 0 | 1): Value => getMember(call.machine, pair, textValue(String(index)), call.site);

/** What an iterator gives, gathered in a list. */
function collected(call: NativeCall, index = 0): Value {
  const { machine, site } = call;
  const { items, rest, anyOrder } = pairsOf(machine, argument(call.args, index), site);
  const values = items.map((pair) => part(call, pair, 0));
  return anyOrder && !rest ? bagList(machine, values) : machine.list(values, rest && part(call, rest, 0));
}

/** The same, sorted. */
const collectedSorted =
  (sorts: boolean): Call =>
  (call) => {
    const list = collected(call);
    if (!sorts) maybeCalled(call, 1, ...twice(anyOfList(list)));
    reorder(call.machine, list, sorts);
    return list;
  };

const anyOfList = (list: Value): Value => (list.kind === 'list' ? union([...list.items, ...(list.rest ? [list.rest] : [])]) : list);
const twice = (value: Value): readonly [Value, Value] => [value, value];

/** Sorting in place, by a function or by what the items are. */
const sorts =
  (byFunction: boolean): Call =>
  (call) => {
    if (byFunction) maybeCalled(call, 1, ...twice(union(anyIn(call))));
    reorder(call.machine, first(call), !byFunction);
    return UNDEFINED;
  };

/** The list with items taken out or put in. */
function spliced(call: NativeCall, from: Value, to: Value, added: readonly Value[], more: Value | undefined): Value {
  const { items, rest } = valuesIn(call);
  const [start, end] = [isIndex(from), isIndex(to)];
  if (start === undefined || end === undefined || end > items.length || more)
    return anyOf(call.machine, [...items, ...(rest ? [rest] : []), ...added, ...(more ? [more] : [])]);
  return call.machine.list([...items.slice(0, start), ...added, ...items.slice(end)], rest);
}

const reversed: Call = (call) => {
  for (const option of optionsOf(first(call))) {
    if (option.kind !== 'list') continue;
    if (option.rest) reorder(call.machine, option, false);
    else {
      call.machine.journal.touch(option);
      option.items = [...option.items].reverse();
      written(call.machine, option);
    }
  }
  return UNDEFINED;
};

/** The key and the value of each entry of a map. */
function entriesOf(call: NativeCall, index = 0): Items {
  const { items, rest } = itemsOf(call.machine, argument(call.args, index), 'entries', call.site);
  return { items, rest, anyOrder: true };
}

const pair = (machine: Machine, key: Value, value: Value = UNDEFINED): Value => machine.list([key, value]);

/** An iterator over a map. */
const overMap =
  (of: (call: NativeCall, entry: Value) => Value): Call =>
  (call) => {
    const { items, rest } = entriesOf(call);
    return sequence(
      call.machine,
      items.map((entry) => of(call, entry)),
      rest && of(call, rest),
      true,
    );
  };

/** A list of what a map holds. */
const listOfMap =
  (index: 0 | 1): Call =>
  (call) => {
    const { items, rest } = entriesOf(call);
    const values = items.map((entry) => part(call, entry, index));
    return rest ? anyOf(call.machine, [...values, part(call, rest, index)]) : bagList(call.machine, values);
  };

/** Writes entries into a map. */
function putAll(call: NativeCall, map: Value, { items, rest }: Items): void {
  const put = (entry: Value): void => setMember(call.machine, map, part(call, entry, 0), part(call, entry, 1), call.site);
  for (const entry of items) put(entry);
  if (rest) call.machine.journal.maybe(() => put(rest));
}

function mapOf(call: NativeCall, entries: Items): Value {
  const map = call.machine.object();
  putAll(call, map, entries);
  return map;
}

/** A map of what a function gives for each item: pairs of a key and a value. */
const mapOfItems = (call: NativeCall, of: (item: Value) => Value): Value => {
  const { items, rest } = valuesIn(call);
  return mapOf(call, { items: items.map(of), rest: rest && call.machine.journal.maybe(() => of(rest)) });
};

const deletes: Call = (call) => {
  const { machine } = call;
  const map = first(call);
  for (const entry of everything(entriesOf(call))) {
    const known = truth(maybeCalled(call, 1, part(call, entry, 0), part(call, entry, 1)));
    const take = (): void => deleteMember(machine, map, part(call, entry, 0), call.site);
    if (known === true) take();
    else if (known === undefined) machine.journal.maybe(take);
  }
  return UNDEFINED;
};

const SLICES: Calls = {
  All: (call) => sequence(call.machine, ...listPairs(call, (index, item) => pair(call.machine, index, item))),
  Backward: (call) => {
    const [items, rest] = listPairs(call, (index, item) => pair(call.machine, index, item));
    return sequence(call.machine, [...items].reverse(), rest);
  },
  Values: (call) => sequence(call.machine, ...listPairs(call, (_, item) => pair(call.machine, item))),
  Chunk: (call) => sequence(call.machine, [], pair(call.machine, anyOf(call.machine, anyIn(call)))),
  Collect: (call) => collected(call),
  Sorted: collectedSorted(true),
  SortedFunc: collectedSorted(false),
  SortedStableFunc: collectedSorted(false),
  AppendSeq: (call) => joinedLists(call.machine, [valuesIn(call), itemsOf(call.machine, collected(call, 1), 'values', call.site)]),
  Clone: (call) => joinedLists(call.machine, [valuesIn(call)]),
  Concat: (call) =>
    joinedLists(
      call.machine,
      call.args.positional.map((_, i) => valuesIn(call, i)),
      call.args.rest,
    ),
  Contains: contains,
  ContainsFunc: (call) => called(call, 1, union(anyIn(call))),
  Compact: (call) => anyOf(call.machine, anyIn(call)),
  CompactFunc: (call) => {
    maybeCalled(call, 1, ...twice(union(anyIn(call))));
    return anyOf(call.machine, anyIn(call));
  },
  Delete: (call) => spliced(call, argument(call.args, 1), argument(call.args, 2), [], undefined),
  DeleteFunc: (call) => filtered(call, (item) => not(called(call, 1, item))),
  Insert: (call) => spliced(call, argument(call.args, 1), argument(call.args, 1), call.args.positional.slice(2), call.args.rest),
  Replace: (call) => spliced(call, argument(call.args, 1), argument(call.args, 2), call.args.positional.slice(3), call.args.rest),
  Repeat: (call) => anyOf(call.machine, anyIn(call)),
  Clip: first,
  Grow: first,
  Equal: test,
  EqualFunc: (call) => maybeCalled(call, 2, union(anyIn(call)), union(anyIn(call, 1))),
  Index: number,
  IndexFunc: (call) => {
    maybeCalled(call, 1, union(anyIn(call)));
    return harmless('a number');
  },
  BinarySearch: (call) => call.machine.list([harmless('a number'), harmless('a test')]),
  IsSorted: test,
  Max: (call) => union(anyIn(call)),
  Min: (call) => union(anyIn(call)),
  MaxFunc: chosen,
  MinFunc: chosen,
  Reverse: reversed,
  Sort: sorts(false),
  SortFunc: sorts(true),
  SortStableFunc: sorts(true),
};

/** One of the items, by a function that compares them. */
function chosen(call: NativeCall): Value {
  const any = union(anyIn(call));
  maybeCalled(call, 1, any, any);
  return any;
}

const not = (value: Value): Value => {
  const known = truth(value);
  return known === undefined ? harmless('a test') : known ? FALSE : TRUE;
};

function listPairs(call: NativeCall, of: (index: Value, item: Value) => Value): [readonly Value[], Value | undefined] {
  const { items, rest } = valuesIn(call);
  return [items.map((item, i) => of({ kind: 'constant', value: i }, item)), rest && of(harmless('an index'), rest)];
}

function joinedLists(machine: Machine, lists: readonly Items[], more?: Value): Value {
  const open = lists.findIndex(({ rest }) => rest !== undefined);
  if (open < 0 && !more) return machine.list(lists.flatMap(({ items }) => items));
  const sure = lists.slice(0, open < 0 ? undefined : open).flatMap(({ items }) => items);
  const after = open < 0 ? [] : lists.slice(open).flatMap((list, i) => (i === 0 ? [] : everything(list)));
  const [first] = open < 0 ? [] : lists.slice(open);
  const rest = [...(first?.rest ? [first.rest] : []), ...after, ...(more ? [more] : [])];
  return machine.list([...sure, ...(first?.items ?? [])], union(rest));
}

const MAPS: Calls = {
  All: overMap((_, entry) => entry),
  Keys: overMap((call, entry) => pair(call.machine, part(call, entry, 0))),
  Values: overMap((call, entry) => pair(call.machine, part(call, entry, 1))),
  Collect: (call) => mapOf(call, pairsOf(call.machine, first(call), call.site)),
  Insert: (call) => {
    putAll(call, first(call), pairsOf(call.machine, argument(call.args, 1), call.site));
    return UNDEFINED;
  },
  Clone: (call) => mapOf(call, entriesOf(call)),
  Copy: (call) => {
    putAll(call, first(call), entriesOf(call, 1));
    return UNDEFINED;
  },
  DeleteFunc: deletes,
  Equal: test,
  EqualFunc: test,
};

/** "Map manipulates a slice and transforms it to a slice of another type" and its kin (README of github.com/samber/lo). */
const LO: Calls = {
  Map: (call) => mapped(call, (item, index) => called(call, 1, item, index)),
  ForEach: (call) => {
    mapped(call, (item, index) => called(call, 1, item, index));
    return UNDEFINED;
  },
  FilterMap: (call) => {
    const given = mapped(call, (item, index) => getMember(call.machine, called(call, 1, item, index), textValue('0'), call.site));
    return anyOf(call.machine, everything(itemsOf(call.machine, given, 'values', call.site)));
  },
  FlatMap: (call) => {
    const lists = mapped(call, (item, index) => called(call, 1, item, index));
    const { items, rest } = itemsOf(call.machine, lists, 'values', call.site);
    const inside = [...items, ...(rest ? [rest] : [])].map((each) => itemsOf(call.machine, each, 'values', call.site));
    return rest ? anyOf(call.machine, inside.flatMap(everything)) : joinedLists(call.machine, inside);
  },
  Flatten: (call) =>
    joinedLists(
      call.machine,
      anyIn(call).map((each) => itemsOf(call.machine, each, 'values', call.site)),
    ),
  Filter: (call) => filtered(call, (item) => called(call, 1, item, harmless('an index'))),
  Reject: (call) => filtered(call, (item) => not(called(call, 1, item, harmless('an index')))),
  Reduce: (call) => {
    const { items, rest } = valuesIn(call);
    const step = (sum: Value, item: Value): Value => called(call, 1, sum, item, harmless('an index'));
    const sum = items.reduce(step, argument(call.args, 2));
    return rest ? union([sum, call.machine.journal.maybe(() => step(harmless('what a reduction gives'), rest))]) : sum;
  },
  Uniq: (call) => anyOf(call.machine, anyIn(call)),
  Compact: (call) => anyOf(call.machine, anyIn(call)),
  Shuffle: (call) => bagList(call.machine, anyIn(call)),
  Chunk: (call) => anyOf(call.machine, [anyOf(call.machine, anyIn(call))]),
  Contains: contains,
  Find: (call) => {
    maybeCalled(call, 1, union(anyIn(call)));
    return call.machine.list([union(anyIn(call)), harmless('a test')]);
  },
  Keys: listOfMap(0),
  Values: listOfMap(1),
  Entries: (call) => {
    const { items, rest } = entriesOf(call);
    const entry = (each: Value): Value =>
      call.machine.object([
        ['Key', part(call, each, 0)],
        ['Value', part(call, each, 1)],
      ]);
    return rest ? anyOf(call.machine, [...items, rest].map(entry)) : bagList(call.machine, items.map(entry));
  },
  MapToSlice: (call) => {
    const { items, rest } = entriesOf(call);
    const of = (entry: Value): Value => called(call, 1, part(call, entry, 0), part(call, entry, 1));
    const values = items.map(of);
    return rest ? anyOf(call.machine, [...values, call.machine.journal.maybe(() => of(rest))]) : bagList(call.machine, values);
  },
  KeyBy: (call) => mapOfItems(call, (item) => pair(call.machine, called(call, 1, item), item)),
  Associate: (call) => mapOfItems(call, (item) => called(call, 1, item)),
  SliceToMap: (call) => mapOfItems(call, (item) => called(call, 1, item)),
  GroupBy: (call) => mapOfItems(call, (item) => pair(call.machine, called(call, 1, item), anyOf(call.machine, anyIn(call)))),
  Assign: (call) => {
    const map = call.machine.object();
    for (const index of call.args.positional.keys()) putAll(call, map, entriesOf(call, index));
    return map;
  },
  Ternary: ({ args: given }) => {
    const known = truth(argument(given, 0));
    return known === undefined ? union([argument(given, 1), argument(given, 2)]) : argument(given, known ? 1 : 2);
  },
  ToPtr: first,
  FromPtr: first,
  FromPtrOr: ({ args: given }) => union([argument(given, 0), argument(given, 1)]),
  Must: first,
  Must1: first,
};

const functions = (name: string, calls: Calls): ReadonlyMap<string, Value> =>
  new Map(Object.entries(calls).map(([member, call]) => [member, nativeFunction(`${name}.${member}`, call)]));

const packageOf = (name: string, calls: Calls): Value => {
  const known = functions(name, calls);
  return native(name, { key: `go ${name}`, inert: true, get: (member) => known.get(member) });
};

export const COLLECTIONS: ReadonlyMap<string, Value> = new Map([
  ['slices', packageOf('slices', SLICES)],
  ['golang.org/x/exp/slices', packageOf('slices', SLICES)],
  ['maps', packageOf('maps', MAPS)],
  // its keys and values are slices
  ['golang.org/x/exp/maps', packageOf('maps', { ...MAPS, Keys: listOfMap(0), Values: listOfMap(1) })],
  ['github.com/samber/lo', packageOf('lo', LO)],
  ['github.com/samber/lo/parallel', packageOf('lo', LO)],
]);
