import { ALWAYS, and, type When } from '../model/condition.ts';
import type { Datum, ListDatum, MapDatum } from '../model/datum.ts';
import { isNoValue } from './grammar/reading.ts';

export interface Alternative<Value> {
  readonly when: When;
  readonly value: Value;
}

/** More than this many forms of one statement are not told apart. */
const MAX_ALTERNATIVES = 64;
const MAX_DEPTH = 16;

/**
 * The forms that a part of a template can take under its conditions, each free of `Fn::If` inside. A choice that no
 * condition decides becomes `unknown`, and so does what has too many forms: nothing is taken for granted.
 */
export function alternatives(datum: Datum, depth = 0): readonly Alternative<Datum>[] {
  if (depth > MAX_DEPTH) return [{ when: ALWAYS, value: { kind: 'unknown', reason: 'a part of the policy that is nested too deeply' } }];
  const forms = formsOf(datum, depth);
  return forms.length <= MAX_ALTERNATIVES
    ? forms
    : [{ when: ALWAYS, value: { kind: 'unknown', reason: 'more conditions of the template than can be told apart' } }];
}

function formsOf(datum: Datum, depth: number): readonly Alternative<Datum>[] {
  switch (datum.kind) {
    case 'text':
    case 'scalar':
    case 'unknown':
      return [{ when: ALWAYS, value: datum }];
    case 'choice':
      if (datum.options.length > 1 && datum.options.some((option) => option.when.length === 0))
        return [{ when: ALWAYS, value: { kind: 'unknown', reason: 'which of several values it is' } }];
      return datum.options.flatMap((option) => under(option.when, alternatives(option.value, depth + 1)));
    case 'list':
      return product(datum.items, depth).map(({ when, value }) => ({
        when,
        value: { ...datum, items: value.filter((item) => !isNoValue(item)) } satisfies ListDatum,
      }));
    case 'map':
      return product(
        datum.entries.map((entry) => entry.value),
        depth,
      ).map(({ when, value }) => ({
        when,
        value: {
          ...datum,
          entries: datum.entries.flatMap((entry, i) => {
            const chosen = value[i];
            return chosen === undefined || isNoValue(chosen) ? [] : [{ key: entry.key, value: chosen }];
          }),
        } satisfies MapDatum,
      }));
  }
}

function product(items: readonly Datum[], depth: number): readonly Alternative<readonly Datum[]>[] {
  let forms: Alternative<Datum[]>[] = [{ when: ALWAYS, value: [] }];
  for (const item of items) {
    const options = alternatives(item, depth + 1);
    const [only] = options;
    // a form under no condition is the only one
    if (only?.when.length === 0) {
      for (const form of forms) form.value.push(only.value);
      continue;
    }
    const next: Alternative<Datum[]>[] = [];
    for (const form of forms) {
      for (const option of options) {
        const when = and(form.when, option.when);
        if (when) next.push({ when, value: [...form.value, option.value] });
      }
    }
    forms = next;
    if (forms.length > MAX_ALTERNATIVES) return forms;
  }
  return forms;
}

const under = (when: When, forms: readonly Alternative<Datum>[]): readonly Alternative<Datum>[] =>
  forms.flatMap((form) => {
    const joined = and(when, form.when);
    return joined ? [{ when: joined, value: form.value }] : [];
  });
