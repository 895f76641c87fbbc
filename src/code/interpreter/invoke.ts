/** Calls. */
import type { FunctionNode, Parameter } from '../program.ts';
import { constructClass, instantiate } from './classes.ts';
import { escapeMethods } from './escape.ts';
import { evaluate } from './evaluate.ts';
import { type Context, FALLS, runBlock } from './execute.ts';
import { guessCall } from './guess.ts';
import { copied, type Moment, type States } from './journal.ts';
import { type Arguments, argument, type Frame, type Machine, type Site } from './machine.ts';
import { getMember } from './members.ts';
import { readInstalled } from './modules.ts';
import { declarePattern, hoistPattern } from './patterns.ts';
import { callAgain, recursionOf, runAny, type Summary } from './recursion.ts';
import { Scope } from './scope.ts';
import { withType } from './types.ts';
import {
  type ClassValue,
  type ClosureValue,
  carriesBehaviour,
  distinct,
  filterOptions,
  isEventField,
  isNullish,
  literalText,
  type NativeValue,
  optionsOf,
  UNDEFINED,
  type UnknownValue,
  union,
  unknown,
  type Value,
} from './values.ts';
import { writtenBy } from './written.ts';

export function makeClosure(machine: Machine, node: FunctionNode, scope: Scope, home?: ClassValue): ClosureValue {
  const defaults = machine.language.name === 'python' ? defaultsOf(machine, node, scope) : undefined;
  const serial = machine.journal.next();
  const own = { properties: undefined };
  return { kind: 'closure', serial, function: node, scope, self: undefined, home, own, ...(defaults && { defaults }) };
}

/** Python computes defaults once, when it runs the definition ("Function definitions" of the language reference). */
function defaultsOf(machine: Machine, node: FunctionNode, scope: Scope): ReadonlyMap<Parameter, Value> | undefined {
  const computed = node.parameters.filter((parameter) => parameter.default && parameter.default.kind !== 'literal');
  const record = computed.length > 0 ? scope.record : undefined;
  if (!record) return undefined;
  return new Map(computed.flatMap((each) => (each.default ? [[each, evaluate(machine, each.default, { scope, record })] as const] : [])));
}

/** `object.property(…)`: every alternative of the object is its own receiver. */
export function callMember(machine: Machine, object: Value, property: Value, given: Arguments, site: Site): Value {
  if (object.kind === 'union') {
    const present = object.options.filter((option) => !isNullish(option));
    if (present.length === 0) return UNDEFINED;
    return union(machine.journal.fork(present.map((option) => () => callMember(machine, option, property, given, site))));
  }
  const name = literalText(property);
  const isPlain = object.kind === 'object' && !object.class && name !== undefined;
  const method = isPlain ? machine.language.methodOf?.(object, name, machine, site) : undefined;
  const callee = method ?? getMember(machine, object, property, site);
  if (
    callee.kind === 'unknown' &&
    callee.wraps === undefined &&
    name !== undefined &&
    object.kind !== 'native' &&
    guessCall(machine, object, name, given, site)
  )
    return unknown(`the result of ${name}`, { harmless: true });
  return callValue(machine, callee, object, given, site);
}

export function callValue(machine: Machine, callee: Value, self: Value, given: Arguments, site: Site): Value {
  machine.step();
  switch (callee.kind) {
    case 'closure':
      if (given.beside && callee.function.async) return machine.tasks.start(() => callClosure(machine, callee, self, given, site));
      return callClosure(machine, callee, self, given, site);
    case 'native': {
      const { outside } = machine.language;
      return outside
        ? outside(machine, callee, given, (passed) => callNative(machine, callee, self, passed, site))
        : callNative(machine, callee, self, given, site);
    }
    case 'class':
      return constructClass(machine, callee, given, site);
    case 'union': {
      // a call of what is no function ends the program
      const options = callee.options.filter((option) => option.kind !== 'constant' && option.kind !== 'text' && option.kind !== 'list');
      return options.length === 0
        ? UNDEFINED
        : union(machine.journal.fork(options.map((option) => () => callValue(machine, option, self, given, site))));
    }
    case 'unknown': {
      const { outside } = machine.language;
      return outside
        ? outside(machine, callee, given, (passed) => callLost(machine, callee, self, passed, site))
        : callLost(machine, callee, self, given, site);
    }
    case 'object': {
      // An instance that is callable: Python's __call__, a function object copied into a record.
      const call = callee.fields.get('%call') ?? getMember(machine, callee, { kind: 'text', text: ['__call__'] }, site);
      if (call.kind === 'closure' || call.kind === 'native') return callValue(machine, call, callee, given, site);
      return callUnknown(machine, callee, given, site);
    }
    default:
      return UNDEFINED;
  }
}

