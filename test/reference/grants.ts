import { type Ask, isObject, type Json } from './beside.ts';
import { type Caller, isAccountId, isPrincipalEntry, type Route, routeOf } from './caller.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Grants on a KMS key.
 *
 * Sources: KMS Developer Guide, "Grants in AWS KMS", "Creating grants" (constraints; permission to create grants), "Retiring and
 * revoking grants"; KMS API Reference, GrantConstraints.
 */
const HAVE_ENCRYPTION_CONTEXT = (
  'Decrypt Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext ' +
  'ReEncryptFrom ReEncryptTo'
).split(' ');
const GRANT_OPERATIONS = [
  ...HAVE_ENCRYPTION_CONTEXT,
  ...'DeriveSharedSecret GenerateMac Sign Verify VerifyMac CreateGrant DescribeKey GetPublicKey RetireGrant'.split(' '),
];

interface GrantRequest {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/** The ways in which the grants reach the caller. */
export function grantRoutes(given: unknown, request: GrantRequest, ask: Ask): ReadonlySet<Route> {
  const list = isObject(given) ? given.Grants : given;
  const routes = new Set<Route>();
  for (const grant of Array.isArray(list) ? list : []) {
    if (!isGrant(grant)) continue;
    for (const route of routesOfGrant(grant, request, ask)) routes.add(route);
  }
  return routes;
}

/** Whether KMS would have made it: anything else gives nothing. */
function isGrant(grant: unknown): grant is Json {
  if (!isObject(grant)) return false;
  const { GranteePrincipal, GranteeServicePrincipal, Operations, Constraints, KeyId, RetiringPrincipal, RetiringServicePrincipal } = grant;
  const known =
    'KeyId CreationDate GrantId Name IssuingAccount Operations Constraints GranteePrincipal GranteeServicePrincipal RetiringPrincipal RetiringServicePrincipal';
  if (Object.keys(grant).some((field) => !known.split(' ').includes(field))) return false;
  if (KeyId !== undefined && typeof KeyId !== 'string') return false;
  if ((GranteePrincipal === undefined) === (GranteeServicePrincipal === undefined)) return false;
  for (const one of [GranteePrincipal, GranteeServicePrincipal, RetiringPrincipal, RetiringServicePrincipal])
    if (
      one !== undefined &&
      !(typeof one === 'string' && isPrincipalEntry(typeOf(one), one) && (typeOf(one) === 'AWS' || one.includes('.')))
    )
      return false;
  if (!Array.isArray(Operations) || Operations.length === 0 || Operations.some((one) => !GRANT_OPERATIONS.includes(one))) return false;
  if (Constraints !== undefined && !isObject(Constraints)) return false;
  const constraints: Json = Constraints ?? {};
  if (GranteeServicePrincipal !== undefined && constraints.SourceArn === undefined) return false;
  if (constraints.EncryptionContextEquals !== undefined && constraints.EncryptionContextSubset !== undefined) return false;
  return Object.entries(constraints).every(([name, value]) =>
    name === 'SourceArn'
      ? typeof value === 'string'
      : (name === 'EncryptionContextEquals' || name === 'EncryptionContextSubset') &&
        isObject(value) &&
        Object.entries(value).every(([key, one]) => key !== '' && typeof one === 'string'),
  );
}

/** A grantee that is an AWS service is printed as GranteePrincipal too. */
const typeOf = (name: string): string => (name.startsWith('arn:') || isAccountId(name) ? 'AWS' : 'Service');

function routesOfGrant(grant: Json, { caller, action, resource, context }: GrantRequest, ask: Ask): readonly Route[] {
  if (typeof grant.KeyId === 'string' && grant.KeyId.startsWith('arn:') && grant.KeyId !== resource) return [];
  const routes: Route[] = [];
  const reach = (names: readonly unknown[]): void => {
    for (const name of names) {
      const route = typeof name === 'string' ? routeOf(typeOf(name), name, caller) : undefined;
      if (route !== undefined) routes.push(route);
    }
  };
  const operations = grant.Operations as readonly string[];
  const operation = operations.find((one) => `kms:${one}`.toLowerCase() === action.toLowerCase());
  if (action.toLowerCase() === 'kms:retiregrant') reach([grant.RetiringPrincipal, grant.RetiringServicePrincipal]);
  if (operation === undefined) return routes;
  if (operation === 'RetireGrant' || constraintsHold(grant, operation, context, ask))
    reach([grant.GranteePrincipal, grant.GranteeServicePrincipal]);
  return routes;
}

function constraintsHold(grant: Json, operation: string, context: RequestContext, ask: Ask): boolean {
  const constraints = isObject(grant.Constraints) ? grant.Constraints : {};
  if (constraints.SourceArn !== undefined && context.values('aws:SourceArn')?.[0] !== constraints.SourceArn) return false;
  if (operation === 'CreateGrant') {
    // at most what it gives itself, under constraints that are at least as strict
    const wanted = context.values('kms:GrantOperations');
    const within = (wanted ?? []).every((one) => (grant.Operations as unknown[]).includes(one));
    return within && (grant.Constraints === undefined || ask('the new grant is as strict'));
  }
  if (!HAVE_ENCRYPTION_CONTEXT.includes(operation)) return true;
  const equal = constraints.EncryptionContextEquals;
  const pairs = Object.entries(equal ?? constraints.EncryptionContextSubset ?? {});
  if (pairs.some(([key, value]) => context.values(`kms:EncryptionContext:${key}`)?.[0] !== value)) return false;
  const names = new Set(pairs.map(([key]) => key.toLowerCase()));
  return equal === undefined || (context.values('kms:EncryptionContextKeys') ?? []).every((name) => names.has(name.toLowerCase()));
}
