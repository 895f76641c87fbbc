/** `sync.Map` and `sync.Pool` (package sync): what is stored under a key, and what a function makes anew. */

import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, argument, type Machine, NO_ARGUMENTS } from '../../interpreter/machine.ts';
import { deleteMember, getMember, setMember } from '../../interpreter/members.ts';
import {
  harmless,
  isNullish,
  type NativeValue,
  native,
  nativeFunction,
  type ObjectValue,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';

const isThere = (value: Value): Value => harmless(isNullish(value) ? 'whether nothing is there' : 'whether it is there');

function mapOver(content: ObjectValue): NativeValue {
  return native('a map', {
    key: `sync.Map ${content.serial}`,
    inert: true,
    get: (name) => {
      const method = (body: (machine: Machine, key: Value, value: Value, site: Parameters<typeof getMember>[3]) => Value): Value =>
        native(name, {
          key: `${name} ${content.serial}`,
          call: ({ machine, args: given, site }) => body(machine, argument(given, 0), argument(given, 1), site),
        });
      switch (name) {
        case 'Store':
        case 'Swap':
          return method((machine, key, value, site) => {
            setMember(machine, content, key, value, site);
            return UNDEFINED;
          });
        case 'Load':
        case 'LoadAndDelete':
          return method((machine, key, _, site) => {
            const found = getMember(machine, content, key, site);
            if (name === 'LoadAndDelete') deleteMember(machine, content, key, site);
            return machine.list([found, isThere(found)]);
          });
        case 'LoadOrStore':
          return method((machine, key, value, site) => {
            const found = getMember(machine, content, key, site);
            machine.journal.maybe(() => setMember(machine, content, key, value, site));
            return machine.list([union(isNullish(found) ? [value] : [found, value]), isThere(found)]);
          });
        case 'Delete':
          return method((machine, key, _, site) => {
            deleteMember(machine, content, key, site);
            return UNDEFINED;
          });
        case 'Range':
          return method((machine, callback, _, site) => {
            const { items, rest } = itemsOf(machine, content, 'entries', site);
            for (const entry of [...items, ...(rest ? [rest] : [])]) {
              const [key, value] = ['0', '1'].map((index) => getMember(machine, entry, textValue(index), site));
              machine.journal.repeat(() => callValue(machine, callback, UNDEFINED, args(key ?? UNDEFINED, value ?? UNDEFINED), site));
            }
            return UNDEFINED;
          });
        default:
          return undefined;
      }
    },
  });
}

/** Of one that is known by its type only nobody knows what is in it. */
function anyMap(machine: Machine): NativeValue {
  const known = machine.store.get('sync.Map') as NativeValue | undefined;
  if (known) return known;
  const made = machine.journal.outside(() => mapOver(machine.object([], { open: harmless('what a map gives') })));
  machine.store.set('sync.Map', made);
  return made;
}

export const SYNC_MAP: NativeValue = native('sync.Map', {
  inert: true,
  construct: ({ machine }) => mapOver(machine.object()),
  typed: anyMap,
});

/** `sync.Pool{New: f}`: its `Get` calls the function. */
export const poolMember = (object: ObjectValue, name: string): Value | undefined => {
  const make = name === 'Get' && !object.class ? object.fields.get('New') : undefined;
  return make?.kind === 'closure'
    ? nativeFunction(name, ({ machine, site }) => callValue(machine, make, UNDEFINED, NO_ARGUMENTS, site))
    : undefined;
};