function callNative(machine: Machine, callee: NativeValue, self: Value, given: Arguments, site: Site): Value {
  if (callee.call) return callee.call({ machine, self, args: given, site });
  if (callee.construct) return callee.construct({ machine, self, args: given, site });
  return callUnknown(machine, callee, given, site);
}

function callLost(machine: Machine, callee: UnknownValue, self: Value, given: Arguments, site: Site): Value {
  if (callee.lost) machine.lose({ what: callee.lost.what, why: callee.lost.why }, callee.lost.site);
  const wrapped = (callee.wraps ?? []).filter(
    (value) =>
      value.kind === 'closure' || (value.kind === 'native' && value.call && !value.inert) || (value.kind === 'unknown' && value.wraps),
  );
  if (wrapped.length > 0) {
    escapeAll(machine, given, site);
    // a decorator that was given functions of its own: what it gives may be the function that it decorates
    const functions = given.positional.filter((value) => value.kind === 'closure' || value.kind === 'class');
    return union([
      ...machine.journal.fork(wrapped.map((value) => () => callWrapped(machine, value, self, given, site))),
      unknown('the result of a wrapped function', { harmless: true, ...(functions.length > 0 ? { wraps: functions } : {}) }),
    ]);
  }
  return callUnknown(machine, callee, given, site);
}

/** Functions that give functions are followed this far: `scope((metrics) => async (event) => …)`. */
const MAX_CURRIED = 3;

/** Unknown code calls a function that it was given with what it is called with itself, and likewise a function that this one gives. */
function callWrapped(machine: Machine, callee: Value, self: Value, given: Arguments, site: Site, depth = 0): Value {
  const result = callValue(machine, callee, self, given, site);
  const inner = depth < MAX_CURRIED ? optionsOf(result).filter((option) => option.kind === 'closure') : [];
  if (inner.length === 0) return result;
  return union([result, ...machine.journal.fork(inner.map((option) => () => callWrapped(machine, option, self, given, site, depth + 1)))]);
}

/** What may come back of a value that was handed over: of something unknown, what was handed to it before. Chains of calls stay flat. */
function handedOn(value: Value): readonly Value[] {
  return optionsOf(value).flatMap((option): readonly Value[] => {
    if (option.kind !== 'unknown' || option.wraps === undefined) return [option];
    const { wraps, ...bare } = option;
    return carriesBehaviour(bare) ? [bare, ...wraps] : wraps;
  });
}

/** Unknown code gets the arguments: it may call them, and may hand any of them back. */
export function callUnknown(machine: Machine, callee: Value, given: Arguments, site: Site): Value {
  if (callee.kind === 'unknown' && callee.installed && given.positional.some((value) => holdsClient(value))) {
    const real = readInstalled(machine, callee.installed, site);
    if (real?.kind === 'class') return construct(machine, real, given, site);
    if (real?.kind === 'closure') return callValue(machine, real, UNDEFINED, given, site);
  }
  if (callee.kind === 'unknown' && callee.harmless) handOver(machine, given, site);
  else escapeAll(machine, given, site);
  writtenBy(machine, given);
  machine.language.handed?.(given.positional, machine, site);
  const handed = [...given.positional, ...given.named.values(), ...(given.rest ? [given.rest] : [])].filter((value) =>
    carriesBehaviour(value),
  );
  const before = callee.kind === 'unknown' ? (callee.wraps ?? []) : [];
  const wraps = distinct([...before, ...handed.flatMap(handedOn)]).slice(0, 64);
  const reason =
    callee.kind === 'unknown' && callee.hole.kind === 'runtime' ? callee.hole.reason : 'the result of a call that is not known';
  return unknown(reason, {
    ...(wraps.length > 0 ? { wraps } : {}),
    ...(callee.kind === 'unknown' && callee.harmless && wraps.length === 0 ? { harmless: true } : {}),
    ...(callee.kind === 'unknown' && callee.type ? { type: callee.type } : {}),
  });
}

/** Whether the value, or a field of it, is something that must not be handed to unknown code unnoticed. */
const holdsClient = (value: Value, depth = 0): boolean =>
  value.kind === 'native'
    ? value.escaped !== undefined
    : value.kind === 'object'
      ? depth < 2 && [...value.fields.values()].some((field) => holdsClient(field, depth + 1))
      : value.kind === 'union' && value.options.some((option) => holdsClient(option, depth));

