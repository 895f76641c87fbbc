/** `java.util.Optional`. */
import { argument } from '../../interpreter/machine.ts';
import {
  constant,
  filterOptions,
  harmless,
  isNullish,
  mayBeNullish,
  type NativeValue,
  native,
  optionsOf,
  TRUE,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';
import { type Call, callFunction, method } from './call.ts';

/** An optional of the value; `maybe`: there may be none. */
export function optional(value: Value | undefined, maybe = false): NativeValue {
  const present = value && filterOptions(value, (option) => !isNullish(option));
  const absent = maybe || value === undefined || optionsOf(value).some(isNullish);
  const key = `optional ${present ? valueKey(present) : ''} ${absent}`;
  const made: NativeValue = native('an Optional', {
    key,
    inert: true,
    data: { kind: 'optional' },
    get: (name) => {
      const call = METHODS.get(name)?.(present, absent, made);
      return call && method(made, name, call);
    },
  });
  return made;
}

type Method = (present: Value | undefined, absent: boolean, self: Value) => Call;

const value: Method = (present) => () => present ?? harmless('a value that is not there');

const either = (present: Value | undefined, absent: boolean, other: () => Value): Value => {
  if (present === undefined) return other();
  return absent ? union([present, other()]) : present;
};

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...['get', 'getAsInt', 'getAsLong', 'getAsDouble'].map((name): [string, Method] => [name, value]),
  ['orElseThrow', value],
  [
    'orElse',
    (present, absent) =>
      ({ args }) =>
        either(present, absent, () => argument(args, 0)),
  ],
  [
    'orElseGet',
    (present, absent) =>
      ({ machine, args, site }) =>
        either(present, absent, () => machine.journal.maybe(() => callFunction(machine, argument(args, 0), [], site))),
  ],
  [
    'or',
    (present, absent, self) =>
      ({ machine, args, site }) =>
        absent ? union([...(present ? [self] : []), callFunction(machine, argument(args, 0), [], site)]) : self,
  ],
  [
    'map',
    (present, absent) =>
      ({ machine, args, site }) =>
        present
          ? optional(
              machine.journal.maybe(() => callFunction(machine, argument(args, 0), [present], site)),
              absent,
            )
          : optional(undefined),
  ],
  [
    'flatMap',
    (present, absent) =>
      ({ machine, args, site }) => {
        if (!present) return optional(undefined);
        const result = machine.journal.maybe(() => callFunction(machine, argument(args, 0), [present], site));
        return absent ? union([result, optional(undefined)]) : result;
      },
  ],
  [
    'filter',
    (present) =>
      ({ machine, args, site }) => {
        if (present) callFunction(machine, argument(args, 0), [present], site);
        return optional(present, true);
      },
  ],
  [
    'ifPresent',
    (present) =>
      ({ machine, args, site }) => {
        if (present) machine.journal.maybe(() => callFunction(machine, argument(args, 0), [present], site));
        return UNDEFINED;
      },
  ],
  [
    'ifPresentOrElse',
    (present) =>
      ({ machine, args, site }) => {
        if (present) machine.journal.maybe(() => callFunction(machine, argument(args, 0), [present], site));
        machine.journal.maybe(() => callFunction(machine, argument(args, 1), [], site));
        return UNDEFINED;
      },
  ],
  ['isPresent', (present, absent) => () => (present === undefined ? constant(false) : absent ? harmless('a test') : TRUE)],
  ['isEmpty', (present, absent) => () => (present === undefined ? TRUE : absent ? harmless('a test') : constant(false))],
  [
    'stream',
    (present) =>
      ({ machine }) =>
        machine.list([], present),
  ],
]);

export const optionalClass: Readonly<Record<string, Call>> = {
  of: ({ args }) => optional(argument(args, 0)),
  ofNullable: ({ args }) => optional(argument(args, 0), mayBeNullish(argument(args, 0))),
  empty: () => optional(undefined),
};
