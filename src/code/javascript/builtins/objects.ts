/** `Object`, `Reflect`, and the members that every object has. */
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
  ['setPrototypeOf', (call) => argument(call.args, 0)],
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
      case 'ownKeys':
        return nativeFunction('Reflect.ownKeys', (call) => list(call, 'keys'));
      default:
        return undefined;
    }
  },
});

/** A proxy stands for its target; a trap that reads members is asked with a name that is not known. */
/** A member of a proxy is what its `get` trap gives for the name; without one it is the target's. */
export const proxyGlobal = native('Proxy', {
  construct: ({ machine, args: given, site }) => {
    const [target = UNDEFINED, handler = UNDEFINED] = given.positional;
    escapeFunctions(machine, { positional: [handler], named: new Map() }, site);
    const trap = handler.kind === 'object' ? handler.fields.get('get') : undefined;
    if (!trap) return target;
    const made: NativeValue = native('a proxy', {
      key: `proxy ${machine.journal.next()}`,
      get: (name, at, inner) => {
        if (name.startsWith('%')) return target.kind === 'native' ? target.get?.(name, at, inner) : undefined;
        return name === 'then' ? undefined : callValue(at, trap, handler, args(target, textValue(name), made), inner);
      },
      any: (at, inner) => callValue(at, trap, handler, args(target, harmless('a name'), made), inner),
      call: (call) => callValue(call.machine, target, call.self, call.args, call.site),
      construct: (call) => construct(call.machine, target, call.args, call.site),
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
