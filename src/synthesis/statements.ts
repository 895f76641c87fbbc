/**
 * Distinct needs → the smallest readable set of statements. A statement is a product of actions and resources, so grouping
 * is exact only where every pair of the product is a need: resources with the same set of actions share a statement, or
 * actions with the same set of resources do, whichever gives fewer statements. Nothing is ever widened to save one.
 */
import type { When } from '../model/condition.ts';
import type { Statement } from '../model/derivation.ts';
import type { Need, NeedKind } from '../model/need.ts';
import { type Text, textKey } from '../model/text.ts';
import { compareKinds, compareStrings, compareTexts, conditionKey, mergeOrigins } from './merge.ts';
import { nameStatement, type ResourceLabel } from './sid.ts';

/**
 * AWS tries these permissions while the stack is created or updated: polling when the event source mapping is made, sending
 * when a dead-letter queue or destination is set, network interfaces when a VPC is. (Lambda Developer Guide: "Using Lambda
 * with Amazon SQS", "Capturing records of Lambda asynchronous invocations", "Giving Lambda functions access to resources in
 * an Amazon VPC".)
 */
const CHECKED: ReadonlySet<NeedKind> = new Set(['eventSource', 'deadLetter', 'destination', 'network']);

interface Draft {
  readonly kind: NeedKind;
  readonly when: When;
  readonly unresolved: boolean;
  readonly needs: readonly Need[];
}

/** `labelOf` names the template resource that an ARN belongs to; statements of one function get distinct Sids. */
export function statementsOf(needs: readonly Need[], labelOf: ResourceLabel): readonly Statement[] {
  const drafts = [...groupBy(needs, separation).values()].flatMap(products).sort(compareDrafts);
  const taken = new Set<string>();
  return drafts.map((draft): Statement => {
    const [first] = draft.needs;
    return {
      sid: nameStatement(draft, labelOf, taken),
      actions: distinct(draft.needs.map((need) => need.action)).sort(compareStrings),
      resources: distinctTexts(draft.needs.map((need) => need.resource)).sort(compareTexts),
      ...(first?.condition ? { condition: first.condition } : {}),
      when: draft.when,
      unresolved: draft.unresolved,
      checked: CHECKED.has(draft.kind),
      origins: mergeOrigins(draft.needs.flatMap((need) => need.origins)),
    };
  });
}

/** Needs that differ in one of these never share a statement; services are kept apart for the reader. */
const separation = (need: Need): string =>
  [
    need.kind,
    need.certainty === 'unresolved',
    JSON.stringify(need.when),
    conditionKey(need.condition),
    need.action.slice(0, need.action.indexOf(':')),
  ].join('\n');

function products(needs: readonly Need[]): readonly Draft[] {
  const byResource = equalSets(
    needs,
    (need) => textKey(need.resource),
    (need) => need.action,
  );
  const byAction = equalSets(
    needs,
    (need) => need.action,
    (need) => textKey(need.resource),
  );
  const smaller = byAction.length < byResource.length ? byAction : byResource;
  return smaller.flatMap((group) => {
    const [first] = group;
    return first ? [{ kind: first.kind, when: first.when, unresolved: first.certainty === 'unresolved', needs: group }] : [];
  });
}

/** Groups the keys that have exactly the same set of members. */
function equalSets(needs: readonly Need[], key: (need: Need) => string, member: (need: Need) => string): readonly (readonly Need[])[] {
  const groups = [...groupBy(needs, key).values()];
  const signature = (group: readonly Need[]): string => distinct(group.map(member)).sort(compareStrings).join('\n');
  return [...groupBy(groups, signature).values()].map((same) => same.flat());
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

const distinct = (items: readonly string[]): string[] => [...new Set(items)];

const distinctTexts = (texts: readonly Text[]): Text[] => [...new Map(texts.map((value) => [textKey(value), value])).values()];

function compareDrafts(a: Draft, b: Draft): number {
  const [x] = a.needs;
  const [y] = b.needs;
  if (!x || !y) return 0;
  return (
    compareKinds(a.kind, b.kind) ||
    Number(a.unresolved) - Number(b.unresolved) ||
    compareStrings(x.action.slice(0, x.action.indexOf(':')), y.action.slice(0, y.action.indexOf(':'))) ||
    compareTexts(x.resource, y.resource) ||
    compareStrings(x.action, y.action) ||
    compareStrings(conditionKey(x.condition), conditionKey(y.condition)) ||
    compareStrings(JSON.stringify(a.when), JSON.stringify(b.when))
  );
}
