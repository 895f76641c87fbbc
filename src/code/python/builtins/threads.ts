/**
 * Threads, executors and pools: what is handed to them runs beside what follows, until somebody waits for it (Python Standard Library,
 * "threading", "concurrent.futures", "multiprocessing"). Processes work on a copy of the memory.
 */
import { findMethod } from '../../interpreter/classes.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { type Arguments, args, argument, type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  NULL,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { first, fn, type Members } from './module.ts';

/** Whose memory what runs works on: that of the program, or a copy. */
type Memory = 'shared' | 'own';

/** What runs beside, as far as one thread, one executor or one pool has started it: its promises. */
class Workers {
  readonly #promises = new Set<Value>();
  readonly memory: Memory;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** Starts something; gives the promise of its result. */
  start(machine: Machine, run: () => Value): Value {
    if (this.memory === 'own') return machine.tasks.apart(run);
    const promise = machine.tasks.start(run, 'preemptive');
    this.#promises.add(promise);
    return promise;
  }

  /** Waits until nothing of it runs any more. */
  join(machine: Machine): void {
    machine.tasks.join(this.#promises);
  }
}

/** The arguments that a tuple or list and a dictionary hold. */
function passed(machine: Machine, given: Value | undefined, keywords: Value | undefined, site: Site): Arguments {
  const { items, rest } = given ? itemsOf(machine, given, 'values', site) : { items: [], rest: undefined };
  const named = keywords?.kind === 'object' ? new Map(keywords.fields) : new Map<string, Value>();
  return { positional: items, named, ...(rest ? { rest } : {}) };
}

function future(machine: Machine, workers: Workers, promise: Value): NativeValue {
  const result = (): Value => machine.tasks.awaited(promise);
  const made: NativeValue = native('a future', {
    inert: true,
    key: `future ${machine.journal.next()}`,
    get: (name) => {
      if (name === 'result' || name === 'get') return nativeFunction(`Future.${name}`, result);
      if (name === 'wait' || name === 'exception')
        return nativeFunction(`Future.${name}`, () => {
          result();
          return harmless(`what ${name} gives`);
        });
      if (name !== 'add_done_callback') return undefined;
      return nativeFunction('Future.add_done_callback', (call) => {
        workers.start(machine, () => {
          result();
          return callValue(machine, first(call), UNDEFINED, args(made), call.site);
        });
        return NULL;
      });
    },
  });
  return made;
}

/**
 * Calls a function with the items of several lists in the manner of `map`, each call beside the others, and gives the promises. Of items
 * whose number is not known two run, so that each finds what another one writes.
 */
function startEach(
  call: NativeCall,
  workers: Workers,
  sources: readonly Value[],
  given: (items: readonly Value[]) => Arguments,
): { readonly items: readonly Value[]; readonly rest: Value | undefined } {
  const { machine, site } = call;
  const lists = sources.map((source) => itemsOf(machine, source, 'values', site));
  const start = (at: number | undefined): Value => {
    const items = lists.map(({ items, rest }) => (at === undefined ? (rest ?? union(items)) : (items[at] ?? rest ?? UNDEFINED)));
    return workers.start(machine, () => callValue(machine, first(call), UNDEFINED, given(items), site));
  };
  const [head] = lists;
  if (head === undefined) return { items: [], rest: undefined };
  const items = head.items.map((_, at) => start(at));
  return {
    items,
    rest: head.rest && machine.journal.maybe(() => union([start(undefined), machine.journal.maybe(() => start(undefined))])),
  };
}

/** The results of what was started, in its order; it may still be running. */
const results = (machine: Machine, { items, rest }: ReturnType<typeof startEach>): Value => machine.tasks.results(items, rest);

/** `ThreadPoolExecutor()`, `ProcessPoolExecutor()` */
const executor = (name: string, memory: Memory): (() => NativeValue) =>
  fn(name, ({ machine, args: options, site }) => {
    const workers = new Workers(memory);
    const initializer = options.named.get('initializer') ?? options.positional[2];
    if (initializer) callValue(machine, initializer, UNDEFINED, passed(machine, options.named.get('initargs'), undefined, site), site);
    const end = (end: string): NativeValue =>
      nativeFunction(`Executor.${end}`, () => {
        workers.join(machine);
        return NULL;
      });
    return native('an executor', {
      inert: true,
      key: `executor ${machine.journal.next()}`,
      get: (name) => {
        switch (name) {
          case 'submit':
            return nativeFunction('Executor.submit', (call) => {
              const given = { ...call.args, positional: call.args.positional.slice(1) };
              return future(
                machine,
                workers,
                workers.start(machine, () => callValue(machine, first(call), UNDEFINED, given, call.site)),
              );
            });
          case 'map':
            return nativeFunction('Executor.map', (call) =>
              results(
                machine,
                startEach(call, workers, call.args.positional.slice(1), (items) => args(...items)),
              ),
            );
          case 'shutdown':
          case '__exit__':
            return end(name);
          default:
            return undefined;
        }
      },
    });
  });

/** Starts what a thread runs: its target, or the `run` of a class that extends `Thread`. */
class Runs {
  readonly #workers: Workers;
  readonly #run: () => Value;

