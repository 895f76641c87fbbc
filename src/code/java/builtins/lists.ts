/** Collections, arrays, iterators and streams, which all are lists here. What filters a list gives one of unknown length. */
import { escapeFunctions } from '../../interpreter/escape.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { type Arguments, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember, setMember } from '../../interpreter/members.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  constant,
  harmless,
  isNullish,
  type ListValue,
  literalText,
  type NativeCall,
  NULL,
  TRUE,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { type Call, callFunction, forEachItem, isFunction, method, someText } from './call.ts';
import { addTo, loosen, setOf, shuffle, sortTexts, takeAt, takeEqual } from './changes.ts';
import { optional } from './optional.ts';
import { joined } from './text.ts';

/** A list, or something unknown that is used as one. */
type Listed = Value;

const all = (machine: Machine, self: Listed, site: Site): readonly Value[] => {
  const { items, rest } = itemsOf(machine, self, 'values', site);
  return [...items, ...(rest ? [rest] : [])];
};

/** Any of the items, if there are some. */
const any = (machine: Machine, self: Listed, site: Site): Value | undefined => {
  const values = all(machine, self, site);
  return values.length === 0 ? undefined : union(values);
};

const SAME =
  'stream parallelStream iterator listIterator parallel sequential unordered boxed spliterator onClose asList asLongStream asDoubleStream iterable ' +
  'elements withDefault';

/** A list of its own with the same items. */
const copyOf = (machine: Machine, self: Listed, site: Site): ListValue => {
  const { items, rest } = itemsOf(machine, self, 'values', site);
  return machine.list(items, rest);
};

/** A list of its own, which `change` changes. */
const changed =
  (change: (machine: Machine, copy: ListValue, call: NativeCall) => void): ((self: Listed) => Call) =>
  (self) =>
  (call) => {
    const copy = copyOf(call.machine, self, call.site);
    change(call.machine, copy, call);
    return copy;
  };

/** A part of a list: what lies between two indexes that are known. */
const part = (bounds: (args: Arguments) => readonly (Value | undefined)[]) =>
  changed((machine, copy, { args }) => {
    const [from, to] = bounds(args).map((bound) => (bound === undefined ? undefined : Number(literalText(bound) ?? Number.NaN)));
    if (copy.rest || Number.isNaN(from) || Number.isNaN(to)) loosen(machine, copy);
    else copy.items = copy.items.slice(from, to);
  });

const COPIES: readonly (readonly [string, (self: Listed) => Call])[] = [
  ...['toList', 'toArray', 'clone'].map((name) => [name, changed(() => undefined)] as const),
  ...['headSet', 'tailSet', 'subSet'].map((name) => [name, changed((machine, copy) => loosen(machine, copy))] as const),
  ...['reversed', 'descendingIterator', 'descendingSet'].map(
    (name) => [name, changed((machine, copy) => (copy.rest ? shuffle(machine, copy) : copy.items.reverse()))] as const,
  ),
  ['distinct', changed((machine, copy) => Object.assign(copy, { ...setOf(machine, copy.items, copy.rest), serial: copy.serial }))],
  [
    'sorted',
    changed((machine, copy, { args, site }) => {
      escapeFunctions(machine, args, site);
      if (args.positional.length === 0) sortTexts(machine, copy);
      else shuffle(machine, copy);
    }),
  ],
  ['limit', part((args) => [undefined, argument(args, 0)])],
  ['skip', part((args) => [argument(args, 0), undefined])],
  ['subList', part((args) => [argument(args, 0), argument(args, 1)])],
];

const mapped: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const { results, more } = forEachItem(machine, self, site, (item) => callFunction(machine, argument(args, 0), [item], site));
    return machine.list(results, more);
  };

const flattened: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const { results, more } = forEachItem(machine, self, site, (item) => callFunction(machine, argument(args, 0), [item], site));
    const inner = results.map((each) => itemsOf(machine, each, 'values', site));
    const open = [...inner.flatMap(({ rest }) => (rest ? [rest] : [])), ...(more ? all(machine, more, site) : [])];
    if (open.length === 0) return machine.list(inner.flatMap(({ items }) => items));
    return machine.list([], union([...inner.flatMap(({ items }) => items), ...open]));
  };

