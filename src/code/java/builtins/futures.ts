/** `java.util.concurrent.CompletableFuture`, which every method of an asynchronous client gives, and what runs tasks. */
import { itemsOf } from '../../interpreter/items.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeValue,
  NULL,
  native,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { type Call, callFunction, method } from './call.ts';

export function future(value: Value): NativeValue {
  const made: NativeValue = native('a CompletableFuture', {
    key: `future ${valueKey(value)}`,
    inert: true,
    data: { kind: 'future' },
    get: (name) => {
      if (name === '%value') return value;
      const call = METHODS.get(name)?.(value, made);
      return call && method(made, name, call);
    },
  });
  return made;
}

/** What a future will hold; a value that is no future is that itself. */
function settledValue(machine: Machine, value: Value, site: Site): Value {
  return union(
    optionsOf(value).map((option) =>
      option.kind === 'native' && option.data?.kind === 'future' ? getMember(machine, option, textValue('%value'), site) : option,
    ),
  );
}

type Method = (value: Value, self: Value) => Call;

const error = harmless('an error');

const given: Method = (value) => () => value;

const applied: Method =
  (value) =>
  ({ machine, args, site }) =>
    future(callFunction(machine, argument(args, 0), [value], site));

const both: Method =
  (value, self) =>
  ({ machine, args, site }) => {
    const result = callFunction(machine, argument(args, 0), [value, union([NULL, error])], site);
    return isNullish(result) ? self : future(union([result, value]));
  };

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...['get', 'join', 'getNow', 'resultNow'].map((name): [string, Method] => [name, given]),
  ...['thenApply', 'thenApplyAsync', 'thenAccept', 'thenAcceptAsync', 'thenRun', 'thenRunAsync'].map((name): [string, Method] => [
    name,
    applied,
  ]),
  ...['thenCompose', 'thenComposeAsync'].map((name): [string, Method] => [
    name,
    (value) =>
      ({ machine, args, site }) =>
        future(settledValue(machine, callFunction(machine, argument(args, 0), [value], site), site)),
  ]),
  ...['whenComplete', 'whenCompleteAsync'].map((name): [string, Method] => [
    name,
    (value, self) =>
      ({ machine, args, site }) => {
        callFunction(machine, argument(args, 0), [value, union([NULL, error])], site);
        return self;
      },
  ]),
  ...['handle', 'handleAsync'].map((name): [string, Method] => [name, both]),
  ...['thenCombine', 'thenCombineAsync', 'thenAcceptBoth'].map((name): [string, Method] => [
    name,
    (value) =>
      ({ machine, args, site }) =>
        future(callFunction(machine, argument(args, 1), [value, settledValue(machine, argument(args, 0), site)], site)),
  ]),
  ...['exceptionally', 'exceptionallyAsync', 'exceptionallyCompose'].map((name): [string, Method] => [
    name,
    (value) =>
      ({ machine, args, site }) => {
        const other = machine.journal.maybe(() => callFunction(machine, argument(args, 0), [error], site));
        return future(union([value, settledValue(machine, other ?? UNDEFINED, site)]));
      },
  ]),
  ...['orTimeout', 'completeOnTimeout', 'toCompletableFuture', 'copy', 'asyncResult'].map((name): [string, Method] => [
    name,
    (_, self) => () => self,
  ]),
]);

const supplied: Call = ({ machine, args, site }) => future(callFunction(machine, argument(args, 0), [], site));

const allOf: Call = ({ machine, args, site }) => {
  const futures = args.positional.flatMap((each) => {
    const { items, rest } = itemsOf(machine, each.kind === 'native' ? machine.list([each]) : each, 'values', site);
    return [...items, ...(rest ? [rest] : [])];
  });
  const values = futures.map((each) => settledValue(machine, each, site));
  return future(values.length === 0 ? NULL : union(values));
};

export const completableFuture: Readonly<Record<string, Call>> = {
  supplyAsync: supplied,
  runAsync: supplied,
  completedFuture: ({ args }) => future(argument(args, 0)),
  completedStage: ({ args }) => future(argument(args, 0)),
  failedFuture: () => future(harmless('an error')),
  allOf,
  anyOf: allOf,
};

/** Runs the task that it is given, at once. */
export const executor: NativeValue = native('an executor', {
  inert: true,
  get: (name) => {
    if (/^(submit|execute|schedule|scheduleAtFixedRate|scheduleWithFixedDelay)$/.test(name)) return method(executor, name, supplied);
    if (name !== 'invokeAll' && name !== 'invokeAny') return undefined;
    return method(executor, name, ({ machine, args, site }) => {
      const { items, rest } = itemsOf(machine, argument(args, 0), 'values', site);
      const results = [...items, ...(rest ? [rest] : [])].map((task) => future(callFunction(machine, task, [], site)));
      return rest ? machine.list([], union(results)) : machine.list(results);
    });
  },
});
