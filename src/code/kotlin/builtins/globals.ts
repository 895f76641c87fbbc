/**
 * Top-level names that no import shows: those of the file's package and of packages that are imported whole, and those of Kotlin's
 * library, whose functions run what they are given.
 */
import type { Context } from '../../interpreter/execute.ts';
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { exported, importModule, loadModule } from '../../interpreter/modules.ts';
import {
  harmless,
  literalText,
  type NativeCall,
  type NativeValue,
  NULL,
  native,
  nativeFunction,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { builder } from '../../java/builtins/builders.ts';
import { callFunction, isFunction } from '../../java/builtins/call.ts';
import { namedClass } from '../../java/builtins/class-literal.ts';
import { mapper } from '../../java/builtins/json.ts';
import { mapEntry } from '../../java/builtins/maps.ts';
import { PACKAGE } from '../../java/lower.ts';
import { filesDeclaring } from '../packages.ts';
import { onReceiver } from './members.ts';
import { addEntry, propertyOf } from './operations.ts';

/** A name of the file's package, of a package that is imported whole, or of Kotlin's library; undefined where Java's rules go on. */
export function kotlinGlobal(name: string, machine: Machine, site: Site, context: Context): Value | undefined {
  const { record } = context;
  const own = literalText(record.scope.own(PACKAGE)?.value) ?? '';
  const declared = inPackage(own, name, machine, site, record.path);
  if (declared) return declared;
  for (const star of record.starExports) {
    if (star.startsWith('static ')) {
      const holder = star.slice('static '.length);
      const owner = exported(machine, importModule(machine, holder, record.path, site), holder.slice(holder.lastIndexOf('.') + 1), site);
      const value = propertyOf(machine, owner, name, site);
      if (value.kind !== 'constant' && value.kind !== 'unknown') return value;
      continue;
    }
    const found = inPackage(star.replace(/\.\*$/, ''), name, machine, site, record.path);
    if (found) return found;
  }
  return Object.hasOwn(LIBRARY, name) ? LIBRARY[name] : undefined;
}

function inPackage(inside: string, name: string, machine: Machine, site: Site, from: string): Value | undefined {
  const found = filesDeclaring(inside, name, from, machine.files).flatMap((path) => {
    if (path === from) return [];
    const module = loadModule(machine, path, path, site);
    return module ? [exported(machine, { kind: 'module', record: module }, name, site)] : [];
  });
  return found.length === 0 ? undefined : union(found);
}

/** A member of one of Kotlin's own packages, which is imported by name. */
export const kotlinPackage: NativeValue = native('the library of Kotlin', {
  key: 'package kotlin',
  get: (name) => (name.startsWith('%') ? undefined : Object.hasOwn(LIBRARY, name) ? LIBRARY[name] : undefined),
  inert: true,
});

type Call = (call: NativeCall) => Value;

const last = ({ args: given }: NativeCall): Value => given.positional.findLast(isFunction) ?? UNDEFINED;

const listed: Call = ({ machine, args: given }) => machine.list(given.positional, given.rest);

const mapped: Call = ({ machine, args: given, site }) => {
  const made = machine.object();
  for (const pair of [...given.positional, ...(given.rest ? [given.rest] : [])]) addEntry(machine, made, pair, site);
  return made;
};

/** Runs the lambda, once or in a coroutine: its result is the value, also of a deferred one. */
const ran: Call = (call) => callFunction(call.machine, last(call), [], call.site);

const maybe: Call = (call) => {
  const lambda = last(call);
  if (lambda !== UNDEFINED) call.machine.journal.maybe(() => callFunction(call.machine, lambda, [], call.site));
  return argument(call.args, 0);
};

/** `flow { emit(x) }`, `sequence { yield(x) }`, `channelFlow { send(x) }`. */
const emitted: Call = (call) => {
  const { machine, site } = call;
  const made = machine.list([]);
  const emit = nativeFunction('emit', ({ machine: at, args: given }) => {
    at.journal.touch(made);
    const value = argument(given, 0);
    made.rest = made.rest ? union([made.rest, value]) : value;
    return UNDEFINED;
  });
  const scope = native('a collector', {
    key: `collector ${made.serial}`,
    get: (name) => (/^(emit|emitAll|yield|yieldAll|send|trySend)$/.test(name) ? emit : undefined),
    inert: true,
  });
  machine.journal.repeat(() => onReceiver(machine, last(call), scope, site));
  return made;
};

const built =
  (make: (machine: Machine) => Value): Call =>
  (call) => {
    const made = make(call.machine);
    onReceiver(call.machine, last(call), made, call.site);
    return made;
  };

const FUNCTIONS: Readonly<Record<string, Call>> = {
  ...Object.fromEntries(
    'listOf mutableListOf arrayListOf setOf mutableSetOf hashSetOf linkedSetOf sortedSetOf arrayOf sequenceOf flowOf listOfNotNull setOfNotNull awaitAll joinAll'
      .split(' ')
      .map((name) => [name, listed]),
  ),
  ...Object.fromEntries(['mapOf', 'mutableMapOf', 'hashMapOf', 'linkedMapOf', 'sortedMapOf'].map((name) => [name, mapped])),
  ...Object.fromEntries(
    ['emptyList', 'emptySet', 'emptyArray', 'emptySequence', 'emptyFlow'].map((name): [string, Call] => [
      name,
      ({ machine }) => machine.list([]),
    ]),
  ),
  emptyMap: ({ machine }) => machine.object(),
  buildList: built((machine) => machine.list([])),
  buildSet: built((machine) => machine.list([])),
  buildMap: built((machine) => machine.object()),
  buildString: (call) => {
    const made = builder(call.machine, undefined);
    onReceiver(call.machine, last(call), made, call.site);
    return callFunction(call.machine, memberOf(call, made, 'toString'), [], call.site);
  },
  with: (call) => onReceiver(call.machine, last(call), argument(call.args, 0), call.site),
  ...Object.fromEntries(
    (
      'run runBlocking coroutineScope supervisorScope withContext withTimeout withTimeoutOrNull async launch future lazy runCatching synchronized thread measureTimeMillis ' +
      'measureTime measureTimedValue suspendCoroutine produce'
    )
      .split(' ')
      .map((name) => [name, ran]),
  ),
  repeat: (call) => {
    call.machine.journal.repeat(() => callFunction(call.machine, last(call), [harmless('a number')], call.site));
    return UNDEFINED;
  },
  flow: emitted,
  channelFlow: emitted,
  callbackFlow: emitted,
  sequence: emitted,
  iterator: emitted,
  generateSequence: (call) => call.machine.list([], callFunction(call.machine, last(call), [argument(call.args, 0)], call.site)),
  List: (call) => call.machine.list([], callFunction(call.machine, last(call), [harmless('a number')], call.site)),
  MutableList: (call) => call.machine.list([], callFunction(call.machine, last(call), [harmless('a number')], call.site)),
  Array: (call) => call.machine.list([], callFunction(call.machine, last(call), [harmless('a number')], call.site)),
  Pair: ({ machine, args: given }) => mapEntry(machine, argument(given, 0), argument(given, 1)),
  Triple: listed,
  requireNotNull: maybe,
  checkNotNull: maybe,
  require: maybe,
  check: maybe,
  error: () => harmless('an error'),
  println: () => UNDEFINED,
  print: () => UNDEFINED,
  delay: () => UNDEFINED,
  jacksonObjectMapper: () => mapper,
  decodeFromString: (call) => decoded(call),
  encodeToString: (call) => encoded(call),
};

const memberOf = (call: NativeCall, object: Value, name: string): Value =>
  (object.kind === 'native' ? object.get?.(name, call.machine, call.site) : undefined) ??
  call.machine.language.member(object, name, call.machine, call.site) ??
  UNDEFINED;

/** Reads data into the class whose serializer or type argument is given beside it. */
const decoded: Call = (call) => {
  const type = call.args.positional.find((each) => namedClass(each) !== each);
  const data = call.args.positional.findLast((each) => each !== type) ?? UNDEFINED;
  return callFunction(call.machine, memberOf(call, mapper, 'readValue'), [data, ...(type ? [type] : [])], call.site);
};

const encoded: Call = (call) =>
  callFunction(call.machine, memberOf(call, mapper, 'writeValueAsString'), call.args.positional.slice(-1), call.site);

/** kotlinx.serialization: `Json.decodeFromString(text)`, `Json.encodeToString(value)`, and `Json { … }` that is set up. */
const json: NativeValue = native('Json', {
  key: 'kotlinx Json',
  inert: true,
  call: () => json,
  get: (name) => {
    if (/^(decodeFrom\w+|parseToJsonElement)$/.test(name)) return nativeFunction(name, decoded);
    return /^encodeTo/.test(name) ? nativeFunction(name, encoded) : undefined;
  },
});

const LIBRARY: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(Object.entries(FUNCTIONS).map(([name, call]) => [name, nativeFunction(name, call)])),
  Json: json,
  Dispatchers: harmless('a dispatcher'),
  GlobalScope: native('GlobalScope', {
    inert: true,
    get: (name) => (/^(launch|async|future)$/.test(name) ? nativeFunction(name, ran) : undefined),
  }),
  CoroutineScope: nativeFunction('CoroutineScope', () =>
    native('a scope of coroutines', {
      inert: true,
      get: (name) => (/^(launch|async|future)$/.test(name) ? nativeFunction(name, ran) : undefined),
    }),
  ),
  Unit: UNDEFINED,
  TODO: nativeFunction('TODO', () => NULL),
};
