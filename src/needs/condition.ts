/** Condition blocks side by side. */
import type { ConditionBlock } from '../model/need.ts';

/** Both must hold: operators side by side. The rules never use one key twice. */
export function mergeConditions(a: ConditionBlock | undefined, b: ConditionBlock | undefined): ConditionBlock | undefined {
  if (!a || !b) return a ?? b;
  const out: Record<string, ConditionBlock[string]> = { ...a };
  for (const [operator, keys] of Object.entries(b)) out[operator] = { ...out[operator], ...keys };
  return out;
}
