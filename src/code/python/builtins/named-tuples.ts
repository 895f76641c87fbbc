/** Named tuples: objects whose fields are items, too (Python Standard Library, "collections", "typing"). */
import { itemsOf } from '../../interpreter/items.ts';
import { argument, type Machine } from '../../interpreter/machine.ts';
import { copyFields } from '../../interpreter/members.ts';
import {
  type ClassValue,
  harmless,
  literalText,
  type NativeCall,
  native,
  nativeFunction,
  type ObjectValue,
  type Value,
} from '../../interpreter/values.ts';

/** The base of classes that list their fields. */
export const NAMED_TUPLE = native('NamedTuple', { inert: true, key: 'typing.NamedTuple' });

const isNamedTuple = (type: Value): boolean => type === NAMED_TUPLE || (type.kind === 'class' && type.parents.some(isNamedTuple));

export const memberOfNamedTuple = (machine: Machine, self: ObjectValue, type: ClassValue, name: string): Value | undefined =>
  isNamedTuple(type) ? memberOf(machine, self, name) : undefined;

/** What a named tuple has besides its fields. */
function memberOf(machine: Machine, self: ObjectValue, name: string): Value | undefined {
  if (/^\d+$/.test(name)) return [...self.fields.values()][Number(name)];
  if (name === '%items') return machine.list([...self.fields.values()]);
  if (name === '_asdict') return nativeFunction('namedtuple._asdict', () => copyOf(machine, self));
  if (name !== '_replace') return undefined;
  return nativeFunction('namedtuple._replace', ({ args }) => {
    const made = copyOf(machine, self, { ...(self.class ? { class: self.class } : {}), ...(self.base ? { base: self.base } : {}) });
    for (const [field, value] of args.named) made.fields.set(field, value);
    return made;
  });
}

function copyOf(machine: Machine, self: ObjectValue, extra: Parameters<Machine['object']>[1] = {}): ObjectValue {
  const made = machine.object([], extra);
  copyFields(machine, made, self);
  return made;
}

/** `namedtuple('Point', ['x', 'y'])` or `namedtuple('Point', 'x y')`: makes objects whose fields have these names. */
export function namedTuple(call: NativeCall): Value {
  const fields = argument(call.args, 1);
  const names =
    fields.kind === 'list' && !fields.rest
      ? fields.items.map(literalText)
      : literalText(fields)
          ?.split(/[\s,]+/)
          .filter((name) => name !== '');
  if (!names || names.includes(undefined)) return harmless('a named tuple');
  const given = call.args.named.get('defaults');
  const defaults = given ? itemsOf(call.machine, given, 'values', call.site) : { items: [], rest: undefined };
  const make = ({ machine, args }: NativeCall): Value => {
    const made = machine.object(
      names.flatMap((name, index): [string, Value][] => {
        const last = defaults.items[index - names.length + defaults.items.length];
        const value = name === undefined ? undefined : (args.named.get(name) ?? args.positional[index] ?? args.rest ?? last);
        return name === undefined || !value ? [] : [[name, value]];
      }),
      { open: harmless('a field of a named tuple') },
    );
    made.base = native('a named tuple', { key: `named tuple ${made.serial}`, inert: true, get: (name) => memberOf(machine, made, name) });
    return made;
  };
  return native('a named tuple', {
    key: `namedtuple ${names.join(' ')} ${call.machine.journal.next()}`,
    inert: true,
    call: make,
    construct: make,
  });
}
