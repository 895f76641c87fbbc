/** Iterators and containers of `itertools` and `collections` (Python Standard Library). */
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields, setDynamic, setMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  textValue,
  thereOf,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { isImplicit, memberOfDictionary } from './members.ts';
import { first, fn, type Members } from './module.ts';
import { namedTuple } from './named-tuples.ts';

/** The items of all arguments, in some order. */
function chained(call: NativeCall): Value {
  const parts = call.args.positional.map((part) => itemsOf(call.machine, part, 'values', call.site));
  const all = [...parts.flatMap(({ items, rest }) => [...items, ...(rest ? [rest] : [])]), ...(call.args.rest ? [call.args.rest] : [])];
  return call.machine.list([], all.length === 0 ? undefined : union(all));
}

/** `chain.from_iterable(lists)`. */
const chainOf = (name: string): Value | undefined =>
  name === 'from_iterable'
    ? nativeFunction('itertools.chain.from_iterable', (call) => {
        const { items, rest } = itemsOf(call.machine, first(call), 'values', call.site);
        return chained({ ...call, args: args(...items, ...(rest ? [rest] : [])) });
      })
    : undefined;

/** Some items of the second argument, as the function that is the first one finds. */
function chosen(call: NativeCall): Value {
  const items = chained({ ...call, args: args(argument(call.args, 1)) });
  if (items.kind === 'list' && items.rest) callValue(call.machine, first(call), UNDEFINED, args(items.rest), call.site);
  return items;
}

/** An item of each argument together. */
const combined = (call: NativeCall): Value =>
  call.machine.list(
    [],
    call.machine.list(
      call.args.positional.map((part) => {
        const { items, rest } = itemsOf(call.machine, part, 'values', call.site);
        return union([...items, ...(rest ? [rest] : [])]);
      }),
    ),
  );

/** What a dictionary has beside what it holds: for a key that is not there it makes a value, and holds that from then on. */
function makingMissing(object: ObjectValue, factory: Value): NativeValue {
  const make = (machine: Machine, site: Site): Value => callValue(machine, factory, UNDEFINED, args(), site);
  return native('defaultdict', {
    key: `defaultdict ${object.serial}`,
    get: (name, machine, site) => {
      if (name.startsWith('%') || isImplicit(name)) return UNDEFINED;
      const method = memberOfDictionary(object, name);
      if (method) return method;
      const made = make(machine, site);
      const there = object.fields.get(name) && thereOf(object.fields.get(name) ?? UNDEFINED);
      setMember(machine, object, textValue(name), there ? union([there, made]) : made, site);
      return made;
    },
    any: (machine, site) => {
      const made = make(machine, site);
      setDynamic(machine, object, harmless('a key'), made);
      return made;
    },
    inert: true,
  });
}

/** `starmap(function, lists)`: with the items of each list. */
function starMapped({ machine, args: given, site }: NativeCall): Value {
  const { items, rest } = itemsOf(machine, argument(given, 1), 'values', site);
  const each = (item: Value): Value => {
    const inner = itemsOf(machine, item, 'values', site);
    const passed = { positional: inner.items, named: new Map<string, Value>(), ...(inner.rest ? { rest: inner.rest } : {}) };
    return callValue(machine, argument(given, 0), UNDEFINED, passed, site);
  };
  return machine.list(items.map(each), rest && machine.journal.maybe(() => each(rest)));
}

/** The modules by name. */
export const ITERATION: Readonly<Record<string, Members>> = {
  itertools: {
    chain: () => native('itertools.chain', { key: 'itertools.chain', inert: true, call: chained, get: chainOf }),
    repeat: fn('itertools.repeat', (call) => call.machine.list([], first(call))),
    cycle: fn('itertools.cycle', (call) => chained({ ...call, args: args(first(call)) })),
    islice: fn('itertools.islice', (call) => chained({ ...call, args: args(first(call)) })),
    takewhile: fn('itertools.takewhile', chosen),
    dropwhile: fn('itertools.dropwhile', chosen),
    filterfalse: fn('itertools.filterfalse', chosen),
    starmap: fn('itertools.starmap', starMapped),
    product: fn('itertools.product', combined),
    zip_longest: fn('itertools.zip_longest', combined),
    batched: fn('itertools.batched', (call) => call.machine.list([], chained({ ...call, args: args(first(call)) }))),
    groupby: fn('itertools.groupby', (call) => {
      const items = chained({ ...call, args: args(first(call)) });
      const key = call.args.named.get('key') ?? call.args.positional[1];
      const [item] = items.kind === 'list' && items.rest ? [items.rest] : [];
      const group = key && item ? callValue(call.machine, key, UNDEFINED, args(item), call.site) : (item ?? harmless('a key'));
      return call.machine.list([], call.machine.list([group, items]));
    }),
  },
  collections: {
    namedtuple: fn('collections.namedtuple', namedTuple),
    defaultdict: fn('defaultdict', (call) => {
      const [factory, ...sources] = call.args.positional;
      const object = call.machine.object();
      for (const source of sources) copyFields(call.machine, object, source);
      for (const [name, value] of call.args.named) object.fields.set(name, value);
      if (factory && !isNullish(factory)) object.base = makingMissing(object, factory);
      return object;
    }),
    OrderedDict: fn('OrderedDict', (call) => {
      const object = call.machine.object();
      if (call.args.positional.length > 0) copyFields(call.machine, object, first(call));
      return object;
    }),
    deque: fn('deque', (call) => (call.args.positional.length === 0 ? call.machine.list([]) : first(call))),
  },
};
