/**
 * Enumerations: a member is what it stands for, so that it is its own `value`. The class gives its members when it is walked through, and
 * the one that it is called with the value of (Python Standard Library, "enum").
 */
import { argument, type Machine } from '../../interpreter/machine.ts';
import {
  type ClassValue,
  harmless,
  literalText,
  type NativeCall,
  type NativeValue,
  native,
  nativeFunction,
  optionsOf,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { fn, itself, type Members } from './module.ts';

/** The members by their names, in their order. */
const membersOf = (type: ClassValue): readonly (readonly [string, Value])[] =>
  [...type.statics.fields].filter(([name, value]) => !name.startsWith('_') && value.kind !== 'closure' && value.kind !== 'accessor');

/** The members that a value may belong to. */
function memberOf({ self: type, args }: NativeCall): Value {
  const value = argument(args, 0);
  const members = type.kind === 'class' ? membersOf(type).map(([, member]) => member) : [];
  if (members.length === 0) return value;
  const known = optionsOf(value).map(literalText);
  if (known.includes(undefined)) return union(members);
  const found = members.filter((member) =>
    optionsOf(member).some((option) => known.includes(literalText(option)) || literalText(option) === undefined),
  );
  return found.length > 0 ? union(found) : UNDEFINED;
}

const enumeration = (name: string): (() => NativeValue) => {
  const type: NativeValue = native(name, {
    inert: true,
    data: { kind: 'allocator' },
    key: `enum.${name}`,
    get: (member) => (member === '__new__' ? nativeFunction(`${name}.__new__`, memberOf) : undefined),
  });
  return () => type;
};

const isEnumeration = (type: Value): boolean =>
  type.kind === 'class' ? type.parents.some(isEnumeration) : type.kind === 'native' && type.key.startsWith('enum.');

/** What the class of an enumeration has besides its members. */
export function memberOfEnumeration(machine: Machine, type: ClassValue, name: string): Value | undefined {
  if ((name !== '%items' && name !== '__members__') || !isEnumeration(type)) return undefined;
  const members = membersOf(type);
  return name === '%items' ? machine.list(members.map(([, value]) => value)) : machine.object(members);
}

/** The modules by name. */
export const ENUMS: Readonly<Record<string, Members>> = {
  enum: {
    ...Object.fromEntries(['Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag'].map((name) => [name, enumeration(name)])),
    unique: itself('enum.unique'),
    auto: fn('enum.auto', () => harmless('a value of an enumeration')),
  },
};
