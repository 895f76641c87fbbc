import { type Ask, type Beside, isObject, type Json } from './beside.ts';
import { accountOf, type Caller, isAccountId, type Route } from './caller.ts';
import type { Condition } from './condition.ts';
import type { Document, Statement } from './document.ts';
import type { RequestContext } from './request-context.ts';
import type { Part } from './variables.ts';

/**
 * What Amazon S3 adds to policies: access control lists and Block Public Access.
 *
 * Sources: Amazon S3 User Guide, "How Amazon S3 authorizes a request for an object operation", "… a bucket operation", "Access control
 * list (ACL) overview", "Controlling ownership of objects and disabling ACLs for your bucket", "Blocking public access to your Amazon
 * S3 storage", "Troubleshoot access denied (403 Forbidden) errors in Amazon S3".
 */
interface S3Request {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  readonly context: RequestContext;
}

const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
const AUTHENTICATED_USERS = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';

/** The permission that an action needs in the ACL of a bucket or of an object. */
const PERMISSION: Readonly<Record<string, { readonly of: 'bucket' | 'object'; readonly permission: string }>> = {
  's3:listbucket': { of: 'bucket', permission: 'READ' },
  's3:listbucketversions': { of: 'bucket', permission: 'READ' },
  's3:listbucketmultipartuploads': { of: 'bucket', permission: 'READ' },
  's3:putobject': { of: 'bucket', permission: 'WRITE' },
  's3:getbucketacl': { of: 'bucket', permission: 'READ_ACP' },
  's3:putbucketacl': { of: 'bucket', permission: 'WRITE_ACP' },
  's3:getobject': { of: 'object', permission: 'READ' },
  's3:getobjectversion': { of: 'object', permission: 'READ' },
  's3:getobjectacl': { of: 'object', permission: 'READ_ACP' },
  's3:getobjectversionacl': { of: 'object', permission: 'READ_ACP' },
  's3:putobjectacl': { of: 'object', permission: 'WRITE_ACP' },
  's3:putobjectversionacl': { of: 'object', permission: 'WRITE_ACP' },
};

/** Undefined: ACLs do not count. */
export interface AclAnswer {
  /** the object is not the bucket owner's: the account whose it is */
  readonly foreignOwner: string | undefined;
  readonly routes: ReadonlySet<Route>;
}

export function aclAnswer({ acl, publicAccessBlock }: Beside, request: S3Request, ask: Ask): AclAnswer | undefined {
  if (!isObject(acl) || !request.action.toLowerCase().startsWith('s3:')) return undefined;
  const { ObjectOwnership: ownership, Owner, Grants } = acl;
  if (ownership === 'BucketOwnerEnforced') return undefined;
  if (ownership !== 'BucketOwnerPreferred' && ownership !== 'ObjectWriter' && ask('the bucket owner is enforced')) return undefined;
  const accountOfId = (id: unknown): string => {
    if (typeof id === 'string' && isAccountId(id)) return id;
    for (const account of new Set([request.resourceAccount, accountOf(request.caller)]))
      if (account !== undefined && ask(`${String(id)} is ${account}`)) return account;
    return `the account of ${String(id)}`;
  };
  const action = request.action.toLowerCase();
  const owner = accountOfId(isObject(Owner) ? Owner.ID : undefined);
  const isForeign =
    request.resourceAccount === undefined ? ask('the bucket owner owns the object') === false : owner !== request.resourceAccount;
  const grants = (Array.isArray(Grants) ? Grants : []).filter(isAclGrant);
  const isPublic = grants.some(({ Grantee: { URI } }) => URI === ALL_USERS || URI === AUTHENTICATED_USERS);
  const ignored = isPublic && isOn(publicAccessBlock, 'IgnorePublicAcls');
  const routes = new Set<Route>();
  const needed = PERMISSION[action];
  if (needed !== undefined && !ignored)
    for (const { Grantee, Permission } of grants) {
      const full = Permission === 'FULL_CONTROL';
      if (!full && Permission !== needed.permission) continue;
      const route = routeOfGrantee(Grantee, request.caller, accountOfId);
      if (route !== undefined) routes.add(route);
    }
  return { foreignOwner: isForeign && isForTheOwner(action, request.resource, ask) ? owner : undefined, routes };
}

const isOn = (blocks: readonly Json[], setting: string): boolean => blocks.some((block) => block[setting] === true);

interface AclGrant {
  readonly Grantee: Json;
  readonly Permission: unknown;
}

const isAclGrant = (grant: unknown): grant is AclGrant =>
  isObject(grant) &&
  ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'].includes(String(grant.Permission)) &&
  isObject(grant.Grantee);

function routeOfGrantee({ ID, URI }: Json, caller: Caller, accountOfId: (id: unknown) => string): Route | undefined {
  if (URI === ALL_USERS) return 'direct';
  if (URI === AUTHENTICATED_USERS) return accountOf(caller) === undefined ? undefined : 'direct';
  if (typeof ID !== 'string') return undefined;
  if (caller.kind === 'canonicalUser' && caller.id === ID) return 'direct';
  const account = accountOf(caller);
  if (account === undefined || accountOfId(ID) !== account) return undefined;
  return caller.kind === 'root' ? 'direct' : 'account';
}

