/** Methods of arrays. Callbacks run for every item; the order of items is kept only where nothing changes it. */
import { join as joinTexts, text } from '../../../model/text.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argsBeside, argument, MAX_ITEMS, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  constant,
  harmless,
  isNullish,
  type ListValue,
  literalText,
  MISSING,
  type NativeCall,
  nativeFunction,
  textValue,
  toTexts,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { forEachItem } from './iterate.ts';
import { someText } from './text.ts';

type Method = (list: ListValue, call: NativeCall) => Value;

const anyItem = (list: ListValue): Value => union([...list.items, ...(list.rest ? [list.rest] : [])]);

function push(list: ListValue, call: NativeCall, front: boolean): Value {
  call.machine.journal.touch(list);
  const added = [...call.args.positional];
  if (call.args.rest || (list.rest && !front))
    list.rest = union([...(list.rest ? [list.rest] : []), ...added, ...(call.args.rest ? [call.args.rest] : [])]);
  else if (front) list.items = [...added, ...list.items];
  else list.items = [...list.items, ...added];
  if (list.items.length > MAX_ITEMS) {
    list.rest = union([...list.items, ...(list.rest ? [list.rest] : [])]);
    list.items = [];
  }
  return list.rest ? harmless('a length') : constant(list.items.length);
}

