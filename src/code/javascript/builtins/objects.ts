/** `Object`, `Reflect`, and the members that every object has. */
import { prototypeOf } from '../../interpreter/classes.ts';
import { escapeFunctions } from '../../interpreter/escape.ts';
import { callValue, construct } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { callSetters, copyFields, getMember, setMember } from '../../interpreter/members.ts';
import {
  harmless,
  literalText,
  mayBeAbsent,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';

const STATIC: ReadonlyMap<string, (call: NativeCall) => Value> = new Map<string, (call: NativeCall) => Value>([
  ['keys', (call) => list(call, 'keys')],
  ['getOwnPropertyNames', (call) => list(call, 'keys')],
  ['values', (call) => valuesOf(call.machine, argument(call.args, 0), call.site)],
  ['entries', (call) => list(call, 'entries')],
  [
    'assign',
    ({ machine, args: given, site }) => {
      const target = argument(given, 0);
      machine.journal.fork(optionsOf(target).map((option) => () => assignAll(machine, option, given.positional.slice(1), site)));
      return target;
    },
  ],
  ['freeze', (call) => argument(call.args, 0)],
  ['seal', (call) => argument(call.args, 0)],
  ['preventExtensions', (call) => argument(call.args, 0)],
  ['setPrototypeOf', setPrototype],
  ['fromEntries', fromEntries],
  [
    'create',
    ({ machine, args: given }) => {
      const prototype = argument(given, 0);
      const object = machine.object([], prototype.kind === 'object' ? { prototype } : {});
      defineAll(machine, object, argument(given, 1));
      return object;
    },
  ],
  [
    'defineProperty',
    ({ machine, args: given, site }) => {
      const target = argument(given, 0);
      define(machine, target, argument(given, 1), argument(given, 2), site);
      return target;
    },
  ],
  [
    'defineProperties',
    ({ machine, args: given }) => {
      const target = argument(given, 0);
      if (target.kind === 'object') defineAll(machine, target, argument(given, 1));
      return target;
    },
  ],
  ['getPrototypeOf', ({ machine, args: given, site }) => getMember(machine, argument(given, 0), textValue('__proto__'), site)],
  [
    'getOwnPropertyDescriptor',
    ({ machine, args: given, site }) => machine.object([['value', getMember(machine, argument(given, 0), argument(given, 1), site)]]),
  ],
  ['is', () => harmless('a test')],
  ['hasOwn', () => harmless('a test')],
  ['isFrozen', () => harmless('a test')],
  [
    'groupBy',
    ({ machine, args: given, site }) => {
      escapeFunctions(machine, given, site);
      return machine.object([], { open: machine.list([], unionOf(itemsOf(machine, argument(given, 0), 'values', site))) });
    },
  ],
]);

/** `Object.assign`: setters of the target are called. */
function assignAll(machine: Machine, target: Value, sources: readonly Value[], site: Site): void {
  const into =
    target.kind === 'closure'
      ? machine.propertiesOf(target)
      : target.kind === 'class'
        ? target.statics
        : target.kind === 'object'
          ? target
          : undefined;
  for (const source of into ? sources : []) {
    if (into?.class && source.kind === 'unknown')
      callSetters(machine, into, harmless('a key'), getMember(machine, source, harmless('a key'), site), site);
    if (into?.class && source.kind === 'object' && [...source.fields.values()].every((field) => !mayBeAbsent(field)) && !source.open)
      for (const name of source.fields.keys())
        setMember(machine, into, textValue(name), getMember(machine, source, textValue(name), site), site);
    else if (into) copyFields(machine, into, source);
  }
}

const unionOf = ({ items, rest }: { items: readonly Value[]; rest: Value | undefined }): Value =>
  union([...items, ...(rest ? [rest] : [])]);

function list({ machine, args: given, site }: NativeCall, over: 'keys' | 'entries'): Value {
  const { items, rest } = itemsOf(machine, argument(given, 0), over, site);
  return machine.list(items, rest);
}

function valuesOf(machine: Machine, value: Value, site: Site): Value {
  const { items, rest } = itemsOf(machine, value, 'entries', site);
  const second = (pair: Value): Value => getMember(machine, pair, textValue('1'), site);
  return machine.list(items.map(second), rest && second(rest));
}

function fromEntries({ machine, args: given, site }: NativeCall): Value {
  const object = machine.object();
  const { items, rest } = itemsOf(machine, argument(given, 0), 'values', site);
  for (const pair of [...items, ...(rest ? [rest] : [])])
    setMember(machine, object, getMember(machine, pair, textValue('0'), site), getMember(machine, pair, textValue('1'), site), site);
  return object;
}

/** `Object.defineProperty`: compilers make exports with it. */
function define(machine: Machine, target: Value, key: Value, descriptor: Value, site: Site): void {
  if (target.kind === 'union') {
    machine.journal.fork(target.options.map((option) => () => define(machine, option, key, descriptor, site)));
    return;
  }
  const get = getMember(machine, descriptor, textValue('get'), site);
  const name = literalText(key);
  if (target.kind === 'object' && name !== undefined && get.kind === 'closure') {
    machine.journal.touch(target);
    target.fields.set(name, { kind: 'accessor', get, set: undefined });
    return;
  }
  const value = getMember(machine, descriptor, textValue('value'), site);
  if (value === UNDEFINED) return;
  if (target.kind === 'object' && name !== undefined) {
    machine.journal.touch(target);
    target.fields.set(name, value);
  } else setMember(machine, target, key, value, site);
}

function defineAll(machine: Machine, target: ObjectValue, descriptors: Value): void {
  if (descriptors.kind !== 'object') return;
  for (const [name, descriptor] of descriptors.fields) {
    if (descriptor.kind !== 'object') continue;
    const value = descriptor.fields.get('value');
    const get = descriptor.fields.get('get');
    machine.journal.touch(target);
    if (get) target.fields.set(name, { kind: 'accessor', get, set: undefined });
    else if (value) target.fields.set(name, value);
  }
}

/** What has fields of an object, of a class and of a function. */
const fieldsOf = (machine: Machine, value: Value): ObjectValue | undefined =>
  value.kind === 'object'
    ? value
    : value.kind === 'class'
      ? value.statics
      : value.kind === 'closure'
        ? machine.propertiesOf(value)
        : undefined;

/** `Object.setPrototypeOf`: the object finds the members of the other one from then on, except what it has itself. */
function setPrototype({ machine, args: given }: NativeCall): Value {
  const target = argument(given, 0);
  const prototypes = optionsOf(argument(given, 1));
  for (const option of optionsOf(target)) {
    const object = fieldsOf(machine, option);
    if (object) machine.journal.fork(prototypes.map((prototype) => () => inherit(machine, object, prototype)));
  }
  return target;
}

function inherit(machine: Machine, object: ObjectValue, prototype: Value): void {
  if (object.class && prototype === prototypeOf(machine, object.class)) return;
  machine.journal.touch(object);
  if (prototype.kind === 'native') object.base = prototype;
  if (prototype.kind === 'unknown') object.open = prototype;
  const own = new Set(object.fields.keys()).add('constructor');
  for (let from = fieldsOf(machine, prototype); from; from = from.class ? prototypeOf(machine, from.class) : from.prototype)
    for (const [name, member] of from.fields)
      if (!own.has(name)) {
        own.add(name);
        object.fields.set(name, member);
      }
}

const prototype = native('Object.prototype', {
  get: (name) =>
    name === 'hasOwnProperty' || name === 'propertyIsEnumerable'
      ? nativeFunction(name, () => harmless('a test'))
      : name === 'toString'
        ? nativeFunction(name, () => harmless('a text'))
        : undefined,
});

export const objectGlobal = native('Object', {
  call: ({ args: given }) => argument(given, 0),
  construct: ({ machine }) => machine.object(),
  get: (name) => {
    if (name === 'prototype') return prototype;
    const call = STATIC.get(name);
    return call && nativeFunction(`Object.${name}`, call);
  },
});

export const reflectGlobal = native('Reflect', {
  inert: true,
  get: (name) => {
    switch (name) {
      case 'get':
        return nativeFunction('Reflect.get', ({ machine, args: given, site }) =>
          getMember(machine, argument(given, 0), argument(given, 1), site),
        );
      case 'set':
        return nativeFunction('Reflect.set', ({ machine, args: given, site }) => {
          setMember(machine, argument(given, 0), argument(given, 1), argument(given, 2), site);
          return harmless('a test');
        });
      case 'construct':
        return nativeFunction('Reflect.construct', ({ machine, args: given, site }) => {
          const { items, rest } = itemsOf(machine, argument(given, 1), 'values', site);
          return construct(machine, argument(given, 0), { positional: items, named: new Map(), ...(rest ? { rest } : {}) }, site);
        });
      case 'apply':
        return nativeFunction('Reflect.apply', ({ machine, args: given, site }) => {
          const { items, rest } = itemsOf(machine, argument(given, 2), 'values', site);
          return callValue(
            machine,
            argument(given, 0),
            argument(given, 1),
            { positional: items, named: new Map(), ...(rest ? { rest } : {}) },
            site,
          );
        });
      case 'setPrototypeOf':
        return nativeFunction('Reflect.setPrototypeOf', (call) => {
          setPrototype(call);
          return harmless('a test');
        });
      case 'ownKeys':
        return nativeFunction('Reflect.ownKeys', (call) => list(call, 'keys'));
      default:
        return undefined;
    }
  },
});

/** A proxy stands for its target, except where a trap answers: for a member under its name, for a call, for `new`. */
export const proxyGlobal = native('Proxy', {
  construct: ({ machine, args: given, site }) => {
    const [target = UNDEFINED, handler = UNDEFINED] = given.positional;
    escapeFunctions(machine, { positional: [handler], named: new Map() }, site);
    const [get, apply, create] = ['get', 'apply', 'construct'].map((name) =>
      handler.kind === 'object' ? handler.fields.get(name) : undefined,
    );
    if (!get && !apply && !create) return target;
    const ask = (call: Pick<NativeCall, 'machine' | 'site'>, trap: Value, ...values: readonly Value[]): Value =>
      callValue(call.machine, trap, handler, args(target, ...values), call.site);
    const passed = (call: NativeCall): Value => call.machine.list([...call.args.positional], call.args.rest);
    const made: NativeValue = native('a proxy', {
      key: `proxy ${machine.journal.next()}`,
      get: (name, at, inner) => {
        if (name.startsWith('%')) return target.kind === 'native' ? target.get?.(name, at, inner) : undefined;
        if (name === 'then') return undefined;
        if (!get) return getMember(at, target, textValue(name), inner);
        return ask({ machine: at, site: inner }, get, textValue(name), made);
      },
      any: (at, inner) => (get ? ask({ machine: at, site: inner }, get, harmless('a name'), made) : harmless('a member')),
      call: (call) =>
        apply ? ask(call, apply, call.self, passed(call)) : callValue(call.machine, target, call.self, call.args, call.site),
      construct: (call) => (create ? ask(call, create, passed(call), made) : construct(call.machine, target, call.args, call.site)),
    });
    return made;
  },
});

export function memberOfObject(object: Value, name: string): Value | undefined {
  switch (name) {
    case 'hasOwnProperty':
    case 'isPrototypeOf':
    case 'propertyIsEnumerable':
      return nativeFunction(`Object.${name}`, () => harmless('a test'));
    case 'toString':
    case 'toLocaleString':
      return nativeFunction('Object.toString', () => harmless('an object as text'));
    case 'valueOf':
      return nativeFunction('Object.valueOf', () => object);
    default:
      return undefined;
  }
}
