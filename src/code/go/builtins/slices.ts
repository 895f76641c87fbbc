/**
 * Slices that share an array (The Go Programming Language Specification, "Slice types", "Appending to and copying slices"). Each slice is
 * a list of its own here; what is written into one may be written into the others, so that they hold it beside what they held. How much
 * room an append leaves is not specified: what it gives may share the array of what was appended to, unless that had no room at all.
 */
import { itemsOf } from '../../interpreter/items.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { harmless, type ListValue, literalText, optionsOf, textValue, UNDEFINED, union, type Value } from '../../interpreter/values.ts';

/** A slice of an array, from where in it, as far as that is known. */
interface View {
  readonly list: ListValue;
  readonly start: number | undefined;
}

/** The slices of one array. */
type Shared = View[];

function sharedIn(machine: Machine): WeakMap<ListValue, Shared> {
  const known = machine.store.get('slices') as WeakMap<ListValue, Shared> | undefined;
  if (known) return known;
  const made = new WeakMap<ListValue, Shared>();
  machine.store.set('slices', made);
  return made;
}

/** The array behind a list, which is one of its own unless it is known to be another's. */
function arrayOf(machine: Machine, list: ListValue): Shared {
  const all = sharedIn(machine);
  const known = all.get(list);
  if (known) return known;
  const made: Shared = [{ list, start: 0 }];
  all.set(list, made);
  return made;
}

function view(machine: Machine, shared: Shared, list: ListValue, start: number | undefined): void {
  shared.push({ list, start });
  sharedIn(machine).set(list, shared);
  machine.step(shared.length >> 4);
}

const startOf = (shared: Shared, list: ListValue): number | undefined => shared.find((each) => each.list === list)?.start;

/** `make([]T, 0, n)`: what is appended to it lies in one array. */
export function withRoom(machine: Machine, value: Value): Value {
  if (value.kind === 'list') arrayOf(machine, value);
  return value;
}

/** `append(base, added…)` */
export function append(machine: Machine, base: Value, added: Value, site: Site): Value {
  const before = itemsOf(machine, base, 'values', site);
  const more = itemsOf(machine, added, 'values', site);
  const any = [...more.items, ...(more.rest ? [more.rest] : [])];
  const made = before.rest
    ? machine.list(before.items, union([before.rest, ...any]))
    : machine.list([...before.items, ...more.items], more.rest);
  for (const option of optionsOf(base)) {
    if (option.kind !== 'list') continue;
    const shared = option.rest ? arrayOf(machine, option) : sharedIn(machine).get(option);
    if (shared === undefined) continue;
    const start = startOf(shared, option);
    const end = start === undefined || option.rest || more.rest ? undefined : start + option.items.length;
    for (const each of shared) if (each.list !== option) overwrite(machine, each, any, end);
    view(machine, shared, made, start);
  }
  if (!sharedIn(machine).has(made)) arrayOf(machine, made);
  return made;
}

/** The slice may hold the values from a place of the array on; anywhere, if that is not known. */
function overwrite(machine: Machine, { list, start }: View, values: readonly Value[], place: number | undefined): void {
  const first = start === undefined || place === undefined ? undefined : place - start;
  if (values.length === 0 || (first !== undefined && first >= list.items.length && !list.rest)) return;
  machine.journal.touch(list);
  list.items = list.items.map((item, index) => {
    if (first === undefined) return union([item, ...values]);
    const value = values[index - first];
    return value === undefined ? item : union([item, value]);
  });
  if (list.rest) list.rest = union([list.rest, ...values]);
}

/** After something was written into a slice: the others may hold it too. */
export function written(machine: Machine, value: Value): void {
  for (const option of optionsOf(value)) {
    const shared = option.kind === 'list' ? sharedIn(machine).get(option) : undefined;
    if (option.kind !== 'list' || shared === undefined || shared.length === 1) continue;
    const start = option.rest ? undefined : startOf(shared, option);
    const values = [...option.items, ...(option.rest ? [option.rest] : [])];
    for (const each of shared) if (each.list !== option) overwrite(machine, each, values, start);
  }
}

/** `x[from:to]`, of a list or a text. */
export function slice(machine: Machine, of: Value, from: Value, to: Value): Value {
  return union(
    optionsOf(of).map((option) => {
      const [start, end] = [bound(from, 0), bound(to, Number.POSITIVE_INFINITY)];
      if (option.kind === 'list') return sliceOfList(machine, option, start, end);
      const literal = literalText(option);
      const known = literal !== undefined && option.kind === 'text' && /^[ -~]*$/.test(literal) && start !== undefined && end !== undefined;
      return known ? textValue(literal.slice(start, end)) : harmless('a computed value');
    }),
  );
}

const bound = (value: Value, otherwise: number): number | undefined => {
  if (value === UNDEFINED) return otherwise;
  return value.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined;
};

function sliceOfList(machine: Machine, list: ListValue, start: number | undefined, end: number | undefined): Value {
  const exact = start !== undefined && end !== undefined && !list.rest && (end === Number.POSITIVE_INFINITY || end <= list.items.length);
  const any = [...list.items, ...(list.rest ? [list.rest] : [])];
  const made = exact ? machine.list(list.items.slice(start, end)) : machine.list([], any.length > 0 ? union(any) : undefined);
  const shared = arrayOf(machine, list);
  const offset = startOf(shared, list);
  view(machine, shared, made, exact && offset !== undefined ? offset + start : undefined);
  return made;
}
