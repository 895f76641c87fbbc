/** What the models of Java's own classes share: methods as values, and calls of functional interfaces. */
import { findMethod } from '../../interpreter/classes.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { itemsOf } from '../../interpreter/items.ts';
import { args, type Machine, type Site } from '../../interpreter/machine.ts';
import { getMember } from '../../interpreter/members.ts';
import {
  harmless,
  type NativeCall,
  type NativeValue,
  native,
  optionsOf,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from '../../interpreter/values.ts';

export type Call = (call: NativeCall) => Value;

/** A method of one value: the same method of another value is another function. */
export const method = (owner: Value, name: string, call: Call): NativeValue => native(name, { key: `${name} of ${valueKey(owner)}`, call });

/** Natives that stand for a method of which nothing is known. */
export const UNMODELLED = 'unmodelled';

export const isUnmodelled = (value: Value): boolean => value.kind === 'native' && value.data?.kind === UNMODELLED;

export const someText = (reason: string): Value => textValue([{ kind: 'runtime', reason, chars: 'any' }]);

export const isFunction = (value: Value): boolean =>
  optionsOf(value).some((option) => option.kind === 'closure' || (option.kind === 'native' && option.call !== undefined));

/** The methods of the functional interfaces in java.util.function and java.lang. */
const FUNCTIONAL = ['apply', 'accept', 'get', 'test', 'run', 'call', 'compare', 'handle', 'applyAsInt', 'applyAsLong', 'applyAsDouble'];

/**
 * Calls a lambda, a method reference, or the one method of an instance that stands for a function. `receiver` is what a lambda of Kotlin
 * may work on.
 */
export function callFunction(machine: Machine, callee: Value, values: readonly Value[], site: Site, receiver: Value = UNDEFINED): Value {
  return union(
    optionsOf(callee).map((option) => {
      if (option.kind === 'object' && option.class) {
        const { class: type } = option;
        const name =
          FUNCTIONAL.find((each) => findMethod(type, each)) ??
          [...type.methods.keys()].find((key) => key !== 'constructor' && !key.includes('#'));
        if (name === undefined) return harmless('the result of a function');
        return callValue(machine, getMember(machine, option, textValue(name), site), option, args(...values), site);
      }
      if (option.kind === 'constant') return UNDEFINED;
      return callValue(machine, option, receiver, args(...padded(option, values)), site);
    }),
  );
}

/** A function that takes more than it is known to be handed: what else it gets is data. */
function padded(callee: Value, values: readonly Value[]): readonly Value[] {
  const missing = callee.kind === 'closure' ? callee.function.parameters.filter(({ rest }) => !rest).length - values.length : 0;
  return missing > 0 ? [...values, ...Array.from({ length: missing }, () => harmless('an argument of a callback'))] : values;
}

export interface Each {
  /** what the function gave for each item that is known, and for any further one */
  readonly results: readonly Value[];
  readonly more: Value | undefined;
}

const MAX_ITEMS = 64;

/** Runs a function for every item of a collection. */
export function forEachItem(machine: Machine, collection: Value, site: Site, run: (item: Value) => Value): Each {
  const { items, rest } = itemsOf(machine, collection, 'values', site);
  const known = items.length <= MAX_ITEMS ? items : [];
  const left = items.length <= MAX_ITEMS ? rest : union([...items, ...(rest ? [rest] : [])]);
  const results = known.map(run);
  const more = left && union(machine.journal.repeat(() => run(left)).map((value) => value ?? UNDEFINED));
  return { results, more };
}
