import { type Ask, type Beside, isObject, type Json } from './beside.ts';
import { accountOf, type Caller, isAccountId, type Route } from './caller.ts';
import type { Condition } from './condition.ts';
import type { Document, Statement } from './document.ts';
import { readBlock } from './operators.ts';
import type { RequestContext } from './request-context.ts';
import type { Part } from './variables.ts';

/**
 * Access control lists and S3 Block Public Access.
 *
 * Sources: Amazon S3 User Guide, "Access control list (ACL) overview", "Controlling ownership of objects and disabling ACLs for your
 * bucket", "How Amazon S3 authorizes a request for an object operation", "Policies and permissions in Amazon S3", "Blocking public
 * access to your Amazon S3 storage".
 */
interface S3Request {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** of the bucket */
  readonly resourceAccount: string | undefined;
  readonly context: RequestContext;
}

const nameOf = ({ action }: S3Request): string | undefined =>
  action.toLowerCase().startsWith('s3:') ? action.slice('s3:'.length).toLowerCase() : undefined;

const isObjectArn = (resource: string): boolean => resource.split(':').slice(5).join(':').includes('/');

/** "Mapping of ACL permissions and access policy permissions" */
const GIVEN_ON_BUCKET: Readonly<Record<string, readonly string[]>> = {
  READ: ['listbucket', 'listbucketversions', 'listbucketmultipartuploads'],
  WRITE: ['putobject'],
  READ_ACP: ['getbucketacl'],
  WRITE_ACP: ['putbucketacl'],
};
const GIVEN_ON_OBJECT: Readonly<Record<string, readonly string[]>> = {
  READ: ['getobject', 'getobjectversion'],
  READ_ACP: ['getobjectacl', 'getobjectversionacl'],
  WRITE_ACP: ['putobjectacl', 'putobjectversionacl'],
};

const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
const AUTHENTICATED_USERS = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const LOG_DELIVERY = 'http://acs.amazonaws.com/groups/s3/LogDelivery';
/** "All unauthenticated requests are made by the anonymous user." */
const ANONYMOUS = '65a011a29cdf8ec533ec3d1ccaae921c';

export interface AclAnswer {
  readonly routes: ReadonlySet<Route>;
  /** the account that owns the object, where that is not the account of the bucket */
  readonly foreignOwner: string | undefined;
}

/** Undefined: the ACL has no part in the decision. */
export function aclAnswer({ acl, publicAccessBlock }: Beside, request: S3Request, ask: Ask): AclAnswer | undefined {
  const name = nameOf(request);
  if (name === undefined || !isObject(acl)) return undefined;
  if (acl.ObjectOwnership === 'BucketOwnerEnforced') return undefined;
  // new buckets have ACLs disabled; buckets from before there was Object Ownership have not
  if (acl.ObjectOwnership === undefined && !ask('ACLs are enabled')) return undefined;

  const grants = grantsOf(acl);
  const ofBucket = name === 'putobject' || !isObjectArn(request.resource);
  const given = ofBucket ? GIVEN_ON_BUCKET : GIVEN_ON_OBJECT;
  // "ignore all public ACLs": an ACL is public as a whole
  const ignored = isOn(publicAccessBlock, 'IgnorePublicAcls', ask) && grants.some(isPublic);
  const routes = new Set<Route>();
  for (const grant of ignored ? [] : grants) {
    const permissions = grant.permission === 'FULL_CONTROL' ? Object.keys(given) : [grant.permission];
    if (!permissions.some((permission) => given[permission]?.includes(name))) continue;
    const route = granteeRoute(grant, request, ask);
    if (route !== undefined) routes.add(route);
  }
  return { routes, foreignOwner: ofBucket ? undefined : foreignOwner(acl, name, request, ask) };
}

interface AclGrant {
  readonly id: string | undefined;
  readonly group: string | undefined;
  readonly permission: string;
}

function grantsOf(acl: Json): AclGrant[] {
  const grants: AclGrant[] = [];
  for (const one of Array.isArray(acl.Grants) ? acl.Grants : []) {
    if (!isObject(one) || !isObject(one.Grantee) || typeof one.Permission !== 'string') continue;
    if (!['FULL_CONTROL', ...Object.keys(GIVEN_ON_BUCKET)].includes(one.Permission)) continue;
    const { Type: type, ID: id, URI: uri } = one.Grantee;
    if (type === 'CanonicalUser' && typeof id === 'string') grants.push({ id, group: undefined, permission: one.Permission });
    if (type === 'Group' && typeof uri === 'string') grants.push({ id: undefined, group: uri, permission: one.Permission });
  }
  return grants;
}

/** "if it grants any permissions to members of the predefined AllUsers or AuthenticatedUsers groups" */
const isPublic = ({ group }: AclGrant): boolean => group === ALL_USERS || group === AUTHENTICATED_USERS;

