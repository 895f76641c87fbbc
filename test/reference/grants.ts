import { type Ask, isObject, type Json } from './beside.ts';
import { accountOf, type Caller, isAccountId, isPrincipalEntry, type Route, readArn, routeOf } from './caller.ts';
import type { RequestContext } from './request-context.ts';
import { matchesPieces, piecesOf } from './wildcard.ts';

/**
 * How the grants on a KMS key reach the caller, read grant by grant from what `ListGrants` prints.
 *
 * Sources: KMS Developer Guide, "Grants in AWS KMS", "Creating grants", "Retiring and revoking grants"; KMS API Reference,
 * "CreateGrant", "GrantConstraints", "GrantListEntry".
 */
interface GrantRequest {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/** "Grants in AWS KMS", grant operations: the permissions that a grant may give. */
const WITH_ENCRYPTION_CONTEXT = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
];
const OF_OTHER_KEYS = ['DeriveSharedSecret', 'GenerateMac', 'GetPublicKey', 'Sign', 'Verify', 'VerifyMac'];
const OPERATIONS = [...WITH_ENCRYPTION_CONTEXT, ...OF_OTHER_KEYS, 'CreateGrant', 'DescribeKey', 'RetireGrant'];

export function grantRoutes(given: unknown, request: GrantRequest, ask: Ask): ReadonlySet<Route> {
  const listed = isObject(given) && Array.isArray(given.Grants) ? given.Grants : given;
  const grants = (Array.isArray(listed) ? listed : []).filter((one): one is Json => isGrant(one) && isOnKey(one, request.resource));
  const operation = OPERATIONS.find((one) => `kms:${one}`.toLowerCase() === request.action.toLowerCase());
  if (operation === undefined) return new Set();
  if (operation === 'RetireGrant') return retiringRoutes(grants, request, ask);
  const routes = new Set<Route>();
  for (const grant of grants) {
    const route = granteeRoute(grant, request.caller, ask);
    if (route === undefined || !operationsOf(grant).includes(operation)) continue;
    if (constraintsHold(grant, operation, request, ask)) routes.add(route);
  }
  return routes;
}

const operationsOf = (grant: Json): readonly unknown[] => grant.Operations as readonly unknown[];
const constraintsOf = (grant: Json): Json => (grant.Constraints ?? {}) as Json;

/** What CreateGrant would refuse is no grant. */
function isGrant(given: unknown): boolean {
  if (!isObject(given)) return false;
  const known = [
    'Constraints',
    'CreationDate',
    'GrantId',
    'GranteePrincipal',
    'GranteeServicePrincipal',
    'IssuingAccount',
    'KeyId',
    'Name',
  ];
  const members = [...known, 'Operations', 'RetiringPrincipal', 'RetiringServicePrincipal'];
  if (Object.keys(given).some((member) => !members.includes(member))) return false;
  const { GranteePrincipal: grantee, GranteeServicePrincipal: service, Operations: operations, Constraints: constraints } = given;
  if (!Array.isArray(operations) || operations.length === 0 || operations.some((one) => !OPERATIONS.includes(one))) return false;
  if (constraints !== undefined && !areConstraints(constraints)) return false;
  if ((grantee === undefined) === (service === undefined)) return false;
  if (service === undefined) return typeof grantee === 'string' && isPrincipal(grantee);
  return (
    typeof service === 'string' &&
    isServiceName(service) &&
    isObject(constraints) &&
    constraints.SourceArn !== undefined &&
    (given.RetiringPrincipal ?? given.RetiringServicePrincipal) !== undefined
  );
}

const isServiceName = (text: string): boolean => text.split('.').length >= 3 && !text.includes(':') && !text.includes('*');
const isPrincipal = (text: string): boolean => isServiceName(text) || (text !== '*' && isPrincipalEntry('AWS', text));

/** "You can specify either EncryptionContextEquals or EncryptionContextSubset, but not both." */
function areConstraints(given: unknown): boolean {
  if (!isObject(given)) return false;
  if (Object.keys(given).some((name) => !['EncryptionContextEquals', 'EncryptionContextSubset', 'SourceArn'].includes(name))) return false;
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn: source } = given;
  for (const pairs of [equals, subset])
    if (pairs !== undefined && (!isObject(pairs) || Object.values(pairs).some((value) => typeof value !== 'string'))) return false;
  if (equals !== undefined && subset !== undefined) return false;
  if (source === undefined) return true;
  const arn = typeof source === 'string' ? readArn(source) : undefined;
  return arn !== undefined && isAccountId(arn.account) && arn.resource !== '';
}

/** "Each grant allows access to exactly one KMS key." */
const isOnKey = ({ KeyId: key }: Json, resource: string): boolean =>
  key === undefined || key === resource || (typeof key === 'string' && !key.includes(':') && readArn(resource)?.resource === `key/${key}`);

