import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { argument, args as argumentsOf, type Machine } from '../../interpreter/machine.ts';
import { getMember, setMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type ListValue,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { member } from './options.ts';

type Hook = 'before' | 'after' | 'onError';
const HOOKS: readonly Hook[] = ['before', 'after', 'onError'];

// ── The engine ───────────────────────────────────────────────────────────────────────────────────────────────

const core = nativeFunction('middy', ({ machine, args }) => {
  const state = machine.object([['handler', argument(args, 0)]]);
  const hooks: Readonly<Record<Hook, ListValue>> = { before: machine.list([]), after: machine.list([]), onError: machine.list([]) };
  const add = (hook: Hook, value: Value): void => {
    if (isNullish(value)) return;
    machine.journal.touch(hooks[hook]);
    hooks[hook].items.push(value);
  };
  const use = nativeFunction('middy.use', (call) => {
    const given = argument(call.args, 0);
    const { items, rest } = given.kind === 'list' ? itemsOf(call.machine, given, 'values', call.site) : { items: [given], rest: undefined };
    for (const middleware of [...items, ...(rest ? [rest] : [])]) for (const hook of HOOKS) add(hook, member(call, middleware, hook));
    return made;
  });
  const set = nativeFunction('middy.handler', (call) => {
    call.machine.journal.touch(state);
    state.fields.set('handler', argument(call.args, 0));
    return made;
  });
  let ran = false;
  const run = (call: NativeCall): Value => {
    ran = true;
    return runRequest(call, state.fields.get('handler') ?? UNDEFINED, hooks);
  };
  const made: NativeValue = native('a middy handler', {
    key: `middy ${machine.journal.next()}`,
    call: run,
    get: (property) => {
      if (property === 'use' || property === 'useMiddleware') return use;
      if (property === 'handler') return set;
      const hook = HOOKS.find((name) => name === property);
      if (!hook) return undefined;
      return nativeFunction(`middy.${hook}`, (call) => {
        add(hook, argument(call.args, 0));
        return made;
      });
    },
    escaped: (at, site) => {
      if (!ran) run({ machine: at, self: UNDEFINED, args: argumentsOf(harmless('an event'), harmless('a context')), site });
    },
  });
  return made;
});

/** Middlewares see one request object, whose event, context and response they may replace. */
function runRequest({ machine, args, site }: NativeCall, handler: Value, hooks: Readonly<Record<Hook, ListValue>>): Value {
  const request = machine.object([
    ['event', argument(args, 0)],
    ['context', argument(args, 1)],
    ['response', UNDEFINED],
    ['error', UNDEFINED],
    ['internal', machine.object([], { open: harmless('what a middleware fetched') })],
  ]);
  // before version 2, middlewares get a function that goes on
  const next = nativeFunction('next', () => UNDEFINED);
  const read = (name: string): Value => getMember(machine, request, textValue(name), site);
  const runAll = (hook: Hook): void => {
    for (const each of hooks[hook].items) callValue(machine, each, UNDEFINED, argumentsOf(request, next), site);
  };
  runAll('before');
  const response = callValue(machine, handler, UNDEFINED, argumentsOf(read('event'), read('context'), argument(args, 2)), site);
  setMember(machine, request, textValue('response'), response, site);
  machine.journal.maybe(() => runAll('after'));
  machine.journal.maybe(() => {
    setMember(machine, request, textValue('error'), harmless('an error'), site);
    runAll('onError');
  });
  return union([response, read('response')]);
}

// ── Routers and the rest ─────────────────────────────────────────────────────────────────────────────────────

/** `httpRouterHandler([{ method, path, handler }])`: any route's handler gets the event. */
const router = (name: string): NativeValue =>
  nativeFunction(name, (made) => {
    const given = argument(made.args, 0);
    const routes = given.kind === 'list' ? given : member(made, given, 'routes');
    return native(name, {
      key: `router ${made.machine.journal.next()}`,
      call: ({ machine, self, args, site }) => {
        const { items, rest } = itemsOf(machine, routes, 'values', site);
        const handlers = [...items, ...(rest ? [rest] : [])].map((route) => member({ machine, site }, route, 'handler'));
        if (handlers.length === 0) return UNDEFINED;
        return union(machine.journal.fork(handlers.map((handler) => () => callValue(machine, handler, self, args, site))));
      },
      escaped: (machine, site) => machine.escape(routes, site),
    });
  });

/** A middleware that changes data only, or whose options are functions of the program, which then may run. */
const plain = (name: string): NativeValue =>
  nativeFunction(name, ({ machine, args, site }) => {
    for (const value of args.positional) machine.escape(value, site);
    const nothing = nativeFunction(name, () => UNDEFINED);
    return machine.object([
      ['before', nothing],
      ['after', nothing],
      ['onError', nothing],
    ]);
  });

export function middy(_machine: Machine, name: string): Value {
  const made = modelOf(name);
  // the default export, and named ones of newer versions
  return native(name, {
    ...(made.call ? { call: made.call } : {}),
    get: (property) =>
      property.startsWith('%') || /^(then|call|apply|bind)$/.test(property) ? undefined : property === '__esModule' ? TRUE : made,
    inert: true,
  });
}

function modelOf(name: string): NativeValue {
  if (name === '@middy/core') return core;
  return /-router$/.test(name) ? router(name) : plain(name);
}
