import type { Ask, Beside } from './beside.ts';
import { accountOf, type Caller, isAccountId, isServiceLinked, type Route, readArn } from './caller.ts';
import type { Document } from './document.ts';
import { grantRoutes } from './grants.ts';
import { RequestContext } from './request-context.ts';
import { aclAnswer, isRejected, isRestricted } from './s3.ts';
import { allowRoutes, allows, denies, type Request } from './statement.ts';

/**
 * The decision on one request of which everything is known, by the documented flow.
 *
 * Sources: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account policy
 * evaluation logic", "Permissions boundaries for IAM entities"; Organizations User Guide, "SCP evaluation", "Resource control
 * policies (RCPs)"; KMS Developer Guide, "Troubleshooting AWS KMS permissions".
 */
export interface KnownRequest {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  readonly principalOrganization: string | undefined;
  readonly managementAccount: string | undefined;
  readonly awsManagedKey: boolean;
  readonly gatewayEndpoint: boolean;
  readonly coveredByRcps: boolean;
  readonly given: ReadonlyMap<string, string | readonly string[]>;
  /** the names of its pairs */
  readonly encryptionContext: readonly string[];
}

export interface Documents {
  readonly identity: readonly Document[];
  readonly resource: Document | undefined;
  readonly boundary: readonly Document[];
  readonly session: readonly Document[];
  readonly scp: readonly (readonly Document[])[];
  readonly rcp: readonly (readonly Document[])[];
  readonly endpoint: readonly Document[];
  readonly trust: Document | undefined;
}

export type Layer = keyof Documents | 'grants' | 'acl' | 'publicAccessBlock' | 'account';

export interface Outcome {
  readonly decision: 'allow' | 'implicitDeny' | 'explicitDeny';
  /** the layers that a decision may be put down to: the documentation does not always single one out */
  readonly layers: ReadonlySet<Layer>;
  readonly doubts: ReadonlySet<string>;
}

export function evaluate(request: KnownRequest, documents: Documents, beside: Beside, ask: Ask): Outcome {
  const context = contextOf(request);
  const conclude = (decision: Outcome['decision'], ...layers: readonly Layer[]): Outcome => ({
    decision,
    layers: new Set(layers),
    doubts: context.doubts,
  });

  // no permissions are needed for it, and none can be taken (STS API Reference, GetCallerIdentity)
  if (request.action.toLowerCase() === 'sts:getcalleridentity') return conclude('allow', 'account');

  const applicable = applicableDocuments(request, documents);
  const query: Request = {
    caller: request.caller,
    action: request.action,
    resource: request.resource,
    context,
    hasBoundary: applicable.boundary.length > 0,
    gatewayEndpoint: request.gatewayEndpoint,
  };

  if (request.caller.kind === 'unknown') return conclude('implicitDeny', 'account');

  const denying = (Object.keys(applicable) as (keyof Documents)[]).filter((layer) =>
    [applicable[layer]].flat(2).some((document) => document !== undefined && denies(document, query)),
  );
  if (denying.length > 0) return conclude('explicitDeny', ...denying);

  // the flow goes on through layers that must not miss an Allow; RCPs never do, since RCPFullAWSAccess cannot be detached
  const missing = new Set<Layer>();
  if (!applicable.scp.every((level) => level.some((document) => allows(document, query)))) missing.add('scp');
  if (applicable.endpoint.length > 0 && !applicable.endpoint.some((document) => allows(document, query))) missing.add('endpoint');

  const grant = isRoleAssumption(request) ? 'trust' : 'resource';
  const identity = applicable.identity.some((document) => allows(document, query));
  const boundary = applicable.boundary.length === 0 || applicable.boundary.some((document) => allows(document, query));
  const session = sessionAllows(request.caller, applicable.session, query);
  const own: OwnSide = { account: accountOf(request.caller), identity, boundary, session };
  const routesOf = (layer: 'resource' | 'trust'): ReadonlySet<Route> =>
    applicable[layer] === undefined ? new Set() : allowRoutes(applicable[layer], query);
  const asked = { ...request, context };
  if (isRejected(beside, asked, ask) || isRestricted(beside, applicable.resource, asked, ask))
    return conclude('explicitDeny', 'publicAccessBlock');
  const found = grantedBeside(request, grant, routesOf(grant), own, { ...beside, query, ask });
  if (missing.size === 0 && found.granting.size > 0) return conclude('allow', ...found.granting);
  return conclude('implicitDeny', ...missing, ...found.lacking);
}

