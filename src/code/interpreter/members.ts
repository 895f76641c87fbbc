/** Reading and writing members of values. */
import { findMethod, instantiate, isMadeByOthers, membersOf, prototypeOf } from './classes.ts';
import { withFields } from './dynamic.ts';
import { escapeFunctions } from './escape.ts';
import { callValue } from './invoke.ts';
import { args, type Machine, NO_ARGUMENTS, type Site } from './machine.ts';
import { writtenToTwins } from './twins.ts';
import { memberOfType } from './types.ts';
import {
  ABSENT,
  beyondField,
  type ClassValue,
  type ClosureValue,
  constant,
  type DynamicField,
  eventField,
  harmless,
  isLate,
  isNullish,
  literalText,
  MISSING,
  mayBeAbsent,
  type NativeCall,
  type NativeValue,
  native,
  type ObjectValue,
  optionsOf,
  textValue,
  thereOf,
  UNDEFINED,
  type UnknownValue,
  union,
  unknown,
  type Value,
} from './values.ts';

export function getMember(machine: Machine, object: Value, property: Value, site: Site): Value {
  machine.step();
  if (object.kind === 'union') return memberOfEach(machine, object.options, property, site);
  if (property.kind === 'union') return eachMember(machine, object, property.options, site);
  const name = literalText(property);
  if (name === undefined) return anyMember(machine, object, property, site);
  return namedMember(machine, object, name, site);
}

function memberOfEach(machine: Machine, objects: readonly Value[], property: Value, site: Site): Value {
  const members: Value[] = [];
  for (const object of objects) if (!isNullish(object)) members.push(getMember(machine, object, property, site));
  return members.length === 0 ? UNDEFINED : union(members);
}

const eachMember = (machine: Machine, object: Value, properties: readonly Value[], site: Site): Value =>
  union(properties.map((property) => getMember(machine, object, property, site)));

/** The index that a name is, of a list; undefined for any other name. */
function indexOf(name: string): number | undefined {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57 && /^\d+$/.test(name) ? Number(name) : undefined;
}

function namedMember(machine: Machine, object: Exclude<Value, { kind: 'union' }>, name: string, site: Site): Value {
  switch (object.kind) {
    case 'object':
      return memberOfPlainObject(machine, object, name, site);
    case 'list': {
      const index = indexOf(name);
      if (index !== undefined) return object.items[index] ?? (object.rest ? union([object.rest, MISSING]) : UNDEFINED);
      if (name === 'length') return object.rest ? harmless('a length') : constant(object.items.length);
      return builtin(machine, object, name, site) ?? UNDEFINED;
    }
    case 'text':
      return builtin(machine, object, name, site) ?? UNDEFINED;
    case 'constant':
      return builtin(machine, object, name, site) ?? (isNullish(object) ? object : UNDEFINED);
    case 'closure':
      return memberOfClosure(machine, object, name, site);
    case 'class':
      return memberOfClass(machine, object, name, site) ?? builtin(machine, object, name, site) ?? UNDEFINED;
    case 'native':
      return memberOfNative(machine, object, name, site);
    case 'accessor':
      return UNDEFINED;
    case 'unknown':
      return memberOfUnknown(machine, object, name, site);
  }
}

const builtin = (machine: Machine, object: Value, name: string, site: Site): Value | undefined =>
  machine.language.member(object, name, machine, site);

/** A stored value; accessors are run. */
function read(machine: Machine, value: Value | undefined, self: Value, site: Site): Value | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'union' && value.options.some((option) => option.kind === 'accessor'))
    return union(value.options.map((option) => read(machine, option, self, site) ?? UNDEFINED));
  if (value.kind !== 'accessor') return value;
  if (typeof value.get === 'function') return value.get();
  return value.get ? callValue(machine, value.get, self, NO_ARGUMENTS, site) : UNDEFINED;
}

const NOTHING: readonly Value[] = [];

const heldUnder = (fields: readonly DynamicField[], name: string): readonly Value[] =>
  fields.flatMap(({ key, value }) => (mayBe(key, name) ? [value] : []));

/** What an object holds itself under a name. `sure`: it surely holds something, so that nothing is inherited. */
interface Held {
  readonly value: Value | undefined;
  readonly sure: boolean;
}

const NOT_HELD: Held = { value: undefined, sure: false };