const number = (value: Value): number | undefined =>
  value.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    'map',
    (list, call) => {
      const { items, rest } = forEachItem(call.machine, list, argument(call.args, 0), call.site);
      return call.machine.list(items, rest);
    },
  ],
  [
    'forEach',
    (list, call) => {
      forEachItem(call.machine, list, argument(call.args, 0), call.site);
      return UNDEFINED;
    },
  ],
  [
    'flatMap',
    (list, call) => {
      const { items, rest } = forEachItem(call.machine, list, argument(call.args, 0), call.site);
      return flatten(call.machine, items, rest, call.site);
    },
  ],
  ['flat', (list, call) => flatten(call.machine, list.items, list.rest, call.site)],
  [
    'filter',
    (list, call) => {
      const { items, rest } = forEachItem(call.machine, list, argument(call.args, 0), call.site);
      const verdicts = items.map((result) => truth(result));
      if (items.length === list.items.length && verdicts.every((verdict) => verdict !== undefined))
        return call.machine.list(
          list.items.filter((_, i) => verdicts[i]),
          rest && list.rest,
        );
      const left = [...list.items.filter((_, i) => verdicts[i] !== false), ...(list.rest ? [list.rest] : [])];
      return call.machine.list([], left.length === 0 ? undefined : union(left));
    },
  ],
  ['find', (list, call) => found(list, call)],
  ['findLast', (list, call) => found(list, call)],
  ['findIndex', (list, call) => test(list, call)],
  ['findLastIndex', (list, call) => test(list, call)],
  ['some', (list, call) => test(list, call)],
  ['every', (list, call) => test(list, call)],
  ['reduce', (list, call) => reduce(list, call, false)],
  ['reduceRight', (list, call) => reduce(list, call, true)],
  ['push', (list, call) => push(list, call, false)],
  ['unshift', (list, call) => push(list, call, true)],
  [
    'pop',
    (list, call) => {
      if (list.rest) return union([list.rest, ...list.items, UNDEFINED]);
      call.machine.journal.touch(list);
      return list.items.pop() ?? UNDEFINED;
    },
  ],
  [
    'shift',
    (list, call) => {
      if (list.items.length === 0) return list.rest ? union([list.rest, UNDEFINED]) : UNDEFINED;
      call.machine.journal.touch(list);
      return list.items.shift() ?? UNDEFINED;
    },
  ],
  [
    'at',
    (list, call) => {
      const index = number(argument(call.args, 0));
      if (index === undefined || list.rest) return union([anyItem(list), MISSING]);
      return list.items.at(index) ?? UNDEFINED;
    },
  ],
  [
    'slice',
    (list, call) => {
      const [from, to] = [argument(call.args, 0), argument(call.args, 1)].map((v) => (v === UNDEFINED ? 0 : number(v)));
      if (list.rest || from === undefined || to === undefined) return call.machine.list([], anyItem(list));
      return call.machine.list(list.items.slice(from, argument(call.args, 1) === UNDEFINED ? undefined : to));
    },
  ],
  [
    'splice',
    (list, call) => {
      call.machine.journal.touch(list);
      const all = union([...list.items, ...(list.rest ? [list.rest] : []), ...call.args.positional.slice(2)]);
      list.items = [];
      list.rest = all;
      return call.machine.list([], all);
    },
  ],
  [
    'concat',
    (list, call) => {
      let items = [...list.items];
      let rest = list.rest;
      for (const value of call.args.positional) {
        const more =
          value.kind === 'list' || value.kind === 'unknown' || value.kind === 'union'
            ? itemsOf(call.machine, value, 'values', call.site)
            : { items: [value], rest: undefined };
        if (rest) rest = union([rest, ...more.items, ...(more.rest ? [more.rest] : [])]);
        else {
          items = [...items, ...more.items];
          rest = more.rest;
        }
      }
      return call.machine.list(items, rest);
    },
  ],
  [
    'join',
    (list, call) => {
      const separator = argument(call.args, 0) === UNDEFINED ? ',' : literalText(argument(call.args, 0));
      if (list.rest || separator === undefined) return someText('a joined list');
      const texts = list.items.map((item) => (isNothing(item) ? [text()] : toTexts(item)));
      if (texts.some((options) => options.length !== 1)) return someText('a joined list');
      return textValue(
        joinTexts(
          texts.map((options) => options[0] ?? []),
          separator,
        ),
      );
    },
  ],
  ['reverse', (list, call) => inPlace(list, call, reversed(list, call))],
  ['toReversed', (list, call) => reversed(list, call)],
  ['sort', (list, call) => inPlace(list, call, sorted(list, call))],
  ['toSorted', (list, call) => sorted(list, call)],
  [
    'fill',
    (list, call) => {
      const [value, from, to] = [0, 1, 2].map((i) => argument(call.args, i));
      const filled = value ?? UNDEFINED;
      const whole = from === UNDEFINED && to === UNDEFINED;
      const each = (item: Value): Value => (whole ? filled : union([item, filled]));
      return inPlace(list, call, call.machine.list(list.items.map(each), list.rest && each(list.rest)));
    },
  ],
  [
    'copyWithin',
    (list, call) =>
      inPlace(
        list,
        call,
        call.machine.list(
          list.items.map(() => anyItem(list)),
          list.rest && anyItem(list),
        ),
      ),
  ],
  // what generators give, and the iterators of lists
  [
    'next',
    (list, { machine }) =>
      machine.object([
        ['value', union([anyItem(list), MISSING])],
        ['done', harmless('whether there is more')],
      ]),
  ],
  [
    'return',
    (_list, { machine, args: given }) =>
      machine.object([
        ['value', argument(given, 0)],
        ['done', constant(true)],
      ]),
  ],
  [
    'includes',
    (list, call) => {
      const wanted = literalText(argument(call.args, 0));
      const known = list.items.map((item) => literalText(item));
      if (wanted !== undefined && known.includes(wanted)) return constant(true);
      return list.rest || wanted === undefined || known.some((item) => item === undefined) ? harmless('a test') : constant(false);
    },
  ],
  ['indexOf', () => harmless('an index')],
  ['lastIndexOf', () => harmless('an index')],
  [
    'keys',
    (list, call) =>
      call.machine.list(
        list.items.map((_, i) => constant(i)),
        list.rest && harmless('an index'),
      ),
  ],
  ['values', (list) => list],
  [
    'entries',
    (list, call) => {
      const { items, rest } = itemsOf(call.machine, list, 'entries', call.site);
      return call.machine.list(items, rest);
    },
  ],
  ['toString', () => someText('a list as text')],
]);

/** What `join` leaves out ("Array.prototype.join" of ECMAScript). */
const isNothing = (item: Value): boolean => isNullish(item) && !(item.kind === 'constant' && item.why);

/** Changes the list itself, and gives it. */
function inPlace(list: ListValue, { machine }: NativeCall, changed: ListValue): ListValue {
  machine.journal.touch(list);
  list.items = [...changed.items];
  list.rest = changed.rest;
  return list;
}