/** What the caller's own policies say. */
interface OwnSide {
  readonly account: string | undefined;
  readonly identity: boolean;
  readonly boundary: boolean;
  readonly session: boolean;
}

interface Found {
  readonly granting: ReadonlySet<Layer>;
  readonly lacking: ReadonlySet<Layer>;
}

type BesideQuery = Beside & { readonly query: Request; readonly ask: Ask };

/** A key's grants are considered along with its policy; an ACL along with the bucket policy, or in its place. */
function grantedBeside(request: KnownRequest, grant: Grant, routes: ReadonlySet<Route>, own: OwnSide, beside: BesideQuery): Found {
  const { query, ask } = beside;
  if (isRetirement(request)) return retirement(request, own, beside);
  const byPolicy = granted(request, grant, routes, own);
  const also = (more: Found): Found => ({ granting: new Set([...byPolicy.granting, ...more.granting]), lacking: byPolicy.lacking });
  if (beside.grants !== undefined && grant === 'resource' && needsResourcePolicy(request, grant)) {
    const byGrants = grantRoutes(beside.grants, query, ask);
    const found = granted(request, 'grants', byGrants, own);
    // KMS Developer Guide, "Allowing users in other accounts to use a KMS key": with IAM policies there, or grants; nothing is said
    // about a grant of the key's account alone
    const named = byGrants.has('direct') || (byGrants.has('limited') && own.boundary && own.session);
    const elsewhere = own.account !== undefined && own.account !== request.resourceAccount && samePartition(request);
    if (found.granting.size === 0 && named && elsewhere && ask('a grant is enough across accounts'))
      return also({ ...found, granting: new Set(['grants']) });
    return also(found);
  }
  const acl = aclAnswer(beside, { ...request, context: query.context }, ask);
  if (acl === undefined) return byPolicy;
  if (acl.foreignOwner === undefined) return also(granted(request, 'acl', acl.routes, own));
  return granted({ ...request, resourceAccount: acl.foreignOwner }, 'acl', acl.routes, own);
}

/**
 * "The grant determines who can retire it", and those whom it names need no other permission; kms:RetireGrant in an IAM policy "alone
 * does not allow principals to retire a grant", though "the AWS account that owns the KMS key can delegate" it.
 * Source: KMS Developer Guide, "Retiring and revoking grants".
 */
function retirement(request: KnownRequest, own: OwnSide, { grants, query, ask }: BesideQuery): Found {
  const routes = grantRoutes(grants, query, ask);
  const found = granted(request, 'grants', routes, own);
  if (found.granting.size > 0) return found;
  if (samePartition(request) && (routes.has('direct') || (routes.has('limited') && own.boundary && own.session)))
    return { ...found, granting: new Set(['grants']) };
  const delegated = request.caller.kind === 'root' || (own.identity && own.boundary && own.session);
  if (
    own.account !== undefined &&
    own.account === request.resourceAccount &&
    delegated &&
    ask('the account of a key may retire its grants')
  )
    return { ...found, granting: new Set(['identity']) };
  return found;
}

const isRetirement = (request: KnownRequest): boolean =>
  request.action.toLowerCase() === 'kms:retiregrant' && needsResourcePolicy(request, 'resource');

/** What has an effect across accounts. Source: KMS Developer Guide, "Allowing users in other accounts to use a KMS key". */
const ACROSS_ACCOUNTS = (
  'decrypt derivesharedsecret encrypt generatedatakey generatedatakeypair generatedatakeypairwithoutplaintext ' +
  'generatedatakeywithoutplaintext generatemac reencryptfrom reencryptto sign verify verifymac ' +
  'creategrant describekey getkeyrotationstatus getpublickey listgrants retiregrant revokegrant'
)
  .split(' ')
  .map((one) => `kms:${one}`);

const isOfOneAccount = ({ action }: KnownRequest): boolean =>
  action.toLowerCase().startsWith('kms:') && !ACROSS_ACCOUNTS.includes(action.toLowerCase());

