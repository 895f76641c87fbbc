/**
 * What lists and sets lose, gain and reorder. Items stay one by one only as long as it is known which of them stands where; a set does
 * not take what it has, so that items that may be equal leave its size open.
 */
import type { Machine } from '../../interpreter/machine.ts';
import { type ListValue, literalText, MISSING, type ObjectValue, union, type Value } from '../../interpreter/values.ts';

const sets = new WeakSet<ListValue>();

/** In what order a set or map gives what it holds: as it was put there, by its keys, or in one that is not specified (HashMap, `Map.of`). */
export type Order = 'inserted' | 'sorted' | 'any';

const orders = new WeakMap<ListValue | ObjectValue, Order>();

export function withOrder<T extends ListValue | ObjectValue>(made: T, order: Order): T {
  if (order !== 'inserted') orders.set(made, order);
  return made;
}

export const orderOf = (of: ListValue | ObjectValue): Order => orders.get(of) ?? 'inserted';

/** Brings the items into the order of the set. */
function reorder(machine: Machine, list: ListValue): void {
  if (list.items.length < 2) return;
  if (orderOf(list) === 'any') shuffle(machine, list);
  if (orderOf(list) === 'sorted') sortTexts(machine, list);
}

export function setOf(machine: Machine, items: readonly Value[], rest: Value | undefined, order: Order = 'inserted'): ListValue {
  const made = withOrder(machine.list([]), order);
  sets.add(made);
  for (const item of items) addTo(machine, made, item);
  if (rest) loosen(machine, made, [rest]);
  return made;
}

const allKnown = (list: ListValue): boolean => list.rest === undefined && list.items.every((item) => literalText(item) !== undefined);

const everything = (list: ListValue): readonly Value[] => [...list.items, ...(list.rest ? [list.rest] : [])];

/** From now on any number of the items, and of those given, may be there. */
export function loosen(machine: Machine, list: ListValue, more: readonly Value[] = []): void {
  const all = [...everything(list), ...more];
  machine.journal.touch(list);
  list.items = [];
  list.rest = all.length === 0 ? undefined : union(all);
}

/** The same items in an order that is not followed. */
export function shuffle(machine: Machine, list: ListValue): void {
  if (list.items.length < 2 && !list.rest) return;
  const any = union(everything(list));
  machine.journal.touch(list);
  list.items = list.items.map(() => any);
}

export function addTo(machine: Machine, list: ListValue, item: Value, index: number | undefined = list.items.length): void {
  if (list.rest || index > list.items.length) {
    loosen(machine, list, [item]);
    return;
  }
  if (sets.has(list) && list.items.length > 0) {
    const literal = literalText(item);
    if (literal === undefined || !allKnown(list)) {
      loosen(machine, list, [item]);
      return;
    }
    if (list.items.some((each) => literalText(each) === literal)) return;
  }
  machine.journal.touch(list);
  list.items.splice(index, 0, item);
  reorder(machine, list);
}

/** Takes an item away, and gives it. `index` undefined: one that is not known, if there are some. */
export function takeAt(machine: Machine, list: ListValue, index: number | undefined): Value | undefined {
  if (list.rest === undefined && index !== undefined) {
    machine.journal.touch(list);
    return list.items.splice(index, 1)[0];
  }
  const all = everything(list);
  if (all.length === 0) return undefined;
  loosen(machine, list);
  return union([...all, MISSING]);
}

/** Takes away an item that equals the value, if one does. */
export function takeEqual(machine: Machine, list: ListValue, value: Value): void {
  const literal = literalText(value);
  if (literal === undefined || !allKnown(list)) {
    loosen(machine, list);
    return;
  }
  const index = list.items.findIndex((item) => literalText(item) === literal && item.kind === value.kind);
  if (index >= 0) takeAt(machine, list, index);
}

/** The items sorted as texts are, where all are known. */
export function sortTexts(machine: Machine, list: ListValue, backwards = false): void {
  if (!list.items.every((item) => item.kind === 'text') || !allKnown(list)) {
    shuffle(machine, list);
    return;
  }
  machine.journal.touch(list);
  list.items = [...list.items].sort((a, b) => ((literalText(a) ?? '') < (literalText(b) ?? '') ? -1 : 1));
  if (backwards) list.items.reverse();
}
