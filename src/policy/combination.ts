import { isHole } from '../model/text.ts';
import { serviceOf } from './action.ts';
import { arnFields } from './arn.ts';
import { type LayerResult, NO_REFS, type StatementRef } from './layer.ts';
import { type Name, sameAccount, sameName } from './name.ts';
import { type Acl, isOfObject } from './object-owner.ts';
import { anyRoute, isIdentity } from './principal-match.ts';
import type { Layer } from './request.ts';
import type { Situation } from './situation.ts';
import { both, either, NO, not, type Tri, UNKNOWN, YES } from './tri.ts';

/** What each layer that counts says; undefined where a layer does not count, or has no policies. */
export interface Results {
  readonly identity: LayerResult | undefined;
  readonly boundary: LayerResult | undefined;
  readonly session: LayerResult | undefined;
  readonly resource: LayerResult | undefined;
  readonly scp: LayerResult | undefined;
  readonly rcp: LayerResult | undefined;
  readonly endpoint: LayerResult | undefined;
  readonly grants: LayerResult | undefined;
  readonly acl: LayerResult | undefined;
  readonly publicAccessBlock: LayerResult | undefined;
}

export interface Granted {
  readonly allow: Tri;
  /** whose Allow counts, or is missing, or is not certain */
  readonly layer: Layer;
  /** those that grant; without meaning where `allow` is `NO` */
  readonly statements: readonly StatementRef[];
  readonly note?: string | undefined;
}

/**
 * Whether the layers together allow a request that none of them denies: every layer that limits, and the resource's policy or
 * the caller's own, or both across accounts. A resource control policy never denies by silence, since RCPFullAWSAccess cannot be
 * detached. The layer that is missing is the first in AWS's order (AWS: "How AWS enforcement code logic evaluates requests to
 * allow or deny access").
 */
export function combine(situation: Situation, results: Results): Granted {
  const scp = either(direct(results.scp) ?? YES, not(situation.scp));
  if (scp === UNKNOWN && situation.scp === UNKNOWN) situation.query.context.doubt('whether service control policies limit the caller');
  if (scp === NO) return missing('scp');
  const granted = grantedIn(situation, results);
  const endpoint = endpointAllows(situation, results.endpoint);
  if (granted.allow !== NO && endpoint === NO) return missing('endpoint');
  if (scp === YES && endpoint === YES) return granted;
  const layer = granted.allow !== YES ? granted.layer : scp === UNKNOWN ? 'scp' : 'endpoint';
  return { ...granted, allow: both(granted.allow, both(scp, endpoint)), layer };
}

const missing = (layer: Layer, note?: string): Granted => ({ allow: NO, layer, statements: NO_REFS, note });

const direct = (result: LayerResult | undefined): Tri | undefined => result?.routes.direct;

/** What the policies give, or, where the resource has others, what stands beside its policy: grants of a KMS key, an ACL of Amazon S3. */
function grantedIn(situation: Situation, results: Results): Granted {
  const { layers } = situation;
  const { grants, acl } = results;
  if (situation.retirement && situation.mustAdmit !== NO) return grantedToRetire(situation, results);
  if (grants) return better(grantedBy(situation, results), grantedByGrants(situation, results, grants));
  return acl && layers.acl ? grantedByAcl(situation, results, acl, layers.acl) : grantedBy(situation, results);
}

const better = (a: Granted, b: Granted): Granted => (b.allow > a.allow ? b : a);

/** A grant gives what the key policy could give. Whether it is enough across accounts without an Allow there, AWS does not say. */
function grantedByGrants(situation: Situation, results: Results, grants: LayerResult): Granted {
  const granted = grantedBy({ ...situation, resourceLayer: 'grants' }, { ...results, resource: grants });
  const { routes } = grants;
  const named = either(routes.direct, both(routes.limited, limitsOf(situation, results)));
  if (granted.allow !== NO || granted.layer === 'account' || situation.same === YES || named === NO) return granted;
  situation.query.context.doubt('whether a grant on a key of another account needs an identity-based policy beside it');
  return byResource({ ...situation, resourceLayer: 'grants' }, { ...results, resource: grants }, UNKNOWN);
}

/**
 * Whom a grant names may retire it without another permission. An IAM policy "alone does not allow principals to retire a grant", yet
 * the account of the key "can delegate the kms:RetireGrant permission" (AWS KMS: "Retiring and revoking grants").
 */
