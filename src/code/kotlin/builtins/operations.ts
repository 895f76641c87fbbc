/**
 * What lowering leaves to the run: whether a name is a member of a receiver, what a property is, components of values, and operators that
 * collections have (Kotlin documentation, "Scope functions", "Extensions", "Destructuring declarations", "Operator overloading").
 */
import { findMethod } from '../../interpreter/classes.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { boundMember, copyFields, getMember, setMember } from '../../interpreter/members.ts';
import {
  type ClassValue,
  FALSE,
  harmless,
  isNullish,
  literalText,
  type ObjectValue,
  optionsOf,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { isUnmodelled } from '../../java/builtins/call.ts';
import { mapEntry } from '../../java/builtins/maps.ts';
import { fieldName } from '../../java/source.ts';
import { memberOfRequest } from '../../library/java/structs.ts';

export function kotlinOperation(operator: string, operands: readonly Value[], machine: Machine, site: Site): Value | undefined {
  const [first = UNDEFINED, second = UNDEFINED, third = UNDEFINED] = operands;
  switch (operator) {
    case 'kotlin.this':
      return operands.find((each) => each !== UNDEFINED) ?? UNDEFINED;
    case 'kotlin.implicit':
      return implicit(machine, literalText(first) ?? '', second, operands.slice(2), site);
    case 'kotlin.implicitFunction':
      return implicitFunction(machine, literalText(first) ?? '', second, operands.slice(2), site);
    case 'kotlin.assignImplicit':
      return assignImplicit(machine, literalText(first) ?? '', second, operands.slice(2), site);
    case 'kotlin.inherited':
      return inherited(third) ?? propertyOf(machine, second, literalText(first) ?? '', site);
    case 'kotlin.inheritedFunction':
      return inherited(third) ?? boundMember(machine, second, literalText(first) ?? '', site);
    case 'kotlin.property':
      return propertyOf(machine, first, literalText(second) ?? '', site);
    case 'kotlin.extensionProperty':
      return union(optionsOf(first).map((option) => extensionProperty(machine, option, literalText(second) ?? '', third, site)));
    case 'kotlin.extension':
      return union(optionsOf(first).map((option) => extension(machine, option, literalText(second) ?? '', third, site)));
    case 'kotlin.assign':
      assignProperty(machine, first, literalText(second) ?? '', third, site);
      return third;
    case 'kotlin.pair':
      return mapEntry(machine, first, second);
    case 'kotlin.range':
      return machine.list([], harmless('a number'));
    case 'kotlin.component':
      return union(optionsOf(first).map((option) => component(machine, option, Number(literalText(second) ?? 0), site)));
    case 'kotlin.iterated':
      return union(optionsOf(first).map((option) => entriesOf(machine, option, site)));
    case 'kotlin.delegated':
      return first;
    case 'kotlin.either':
      return union(operands);
    case '+':
    case '-':
      return collected(machine, operator, first, second, site);
    default:
      return undefined;
  }
}

/** A top-level name that is there goes before one that a parent may have. */
const inherited = (value: Value): Value | undefined => (isFound(value) ? value : undefined);

const isFound = (value: Value): boolean => !isNullish(value) && value.kind !== 'unknown' && !isUnmodelled(value);

// ── Receivers ──────────────────────────────────────────────────────────────────────────────────────────────

type Has = 'yes' | 'no' | 'perhaps';

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function declares(type: ClassValue, name: string): boolean {
  const keys = [fieldName(name), name, `get${capitalised(name)}`, `is${capitalised(name)}`];
  const own = type.node.members.some((member) => member.key.kind === 'literal' && keys.includes(String(member.key.value)));
  return (
    own ||
    keys.some((key) => findMethod(type, key) !== undefined) ||
    type.parents.some((parent) => parent.kind === 'class' && declares(parent, name))
  );
}

/** Whether a receiver has a member: builders of requests have those of the operation, values of which nothing is known may have any. */
function has(machine: Machine, receiver: Value, name: string, use: 'read' | 'write' | 'call', site: Site): Has {
  switch (receiver.kind) {
    case 'constant':
      return 'no';
    case 'object':
      if (receiver.class)
        return declares(receiver.class, name) || receiver.fields.has(fieldName(name))
          ? 'yes'
          : receiver.class.parents.length > 0
            ? 'perhaps'
            : 'no';
      if (use === 'call') return isFound(getMember(machine, receiver, textValue(name), site)) ? 'yes' : 'no';
      return use === 'write' ? 'perhaps' : receiver.fields.has(name) || receiver.fields.has(capitalised(name)) ? 'yes' : 'no';
    case 'native': {
      const { data } = receiver;
      if (data?.kind === 'settings') return use === 'write' ? 'yes' : use === 'call' ? 'perhaps' : 'no';
      const known = memberOfRequest(data, name);
      if (known !== undefined) return known ? (use === 'read' ? isSet(machine, receiver, name, site) : 'yes') : 'no';
      if (data?.kind === 'builder') return use === 'read' ? isSet(machine, receiver, name, site) : use === 'write' ? 'yes' : 'perhaps';
      return use === 'read' ? 'no' : 'perhaps';
    }
    case 'list':
    case 'text':
      return use === 'call' && isFound(getMember(machine, receiver, textValue(name), site)) ? 'yes' : 'no';
    case 'unknown':
      return receiver.type ? (isFound(getMember(machine, receiver, textValue(name), site)) ? 'yes' : 'perhaps') : 'perhaps';
    default:
      return 'no';
  }
}

/** A builder's member that was set before; another name is none of the builder's as far as reading goes. */
const isSet = (machine: Machine, builder: Value, name: string, site: Site): Has => {
  const getter = getMember(machine, builder, textValue(name), site);
  return isNullish(callValue(machine, getter, builder, NO_ARGUMENTS, site)) ? 'no' : 'yes';
};

function implicit(machine: Machine, name: string, otherwise: Value, receivers: readonly Value[], site: Site): Value {
  const perhaps: Value[] = [];
  for (const receiver of receivers)
    for (const option of optionsOf(receiver)) {
      const found = has(machine, option, name, 'read', site);
      if (found === 'yes') return propertyOf(machine, option, name, site);
      if (found === 'perhaps') perhaps.push(option);
    }
  if (isFound(otherwise) || perhaps.length === 0) return otherwise;
  return union([...perhaps.map((option) => propertyOf(machine, option, name, site)), ...(isNullish(otherwise) ? [] : [otherwise])]);
}

function implicitFunction(machine: Machine, name: string, otherwise: Value, receivers: readonly Value[], site: Site): Value {
  const perhaps: Value[] = [];
  for (const receiver of receivers)
    for (const option of optionsOf(receiver)) {
      const found = has(machine, option, name, 'call', site);
      if (found === 'yes') return boundMember(machine, option, name, site);
      if (found === 'perhaps') perhaps.push(option);
    }
  if (isFound(otherwise) || perhaps.length === 0) return otherwise;
  return union(perhaps.map((option) => boundMember(machine, option, name, site)));
}

/** `true` when a receiver took the value, and the name outside means something else; not known when it may have. */
function assignImplicit(machine: Machine, name: string, value: Value, receivers: readonly Value[], site: Site): Value {
  let perhaps = false;
  for (const receiver of receivers)
    for (const option of optionsOf(receiver)) {
      const found = has(machine, option, name, 'write', site);
      if (found === 'no') continue;
      assignProperty(machine, option, name, value, site);
      if (found === 'yes') return TRUE;
      perhaps = true;
    }
  return perhaps ? harmless('whether the receiver has such a property') : FALSE;
}

// ── Properties ─────────────────────────────────────────────────────────────────────────────────────────────

/** `x.name`: a field, what a getter of Java gives, or what Kotlin's library adds to collections and texts. */
export function propertyOf(machine: Machine, object: Value, name: string, site: Site): Value {
  return union(optionsOf(object).map((option) => propertyOfOne(machine, option, name, site)));
}

const SIZES = /^(size|length|count|lastIndex|indices|ordinal)$/;
const VIEWS: Readonly<Record<string, string>> = { keys: 'keySet', values: 'values', entries: 'entrySet', size: 'size' };

function propertyOfOne(machine: Machine, object: Value, name: string, site: Site): Value {
  const read = (member: string): Value => getMember(machine, object, textValue(member), site);
  const called = (member: string): Value => callValue(machine, read(member), object, NO_ARGUMENTS, site);
  switch (object.kind) {
    case 'constant':
      return isNullish(object) ? object : harmless('a computed value');
    case 'text':
    case 'list':
      return SIZES.test(name) ? harmless('a number') : harmless(`the ${name} of a value`);
    case 'object':
      return propertyOfObject(object, name, read, called);
    case 'class': {
      const field = read(fieldName(name));
      if (!isNullish(field) && !isUnmodelled(field)) return field;
      if (name === 'Companion' || name === 'INSTANCE') return object;
      if (name === 'simpleName' || name === 'qualifiedName') return textValue(object.node.name);
      return read(name);
    }
    case 'native': {
      if (object.data?.kind === 'type' || object.data?.kind === 'client' || /^\p{Lu}/u.test(name)) return read(name);
      for (const getter of [`get${capitalised(name)}`, name]) {
        const value = read(getter);
        if (value.kind === 'native' && value.call && !isUnmodelled(value) && value.inert !== true)
          return callValue(machine, value, object, NO_ARGUMENTS, site);
      }
      return read(name);
    }
    case 'closure':
      return name === 'name' ? textValue(object.function.name) : UNDEFINED;
    case 'unknown':
      return read(fieldName(name));
    default:
      return UNDEFINED;
  }
}

function propertyOfObject(object: ObjectValue, name: string, read: (member: string) => Value, called: (member: string) => Value): Value {
  const { class: type } = object;
  if (type) {
    if (object.fields.has(fieldName(name))) return read(fieldName(name));
    const named = object.fields.get('%name');
    if (named && name === 'name') return named;
    if (findMethod(type, fieldName(name))) return read(fieldName(name));
    for (const getter of [`get${capitalised(name)}`, `is${capitalised(name)}`, name]) if (findMethod(type, getter)) return called(getter);
    return read(fieldName(name));
  }
  const view = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  if (view !== undefined && !object.fields.has(name) && !object.fields.has(capitalised(name)) && object.open === undefined)
    return called(view);
  // a function of maps may be named as the getter of a member: `getValue`
  const own = [name, capitalised(name)].find((each) => object.fields.has(each));
  return own === undefined ? called(`get${capitalised(name)}`) : read(own);
}

function assignProperty(machine: Machine, object: Value, name: string, value: Value, site: Site): void {
  for (const option of optionsOf(object)) {
    if (option.kind === 'native') {
      // a builder's method of the name sets it
      const setter = getMember(machine, option, textValue(name), site);
      if (setter.kind === 'native' && setter.call && (option.data?.kind === 'builder' || option.data?.kind === 'settings')) {
        callValue(machine, setter, option, args(value), site);
        continue;
      }
    }
    if (option.kind === 'object' && !option.class) setMember(machine, option, textValue(name), value, site);
    else if (option.kind === 'object' && option.class && findMethod(option.class, `set${capitalised(name)}`))
      callValue(machine, boundMember(machine, option, `set${capitalised(name)}`, site), option, args(value), site);
    else setMember(machine, option, textValue(fieldName(name)), value, site);
  }
}

// ── Extensions ─────────────────────────────────────────────────────────────────────────────────────────────

/** A member goes before an extension of its name; of what is known by a type only, both are possible. */
function extension(machine: Machine, object: Value, name: string, found: Value, site: Site): Value {
  const own =
    object.kind === 'object' && object.class
      ? findMethod(object.class, name) && boundMember(machine, object, name, site)
      : object.kind === 'unknown' && object.type
        ? [boundMember(machine, object, name, site)].find(isFound)
        : undefined;
  if (own) return own;
  const bound = optionsOf(found).flatMap((option) => (option.kind === 'closure' ? [{ ...option, self: object }] : []));
  if (bound.length > 0) return union(bound);
  // an extension that a class declares for itself, or a member of the library
  const home = site.module && boundMember(machine, object, name, site);
  return home;
}

function extensionProperty(machine: Machine, object: Value, name: string, found: Value, site: Site): Value {
  const own = object.kind === 'object' && object.class && declares(object.class, name);
  const closures = optionsOf(found).filter((option) => option.kind === 'closure');
  if (own || closures.length === 0 || isNullish(object)) return propertyOf(machine, object, name, site);
  return union(closures.map((option) => callValue(machine, option, object, NO_ARGUMENTS, site)));
}

// ── Components and collections ─────────────────────────────────────────────────────────────────────────────

/** `val (a, b) = value`: of a list, a pair or entry, or the properties of a data class in their order. */
function component(machine: Machine, object: Value, index: number, site: Site): Value {
  if (object.kind === 'native') {
    const getter = object.get?.(index === 0 ? 'getKey' : 'getValue', machine, site);
    return getter ? callValue(machine, getter, object, NO_ARGUMENTS, site) : harmless('a component');
  }
  if (object.kind === 'object' && object.class) {
    const own = findMethod(object.class, `component${index + 1}`);
    if (own) return callValue(machine, boundMember(machine, object, `component${index + 1}`, site), object, NO_ARGUMENTS, site);
    const fields = object.class.node.members.filter((member) => member.kind === 'field' && !member.static && member.key.kind === 'literal');
    const key = fields[index]?.key;
    return key?.kind === 'literal' ? getMember(machine, object, textValue(String(key.value)), site) : harmless('a component');
  }
  return getMember(machine, object, textValue(String(index)), site);
}

/** What a loop runs over: of a map its entries. */
export function entriesOf(machine: Machine, object: Value, site: Site): Value {
  if (object.kind !== 'object' || object.class) return object;
  return callValue(machine, getMember(machine, object, textValue('entrySet'), site), object, NO_ARGUMENTS, site);
}

/** `list + item`, `map + pair`, `list += item`. */
function collected(machine: Machine, operator: string, left: Value, right: Value, site: Site): Value | undefined {
  if (left.kind === 'list') {
    if (operator === '-') return left;
    const added = right.kind === 'list' ? itemsOf(machine, right, 'values', site) : { items: [right], rest: undefined };
    const rest = [...(left.rest ? [left.rest] : []), ...(added.rest ? [added.rest] : [])];
    return rest.length === 0
      ? machine.list([...left.items, ...added.items])
      : machine.list([], union([...left.items, ...added.items, ...rest]));
  }
  if (left.kind === 'object' && !left.class) {
    const made = machine.object();
    copyFields(machine, made, left);
    if (operator === '+' && right.kind === 'object') copyFields(machine, made, right);
    else if (operator === '+') addEntry(machine, made, right, site);
    return made;
  }
  return undefined;
}

/** Puts a pair into a map. */
export function addEntry(machine: Machine, map: ObjectValue, pair: Value, site: Site): void {
  for (const option of optionsOf(pair)) {
    if (option.kind === 'list') {
      for (const item of [...option.items, ...(option.rest ? [option.rest] : [])]) addEntry(machine, map, item, site);
      continue;
    }
    setMember(machine, map, component(machine, option, 0, site), component(machine, option, 1, site), site);
  }
}
