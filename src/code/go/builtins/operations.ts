/** Operators of Go that the interpreter leaves to the language. */
import type { Machine, Site } from '../../interpreter/machine.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  FALSE,
  harmless,
  isNullish,
  literalText,
  NULL,
  optionsOf,
  TRUE,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';

export function goOperation(operator: string, operands: readonly Value[], machine: Machine, site: Site): Value | undefined {
  const [first = UNDEFINED] = operands;
  switch (operator) {
    case 'zero':
      return zero(machine, first, site);
    case 'doubt':
      return truth(first) === true ? harmless('a test') : first;
    case 'empty':
      return emptiness(first);
    case 'written':
      return union(optionsOf(first).map((option) => (isPlain(option) ? harmless('what a call wrote through an address') : option)));
    case 'store':
      return stored(machine, first, operands[1] ?? UNDEFINED);
    default:
      return undefined;
  }
}

/** The zero value of a type of another package: a struct without fields, nil of an interface. */
function zero(machine: Machine, type: Value, site: Site): Value {
  if (type.kind === 'class') {
    if (type.node.members.some((member) => member.kind === 'field')) return machine.object([], { class: type });
    if (type.node.interface && type.node.implements.length === 0) return NULL;
  }
  if (type.kind === 'native' && type.construct)
    return type.construct({ machine, self: UNDEFINED, args: { positional: [], named: new Map() }, site });
  return unknown('the zero value of a type of another package');
}

const isPlain = (value: Value): boolean => value.kind === 'text' || value.kind === 'constant';

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

/** `*p = value`: what the pointer leads to changes, for everyone who holds it. */
function stored(machine: Machine, target: Value, value: Value): Value {
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