/** What the function gives the truth value for stays, what it may give it for may stay. */
function filtering(machine: Machine, self: Listed, test: Value, site: Site, wanted: boolean): { items: Value[]; rest: Value | undefined } {
  const kept: Value[] = [];
  const open: Value[] = [];
  const { items, rest } = itemsOf(machine, self, 'values', site);
  const known = items.length <= 64 ? items : [];
  for (const item of known) {
    const holds = truth(callFunction(machine, test, [item], site));
    if (holds === undefined || (holds === wanted && open.length > 0)) open.push(item);
    else if (holds === wanted) kept.push(item);
  }
  const left = [...(known.length === 0 ? items : []), ...(rest ? [rest] : [])];
  if (left.length > 0) machine.journal.repeat(() => callFunction(machine, test, [union(left)], site));
  const more = [...open, ...left];
  return { items: kept, rest: more.length === 0 ? undefined : union(more) };
}

const filtered: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const { items, rest } = filtering(machine, self, argument(args, 0), site, true);
    return machine.list(items, rest);
  };

/** `takeWhile`, `dropWhile` */
const partly: (self: Listed) => Call = (self) => (call) => {
  const items = all(call.machine, self, call.site);
  filtering(call.machine, self, argument(call.args, 0), call.site, true);
  return call.machine.list([], items.length === 0 ? undefined : union(items));
};

const run =
  (result: (self: Listed) => Value): ((self: Listed) => Call) =>
  (self) =>
  ({ machine, args, site }) => {
    forEachItem(machine, self, site, (item) => callFunction(machine, argument(args, 0), [item], site));
    return result(self);
  };

const taken: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const index = argument(args, 0);
    if (self.kind === 'list' && literalText(index) !== undefined && /^\d+$/.test(literalText(index) ?? ''))
      return getMember(machine, self, index, site);
    return any(machine, self, site) ?? NULL;
  };

const found: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const compare = argument(args, 0);
    const item = any(machine, self, site);
    if (isFunction(compare) && item) machine.journal.maybe(() => callFunction(machine, compare, [item, item], site));
    return optional(item, self.kind !== 'list' || self.items.length === 0);
  };

const added: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    // `add(index, item)`
    const [first = UNDEFINED, second] = args.positional;
    if (self.kind !== 'list') machine.escape(second ?? first, site);
    else if (second) addTo(machine, self, second, Number(literalText(first) ?? Number.NaN));
    else addTo(machine, self, first);
    return harmless('whether a set had it');
  };

/** `addFirst`; `push` puts the item on top of a stack, or in front of a queue. */
const addedSomewhere: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    if (self.kind !== 'list') machine.escape(argument(args, 0), site);
    else {
      addTo(machine, self, argument(args, 0));
      shuffle(machine, self);
    }
    return argument(args, 0);
  };

const taking =
  (index: (list: ListValue) => number | undefined): ((self: Listed) => Call) =>
  (self) =>
  (call) =>
    self.kind === 'list' ? (takeAt(call.machine, self, index(self)) ?? NULL) : taken(self)(call);

/** `remove(index)`, `remove(item)`, and `remove()` of the first item or of the one that an iterator gave. */
const removed: (self: Listed) => Call = (self) => (call) => {
  const [what] = call.args.positional;
  if (self.kind !== 'list') return taken(self)(call);
  if (what?.kind === 'constant' && typeof what.value === 'number') return takeAt(call.machine, self, what.value) ?? NULL;
  if (what?.kind !== 'text') return takeAt(call.machine, self, undefined) ?? NULL;
  takeEqual(call.machine, self, what);
  return harmless('whether it was there');
};

const removedIf: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const left = filtering(machine, self, argument(args, 0), site, false);
    if (self.kind === 'list') {
      machine.journal.touch(self);
      Object.assign(self, left);
    }
    return harmless('whether one was there');
  };

