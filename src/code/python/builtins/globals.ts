/** Names that no scope declares: what star imports bring, then the built-in functions (Python Standard Library, "Built-in Functions"). */
import type { Context } from '../../interpreter/execute.ts';
import { callValue, escapeAll } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields, getMember, setMember } from '../../interpreter/members.ts';
import { starName } from '../../interpreter/modules.ts';
import type { Scope } from '../../interpreter/scope.ts';
import {
  constant,
  harmless,
  literalText,
  type NativeCall,
  NULL,
  native,
  nativeFunction,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { opened } from './files.ts';
import { someText, toText, wholeNumber } from './format.ts';
import { count } from './members.ts';
import { setOf } from './sets.ts';

export const pythonGlobal = (name: string, machine: Machine, site: Site, context: Context): Value | undefined =>
  starName(machine, context.record, name, site) ?? namesIn(name, context) ?? BUILT_IN.get(name);

/** `globals()` and `locals()`: the variables there are, by name. */
function namesIn(name: string, { record, scope }: Context): Value | undefined {
  if (name !== 'globals' && name !== 'locals') return undefined;
  return nativeFunction(name, ({ machine }) => {
    const object = machine.object();
    for (const inner of name === 'globals' ? [record.scope] : scopesOf(scope))
      for (const variable of inner.names()) {
        const cell = inner.own(variable);
        if (cell && !object.fields.has(variable)) object.fields.set(variable, cell.value);
      }
    return object;
  });
}

/** The blocks of the running function, from the inside out. */
function scopesOf(scope: Scope): readonly Scope[] {
  const scopes: Scope[] = [];
  for (let inner: Scope | undefined = scope; inner; inner = inner === inner.functionScope ? undefined : inner.parent) scopes.push(inner);
  return scopes;
}

/** A list of what iterating the first argument gives. */
function listOf(call: NativeCall): Value {
  if (call.args.positional.length === 0) return call.machine.list([]);
  const { items, rest } = itemsOf(call.machine, argument(call.args, 0), 'values', call.site);
  return call.machine.list(items, rest);
}

/** The same items in an order that is not known. */
function reordered(call: NativeCall): Value {
  const key = call.args.named.get('key');
  if (key) call.machine.escape(key, call.site);
  const { items, rest } = itemsOf(call.machine, argument(call.args, 0), 'values', call.site);
  if (items.length < 2 && !rest) return call.machine.list(items);
  return call.machine.list([], union([...items, ...(rest ? [rest] : [])]));
}

/** Texts that are compared by their code units as by their characters. */
const isSortable = (text: string): boolean => ![...text].some((character) => character >= '\ud800');

/** Texts that are all known stand in their order. */
function sortedItems(call: NativeCall): Value {
  const source = argument(call.args, 0);
  const texts = source.kind === 'list' && !source.rest && call.args.named.size === 0 ? source.items : [];
  const known = texts.map((item) => (item.kind === 'text' ? literalText(item) : undefined));
  if (texts.length === 0 || !known.every((text) => text !== undefined && isSortable(text))) return reordered(call);
  return call.machine.list((known as string[]).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map(textValue));
}

function reversedItems(call: NativeCall): Value {
  const source = argument(call.args, 0);
  return source.kind === 'list' && !source.rest
    ? call.machine.list([...itemsOf(call.machine, source, 'values', call.site).items].reverse())
    : reordered(call);
}

/** `map(function, items, …)`: with the first items, the second ones, and so on. */
export function mapped(call: NativeCall): Value {
  const [callee = UNDEFINED, ...sources] = call.args.positional;
  const lists = sources.map((source) => itemsOf(call.machine, source, 'values', call.site));
  const run = (at: number | undefined): Value => {
    const given = lists.map(({ items, rest }) => (at === undefined ? (rest ?? union(items)) : (items[at] ?? rest ?? UNDEFINED)));
    return callValue(call.machine, callee, UNDEFINED, args(...given), call.site);
  };
  const [first] = lists;
  if (first === undefined) return call.machine.list([]);
  const items = first.items.map((_, at) => run(at));
  return call.machine.list(items, first.rest && call.machine.journal.maybe(() => run(undefined)));
}

function filtered(call: NativeCall): Value {
  const { items, rest } = itemsOf(call.machine, argument(call.args, 1), 'values', call.site);
  const all = [...items, ...(rest ? [rest] : [])];
  const [callee = NULL] = call.args.positional;
  if (callee.kind !== 'constant')
    for (const item of all) call.machine.journal.maybe(() => callValue(call.machine, callee, UNDEFINED, args(item), call.site));
  return call.machine.list([], all.length === 0 ? undefined : union(all));
}

function zipped(call: NativeCall): Value {
  const lists = call.args.positional.map((source) => itemsOf(call.machine, source, 'values', call.site));
  if (lists.every(({ rest }) => rest === undefined)) {
    const shortest = Math.min(...lists.map(({ items }) => items.length), 1000);
    return call.machine.list(
      Array.from({ length: lists.length === 0 ? 0 : shortest }, (_, at) =>
        call.machine.list(lists.map(({ items }) => items[at] ?? UNDEFINED)),
      ),
    );
  }
  return call.machine.list([], call.machine.list(lists.map(({ items, rest }) => union([...items, ...(rest ? [rest] : [])]))));
}

function enumerated(call: NativeCall): Value {
  const { items, rest } = itemsOf(call.machine, argument(call.args, 0), 'values', call.site);
  const pairs = items.map((item, at) => call.machine.list([constant(at), item]));
  return call.machine.list(pairs, rest && call.machine.list([harmless('an index'), rest]));
}

function range(call: NativeCall): Value {
  const [first, second, step] = call.args.positional;
  const [from, to] = second === undefined ? [0, wholeNumber(first)] : [wholeNumber(first), wholeNumber(second)];
  if (from === undefined || to === undefined || step !== undefined || to - from > 100) return call.machine.list([], harmless('a number'));
  return call.machine.list(Array.from({ length: Math.max(to - from, 0) }, (_, at) => constant(from + at)));
}

/** `dict(a=1)`, `dict(other)`, `dict(pairs)`. */
export function dictionary(call: NativeCall): Value {
  const object = call.machine.object();
  const [source] = call.args.positional;
  if (source?.kind === 'list') {
    const pairs = [...source.items, ...(source.rest ? [source.rest] : [])];
    for (const pair of pairs) {
      const [key, value] = ['0', '1'].map((at) => getMember(call.machine, pair, textValue(at), call.site));
      if (key && value) setMember(call.machine, object, key, value, call.site);
    }
  } else if (source) copyFields(call.machine, object, source);
  for (const [name, value] of call.args.named) setMember(call.machine, object, textValue(name), value, call.site);
  return object;
}

/** Code in a text, or a module by a name that is computed, can do anything. */
const anything = (name: string): Value =>
  nativeFunction(name, ({ machine, args: given, site }) => {
    machine.lose({ what: `call of ${name}`, why: 'what it runs is known only when the function runs' }, site);
    escapeAll(machine, given, site);
    return harmless(`the result of ${name}`);
  });

const data = (name: string): [string, Value] => [
  name,
  nativeFunction(name, ({ machine, args: given, site }) => {
    escapeAll(machine, { ...given, positional: given.positional.filter((value) => value.kind === 'closure') }, site);
    return harmless(`the result of ${name}`);
  }),
];

/** `object.__new__`: an instance of the class that it is given, before `__init__`. */
export const memberOfRoot = (name: string): Value | undefined =>
  name === '__new__'
    ? nativeFunction('object.__new__', (call) => {
        const type = argument(call.args, 0);
        return call.machine.object([], type.kind === 'class' ? { class: type } : {});
      })
    : undefined;

const EXCEPTIONS =
  'ArithmeticError AssertionError AttributeError BaseException BlockingIOError BrokenPipeError BufferError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError ImportError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PermissionError ProcessLookupError RecursionError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError SystemExit TimeoutError TypeError UnicodeDecodeError UnicodeEncodeError UnicodeError UserWarning ValueError Warning ZeroDivisionError';

const BUILT_IN: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...EXCEPTIONS.split(' ').map((name): [string, Value] => [name, native(name, { inert: true, call: () => harmless('an error') })]),
  ...'abs ascii bin bool callable chr complex delattr dir divmod float format hash hex id input int isinstance issubclass memoryview oct ord pow property round slice'
    .split(' ')
    .map(data),
  ...['all', 'any', 'sum'].map(data),
  ['object', native('object', { inert: true, get: memberOfRoot, call: () => harmless('an object') })],
  ['print', nativeFunction('print', () => NULL)],
  ['open', nativeFunction('open', opened)],
  // `bytes(text, "utf-8")`, as its `encode`, is the text
  ...['bytes', 'bytearray'].map((name): [string, Value] => [
    name,
    nativeFunction(name, ({ args }) => (args.positional.length > 1 ? argument(args, 0) : harmless(`the result of ${name}`))),
  ]),
  ['str', nativeFunction('str', (call) => (call.args.positional.length === 0 ? textValue('') : toText(argument(call.args, 0))))],
  ['repr', nativeFunction('repr', () => someText('a quoted value'))],
  ['len', nativeFunction('len', (call) => count(argument(call.args, 0)))],
  ['dict', nativeFunction('dict', dictionary)],
  ...['set', 'frozenset'].map((name): [string, Value] => [
    name,
    nativeFunction(name, (call) =>
      setOf(
        call.machine,
        call.args.positional.length === 0
          ? { items: [], rest: undefined }
          : itemsOf(call.machine, argument(call.args, 0), 'values', call.site),
      ),
    ),
  ]),
  ...['list', 'tuple', 'iter', 'aiter'].map((name): [string, Value] => [name, nativeFunction(name, listOf)]),
  ['sorted', nativeFunction('sorted', sortedItems)],
  ['reversed', nativeFunction('reversed', reversedItems)],
  ['map', nativeFunction('map', mapped)],
  ['filter', nativeFunction('filter', filtered)],
  ['zip', nativeFunction('zip', zipped)],
  ['enumerate', nativeFunction('enumerate', enumerated)],
  ['range', nativeFunction('range', range)],
  ...['next', 'anext', 'min', 'max'].map((name): [string, Value] => [
    name,
    nativeFunction(name, (call) => {
      const key = call.args.named.get('key');
      if (key) call.machine.escape(key, call.site);
      const [first = UNDEFINED, ...others] = call.args.positional;
      if (others.length > 0 && name.startsWith('m')) return union([first, ...others]);
      const { items, rest } = itemsOf(call.machine, first, 'values', call.site);
      const none = items.length > 0 ? undefined : (call.args.named.get('default') ?? others[0]);
      return union([...items, ...(rest ? [rest] : []), ...(none ? [none] : [])]);
    }),
  ]),
  [
    'getattr',
    nativeFunction('getattr', (call) => {
      const value = getMember(call.machine, argument(call.args, 0), argument(call.args, 1), call.site);
      return call.args.positional.length > 2 ? union([value, argument(call.args, 2)]) : value;
    }),
  ],
  [
    'setattr',
    nativeFunction('setattr', (call) => {
      setMember(call.machine, argument(call.args, 0), argument(call.args, 1), argument(call.args, 2), call.site);
      return NULL;
    }),
  ],
  ['hasattr', nativeFunction('hasattr', () => harmless('a test'))],
  [
    'type',
    nativeFunction('type', (call) => {
      const value = argument(call.args, 0);
      return value.kind === 'object' && value.class ? value.class : harmless('a type');
    }),
  ],
  [
    'vars',
    nativeFunction('vars', (call) => {
      const given = optionsOf(argument(call.args, 0));
      return union(
        given.map((each) =>
          each.kind === 'object' && each.class ? getMember(call.machine, each, textValue('__dict__'), call.site) : each,
        ),
      );
    }),
  ],
  ...['exec', 'eval', 'compile', '__import__'].map((name): [string, Value] => [name, anything(name)]),
]);
