/** Threads, pools, executors and event loops: what is handed to them runs (Python Standard Library, "Concurrent Execution", "asyncio"). */
import { findMethod } from '../../interpreter/classes.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import {
  harmless,
  type ListValue,
  type NativeCall,
  type NativeValue,
  NULL,
  native,
  nativeFunction,
  type ObjectValue,
  UNDEFINED,
  type Value,
} from '../../interpreter/values.ts';
import { mapped } from './globals.ts';
import { callRest, first, fn, itself, type Members } from './module.ts';
import { starts } from './programs.ts';

const future = (call: NativeCall, value: Value): Value =>
  native('a future', {
    inert: true,
    key: `future ${call.machine.journal.next()}`,
    get: (name) => (name === 'result' ? nativeFunction('Future.result', () => value) : undefined),
  });

const executor = native('an executor', {
  inert: true,
  get: (name) => {
    if (name === 'submit') return nativeFunction('Executor.submit', (call) => future(call, callRest(call, 1, first(call))));
    if (name !== 'map') return undefined;
    return nativeFunction('Executor.map', mapped);
  },
});

const thread = fn('Thread', (call) => {
  const target = call.args.named.get('target');
  const given = call.args.named.get('args');
  const keywords = call.args.named.get('kwargs');
  if (target) {
    const { items, rest } = given ? itemsOf(call.machine, given, 'values', call.site) : { items: [], rest: undefined };
    const named = keywords?.kind === 'object' ? keywords.fields : new Map<string, Value>();
    callValue(call.machine, target, UNDEFINED, { positional: items, named, ...(rest ? { rest } : {}) }, call.site);
  }
  return harmless('a thread');
})();

/** `Thread(target=…)`, or the base of a class whose `run` starts it. */
const threadClass = (): NativeValue =>
  native('Thread', {
    key: 'python thread',
    inert: true,
    ...(thread.call ? { call: thread.call } : {}),
    construct: (call) => {
      if (call.self.kind === 'object') startable(call.machine, call.self, call.site);
      return thread.call?.(call) ?? NULL;
    },
    get: (name) =>
      name === 'constructor'
        ? nativeFunction('Thread.__init__', (call) => {
            const self = first(call);
            if (self.kind === 'object') startable(call.machine, self, call.site);
            return NULL;
          })
        : undefined,
  });

function startable(machine: Machine, thread: ObjectValue, site: Site): void {
  const run = thread.class && findMethod(thread.class, 'run');
  if (run?.kind === 'closure') machine.escape({ ...run, self: thread }, site);
}

/** `Timer(seconds, function, args, kwargs)`. */
const timer = fn('Timer', (call) => {
  const given = call.args.named.get('args') ?? call.args.positional[2];
  const { items, rest } = given ? itemsOf(call.machine, given, 'values', call.site) : { items: [], rest: undefined };
  const callee = call.args.named.get('function') ?? argument(call.args, 1);
  callValue(call.machine, callee, UNDEFINED, { positional: items, named: new Map(), ...(rest ? { rest } : {}) }, call.site);
  return harmless('a timer');
});

/** A pool of workers, whose methods call a function with each item, or with the items of each. */
export const workers: NativeValue = native('a pool of workers', {
  inert: true,
  get: (name) => {
    const spread = name === 'starmap' || name === 'starmap_async';
    if (name === 'apply' || name === 'apply_async')
      return nativeFunction(`Pool.${name}`, (call) => {
        const { items, rest } = itemsOf(call.machine, argument(call.args, 1), 'values', call.site);
        const given = { positional: items, named: new Map<string, Value>(), ...(rest ? { rest } : {}) };
        return future(call, callValue(call.machine, first(call), UNDEFINED, given, call.site));
      });
    if (!spread && !/^i?map(_async|_unordered)?$/.test(name)) return undefined;
    return nativeFunction(`Pool.${name}`, (call) => {
      const { items, rest } = itemsOf(call.machine, argument(call.args, 1), 'values', call.site);
      const each = (item: Value): Value => {
        const inner = spread ? itemsOf(call.machine, item, 'values', call.site) : { items: [item], rest: undefined };
        const given = { positional: inner.items, named: new Map<string, Value>(), ...(inner.rest ? { rest: inner.rest } : {}) };
        return callValue(call.machine, first(call), UNDEFINED, given, call.site);
      };
      return call.machine.list(items.map(each), rest && call.machine.journal.maybe(() => each(rest)));
    });
  },
});
const pool = fn('Pool', () => workers);

/** `asyncio.gather(a, b)`: a list of what each gives, once it is waited for. */
const gathered = fn('asyncio.gather', ({ machine, args }) => {
  const all = (resolve: (promise: Value, sure: boolean) => Value): ListValue =>
    machine.list(
      args.positional.map((each) => resolve(each, true)),
      args.rest && resolve(args.rest, false),
    );
  return machine.tasks.gathers(
    all((promise) => promise),
    all,
  );
});
const loop = native('an event loop', {
  inert: true,
  get: (name) => {
    if (name === 'run_until_complete' || name === 'create_task') return nativeFunction(name, first);
    if (name === 'run_in_executor') return nativeFunction(name, (call) => callRest(call, 2, argument(call.args, 1)));
    return undefined;
  },
});

/** The modules by name. */
export const CONCURRENCY: Readonly<Record<string, Members>> = {
  asyncio: {
    run: itself('asyncio.run'),
    gather: gathered,
    create_task: itself('asyncio.create_task'),
    ensure_future: itself('asyncio.ensure_future'),
    wait_for: itself('asyncio.wait_for'),
    shield: itself('asyncio.shield'),
    to_thread: fn('asyncio.to_thread', (call) => callRest(call, 1, first(call))),
    get_event_loop: fn('asyncio.get_event_loop', () => loop),
    get_running_loop: fn('asyncio.get_running_loop', () => loop),
    new_event_loop: fn('asyncio.new_event_loop', () => loop),
    create_subprocess_exec: starts('asyncio.create_subprocess_exec'),
    create_subprocess_shell: starts('asyncio.create_subprocess_shell'),
  },
  'concurrent.futures': {
    ThreadPoolExecutor: fn('ThreadPoolExecutor', () => executor),
    ProcessPoolExecutor: fn('ProcessPoolExecutor', () => executor),
    as_completed: itself('as_completed'),
  },
  threading: { Thread: threadClass, Timer: timer },
  multiprocessing: { Process: threadClass, Pool: pool },
  'multiprocessing.pool': { Pool: pool, ThreadPool: pool },
  'multiprocessing.dummy': { Pool: pool },
};
