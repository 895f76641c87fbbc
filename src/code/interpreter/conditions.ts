/**
 * Values that there are under template conditions only: what an environment variable is under `Fn::If`. Texts that are built of them
 * hold under the conditions of all their parts; what cannot be together never is. A condition that is dropped on the way makes a need
 * wider, and never loses one.
 */
import { ALWAYS, and, formatWhen, type When } from '../../model/condition.ts';
import { optionsOf, union, type Value } from './values.ts';

export const whenOf = (value: Value): When => ((value.kind === 'text' || value.kind === 'constant') && value.when) || ALWAYS;

/** The value as it is under the conditions too; undefined when there is none. Only texts and constants carry conditions. */
export function under(value: Value, when: When): Value | undefined {
  if (when.length === 0) return value;
  const options = optionsOf(value).flatMap((option): readonly Value[] => {
    if (option.kind !== 'text' && option.kind !== 'constant') return [option];
    const both = and(whenOf(option), when);
    return both ? [{ ...option, when: both }] : [];
  });
  return options.length === 0 ? undefined : union(options);
}

/** What holds wherever any of the conditions does. */
export function shared(whens: readonly When[]): When {
  const [first = ALWAYS, ...others] = whens;
  return first.filter((literal) => others.every((when) => when.some((each) => each.name === literal.name && each.holds === literal.holds)));
}

/** Names beyond this many are not told apart. */
const MAX_NAMES = 4;

/** Where none of the conditions holds. */
export function elsewhere(whens: readonly When[]): readonly When[] {
  if (whens.some((when) => when.length === 0)) return [];
  const names = [...new Set(whens.flatMap((when) => when.map((literal) => literal.name)))];
  if (names.length > MAX_NAMES) return [ALWAYS];
  let cases: readonly When[] = [ALWAYS];
  for (const name of names) cases = cases.flatMap((each) => [true, false].map((holds) => [...each, { name, holds }]));
  // a conjunction is written in the order of its names
  cases = cases.flatMap((each) => [and(each, ALWAYS) ?? each]);
  return simplified(cases.filter((each) => !whens.some((when) => and(each, when))));
}

/** The same conditions in fewer words: `A && B` or `A && !B` is `A`. */
export function simplified(whens: readonly When[]): readonly When[] {
  if (whens.length === 1) return whens;
  if (whens.some((when) => when.length === 0)) return [ALWAYS];
  const left = [...new Map(whens.map((when) => [formatWhen(when), when])).values()];
  for (const [i, one] of left.entries())
    for (const other of left.slice(i + 1)) {
      const differ = one.filter((literal) => !other.some((each) => each.name === literal.name && each.holds === literal.holds));
      const [only] = differ;
      const opposite = only && other.some((each) => each.name === only.name && each.holds !== only.holds);
      if (one.length !== other.length || differ.length !== 1 || !opposite) continue;
      return simplified([...left.filter((when) => when !== one && when !== other), one.filter((literal) => literal !== only)]);
    }
  return left;
}

const isUnset = (option: Value): boolean => option.kind === 'constant' && (option.value === undefined || option.value === null);

/** The value, or the other one where there is none. */
export function orElse(value: Value, other: () => Value, isNone: (option: Value) => boolean = isUnset): Value {
  const options = optionsOf(value);
  const none = options.filter(isNone);
  if (none.length === 0) return value;
  const instead = under(other(), shared(none.map(whenOf)));
  return union([...options.filter((option) => !isNone(option)), ...(instead ? [instead] : [])]);
}
