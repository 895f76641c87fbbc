/**
 * Offers that tighten a need by a condition. One call's constant is no reason to bind another call: a condition is offered for
 * an action on a resource only when every call that needs it allows one on the same key, and then with the values of all.
 */
import type { ConditionBlock, Need, Offer, Origin } from '../model/need.ts';
import { type Text, textKey } from '../model/text.ts';
import { mergeConditions } from './condition.ts';
import { grouped, mergeOrigins } from './merge.ts';

/** What one call allows. */
export interface Tightening {
  readonly action: string;
  readonly resource: Text;
  /** the need's own condition */
  readonly condition?: ConditionBlock;
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Text[];
  readonly why: string;
  readonly origin: Origin;
}

/** `needs` are those of single calls, before equal ones are merged. */
export function tighteningOffers(tightenings: readonly Tightening[], needs: readonly Need[]): readonly Offer[] {
  const permission = (action: string, resource: Text): string => `${action} ${textKey(resource)}`;
  const place = (origin: Origin): string =>
    `${origin.file}:${origin.line}:${origin.column} ${origin.operation ?? ''} ${origin.via?.join('>') ?? ''}`;
  const callers = new Map(
    grouped(needs, (need) => permission(need.action, need.resource)).map((same) => [
      permission(same[0].action, same[0].resource),
      new Set(same.flatMap((need) => need.origins.map(place))),
    ]),
  );
  return grouped(tightenings, (t) => `${permission(t.action, t.resource)} ${t.operator} ${t.key}`).flatMap((same): readonly Offer[] => {
    const [first] = same;
    const allowing = new Set(same.map((t) => place(t.origin)));
    const all = callers.get(permission(first.action, first.resource)) ?? new Set<string>();
    if (![...all].every((caller) => allowing.has(caller))) return [];
    const values = grouped(
      same.flatMap((t) => t.values),
      textKey,
    ).map(([value]) => value);
    const condition = mergeConditions(first.condition, { [first.operator]: { [first.key]: values } });
    return [
      {
        action: first.action,
        resource: first.resource,
        ...(condition ? { condition } : {}),
        why: first.why,
        origins: mergeOrigins(same.map((t) => t.origin)),
      },
    ];
  });
}
