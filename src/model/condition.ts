/**
 * A conjunction of template conditions; the empty list is "always". `UseVpc` and not `IsProd` is
 * `[{ name: 'UseVpc', holds: true }, { name: 'IsProd', holds: false }]`.
 */
export type When = readonly ConditionLiteral[];

export interface ConditionLiteral {
  readonly name: string;
  readonly holds: boolean;
}

export const ALWAYS: When = [];

export const formatWhen = (when: When): string => when.map((c) => (c.holds ? c.name : `!${c.name}`)).join(' && ');

/** Both must hold. Undefined when they contradict each other, so that it can never be. */
export function and(a: When, b: When): When | undefined {
  const out: ConditionLiteral[] = [...a];
  for (const literal of b) {
    const known = out.find((c) => c.name === literal.name);
    if (!known) out.push(literal);
    else if (known.holds !== literal.holds) return undefined;
  }
  return out.sort((x, y) => (x.name < y.name ? -1 : x.name > y.name ? 1 : 0));
}

export const sameWhen = (a: When, b: When): boolean => a === b || (a.length === b.length && formatWhen(a) === formatWhen(b));