/** To code that does not reach AWS on its own: of an instance it calls the methods that it knows, and leaves its fields alone. */
function handOver(machine: Machine, given: Arguments, site: Site): void {
  for (const value of [...given.positional, ...given.named.values(), ...(given.rest ? [given.rest] : [])])
    for (const option of optionsOf(value))
      if (option.kind === 'object' && option.class) escapeMethods(machine, option, site);
      else machine.escape(option, site);
}

export function escapeAll(machine: Machine, given: Arguments, site: Site): void {
  for (const value of given.positional) machine.escape(value, site);
  for (const value of given.named.values()) machine.escape(value, site);
  if (given.rest) machine.escape(given.rest, site);
}

/** `new callee(…)`. */
export function construct(machine: Machine, callee: Value, given: Arguments, site: Site): Value {
  switch (callee.kind) {
    case 'class':
      return constructClass(machine, callee, given, site);
    case 'native':
      if (callee.construct) return callee.construct({ machine, self: UNDEFINED, args: given, site });
      if (callee.call) return callee.call({ machine, self: UNDEFINED, args: given, site });
      return callUnknown(machine, callee, given, site);
    case 'closure': {
      const prototype = getMember(machine, callee, { kind: 'text', text: ['prototype'] }, site);
      const object = machine.object([], prototype.kind === 'object' ? { prototype } : {});
      const result = callClosure(machine, callee, object, given, site);
      return result.kind === 'object' || result.kind === 'native' ? result : object;
    }
    case 'union': {
      const options = callee.options.filter((option) => !isNullish(option));
      return options.length === 0
        ? UNDEFINED
        : union(machine.journal.fork(options.map((option) => () => construct(machine, option, given, site))));
    }
    case 'unknown': {
      const wrapped = callee.wraps?.find((value) => value.kind === 'class');
      if (wrapped?.kind === 'class') return instantiate(machine, wrapped, site);
      if (callee.lost) machine.lose({ what: callee.lost.what, why: callee.lost.why }, callee.lost.site);
      return callUnknown(machine, callee, given, site);
    }
    default:
      return callUnknown(machine, callee, given, site);
  }
}

/** Runs a function of the program. `site` is where it is called. */
export function callClosure(machine: Machine, closure: ClosureValue, self: Value, given: Arguments, site: Site | undefined): Value {
  const node = closure.function;
  const receiver = closure.self ?? self;
  const recursion = recursionOf(machine, closure, receiver, site);
  if (recursion.kind === 'again') return callAgain(machine, recursion.summary, given);
  if (recursion.kind === 'too deep') return unknown('calls that are nested too deep', { harmless: true });
  if (machine.frames.length >= machine.budget.depth) {
    if (site)
      machine.lose({ what: `call of ${node.name || 'a function'}`, why: `calls are nested deeper than ${machine.budget.depth}` }, site);
    return unknown('calls that are nested too deep');
  }
  machine.ran.add(node);
  if (closure.scope !== closure.scope.record?.scope) machine.ran.add(closure.own);
  if (closure.home && receiver.kind === 'object') {
    const instances = machine.ranOn.get(node);
    if (instances) instances.add(receiver);
    else machine.ranOn.set(node, new Set([receiver]));
  }
  if (recursion.kind === 'any') return runRecursive(machine, closure, receiver, given, recursion.key);
  // a generator runs again whenever it is walked through
  return node.generator
    ? runFunction(machine, closure, receiver, given, undefined)
    : machine.visits.call(() => runFunction(machine, closure, receiver, given, undefined));
}

const runRecursive = (machine: Machine, closure: ClosureValue, receiver: Value, given: Arguments, key: unknown): Value =>
  runAny(machine, closure.function, key, given, (all, summary) => runFunction(machine, closure, receiver, all, summary));

function runFunction(machine: Machine, closure: ClosureValue, receiver: Value, given: Arguments, summary: Summary | undefined): Value {
  const node = closure.function;
  const run = { closure, receiver, start: machine.journal.serial, steps: machine.steps, summary };
  const { record } = closure.scope;
  if (!record) return unknown('a function without a module');
  const scope = new Scope(closure.scope, 'function');
  if (!node.lexicalThis) {
    scope.declare('this', machine.cell(receiver));
    if (closure.home) scope.declare('%home', machine.cell(closure.home));
  }
  if (node.self !== undefined) scope.declare(node.self, machine.cell(closure));
  if (node.receiver) scope.declare(node.receiver, machine.cell(receiver));
  const depth = machine.journal.now.depth;
  const beside = given.beside === true && node.async !== true;
  const frame: Frame = { name: node.name, node, returns: [], yields: [], depth, beside, run };
  machine.frames.push(frame);
  try {
    bindParameters(machine, closure, given, { scope, record });
    if (node.arguments) scope.declare('arguments', machine.cell(machine.list(given.positional, given.rest)));
    if (node.generator) return runGenerator(machine, closure, receiver, given, { scope, record });
    const completion = runBlock(machine, node.body, scope, record);
    if ((completion & FALLS) !== 0) frame.returns.push(UNDEFINED);
    const result = frame.returns.length === 0 ? UNDEFINED : union(frame.returns);
    return node.result ? withType(machine, result, node.result, scope) : result;
  } finally {
    machine.frames.pop();
  }
}