export function held(machine: Machine, object: ObjectValue, name: string, self: Value, site: Site): Held {
  const field = object.fields.get(name);
  const dynamic = object.dynamic.length === 0 ? NOTHING : heldUnder(object.dynamic, name);
  if (field === undefined && dynamic.length === 0) return NOT_HELD;
  const there = field && thereOf(field);
  const own = read(machine, there, self, site);
  if (own && dynamic.length === 0) return { value: own, sure: there === field };
  return dynamic.length === 0
    ? NOT_HELD
    : { value: union(own ? [own, ...dynamic] : dynamic), sure: there !== undefined && there === field };
}

/** What the object holds under the name and, as far as it may hold nothing, the other value. */
function heldOr(machine: Machine, object: ObjectValue, name: string, self: Value, site: Site, other: () => Value): Value {
  const { value, sure } = held(machine, object, name, self, site);
  if (value === undefined) return other();
  return sure ? value : union([value, orMissing(object, name, other())]);
}

/** Where a key that is not known may have written the member, or what runs beside, code expects it to be there. */
const orMissing = (object: ObjectValue, name: string, value: Value): Value =>
  value === UNDEFINED && (object.dynamic.length > 0 || isLate(object.fields.get(name))) ? MISSING : value;

/** A member that the object has: its own, its class's, its prototype's, or its native base's. */
export function memberOfObject(machine: Machine, object: ObjectValue, name: string, site: Site, self: Value = object): Value | undefined {
  const { value, sure } = held(machine, object, name, self, site);
  if (sure) return value;
  const other = inherited(machine, object, name, site, self);
  return value ? union([value, other ?? orMissing(object, name, UNDEFINED)]) : other;
}

function inherited(machine: Machine, object: ObjectValue, name: string, site: Site, self: Value): Value | undefined {
  if (name === 'constructor' && object.class) return object.class;
  if (name === '__proto__') return object.prototype ?? (object.class && prototypeOf(machine, object.class));
  const method = object.class && memberOfInstances(machine, object.class, name, site, self);
  if (method) return method;
  const found = object.prototype && memberOfObject(machine, object.prototype, name, site, self);
  if (found) return found;
  if (object.base) return memberOfNative(machine, object.base, name, site);
  return object.class && (emptyField(machine, object, object.class, name) ?? memberOfType(machine, object.class, name, site));
}

/** A field that nothing set; of an instance that is known by its type only, and of one that unknown code may have written to, it may be set. */
function emptyField(machine: Machine, object: ObjectValue, type: ClassValue, name: string): Value | undefined {
  if (object.open || isMadeByOthers(machine, object)) return undefined;
  return type.node.members.some((member) => member.empty && member.key.kind === 'literal' && member.key.value === name)
    ? machine.list([])
    : undefined;
}

/** What a class or one that it extends gives its instances under a name. */
function memberOfInstances(machine: Machine, type: ClassValue, name: string, site: Site, self: Value): Value | undefined {
  if (type.own.prototype) return memberOfObject(machine, type.own.prototype, name, site, self);
  const method = type.methods.get(name);
  if (method || type.node.interface) return read(machine, method, self, site);
  for (const parent of type.parents) {
    const found = parent.kind === 'class' ? memberOfInstances(machine, parent, name, site, self) : undefined;
    if (found) return found;
  }
  return undefined;
}

function memberOfPlainObject(machine: Machine, object: ObjectValue, name: string, site: Site): Value {
  const { value, sure } = held(machine, object, name, object, site);
  if (value === undefined) return notHeld(machine, object, name, site);
  return sure ? value : union([value, orMissing(object, name, notHeld(machine, object, name, site))]);
}

/** What an object has under a name that it does not hold itself. */
function notHeld(machine: Machine, object: ObjectValue, name: string, site: Site): Value {
  const other = inherited(machine, object, name, site, object) ?? builtin(machine, object, name, site);
  if (other === undefined) return missingField(machine, object, name, site);
  // a field that is not known may stand before data of the class, and is no method
  return object.open && object.class && optionsOf(other).every(isData) ? union([other, missingField(machine, object, name, site)]) : other;
}

const isData = (value: Value): boolean => value.kind === 'text' || value.kind === 'constant' || value.kind === 'list';