const addedAll: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const { items, rest } = itemsOf(machine, args.positional.at(-1) ?? UNDEFINED, 'values', site);
    if (self.kind !== 'list') return TRUE;
    for (const item of [...items]) addTo(machine, self, item);
    if (rest) loosen(machine, self, [rest]);
    if (args.positional.length > 1) shuffle(machine, self);
    return harmless('whether a set had them');
  };

const reduced: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const callee = args.positional.find(isFunction);
    const initial = args.positional.length > 1 ? argument(args, 0) : undefined;
    const { items, rest } = itemsOf(machine, self, 'values', site);
    if (!callee) return initial ?? optional(undefined, true);
    let sum = initial ?? items[0] ?? rest;
    if (sum === undefined) return optional(undefined, true);
    const followed = machine.following((rounds) => items.length <= rounds());
    for (const item of followed ? items.slice(initial ? 0 : 1) : []) sum = callFunction(machine, callee, [sum, item], site);
    const more = [...(followed ? [] : items), ...(rest ? [rest] : [])];
    if (more.length > 0) {
      const cell = machine.cell(sum);
      machine.journal.repeat(() => machine.assign(cell, callFunction(machine, callee, [cell.value, union(more)], site)));
      sum = cell.value;
    }
    return initial ? sum : optional(sum, items.length === 0);
  };

/** Collectors are natives that know how to collect (streams.ts); `collect(supplier, accumulator, combiner)` runs its functions. */
const collected: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const [collector, accumulator] = args.positional;
    const collect = collector?.kind === 'native' ? collector.get?.('%collect', machine, site) : undefined;
    if (collect) return callFunction(machine, collect, [self], site);
    if (accumulator && collector) {
      const made = callFunction(machine, collector, [], site);
      forEachItem(machine, self, site, (item) => callFunction(machine, accumulator, [made, item], site));
      return made;
    }
    return self;
  };

const count: (self: Listed) => Call = (self) => () =>
  self.kind === 'list' && !self.rest ? constant(self.items.length) : harmless('a number of items');

