/** Collections, arrays, iterators and streams, which all are lists here. What filters a list gives one of unknown length. */
import { itemsOf } from '../../interpreter/items.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember, setMember } from '../../interpreter/members.ts';
import { truth } from '../../interpreter/truth.ts';
import { constant, harmless, type ListValue, literalText, NULL, TRUE, UNDEFINED, union, type Value } from '../../interpreter/values.ts';
import { type Call, callFunction, forEachItem, isFunction, method, someText } from './call.ts';
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
  'stream parallelStream iterator listIterator distinct sorted limit skip parallel sequential unordered boxed toList toArray spliterator subList onClose ' +
  'reversed descendingIterator asList asLongStream asDoubleStream headSet tailSet subSet descendingSet clone iterable elements withDefault';

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

/** What the function holds for stays, what it may hold for may stay. */
const filtered: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const kept: Value[] = [];
    const open: Value[] = [];
    const { items, rest } = itemsOf(machine, self, 'values', site);
    const known = items.length <= 64 ? items : [];
    for (const item of known) {
      const holds = truth(callFunction(machine, argument(args, 0), [item], site));
      if (holds === true) kept.push(item);
      else if (holds === undefined) open.push(item);
    }
    const left = [...(known.length === 0 ? items : []), ...(rest ? [rest] : [])];
    if (left.length > 0) machine.journal.repeat(() => callFunction(machine, argument(args, 0), [union(left)], site));
    const more = [...open, ...left];
    return machine.list(kept, more.length === 0 ? undefined : union(more));
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
    const item = args.positional.length > 1 ? argument(args, 1) : argument(args, 0);
    if (self.kind === 'list') {
      machine.journal.touch(self);
      if (self.rest) self.rest = union([self.rest, item]);
      else self.items.push(item);
    } else machine.escape(item, site);
    return TRUE;
  };

const addedAll: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const { items, rest } = itemsOf(machine, args.positional.at(-1) ?? UNDEFINED, 'values', site);
    if (self.kind !== 'list') return TRUE;
    machine.journal.touch(self);
    if (self.rest || rest) {
      const more = [...(self.rest ? [self.rest] : []), ...items, ...(rest ? [rest] : [])];
      self.rest = more.length === 0 ? undefined : union(more);
    } else self.items.push(...items);
    return TRUE;
  };

const reduced: (self: Listed) => Call =
  (self) =>
  ({ machine, args, site }) => {
    const callee = args.positional.find(isFunction);
    const initial = args.positional.length > 1 ? argument(args, 0) : undefined;
    const result = callee
      ? forEachItem(machine, self, site, (item) => callFunction(machine, callee, [initial ?? item, item], site))
      : { results: [], more: undefined };
    const values = [...(initial ? [initial] : []), ...result.results, ...(result.more ? [result.more] : [])];
    const value = values.length === 0 ? undefined : union(values);
    return initial ? (value ?? initial) : optional(value, true);
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
  ...['filter', 'takeWhile', 'dropWhile'].map((name): [string, (self: Listed) => Call] => [name, filtered]),
  ...['forEach', 'forEachOrdered', 'forEachRemaining', 'subscribe'].map((name): [string, (self: Listed) => Call] => [
    name,
    run(() => UNDEFINED),
  ]),
  ['peek', (self) => (call) => (call.args.positional.length > 0 ? run((value) => value)(self)(call) : taken(self)(call))],
  ...['anyMatch', 'allMatch', 'noneMatch', 'removeIf'].map((name): [string, (self: Listed) => Call] => [
    name,
    run(() => harmless('a test')),
  ]),
  ...['findFirst', 'findAny', 'min', 'max'].map((name): [string, (self: Listed) => Call] => [name, found]),
  ...[
    'get',
    'getFirst',
    'getLast',
    'next',
    'previous',
    'remove',
    'removeFirst',
    'removeLast',
    'poll',
    'pollFirst',
    'take',
    'pop',
    'element',
    'first',
    'last',
    'elementAt',
  ].map((name): [string, (self: Listed) => Call] => [name, taken]),
  ...['add', 'addFirst', 'addLast', 'push', 'offer', 'addElement', 'put'].map((name): [string, (self: Listed) => Call] => [name, added]),
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
  ...['hasNext', 'hasMoreElements', 'contains', 'containsAll', 'removeAll', 'retainAll', 'equals'].map(
    (name): [string, (self: Listed) => Call] => [name, () => () => harmless('a test')],
  ),
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
  ['sort', () => () => UNDEFINED],
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