function memberOfClosure(machine: Machine, closure: ClosureValue, name: string, site: Site): Value {
  const { properties } = closure.own;
  return properties
    ? heldOr(machine, properties, name, closure, site, () => memberOfFunction(machine, closure, name, site))
    : memberOfFunction(machine, closure, name, site);
}

function memberOfFunction(machine: Machine, closure: ClosureValue, name: string, site: Site): Value {
  if (name === 'name') return textValue(closure.function.name);
  if (name === 'prototype') return prototypeOfFunction(machine, machine.propertiesOf(closure));
  return builtin(machine, closure, name, site) ?? UNDEFINED;
}

function missingField(machine: Machine, object: ObjectValue, name: string, site: Site): Value {
  if (object.open) return object.open.kind === 'unknown' ? memberOfUnknown(machine, object.open, name, site) : object.open;
  // A class that extends what could not be read may have any member.
  if (object.class && hasUnknownParent(object.class)) return unknown(`a member of the parent class of ${object.class.node.name}`);
  return UNDEFINED;
}

const hasUnknownParent = (value: ClassValue): boolean =>
  value.parents.some((parent) => parent.kind === 'unknown' || (parent.kind === 'class' && hasUnknownParent(parent)));

/** Whether a computed key may be the name. */
function mayBe(key: Value, name: string): boolean {
  const literal = literalText(key);
  if (literal !== undefined) return literal === name;
  if (key.kind !== 'text') return true;
  const [first] = key.text;
  const last = key.text[key.text.length - 1];
  return (typeof first !== 'string' || name.startsWith(first)) && (typeof last !== 'string' || name.endsWith(last));
}

function prototypeOfFunction(machine: Machine, properties: ObjectValue): Value {
  const known = properties.fields.get('prototype');
  if (known) return known;
  const made = machine.object([], { serial: properties.serial + 0.25 });
  properties.fields.set('prototype', made);
  return made;
}

function memberOfClass(machine: Machine, type: ClassValue, name: string, site: Site): Value | undefined {
  const { value, sure } = held(machine, type.statics, name, type, site);
  if (sure) return value;
  const other = inheritedStatic(machine, type, name, site);
  return value ? union([value, other ?? orMissing(type.statics, name, UNDEFINED)]) : other;
}

function inheritedStatic(machine: Machine, value: ClassValue, name: string, site: Site): Value | undefined {
  if (name === 'name') return textValue(value.node.name);
  if (name === 'prototype') return prototypeOf(machine, value);
  for (const parent of value.parents) {
    if (parent.kind === 'class') {
      const inherited = memberOfClass(machine, parent, name, site);
      if (inherited) return inherited;
    } else if (parent.kind === 'native') {
      const inherited = parent.get?.(name, machine, site);
      if (inherited) return inherited;
    }
  }
  return undefined;
}

function memberOfNative(machine: Machine, object: NativeValue, name: string, site: Site): Value {
  const { properties } = object;
  return properties ? heldNative(machine, object, properties, name, site) : modelledMember(machine, object, name, site);
}

const heldNative = (machine: Machine, object: NativeValue, properties: ObjectValue, name: string, site: Site): Value =>
  heldOr(machine, properties, name, object, site, () => modelledMember(machine, object, name, site));

function modelledMember(machine: Machine, object: NativeValue, name: string, site: Site): Value {
  const modelled = object.get?.(name, machine, site);
  if (modelled) return modelled;
  const general = machine.language.member(object, name, machine, site);
  if (general) return general;
  return object.inert ? harmless(`${object.name}.${name}`) : unknown(`${object.name}.${name}`, { wraps: [object] });
}

/** The entry of a lost import counts once, when the program first uses what it imported. */
function noteUse(machine: Machine, value: UnknownValue): void {
  if (value.lost) machine.lose({ what: value.lost.what, why: value.lost.why }, value.lost.site);
}

function memberOfUnknown(machine: Machine, object: UnknownValue, name: string, site: Site): Value {
  noteUse(machine, object);
  if (object.type) {
    const typed = memberOfType(machine, object, name, site);
    if (typed) return typed;
  }
  if (object.wraps) {
    const inner = membersOfWrapped(machine, object.wraps, name, site);
    if (inner.length > 0) return union(inner);
  }
  const general = builtin(machine, object, name, site);
  if (general) return general;
  return deeper(object, name);
}