function grantedToRetire(situation: Situation, results: Results): Granted {
  const { grants } = results;
  const granted = grantedBy({ ...situation, resourceLayer: 'grants' }, { ...results, resource: grants });
  const named = grants ? either(grants.routes.direct, both(grants.routes.limited, limitsOf(situation, results))) : NO;
  if (granted.allow === YES || granted.layer === 'account') return granted;
  if (named !== NO) return byResource({ ...situation, resourceLayer: 'grants' }, { ...results, resource: grants }, named);
  const { query, same } = situation;
  const own = query.caller.kind === 'root' ? YES : both(direct(results.identity) ?? NO, limitsOf(situation, results));
  if (granted.allow !== NO || both(same, own) === NO) return granted;
  query.context.doubt('whether the account of a key may retire its grants by its own policies');
  return { allow: UNKNOWN, layer: 'identity', statements: refs(results.identity) };
}

/** AWS KMS: "Allowing users in other accounts to use a KMS key", what cross-account permission is effective for. */
const ACROSS_ACCOUNTS =
  /^kms:(?:(?:de|en)crypt|derivesharedsecret|generatedatakey(?:pair)?(?:withoutplaintext)?|generatemac|reencrypt(?:from|to)|sign|verify(?:mac)?|(?:create|retire|revoke)grant|listgrants|describekey|getpublickey|getkeyrotationstatus)$/;

/**
 * The ACL of a bucket, or of an object that the bucket's owner owns, gives what the bucket policy could give. An object of another
 * account is its owner's: the ACL stands in the place of the bucket policy, which only denies (Amazon S3: "How Amazon S3 authorizes a
 * request for an object operation"). Where it is not known which holds, what all ways come to.
 */
function grantedByAcl(situation: Situation, results: Results, result: LayerResult, acl: Acl): Granted {
  const { query, resourceAccount } = situation;
  const within = (same: Tri): Granted => grantedBy({ ...situation, same, resourceLayer: 'acl' }, { ...results, resource: result });
  const others = resourceAccount === undefined ? UNKNOWN : not(sameAccount(acl.owner, resourceAccount));
  const foreign = both(isOfObject(query.action, query.resource), others);
  const byPolicy = grantedBy(situation, results);
  const ways: Granted[] = [];
  if (acl.disabled !== NO) ways.push(byPolicy);
  if (foreign !== YES) ways.push(better(byPolicy, within(situation.same)));
  if (foreign !== NO) ways.push(within(sameAccount(acl.owner, query.caller.account)));
  const [first = byPolicy, ...rest] = ways;
  if (rest.every(({ allow }) => allow === first.allow)) return first;
  query.context.doubt('who owns the object, and whether its ACL counts');
  return { allow: UNKNOWN, layer: 'acl', statements: refs(result) };
}

/** In one account, across accounts, or, where nobody knows which, what both come to. */
function grantedBy(situation: Situation, results: Results): Granted {
  const { same, query, resourceLayer } = situation;
  // AWS: "Compare AWS STS credentials": users and roles call AssumeRole, and nobody else who has credentials
  const { kind } = query.caller;
  if (resourceLayer === 'trust' && kind === 'root') return missing('account', 'the root user cannot assume a role');
  if (resourceLayer === 'trust' && kind === 'federatedUser') return missing('account', 'a federated user session cannot assume a role');
  if (same === YES) return withinAccount(situation, results);
  const across = acrossAccounts(situation, results);
  if (same === NO) return across;
  const within = withinAccount(situation, results);
  if (within.allow === across.allow) return across;
  query.context.doubt('whether the resource is in the account of the caller');
  return { allow: UNKNOWN, layer: across.layer, statements: within.statements };
}

export const KEY_DOUBT = 'whether the resource is a KMS key';

/** In one account, whether or not the resource's own policy must admit the caller. */
function withinAccount(situation: Situation, results: Results): Granted {
  const { mustAdmit, query } = situation;
  if (mustAdmit !== UNKNOWN) return withinAccountOf(situation, results, mustAdmit === YES);
  const admitting = withinAccountOf(situation, results, true);
  const other = withinAccountOf(situation, { ...results, resource: undefined }, false);
  if (admitting.allow === other.allow) return admitting;
  query.context.doubt(KEY_DOUBT);
  return { allow: UNKNOWN, layer: admitting.layer, statements: other.statements };
}

