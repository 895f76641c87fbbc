import { callValue } from '../../interpreter/invoke.ts';
import { argsBeside, type Machine, type Site } from '../../interpreter/machine.ts';
import { constant, harmless, type ListValue, UNDEFINED, union, type Value } from '../../interpreter/values.ts';

/** What a callback gave for each item of a list. */
export interface Results {
  readonly items: readonly Value[];
  readonly rest: Value | undefined;
}

/** Calls the callback for each item, and, where there may be more items, for what they may be. */
export const forEachItem = (machine: Machine, list: ListValue, callback: Value, site: Site): Results =>
  machine.following((rounds) => {
    const call = (item: Value, index: Value): Value => callValue(machine, callback, UNDEFINED, argsBeside(item, index, list), site);
    const known = list.items.length <= rounds();
    const items = known ? list.items.map((item, i) => call(item, constant(i))) : [];
    const rest = [...(known ? [] : list.items), ...(list.rest ? [list.rest] : [])];
    if (rest.length === 0) return { items, rest: undefined };
    return { items, rest: repeatedly(machine, () => call(union(rest), harmless('an index'))) };
  });

/** Runs a body that may run any number of times; what it gives in any of them. */
export const repeatedly = (machine: Machine, body: () => Value): Value => union(machine.journal.repeat(body));