const METHODS: ReadonlyMap<string, (self: Listed) => Call> = new Map<string, (self: Listed) => Call>([
  ...SAME.split(' ').map((name): [string, (self: Listed) => Call] => [name, (self) => () => self]),
  ...['map', 'mapToObj', 'mapToInt', 'mapToLong', 'mapToDouble'].map((name): [string, (self: Listed) => Call] => [name, mapped]),
  ...['flatMap', 'mapMulti', 'concatMap'].map((name): [string, (self: Listed) => Call] => [name, flattened]),
  ...COPIES,
  ['filter', filtered],
  ...['takeWhile', 'dropWhile'].map((name): [string, (self: Listed) => Call] => [name, partly]),
  ...['forEach', 'forEachOrdered', 'forEachRemaining', 'subscribe'].map((name): [string, (self: Listed) => Call] => [
    name,
    run(() => UNDEFINED),
  ]),
  ['peek', (self) => (call) => (call.args.positional.length > 0 ? run((value) => value)(self)(call) : taken(self)(call))],
  ...['anyMatch', 'allMatch', 'noneMatch'].map((name): [string, (self: Listed) => Call] => [name, run(() => harmless('a test'))]),
  ...['findFirst', 'findAny', 'min', 'max'].map((name): [string, (self: Listed) => Call] => [name, found]),
  ...['get', 'getFirst', 'getLast', 'next', 'previous', 'element', 'first', 'last', 'elementAt'].map(
    (name): [string, (self: Listed) => Call] => [name, taken],
  ),
  ...['add', 'addLast', 'offer', 'offerLast', 'addElement', 'put'].map((name): [string, (self: Listed) => Call] => [name, added]),
  ...['addFirst', 'offerFirst', 'push'].map((name): [string, (self: Listed) => Call] => [name, addedSomewhere]),
  ['remove', removed],
  ['removeIf', removedIf],
  ...['removeFirst', 'poll', 'pollFirst', 'take'].map((name): [string, (self: Listed) => Call] => [name, taking(() => 0)]),
  ...['removeLast', 'pollLast'].map((name): [string, (self: Listed) => Call] => [
    name,
    taking((list) => Math.max(list.items.length - 1, 0)),
  ]),
  ['pop', taking((list) => (list.items.length > 1 ? undefined : 0))],
  ...['removeAll', 'retainAll'].map((name): [string, (self: Listed) => Call] => [
    name,
    (self) => (call) => {
      if (self.kind === 'list') loosen(call.machine, self);
      return harmless('whether one was there');
    },
  ]),
  ['addAll', addedAll],
  ['reduce', reduced],
  ['collect', collected],
  ['count', count],
  ['size', count],
  [
    'isEmpty',
    (self) => () =>
      self.kind === 'list' && !self.rest
        ? constant(self.items.length === 0)
        : self.kind === 'list' && self.items.length > 0
          ? constant(false)
          : harmless('a test'),
  ],
  ...['hasNext', 'hasMoreElements', 'contains', 'containsAll', 'equals'].map((name): [string, (self: Listed) => Call] => [
    name,
    () => () => harmless('a test'),
  ]),
  ...['indexOf', 'sum', 'hashCode'].map((name): [string, (self: Listed) => Call] => [name, () => () => harmless('a number')]),
  ['average', () => () => optional(harmless('a number'), true)],
  ['toString', () => () => someText('a list as text')],
  [
    'set',
    (self) =>
      ({ machine, args, site }) => {
        setMember(machine, self, argument(args, 0), argument(args, 1), site);
        return NULL;
      },
  ],
  [
    'sort',
    (self) =>
      ({ machine, args, site }) => {
        escapeFunctions(machine, args, site);
        if (self.kind === 'list' && isNullish(argument(args, 0))) sortTexts(machine, self);
        else if (self.kind === 'list') shuffle(machine, self);
        return UNDEFINED;
      },
  ],
  [
    'replaceAll',
    (self) =>
      ({ machine, args, site }) => {
        const { results, more } = forEachItem(machine, self, site, (item) => callFunction(machine, argument(args, 0), [item], site));
        if (self.kind === 'list') {
          machine.journal.touch(self);
          self.items = [...results];
          self.rest = more;
        }
        return UNDEFINED;
      },
  ],
  [
    'clear',
    (self) =>
      ({ machine }) => {
        if (self.kind === 'list') {
          machine.journal.touch(self);
          self.items = [];
          self.rest = undefined;
        }
        return UNDEFINED;
      },
  ],
]);

export function listMember(self: ListValue, name: string): Value | undefined {
  const made = METHODS.get(name);
  return made && method(self, name, made(self));
}

/** Methods that run a function for the items, of a collection of which nothing is known but what an item is. */
const CALLBACKS = new Set(
  'map mapToObj mapToInt mapToLong flatMap mapMulti filter takeWhile dropWhile forEach forEachOrdered anyMatch allMatch noneMatch removeIf reduce collect'.split(
    ' ',
  ),
);
const SAME_NAMES = new Set('stream parallelStream iterator distinct sorted limit skip toList listIterator boxed'.split(' '));

export function unknownListMember(self: Value, items: () => Value, name: string): Value | undefined {
  if (SAME_NAMES.has(name)) return method(self, name, ({ machine }) => machine.list([], items()));
  const made = CALLBACKS.has(name) ? METHODS.get(name) : undefined;
  return (
    made &&
    method(self, name, (call) => {
      // what is not known may be a map
      const [callback] = call.args.positional;
      if (name === 'forEach' && callback?.kind === 'closure' && callback.function.parameters.length === 2) {
        call.machine.journal.repeat(() => callFunction(call.machine, callback, [harmless('a key'), items()], call.site));
        return UNDEFINED;
      }
      return made(call.machine.list([], items()))(call);
    })
  );
}

export const joinedItems = (machine: Machine, self: Value, separator: Value, site: Site): Value => {
  const { items, rest } = itemsOf(machine, self, 'values', site);
  return joined(separator, items, rest);
};