/** AWS: "Policy evaluation for requests within a single account". */
function withinAccountOf(situation: Situation, results: Results, mustAdmit: boolean): Granted {
  const { query } = situation;
  // a key policy that does not admit the account keeps its root user out as well (AWS KMS: "Key policies")
  if (query.caller.kind === 'root' && !mustAdmit)
    return { allow: YES, layer: 'account', statements: NO_REFS, note: 'the root user has full access in its account' };
  const routes = results.resource?.routes;
  const limits = limitsOf(situation, results);
  // what names the caller itself is not limited; what names the role behind a session is
  const named = either(routes?.direct ?? NO, both(routes?.limited ?? NO, limits));
  if (named === YES) return byResource(situation, results, YES);
  const own = both(direct(results.identity) ?? NO, limits);
  const admitted = mustAdmit ? both(own, routes?.delegated ?? NO) : own;
  const statements = [...(mustAdmit ? refs(results.resource) : []), ...refs(results.identity)];
  // what is missing: the resource's word where it must be given, else the first of the caller's layers
  if (mustAdmit && (!routes || anyRoute(routes) === NO)) return missing(situation.resourceLayer);
  if (named === UNKNOWN && admitted === NO) return byResource(situation, results, UNKNOWN);
  const allow = either(named, admitted);
  const layer = firstMissing(situation, results, routes?.limited === YES);
  return { allow, layer, statements };
}

/** Both accounts must allow (AWS: "Cross-account policy evaluation logic"). */
function acrossAccounts(situation: Situation, results: Results): Granted {
  const { query, own } = situation;
  if (query.action === 'iam:passrole') return missing('account', 'a role can be passed within its own account only');
  // AWS: "Cross account resource access in IAM"
  const there = partitionOf(query.resource);
  const here = partitionOf(query.caller.arn);
  const together = there === undefined || here === undefined ? YES : sameName(there, here);
  if (together === NO) return missing('account', `no access leads from partition ${here} to ${there}`);
  if (together === UNKNOWN) query.context.assumedPartition = true;
  if (query.action.startsWith('kms:') && isIdentity(query.caller) && !ACROSS_ACCOUNTS.test(query.action))
    return missing('account', 'this action has an effect on keys of the same account only');
  // what is no key has no policy that could admit anyone
  if (situation.hasPolicy === UNKNOWN) query.context.doubt(KEY_DOUBT);
  if (!own) return byResource(situation, results, both(direct(results.resource) ?? NO, situation.hasPolicy));
  const admitted = both(results.resource ? anyRoute(results.resource.routes) : NO, situation.hasPolicy);
  if (admitted === NO) return missing(situation.resourceLayer);
  const mine = both(direct(results.identity) ?? NO, limitsOf(situation, results));
  const allow = both(admitted, mine);
  const statements = [...refs(results.identity), ...refs(results.resource)];
  const layer = allow === YES ? 'identity' : mine === YES ? situation.resourceLayer : firstMissing(situation, results, false);
  return { allow, layer, statements };
}

const byResource = (situation: Situation, results: Results, allow: Tri): Granted => ({
  allow,
  layer: situation.resourceLayer,
  statements: refs(results.resource),
});

const limitsOf = (situation: Situation, results: Results): Tri =>
  both(direct(results.boundary) ?? YES, direct(results.session) ?? withoutSessionPolicy(situation));

/**
 * Without a session policy a role's session is not limited, and a session of GetFederationToken has nothing (AWS: "Permissions
 * for GetFederationToken").
 */
const withoutSessionPolicy = (situation: Situation): Tri => (situation.query.caller.kind === 'federatedUser' ? NO : YES);

/** The first of the caller's own layers that does not allow, else the first that may not. */
function firstMissing(situation: Situation, results: Results, grantedElsewhere: boolean): Layer {
  const own = [
    ['identity', grantedElsewhere ? YES : (direct(results.identity) ?? NO)],
    ['boundary', direct(results.boundary) ?? YES],
    ['session', direct(results.session) ?? withoutSessionPolicy(situation)],
  ] as const;
  const worst = own.find(([, allow]) => allow === NO) ?? own.find(([, allow]) => allow === UNKNOWN);
  return worst?.[0] ?? 'identity';
}

/**
 * An account in the policy of a gateway endpoint (Amazon S3, DynamoDB) means its root user only (AWS PrivateLink: "Control
 * access to VPC endpoints using endpoint policies").
 */
function endpointAllows({ request, query }: Situation, result: LayerResult | undefined): Tri {
  if (!result) return YES;
  const { endpointType } = request;
  const gateway = endpointType ? endpointType === 'gateway' : ['s3', 'dynamodb'].includes(serviceOf(query.action));
  const { routes } = result;
  return gateway ? either(routes.direct, routes.limited) : anyRoute(routes);
}

const refs = (result: LayerResult | undefined): readonly StatementRef[] => (result?.allowBy ? [result.allowBy] : NO_REFS);

/** The partition in an ARN, known or not; undefined of what is no ARN. */
function partitionOf(arn: Name): Name | undefined {
  const [start] = typeof arn === 'string' ? [arn] : arn;
  const known = typeof start === 'string' ? /^arn:([^:]*):/.exec(start)?.[1] : undefined;
  if (known !== undefined || typeof arn === 'string') return known;
  return arnFields(arn)?.[1] ?? arn.filter(isHole).slice(0, 1);
}
