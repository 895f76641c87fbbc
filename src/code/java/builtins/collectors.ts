/** `java.util.stream.Collectors`: natives that know how to collect a list. */
import { argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { setMember } from '../../interpreter/members.ts';
import { harmless, type NativeValue, native, nativeFunction, textValue, UNDEFINED, union, type Value } from '../../interpreter/values.ts';
import { type Call, callFunction, forEachItem } from './call.ts';
import { setOf, withOrder } from './changes.ts';
import { joinedItems } from './lists.ts';

type Collect = (machine: Machine, list: Value, site: Site) => Value;

const collector = (machine: Machine, collect: Collect): NativeValue => {
  const run = nativeFunction('collect', (call) => collect(call.machine, argument(call.args, 0), call.site));
  return native('a collector', {
    key: `collector ${machine.journal.next()}`,
    inert: true,
    get: (name) => (name === '%collect' ? run : undefined),
  });
};

const downstream = (machine: Machine, given: Value, list: Value, site: Site): Value => {
  const collect = given.kind === 'native' ? given.get?.('%collect', machine, site) : undefined;
  return collect ? callFunction(machine, collect, [list], site) : list;
};

const same: Call = ({ machine }) => collector(machine, (_, list) => list);

const asSet: Call = ({ machine }) =>
  collector(machine, (at, list) => (list.kind === 'list' ? setOf(at, list.items, list.rest, 'any') : list));

const grouped: Call = ({ machine, args }) =>
  collector(machine, (at, list, site) => {
    const keys = forEachItem(at, list, site, (item) => callFunction(at, argument(args, 0), [item], site));
    const values = downstream(at, args.positional.at(-1) ?? UNDEFINED, list, site);
    return at.object([], {
      dynamic: [{ key: union([...keys.results, ...(keys.more ? [keys.more] : []), harmless('a key')]), value: values }],
    });
  });

export const collectors: Readonly<Record<string, Call>> = {
  toList: same,
  toSet: asSet,
  toUnmodifiableList: same,
  toUnmodifiableSet: asSet,
  toCollection: same,
  joining: ({ machine, args }) =>
    collector(machine, (at, list, site) => joinedItems(at, list, args.positional.length === 0 ? textValue('') : argument(args, 0), site)),
  mapping: ({ machine, args }) =>
    collector(machine, (at, list, site) => {
      const { results, more } = forEachItem(at, list, site, (item) => callFunction(at, argument(args, 0), [item], site));
      return downstream(at, argument(args, 1), at.list(results, more), site);
    }),
  groupingBy: grouped,
  groupingByConcurrent: grouped,
  partitioningBy: grouped,
  toMap: ({ machine, args }) =>
    collector(machine, (at, list, site) => {
      const made = withOrder(at.object(), 'any');
      forEachItem(at, list, site, (item) => {
        const key = callFunction(at, argument(args, 0), [item], site);
        const value = callFunction(at, argument(args, 1), [item], site);
        setMember(at, made, key, value, site);
        return value;
      });
      return made;
    }),
  collectingAndThen: ({ machine, args }) =>
    collector(machine, (at, list, site) => callFunction(at, argument(args, 1), [downstream(at, argument(args, 0), list, site)], site)),
};
