/** Promises: a promise of a value is the value, so `then` calls its callback at once. */
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import {
  harmless,
  isNullish,
  type ListValue,
  type NativeCall,
  native,
  nativeFunction,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';

const isCallable = (value: Value): boolean =>
  value.kind === 'closure' || value.kind === 'native' || value.kind === 'union' || value.kind === 'unknown';

/**
 * `then`, `catch` and `finally` of any value that has no member of that name itself. Their callbacks run when the promise is settled: who
 * does not wait for what they give goes on before.
 */
export function memberOfPromise(promise: Value, name: string): Value | undefined {
  const handle = (handler: Value, { machine, args: given, site }: NativeCall): Value => {
    given.failed?.();
    return callValue(machine, handler, UNDEFINED, args(harmless('an error')), site);
  };
  const after = (goesOn: (value: Value, call: NativeCall) => Value): Value =>
    nativeFunction(`Promise.${name}`, (call) =>
      call.args.beside
        ? call.machine.tasks.startAfter(promise, (value) => goesOn(value, call))
        : call.machine.tasks.awaited(goesOn(call.machine.tasks.awaited(promise), call)),
    );
  switch (name) {
    case 'then':
      return after((value, call) => {
        const { machine, args: given, site } = call;
        const [onFulfilled = UNDEFINED, onRejected = UNDEFINED] = given.positional;
        const goOn = (): Value => (isCallable(onFulfilled) ? callValue(machine, onFulfilled, UNDEFINED, args(value), site) : value);
        return isCallable(onRejected) ? union(machine.journal.fork([goOn, () => handle(onRejected, call)])) : goOn();
      });
    case 'catch':
      return after((value, call) => {
        const handler = argument(call.args, 0);
        return isCallable(handler) ? union([value, call.machine.journal.maybe(() => handle(handler, call))]) : value;
      });
    case 'finally':
      return after((value, { machine, args: given, site }) => {
        callValue(machine, argument(given, 0), UNDEFINED, args(), site);
        return value;
      });
    default:
      return undefined;
  }
}

function settleAll(machine: Machine, list: Value, site: Site, wrap: boolean): Value {
  const { items, rest } = itemsOf(machine, list, 'values', site);
  const outcome = (value: Value): Value =>
    wrap
      ? machine.object([
          ['status', harmless('the outcome of a promise')],
          ['value', value],
          ['reason', harmless('an error')],
        ])
      : value;
  const all = (resolve: (promise: Value, sure: boolean) => Value): ListValue =>
    machine.list(
      items.map((item) => outcome(resolve(item, true))),
      rest && outcome(resolve(rest, false)),
    );
  return machine.tasks.gathers(
    all((promise) => promise),
    all,
  );
}

const anyOf = (machine: Machine, list: Value, site: Site): Value => {
  const { items, rest } = itemsOf(machine, list, 'values', site);
  return machine.tasks.oneOf([...items, ...(rest ? [rest] : [])]);
};

export const promiseGlobal = native('Promise', {
  construct: ({ machine, args: given, site }) => {
    const results: Value[] = [];
    const resolve = nativeFunction('resolve', (call) => {
      results.push(argument(call.args, 0));
      return UNDEFINED;
    });
    callValue(
      machine,
      argument(given, 0),
      UNDEFINED,
      args(
        resolve,
        nativeFunction('reject', () => UNDEFINED),
      ),
      site,
    );
    // resolved later, by who kept `resolve`: what it is called with until the value is used is what the value may be
    if (results.length === 0) return unknown('the value of a promise', { harmless: true, wraps: results });
    const settled = results.filter((result) => !isNullish(result));
    return union(settled.length > 0 ? results : [UNDEFINED]);
  },
  get: (name) => {
    switch (name) {
      case 'all':
        return nativeFunction('Promise.all', ({ machine, args: given, site }) => settleAll(machine, argument(given, 0), site, false));
      case 'allSettled':
        return nativeFunction('Promise.allSettled', ({ machine, args: given, site }) => settleAll(machine, argument(given, 0), site, true));
      case 'race':
      case 'any':
        return nativeFunction(`Promise.${name}`, ({ machine, args: given, site }) => anyOf(machine, argument(given, 0), site));
      case 'resolve':
        return nativeFunction('Promise.resolve', ({ args: given }) => argument(given, 0));
      case 'reject':
        return nativeFunction('Promise.reject', () => harmless('a rejected promise'));
      default:
        return undefined;
    }
  },
});