function granteeRoute(grant: Json, caller: Caller, ask: Ask): Route | undefined {
  if (grant.GranteeServicePrincipal !== undefined) return principalRoute(grant.GranteeServicePrincipal, caller, ask);
  return principalRoute(grant.GranteePrincipal, caller, ask);
}

function principalRoute(principal: unknown, caller: Caller, ask: Ask): Route | undefined {
  if (typeof principal !== 'string' || !isPrincipal(principal)) return undefined;
  // "the GranteePrincipal field contains the service principal"
  if (isServiceName(principal)) return routeOf('Service', principal, caller);
  const route = routeOf('AWS', principal, caller);
  // principals are to be told by their ARN
  if (route !== undefined && isAccountId(principal) && !ask('a bare account ID names the account in a grant')) return undefined;
  return route;
}

function constraintsHold(grant: Json, operation: string, { caller, context }: GrantRequest, ask: Ask): boolean {
  const constraints = constraintsOf(grant);
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn: source } = constraints;

  if (source !== undefined && !sourceHolds(String(source), operation, caller, context, ask)) return false;

  if (operation === 'CreateGrant') {
    // "can only create grants that allow some or all of the operations in the parent grant"
    const created = context.values('kms:GrantOperations');
    if (
      created === undefined
        ? !ask('the new grant has the operations of its parent')
        : created.some((one) => !operationsOf(grant).includes(one))
    )
      return false;
    // "must be at least as strict as those in the parent grant": no condition key tells them
    return Object.keys(constraints).length === 0 || ask(`the new grant is as strict as ${JSON.stringify(constraints)}`);
  }
  if (equals === undefined && subset === undefined) return true;
  // "ignored for DescribeKey and RetireGrant operations"
  if (operation === 'DescribeKey') return true;
  // CreateGrant: such a constraint cannot be used with them; GrantConstraints: it is not applied to them
  if (!WITH_ENCRYPTION_CONTEXT.includes(operation)) return ask('an encryption context constraint is not applied to asymmetric keys');

  const wanted = (equals ?? subset) as Readonly<Record<string, string>>;
  const names = context.values('kms:EncryptionContextKeys') ?? [];
  for (const [name, value] of Object.entries(wanted)) {
    const exact = names.includes(name);
    // "Creating grants": an exact, case-sensitive match; GrantConstraints: the key is not case sensitive
    const near = names.find((one) => one.toLowerCase() === name.toLowerCase());
    if (near === undefined || !context.values(`kms:EncryptionContext:${near}`)?.includes(value)) return false;
    if (!exact && !ask('the case of keys does not count in encryption context constraints')) return false;
  }
  if (equals === undefined) return true;
  if (names.length > 0 && Object.keys(wanted).length === 0) return ask('an empty EncryptionContextEquals counts as none');
  return names.length === Object.keys(wanted).length;
}

/**
 * "Effectively putting an aws:SourceArn global condition key into the grant", which "is only evaluated when the request is made by an
 * AWS service" ("Creating grants"), but "allows the permissions in the grant only when the request is made on behalf of a specific AWS
 * resource" ("GrantConstraints"). It "can also be applied to the DescribeKey operation when specified in the request".
 */
function sourceHolds(source: string, operation: string, caller: Caller, context: RequestContext, ask: Ask): boolean {
  const told = context.values('aws:SourceArn');
  if (told?.includes(source)) return true;
  if (told?.some((one) => matchesPieces(piecesOf(source), one)) && ask('wildcards count in a SourceArn constraint')) return true;
  const byService = caller.kind === 'service' || context.values('aws:ViaAWSService')?.includes('true');
  if (!byService) return ask('a SourceArn constraint is not evaluated when no service makes the request');
  return operation === 'DescribeKey' && told === undefined && ask('a SourceArn constraint is not applied to DescribeKey without a source');
}

/** "The grant determines who can retire it": which of several a request means, it does not tell here. */
function retiringRoutes(grants: readonly Json[], request: GrantRequest, ask: Ask): ReadonlySet<Route> {
  const retired = grants.find((grant, place) => place === grants.length - 1 || ask(`the request retires ${JSON.stringify(grant)}`));
  const routes = new Set<Route>();
  if (retired === undefined) return routes;
  const { caller } = request;
  const by = [retired.RetiringPrincipal, retired.RetiringServicePrincipal];
  if (operationsOf(retired).includes('RetireGrant')) by.push(retired.GranteePrincipal, retired.GranteeServicePrincipal);
  // "the AWS account in which the grant was created"
  const account = accountOf(caller);
  if (retired.IssuingAccount !== undefined) by.push(retired.IssuingAccount);
  else if (account !== undefined && ask(`the grant was created in the account ${account}`)) by.push(`arn:aws:iam::${account}:root`);
  for (const principal of by) {
    const route = principalRoute(principal, caller, ask);
    if (route !== undefined) routes.add(route);
  }
  return routes;
}
