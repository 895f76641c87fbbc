/**
 * `@aws/durable-execution-sdk-js`: a handler whose steps are checkpointed. The checkpoints are a need of the function's configuration;
 * here the program's functions run, and functions that it invokes are noted (AWS Durable Execution SDK Developer Guide).
 */
import { sdkClient } from '../../../catalog/index.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argument, args as argumentsOf, type Machine } from '../../interpreter/machine.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { OWN } from '../aws/connection.ts';
import { inert, send } from '../aws/request.ts';
import { member } from './options.ts';

const isFunction = (value: Value): boolean =>
  optionsOf(value).some((option) => option.kind === 'closure' || (option.kind === 'native' && option.call));

/** The context that the handler and its steps get. */
function contextOf(lambdaContext: Value): NativeValue {
  const made: NativeValue = native('the durable context', {
    get: (property) => {
      switch (property) {
        case 'lambdaContext':
          return lambdaContext;
        case 'logger':
          return inert('logger');
        case 'invoke':
          return nativeFunction('context.invoke', invoke);
        case 'map':
          return nativeFunction('context.map', (call) => map(call, made));
        case 'parallel':
          return nativeFunction('context.parallel', (call) => parallel(call, made));
        case 'createCallback':
          return nativeFunction('context.createCallback', ({ machine }) =>
            machine.list([harmless('the result of a callback'), harmless('the id of a callback')]),
          );
        case 'promise':
          return native('context.promise', {
            get: (name) =>
              nativeFunction(
                `context.promise.${name}`,
                (call) => call.args.positional.find((value) => value.kind === 'list') ?? harmless('results'),
              ),
            inert: true,
          });
        default:
          return property.startsWith('%') || property === 'then'
            ? undefined
            : nativeFunction(`context.${property}`, (call) => step(call, made));
      }
    },
    inert: true,
  });
  return made;
}

/** `step(name?, fn, options?)`, `runInChildContext(name?, fn)`, `waitForCallback(name?, submitter)`, `waitForCondition(name?, check)`. */
function step({ machine, args, site }: NativeCall, context: NativeValue): Value {
  const results = args.positional
    .filter(isFunction)
    .map((fn) => callValue(machine, fn, UNDEFINED, { ...argumentsOf(context, context), rest: harmless('the state of a step') }, site));
  return results.length === 0 ? harmless('the result of a step') : union(results);
}

/** `invoke(name?, functionId, input)`. */
function invoke({ machine, args, site }: NativeCall): Value {
  const [first, second] = [argument(args, 0), argument(args, 1)];
  const named = optionsOf(second).some((option) => option.kind === 'text' || (option.kind === 'unknown' && args.positional.length > 2));
  const client = sdkClient('lambda');
  const input = machine.object([['FunctionName', named ? second : first]]);
  return client ? send(machine, { client, operation: 'Invoke', input, connections: [OWN] }, site) : harmless('a result');
}

/** `map(name?, items, (context, item, index) => …)`. */
function map({ machine, args, site }: NativeCall, context: NativeValue): Value {
  const fn = args.positional.find(isFunction) ?? UNDEFINED;
  const list = args.positional.slice(0, 2).find((value) => value.kind !== 'text' && !isFunction(value)) ?? UNDEFINED;
  const { items, rest } = itemsOf(machine, list, 'values', site);
  const results = [...items, ...(rest ? [rest] : [])].map((item) =>
    machine.journal.maybe(() => callValue(machine, fn, UNDEFINED, argumentsOf(context, item, harmless('an index'), list), site)),
  );
  return batch(machine, results);
}

/** `parallel(name?, [fn | { name, func }])`. */
function parallel({ machine, args, site }: NativeCall, context: NativeValue): Value {
  const list = args.positional.find((value) => value.kind === 'list') ?? UNDEFINED;
  const { items, rest } = itemsOf(machine, list, 'values', site);
  const results = [...items, ...(rest ? [rest] : [])].map((branch) => {
    const fn = isFunction(branch) ? branch : member({ machine, site }, branch, 'func');
    return machine.journal.maybe(() => callValue(machine, fn, UNDEFINED, argumentsOf(context), site));
  });
  return batch(machine, results);
}

const batch = (machine: Machine, results: readonly Value[]): Value =>
  machine.object([['getResults', nativeFunction('getResults', ({ machine: at }) => at.list(results))]], {
    open: harmless('the results of branches'),
  });

export const durableExecution = (name: string): NativeValue =>
  native(name, {
    get: (property) => {
      if (property !== 'withDurableExecution') return /^[A-Z]/.test(property) ? inert(property) : undefined;
      return nativeFunction('withDurableExecution', (made) => {
        const handler = argument(made.args, 0);
        return native('a durable handler', {
          key: `durable ${made.machine.journal.next()}`,
          call: ({ machine, self, args, site }) =>
            callValue(machine, handler, self, argumentsOf(argument(args, 0), contextOf(argument(args, 1))), site),
          escaped: (machine, site) => machine.escape(handler, site),
        });
      });
    },
    inert: true,
  });
