import { literalOf } from '../model/text.ts';
import { type Caller, callerOf, type Name, sameAccount } from './caller.ts';
import { RequestContext } from './context.ts';
import { evaluateLayer, evaluateLevels, type LayerResult, type Query, type StatementRef, symbolicResource } from './layer.ts';
import { MAX_VALUE_LENGTH } from './pattern.ts';
import { accountOfArn, anyRoute, type Routes } from './principal-match.ts';
import { coveredByRcps } from './rcp-services.ts';
import type { AuthorizationRequest, Layer, Layers } from './request.ts';
import { both, either, NO, type Tri, UNKNOWN, YES } from './tri.ts';

export interface Decision {
  /** `unknown`: it depends on values that are not known; see `dependsOn` */
  readonly decision: 'allow' | 'implicitDeny' | 'explicitDeny' | 'unknown';
  /** the layer that decides: where the Deny is, where the Allow is missing, or whose Allow counts */
  readonly layer: Layer;
  /** the statements that decide: the Deny, or each Allow that was needed; none when an Allow is missing */
  readonly statements: readonly StatementRef[];
  /** clauses that end "it depends on"; only with `unknown` */
  readonly dependsOn: readonly string[];
  /** statements that concern the action and are not understood: as an Allow they did not count, as a Deny they did */
  readonly misread: readonly StatementRef[];
  /** what was taken for granted about the request */
  readonly assumes: readonly string[];
  /** a rule that decided without any policy, or a fault of the request itself, in a sentence */
  readonly note: string | undefined;
  readonly request: AuthorizationRequest;
}

/** Which layers count for a request, as the evaluation and its explanation both see it. */
export interface Situation {
  readonly request: AuthorizationRequest;
  readonly layers: Layers;
  readonly caller: Caller;
  readonly query: Query;
  readonly resourceAccount: Name | undefined;
  /** whether caller and resource are of one account */
  readonly same: Tri;
  /** the caller's own policies count: identity, boundary, session */
  readonly ownPolicies: boolean;
  readonly scp: boolean;
  readonly rcp: Tri;
  /** the layer that plays the resource's part */
  readonly resourceLayer: 'resource' | 'trust';
  /** a role or a KMS key: its own policy must admit the caller, in one account as well */
  readonly mustAdmit: boolean;
  /** a fault of the request, which no policy can allow */
  readonly problem: string | undefined;
}

/**
 * Decides one request as AWS does: an explicit Deny of any layer wins; then every layer that limits must allow; then the
 * resource's policy or the caller's own must grant, or both across accounts. (AWS: "Policy evaluation logic" and its
 * subpages; AWS Organizations: "SCP evaluation", "RCP evaluation"; AWS KMS: "Policy evaluation".) Never throws.
 */
export function authorize(request: AuthorizationRequest, layers: Layers): Decision {
  const situation = situationOf(request, layers);
  return decide(situation, evaluateAll(situation, evaluateLayer, evaluateLevels));
}

const TRUST_ACTIONS: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
]);

export function situationOf(request: AuthorizationRequest, layers: Layers): Situation {
  const caller = callerOf(request.principal);
  const action = String(request.action).toLowerCase();
  const given: Name = typeof request.resource === 'string' ? request.resource : (literalOf(request.resource) ?? request.resource);
  const tooLong = given.length > MAX_VALUE_LENGTH;
  const resource: Name = tooLong ? '' : given;
  const resourceAccount = request.resourceAccount ?? accountOfArn(resource) ?? caller.account;
  const context = new RequestContext(request, caller, resourceAccount);
  const hasBoundary = present(layers.boundary);
  const query: Query = {
    action,
    resource,
    symbolic: symbolicResource(resource),
    caller,
    hasBoundary,
    context,
  };
  const ownPolicies = caller.kind === 'user' || caller.kind === 'session' || caller.kind === 'federatedUser';
  const trust = layers.trust !== undefined && TRUST_ACTIONS.has(action);
  return {
    request,
    layers,
    caller,
    query,
    resourceAccount,
    same: sameAccount(resourceAccount, caller.account),
    ownPolicies,
    scp:
      present(layers.scp) &&
      (ownPolicies || caller.kind === 'root') &&
      !caller.serviceLinked &&
      (request.managementAccount === undefined || caller.account !== request.managementAccount),
    rcp: rcpApplies(request, layers, caller, action, resourceAccount),
    resourceLayer: trust || TRUST_ACTIONS.has(action) ? 'trust' : 'resource',
    mustAdmit: TRUST_ACTIONS.has(action) || (action.startsWith('kms:') && isKey(resource)),
    problem: tooLong ? 'the resource is longer than any ARN' : caller.problem,
  };
}