  constructor(memory: Memory, run: () => Value) {
    this.#workers = new Workers(memory);
    this.#run = run;
  }

  member(name: string, machine: Machine): Value | undefined {
    if (name === 'start' || name === 'run')
      return nativeFunction(`Thread.${name}`, () => {
        if (name === 'start') this.#workers.start(machine, this.#run);
        else this.#run();
        return NULL;
      });
    if (name !== 'join') return undefined;
    return nativeFunction('Thread.join', () => {
      this.#workers.join(machine);
      return NULL;
    });
  }
}

/** The threads of instances whose class extends `Thread`. */
const threads = new WeakMap<ObjectValue, Runs>();

/** `target`, `args` and `kwargs` of a thread, a timer's `function` too. */
function targetOf({ machine, args: given, site }: NativeCall, timer: boolean): () => Value {
  const target = given.named.get(timer ? 'function' : 'target') ?? given.positional[1] ?? NULL;
  const list = given.named.get('args') ?? given.positional[timer ? 2 : 3];
  const keywords = given.named.get('kwargs') ?? given.positional[timer ? 3 : 4];
  return () => (target === NULL ? NULL : callValue(machine, target, UNDEFINED, passed(machine, list, keywords, site), site));
}

/** The class `Thread`, `Timer` or `Process`: what it makes runs when it is started, and so does what extends it. */
function threadClass(name: string, memory: Memory): () => NativeValue {
  const timer = name === 'Timer';
  const begin = (call: NativeCall, self: ObjectValue): void => {
    const run = self.class && findMethod(self.class, 'run');
    const own = targetOf(call, timer);
    threads.set(self, new Runs(memory, () => (run ? callValue(call.machine, run, self, NO_ARGUMENTS, call.site) : own())));
    // started where nobody sees it
    if (run?.kind === 'closure') call.machine.escape({ ...run, self }, call.site);
  };
  const made = (call: NativeCall): Value => {
    const runs = new Runs(memory, targetOf(call, timer));
    const target = call.args.named.get(timer ? 'function' : 'target') ?? call.args.positional[1];
    if (target) call.machine.escape(target, call.site);
    return native('a thread', {
      inert: true,
      key: `thread ${call.machine.journal.next()}`,
      get: (member) => runs.member(member, call.machine),
    });
  };
  const ofInstance = (member: 'start' | 'join' | 'run'): NativeValue =>
    nativeFunction(`Thread.${member}`, (call) => {
      for (const self of optionsOf(call.self)) {
        const started = self.kind === 'object' ? threads.get(self) : undefined;
        const method = started?.member(member, call.machine);
        if (method) callValue(call.machine, method, self, NO_ARGUMENTS, call.site);
      }
      return NULL;
    });
  const instance = native('a thread', {
    inert: true,
    get: (member) => (member === 'start' || member === 'join' || member === 'run' ? ofInstance(member) : undefined),
  });
  return () =>
    native(name, {
      key: `python ${name}`,
      inert: true,
      call: made,
      construct: (call) => {
        if (call.self.kind !== 'object') return made(call);
        begin(call, call.self);
        return instance;
      },
      get: (member, machine, site) => {
        if (member !== 'constructor') return instance.get?.(member, machine, site);
        return nativeFunction('Thread.__init__', (call) => {
          const self = first(call);
          if (self.kind !== 'object') return NULL;
          begin({ ...call, args: { ...call.args, positional: call.args.positional.slice(1) } }, self);
          call.machine.journal.touch(self);
          self.base = instance;
          return NULL;
        });
      },
    });
}

/** A pool of workers, whose methods call a function with each item, or with the items of each. */
function pool(machine: Machine, memory: Memory): NativeValue {
  const workers = new Workers(memory);
  return native('a pool of workers', {
    inert: true,
    key: `pool ${machine.journal.next()}`,
    get: (name) => {
      if (name === 'apply' || name === 'apply_async')
        return nativeFunction(`Pool.${name}`, (call) => {
          const given = passed(machine, call.args.named.get('args') ?? call.args.positional[1], call.args.named.get('kwds'), call.site);
          const run = (): Value => callValue(machine, first(call), UNDEFINED, given, call.site);
          const promise = workers.start(machine, run);
          return name === 'apply' ? machine.tasks.awaited(promise) : future(machine, workers, promise);
        });
      if (name === 'join' || name === '__exit__')
        return nativeFunction(`Pool.${name}`, () => {
          workers.join(machine);
          return NULL;
        });
      const [, imap, spread] = /^(i?)(star)?map(?:_async|_unordered)?$/.exec(name) ?? [];
      if (imap === undefined) return undefined;
      return nativeFunction(`Pool.${name}`, (call) => {
        const given = (items: readonly Value[]): Arguments => (spread ? passed(machine, items[0], undefined, call.site) : args(...items));
        const started = startEach(call, workers, [argument(call.args, 1)], given);
        const all = results(machine, started);
        return name.endsWith('_async') ? future(machine, workers, all) : all;
      });
    },
  });
}

const pools = (memory: Memory): (() => NativeValue) => fn('Pool', ({ machine }) => pool(machine, memory));

/** `wait(futures)`: those that are done, and those that are not. */
const waited = fn('concurrent.futures.wait', ({ machine, args: given, site }) => {
  const { items, rest } = itemsOf(machine, argument(given, 0), 'values', site);
  const some = [...items, ...(rest ? [rest] : [])];
  const list = (): Value => machine.list([], some.length > 0 ? union(some) : undefined);
  const both = machine.list([list(), list()]);
  return native('what wait gives', {
    inert: true,
    key: `waited ${machine.journal.next()}`,
    get: (name) =>
      name === '%items'
        ? both
        : name === 'done' || name === '0'
          ? both.items[0]
          : name === 'not_done' || name === '1'
            ? both.items[1]
            : undefined,
  });
});

/** The modules by name. */
export const THREADS: Readonly<Record<string, Members>> = {
  'concurrent.futures': {
    ThreadPoolExecutor: executor('ThreadPoolExecutor', 'shared'),
    ProcessPoolExecutor: executor('ProcessPoolExecutor', 'own'),
    as_completed: fn('as_completed', first),
    wait: waited,
  },
  threading: {
    Thread: threadClass('Thread', 'shared'),
    Timer: threadClass('Timer', 'shared'),
    local: fn('threading.local', ({ machine }) => machine.object()),
  },
  multiprocessing: { Process: threadClass('Process', 'own'), Pool: pools('own') },
  'multiprocessing.pool': { Pool: pools('own'), ThreadPool: pools('shared') },
  'multiprocessing.dummy': { Pool: pools('shared') },
};
