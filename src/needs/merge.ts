/** One entry for one permission: origins are joined, and what holds always covers what holds under a condition. */
import { formatWhen, type When } from '../model/condition.ts';
import type { Certainty, ConditionBlock, Invoker, Need, Offer, Origin, Unresolved } from '../model/need.ts';
import { textKey } from '../model/text.ts';
import { covers } from './pattern.ts';

export const conditionKey = (block: ConditionBlock | undefined): string =>
  block === undefined
    ? ''
    : Object.entries(block)
        .sort(byKey)
        .map(
          ([operator, keys]) =>
            `${operator}(${Object.entries(keys)
              .sort(byKey)
              .map(([key, values]) => `${key}=${values.map(textKey).join('|')}`)})`,
        )
        .join(';');

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

const ORDER: readonly Certainty[] = ['exact', 'pattern', 'unresolved'];

/** In order of first appearance. */
export function mergeNeeds(needs: readonly Need[]): readonly Need[] {
  const groups = grouped(needs, (n) => `${n.kind} ${n.action} ${textKey(n.resource)} ${conditionKey(n.condition)}`);
  return groups.flatMap((group) =>
    unconditionalFirst(group).map((same): Need => {
      const [first] = same;
      const certainty = ORDER.find((c) => same.some((n) => n.certainty === c)) ?? first.certainty;
      return { ...first, certainty, origins: mergeOrigins(same.flatMap((n) => n.origins)) };
    }),
  );
}

type Group<T> = readonly [T, ...T[]];

/** All in one group when one of them always holds; else one group for each condition. */
function unconditionalFirst<T extends { readonly when: When }>(items: Group<T>): readonly Group<T>[] {
  const always = items.find((item) => item.when.length === 0);
  if (always) return [[always, ...items.filter((item) => item !== always)]];
  return grouped(items, (item) => formatWhen(item.when));
}

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

export const mergeOrigins = (origins: readonly Origin[]): readonly Origin[] =>
  grouped(origins, (o) => `${o.file}:${o.line}:${o.column} ${o.operation ?? ''} ${o.via?.join('>') ?? ''}`).map(([first]) => first);

export const mergeOffers = (offers: readonly Offer[]): readonly Offer[] =>
  grouped(offers, (o) => `${o.action} ${textKey(o.resource)} ${conditionKey(o.condition)} ${o.why}`).map((same) => ({
    ...same[0],
    origins: mergeOrigins(same.flatMap((o) => o.origins)),
  }));

/** One entry for what one place leaves open, with all reasons for it: calls of it may differ in what is known. */
export const mergeUnresolved = (entries: readonly Unresolved[]): readonly Unresolved[] =>
  grouped(entries, (u) => `${u.file}:${u.line}:${u.column} ${u.what}`).map((same) => {
    const actions = [...new Set(same.flatMap((u) => u.actions ?? []))];
    const fallback = widest(same.flatMap((u) => u.fallback.split(', '))).join(', ');
    const why = reasons([...new Set(same.map((u) => u.why))]);
    return actions.length > 0 ? { ...same[0], why, fallback, actions } : { ...same[0], why, fallback };
  });

const DEPENDS = 'it depends on ';
const MAX_REASONS = 4;

/** `it depends on the event's name; on the output of SQS GetQueueUrl`. */
function reasons([first = '', ...others]: readonly string[]): string {
  const shown = others.slice(0, MAX_REASONS - 1).map((why) => (why.startsWith(DEPENDS) ? `on ${why.slice(DEPENDS.length)}` : why));
  const more = others.length - shown.length;
  return [first, ...shown, ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

/** The resources among the fallbacks that no other of them covers, in order. */
function widest(fallbacks: readonly string[]): readonly string[] {
  const distinct = [...new Set(fallbacks)];
  return distinct.filter((one) => !distinct.some((other) => other !== one && other.startsWith('arn:') && covers([other], [one])));
}

export const mergeInvokers = (invokers: readonly Invoker[]): readonly Invoker[] =>
  grouped(invokers, invokerKey).flatMap((group) =>
    unconditionalFirst(group).map((same) => ({ ...same[0], origins: mergeOrigins(same.flatMap((i) => i.origins)) })),
  );

const invokerKey = (i: Invoker): string =>
  [i.principal, i.sourceArn, i.sourceAccount, i.principalOrgId, i.eventSourceToken, i.functionUrlAuthType, i.qualifier]
    .map((t) => (t ? textKey(t) : ''))
    .concat(i.action, String(i.invokedViaFunctionUrl ?? ''))
    .join('\u0003');
