/** Operators that Python reads in its own way. */
import { orElse } from '../../interpreter/conditions.ts';
import { environmentVariable } from '../../interpreter/environment.ts';
import { add } from '../../interpreter/evaluate.ts';
import { callMember, callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, type Machine, NO_ARGUMENTS, type Site } from '../../interpreter/machine.ts';
import { copyFields, deleteMember, getMember, memberOfObject } from '../../interpreter/members.ts';
import {
  constant,
  FALSE,
  harmless,
  isNullish,
  type ListValue,
  literalText,
  NULL,
  optionsOf,
  TRUE,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { formatted, percent, someText, wholeNumber } from './format.ts';
import { addTo, combined, isSet, setOf } from './sets.ts';

export function pythonOperation(operator: string, operands: readonly Value[], machine: Machine, site: Site): Value | undefined {
  const [left = UNDEFINED, right = UNDEFINED] = operands;
  switch (operator) {
    case '%':
      if (!optionsOf(left).some((option) => option.kind === 'text')) return undefined;
      return union(
        optionsOf(left).map((option) =>
          option.kind === 'text' ? percent(machine, option.text, right, site) : someText('a formatted text'),
        ),
      );
    case 'item':
      return left;
    case 'setting':
      return setting(machine, operands);
    case 'enter':
      return union(optionsOf(left).map((option) => viaMethod(machine, option, ['__enter__', '__aenter__'], site) ?? option));
    case 'exit':
      for (const option of optionsOf(left)) {
        const exit = option.kind === 'native' ? option.get?.('__exit__', machine, site) : undefined;
        if (exit) callValue(machine, exit, option, args(NULL, NULL, NULL), site);
        else viaMethod(machine, option, ['__exit__', '__aexit__'], site);
      }
      return NULL;
    case 'suppresses':
      return union(optionsOf(left).map((option) => suppresses(machine, option, site)));
    case 'set':
      return setOf(machine, itemsOf(machine, left, 'values', site));
    case 'contains':
      return contains(left, right);
    case 'slice':
      return union(optionsOf(left).map((option) => slice(machine, option, operands)));
    case 'slice-assign':
      forEach(machine, left, (option) => assignSlice(machine, option, operands, site));
      return NULL;
    case 'delete':
      forEach(machine, left, (option) => {
        if (option.kind === 'list') removeItem(machine, option, wholeNumber(right));
        else deleteMember(machine, option, right, site);
      });
      return NULL;
    case '+=':
    case '|=':
      return union(forEach(machine, left, (option) => changedBy(machine, operator, option, right, site)));
    case 'repr':
      return someText('a quoted value');
    case 'format':
      return formatted(left, literalText(right));
    case '-':
    case '&':
    case '^':
      return optionsOf(left).some(({ kind }) => kind === 'list')
        ? union(optionsOf(left).flatMap((option) => (option.kind === 'list' ? (combined(machine, operator, option, right) ?? []) : [])))
        : undefined;
    case '|':
      if (left.kind === 'list') return combined(machine, operator, left, right);
      return left.kind === 'object' && (right.kind === 'object' || right.kind === 'unknown') ? merged(machine, left, right) : undefined;
    case '*':
      return repeated(machine, left, right);
    default:
      return undefined;
  }
}

/** The first environment variable of the names, in any case, that is set; else the last operand. */
function setting(machine: Machine, operands: readonly Value[]): Value {
  const names = operands.slice(0, -1).flatMap((name) => {
    const literal = literalText(name) ?? '';
    return [literal, literal.toUpperCase(), literal.toLowerCase()];
  });
  const values = names.map((name) => environmentVariable(machine, name));
  const found = values.find((value) => !isNullish(value));
  const fallback = operands.at(-1) ?? UNDEFINED;
  if (fallback === UNDEFINED) return found ?? values[0] ?? UNDEFINED;
  return found ? orElse(found, () => fallback) : fallback;
}

function viaMethod(machine: Machine, value: Value, names: readonly string[], site: Site): Value | undefined {
  if (value.kind !== 'object' || !value.class) return undefined;
  const name = names.find((candidate) => memberOfObject(machine, value, candidate, site));
  if (name === undefined) return undefined;
  const given = name.endsWith('exit__') ? args(NULL, NULL, NULL) : NO_ARGUMENTS;
  return callMember(machine, value, textValue(name), given, site);
}

/** Whether a context manager lets nobody see an error: its `__exit__` gives what holds (Python Language Reference, "The with statement"). */
function suppresses(machine: Machine, manager: Value, site: Site): Value {
  if (manager.kind === 'native') return manager.data?.kind === 'suppress' ? TRUE : FALSE;
  return machine.journal.discard(() => viaMethod(machine, manager, ['__exit__', '__aexit__'], site)) ?? FALSE;
}

function contains(container: Value, item: Value): Value {
  const wanted = literalText(item);
  if (wanted === undefined) return harmless('a test');
  if (container.kind === 'list') {
    const items = container.items.map((each) => literalText(each));
    if (items.includes(wanted)) return TRUE;
    return container.rest === undefined && items.every((each) => each !== undefined) ? FALSE : harmless('a test');
  }
  if (container.kind === 'object' && !container.class) {
    if (container.fields.has(wanted)) return harmless('a test');
    return container.open === undefined && container.dynamic.length === 0 ? FALSE : harmless('a test');
  }
  const text = container.kind === 'text' ? literalText(container) : undefined;
  return text === undefined ? harmless('a test') : constant(text.includes(wanted));
}

function slice(machine: Machine, value: Value, [, ...bounds]: readonly Value[]): Value {
  const [start, end, step] = bounds.map((bound) => (bound === UNDEFINED ? undefined : (wholeNumber(bound) ?? Number.NaN)));
  const known = !Number.isNaN(start) && !Number.isNaN(end) && step === undefined;
  if (value.kind === 'list') {
    if (known && value.rest === undefined) return machine.list(value.items.slice(start, end));
    const all = [...value.items, ...(value.rest ? [value.rest] : [])];
    return machine.list([], all.length === 0 ? undefined : union(all));
  }
  if (value.kind !== 'text') return value;
  const literal = literalText(value);
  return literal !== undefined && known ? textValue(literal.slice(start, end)) : someText('a part of a text');
}

/** Runs a change of each alternative of a value. */
const forEach = <T>(machine: Machine, value: Value, change: (option: Value) => T): readonly T[] =>
  machine.journal.fork(optionsOf(value).map((option) => () => change(option)));

/** `xs[start:stop] = values`, `del xs[start:stop]` */
function assignSlice(machine: Machine, target: Value, [, ...bounds]: readonly Value[], site: Site): void {
  const added = itemsOf(machine, bounds.at(-1) ?? UNDEFINED, 'values', site);
  if (target.kind !== 'list') return;
  machine.journal.touch(target);
  const [start, stop, step] = bounds.slice(0, 3).map((bound) => (bound === UNDEFINED ? undefined : (wholeNumber(bound) ?? Number.NaN)));
  if (target.rest || added.rest || step !== undefined || Number.isNaN(start) || Number.isNaN(stop)) {
    const all = [...target.items, ...added.items, ...[target.rest, added.rest].flatMap((rest) => rest ?? [])];
    target.items = [];
    target.rest = all.length > 0 ? union(all) : undefined;
    return;
  }
  const from = target.items.slice(0, start ?? 0).length;
  target.items.splice(from, target.items.slice(from, stop).length, ...added.items);
}

/** What is behind an item that is taken away moves up. */
export function removeItem(machine: Machine, list: ListValue, index: number | undefined): void {
  machine.journal.touch(list);
  const at = index !== undefined && index < 0 ? list.items.length + index : index;
  if (at !== undefined && at >= 0 && (list.rest === undefined || at < list.items.length) && (index === at || !list.rest)) {
    list.items.splice(at, 1);
    return;
  }
  const all = [...list.items, ...(list.rest ? [list.rest] : [])];
  list.items = [];
  list.rest = all.length > 0 ? union(all) : undefined;
}

function changedBy(machine: Machine, operator: '+=' | '|=', target: Value, value: Value, site: Site): Value {
  if (target.kind === 'list') {
    const { items, rest } = itemsOf(machine, value, 'values', site);
    if (isSet(machine, target)) {
      addTo(machine, target, items, rest);
      return target;
    }
    machine.journal.touch(target);
    if (target.rest || rest) target.rest = union([...(target.rest ? [target.rest] : []), ...items, ...(rest ? [rest] : [])]);
    else target.items.push(...items);
    return target;
  }
  if (operator === '+=') return add(machine, target, value);
  if (target.kind !== 'object') return harmless('a computed value');
  copyFields(machine, target, value);
  return target;
}

function merged(machine: Machine, left: Value, right: Value): Value {
  const object = machine.object();
  copyFields(machine, object, left);
  copyFields(machine, object, right);
  return object;
}

function repeated(machine: Machine, left: Value, right: Value): Value | undefined {
  const [value, other] = left.kind === 'list' || left.kind === 'text' ? [left, right] : [right, left];
  if (value.kind === 'list') return machine.list([], union([...value.items, ...(value.rest ? [value.rest] : [])]));
  const count = wholeNumber(other);
  const literal = value.kind === 'text' ? literalText(value) : undefined;
  if (literal !== undefined && count !== undefined && count * literal.length < 1000) return textValue(literal.repeat(Math.max(count, 0)));
  return value.kind === 'text' ? someText('a repeated text') : undefined;
}

/** `xs[-1]`, for values whose items are counted from the end. */
export function fromEnd(machine: Machine, value: Extract<Value, { kind: 'list' }>, index: number, site: Site): Value {
  if (value.rest === undefined) return value.items[value.items.length + index] ?? UNDEFINED;
  return getMember(machine, value, harmless('an index'), site);
}