function granteeRoute({ id, group }: AclGrant, request: S3Request, ask: Ask): Route | undefined {
  const { caller } = request;
  if (group === ALL_USERS) return 'direct';
  if (group === AUTHENTICATED_USERS) {
    if (caller.kind === 'anonymous') return undefined;
    // "all AWS accounts"
    if (caller.kind === 'service' && !ask('services are authenticated users')) return undefined;
    return 'direct';
  }
  if (group === LOG_DELIVERY) return caller.kind === 'service' && ask(`${caller.name} is the log delivery group`) ? 'direct' : undefined;
  if (id === undefined) return undefined;
  if (id === ANONYMOUS) return caller.kind === 'anonymous' ? 'direct' : undefined;
  if (caller.kind === 'canonicalUser' && caller.id === id) return 'direct';
  const account = callerAccount(request);
  if (account === undefined || accountWithId(id, request, ask) !== account) return undefined;
  // "the AWS accounts can delegate their permissions to users under their accounts"
  return caller.kind === 'root' || caller.kind === 'canonicalUser' ? 'direct' : 'account';
}

function callerAccount({ caller, context }: S3Request): string | undefined {
  return caller.kind === 'canonicalUser' ? context.singleValue('aws:PrincipalAccount') : accountOf(caller);
}

/** The account with a canonical user ID: one that matters here, or another. */
function accountWithId(id: string, request: S3Request, ask: Ask): string {
  if (isAccountId(id)) return id;
  const own = callerAccount(request);
  if (request.caller.kind === 'canonicalUser') {
    if (own !== undefined && request.caller.id === id) return own;
  } else if (own !== undefined && ask(`${id} is the canonical user ID of ${own}`)) return own;
  const bucket = request.resourceAccount;
  if (bucket !== undefined && bucket !== own && ask(`${id} is the canonical user ID of ${bucket}`)) return bucket;
  return 'another account';
}

/** API Reference, "DeleteObject", "RestoreObject", "GetObjectTagging", "PutObjectTagging" */
const DELETION = ['deleteobject', 'deleteobjectversion'];
const TAGGING = ['object', 'objectversion'].flatMap((one) => [`get${one}tagging`, `put${one}tagging`, `delete${one}tagging`]);

/** "If the owners are different, the object owners must use an object ACL to grant permissions." */
function foreignOwner(acl: Json, name: string, request: S3Request, ask: Ask): string | undefined {
  // "The bucket owner can archive any objects or restore archived objects regardless of who owns them"
  if (name === 'restoreobject') return undefined;
  const id = isObject(acl.Owner) ? acl.Owner.ID : undefined;
  const owner =
    typeof id === 'string'
      ? id === ANONYMOUS
        ? id
        : accountWithId(id, request, ask)
      : ask('the object is of the owner of the bucket')
        ? undefined
        : 'another account';
  if (owner === undefined || owner === request.resourceAccount) return undefined;
  if (request.resourceAccount === undefined && ask(`the bucket is of ${owner}`)) return undefined;
  // "The bucket owner can … delete any objects in the bucket", and an account can grant what it may ("Permission delegation")
  if (DELETION.includes(name)) return undefined;
  // "By default, the bucket owner has this permission and can grant this permission to others."
  if (TAGGING.includes(name) && ask('tagging is a matter of the owner of the bucket')) return undefined;
  return owner;
}

/** "the most restrictive combination" */
const isOn = (levels: Beside['publicAccessBlock'], setting: string, ask: Ask): boolean =>
  levels.some((level) => level[setting] === true) ||
  levels.some((level) => ![undefined, null, true, false].includes(level[setting] as boolean) && ask(`${setting} is on`));

/** BlockPublicAcls and BlockPublicPolicy: calls that "fail". */
export function isRejected({ publicAccessBlock: levels, newPolicy }: Beside, request: S3Request, ask: Ask): boolean {
  const name = nameOf(request);
  if (name === undefined) return false;
  const puts = ['putobject', 'putobjectacl', 'putobjectversionacl', 'putbucketacl', 'createbucket'];
  if (puts.includes(name) && isOn(levels, 'BlockPublicAcls', ask) && putsPublicAcl(name, request.context, ask)) return true;
  if (name !== 'putbucketpolicy' && name !== 'putaccesspointpolicy') return false;
  if (!isOn(levels, 'BlockPublicPolicy', ask)) return false;
  const ofAccessPoint = name === 'putaccesspointpolicy';
  if (newPolicy === undefined ? !ask('the new policy is public') : !isPublicPolicy(newPolicy, ofAccessPoint, ask)) return false;
  // "An access point that has a VPC network origin is always considered non-public"
  return !ofAccessPoint || ask('the access point has no VPC network origin');
}

const CANNED = ['public-read', 'public-read-write', 'authenticated-read'];
const HEADERS = ['read', 'write', 'read-acp', 'write-acp', 'full-control'].map((one) => `s3:x-amz-grant-${one}`);

function putsPublicAcl(name: string, context: RequestContext, ask: Ask): boolean {
  const canned = context.values('s3:x-amz-acl');
  const headers = HEADERS.flatMap((header) => context.values(header) ?? []);
  if (canned?.some((one) => CANNED.includes(one))) return true;
  if (headers.some((header) => header.includes(ALL_USERS) || header.includes(AUTHENTICATED_USERS))) return true;
  // API Reference, "PutObjectAcl", "PutBucketAcl": in the headers or in the body
  const inBody = name.endsWith('acl') && canned === undefined && headers.length === 0;
  return inBody && ask('the ACL in the body is public');
}

