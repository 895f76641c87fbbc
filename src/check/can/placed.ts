/** Policies of the template, compiled, with their places. What cannot be read is a policy that may allow or deny anything. */
import { and, type When } from '../../model/condition.ts';
import type { Datum } from '../../model/datum.ts';
import { readPolicy } from '../../policy/parse.ts';
import type { Policy, PolicyKind } from '../../policy/statement.ts';
import { within } from '../../synthesis/conditions.ts';
import type { Place, PlacedPolicy } from './question.ts';

/** `reason` ends "it depends on". */
export function unknownPolicy(kind: PolicyKind, reason: string, name: string | undefined, place: Place | undefined): PlacedPolicy {
  return { policy: readPolicy({ kind: 'unknown', reason }, kind, name).policy, places: place ? [place] : [] };
}

export const placed = (document: Datum, kind: PolicyKind, name: string | undefined, place: Place): PlacedPolicy => ({
  policy: readPolicy(document, kind, name).policy,
  places: [place],
});

/**
 * The policy as it is where `known` holds: a statement that is there under `when` and its own conditions keeps what `known` does
 * not tell, and is dropped where that contradicts it.
 */
export function inWorld({ policy, places }: PlacedPolicy, when: When, known: When): PlacedPolicy {
  const kept = policy.statements.flatMap((statement) => {
    const together = and(and(known, when) ?? [], statement.when);
    return together && and(known, when) ? [{ ...statement, when: within(together, known) }] : [];
  });
  return { policy: { ...policy, statements: kept }, places };
}

/** Several policies of one resource count as one; each statement keeps its place. */
export function merged(parts: readonly PlacedPolicy[], kind: PolicyKind, name: string | undefined): PlacedPolicy | undefined {
  const [first, ...others] = parts;
  if (!first) return undefined;
  if (others.length === 0) return first;
  const places: Place[] = [];
  const statements = parts.flatMap(({ policy, places: own }) =>
    policy.statements.map((statement) => {
      const [fallback] = own;
      const place = own[statement.index] ?? fallback;
      if (place) places.push(place);
      return { ...statement, index: places.length - 1 };
    }),
  );
  const unreadable = parts.find(({ policy }) => policy.unreadable !== undefined)?.policy.unreadable;
  const policy: Policy = { kind, name, version: first.policy.version, statements, unreadable };
  return { policy, places };
}
