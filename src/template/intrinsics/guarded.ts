/** Values under template conditions: what `Fn::If` makes, and how other functions distribute over it. */
import { ALWAYS, and, sameWhen, type When } from '../../model/condition.ts';
import type { Datum } from '../../model/datum.ts';

export interface Guarded<T> {
  readonly when: When;
  readonly value: T;
}

/** Alternatives that a text may have before it becomes an opaque expression. */
const MAX_OPTIONS = 32;

export const always = <T>(value: T): readonly Guarded<T>[] => [{ when: ALWAYS, value }];

/** Under `when` as well; options that contradict it vanish. */
export function under<T>(options: readonly Guarded<T>[], when: When): readonly Guarded<T>[] {
  return options.flatMap((option) => {
    const both = and(when, option.when);
    return both ? [{ when: both, value: option.value }] : [];
  });
}

/** Every combination that can hold; undefined when there are too many. */
export function product<T>(lists: readonly (readonly Guarded<T>[])[]): readonly Guarded<readonly T[]>[] | undefined {
  let out: { readonly when: When; readonly value: T[] }[] = [{ when: ALWAYS, value: [] }];
  for (const list of lists) {
    const [only] = list;
    // a string of many plain parts must not be copied for each of them
    if (only && list.length === 1 && only.when.length === 0) for (const { value } of out) value.push(only.value);
    else out = out.flatMap((left) => under(list, left.when).map(({ when, value }) => ({ when, value: [...left.value, value] })));
    if (out.length > MAX_OPTIONS) return undefined;
  }
  return out;
}

/** The options of a value: those of a choice, flattened. A choice may leave conditions out: then there is no value. */
export function optionsOf(datum: Datum): readonly Guarded<Datum>[] {
  if (datum.kind !== 'choice') return always(datum);
  return datum.options.flatMap((option) => under(optionsOf(option.value), option.when));
}

/** One value of several; `undefined` options (`AWS::NoValue`) are left out, so a choice of one option is "that, or nothing". */
export function choose(options: readonly Guarded<Datum | undefined>[]): Datum | undefined {
  const present = options.flatMap(({ when, value }) => (value === undefined ? [] : under(optionsOf(value), when)));
  const [first] = present;
  if (!first) return undefined;
  if (present.length === 1 && sameWhen(first.when, ALWAYS)) return first.value;
  return { kind: 'choice', options: present };
}
