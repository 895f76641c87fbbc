/** Event loops: what is handed to them runs (Python Standard Library, "asyncio"). */
import { argument } from '../../interpreter/machine.ts';
import { type ListValue, type NativeCall, native, nativeFunction, type Value } from '../../interpreter/values.ts';
import { callRest, first, fn, itself, type Members } from './module.ts';
import { starts } from './programs.ts';
import { THREADS } from './threads.ts';

/** What a call of the function gives, that runs in a thread of its own. */
const inThread = (call: NativeCall, skip: number): Value =>
  call.machine.tasks.start(() => callRest(call, skip, argument(call.args, skip - 1)), 'preemptive');

const waited = (call: NativeCall): Value => call.machine.tasks.awaited(first(call));

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
    if (name === 'create_task') return nativeFunction(name, first);
    if (name === 'run_until_complete') return nativeFunction(name, waited);
    if (name === 'run_in_executor') return nativeFunction(name, (call) => inThread(call, 2));
    return undefined;
  },
});

/** The modules by name. */
export const CONCURRENCY: Readonly<Record<string, Members>> = {
  asyncio: {
    run: fn('asyncio.run', waited),
    as_completed: itself('asyncio.as_completed'),
    wait: fn('asyncio.wait', ({ machine, args }) => machine.list([argument(args, 0), argument(args, 0)])),
    gather: gathered,
    create_task: itself('asyncio.create_task'),
    ensure_future: itself('asyncio.ensure_future'),
    wait_for: itself('asyncio.wait_for'),
    shield: itself('asyncio.shield'),
    to_thread: fn('asyncio.to_thread', (call) => inThread(call, 1)),
    get_event_loop: fn('asyncio.get_event_loop', () => loop),
    get_running_loop: fn('asyncio.get_running_loop', () => loop),
    new_event_loop: fn('asyncio.new_event_loop', () => loop),
    create_subprocess_exec: starts('asyncio.create_subprocess_exec'),
    create_subprocess_shell: starts('asyncio.create_subprocess_shell'),
  },
  ...THREADS,
};
