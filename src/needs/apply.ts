/** Evaluates rules on the input of one call. */
import { and, type When } from '../model/condition.ts';
import type { MapDatum } from '../model/datum.ts';
import type { ConditionBlock } from '../model/need.ts';
import { mergeConditions } from './condition.ts';
import { mapsAt, OPEN_INPUT } from './input.ts';
import type { Predicate, Verdict } from './predicate.ts';
import type { Scope, Target } from './resource.ts';
import type { AllowRow, OperationRule, Row } from './rule.ts';

/** A permission that the call needs. */
export interface Grant {
  readonly action: string;
  readonly target: Target;
  readonly condition?: ConditionBlock;
}

/** A permission that the call needs only if a parameter is given that cannot be seen. */
export interface Undecided {
  readonly action: string;
  /** ends a sentence that starts "when": `ACL is given` */
  readonly when: string;
  readonly parameters: readonly string[];
  readonly reason: string;
  /** granted all the same, since one of several ways must be taken */
  readonly granted: boolean;
}

export interface OfferedGrant extends Grant {
  readonly why: string;
}

/** A condition that this call allows on a grant of its own. */
export interface OfferedTightening {
  readonly grant: Grant;
  readonly condition: ConditionBlock;
  readonly why: string;
}

export interface Outcome {
  readonly grants: readonly Grant[];
  readonly undecided: readonly Undecided[];
  readonly offers: readonly OfferedGrant[];
  readonly tightenings: readonly OfferedTightening[];
}

interface Collected {
  readonly grants: Grant[];
  readonly undecided: Undecided[];
  readonly offers: OfferedGrant[];
  readonly tightenings: OfferedTightening[];
}

const ALWAYS_HOLDS: Verdict = { holds: true, fails: false };

export function applyRule(rule: OperationRule, scope: Scope): Outcome {
  const out: Collected = { grants: [], undecided: [], offers: [], tightenings: [] };
  for (const row of rule.rows) applyRow(row, scope, [], out);
  for (const { action, offer } of rule.conditions ?? []) {
    const offered = offer(scope);
    if (!offered) continue;
    for (const grant of out.grants.filter((g) => g.action === action)) out.tightenings.push({ grant, ...offered });
  }
  return out;
}

function applyRow(row: Row, scope: Scope, when: When, out: Collected): void {
  if (row.kind === 'allow') {
    applyAllow(row, scope, when, out);
    return;
  }
  const items = mapsAt(scope.input, row.path);
  // a list that the call does not show is not an empty one
  for (const item of items.length > 0 ? items : [{ when, map: undefined }]) {
    const together = and(when, item.when);
    if (!together) continue;
    const input: MapDatum = item.map ?? OPEN_INPUT;
    for (const inner of row.rows) applyRow(inner, { ...scope, input }, together, out);
  }
}

function applyAllow(row: AllowRow, scope: Scope, when: When, out: Collected): void {
  const verdict = row.when?.test(scope.input) ?? ALWAYS_HOLDS;
  const granted = verdict.holds || (verdict.unknown !== undefined && row.undecided === 'grant');
  if (!verdict.holds && verdict.unknown !== undefined && !row.offer)
    out.undecided.push({
      action: row.action,
      when: row.when?.describe ?? '',
      parameters: row.when?.parameters ?? [],
      reason: verdict.unknown,
      granted,
    });
  if (!granted) return;
  const about = narrowed(scope, row.when);
  const condition = row.condition?.(about);
  for (const target of row.on.targets(about)) {
    const together = and(when, target.when);
    if (!together) continue;
    const merged = mergeConditions(target.condition, condition);
    const grant: Grant = { action: row.action, target: { ...target, when: together }, ...(merged ? { condition: merged } : {}) };
    if (row.offer) out.offers.push({ ...grant, why: row.offer });
    else out.grants.push(grant);
  }
}

/** `RoleArn: own ? role : undefined` hands over the role in one alternative, and no role at all in the other. */
function narrowed(scope: Scope, when: Predicate | undefined): Scope {
  if (!when?.narrow) return scope;
  const input = when.narrow(scope.input);
  return { ...scope, input, ...(scope.whole === scope.input ? { whole: input } : {}) };
}
