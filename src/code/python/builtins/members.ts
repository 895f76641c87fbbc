/** Members that Python itself gives values: methods of texts, lists and dictionaries, class attributes through instances. */
import { isDeployHole, isHole, literalOf, type Text, text } from '../../../model/text.ts';
import { findMethod, subclassesOf } from '../../interpreter/classes.ts';
import { orElse } from '../../interpreter/conditions.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { callValue, escapeAll } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { copyFields, deeper, deleteMember, getMember, held, setMember } from '../../interpreter/members.ts';
import {
  type ClassValue,
  constant,
  harmless,
  isEventField,
  isNullish,
  type ListValue,
  literalText,
  MISSING,
  type NativeCall,
  NULL,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  type TextValue,
  textValue,
  thereOf,
  UNDEFINED,
  type UnknownValue,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { memberOfText as javascriptText, splitText } from '../../javascript/builtins/text.ts';
import { memberOfEnumeration } from './enums.ts';
import { format, someText, wholeNumber } from './format.ts';
import { memberOfNamedTuple } from './named-tuples.ts';
import { fromEnd, removeItem } from './operations.ts';
import { memberOfModel, memberOfModelInstance } from './pydantic.ts';
import { addTo, isSet, methodOfSet, setOf } from './sets.ts';

export function pythonMember(object: Value, name: string, machine: Machine, site: Site): Value | undefined {
  switch (object.kind) {
    case 'text':
      return memberOfText(object, name, machine, site);
    case 'list':
      return memberOfList(object, name, machine, site);
    case 'object':
      return object.class ? memberOfInstance(machine, object, object.class, name, site) : memberOfDictionary(object, name);
    case 'class':
      return memberOfClass(machine, object, name, site);
    case 'closure':
      return name === '__name__' || name === '__qualname__' ? textValue(object.function.name) : undefined;
    case 'constant':
      // of an enumeration's member
      return name === 'value' && !isNullish(object) ? object : undefined;
    case 'unknown':
      return object.harmless || object.hole.kind === 'event' ? memberOfData(object, name, machine) : undefined;
    default:
      return undefined;
  }
}

/** Called by the interpreter where the object is made, called or entered. */
const CALLED: ReadonlySet<string> = new Set(['__new__', '__call__', '__enter__', '__exit__', '__aenter__', '__aexit__', '__post_init__']);

/** What operators and built-in functions call ("Special method names", The Python Language Reference). */
export const isImplicit = (name: string): boolean => /^__\w+__$/.test(name) && !CALLED.has(name);

const method = (name: string, call: (call: NativeCall) => Value): Value => nativeFunction(name, call);

/** A method that is not modelled still runs the functions that it is given. */
const unmodelled = (owner: string, name: string): Value =>
  method(`${owner}.${name}`, ({ machine, args, site }) => {
    escapeAll(machine, args, site);
    return harmless(`the result of ${owner}.${name}`);
  });

/** The same method under JavaScript's name. */
const TEXT_METHODS: ReadonlyMap<string, string> = new Map([
  ['lower', 'toLowerCase'],
  ['casefold', 'toLowerCase'],
  ['upper', 'toUpperCase'],
  ['startswith', 'startsWith'],
  ['endswith', 'endsWith'],
]);

function memberOfText(value: TextValue, name: string, machine: Machine, site: Site): Value {
  if (name === 'replace')
    return method('str.replace', (call) => {
      const [from, to] = [literalText(argument(call.args, 0)), literalText(argument(call.args, 1))];
      // what is known of an address does not depend on whether its scheme is there
      if (from !== undefined && /^[a-z][a-z0-9+.-]*:\/\/$/.test(from) && to === '')
        return textValue(text(...value.text.map((part) => (typeof part === 'string' ? part.replaceAll(from, '') : part))));
      const most = argument(call.args, 2);
      if (!isNullish(most) && !(most.kind === 'constant' && (most.value === 1 || Number(most.value) < 0)))
        return someText('a changed text');
      const shared = javascriptText(value, most.kind === 'constant' && most.value === 1 ? 'replace' : 'replaceAll', machine, site);
      return shared ? callValue(call.machine, shared, value, call.args, call.site) : someText('a changed text');
    });
  const same = TEXT_METHODS.get(name);
  const shared = same === undefined ? undefined : javascriptText(value, same, machine, site);
  if (shared) return shared;
  switch (name) {
    case 'format':
      return method('str.format', (call) => format(call.machine, value.text, call.args.positional, call.args.named, call.site));
    case 'format_map':
      return method('str.format_map', (call) => {
        const values = argument(call.args, 0);
        return format(call.machine, value.text, [], values.kind === 'object' ? values.fields : new Map(), call.site);
      });
    case 'join':
      return method('str.join', (call) => {
        const { items, rest } = itemsOf(call.machine, argument(call.args, 0), 'values', call.site);
        return rest === undefined
          ? buildText(items.flatMap((item, index) => (index === 0 ? [item] : [value, item])))
          : someText('joined texts');
      });
    case 'partition':
    case 'rpartition':
      return method(`str.${name}`, (call) => {
        const [whole, separator] = [literalOf(value.text), literalText(argument(call.args, 0))];
        if (whole === undefined || !separator) return call.machine.list([], someText('a part of a text'));
        const at = name === 'partition' ? whole.indexOf(separator) : whole.lastIndexOf(separator);
        const none = name === 'partition' ? [whole, '', ''] : ['', '', whole];
        const parts = at < 0 ? none : [whole.slice(0, at), separator, whole.slice(at + separator.length)];
        return call.machine.list(parts.map((part) => textValue(part)));
      });
    case 'rsplit':
      return method('str.rsplit', (call) => {
        const [whole, separator] = [literalOf(value.text), literalText(argument(call.args, 0))];
        const most = call.args.named.get('maxsplit') ?? call.args.positional[1];
        const count = most && wholeNumber(most);
        if (whole === undefined || !separator || (most && count === undefined)) return call.machine.list([], someText('a part of a text'));
        const pieces = whole.split(separator);
        const cut = count === undefined || count < 0 ? 0 : Math.max(pieces.length - 1 - count, 0);
        const parts = [pieces.slice(0, cut + 1).join(separator), ...pieces.slice(cut + 1)];
        return call.machine.list(parts.map((part) => textValue(part)));
      });
    case 'split':
      return method('str.split', (call) => {
        const separator = argument(call.args, 0);
        const literal = literalText(separator);
        if (literal === undefined) return call.machine.list([], someText('a part of a text'));
        const most = call.args.named.get('maxsplit') ?? call.args.positional[1];
        const parts = splitText(call.machine, value.text, literal);
        return most === undefined ? parts : atMost(call.machine, parts, literal, wholeNumber(most));
      });
    case 'strip':
    case 'lstrip':
    case 'rstrip':
    case 'encode':
    case 'decode':
      return method(`str.${name}`, (call) => {
        const literal = literalText(value);
        const characters = literalText(call.args.positional[0]);
        if (!name.endsWith('code') && characters !== undefined) return textValue(stripped(value.text, characters, name));
        if (name.endsWith('code') || literal === undefined) return value;
        if (call.args.positional.length > 0) return someText('a stripped text');
        return textValue(name === 'strip' ? literal.trim() : name === 'lstrip' ? literal.trimStart() : literal.trimEnd());
      });
    case 'removeprefix':
    case 'removesuffix':
      return method(`str.${name}`, (call) => {
        const taken = literalText(argument(call.args, 0));
        return taken === undefined ? someText('a part of a text') : textValue(without(value.text, taken, name === 'removeprefix'));
      });
    case 'value':
      return value;
    default:
      if (/^-?\d+$/.test(name)) return someText('a character of a text');
      return method(`str.${name}`, () => someText(`the result of str.${name}`));
  }
}

/** The first parts, and the rest of the text as one: `uri.split("/", 1)`. */
function atMost(machine: Machine, parts: Value, separator: string, most: number | undefined): Value {
  if (parts.kind !== 'list' || most === undefined || most < 0) return parts;
  const [first, others] = [parts.items.slice(0, most), parts.items.slice(most)];
  // with parts in any number, what is not known begins where the known ones end
  const further = parts.rest && !endsOpen(parts.items.at(-1)) ? [parts.rest] : [];
  const tail = parts.rest && parts.items.length <= most ? [] : [...others, ...further];
  if (parts.rest && tail.length === 0) return machine.list(first, parts.rest);
  if (tail.length === 0) return machine.list(first);
  return machine.list([...first, buildText(tail.flatMap((part, index) => (index === 0 ? [part] : [textValue(separator), part])))]);
}

/** Whether the part goes on with what is known only when the function runs, other parts included. */
function endsOpen(part: Value | undefined): boolean {
  const last = part?.kind === 'text' ? part.text.at(-1) : undefined;
  return last !== undefined && isHole(last) && !isDeployHole(last);
}

/** `strip`, `lstrip` and `rstrip` of characters, as far as the ends are known. */
function stripped(value: Text, characters: string, name: string): Text {
  const parts = [...value];
  const [first, last] = [parts[0], parts.at(-1)];
  const isStripped = (character: string): boolean => characters.includes(character);
  const start = (part: string): string => part.slice([...part].findIndex((character) => !isStripped(character)) >>> 0);
  if (name !== 'rstrip' && typeof first === 'string') parts[0] = start(first);
  if (name !== 'lstrip' && typeof last === 'string')
    parts[parts.length - 1] = [...start([...(parts.at(-1) as string)].reverse().join(''))].reverse().join('');
  return text(...parts);
}

function without(value: Text, taken: string, atStart: boolean): Text {
  const parts = [...value];
  const at = atStart ? 0 : parts.length - 1;
  const part = parts[at];
  if (taken === '' || typeof part !== 'string') return value;
  if (atStart && part.startsWith(taken)) parts[at] = part.slice(taken.length);
  if (!atStart && part.endsWith(taken)) parts[at] = part.slice(0, -taken.length);
  return text(...parts);
}

function memberOfList(list: ListValue, name: string, machine: Machine, site: Site): Value {
  const everything = (): Value => union([...list.items, ...(list.rest ? [list.rest] : [])]);
  if (/^-\d+$/.test(name)) return fromEnd(machine, list, Number(name), site);
  const set = isSet(machine, list);
  const ofSet = set ? methodOfSet(list, name) : undefined;
  if (ofSet) return ofSet;
  const add = (added: readonly Value[], more: Value | undefined): void => {
    if (set) {
      addTo(machine, list, added, more);
      return;
    }
    machine.journal.touch(list);
    if (list.rest || more) list.rest = union([...(list.rest ? [list.rest] : []), ...added, ...(more ? [more] : [])]);
    else list.items.push(...added);
  };
  switch (name) {
    case 'append':
    case 'add':
    case 'appendleft':
      return method(`list.${name}`, (call) => {
        add([argument(call.args, 0)], undefined);
        return NULL;
      });
    case 'extend':
    case 'update':
      return method(`list.${name}`, (call) => {
        const { items, rest } = itemsOf(call.machine, argument(call.args, 0), 'values', call.site);
        add(items, rest);
        return NULL;
      });
    case 'insert':
      return method('list.insert', (call) => {
        machine.journal.touch(list);
        list.rest = union([...(list.rest ? [list.rest] : []), ...list.items, argument(call.args, 1)]);
        list.items = [];
        return NULL;
      });
    case 'pop':
    case 'popleft':
      return method(`list.${name}`, () => {
        const item = list.items.length === 0 && !list.rest ? UNDEFINED : everything();
        machine.journal.touch(list);
        list.rest = item === UNDEFINED ? undefined : item;
        list.items = [];
        return item;
      });
    case 'clear':
      return method('list.clear', () => {
        machine.journal.touch(list);
        list.items = [];
        list.rest = undefined;
        return NULL;
      });
    case 'remove':
    case 'discard':
      return method(`list.${name}`, (call) => {
        const wanted = literalText(argument(call.args, 0));
        const items = list.items.map(literalText);
        const known = wanted !== undefined && !list.rest && items.every((item) => item !== undefined);
        const at = known ? items.indexOf(wanted) : undefined;
        // a set has each item once, a list may have it again
        if (at !== -1) removeItem(machine, list, at);
        return NULL;
      });
    case 'copy':
      return method('list.copy', (call) =>
        set ? setOf(call.machine, { items: list.items, rest: list.rest }) : call.machine.list(list.items, list.rest),
      );
    case 'sort':
      return method('list.sort', (call) => {
        escapeAll(call.machine, call.args, call.site);
        return shuffled();
      });
    case 'reverse':
      return method('list.reverse', () => shuffled());
    default:
      return unmodelled('list', name);
  }
  function shuffled(): Value {
    machine.journal.touch(list);
    if (list.items.length > 1) {
      list.rest = everything();
      list.items = [];
    }
    return NULL;
  }
}

const given = (call: NativeCall, index: number): Value => call.args.positional[index] ?? (call.args.rest ? harmless('an argument') : NULL);

function valueOr(value: Value, fallback: () => Value): Value {
  return orElse(value, fallback, (option) => option.kind === 'constant' && option.value === undefined);
}

/** A dictionary that holds an item under the name of a method has the method all the same. */
export const methodOfDictionary = (object: ObjectValue, name: string): Value | undefined =>
  object.base || object.prototype ? undefined : memberOfDictionary(object, name);

/** A dictionary's methods; other names are none of its members. */
export function memberOfDictionary(object: ObjectValue, name: string): Value | undefined {
  const read = (call: NativeCall, key: Value): Value =>
    object.class || object.base ? stored(call, object, key) : getMember(call.machine, object, key, call.site);
  switch (name) {
    case 'get':
      return method('dict.get', (call) => valueOr(read(call, argument(call.args, 0)), () => given(call, 1)));
    case 'pop':
      return method('dict.pop', (call) => {
        const key = argument(call.args, 0);
        const value = valueOr(read(call, key), () => given(call, 1));
        deleteMember(call.machine, object, key, call.site);
        return value;
      });
    case 'setdefault':
      return method('dict.setdefault', (call) => {
        const key = argument(call.args, 0);
        const known = read(call, key);
        // beside an object that was received stands any other one, which may lack what this one has
        const value = object.open && isEventField(object.open) ? union([known, given(call, 1)]) : valueOr(known, () => given(call, 1));
        setMember(call.machine, object, key, value, call.site);
        return value;
      });
    case 'items':
      return method('dict.items', (call) => asList(call, object, 'entries'));
    case 'keys':
      return method('dict.keys', (call) => asList(call, object, 'keys'));
    case 'values':
      return method('dict.values', (call) => {
        const { items, rest } = itemsOf(call.machine, object, 'entries', call.site);
        const second = (pair: Value): Value =>
          pair.kind === 'list' ? (pair.items[1] ?? UNDEFINED) : getMember(call.machine, pair, textValue('1'), call.site);
        return call.machine.list(items.map(second), rest && union(optionsOf(rest).map(second)));
      });
    case 'update':
      return method('dict.update', (call) => {
        for (const source of call.args.positional) update(call.machine, object, source, call.site);
        for (const [key, value] of call.args.named) setMember(call.machine, object, textValue(key), value, call.site);
        return NULL;
      });
    case 'copy':
      return method('dict.copy', (call) => {
        const copy = call.machine.object();
        copyFields(call.machine, copy, object);
        return copy;
      });
    case 'clear':
      return method('dict.clear', (call) => {
        call.machine.journal.touch(object);
        Object.assign(object, { fields: new Map(), dynamic: [], open: undefined });
        return NULL;
      });
    case 'popitem':
      return method('dict.popitem', (call) => {
        const { items, rest } = asList(call, object, 'entries');
        deleteMember(call.machine, object, harmless('a key'), call.site);
        return union([...items, ...(rest ? [rest] : [])]);
      });
    default:
      return undefined;
  }
}

/** What a dictionary holds itself: not what its class has, nor what it makes of a key that is not there. */
function stored({ machine, site }: NativeCall, object: ObjectValue, key: Value): Value {
  if (key.kind === 'union') return union(key.options.map((option) => stored({ machine, site } as NativeCall, object, option)));
  const name = literalText(key);
  if (name === undefined) {
    const fields = [...object.fields.values()].flatMap((field) => thereOf(field) ?? []);
    return union([...fields, ...object.dynamic.map(({ value }) => value), ...(object.open ? [object.open] : []), MISSING]);
  }
  const { value, sure } = held(machine, object, name, object, site);
  return sure && value ? value : union([...(value ? [value] : []), object.open ?? UNDEFINED]);
}

/** From another dictionary, or from pairs. */
function update(machine: Machine, object: ObjectValue, source: Value, site: Site): void {
  if (source.kind !== 'list') copyFields(machine, object, source);
  else {
    const set = (pair: Value): void =>
      setMember(machine, object, getMember(machine, pair, textValue('0'), site), getMember(machine, pair, textValue('1'), site), site);
    source.items.forEach(set);
    const { rest } = source;
    if (rest) machine.journal.maybe(() => set(rest));
  }
}

const asList = (call: NativeCall, object: ObjectValue, over: 'entries' | 'keys'): ListValue => {
  const { items, rest } = itemsOf(call.machine, object, over, call.site);
  return call.machine.list(items, rest);
};

/** Class attributes are seen through instances; a class method is bound to the class. */
function memberOfInstance(machine: Machine, object: ObjectValue, type: ClassValue, name: string, site: Site): Value | undefined {
  if (name === '__class__') return type;
  if (name === '__dict__') return isOfProgram(type) && hasDictionaryMethods(machine, type, site) ? dictionaryOf(object) : object;
  const found =
    staticMember(machine, type, name, site) ?? memberOfNamedTuple(machine, object, type, name) ?? memberOfModelInstance(object, type, name);
  if (found || name.startsWith('_') || name.startsWith('%')) return found;
  // asked for what the instance does not have, as a proxy does
  const fallback = findMethod(type, '__getattr__') ?? findMethod(type, '__getitem__');
  if (fallback?.kind === 'closure') return callValue(machine, fallback, object, args(textValue(name)), site);
  // `self.__dict__.update(given)`: the instance stands for its dictionary, whose methods a class of the program alone does not have
  return isOfProgram(type) ? memberOfDictionary(object, name) : undefined;
}

/** The dictionary of an instance whose class has methods that are named like those of dictionaries. */
const dictionaryOf = (object: ObjectValue): Value =>
  native('__dict__', {
    key: `__dict__ ${object.serial}`,
    inert: true,
    properties: object,
    holds: () => object,
    get: (name, machine, site) =>
      name === '%items' ? machine.list(itemsOf(machine, object, 'values', site).items) : memberOfDictionary(object, name),
  });

const hasDictionaryMethods = (machine: Machine, type: ClassValue, site: Site): boolean =>
  ['get', 'pop', 'setdefault', 'items', 'keys', 'values', 'update', 'copy', 'clear'].some(
    (name) => findMethod(type, name) !== undefined || staticMember(machine, type, name, site) !== undefined,
  );

const isOfProgram = (type: ClassValue): boolean => type.parents.every((parent) => parent.kind === 'class' && isOfProgram(parent));

function staticMember(machine: Machine, type: ClassValue, name: string, site: Site): Value | undefined {
  const { value, sure } = held(machine, type.statics, name, type, site);
  const own = value && union(optionsOf(value).map((option) => boundTo(machine, type, option, site)));
  if (sure) return own;
  const inherited = inheritedStatic(machine, type, name, site);
  return own && inherited ? union([own, inherited]) : (own ?? inherited);
}

function inheritedStatic(machine: Machine, type: ClassValue, name: string, site: Site): Value | undefined {
  for (const parent of type.parents) {
    const found = parent.kind === 'class' ? staticMember(machine, parent, name, site) : undefined;
    if (found) return found;
  }
  return undefined;
}

const boundTo = (machine: Machine, type: ClassValue, member: Value, site: Site): Value =>
  member.kind === 'closure' && member.function.receiver !== undefined ? { ...member, self: type } : described(machine, member, site);

/** A descriptor gives what its `__get__` gives. */
function described(machine: Machine, value: Value, site: Site): Value {
  const getter = value.kind === 'object' && value.class ? findMethod(value.class, '__get__') : undefined;
  return getter?.kind === 'closure' ? callValue(machine, getter, value, args(NULL, NULL), site) : value;
}

/** `Base.method(self, …)`, `Base.__init__(self, …)`. */
function memberOfClass(machine: Machine, type: ClassValue, name: string, site: Site): Value | undefined {
  if (name === '__name__' || name === '__qualname__') return textValue(type.node.name);
  const enumerated = memberOfEnumeration(machine, type, name);
  if (enumerated) return enumerated;
  if (name === '__subclasses__') return method(name, (call) => call.machine.list(subclassesOf(call.machine, type)));
  const found = findMethod(type, name);
  if (found?.kind !== 'closure') return staticMember(machine, type, name, site) ?? memberOfModel(type, name);
  return nativeFunction(`${type.node.name}.${name}`, (call) => {
    const [self = UNDEFINED, ...positional] = call.args.positional;
    return callValue(call.machine, found, self, { ...call.args, positional }, call.site);
  });
}

/**
 * Data of the event and the like: a dictionary's methods read its fields, a text's leave a text. What is not called is the field of that
 * name: `answer["items"]`.
 */
function memberOfData(data: UnknownValue, name: string, machine: Machine): Value | undefined {
  const called = methodOfData(data, name);
  if (called?.kind !== 'native') return called;
  const field = deeper(data, name);
  const read = (member: string, site: Site): Value => getMember(machine, field, textValue(member), site);
  return native(called.name, {
    ...(called.call ? { call: called.call } : {}),
    key: `${called.name} of ${valueKey(field)}`,
    inert: true,
    get: (member, at, site) => {
      if (member === '%text') return textValue([field.hole]);
      return member === '%items' ? at.list([], getMember(at, field, harmless('an index'), site)) : read(member, site);
    },
  });
}

function methodOfData(data: UnknownValue, name: string): Value | undefined {
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault':
      return method(`dict.${name}`, (call) => {
        const value = getMember(call.machine, data, argument(call.args, 0), call.site);
        return call.args.positional.length > 1 ? union([value, argument(call.args, 1)]) : value;
      });
    case 'items':
      return method('dict.items', (call) => {
        const value = getMember(call.machine, data, harmless('a key'), call.site);
        return call.machine.list([], call.machine.list([harmless('a key'), value]));
      });
    case 'keys':
      return method('dict.keys', (call) => call.machine.list([], harmless('a key')));
    case 'values':
      return method('dict.values', (call) => call.machine.list([], getMember(call.machine, data, harmless('a key'), call.site)));
    case 'strip':
    case 'lstrip':
    case 'rstrip':
    case 'removeprefix':
    case 'removesuffix':
    case 'replace':
    case 'lower':
    case 'upper':
    case 'title':
    case 'encode':
    case 'decode':
    case 'copy':
      return method(`str.${name}`, () => data);
    case 'split':
    case 'rsplit':
    case 'partition':
    case 'rpartition':
    case 'splitlines':
      return method(`str.${name}`, (call) => call.machine.list([], data));
    case 'startswith':
    case 'endswith':
      return method(`str.${name}`, () => harmless('a test'));
    default:
      return undefined;
  }
}

export const count = (value: Value): Value => (value.kind === 'list' && !value.rest ? constant(value.items.length) : harmless('a length'));