/** RestrictPublicBuckets: it "blocks all cross-account access to the access point or bucket (except by AWS service principals)". */
export function isRestricted(beside: Beside, policy: Document | undefined, request: S3Request, ask: Ask): boolean {
  if (nameOf(request) === undefined || policy === undefined || request.caller.kind === 'service') return false;
  if (!isOn(beside.publicAccessBlock, 'RestrictPublicBuckets', ask)) return false;
  const account = callerAccount(request);
  if (account !== undefined && account === request.resourceAccount) return false;
  return isPublicPolicy(policy, false, ask);
}

/** "Amazon S3 begins by assuming that the policy is public." */
function isPublicPolicy(policy: Document, ofAccessPoint: boolean, ask: Ask): boolean {
  if (policy.unreadable) return true;
  const grants = policy.statements.filter((statement) => statement.effect === 'Allow');
  if (!grants.some((statement) => isPublicGrant(statement, ofAccessPoint, ask))) return false;
  // what a Deny leaves of a grant: whether that counts is not said
  const denies = policy.statements.some((one) => one.effect === 'Deny' && !namesPrincipals(one) && one.conditions.every(sparesFixed));
  return !denies || ask('a Deny for everyone does not make a policy non-public');
}

/** A Deny of all but some values of a key that may tell fixed ones. */
const sparesFixed = ({ key, operator }: Condition): boolean =>
  operator.includes('Not') && (KEYS.includes(key.toLowerCase()) || tellsPrincipal(key.toLowerCase()));
const tellsPrincipal = (key: string): boolean => key.startsWith('aws:principal') || key === 'aws:username';

const namesPrincipals = ({ principal }: Statement): boolean =>
  principal !== undefined && !principal.negated && principal.entries.every(({ entry }) => entry !== '*');

function isPublicGrant(statement: Statement, ofAccessPoint: boolean, ask: Ask): boolean {
  if (statement.faulty.size > 0) return true;
  return !namesPrincipals(statement) && !statement.conditions.some((condition) => isFixed(condition, ofAccessPoint, ask));
}

/** "An AWS principal, user, role, or service principal (e.g. aws:PrincipalOrgID)", and the keys that are listed */
const KEYS =
  'principalarn principalaccount principalservicename principalorgid sourceip sourcearn sourcevpc sourcevpce sourceowner sourceaccount userid'
    .split(' ')
    .map((one) => `aws:${one}`)
    .concat('s3:dataaccesspointarn', 's3:dataaccesspointaccount');
const EXACT = ['StringEquals', 'StringEqualsIgnoreCase'];
const PATTERNS = ['StringLike', 'ArnEquals', 'ArnLike'];

/** Whether a condition lets only fixed values of one of the listed keys through. */
function isFixed({ key: spelled, operator, set, ifExists, values }: Condition, ofAccessPoint: boolean, ask: Ask): boolean {
  const key = spelled.toLowerCase();
  const ofPrincipal = tellsPrincipal(key);
  if (!KEYS.includes(key) && !ofPrincipal) return false;
  if (![...EXACT, ...PATTERNS, 'IpAddress'].includes(operator)) return false;
  // requests without the key get through
  if (ifExists) return false;
  // "An access point policy that grants access to a set of access points using s3:DataAccessPointArn is considered public"
  if (ofAccessPoint && key === 's3:dataaccesspointarn') return false;
  if (!values.every((value) => isFixedValue(value, key, operator, ask))) return false;
  // whether these tell an AWS principal, is not said
  if (!KEYS.includes(key) && !ask(`${key} tells an AWS principal`)) return false;
  // requests without the key get through here too, yet it is one of the two operators to use with multivalued keys
  return set !== 'ForAllValues' || ask('ForAllValues makes a policy non-public');
}

function isFixedValue(value: readonly Part[], key: string, operator: string, ask: Ask): boolean {
  if (value.some((part) => part.kind === 'variable')) return false;
  const text = value
    .map((part) => (part.kind === 'anyRun' ? '*' : part.kind === 'anyOne' ? '?' : part.kind === 'character' ? part.character : ''))
    .join('');
  if (operator === 'IpAddress') return key === 'aws:sourceip' && isNarrow(text);
  if (value.every((part) => part.kind === 'character')) return true;
  if (key === 's3:dataaccesspointarn') {
    // "as long as the account ID is fixed"
    const [prefix = '', partition = '', service = '', region = '', account = '', name = ''] = text.split(':');
    const fixed = [prefix, partition, service, region, account].every((part) => !part.includes('*') && !part.includes('?'));
    if (fixed && isAccountId(account) && name.startsWith('accesspoint/')) return true;
  }
  // a wildcard that the operator takes for a character
  return EXACT.includes(operator) && ask('a value with a character that looks like a wildcard is fixed');
}

/** "values broader than /8 for IPv4 and /32 for IPv6" */
function isNarrow(text: string): boolean {
  const block = readBlock(text);
  return block !== undefined && block.length >= (block.bits.length === 32 ? 8 : 32);
}
