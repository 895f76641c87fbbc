/** Triggers under the conditions of what they name. */
import type { Trigger, TriggerBase } from '../../model/app.ts';
import { and } from '../../model/condition.ts';
import type { Guarded } from '../intrinsics/guarded.ts';

/** One trigger for each value that a condition may choose. */
export function forEach<T>(
  options: readonly Guarded<T>[],
  base: TriggerBase,
  make: (value: T, base: TriggerBase) => Trigger,
): readonly Trigger[] {
  return options.flatMap(({ when, value }) => {
    const both = and(base.when, when);
    return both ? [make(value, { ...base, when: both })] : [];
  });
}
