/** Operators of Go that the interpreter leaves to the language. */
import { emptyFields } from '../../interpreter/classes.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  ABSENT,
  FALSE,
  harmless,
  isNullish,
  type ListValue,
  literalText,
  NULL,
  type ObjectValue,
  optionsOf,
  TRUE,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { receive, send, start, waitForOthers } from './concurrency.ts';
import { addressOf, dereferenced, pointerToNew, wroteThrough } from './pointers.ts';
import { append, slice, withRoom, written } from './slices.ts';

export function goOperation(operator: string, operands: readonly Value[], machine: Machine, site: Site): Value | undefined {
  const [first = UNDEFINED] = operands;
  switch (operator) {
    case 'zero':
      return zero(machine, first, site);
    case 'doubt':
      return truth(first) === true ? harmless('a test') : first;
    case 'empty':
      return emptiness(first);
    case 'address':
      return addressOf(machine, operands, true, site);
    case 'address?':
      return addressOf(machine, operands, false, site);
    case 'new':
      return pointerToNew(machine, first, site);
    case 'append':
      return append(machine, first, operands[1] ?? UNDEFINED, site);
    case 'slice':
      return slice(machine, first, operands[1] ?? UNDEFINED, operands[2] ?? UNDEFINED);
    case 'room':
      return withRoom(machine, first);
    case 'shared':
      written(machine, first);
      return UNDEFINED;
    case 'dereference':
      return dereferenced(first);
    case 'go':
      return start(machine, first, site);
    case 'send':
      return send(machine, first, operands[1] ?? UNDEFINED, site);
    case 'receive':
      return receive(machine, first);
    case 'range':
      waitForOthers(machine, false);
      return first;
    case 'copy':
      return copied(machine, first, truth(operands[1] ?? UNDEFINED) === true);
    case 'read':
      return union(optionsOf(first).map((option) => readOr(option, operands[1] ?? UNDEFINED)));
    case '===':
    case '!==':
      // of a map's key that is not there, and of a field that nobody set, the zero value is read
      return [first, operands[1] ?? UNDEFINED].some((each) => optionsOf(each).some(isUndefined)) ? harmless('a test') : undefined;
    case 'store':
      return stored(machine, first, operands[1] ?? UNDEFINED);
    case 'replace':
      return replaced(machine, first, operands[1] ?? UNDEFINED);
    default:
      return undefined;
  }
}

/** The zero value of a type of another package: a struct without fields, nil of an interface. */
function zero(machine: Machine, type: Value, site: Site): Value {
  if (type.kind === 'class') {
    if (type.node.members.some((member) => member.kind === 'field')) return machine.object(emptyFields(machine, type), { class: type });
    if (type.node.interface && type.node.implements.length === 0) return NULL;
  }
  if (type.kind === 'native' && type.construct)
    return type.construct({ machine, self: UNDEFINED, args: { positional: [], named: new Map() }, site });
  return unknown('the zero value of a type of another package');
}

/** `len(x) == 0`, decided where every alternative agrees. */
function emptiness(value: Value): Value {
  const all = optionsOf(value).map((option): boolean | undefined => {
    if (isNullish(option) || literalText(option) === '') return true;
    if (option.kind === 'list') return option.items.length > 0 ? false : option.rest === undefined ? true : undefined;
    if (option.kind === 'object' && option.fields.size === 0 && !option.open && option.dynamic.length === 0) return true;
    return truth(option) === true ? false : undefined;
  });
  const [one] = all;
  return one === undefined || all.some((each) => each !== one) ? harmless('a test') : one ? TRUE : FALSE;
}

/** A struct or array that is read to be kept elsewhere: its fields that are structs or arrays themselves are copied too. */
const isUndefined = (value: Value): boolean => value.kind === 'constant' && value.value === undefined;

/** What is read of a map, where there is nothing the zero value; where there may be nothing, texts are also built of that. */
function readOr(value: Value, zero: Value): Value {
  if (!isUndefined(value)) return value;
  if (value.kind !== 'constant' || !value.missing) return zero;
  const text = literalText(zero);
  return text === undefined ? value : { ...value, zero: text };
}

function copied(machine: Machine, value: Value, items: boolean, depth = 0): Value {
  if (depth > 8) return value;
  const options = optionsOf(value);
  const types = new Set(options.filter(isStruct).map((option) => option.class));
  return union([
    ...options
      .filter((option) => !isStruct(option))
      .map((option) => (option.kind === 'list' ? copyOfList(machine, option, items, depth) : option)),
    ...[...types].map((type) =>
      copyOfStructs(
        machine,
        options.filter(isStruct).filter((option) => option.class === type),
        depth,
      ),
    ),
  ]);
}

const copyOfList = (machine: Machine, list: ListValue, items: boolean, depth: number): Value =>
  machine.list(items ? list.items.map((item) => copied(machine, item, items, depth + 1)) : list.items, list.rest);

/** One copy of whichever struct it is: who writes to it writes to this one alone. */
function copyOfStructs(machine: Machine, structs: readonly ObjectValue[], depth: number): Value {
  const names = new Set(structs.flatMap((struct) => [...struct.fields.keys()]));
  const fields = [...names].map((name): [string, Value] => [
    name,
    union(structs.map((struct) => struct.fields.get(name) ?? struct.open ?? ABSENT)),
  ]);
  machine.step(names.size);
  const opens = structs.flatMap((struct) => struct.open ?? []);
  const [type] = structs.map((struct) => struct.class);
  const base = structs.find((struct) => struct.base)?.base;
  const made = machine.object(fields, {
    dynamic: structs.flatMap((struct) => struct.dynamic),
    ...(opens.length > 0 && { open: union(opens) }),
    ...(type && { class: type }),
    ...(base && { base }),
  });
  for (const member of type?.node.members ?? []) {
    const name = member.copied && member.key.kind === 'literal' ? String(member.key.value) : undefined;
    const inner = name === undefined ? undefined : made.fields.get(name);
    if (name !== undefined && inner) made.fields.set(name, copied(machine, inner, false, depth + 1));
  }
  return made;
}

const isStruct = (value: Value): value is ObjectValue => value.kind === 'object' && value.class !== undefined;

/** `*p = value`: what the pointer leads to changes, for everyone who holds it. Gives the pointer. */
function stored(machine: Machine, target: Value, value: Value): Value {
  if (target.kind !== 'union') return wroteThrough(machine, target, value) ? target : replaced(machine, target, value);
  const there = target.options.filter((option) => !isNullish(option));
  return union(machine.journal.fork(there.map((option) => () => stored(machine, option, value))));
}

/** What is assigned to a variable that is a struct, for everyone who holds its address. */
function replaced(machine: Machine, target: Value, value: Value): Value {
  if (target.kind === 'list' && value.kind === 'list' && target !== value) {
    machine.journal.touch(target);
    target.items = [...value.items];
    target.rest = value.rest;
    return target;
  }
  if (target.kind === 'object' && value.kind === 'object' && target !== value) {
    machine.journal.touch(target);
    target.fields = new Map(value.fields);
    target.dynamic = [...value.dynamic];
    target.open = value.open;
    return target;
  }
  return value;
}
