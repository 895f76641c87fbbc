/** Operators of Go that the interpreter leaves to the language. */
import { emptyFields } from '../../interpreter/classes.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { Scope } from '../../interpreter/scope.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  constant,
  FALSE,
  harmless,
  isNullish,
  literalText,
  NULL,
  native,
  optionsOf,
  TRUE,
  UNDEFINED,
  union,
  unknown,
  type Value,
} from '../../interpreter/values.ts';
import { receive, send, start, waitForOthers } from './concurrency.ts';
import { methodExpression } from './members.ts';
import { addressOf, dereferenced, pointerToNew, wroteThrough } from './pointers.ts';
import { append, copyItems, slice, withRoom, written } from './slices.ts';
import { copied, keep, putItem, replaced } from './structs.ts';

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
      return append(machine, first, operands[1] ?? UNDEFINED, { structs: isTrue(operands[2]), own: isTrue(operands[3]) }, site);
    case 'keep':
      return keep(machine, first);
    case 'slice':
      return slice(machine, first, operands[1] ?? UNDEFINED, operands[2] ?? UNDEFINED);
    case 'room':
      return withRoom(machine, first, operands[1] ?? UNDEFINED);
    case 'copy items':
      copyItems(machine, first, operands[1] ?? UNDEFINED, isTrue(operands[2]));
      return harmless('a computed number');
    case 'put':
      putItem(machine, first, operands[1] ?? UNDEFINED, operands[2] ?? UNDEFINED, site);
      return UNDEFINED;
    case 'shared':
      written(machine, first);
      return UNDEFINED;
    case 'type':
      return native('a type', {
        key: `type ${site.module.file}:${site.at}`,
        construct: (call) => callValue(call.machine, first, UNDEFINED, NO_ARGUMENTS, call.site),
      });
    case 'type of':
      return union(
        optionsOf(first).map((option) => (option.kind === 'object' && option.fields.get(literalText(operands[1]) ?? '')) || UNDEFINED),
      );
    case 'instantiate':
      return union(optionsOf(first).map((option) => instantiated(machine, option, operands.slice(1))));
    case 'number':
      return union(optionsOf(first).map(numberOf));
    case 'method':
      return first.kind === 'class' ? methodExpression(first, literalText(operands[1]) ?? '') : undefined;
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
      return copied(machine, first, isTrue(operands[1]));
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

/** A function whose type parameters are these types. */
function instantiated(machine: Machine, callee: Value, types: readonly Value[]): Value {
  const names = callee.kind === 'closure' ? (callee.function.typeParameters ?? []) : [];
  if (callee.kind !== 'closure' || names.length === 0) return callee;
  const scope = new Scope(callee.scope, 'block');
  for (const [index, name] of names.entries()) scope.declare(name, machine.cell(types[index] ?? UNDEFINED));
  return { ...callee, scope };
}

const isTrue = (value: Value | undefined): boolean => value !== undefined && truth(value) === true;

/** A key of a map from numbers. */
function numberOf(value: Value): Value {
  const number = Number(literalText(value) ?? Number.NaN);
  return Number.isNaN(number) ? value : constant(number);
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

const isUndefined = (value: Value): boolean => value.kind === 'constant' && value.value === undefined;

/** What is read of a map, where there is nothing the zero value; where there may be nothing, texts are also built of that. */
function readOr(value: Value, zero: Value): Value {
  if (!isUndefined(value)) return value;
  if (value.kind !== 'constant' || !value.missing) return zero;
  const text = literalText(zero);
  return text === undefined ? value : { ...value, zero: text };
}

/** `*p = value`: what the pointer leads to changes, for everyone who holds it. Gives the pointer. */
function stored(machine: Machine, target: Value, value: Value): Value {
  if (target.kind !== 'union') return wroteThrough(machine, target, value) ? target : replaced(machine, target, value);
  const there = target.options.filter((option) => !isNullish(option));
  return union(machine.journal.fork(there.map((option) => () => stored(machine, option, value))));
}
