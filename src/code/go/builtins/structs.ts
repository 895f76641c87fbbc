/** Structs and arrays, which are copied where they are kept elsewhere, and change in place where something is assigned to them. */
import type { Machine, Site } from '../../interpreter/machine.ts';
import { setMember } from '../../interpreter/members.ts';
import { mayBeOne, twinsOf, writtenToTwins } from '../../interpreter/twins.ts';
import {
  ABSENT,
  isNullish,
  type ListValue,
  literalText,
  type ObjectValue,
  optionsOf,
  union,
  type Value,
} from '../../interpreter/values.ts';

const isStruct = (value: Value): value is ObjectValue => value.kind === 'object' && value.class !== undefined;

/**
 * What is read to be kept elsewhere: its fields that are structs or arrays themselves are copied too. `items`: so are those of a list.
 * `twins`: whether a copy is made is not known.
 */
export function copied(machine: Machine, value: Value, items: boolean, twins = false, depth = 0): Value {
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
        twins,
        depth,
      ),
    ),
  ]);
}

/** Structs whose address someone holds, and slices that are held twice: where they are moved, a copy stays behind that is still seen. */
export function keep(machine: Machine, value: Value): Value {
  const kept = keptIn(machine);
  for (const option of optionsOf(value)) if (option.kind === 'list' || option.kind === 'object') kept.add(option);
  return value;
}

export const isKept = (machine: Machine, value: Value): boolean => optionsOf(value).some((option) => keptIn(machine).has(option));

function keptIn(machine: Machine): WeakSet<Value> {
  const known = machine.store.get('kept') as WeakSet<Value> | undefined;
  if (known) return known;
  const made = new WeakSet<Value>();
  machine.store.set('kept', made);
  return made;
}

/** An item of an array that is in another array now, or may be there. Of several that may be one each stands for such a copy already. */
export function movedItem(machine: Machine, item: Value, surely: boolean): Value {
  const structs = optionsOf(item).filter(isStruct);
  const [first, ...others] = structs;
  const twins = first && others.length > 0 ? twinsOf(machine, first) : [];
  return twins.length > 0 && others.every((other) => twins.includes(other)) ? item : copied(machine, item, false, !surely);
}

function copyOfList(machine: Machine, list: ListValue, items: boolean, depth: number): Value {
  const copy = (item: Value): Value => (items ? copied(machine, item, items, false, depth + 1) : item);
  return machine.list(list.items.map(copy), list.rest && copy(list.rest));
}

/** One copy of whichever struct it is: who writes to it writes to this one alone. */
function copyOfStructs(machine: Machine, structs: readonly ObjectValue[], twins: boolean, depth: number): Value {
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
    if (name !== undefined && inner) made.fields.set(name, copied(machine, inner, false, twins, depth + 1));
  }
  // a slice in it is held twice now
  for (const field of made.fields.values()) if (optionsOf(field).some(({ kind }) => kind === 'list')) keep(machine, field);
  if (twins) for (const struct of structs) mayBeOne(machine, struct, made);
  return made;
}

/** What is assigned to a variable that is a struct or an array, for everyone who holds its address. Gives what the variable holds then. */
export function replaced(machine: Machine, target: Value, value: Value): Value {
  if (target.kind === 'list' && value.kind === 'list' && target !== value) {
    machine.journal.touch(target);
    target.items = [...value.items];
    target.rest = value.rest;
    return target;
  }
  if (target.kind === 'object' && value.kind === 'object' && target !== value) {
    const fields = new Map(value.fields);
    // the structs in it stay where they are, too
    for (const member of target.class?.node.members ?? []) {
      const name = member.copied && member.key.kind === 'literal' ? String(member.key.value) : undefined;
      const [inner, next] = name === undefined ? [] : [target.fields.get(name), fields.get(name)];
      if (name !== undefined && inner && next) fields.set(name, replaced(machine, inner, next));
    }
    machine.journal.touch(target);
    target.fields = fields;
    target.dynamic = [...value.dynamic];
    target.open = value.open;
    if (twinsOf(machine, target).length > 0) for (const [name, field] of value.fields) writtenToTwins(machine, target, name, field);
    return target;
  }
  return value;
}

/** `x[i] = value` of structs or arrays: who holds the address of the item sees it. */
export function putItem(machine: Machine, of: Value, index: Value, value: Value, site: Site): void {
  const lists = optionsOf(of).filter((option) => !isNullish(option));
  const put = (option: Value): void => {
    const place = option.kind === 'list' ? Number(literalText(index) ?? Number.NaN) : Number.NaN;
    if (option.kind === 'list' && option.items[place]) overwriteItem(machine, option, place, value);
    else if (option.kind === 'list' && Number.isNaN(place) && option.items.length > 0) putAnywhere(machine, option, value);
    else setMember(machine, option, index, value, site);
  };
  if (lists.length === 1 && lists[0]) put(lists[0]);
  else machine.journal.fork(lists.map((option) => () => put(option)));
}

function putAnywhere(machine: Machine, list: ListValue, value: Value): void {
  machine.journal.fork(list.items.map((_, i) => () => overwriteItem(machine, list, i, value)));
  if (!list.rest) return;
  machine.journal.touch(list);
  list.rest = union([list.rest, value]);
}

/** Puts the value in the place of an item: into it, as far as it is one struct or array. */
export function overwriteItem(machine: Machine, list: ListValue, index: number, value: Value): void {
  const before = list.items[index];
  const after = before && value.kind !== 'union' ? replaced(machine, before, value) : value;
  if (after === before) return;
  if (before?.kind === 'union')
    for (const option of before.options) if (isStruct(option)) machine.journal.maybe(() => replaced(machine, option, value));
  machine.journal.touch(list);
  list.items[index] = after;
}
