/**
 * Slices that share an array (The Go Programming Language Specification, "Slice types", "Appending to and copying slices"). Each slice is
 * a list of its own here; what is written into one may be written into the others, so that they hold it beside what they held. How much
 * room an append leaves is not specified: what it gives may share the array of what was appended to, unless that had no room at all.
 */
import { bagList, bagOf, itemsOf } from '../../interpreter/items.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import {
  harmless,
  type ListValue,
  literalText,
  optionsOf,
  sameValue,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { isSharedByOthers } from './concurrency.ts';
import { copied, isKept, keep, movedItem, overwriteItem } from './structs.ts';

/** A slice of an array, from where in it, as far as that is known. */
interface View {
  readonly list: ListValue;
  readonly start: number | undefined;
}

/** The slices of one array, and how many items it has room for, if that is known. */
interface Shared {
  readonly views: View[];
  readonly room?: number;
}

function sharedIn(machine: Machine): WeakMap<ListValue, Shared> {
  const known = machine.store.get('slices') as WeakMap<ListValue, Shared> | undefined;
  if (known) return known;
  const made = new WeakMap<ListValue, Shared>();
  machine.store.set('slices', made);
  return made;
}

/** The array behind a list, which is one of its own unless it is known to be another's. */
function arrayOf(machine: Machine, list: ListValue, room?: number): Shared {
  const all = sharedIn(machine);
  const known = all.get(list);
  if (known) return known;
  const made: Shared = { views: [{ list, start: 0 }], ...(room !== undefined && { room }) };
  all.set(list, made);
  return made;
}

function view(machine: Machine, shared: Shared, list: ListValue, start: number | undefined): void {
  shared.views.push({ list, start });
  sharedIn(machine).set(list, shared);
  machine.step(shared.views.length);
}

const startOf = ({ views }: Shared, list: ListValue): number | undefined => views.find((each) => each.list === list)?.start;

/** `make([]T, 0, n)`: what is appended to it lies in one array. */
export function withRoom(machine: Machine, value: Value, room: Value): Value {
  if (value.kind === 'list') arrayOf(machine, value, room.kind === 'constant' && typeof room.value === 'number' ? room.value : undefined);
  return value;
}

/**
 * `append(base, added…)`. `structs`: the items are structs or arrays, which a longer array holds copies of; `own`: the
 * result takes the place of the base.
 */
export function append(
  machine: Machine,
  base: Value,
  added: Value,
  { structs, own }: { readonly structs: boolean; readonly own: boolean },
  site: Site,
): Value {
  const before = itemsOf(machine, base, 'values', site);
  const more = itemsOf(machine, added, 'values', site);
  const any = [...more.items, ...(more.rest ? [more.rest] : [])];
  const lists = optionsOf(base).filter((option) => option.kind === 'list');
  const place = lists.map((list) => placeOf(machine, list, more.rest ? undefined : any.length));
  const stays = place.every((each) => each === 'there');
  const surely = place.every((each) => each === 'elsewhere');
  const held = !own || isKept(machine, base);
  const moved = (item: Value): Value => (held || isKept(machine, item) ? movedItem(machine, item, surely) : item);
  const kept = structs && !stays ? before.items.map(moved) : before.items;
  const others = lists.some((list) => isSharedByOthers(machine, list.serial)) && !before.rest && !more.rest;
  const [only] = lists.length === 1 ? lists : [];
  const made = before.rest
    ? machine.list(kept, union([before.rest, ...any]))
    : others
      ? bagList(machine, [...((only && bagOf(machine, only)) ?? kept), ...more.items])
      : machine.list([...kept, ...more.items], more.rest);
  const sharing = lists.map((option, i) =>
    place[i] === 'elsewhere' ? undefined : option.rest ? arrayOf(machine, option) : sharedIn(machine).get(option),
  );
  const starts = lists.map((option, i) => sharing[i] && startOf(sharing[i], option));
  for (const [i, option] of lists.entries()) {
    const start = starts[i];
    const end = start === undefined || option.rest || more.rest ? undefined : start + option.items.length;
    for (const each of sharing[i]?.views ?? []) if (each.list !== option) overwrite(machine, each, any, end);
  }
  const [array] = sharing;
  const known =
    array && sharing.every((each) => each === array) && starts.every((each) => each === starts[0]) ? copiesIn(array, made, starts[0]) : [];
  if (known.length > 1) return union(known.slice(-2));
  for (const [i, shared] of sharing.entries()) if (shared) view(machine, shared, made, starts[i]);
  if (!sharedIn(machine).has(made)) arrayOf(machine, made);
  return made;
}

