/**
 * What Kotlin's library adds to every value, to texts, to collections and to results (Kotlin standard library, "kotlin", "kotlin.text",
 * "kotlin.collections", "kotlin.sequences"; kotlinx.coroutines). What is the same in Java is left to Java's members.
 */
import { findMethod } from '../../interpreter/classes.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { callMember, callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { boundMember, copyFields, getMember, setMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  literalText,
  type NativeCall,
  NULL,
  type ObjectValue,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { type Call, callFunction, forEachItem, isFunction, method } from '../../java/builtins/call.ts';
import { ENTRY } from '../../java/entry.ts';
import { fieldName } from '../../java/source.ts';
import { addEntry, entriesOf } from './operations.ts';

/** The member that Kotlin gives the value; undefined where Java's rules say all. */
export function kotlinMember(object: Value, name: string, machine: Machine, site: Site): Value | undefined {
  if (name.startsWith('.') || (name.startsWith('%') && !name.startsWith(ENTRY))) return undefined;
  if (object.kind === 'object' && object.class) {
    const own = ofInstance(object, name, machine, site);
    if (own) return own;
  }
  if (name === 'invoke' && (object.kind === 'closure' || (object.kind === 'native' && object.call) || object.kind === 'class'))
    return object;
  if (object.kind === 'text') {
    const call = lookUp(TEXT, name);
    if (call) return method(object, name, call(object));
  }
  if (object.kind === 'list' || (object.kind === 'object' && !object.class && lookUp(LIST, name) !== undefined && !MAP_OWN.has(name))) {
    const call = lookUp(LIST, name);
    if (call) return method(object, name, (given) => call(entriesOf(given.machine, object, given.site))(given));
  }
  if (object.kind === 'object' && !object.class) {
    const call = lookUp(MAP, name);
    if (call) return method(object, name, call(object));
  }
  if (object.kind === 'native' && object.get?.(name, machine, site) !== undefined) return undefined;
  if (object.kind === 'unknown' && (object.harmless || object.hole.kind === 'event') && !object.wraps && !object.lost) {
    const call = lookUp(UNKNOWN_LIST, name);
    if (call) return method(object, name, call(object));
  }
  const general = lookUp(ANY, name);
  return general && method(object, name, general(object));
}

const lookUp = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

type Method = (self: Value) => Call;

// ── Instances of the program ───────────────────────────────────────────────────────────────────────────────

function ofInstance(self: ObjectValue, name: string, machine: Machine, site: Site): Value | undefined {
  const type = self.class;
  if (!type) return undefined;
  // the one instance of an object is a handler as well
  if (name.startsWith(ENTRY)) return boundMember(machine, self, name.slice(ENTRY.length), site);
  if (name === 'copy')
    return method(self, name, (call) => {
      const made = call.machine.object([], { class: type });
      copyFields(call.machine, made, self);
      for (const [key, value] of call.args.named) made.fields.set(fieldName(key), value);
      return made;
    });
  for (const [key, delegate] of self.fields)
    if (key.startsWith('%delegate ')) {
      const found = getMember(machine, delegate, textValue(name), site);
      if (!isNullish(found) && found.kind !== 'unknown') return boundMember(machine, delegate, name, site);
    }
  // what one of Java's interfaces or a parent gives is asked for first
  return findMethod(type, name) === undefined && lookUp(SCOPE, name) !== undefined
    ? method(self, name, (SCOPE[name] as Method)(self))
    : undefined;
}

// ── Scope functions ────────────────────────────────────────────────────────────────────────────────────────

const callback = (call: NativeCall): Value => call.args.positional.findLast(isFunction) ?? call.args.positional.at(-1) ?? UNDEFINED;

/** Calls a lambda that has the value as its receiver. */
export const onReceiver = (machine: Machine, lambda: Value, receiver: Value, site: Site): Value =>
  callValue(machine, lambda, receiver, args(), site);