type Grant = 'resource' | 'trust' | 'grants' | 'acl';

/** What the caller's policies and one that grants on the resource give together. */
function granted(request: KnownRequest, grant: Grant, routes: ReadonlySet<Route>, own: OwnSide): Found {
  const { account, identity, boundary, session } = own;
  const { caller } = request;
  const granting = new Set<Layer>();
  const lacking = new Set<Layer>();
  const identitySide = (): Layer[] => {
    const without: Layer[] = [];
    if (!identity) without.push('identity');
    if (!boundary) without.push('boundary');
    if (!session) without.push('session');
    return without;
  };
  if (account !== request.resourceAccount && request.action.toLowerCase() === 'iam:passrole') {
    // IAM User Guide, "Grant a user permissions to pass a role to an AWS service": within one account only
    lacking.add('account');
  } else if (account !== undefined && account !== request.resourceAccount && isOfOneAccount(request)) {
    lacking.add('account');
    if (routes.size === 0) lacking.add(grant);
  } else if (account === undefined) {
    // a service, an identity provider, or nobody: the policy of the resource alone
    if (routes.size > 0) granting.add(grant);
    else lacking.add(grant);
  } else if ((caller.kind === 'root' || caller.kind === 'federatedUser') && grant === 'trust') {
    // IAM User Guide, "Compare AWS STS credentials": users and roles call AssumeRole; a federated user session calls nothing of
    // AWS STS but GetCallerIdentity
    lacking.add('account');
  } else if (account === request.resourceAccount) {
    if (caller.kind === 'root') {
      if (routes.size > 0) granting.add(grant);
      if (!needsResourcePolicy(request, grant)) granting.add('account');
      if (granting.size === 0) lacking.add(grant);
    } else {
      if (routes.has('direct')) granting.add(grant);
      if (routes.has('limited') && boundary && session) granting.add(grant);
      if (identitySide().length === 0) {
        if (!needsResourcePolicy(request, grant)) granting.add('identity');
        else if (routes.has('account')) granting.add('identity').add(grant);
      }
      if (granting.size === 0) {
        for (const layer of identitySide()) lacking.add(layer);
        if (needsResourcePolicy(request, grant) && routes.size === 0) lacking.add(grant);
      }
    }
  } else {
    if (samePartition(request)) {
      if (caller.kind !== 'root') for (const layer of identitySide()) lacking.add(layer);
      if (routes.size === 0) lacking.add(grant);
    } else lacking.add('account').add(grant);
    if (lacking.size === 0) {
      granting.add(grant);
      granting.add(caller.kind === 'root' ? 'account' : 'identity');
    }
  }

  return { granting, lacking };
}

/** Without a session policy a role session keeps the role's permissions, and a federated user session has none. */
function sessionAllows(caller: Caller, policies: readonly Document[], query: Request): boolean {
  if (policies.length > 0) return policies.some((document) => allows(document, query));
  return caller.kind !== 'federatedUser';
}

/** Session tags and the source identity are granted where the role is: in its trust policy. */
const ROLE_ASSUMPTION = ['assumerole', 'assumerolewithsaml', 'assumerolewithwebidentity', 'tagsession', 'setsourceidentity'];

const isRoleAssumption = (request: KnownRequest): boolean => ROLE_ASSUMPTION.some((name) => request.action.toLowerCase() === `sts:${name}`);

/** Trust policies and KMS key policies must themselves let a caller or its account in. */
function needsResourcePolicy(request: KnownRequest, grant: Grant): boolean {
  const arn = readArn(request.resource);
  return grant === 'trust' || (arn?.service === 'kms' && arn.resource.startsWith('key/'));
}

/** Of KMS, keys alone have a policy. Source: KMS Developer Guide, "Key policies in AWS KMS", "Default key policy". */
const hasNoPolicy = (request: KnownRequest): boolean =>
  request.action.toLowerCase().startsWith('kms:') && !needsResourcePolicy(request, 'resource');