/** So many slices of an array are kept apart that hold the same. */
const MANY = 16;

/** The slices that hold what the list holds, where there are many: two of them stand for all, so that what is written may be in either. */
const copiesIn = ({ views }: Shared, list: ListValue, start: number | undefined): readonly ListValue[] =>
  views.length < MANY
    ? []
    : views
        .filter(
          (each) =>
            each.start === start &&
            (each.list.rest && list.rest ? sameValue(each.list.rest, list.rest) : each.list.rest === list.rest) &&
            each.list.items.length === list.items.length &&
            each.list.items.every((item, i) => sameValue(item, list.items[i] ?? item)),
        )
        .map((each) => each.list);

/** Where so many more items lie: in the array that is there, or in another one, to which the items were copied. */
function placeOf(machine: Machine, list: ListValue, more: number | undefined): 'there' | 'elsewhere' | 'anywhere' {
  if (list.rest) return 'anywhere';
  const shared = sharedIn(machine).get(list);
  if (shared === undefined) return more === 0 ? 'there' : 'elsewhere';
  const start = startOf(shared, list);
  if (shared.room === undefined || start === undefined || more === undefined) return 'anywhere';
  return start + list.items.length + more <= shared.room ? 'there' : 'elsewhere';
}

/** The slice may hold the values from a place of the array on; anywhere, if that is not known. */
function overwrite(machine: Machine, { list, start }: View, values: readonly Value[], place: number | undefined): void {
  const first = start === undefined || place === undefined ? undefined : place - start;
  if (values.length === 0 || (first !== undefined && first >= list.items.length && !list.rest)) return;
  const items = list.items.map((item, index) => {
    if (first === undefined) return union([item, ...values]);
    const value = values[index - first];
    return value === undefined ? item : union([item, value]);
  });
  const rest = list.rest && union([list.rest, ...values]);
  // most of what shares an array holds the same already
  if (rest === list.rest && items.every((item, i) => item === list.items[i])) return;
  machine.journal.touch(list);
  list.items = items;
  list.rest = rest;
}

/** After something was written into a slice: the others may hold it too. */
export function written(machine: Machine, value: Value): void {
  for (const option of optionsOf(value)) {
    const shared = option.kind === 'list' ? sharedIn(machine).get(option) : undefined;
    if (option.kind !== 'list' || shared === undefined || shared.views.length === 1) continue;
    const start = option.rest ? undefined : startOf(shared, option);
    const values = [...option.items, ...(option.rest ? [option.rest] : [])];
    for (const each of shared.views) if (each.list !== option) overwrite(machine, each, values, start);
  }
}

/** `copy(to, from)`. `structs`: the items are structs or arrays. */
export function copyItems(machine: Machine, to: Value, from: Value, structs: boolean): void {
  const source = structs ? copied(machine, from, true) : from;
  const lists = optionsOf(source).filter((option) => option.kind === 'list');
  const any = lists.flatMap((each) => [...each.items, ...(each.rest ? [each.rest] : [])]);
  const [only] = lists;
  for (const target of optionsOf(to)) {
    if (target.kind !== 'list') continue;
    if (only && source === only && !only.rest && !target.rest && to === target)
      for (const [i, item] of only.items.slice(0, target.items.length).entries()) overwriteItem(machine, target, i, item);
    else {
      const items = target.items.map((item) => union([item, ...any]));
      if (structs)
        for (const i of items.keys()) for (const item of any) machine.journal.maybe(() => overwriteItem(machine, target, i, item));
      machine.journal.touch(target);
      target.items = items;
      if (target.rest) target.rest = union([target.rest, ...any]);
    }
    written(machine, target);
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
  keep(machine, list);
  keep(machine, made);
  const shared = arrayOf(machine, list);
  const offset = startOf(shared, list);
  view(machine, shared, made, exact && offset !== undefined ? offset + start : undefined);
  return made;
}
