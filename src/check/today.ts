/**
 * Today's grants of the template beside the needs: what is missing, and what is spare. Every answer has three values; what
 * only deployment decides is told as such.
 */
import { actionsMatching } from '../catalog/index.ts';
import type { LambdaFunction } from '../model/app.ts';
import { and, type When } from '../model/condition.ts';
import type { Comparison, Grant, MissingNeed, SpareGrant } from '../model/derivation.ts';
import type { ConditionBlock, Need, Unresolved } from '../model/need.ts';
import { displayText, type Text } from '../model/text.ts';
import { matchesAction } from '../policy/action.ts';
import { overlaps } from '../policy/coverage.ts';
import { allows, granted } from '../policy/grant.ts';
import { coversResource, type ResourcePattern, resourceSet } from '../policy/resource.ts';
import type { Policy, Statement } from '../policy/statement.ts';
import { NO } from '../policy/tri.ts';
import { type AttachedStatement, attachmentsOf } from './attachments.ts';

export function compareWithToday(fn: LambdaFunction, needs: readonly Need[], unresolved: readonly Unresolved[]): Comparison {
  const { statements, unreadable } = attachmentsOf(fn);
  const grants = statements.flatMap(grantsOf);
  return {
    granted: grants.map(({ grant }) => grant),
    missing: needs.flatMap((need) => missing(need, statements, unreadable.length > 0, fn.when)),
    spare: grants.flatMap((pair) => spare(pair, needs, unresolved, fn.when)),
    unknown: unreadable,
  };
}

/** One action entry on one resource entry, with the statement cut down to that. */
interface Pair {
  readonly grant: Grant;
  readonly statement: Statement;
  readonly resource: ResourcePattern | undefined;
}

function grantsOf(attached: AttachedStatement, number: number): readonly Pair[] {
  const { statement, when, policy, origin } = attached;
  const conditions = conditionBlock(statement);
  const actions = halves(statement.action);
  const resources = statement.resource ? halves(statement.resource) : [];
  return actions.flatMap((action) =>
    resources.map((resource): Pair => {
      const [actionEntry] = action.entries;
      const [resourceEntry] = resource.entries;
      return {
        statement: { ...statement, action, resource },
        resource: resource.negated ? undefined : resourceEntry,
        grant: {
          effect: statement.effect,
          action: action.negated ? '*' : displayText(actionEntry?.source ?? []),
          ...(action.negated ? { exceptActions: action.entries.map((entry) => displayText(entry.source)) } : {}),
          resource: resource.negated ? ['*'] : (resourceEntry?.source ?? []),
          ...(resource.negated ? { exceptResources: resource.entries.map((entry) => entry.source) } : {}),
          ...(conditions ? { condition: conditions } : {}),
          when,
          ...(policy === undefined ? {} : { policy }),
          statement: number,
          origin,
        },
      };
    }),
  );
}

/** An element's entries one by one; what is negated stays whole, since it means all of them at once. */
const halves = <Entry>(element: { readonly negated: boolean; readonly entries: readonly Entry[] }) =>
  element.negated ? [element] : element.entries.map((entry) => ({ negated: false, entries: [entry] }));

function conditionBlock(statement: Statement): ConditionBlock | undefined {
  if (statement.conditions.length === 0) return undefined;
  const block = new Map<string, Map<string, readonly Text[]>>();
  for (const condition of statement.conditions) {
    const keys = block.get(condition.operator) ?? new Map<string, readonly Text[]>();
    keys.set(
      condition.key,
      condition.values.map((value) => value.source),
    );
    block.set(condition.operator, keys);
  }
  return Object.fromEntries([...block].map(([operator, keys]) => [operator, Object.fromEntries(keys)]));
}

function missing(need: Need, statements: readonly AttachedStatement[], unread: boolean, functionWhen: When): readonly MissingNeed[] {
  const known = and(functionWhen, need.when) ?? need.when;
  const policy: Policy = {
    kind: 'identity',
    name: undefined,
    version: '2012-10-17',
    statements: statements.flatMap(({ statement, when }) => {
      // under the need's own conditions the statement is there, is not there, or may be
      const together = and(known, when);
      return together ? [{ ...statement, when: together.length === known.length ? [] : when }] : [];
    }),
    unreadable: undefined,
  };
  const answer = granted([policy], need);
  if (answer.verdict === 'yes') return [];
  if (answer.verdict === 'unknown') return [{ need, how: 'perhaps' }];
  if (answer.statements.some((statement) => statement.effect === 'Deny')) return [{ need, how: 'denied' }];
  // a policy that cannot be read may grant it, and a grant on a part of what stands for the unknown resource
  const mayBe = unread || (need.certainty === 'unresolved' && policy.statements.some((statement) => grantsPart(statement, need)));
  return [{ need, how: mayBe ? 'perhaps' : 'absent' }];
}

const grantsPart = ({ effect, action, resource }: Statement, need: Need): boolean =>
  effect === 'Allow' &&
  action.entries.some((entry) => matchesAction(entry, need.action.toLowerCase()) > NO) !== action.negated &&
  (resource?.entries ?? []).some((entry) => overlaps(entry, resourceSet(need.resource)) > NO) !== (resource?.negated ?? false);

function spare(
  { grant, statement, resource }: Pair,
  needs: readonly Need[],
  unresolved: readonly Unresolved[],
  functionWhen: When,
): readonly SpareGrant[] {
  if (statement.effect !== 'Allow' || statement.faults.length > 0) return [];
  const served = needs.filter((need) => {
    if (!and(and(functionWhen, need.when) ?? [], grant.when)) return false;
    return allows(statement, need.action, resourceSet(need.resource), need.condition).verdict !== 'no';
  });
  const use = resource ? exactness(grant, resource, served) : 'no';
  if (use === 'yes') return [];
  const doubt = use === 'unknown' ? 'deployment' : unresolved.some((item) => mayNeed(item, statement)) ? 'unresolved' : undefined;
  return [{ grant, needed: served, ...(doubt ? { doubt } : {}) }];
}

/** Whether what could not be resolved may be a call of one of the statement's actions. */
const mayNeed = ({ actions }: Unresolved, statement: Statement): boolean =>
  actions === undefined ||
  actions.some(
    (action) => statement.action.negated || statement.action.entries.some((entry) => matchesAction(entry, action.toLowerCase()) > NO),
  );

/** Whether each action of the grant is needed on all that the grant's resource covers. */
function exactness(grant: Grant, resource: ResourcePattern, served: readonly Need[]): 'yes' | 'no' | 'unknown' {
  if (grant.exceptActions || served.length === 0) return 'no';
  const actions = grant.action.includes('*') || grant.action.includes('?') ? actionsMatching(grant.action) : [grant.action];
  let answer: 'yes' | 'unknown' = 'yes';
  for (const action of actions) {
    const verdicts = served
      .filter((need) => need.action.toLowerCase() === action.toLowerCase())
      .map((need) => coversResource(resourceSet(need.resource), resource).verdict);
    if (verdicts.includes('yes')) continue;
    if (!verdicts.includes('unknown')) return 'no';
    answer = 'unknown';
  }
  return actions.length === 0 ? 'no' : answer;
}
