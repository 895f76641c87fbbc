import type { ConditionBlock } from '../model/need.ts';
import type { Text } from '../model/text.ts';
import { matchesAction } from './action.ts';
import type { Condition } from './condition/condition.ts';
import { readOperator } from './condition/operators.ts';
import { covers, overlaps } from './coverage.ts';
import { pattern, readTokens } from './pattern.ts';
import { type Assumption, type Coverage, coversResource, type ResourcePattern, resourceSet } from './resource.ts';
import type { Policy, Statement } from './statement.ts';
import { both, either, NO, not, type Tri, UNKNOWN, type Verdict, verdictOf, YES } from './tri.ts';

/** One permission that is asked for: one action on one resource, or on every resource of a pattern. */
interface Wanted {
  /** `s3:GetObject` */
  readonly action: string;
  /** wildcards in the literals count */
  readonly resource: Text;
  /** what holds of every such request */
  readonly condition?: ConditionBlock;
}

export interface Grant {
  readonly verdict: Verdict;
  readonly assumes: readonly Assumption[];
  /** the statements that grant (`yes`), or that may (`unknown`), or that deny (`no`) */
  readonly statements: readonly Statement[];
}

/**
 * Whether policies that all hold for one principal grant what is wanted: `yes` for every value of the holes, `no` for
 * none. Statements under a template condition count as `unknown`, unless they are dropped or kept beforehand.
 */
export function granted(policies: readonly Policy[], wanted: Wanted): Grant {
  const resource = resourceSet(wanted.resource);
  const action = wanted.action.toLowerCase();
  const all = policies.flatMap((policy) => policy.statements);
  const unread = policies.some((policy) => policy.unreadable !== undefined);
  const doubts: Statement[] = [];
  for (const statement of all) {
    if (statement.effect !== 'Deny') continue;
    const hit = denies(statement, action, resource, wanted.condition);
    if (hit === YES) return { verdict: 'no', assumes: [], statements: [statement] };
    if (hit === UNKNOWN) doubts.push(statement);
  }
  let best: Grant = { verdict: 'no', assumes: [], statements: [] };
  for (const statement of all) {
    if (statement.effect !== 'Allow') continue;
    const { verdict, assumes } = allows(statement, action, resource, wanted.condition);
    if (verdict === 'no' || (verdict === 'unknown' && best.verdict === 'yes')) continue;
    const better = verdict !== best.verdict || (verdict === 'yes' && best.assumes.length > 0 && assumes.length === 0);
    best = better ? { verdict, assumes, statements: [statement] } : { ...best, statements: [...best.statements, statement] };
  }
  if (best.verdict === 'yes' && (doubts.length > 0 || unread))
    return { ...best, verdict: 'unknown', statements: [...best.statements, ...doubts] };
  return best;
}

const NOTHING: Coverage = { verdict: 'no', assumes: [] };

/** What one Allow covers of the request; its conditions must follow from what holds of every such request. */
export function allows(statement: Statement, action: string, resource: ResourcePattern, condition: ConditionBlock | undefined): Coverage {
  if (statement.faults.length > 0) return NOTHING;
  let known = coversAction(statement, action.toLowerCase());
  if (known === NO) return NOTHING;
  const on = resourceCoverage(statement, resource);
  if (on.verdict === 'no') return on;
  if (on.verdict !== 'yes' || statement.open.length > 0 || statement.when.length > 0) known = UNKNOWN;
  for (const one of statement.conditions) known = both(known, follows(one, condition));
  return { verdict: verdictOf(known), assumes: on.assumes };
}

/** `YES`: every such request is denied; `NO`: none is. A condition that does not follow may hold all the same. */
function denies(statement: Statement, action: string, resource: ResourcePattern, condition: ConditionBlock | undefined): Tri {
  const faulty = (element: string): boolean => statement.faults.some((fault) => fault.element === element);
  const on = faulty('action') ? YES : coversAction(statement, action);
  if (on === NO) return NO;
  let hit: Tri = on;
  const element = statement.resource;
  if (element && !faulty('resource')) {
    const whole = resourceCoverage(statement, resource);
    if (whole.verdict !== 'yes' || whole.assumes.length > 0) {
      const apart = element.negated
        ? element.entries.some((entry) => covers(entry, resource) === YES)
        : element.entries.every((entry) => overlaps(entry, resource) === NO);
      if (apart) return NO;
      hit = UNKNOWN;
    }
  }
  if (statement.open.length > 0 || statement.when.length > 0) hit = both(hit, UNKNOWN);
  for (const one of statement.conditions) hit = both(hit, follows(one, condition));
  return hit;
}

function coversAction(statement: Statement, action: string): Tri {
  let known: Tri = NO;
  for (const entry of statement.action.entries) known = either(known, matchesAction(entry, action));
  return statement.action.negated ? not(known) : known;
}

/** Whether the statement's resources hold all of `resource`. */
function resourceCoverage(statement: Statement, resource: ResourcePattern): Coverage {
  const element = statement.resource;
  if (!element) return { verdict: 'yes', assumes: [] };
  if (element.negated) {
    const spared = element.entries.map((entry) => overlaps(entry, resource));
    return { verdict: spared.every((one) => one === NO) ? 'yes' : spared.some((one) => one === YES) ? 'no' : 'unknown', assumes: [] };
  }
  let best = NOTHING;
  for (const entry of element.entries) {
    const one = coversResource(entry, resource);
    if (one.verdict === 'yes' && one.assumes.length === 0) return one;
    if (one.verdict === 'yes' || best.verdict === 'no') best = one;
  }
  return best;
}

/**
 * Whether a condition holds for every request of which `given` holds: the same operator and key are given, and each
 * given value lies within a value of the condition. Never `NO`: that a condition fails takes a request to show.
 */
function follows(condition: Condition, given: ConditionBlock | undefined): Tri {
  if (condition.negated || condition.set !== undefined) return UNKNOWN;
  for (const [name, keys] of Object.entries(given ?? {})) {
    const read = readOperator(name);
    if (typeof read === 'string' || read.operator.name !== condition.base || read.set !== undefined) continue;
    if (read.ifExists && !condition.ifExists) continue;
    for (const [key, values] of Object.entries(keys)) {
      if (key.toLowerCase() !== condition.lookupKey || values.length === 0) continue;
      const inside = values.every((value) => {
        const wanted = pattern(readTokens(value, read.operator.syntax).tokens, value);
        return condition.values.some((outer) => covers(outer, wanted) === YES);
      });
      if (inside) return YES;
    }
  }
  return UNKNOWN;
}
