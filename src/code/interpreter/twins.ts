/**
 * Objects that may be one: it is not known whether a copy was made (an element of a slice whose array may have been replaced by a longer
 * one). What is written into one may be in the others then, beside what they held.
 */
import type { Machine } from './machine.ts';
import { ABSENT, type ObjectValue, union, type Value } from './values.ts';

export function mayBeOne(machine: Machine, one: ObjectValue, other: ObjectValue): void {
  if (one === other) return;
  machine.twins ??= new WeakMap();
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const known = machine.twins.get(from);
    if (known) known.add(to);
    else machine.twins.set(from, new Set([to]));
  }
}

/** The objects that an object may be, without itself. */
export function twinsOf(machine: Machine, object: ObjectValue): readonly ObjectValue[] {
  if (machine.twins?.get(object) === undefined) return [];
  const found = new Set([object]);
  for (const each of found) for (const twin of machine.twins.get(each) ?? []) found.add(twin);
  machine.step(found.size);
  found.delete(object);
  return [...found];
}

/** After something was written into a field: the twins may hold it too. */
export function writtenToTwins(machine: Machine, object: ObjectValue, name: string, value: Value): void {
  for (const twin of twinsOf(machine, object)) {
    machine.journal.touch(twin);
    twin.fields.set(name, union([twin.fields.get(name) ?? twin.open ?? ABSENT, value]));
  }
}