/** A layer without policies is not there; a level of a hierarchy without policies, `[[]]`, is there and allows nothing. */
const present = <Item>(list: readonly Item[] | undefined): list is readonly Item[] => list !== undefined && list.length > 0;

/** AWS Organizations: "Resource control policies (RCPs)", resources and entities not restricted by RCPs. */
function rcpApplies(request: AuthorizationRequest, layers: Layers, caller: Caller, action: string, resourceAccount: Name | undefined): Tri {
  if (!present(layers.rcp) || caller.serviceLinked || request.awsManagedKey === true || action === 'kms:retiregrant') return NO;
  if (request.managementAccount !== undefined && resourceAccount === request.managementAccount) return NO;
  const colon = action.indexOf(':');
  return coveredByRcps(colon < 0 ? action : action.slice(0, colon));
}

/** Key policies speak for keys; `kms:ListKeys` and the like are on `*`, and aliases have no policy (AWS KMS: "Key policies"). */
const isKey = (resource: Name): boolean =>
  typeof resource === 'string' ? resource.includes(':key/') : resource.some((part) => typeof part === 'string' && part.includes(':key/'));

/** What each layer that counts says; undefined where a layer does not count, or has no policies. */
export interface Results {
  readonly identity: LayerResult | undefined;
  readonly boundary: LayerResult | undefined;
  readonly session: LayerResult | undefined;
  readonly resource: LayerResult | undefined;
  readonly scp: LayerResult | undefined;
  readonly rcp: LayerResult | undefined;
  readonly endpoint: LayerResult | undefined;
}

export function evaluateAll(situation: Situation, one: typeof evaluateLayer, levels: typeof evaluateLevels): Results {
  const { layers, query, ownPolicies, resourceLayer } = situation;
  const resource = resourceLayer === 'trust' ? layers.trust : layers.resource;
  return {
    identity: ownPolicies && present(layers.identity) ? one('identity', layers.identity, query) : undefined,
    boundary: ownPolicies && present(layers.boundary) ? one('boundary', layers.boundary, query) : undefined,
    session: ownPolicies && present(layers.session) ? one('session', layers.session, query) : undefined,
    resource: resource !== undefined ? one(resourceLayer, [resource], query) : undefined,
    scp: situation.scp && layers.scp !== undefined ? levels('scp', layers.scp, query) : undefined,
    rcp: situation.rcp !== NO && layers.rcp !== undefined ? levels('rcp', layers.rcp, query) : undefined,
    endpoint: present(layers.endpoint) ? one('endpoint', layers.endpoint, query) : undefined,
  };
}

/** The layers in the order in which AWS documents them; the first that denies is named. */
const ORDER = ['rcp', 'scp', 'resource', 'identity', 'boundary', 'session', 'endpoint'] as const;

export function decide(situation: Situation, results: Results): Decision {
  const { query } = situation;
  if (situation.problem !== undefined) return decision(situation, results, 'implicitDeny', 'account', [], situation.problem);
  // AWS STS API reference, GetCallerIdentity: no permissions are required, and a Deny does not keep anyone from it
  if (query.action === 'sts:getcalleridentity')
    return decision(situation, results, 'allow', 'account', [], 'sts:GetCallerIdentity needs no permission, and no policy can deny it');
  let denied: Tri = NO;
  for (const key of ORDER) {
    const result = results[key];
    if (result === undefined || result.deny === NO) continue;
    const deny = key === 'rcp' ? both(result.deny, situation.rcp) : result.deny;
    if (deny === YES) return decision(situation, results, 'explicitDeny', result.layer, result.denyBy ? [result.denyBy] : []);
    if (key === 'rcp' && situation.rcp === UNKNOWN) query.context.doubt('whether resource control policies cover this service');
    denied = UNKNOWN;
  }
  const granted = grant(situation, results);
  if (granted.allow === NO) return decision(situation, results, 'implicitDeny', granted.layer, [], granted.note);
  if (granted.allow === UNKNOWN || denied === UNKNOWN) return decision(situation, results, 'unknown', granted.layer, granted.statements);
  return decision(situation, results, 'allow', granted.layer, granted.statements, granted.note);
}