/** What a member of something unknown is: as unknown, one step further along the event's path. */
export function deeper(object: UnknownValue, name: string | undefined): UnknownValue {
  const { hole } = object;
  if (hole.kind === 'event') {
    const index = name === undefined || /^\d+$/.test(name);
    // code that walks through all of an event would name a new field with each step down
    if (index && hole.path.endsWith('[][]')) return object;
    const path = index ? `${hole.path}[]` : hole.path === '' ? name : `${hole.path}.${name}`;
    return hole.beyond ? beyondField(path) : eventField(path);
  }
  return {
    kind: 'unknown',
    hole,
    ...(object.harmless ? { harmless: true } : {}),
    ...(object.wraps && name === undefined ? { wraps: object.wraps } : {}),
    ...(object.installed && name !== undefined
      ? { installed: { path: object.installed.path, members: [...object.installed.members, name] } }
      : {}),
  };
}

const membersOfWrapped = (machine: Machine, wraps: readonly Value[], name: string, site: Site): Value[] =>
  wraps.flatMap((wrapped) => memberOfWrapped(machine, wrapped, name, site) ?? []);

/** A member of a value that unknown code was given, and that this unknown may be. */
function memberOfWrapped(machine: Machine, wrapped: Value, name: string, site: Site): Value | undefined {
  switch (wrapped.kind) {
    case 'class':
      return findMethod(wrapped, name)
        ? boundMember(machine, instantiate(machine, wrapped, site), name, site)
        : memberOfClass(machine, wrapped, name, site);
    case 'object': {
      const found = memberOfObject(machine, wrapped, name, site);
      return found && bound(found, wrapped);
    }
    case 'native':
      return wrapped.get?.(name, machine, site);
    case 'unknown':
      return wrapped.wraps?.map((inner) => memberOfWrapped(machine, inner, name, site)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}

/** A member that keeps its receiver, for an object that is reached through something unknown. */
export const boundMember = (machine: Machine, object: Value, name: string, site: Site): Value =>
  bound(getMember(machine, object, textValue(name), site), object);

function bound(member: Value, self: Value): Value {
  if (member.kind === 'union') return union(member.options.map((option) => bound(option, self)));
  return member.kind === 'closure' && member.self === undefined && !member.function.lexicalThis ? { ...member, self } : member;
}

/** A member under a name that is not known: any of them. */
function anyMember(machine: Machine, object: Exclude<Value, { kind: 'union' }>, property: Value, site: Site): Value {
  switch (object.kind) {
    case 'object': {
      const key = property.kind === 'text' ? property : undefined;
      const names = [...object.fields.keys()].filter((name) => !name.startsWith('%') && (key === undefined || mayBe(key, name)));
      const values = [
        ...names.map((name) => memberOfObject(machine, object, name, site) ?? UNDEFINED),
        ...object.dynamic.map((field) => field.value),
      ];
      if (object.open) values.push(object.open);
      for (const name of object.class ? memberNames(object.class) : [])
        if (key === undefined || mayBe(key, name)) values.push(boundMember(machine, object, name, site));
      if (object.prototype) values.push(anyMember(machine, object.prototype, property, site));
      if (object.base) values.push(anyMember(machine, object.base, property, site));
      return values.length === 0 ? UNDEFINED : union([...values, MISSING]);
    }
    case 'list': {
      const values = [...object.items, ...(object.rest ? [object.rest] : [])];
      return values.length === 0 ? UNDEFINED : union([...values, MISSING]);
    }
    case 'native':
      return (
        object.any?.(machine, site) ??
        (object.escaped
          ? pickedMember(object.name)
          : object.inert
            ? harmless(`a member of ${object.name}`)
            : unknown(`a member of ${object.name}`, { wraps: [object] }))
      );
    case 'unknown':
      noteUse(machine, object);
      return deeper(object, undefined);
    case 'closure':
      return object.own.properties ? anyMember(machine, object.own.properties, property, site) : UNDEFINED;
    case 'class':
      return union(
        [object.statics, ...object.parents].map((each) => (each.kind === 'union' ? UNDEFINED : anyMember(machine, each, property, site))),
      );
    case 'text':
      return harmless('a character of a text');
    default:
      return UNDEFINED;
  }
}

/** A member of something that calls AWS, under a name that is not known: what a call of it does is lost. */
export function pickedMember(owner: string): NativeValue {
  const call = ({ machine, args: given, site }: NativeCall): Value => {
    machine.lose({ what: `call of a member of ${owner}`, why: 'which member it is is known only when the function runs' }, site);
    escapeFunctions(machine, given, site);
    return harmless(`the result of a member of ${owner}`);
  };
  return native(`a member of ${owner}`, { call, construct: call, inert: true });
}

/** The names of what a class and those that it extends give their instances. */
const memberNames = (type: ClassValue): readonly string[] => [
  ...new Set([
    ...[...membersOf(type).keys()].filter((name) => name !== 'constructor' && !name.startsWith('%')),
    ...type.parents.flatMap((parent) => (parent.kind === 'class' ? memberNames(parent) : [])),
  ]),
];

export function setMember(machine: Machine, object: Value, property: Value, value: Value, site: Site): void {
  switch (object.kind) {
    case 'union':
      machine.journal.fork(object.options.map((option) => () => setMember(machine, option, property, value, site)));
      return;
    case 'object': {
      const name = literalText(property);
      if (name === undefined) {
        callSetters(machine, object, property, value, site);
        setDynamic(machine, object, property, value);
        return;
      }
      const setter = accessorOf(object, name);
      if (setter?.set) {
        callValue(machine, setter.set, object, args(value), site);
        return;
      }
      // what has a getter alone is not written
      if (setter?.get && typeof setter.get !== 'function') return;
      setField(machine, object, name, value);
      return;
    }
    case 'list': {
      const index = literalText(property);
      machine.journal.touch(object);
      if (index !== undefined && /^\d+$/.test(index) && Number(index) <= object.items.length) object.items[Number(index)] = value;
      else if (index === 'length') {
        const length = value.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined;
        if (length !== undefined && length <= object.items.length) {
          object.items.length = length;
          object.rest = undefined;
        } else {
          object.rest = union([...object.items, ...(object.rest ? [object.rest] : [])]);
          object.items.length = 0;
        }
      } else {
        // any item may be the one
        object.items = object.items.map((item) => union([item, value]));
        object.rest = object.rest ? union([object.rest, value]) : value;
      }
      return;
    }
    case 'closure':
      setMember(machine, machine.propertiesOf(object), property, value, site);
      return;
    case 'class':
      setMember(machine, object.statics, property, value, site);
      return;
    case 'native':
      if (object.properties) setMember(machine, object.properties, property, value, site);
      else machine.escape(value, site);
      return;
    default:
      machine.escape(value, site);
  }
}

/** Writes under a name: a field that is new comes last. */
function setField(machine: Machine, object: ObjectValue, name: string, value: Value): void {
  machine.journal.touch(object);
  const before = object.fields.get(name);
  if (before?.kind === 'accessor' && object.class) initialize(object);
  if (before && thereOf(before) === undefined) object.fields.delete(name);
  object.fields.set(name, value);
  if (machine.twins) writtenToTwins(machine, object, name, value);
}

/** Computes the initial values of fields, which other fields may begin with, before one of them gets another value. */
function initialize(object: ObjectValue): void {
  for (const field of [...object.fields.values()]) if (field.kind === 'accessor' && typeof field.get === 'function') field.get();
}

/** Calls the setters that a write under a key that is not known may call. */
export function callSetters(machine: Machine, object: ObjectValue, key: Value, value: Value, site: Site): void {
  const names = new Set([...object.fields.keys(), ...(object.class ? memberNames(object.class) : [])]);
  for (const name of names) {
    const setter = optionsOf(key).some((option) => mayBe(option, name)) ? accessorOf(object, name)?.set : undefined;
    if (setter) machine.journal.maybe(() => callValue(machine, setter, object, args(value), site));
  }
}

function accessorOf(object: ObjectValue, name: string): Extract<Value, { kind: 'accessor' }> | undefined {
  const own = object.fields.get(name) ?? (object.class && findMethod(object.class, name));
  return own?.kind === 'accessor' ? own : undefined;
}

/** Writes under a key that is not known, or known in part. */
export function setDynamic(machine: Machine, object: ObjectValue, key: Value, value: Value): void {
  machine.journal.touch(object);
  if (key.kind === 'union') {
    for (const option of key.options) setDynamic(machine, object, option, value);
    return;
  }
  const name = literalText(key);
  if (name !== undefined) {
    object.fields.set(name, union([object.fields.get(name) ?? object.open ?? ABSENT, value]));
    return;
  }
  object.dynamic = withFields(object.dynamic, [{ key, value }]);
}

/** Lets the fields also be those of a source whose names are not known. `sure`: fields that it surely leaves alone. */
function mayOverwrite(object: ObjectValue, source: Value, sure: (name: string) => boolean = () => false): void {
  const taken = (name: string): Value => (source.kind === 'unknown' ? deeper(source, name) : source);
  for (const [name, before] of object.fields)
    if (!name.startsWith('%') && !sure(name)) object.fields.set(name, union([before, taken(name)]));
  object.open = object.open ? union([object.open, source]) : source;
}

/** Takes a field away; under a key that is not known, any that may be meant. */
export function deleteMember(machine: Machine, object: Value, key: Value, site: Site): void {
  switch (object.kind) {
    case 'union':
      machine.journal.fork(object.options.map((option) => () => deleteMember(machine, option, key, site)));
      return;
    case 'class':
      deleteMember(machine, object.statics, key, site);
      return;
    case 'closure':
      if (object.own.properties) deleteMember(machine, object.own.properties, key, site);
      return;
    case 'native':
      if (object.properties) deleteMember(machine, object.properties, key, site);
      return;
    case 'list':
      setMember(machine, object, key, UNDEFINED, site);
      return;
    case 'object':
      machine.journal.touch(object);
      deleteField(object, key);
      return;
    default:
      return;
  }
}

function deleteField(object: ObjectValue, key: Value): void {
  const name = literalText(key);
  if (name === undefined) {
    const isMeant = (field: string): boolean => !field.startsWith('%') && optionsOf(key).some((option) => mayBe(option, field));
    for (const [field, before] of object.fields) if (isMeant(field)) object.fields.set(field, union([before, ABSENT]));
    return;
  }
  // where any field may be there, this one no longer is
  if (object.open) object.fields.set(name, ABSENT);
  else object.fields.delete(name);
  object.dynamic = object.dynamic.filter((field) => literalText(field.key) !== name);
}

/** `{ ...source }`, `Object.assign(target, source)`. */
export function copyFields(machine: Machine, target: ObjectValue, source: Value): void {
  machine.journal.touch(target);
  switch (source.kind) {
    case 'object':
      copyObject(machine, target, source);
      return;
    case 'union': {
      const present = source.options.filter((option) => !isNullish(option));
      if (present.length > 0)
        machine.journal.fork([
          ...present.map((option) => () => copyFields(machine, target, option)),
          ...(present.length < source.options.length ? [() => undefined] : []),
        ]);
      return;
    }
    case 'list':
      for (const [i, item] of source.items.entries()) target.fields.set(String(i), item);
      return;
    case 'unknown':
      mayOverwrite(target, source);
      return;
    case 'native':
      target.base = source;
      return;
    case 'class':
      for (const [name, value] of source.statics.fields) target.fields.set(name, value);
      return;
    case 'closure':
      for (const [name, value] of source.own.properties?.fields ?? []) target.fields.set(name, value);
      return;
    default:
      return;
  }
}

/** What a getter of the program gives now, where a field is one; what is computed when it is first read stays so. */
function gotten(machine: Machine, field: Value | undefined, source: ObjectValue): Value | undefined {
  const get = field?.kind === 'accessor' && typeof field.get === 'object' ? field.get : undefined;
  const record = get?.kind === 'closure' ? get.scope.record : undefined;
  if (get?.kind !== 'closure' || !record) return field;
  return callValue(machine, get, source, NO_ARGUMENTS, { module: record.module, at: get.function.at });
}

function copyObject(machine: Machine, target: ObjectValue, source: ObjectValue): void {
  if (source === target) return;
  for (const [name, field] of source.fields) {
    const there = gotten(machine, thereOf(field), source);
    if (there && !mayBeAbsent(field)) setField(machine, target, name, there);
    else if (there) target.fields.set(name, union([target.fields.get(name) ?? target.open ?? ABSENT, there]));
  }
  for (const { key, value } of source.dynamic) setDynamic(machine, target, key, value);
  if (source.open) mayOverwrite(target, source.open, (name) => source.fields.has(name));
}