/** Source: IAM User Guide, "Cross account resource access in IAM". */
function samePartition(request: KnownRequest): boolean {
  const arn = 'arn' in request.caller ? readArn(request.caller.arn) : undefined;
  const resource = readArn(request.resource);
  return arn === undefined || resource === undefined || arn.partition === resource.partition;
}

function applicableDocuments(request: KnownRequest, documents: Documents): Documents {
  const { caller } = request;
  const account = accountOf(caller);
  const hasIdentity = caller.kind === 'user' || caller.kind === 'session' || caller.kind === 'federatedUser';
  const hasSession = caller.kind === 'session' || caller.kind === 'federatedUser';
  const underScps = account !== undefined && account !== request.managementAccount && !isServiceLinked(caller);
  const underRcps =
    request.coveredByRcps &&
    !isServiceLinked(caller) &&
    !request.awsManagedKey &&
    // nor the trust policies of service-linked roles
    !(isRoleAssumption(request) && request.resource.includes(':role/aws-service-role/')) &&
    request.action.toLowerCase() !== 'kms:retiregrant' &&
    (request.resourceAccount === undefined || request.resourceAccount !== request.managementAccount);
  const assumes = isRoleAssumption(request);
  return {
    identity: hasIdentity ? documents.identity : [],
    // "not effective in a key policy"
    resource: assumes || hasNoPolicy(request) || isRetirement(request) ? undefined : documents.resource,
    boundary: hasIdentity ? documents.boundary : [],
    session: hasSession ? documents.session : [],
    scp: underScps ? documents.scp : [],
    rcp: underRcps ? documents.rcp : [],
    endpoint: documents.endpoint,
    trust: assumes ? documents.trust : undefined,
  };
}

/** Source: IAM User Guide, "AWS global condition context keys"; "IAM policy elements: Variables and tags", principal key values. */
export function contextOf(request: KnownRequest): RequestContext {
  const context = new RequestContext();
  const { caller } = request;
  switch (caller.kind) {
    case 'user':
      context.set('aws:PrincipalArn', caller.arn);
      context.set('aws:PrincipalType', 'User');
      context.set('aws:username', caller.arn.slice(caller.arn.lastIndexOf('/') + 1));
      if (caller.uniqueId !== undefined) context.set('aws:userid', caller.uniqueId);
      break;
    case 'session':
      context.set('aws:PrincipalArn', caller.role);
      context.set('aws:PrincipalType', 'AssumedRole');
      if (caller.uniqueId !== undefined) context.set('aws:userid', `${caller.uniqueId}:${caller.name}`);
      break;
    case 'federatedUser':
      context.set('aws:PrincipalArn', caller.arn);
      context.set('aws:PrincipalType', 'FederatedUser');
      context.set('aws:userid', `${caller.account}:${caller.arn.slice(caller.arn.indexOf('/') + 1)}`);
      break;
    case 'root':
      context.set('aws:PrincipalArn', caller.arn);
      context.set('aws:PrincipalType', 'Account');
      context.set('aws:userid', caller.account);
      break;
    case 'anonymous':
      context.set('aws:PrincipalAccount', 'anonymous');
      context.set('aws:PrincipalType', 'Anonymous');
      context.set('aws:userid', 'anonymous');
      break;
    case 'service':
      context.set('aws:PrincipalServiceName', caller.name);
      context.set('aws:PrincipalServiceNamesList', [caller.name]);
      context.set('aws:PrincipalIsAWSService', 'true');
      break;
    default:
  }
  const account = accountOf(caller);
  if (account !== undefined) {
    context.set('aws:PrincipalAccount', account);
    context.set('aws:PrincipalIsAWSService', 'false');
    if (request.principalOrganization !== undefined) context.set('aws:PrincipalOrgID', request.principalOrganization);
  }
  if (request.resourceAccount !== undefined && isAccountId(request.resourceAccount))
    context.set('aws:ResourceAccount', request.resourceAccount);
  if (caller.kind === 'canonicalUser') context.set('aws:PrincipalIsAWSService', 'false');
  context.set('aws:ViaAWSService', 'false');
  // KMS Developer Guide, "AWS KMS condition keys"
  if (request.encryptionContext.length > 0) context.set('kms:EncryptionContextKeys', request.encryptionContext);
  for (const [key, value] of request.given) context.set(key, value);
  return context;
}