interface Granted {
  readonly allow: Tri;
  readonly layer: Layer;
  readonly statements: readonly StatementRef[];
  readonly note?: string;
}

/** Whether every layer that has to allows the request; otherwise which is the first, in AWS's order, that does not. */
function grant(situation: Situation, results: Results): Granted {
  const scp = results.scp?.routes.direct ?? YES;
  if (scp === NO) return { allow: NO, layer: 'scp', statements: [] };
  const { same } = situation;
  const inside = same === NO ? undefined : grantInAccount(situation, results);
  const across = same === YES ? undefined : grantAcross(situation, results);
  const granted = inside === undefined ? across : across === undefined ? inside : eitherWay(inside, across, situation.query);
  if (granted === undefined || granted.allow === NO) return granted ?? { allow: NO, layer: 'identity', statements: [] };
  const endpoint = results.endpoint === undefined ? YES : endpointAllows(situation, results.endpoint.routes);
  if (endpoint === NO) return { allow: NO, layer: 'endpoint', statements: [] };
  const allow = both(granted.allow, both(scp, endpoint));
  const layer = granted.allow === UNKNOWN ? granted.layer : scp === UNKNOWN ? 'scp' : endpoint === UNKNOWN ? 'endpoint' : granted.layer;
  return { ...granted, allow, layer };
}

/** It is not known whether the accounts are one: the answer is known only where both ways lead to it. */
function eitherWay(inside: Granted, across: Granted, query: Query): Granted {
  if (inside.allow === across.allow) return inside.allow === YES ? across : inside;
  query.context.doubt('whether the resource is in the account of the caller');
  return { allow: UNKNOWN, layer: across.layer, statements: inside.statements };
}

/**
 * An account in the policy of a gateway endpoint (Amazon S3, DynamoDB) means its root user only (AWS PrivateLink: "Control
 * access to VPC endpoints using endpoint policies").
 */
function endpointAllows(situation: Situation, routes: Routes): Tri {
  const { action } = situation.query;
  const type = situation.request.endpointType ?? (action.startsWith('s3:') || action.startsWith('dynamodb:') ? 'gateway' : 'interface');
  return type === 'gateway' ? either(routes.direct, routes.limited) : anyRoute(routes);
}

const ROOT_NOTE = 'the root user has full access in its account';

function grantInAccount(situation: Situation, results: Results): Granted {
  const { caller, mustAdmit } = situation;
  const resourceLayer = results.resource?.layer ?? situation.resourceLayer;
  const routes = results.resource?.routes;
  const byResource = refs(results.resource);
  if (!isOwn(caller)) {
    if (caller.kind === 'root') return rootInAccount(situation, results);
    const direct = routes?.direct ?? NO;
    return { allow: direct, layer: resourceLayer, statements: byResource };
  }
  const limits = both(boundaryOf(results), sessionOf(situation, results));
  const own = both(results.identity?.routes.direct ?? NO, limits);
  const direct = routes?.direct ?? NO;
  if (direct === YES) return { allow: YES, layer: resourceLayer, statements: byResource };
  const limited = both(routes?.limited ?? NO, limits);
  if (limited === YES) return { allow: YES, layer: resourceLayer, statements: byResource };
  const admitted = mustAdmit ? both(own, routes?.delegated ?? NO) : own;
  const allow = either(either(direct, limited), admitted);
  const statements = [...(mustAdmit ? byResource : []), ...refs(results.identity)];
  if (allow === YES) return { allow, layer: 'identity', statements };
  // what is missing: the resource's own word where it must have one, else the first of the caller's layers
  const throughRole = routes?.limited ?? NO;
  if (mustAdmit && (routes === undefined || anyRoute(routes) === NO)) return { allow, layer: resourceLayer, statements: [] };
  if (allow === UNKNOWN && admitted === NO) return { allow, layer: resourceLayer, statements: byResource };
  return { allow, layer: missingOwn(situation, results, throughRole === YES), statements: allow === UNKNOWN ? statements : [] };
}