/**
 * A generator runs as far as it is asked to: what it leaves is any of the states that it goes through. Who walks through what it gives
 * may run it again, to see what it does in the states that the walk itself leaves.
 */
function runGenerator(machine: Machine, closure: ClosureValue, receiver: Value, given: Arguments, { scope, record }: Context): Value {
  const frame = machine.frames[machine.frames.length - 1];
  const { resumes } = machine;
  machine.resumes = false;
  const { interrupt } = machine.journal.interruptible((show) => {
    const body = (): void => {
      const since = machine.journal.now;
      if (frame) frame.shows = resumes ? () => resume(machine, since, show) : show;
      runBlock(machine, closure.function.body, scope, record);
    };
    if (resumes) machine.journal.fork([body]);
    else body();
  });
  interrupt?.();
  const yields = frame?.yields ?? [];
  // a comprehension gives what it yields in this order, unless some of it may not be there
  const list =
    closure.function.lexicalThis && frame?.unsure !== true
      ? machine.list(yields)
      : machine.list([], yields.length > 0 ? union(yields) : undefined);
  machine.generators.set(list, () => {
    machine.resumes = true;
    return callClosure(machine, closure, receiver, given, undefined);
  });
  return list;
}

/** Behind a `yield` of a generator that runs again: what it changed may have been changed by who walks through what it gives. */
function resume(machine: Machine, since: Moment, show: () => void): void {
  show();
  const left: States = new Map();
  machine.journal.changes(since, (target, before) => left.set(target, copied(before)));
  machine.journal.join(left);
}

/** Of a call without keyword arguments: what binds parameters takes names away, and there are none. */
const NO_MORE_NAMES = new Map<string, Value>();

function bindParameters(machine: Machine, closure: ClosureValue, given: Arguments, context: Context): void {
  const node = closure.function;
  const { scope } = context;
  let index = 0;
  const named = given.named.size > 0 ? new Map(given.named) : NO_MORE_NAMES;
  for (const parameter of node.parameters) {
    const name = parameter.name ?? (parameter.target.kind === 'name' ? parameter.target.name : undefined);
    let value: Value;
    // whether the caller may leave it out: JavaScript takes the default for what is given as undefined, others for what is not given
    let mayLack = machine.language.name === 'javascript';
    if (parameter.rest === 'list') {
      value = machine.list(given.positional.slice(index), given.rest);
      index = given.positional.length;
    } else if (parameter.rest === 'map') {
      const open = named.get('**');
      named.delete('**');
      value = machine.object(named, open ? { open } : {});
    } else if (name !== undefined && named.has(name)) {
      value = named.get(name) ?? UNDEFINED;
      named.delete(name);
    } else {
      value = argument(given, index);
      // of a spread list nobody knows how long it is
      if (index >= given.positional.length && given.rest && parameter.default) value = union([given.rest, UNDEFINED]);
      index++;
      const open = named.get('**');
      if (value === UNDEFINED && open) {
        mayLack = true;
        value = getMember(machine, open, { kind: 'text', text: [name ?? ''] }, { module: context.record.module, at: node.at });
      }
    }
    const made = closure.defaults?.get(parameter);
    const fallback = parameter.default;
    if (fallback) {
      const compute = (): Value => made ?? evaluate(machine, fallback, context);
      const given = filterOptions(value, (option) => !(option.kind === 'constant' && option.value === undefined));
      if (given === undefined) value = compute();
      else if (optionsOf(given).length < optionsOf(value).length || (mayLack && optionsOf(given).some(isEventField)))
        value = union([given, machine.journal.maybe(compute)]);
    }
    if (parameter.type) value = withType(machine, value, parameter.type, scope);
    hoistPattern(machine, parameter.target, scope);
    declarePattern(machine, parameter.target, value, scope, context);
  }
}
