import type { AuthorizationRequest, Decision } from '../../src/policy/index.ts';
import type { Question } from './arbitrary.ts';
import type { Answer } from './reference.ts';

/**
 * The engine sees every place where an unknown value is asked for on its own. Where one is asked for more than once, or beside
 * policy variables, it may leave open what all worlds agree on. The pairs of an encryption context are asked for by value and by name;
 * RestrictPublicBuckets asks for the caller's account beside any policy that does.
 */
function mayBeInexact({ request, policies }: Question): boolean {
  const restricts = JSON.stringify(policies.publicAccessBlock ?? []).includes('"RestrictPublicBuckets":true');
  const asked = JSON.stringify(policies).toLowerCase() + (restricts ? ' aws:principalaccount' : '');
  // which grant is retired is asked of each grant on its own
  if (request.action === 'kms:RetireGrant' && asked.split('"operations"').length > 2) return true;
  const canonical = typeof request.principal === 'object' && request.principal.CanonicalUser !== undefined;
  const given: AuthorizationRequest['context'] = {
    ...(canonical ? { 'aws:PrincipalAccount': { unknown: 'its account' } } : {}),
    ...request.context,
  };
  return Object.entries(given).some(
    ([key, value]) =>
      typeof value === 'object' &&
      'unknown' in value &&
      (asked.includes('${') || asked.split(key.toLowerCase()).length > 2 || key.startsWith('kms:EncryptionContext:')),
  );
}

/**
 * Whether what the engine says is true in every world. `unknown` is never false, so whether it is exact is another question; and
 * a denial may be called implicit when it is not the same everywhere. The layer of what all worlds decide alike is one of theirs.
 */
export function agrees({ decision, layer }: Decision, question: Question, { possible, layers }: Answer): boolean {
  if (decision !== 'unknown' && possible.size === 1 && possible.has(decision) && !layers.has(layer)) return false;
  switch (decision) {
    case 'unknown':
      return possible.size > 1 || mayBeInexact(question);
    case 'implicitDeny':
      return !possible.has('allow') && (possible.has('implicitDeny') || mayBeInexact(question));
    default:
      return possible.size === 1 && possible.has(decision);
  }
}