const SCOPE: Readonly<Record<string, Method>> = {
  let: (self) => (call) => callFunction(call.machine, callback(call), [self], call.site),
  use: (self) => (call) => callFunction(call.machine, callback(call), [self], call.site),
  run: (self) => (call) => onReceiver(call.machine, callback(call), self, call.site),
  also: (self) => (call) => {
    callFunction(call.machine, callback(call), [self], call.site);
    return self;
  },
  apply: (self) => (call) => {
    onReceiver(call.machine, callback(call), self, call.site);
    return self;
  },
  takeIf: (self) => (call) => {
    callFunction(call.machine, callback(call), [self], call.site);
    return union([self, NULL]);
  },
  takeUnless: (self) => (call) => {
    callFunction(call.machine, callback(call), [self], call.site);
    return union([self, NULL]);
  },
};

const same: Method = (self) => () => self;

/** The value, or what the lambda gives in its place. */
const orElse: Method = (self) => (call) =>
  union([
    self,
    call.machine.journal.maybe(() => callFunction(call.machine, callback(call), [harmless('an error')], call.site)) ?? UNDEFINED,
  ]);

const tapped: Method = (self) => (call) => {
  call.machine.journal.maybe(() => callFunction(call.machine, callback(call), [self], call.site));
  return self;
};

/** Results, deferred values and options stand for their values. */
const ANY: Readonly<Record<string, Method>> = {
  ...SCOPE,
  await: same,
  join: same,
  getOrThrow: same,
  getCompleted: same,
  getOrNull: (self) => () => union([self, NULL]),
  getOrDefault: (self) => (call) => union([self, argument(call.args, 0)]),
  getOrElse: orElse,
  recover: orElse,
  recoverCatching: orElse,
  onSuccess: tapped,
  onFailure: (self) => (call) => {
    call.machine.journal.maybe(() => callFunction(call.machine, callback(call), [harmless('an error')], call.site));
    return self;
  },
  mapCatching: (self) => (call) => callFunction(call.machine, callback(call), [self], call.site),
  orEmpty: same,
};

// ── Texts ──────────────────────────────────────────────────────────────────────────────────────────────────

const changed =
  (name: string, change: (text: string, given: readonly string[]) => string): Method =>
  (self) =>
  ({ args: given }) => {
    const literals = [self, ...given.positional].map(literalText);
    const [first, ...rest] = literals.filter((each): each is string => each !== undefined);
    return first !== undefined && literals.every((each) => each !== undefined)
      ? textValue(change(first, rest))
      : harmless(`a text that ${name} gives`);
  };

const margin = (text: string, strip: (line: string) => string): string =>
  text
    .replace(/^[ \t]*\n/, '')
    .replace(/\n[ \t]*$/, '')
    .split('\n')
    .map(strip)
    .join('\n');

/** `trimIndent` and `trimMargin` change the white space of lines; a text with holes keeps them. */
const reindented =
  (change: (text: string) => string): Method =>
  (self) =>
  () => {
    if (self.kind !== 'text') return self;
    return textValue(self.text.length === 1 ? self.text.map((part) => (typeof part === 'string' ? change(part) : part)) : self.text);
  };

const indent = (text: string): number =>
  Math.min(
    ...text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.length - line.trimStart().length),
  );

