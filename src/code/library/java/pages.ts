/** What a paginator gives: a collection of answers, whose items are also found by the method of their name. */
import { itemsOf } from '../../interpreter/items.ts';
import type { Machine } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import { harmless, type NativeValue, native, textValue, union, type Value } from '../../interpreter/values.ts';
import { callFunction, method } from '../../java/builtins/call.ts';
import { listMember } from '../../java/builtins/lists.ts';

export function pages(machine: Machine, output: Value): NativeValue {
  const list = machine.list([], output);
  const made: NativeValue = native('pages', {
    key: `pages ${machine.journal.next()}`,
    inert: true,
    get: (name): Value | undefined => {
      if (name === '%items') return list;
      if (name.startsWith('%') || name.startsWith('.')) return undefined;
      const own = listMember(list, name);
      if (own) return own;
      // `contents()`: the items of all pages
      return method(made, name, (call) => {
        const items = callFunction(call.machine, getMember(call.machine, output, textValue(name), call.site), [], call.site);
        const { items: known, rest } = itemsOf(call.machine, items, 'values', call.site);
        const all = [...known, ...(rest ? [rest] : [])];
        return pages(call.machine, all.length === 0 ? harmless('an item of a page') : union(all));
      });
    },
  });
  return made;
}
