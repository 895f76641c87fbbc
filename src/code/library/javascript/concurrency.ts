/**
 * Packages that call functions of the program beside one another, in turn, or again: `p-limit`, `p-map`, `p-queue`, `p-retry` and their
 * kin (their READMEs), `async-retry`, `promise-retry`, `exponential-backoff`.
 */
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argsBeside, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import {
  constant,
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  TRUE,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';

type Function = (call: NativeCall) => Value;

/** Calls a function when its turn comes: who does not wait for what it gives goes on before. */
function inTurn({ machine, args: given, site }: NativeCall, called: Value, ...values: readonly Value[]): Value {
  const call = (): Value => callValue(machine, called, UNDEFINED, args(...values), site);
  if (given.beside) return machine.tasks.startAfter(UNDEFINED, call);
  machine.tasks.awaited(UNDEFINED);
  return machine.tasks.awaited(call());
}

/** A promise of what the function gives for each of several. */
function ofEach(machine: Machine, list: Value, site: Site, start: (item: Value, index: Value) => Value): Value {
  const { items, rest } = itemsOf(machine, list, 'values', site);
  const started = items.map((item, i) => start(item, constant(i)));
  const more = rest && union(machine.journal.repeat(() => start(rest, harmless('an index'))));
  const all = (resolve: (promise: Value, sure: boolean) => Value) =>
    machine.list(
      started.map((promise) => resolve(promise, true)),
      more && resolve(more, false),
    );
  return machine.tasks.gathers(
    all((promise) => promise),
    all,
  );
}

const mapped: Function = ({ machine, args: given, site }) =>
  ofEach(machine, argument(given, 0), site, (item, index) =>
    callValue(machine, argument(given, 1), UNDEFINED, argsBeside(item, index), site),
  );

/** The same, which gives the items that it was given. */
const visited: Function = (call) => {
  mapped(call);
  return argument(call.args, 0);
};

/** Functions that are called each, promises that are waited for. */
const performed: Function = ({ machine, args: given, site }) =>
  ofEach(machine, argument(given, 0), site, (item) => (isFunction(item) ? callValue(machine, item, UNDEFINED, argsBeside(), site) : item));

const isFunction = (value: Value): boolean => value.kind === 'closure' || (value.kind === 'native' && value.call !== undefined);

/** A function that may be called again until it succeeds. */
const again =
  (...values: readonly Value[]): Function =>
  (call) => {
    const called = call.args.positional.find(isFunction) ?? argument(call.args, 0);
    return union(call.machine.journal.repeat(() => inTurn(call, called, ...values)));
  };

const retried = again(harmless('the number of an attempt'));
const bail = nativeFunction('bail', () => UNDEFINED);
const retriedOrBailed = again(bail, harmless('the number of an attempt'));

const limit: Function = ({ machine }) =>
  native('a limit', {
    key: `limit ${machine.journal.next()}`,
    call: (call) => inTurn(call, argument(call.args, 0), ...call.args.positional.slice(1)),
    get: (name) =>
      name === 'map' ? nativeFunction('limit.map', mapped) : name === 'clearQueue' ? nativeFunction(name, () => UNDEFINED) : undefined,
    inert: true,
  });

const queue: NativeValue = native('PQueue', {
  construct: ({ machine }) => {
    const made: NativeValue = native('a queue', {
      key: `queue ${machine.journal.next()}`,
      get: (name) => {
        switch (name) {
          case 'add':
            return nativeFunction('queue.add', (call) => inTurn(call, argument(call.args, 0), harmless('options')));
          case 'addAll':
            return nativeFunction('queue.addAll', performed);
          case 'start':
            return nativeFunction('queue.start', () => made);
          case 'onIdle':
          case 'onEmpty':
          case 'onSizeLessThan':
            return nativeFunction(`queue.${name}`, (call) => call.machine.tasks.awaited(UNDEFINED));
          default:
            return undefined;
        }
      },
      inert: true,
    });
    return made;
  },
});

/** A function that stands for another one: kept from running too often, or remembered. */
const same: Function = ({ args: given }) => argument(given, 0);

const wrapper: Function = () => nativeFunction('a wrapper', same);

const times: Function = ({ machine, args: given, site }) =>
  ofEach(machine, machine.list([], harmless('a number')), site, (item) =>
    callValue(machine, argument(given, 1), UNDEFINED, argsBeside(item), site),
  );

const PACKAGES: Readonly<Record<string, Function | NativeValue>> = {
  'p-limit': limit,
  'p-queue': queue,
  'p-map': mapped,
  'p-map-series': mapped,
  'p-each-series': visited,
  'p-filter': visited,
  'p-all': performed,
  'p-series': performed,
  'p-settle': performed,
  'p-times': times,
  'p-retry': retried,
  'async-retry': retriedOrBailed,
  'promise-retry': retriedOrBailed,
  'exponential-backoff': again(),
  'p-throttle': wrapper,
  'p-memoize': same,
  'p-debounce': same,
};

/** Exports beside the default one. */
const NAMED: Readonly<Record<string, Function>> = { backOff: again(), limitFunction: same };

export function concurrencyPackage(_machine: Machine, name: string): Value | undefined {
  const model = PACKAGES[name];
  if (model === undefined) return undefined;
  const main = typeof model === 'function' ? nativeFunction(name, model) : model;
  return native(name, {
    ...(main.call ? { call: main.call } : {}),
    ...(main.construct ? { construct: main.construct } : {}),
    get: (property) => {
      const named = Object.hasOwn(NAMED, property) ? NAMED[property] : undefined;
      if (named) return nativeFunction(property, named);
      return property === 'default' ? main : property === '__esModule' ? TRUE : undefined;
    },
    inert: true,
  });
}