/** Where there may be more items, the first of the reversed list is any of them. */
const reversed = (list: ListValue, { machine }: NativeCall): ListValue =>
  list.rest ? machine.list([], anyItem(list)) : machine.list([...list.items].reverse());

function sorted(list: ListValue, call: NativeCall): ListValue {
  const any = anyItem(list);
  const compare = argument(call.args, 0);
  if (compare.kind === 'closure') call.machine.journal.maybe(() => callValue(call.machine, compare, UNDEFINED, args(any, any), call.site));
  if (list.items.length <= 1 && !list.rest) return call.machine.list(list.items);
  const literals = list.items.map((item) => (item.kind === 'text' ? literalText(item) : undefined));
  if (compare === UNDEFINED && !list.rest && literals.every((literal) => literal !== undefined))
    return call.machine.list(literals.sort().map((literal) => textValue(literal)));
  return call.machine.list([], any);
}

function found(list: ListValue, call: NativeCall): Value {
  const { items } = forEachItem(call.machine, list, argument(call.args, 0), call.site);
  const candidates: Value[] = [];
  for (const [i, item] of list.items.entries()) {
    const verdict = items[i] ? truth(items[i]) : undefined;
    if (verdict === false) continue;
    candidates.push(item);
    if (verdict === true) return union(candidates);
  }
  return union([...candidates, ...(list.rest ? [list.rest] : []), UNDEFINED]);
}

function test(list: ListValue, call: NativeCall): Value {
  forEachItem(call.machine, list, argument(call.args, 0), call.site);
  return harmless('a test of a list');
}

function reduce(list: ListValue, call: NativeCall, backwards: boolean): Value {
  const { machine, site } = call;
  const callback = argument(call.args, 0);
  const items = backwards ? [...list.items].reverse() : list.items;
  const hasInitial = call.args.positional.length > 1;
  let result: Value = hasInitial ? argument(call.args, 1) : (items[0] ?? list.rest ?? UNDEFINED);
  const followed = machine.following((rounds) => {
    if (items.length > rounds()) return false;
    for (const item of hasInitial ? items : items.slice(1))
      result = callValue(machine, callback, UNDEFINED, argsBeside(result, item, harmless('an index'), list), site);
    return true;
  });
  const rest = followed ? list.rest : anyItem(list);
  if (!rest) return result;
  const sum = machine.cell(result);
  machine.journal.repeat(() =>
    machine.assign(sum, callValue(machine, callback, UNDEFINED, argsBeside(sum.value, rest, harmless('an index'), list), site)),
  );
  return sum.value;
}

function flatten(machine: Machine, items: readonly Value[], rest: Value | undefined, site: Site): Value {
  const out: Value[] = [];
  let more: Value | undefined;
  for (const item of [...items, ...(rest ? [rest] : [])]) {
    const inner =
      item.kind === 'list' || item.kind === 'unknown' || item.kind === 'union'
        ? itemsOf(machine, item, 'values', site)
        : { items: [item], rest: undefined };
    if (more || item === rest) more = union([...(more ? [more] : []), ...inner.items, ...(inner.rest ? [inner.rest] : [])]);
    else {
      out.push(...inner.items);
      more = inner.rest;
    }
  }
  return machine.list(out, more);
}

export function memberOfList(list: ListValue, name: string): Value | undefined {
  const method = METHODS.get(name);
  return method && nativeFunction(`Array.${name}`, (call) => method(list, call));
}

/** Array methods of something unknown: their callbacks run with an item of it. */
export function memberOfUnknownList(value: Value, name: string, machine: Machine, site: Site): Value | undefined {
  if (
    value.kind !== 'unknown' ||
    !METHODS.has(name) ||
    name === 'slice' ||
    name === 'toString' ||
    name === 'keys' ||
    name === 'values' ||
    name === 'entries'
  )
    return undefined;
  return nativeFunction(`Array.${name}`, (call) => {
    const [first] = call.args.positional;
    const runs = first?.kind === 'closure' || first?.kind === 'native' || first?.kind === 'union';
    if (!runs && name !== 'concat' && name !== 'flat' && name !== 'join' && name !== 'pop' && name !== 'shift' && name !== 'at')
      return value;
    const list = machine.list([], getMember(machine, value, harmless('an index'), site));
    return METHODS.get(name)?.(list, call) ?? value;
  });
}