const TEXT: Readonly<Record<string, Method>> = {
  trimIndent: reindented((text) => {
    const least = indent(text.replace(/^[ \t]*\n/, ''));
    return margin(text, (line) => line.slice(Number.isFinite(least) ? least : 0));
  }),
  trimMargin: reindented((text) => margin(text, (line) => line.replace(/^\s*\|/, ''))),
  uppercase: changed('uppercase', (text) => text.toUpperCase()),
  lowercase: changed('lowercase', (text) => text.toLowerCase()),
  removePrefix: changed('removePrefix', (text, [prefix = '']) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  removeSuffix: changed('removeSuffix', (text, [suffix = '']) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  substringAfterLast: changed('substringAfterLast', (text, [mark = '']) => text.slice(text.lastIndexOf(mark) + mark.length)),
  substringBeforeLast: changed('substringBeforeLast', (text, [mark = '']) =>
    text.includes(mark) ? text.slice(0, text.lastIndexOf(mark)) : text,
  ),
  substringAfter: changed('substringAfter', (text, [mark = '']) =>
    text.includes(mark) ? text.slice(text.indexOf(mark) + mark.length) : text,
  ),
  substringBefore: changed('substringBefore', (text, [mark = '']) => (text.includes(mark) ? text.slice(0, text.indexOf(mark)) : text)),
  toByteArray: same,
  encodeToByteArray: same,
  decodeToString: same,
  toRegex: () => () => harmless('a pattern'),
  ifEmpty: orElse,
  ifBlank: orElse,
  lines:
    () =>
    ({ machine }) =>
      machine.list([], harmless('a line of a text')),
  toInt: () => () => harmless('a number'),
  toIntOrNull: () => () => union([harmless('a number'), NULL]),
  toLong: () => () => harmless('a number'),
  toDouble: () => () => harmless('a number'),
  toBoolean: () => () => harmless('a test'),
  format: (self) => (call) =>
    callValue(call.machine, getMember(call.machine, self, textValue('formatted'), call.site), self, call.args, call.site),
};

// ── Collections ────────────────────────────────────────────────────────────────────────────────────────────

const itemIn = (self: Value, { machine, site }: NativeCall): Value | undefined => {
  const { items, rest } = itemsOf(machine, self, 'values', site);
  const every = [...items, ...(rest ? [rest] : [])];
  return every.length === 0 ? undefined : union(every);
};

/** Runs the lambda for the items: `indexed` lambdas get a number first. */
const eachItem = (self: Value, call: NativeCall, indexed = false) =>
  forEachItem(call.machine, self, call.site, (item) =>
    callFunction(call.machine, callback(call), indexed ? [harmless('a number'), item] : [item], call.site),
  );

const mapped =
  (indexed = false): Method =>
  (self) =>
  (call) => {
    const { results, more } = eachItem(self, call, indexed);
    return call.machine.list(results, more);
  };

const ran =
  (result: (self: Value, call: NativeCall) => Value, indexed = false): Method =>
  (self) =>
  (call) => {
    if (call.args.positional.some(isFunction)) eachItem(self, call, indexed);
    return result(self, call);
  };

/** Any of the items; those that the lambda holds for are not told apart. */
const item =
  (orNull: boolean): Method =>
  (self) =>
  (call) => {
    if (call.args.positional.some(isFunction)) eachItem(self, call);
    const found = itemIn(self, call);
    if (found === undefined) return orNull ? NULL : harmless('an item');
    return orNull ? union([found, NULL]) : found;
  };

const loose = (self: Value, call: NativeCall): Value => call.machine.list([], itemIn(self, call));

const pairsToMap =
  (pairOf: (call: NativeCall, item: Value, result: Value) => readonly [Value, Value]): Method =>
  (self) =>
  (call) => {
    const made = call.machine.object();
    forEachItem(call.machine, self, call.site, (each) => {
      const result = callFunction(call.machine, callback(call), [each], call.site);
      const [key, value] = pairOf(call, each, result);
      if (value === PAIR) addEntry(call.machine, made, key, call.site);
      else setMember(call.machine, made, key, value, call.site);
      return result;
    });
    return made;
  };

/** Stands in place of the value where the lambda gives the pair itself. */
const PAIR: Value = harmless('a pair');

const LIST: Readonly<Record<string, Method>> = {
  forEach: ran(() => UNDEFINED),
  collect: ran(() => UNDEFINED),
  forEachIndexed: ran(() => UNDEFINED, true),
  onEach: ran((self) => self),
  onEachIndexed: ran((self) => self, true),
  map: mapped(),
  mapNotNull: mapped(),
  mapIndexed: mapped(true),
  mapIndexedNotNull: mapped(true),
  flatMapConcat: (self) => (call) => flattened(mapped()(self)(call), call),
  flatMap: (self) => (call) => flattened(mapped()(self)(call), call),
  flatten: (self) => (call) => flattened(self, call),
  filter: ran(loose),
  filterNot: ran(loose),
  filterIndexed: ran(loose, true),
  filterNotNull: (self) => (call) => loose(self, call),
  filterIsInstance: (self) => (call) => loose(self, call),
  ...Object.fromEntries(['first', 'last', 'single', 'random', 'maxBy', 'minBy', 'reduce'].map((name) => [name, item(false)])),
  ...Object.fromEntries(
    [
      'firstOrNull',
      'lastOrNull',
      'singleOrNull',
      'find',
      'findLast',
      'getOrNull',
      'randomOrNull',
      'maxByOrNull',
      'minByOrNull',
      'removeFirstOrNull',
    ].map((name) => [name, item(true)]),
  ),
  elementAt: item(false),
  ...Object.fromEntries(
    ['any', 'all', 'none', 'contains', 'isNotEmpty', 'isNullOrEmpty'].map((name) => [name, ran(() => harmless('a test'))]),
  ),
  ...Object.fromEntries(
    ['count', 'sumOf', 'sumBy', 'maxOf', 'minOf', 'indexOfFirst', 'indexOfLast'].map((name) => [name, ran(() => harmless('a number'))]),
  ),
  ...Object.fromEntries(
    (
      'asSequence asFlow asIterable toList toMutableList toSet toMutableSet toTypedArray toCollection asReversed reversed sorted sortedDescending distinct shuffled ' +
      'awaitAll joinAll orEmpty toSortedSet asList'
    )
      .split(' ')
      .map((name) => [name, same]),
  ),
  ...Object.fromEntries(['sortedBy', 'sortedByDescending', 'sortedWith', 'distinctBy'].map((name) => [name, ran((self) => self)])),
  ...Object.fromEntries(
    ['take', 'drop', 'takeLast', 'dropLast', 'takeWhile', 'dropWhile', 'slice', 'minus'].map((name) => [name, ran(loose)]),
  ),
  plus: (self) => (call) => {
    const [added = UNDEFINED] = call.args.positional;
    const more = added.kind === 'list' ? [...added.items, ...(added.rest ? [added.rest] : [])] : [added];
    const own = itemIn(self, call);
    return call.machine.list([], union([...more, ...(own ? [own] : [])]));
  },
  ...Object.fromEntries(
    ['chunked', 'windowed'].map((name): [string, Method] => [
      name,
      (self) => (call) => {
        const part = call.machine.list([], itemIn(self, call));
        const lambda = call.args.positional.find(isFunction);
        return call.machine.list([], lambda ? callFunction(call.machine, lambda, [part], call.site) : part);
      },
    ]),
  ),
  partition: ran((self, call) => call.machine.list([loose(self, call), loose(self, call)])),
  fold: (self) => (call) => {
    const initial = argument(call.args, 0);
    const { results, more } = forEachItem(call.machine, self, call.site, (each) =>
      callFunction(call.machine, callback(call), [initial, each], call.site),
    );
    return union([initial, ...results, ...(more ? [more] : [])]);
  },
  associateBy: pairsToMap((_, each, key) => [key, each]),
  associateWith: pairsToMap((_, each, value) => [each, value]),
  associate: pairsToMap((_call, _each, pair) => [pair, PAIR]),
  groupBy: pairsToMap((call, each, key) => [key, call.machine.list([], each)]),
  toMap: (self) => (call) => {
    const made = call.machine.object();
    forEachItem(call.machine, self, call.site, (each) => {
      addEntry(call.machine, made, each, call.site);
      return UNDEFINED;
    });
    return made;
  },
  ifEmpty: orElse,
  getOrElse: (self) => (call) =>
    union([itemIn(self, call) ?? NULL, callFunction(call.machine, callback(call), [harmless('a number')], call.site)]),
  joinToString: (self) => (call) => joined(self, call),
  plusAssign: (self) => (call) =>
    callValue(call.machine, getMember(call.machine, self, textValue('add'), call.site), self, call.args, call.site),
};

/** `joinToString(separator, prefix, postfix, limit, truncated) { … }`. */
function joined(self: Value, call: NativeCall): Value {
  const { named, positional } = call.args;
  const values = positional.filter((each) => !isFunction(each));
  const given = (name: string, index: number, otherwise: string): Value => named.get(name) ?? values[index] ?? textValue(otherwise);
  const lambda = named.get('transform') ?? positional.find(isFunction);
  const { results, more } = forEachItem(call.machine, self, call.site, (each) =>
    lambda ? callFunction(call.machine, lambda, [each], call.site) : each,
  );
  if (more || named.has('limit') || values.length > 3) return textValue([{ kind: 'runtime', reason: 'items as a text', chars: 'any' }]);
  const separator = given('separator', 0, ', ');
  const parts = results.flatMap((each, i) => (i === 0 ? [each] : [separator, each]));
  return buildText([given('prefix', 1, ''), ...parts, given('postfix', 2, '')]);
}

function flattened(lists: Value, call: NativeCall): Value {
  const found = itemIn(lists, call);
  const inner = found && itemIn(found, call);
  return call.machine.list([], inner);
}

/** What is not known may be a list: the lambda runs for its items. */
const UNKNOWN_LIST: Readonly<Record<string, Method>> = Object.fromEntries(
  Object.entries(LIST).filter(
    ([name]) =>
      /^(forEach|map|filter|flatMap|on[E]ach|first|last|single|find|associate|group|chunked|partition|fold|any|all|none|sumOf|count|asSequence|toList|asFlow|collect)/.test(
        name,
      ) && name !== 'collectLatest',
  ),
);

// ── Maps ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Names that mean something else for a map than for the list of its entries. */
const MAP_OWN = new Set([
  'getOrElse',
  'plus',
  'minus',
  'toMap',
  'isNotEmpty',
  'contains',
  'orEmpty',
  'ifEmpty',
  'reduce',
  'toList',
  'first',
  'last',
  'get',
]);

const inMap =
  (name: string): Method =>
  (self) =>
  (call) =>
    callMember(call.machine, self, textValue(name), call.args, call.site);

const remapped =
  (what: 'key' | 'value'): Method =>
  (self) =>
  (call) => {
    const made = call.machine.object();
    forEachItem(call.machine, entriesOf(call.machine, self, call.site), call.site, (each) => {
      const result = callFunction(call.machine, callback(call), [each], call.site);
      const read = (name: string): Value =>
        callValue(call.machine, getMember(call.machine, each, textValue(name), call.site), each, args(), call.site);
      setMember(call.machine, made, what === 'key' ? result : read('getKey'), what === 'key' ? read('getValue') : result, call.site);
      return result;
    });
    return made;
  };

const MAP: Readonly<Record<string, Method>> = {
  getValue: inMap('get'),
  getOrElse: (self) => (call) => union([inMap('get')(self)(call), callFunction(call.machine, callback(call), [], call.site)]),
  getOrPut: inMap('computeIfAbsent'),
  mapValues: remapped('value'),
  mapKeys: remapped('key'),
  filterKeys: same,
  filterValues: same,
  toMap: same,
  toMutableMap: (self) => (call) => {
    const made = call.machine.object();
    copyFields(call.machine, made, self);
    return made;
  },
  toSortedMap: same,
  orEmpty: same,
  isNotEmpty: () => () => harmless('a test'),
  plus: (self) => (call) => {
    const made = call.machine.object();
    copyFields(call.machine, made, self);
    const added = argument(call.args, 0);
    if (added.kind === 'object') copyFields(call.machine, made, added);
    else addEntry(call.machine, made, added, call.site);
    return made;
  },
};
