/** `Map`, `Set`, `WeakMap` and `WeakSet`: objects whose entries are fields, or dynamic fields where keys are no texts. */
import { escapeFunctions } from '../../interpreter/escape.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argsBeside, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { deleteMember, getMember, setMember } from '../../interpreter/members.ts';
import { strictEqual } from '../../interpreter/operations.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  harmless,
  isNullish,
  type ListValue,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  sameValue,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { repeatedly } from './iterate.ts';

/** Keys that are objects become fields under their identity. */
const keyOf = (key: Value): Value =>
  key.kind === 'text' || key.kind === 'constant' || key.kind === 'unknown' || key.kind === 'union'
    ? key
    : textValue(`\u0000${valueKey(key)}`);

function pairs(machine: Machine, entries: ObjectValue, site: Site): { items: readonly Value[]; rest: Value | undefined } {
  return itemsOf(machine, entries, 'entries', site);
}

function makeMap(machine: Machine, entries: ObjectValue): NativeValue {
  const self: NativeValue = native('Map', {
    key: `Map ${entries.serial}`,
    data: { kind: 'map' },
    get: (name, _machine, site) => {
      switch (name) {
        case 'get':
          return nativeFunction('Map.get', (call) => getMember(call.machine, entries, keyOf(argument(call.args, 0)), call.site));
        case 'set':
          return nativeFunction('Map.set', (call) => {
            setMember(call.machine, entries, keyOf(argument(call.args, 0)), argument(call.args, 1), call.site);
            return self;
          });
        case 'has':
          return nativeFunction('Map.has', () => harmless('a test'));
        case 'delete':
          return nativeFunction('Map.delete', (call) => {
            deleteMember(call.machine, entries, keyOf(argument(call.args, 0)), call.site);
            return harmless('a test');
          });
        case 'clear':
          return nativeFunction('Map.clear', ({ machine: inner }) => {
            inner.journal.touch(entries);
            entries.fields = new Map();
            entries.dynamic = [];
            entries.open = undefined;
            return UNDEFINED;
          });
        case 'forEach':
          return nativeFunction('Map.forEach', (call) => {
            const all = pairs(call.machine, entries, call.site);
            const run = (pair: Value): Value =>
              callValue(
                call.machine,
                argument(call.args, 0),
                UNDEFINED,
                argsBeside(
                  getMember(call.machine, pair, textValue('1'), call.site),
                  getMember(call.machine, pair, textValue('0'), call.site),
                  self,
                ),
                call.site,
              );
            for (const pair of all.items) run(pair);
            const { rest } = all;
            if (rest) repeatedly(call.machine, () => run(rest));
            return UNDEFINED;
          });
        case 'keys':
        case 'values':
        case 'entries':
          return nativeFunction(`Map.${name}`, (call) => {
            const all = pairs(call.machine, entries, call.site);
            const pick = (pair: Value): Value =>
              name === 'entries' ? pair : getMember(call.machine, pair, textValue(name === 'keys' ? '0' : '1'), call.site);
            return call.machine.list(all.items.map(pick), all.rest && pick(all.rest));
          });
        case '%items': {
          const all = pairs(machine, entries, site);
          return machine.list(all.items, all.rest);
        }
        case 'size':
          return harmless('a size');
        default:
          return undefined;
      }
    },
  });
  return self;
}

export const mapGlobal = (name: string): NativeValue =>
  native(name, {
    construct: ({ machine, args: given, site }) => {
      const entries = machine.object();
      const source = argument(given, 0);
      if (!isNullish(source)) {
        const { items, rest } = itemsOf(machine, source, 'values', site);
        for (const pair of [...items, ...(rest ? [rest] : [])])
          setMember(
            machine,
            entries,
            keyOf(getMember(machine, pair, textValue('0'), site)),
            getMember(machine, pair, textValue('1'), site),
            site,
          );
      }
      return makeMap(machine, entries);
    },
    get: (member) =>
      member === 'groupBy'
        ? nativeFunction('Map.groupBy', ({ machine, args: given, site }) => {
            escapeFunctions(machine, given, site);
            return makeMap(machine, machine.object([], { open: harmless('a group') }));
          })
        : undefined,
  });

/** Items of a set that are told apart from each other. */
const MAX_APART = 64;

/** Adds to a set: what may be there already may be no further item. */
function add(items: ListValue, value: Value): void {
  if (items.rest || items.items.length >= MAX_APART) {
    items.rest = items.rest ? union([items.rest, value]) : value;
    return;
  }
  const equal = items.items.map((item) => (isObject(item) && isObject(value) ? sameValue(item, value) : truth(strictEqual(item, value))));
  if (equal.includes(true)) return;
  if (equal.includes(undefined)) items.rest = value;
  else items.items.push(value);
}

const isObject = (value: Value): boolean =>
  value.kind !== 'text' && value.kind !== 'constant' && value.kind !== 'unknown' && value.kind !== 'union';

function makeSet(machine: Machine, items: ReturnType<Machine['list']>): NativeValue {
  const self: NativeValue = native('Set', {
    key: `Set ${items.serial}`,
    get: (name) => {
      switch (name) {
        case 'add':
          return nativeFunction('Set.add', (call) => {
            call.machine.journal.touch(items);
            add(items, argument(call.args, 0));
            return self;
          });
        case 'clear':
          return nativeFunction('Set.clear', (call) => {
            call.machine.journal.touch(items);
            items.items = [];
            items.rest = undefined;
            return UNDEFINED;
          });
        case 'delete':
          // which of the items goes is not followed: any may be there still
          return nativeFunction('Set.delete', (call) => {
            call.machine.journal.touch(items);
            const all = [...items.items, ...(items.rest ? [items.rest] : [])];
            items.rest = all.length === 0 ? undefined : union(all);
            items.items = [];
            return harmless('a test');
          });
        case 'has':
          return nativeFunction('Set.has', () => harmless('a test'));
        case 'forEach':
          return getMember(machine, items, textValue('forEach'), { module: NO_MODULE, at: 0 });
        case 'keys':
        case 'values':
        case 'entries':
          return nativeFunction(`Set.${name}`, () => items);
        case '%items':
          return items;
        case 'size':
          return harmless('a size');
        default:
          return undefined;
      }
    },
  });
  return self;
}

const NO_MODULE = { file: '', language: 'javascript', body: [], exports: 'declared', position: () => ({ line: 1, column: 1 }) } as const;

export const setGlobal = (name: string): NativeValue =>
  native(name, {
    construct: ({ machine, args: given, site }) => {
      const source = argument(given, 0);
      const { items, rest } = isNullish(source) ? { items: [], rest: undefined } : itemsOf(machine, source, 'values', site);
      const all = machine.list([]);
      for (const item of items) add(all, item);
      if (rest) all.rest = union([...(all.rest ? [all.rest] : []), rest]);
      return makeSet(machine, all);
    },
  });
