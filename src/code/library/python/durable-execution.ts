/**
 * `aws_durable_execution_sdk_python`: a handler whose steps are checkpointed. The checkpoints are a need of the function's configuration;
 * here the program's functions run, and functions that it invokes are noted (AWS Durable Execution SDK Developer Guide).
 */
import { sdkClient } from '../../../catalog/index.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argument, args as argumentsOf } from '../../interpreter/machine.ts';
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
import { named } from './keywords.ts';

const isFunction = (value: Value): boolean =>
  optionsOf(value).some((option) => option.kind === 'closure' || (option.kind === 'native' && option.call));

/** The context that the handler and its child contexts get. */
const context: NativeValue = native('the durable context', {
  get: (property) => {
    switch (property) {
      case 'logger':
      case 'lambda_context':
        return inert(property);
      case 'invoke':
        return nativeFunction('context.invoke', invoke);
      case 'map':
      case 'parallel':
        return nativeFunction(`context.${property}`, (call) => branches(call, property));
      case 'create_callback':
        return nativeFunction('context.create_callback', () => inert('a callback'));
      default:
        return property.startsWith('%') || property.startsWith('__') ? undefined : nativeFunction(`context.${property}`, run);
    }
  },
  inert: true,
});

/** `step(fn)`, `run_in_child_context(fn)`, `wait_for_callback(submitter)`, `wait_for_condition(check)`. */
function run({ machine, args, site }: NativeCall): Value {
  const functions = [...args.positional, ...args.named.values()].filter(isFunction);
  const given = { ...argumentsOf(context), rest: harmless('the state of a step') };
  const results = functions.map((fn) => callValue(machine, fn, UNDEFINED, given, site));
  return results.length === 0 ? harmless('the result of a step') : union(results);
}

/** `invoke(function_name, payload)`. */
function invoke({ machine, args, site }: NativeCall): Value {
  const client = sdkClient('lambda');
  const input = machine.object([['FunctionName', named(args, 'function_name', 0)]]);
  return client ? send(machine, { client, operation: 'Invoke', input, connections: [OWN] }, site) : harmless('a result');
}

/** `map(inputs, lambda context, item, index, items: …)`, `parallel([lambda context: …])`. */
function branches({ machine, args, site }: NativeCall, kind: 'map' | 'parallel'): Value {
  const list = [...args.positional, ...args.named.values()].find((value) => !isFunction(value) && value.kind !== 'text') ?? UNDEFINED;
  const { items, rest } = itemsOf(machine, list, 'values', site);
  const fn = [...args.positional, ...args.named.values()].find(isFunction) ?? UNDEFINED;
  const results = [...items, ...(rest ? [rest] : [])].map((item) =>
    machine.journal.maybe(() =>
      kind === 'map'
        ? callValue(machine, fn, UNDEFINED, argumentsOf(context, item, harmless('an index'), list), site)
        : callValue(machine, item, UNDEFINED, argumentsOf(context), site),
    ),
  );
  return machine.object([['get_results', nativeFunction('get_results', ({ machine: at }) => at.list(results))]], {
    open: harmless('the results of branches'),
  });
}

/** `@durable_execution def handler(event, context)`. */
const handler = nativeFunction('durable_execution', (made) => {
  const first = argument(made.args, 0);
  const wrap = (fn: Value): Value =>
    native('a durable handler', {
      key: `durable ${made.machine.journal.next()}`,
      call: ({ machine, self, args, site }) => callValue(machine, fn, self, argumentsOf(argument(args, 0), context), site),
      escaped: (machine, site) => machine.escape(fn, site),
    });
  return isFunction(first) ? wrap(first) : nativeFunction('durable_execution', ({ args }) => wrap(argument(args, 0)));
});

/** `@durable_step def load(step_context, id)`: `load(id)` is a function of the step's context alone. */
const step = nativeFunction('durable_step', ({ args }) => {
  const fn = argument(args, 0);
  return nativeFunction('a durable step', (bound) =>
    native('a bound step', {
      key: `step ${bound.machine.journal.next()}`,
      call: ({ machine, self, args: given, site }) =>
        callValue(machine, fn, self, { ...bound.args, positional: [argument(given, 0), ...bound.args.positional] }, site),
      escaped: (machine, site) => machine.escape(fn, site),
    }),
  );
});

const MEMBERS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['durable_execution', handler],
  ['durable_step', step],
  ['durable_with_child_context', step],
  ['durable_wait_for_callback', step],
  ['DurableContext', native('DurableContext', { typed: () => context, inert: true })],
]);

export function durableExecution(): NativeValue {
  const made: NativeValue = native('aws_durable_execution_sdk_python', {
    get: (name) =>
      MEMBERS.get(name) ?? (/^[a-z_]+$/.test(name) && !name.startsWith('__') ? made : name.startsWith('%') ? undefined : inert(name)),
    inert: true,
  });
  return made;
}