function rootInAccount(situation: Situation, results: Results): Granted {
  // a key policy that does not admit the account keeps its root user out as well (AWS KMS: "Key policies")
  if (!situation.mustAdmit) return { allow: YES, layer: 'account', statements: [], note: ROOT_NOTE };
  const direct = results.resource?.routes.direct ?? NO;
  return { allow: direct, layer: results.resource?.layer ?? situation.resourceLayer, statements: refs(results.resource) };
}

/** Both accounts must allow (AWS: "Cross-account policy evaluation logic"). */
function grantAcross(situation: Situation, results: Results): Granted {
  const { caller, query } = situation;
  const resourceLayer = results.resource?.layer ?? situation.resourceLayer;
  if (query.action === 'iam:passrole')
    return { allow: NO, layer: 'account', statements: [], note: 'a role can be passed within its own account only' };
  const partition = partitionOf(query.resource);
  const own = partitionOf(caller.arn);
  if (isOwn(caller) && partition !== undefined && own !== undefined && partition !== own)
    return { allow: NO, layer: 'account', statements: [], note: `no access leads from partition ${own} to ${partition}` };
  const admitted = results.resource === undefined ? NO : isOwn(caller) ? anyRoute(results.resource.routes) : results.resource.routes.direct;
  if (!isOwn(caller)) return { allow: admitted, layer: resourceLayer, statements: refs(results.resource) };
  if (admitted === NO) return { allow: NO, layer: resourceLayer, statements: [] };
  const mine = both(results.identity?.routes.direct ?? NO, both(boundaryOf(results), sessionOf(situation, results)));
  const allow = both(admitted, mine);
  const statements = [...refs(results.identity), ...refs(results.resource)];
  if (allow === YES) return { allow, layer: 'identity', statements };
  if (mine === YES) return { allow, layer: resourceLayer, statements };
  return { allow, layer: missingOwn(situation, results), statements: allow === UNKNOWN ? statements : [] };
}

/** The first of the caller's own layers that does not allow, in AWS's order. */
function missingOwn(situation: Situation, results: Results, granted = false): Layer {
  const own = [
    ['identity', granted ? YES : (results.identity?.routes.direct ?? NO)],
    ['boundary', boundaryOf(results)],
    ['session', sessionOf(situation, results)],
  ] as const;
  const worst = own.find(([, known]) => known === NO) ?? own.find(([, known]) => known === UNKNOWN);
  return worst?.[0] ?? 'identity';
}

const boundaryOf = (results: Results): Tri => results.boundary?.routes.direct ?? YES;

/**
 * Without a session policy a role's session is not limited, and a session of GetFederationToken has nothing (AWS: "Permissions
 * for GetFederationToken").
 */
const sessionOf = (situation: Situation, results: Results): Tri =>
  results.session?.routes.direct ?? (situation.caller.kind === 'federatedUser' ? NO : YES);

const isOwn = (caller: Caller): boolean => caller.kind === 'user' || caller.kind === 'session' || caller.kind === 'federatedUser';

const refs = (result: LayerResult | undefined): readonly StatementRef[] => (result?.allowBy ? [result.allowBy] : []);

function partitionOf(arn: Name): string | undefined {
  const literal = typeof arn === 'string' ? arn : arn[0];
  if (typeof literal !== 'string' || !literal.startsWith('arn:')) return undefined;
  const partition = literal.slice(4).split(':', 2);
  return partition.length === 2 ? partition[0] : undefined;
}

const NOTHING: readonly string[] = [];
const NO_REFS: readonly StatementRef[] = [];

function decision(
  situation: Situation,
  results: Results,
  kind: Decision['decision'],
  layer: Layer,
  statements: readonly StatementRef[],
  note?: string,
): Decision {
  const { query, request } = situation;
  let misread: StatementRef[] | undefined;
  for (const key of ORDER) {
    const found = results[key]?.misread;
    if (found !== undefined && found.length > 0) misread = [...(misread ?? []), ...found];
  }
  return {
    decision: kind,
    layer,
    statements,
    dependsOn: kind === 'unknown' ? query.context.doubts : NOTHING,
    misread: misread ?? NO_REFS,
    assumes: query.context.assumedPath ? ['the role of the session has no path'] : NOTHING,
    note,
    request,
  };
}