function isForTheOwner(action: string, resource: string, ask: Ask): boolean {
  if (PERMISSION[action] !== undefined) return PERMISSION[action].of === 'object';
  const [, name = ''] = resource.split(':::');
  if (!name.includes('/')) return false;
  return !['s3:deleteobject', 's3:deleteobjectversion'].includes(action) && ask(`${action} is for the owner of the object`);
}

/** Whether S3 Block Public Access rejects the request. */
export function isBlocked(beside: Beside, policy: Document | undefined, request: S3Request, ask: Ask): boolean {
  const action = request.action.toLowerCase();
  if (!action.startsWith('s3:')) return false;
  const on = (setting: string): boolean => isOn(beside.publicAccessBlock, setting);
  const { caller, resourceAccount, context } = request;
  const isInside = (): boolean =>
    caller.kind === 'service' ||
    isSame(caller.kind === 'canonicalUser' ? context.values('aws:PrincipalAccount')?.[0] : accountOf(caller), resourceAccount);
  if (on('RestrictPublicBuckets') && policy !== undefined && isPublicPolicy(policy, false, ask) && !isInside()) return true;
  if (on('BlockPublicPolicy')) {
    const { newPolicy } = beside;
    if (
      action === 's3:putbucketpolicy' &&
      (newPolicy === undefined ? ask('the new policy is public') : isPublicPolicy(newPolicy, false, ask))
    )
      return true;
    if (
      action === 's3:putaccesspointpolicy' &&
      (newPolicy === undefined ? ask('the new policy is public') : isPublicPolicy(newPolicy, true, ask)) &&
      !ask('the access point is of a VPC')
    )
      return true;
  }
  const puts = ['s3:createbucket', 's3:putobject', 's3:putobjectacl', 's3:putobjectversionacl', 's3:putbucketacl'];
  return on('BlockPublicAcls') && puts.includes(action) && putsPublicAcl(action, request.context, ask);
}

const isSame = (one: string | undefined, other: string | undefined): boolean => one !== undefined && one === other;

function putsPublicAcl(action: string, context: RequestContext, ask: Ask): boolean {
  const canned = context.values('s3:x-amz-acl');
  const grants = ['read', 'write', 'read-acp', 'write-acp', 'full-control'].map((name) => context.values(`s3:x-amz-grant-${name}`));
  if (canned === undefined && grants.every((one) => one === undefined))
    return action.endsWith('acl') && ask('the ACL in the body is public');
  return (
    (canned ?? []).some((one) => ['public-read', 'public-read-write', 'authenticated-read'].includes(one)) ||
    grants.some((values) => (values ?? []).some((value) => value.includes(ALL_USERS) || value.includes(AUTHENTICATED_USERS)))
  );
}

/** The meaning of "public": it is, unless each Allow is for fixed values of what the page lists. */
function isPublicPolicy(document: Document, ofAccessPoint: boolean, ask: Ask): boolean {
  return document.statements.some((statement) => statement.effect === 'Allow' && isPublicStatement(statement, ofAccessPoint, ask));
}

function isPublicStatement({ principal, faulty, conditions }: Statement, ofAccessPoint: boolean, ask: Ask): boolean {
  if (faulty.size > 0) return true;
  if (principal?.entries.every(({ entry, type }) => type !== 'AWS' || entry !== '*')) return false;
  return conditions.every((condition) => !isFixed(condition, ofAccessPoint, ask));
}

const LISTED = (
  'aws:PrincipalOrgID aws:PrincipalArn aws:PrincipalAccount aws:PrincipalServiceName aws:SourceIp aws:SourceArn aws:SourceVpc aws:SourceVpce ' +
  'aws:SourceOwner aws:SourceAccount aws:userid s3:DataAccessPointArn s3:DataAccessPointAccount'
)
  .toLowerCase()
  .split(' ');

function isFixed({ key, set, ifExists, operator, values }: Condition, ofAccessPoint: boolean, ask: Ask): boolean {
  const name = key.toLowerCase();
  if (ifExists || operator === 'Null' || operator.includes('Not')) return false;
  const listed = LISTED.includes(name);
  if (!listed && !name.startsWith('aws:principal')) return false;
  if (!values.every((value) => isFixedValue(name, value, ofAccessPoint))) return false;
  if (!listed && !ask(`a fixed ${name} keeps a policy from being public`)) return false;
  return set !== 'ForAllValues' || ask('a condition that holds without its key keeps a policy from being public');
}

function isFixedValue(name: string, value: readonly Part[], ofAccessPoint: boolean): boolean {
  const text = value.map((part) => (part.kind === 'character' ? part.character : part.kind === 'variable' ? '${}' : '*')).join('');
  if (name === 'aws:sourceip') {
    const [address = '', bits] = text.split('/');
    return bits === undefined || Number(bits) >= (address.includes(':') ? 32 : 8);
  }
  if (name === 's3:dataaccesspointarn' && !ofAccessPoint) {
    const [, , , , account = '', ...resource] = text.split(':');
    const before = text.slice(0, text.indexOf('accesspoint/'));
    if (isAccountId(account) && resource.join(':').startsWith('accesspoint/') && !before.includes('*') && !text.includes('$')) return true;
  }
  return !text.includes('*') && !text.includes('?') && !text.includes('${');
}
