import { combine, KEY_DOUBT, type Results } from './combination.ts';
import { evaluateLayer, evaluateLevels, type StatementRef } from './layer.ts';
import type { AuthorizationRequest, Layer, Layers } from './request.ts';
import { present, type Situation, situationOf } from './situation.ts';
import { both, NO, type Tri, UNKNOWN, YES } from './tri.ts';

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
  /** a rule that decided without any policy, or a fault of the request itself: a clause */
  readonly note: string | undefined;
  readonly request: AuthorizationRequest;
}

/**
 * Decides one request as AWS does: an explicit Deny of any layer wins; then every layer that limits must allow; then the
 * resource's policy or the caller's own must grant, or both across accounts. (AWS: "Policy evaluation logic" and its
 * subpages; AWS Organizations: "SCP evaluation", "RCP evaluation"; AWS KMS: "Policy evaluation".) Never throws.
 */
export function authorize(request: AuthorizationRequest, layers: Layers): Decision {
  const situation = situationOf(request, layers);
  return decide(situation, evaluateAll(situation));
}

export function evaluateAll(situation: Situation): Results {
  const { layers, query, own, resourceLayer } = situation;
  const { identity, boundary, session, scp, rcp, endpoint, grants, acl, publicAccessBlock } = layers;
  const resource = situation.hasPolicy === NO || situation.retirement ? undefined : layers[resourceLayer];
  return {
    identity: own && present(identity) ? evaluateLayer('identity', identity, query) : undefined,
    boundary: own && present(boundary) ? evaluateLayer('boundary', boundary, query) : undefined,
    session: own && present(session) ? evaluateLayer('session', session, query) : undefined,
    resource: resource && evaluateLayer(resourceLayer, [resource], query),
    scp: situation.scp !== NO && scp ? evaluateLevels('scp', scp, query) : undefined,
    rcp: situation.rcp !== NO && rcp ? evaluateLevels('rcp', rcp, query) : undefined,
    endpoint: present(endpoint) ? evaluateLayer('endpoint', endpoint, query) : undefined,
    grants: grants && situation.hasPolicy !== NO && query.action.startsWith('kms:') ? evaluateLayer('grants', [grants], query) : undefined,
    acl: acl && acl.disabled !== YES && query.action.startsWith('s3:') ? evaluateLayer('acl', [acl], query) : undefined,
    publicAccessBlock: publicAccessBlock && evaluateLayer('publicAccessBlock', [publicAccessBlock], query),
  };
}

const NONE: readonly string[] = [];

function assumedIn({ accountAssumed, query: { context } }: Situation, denied: boolean): readonly string[] {
  const { assumedPath, assumedPartition } = context;
  if (!accountAssumed && !assumedPath && !assumedPartition) return NONE;
  return [
    ...(accountAssumed ? ['the resource is in the account of the caller'] : NONE),
    ...(assumedPath ? ['the role of the session has no path'] : NONE),
    ...(assumedPartition && !denied ? [SAME_PARTITION] : NONE),
  ];
}

/** Of what is allowed across accounts, where the partition of the caller or of the resource is not known. */
export const SAME_PARTITION = 'the resource is in the partition of the caller';

/** The layers in the order in which AWS documents them; the first that denies is named. */
const inOrder = ({ rcp, scp, resource, identity, boundary, session, endpoint, publicAccessBlock, grants, acl }: Results) => [
  rcp,
  scp,
  resource,
  identity,
  boundary,
  session,
  endpoint,
  publicAccessBlock,
  grants,
  acl,
];

export function decide(situation: Situation, results: Results): Decision {
  const { query, request, problem } = situation;
  const { context } = query;
  let misread: readonly StatementRef[] = [];
  const ordered = inOrder(results);
  for (const result of ordered) if (result && result.misread.length > 0) misread = [...misread, ...result.misread];
  const decision = (kind: Decision['decision'], layer: Layer, statements: readonly StatementRef[], note?: string): Decision => ({
    decision: kind,
    layer,
    statements,
    dependsOn: kind === 'unknown' ? context.doubts : NONE,
    misread,
    assumes: assumedIn(situation, kind.endsWith('Deny')),
    note,
    request,
  });
  if (problem !== undefined) return decision('implicitDeny', 'account', [], problem);
  // AWS STS API reference, GetCallerIdentity: no permissions are required, and a Deny does not keep anyone from it
  if (query.action === 'sts:getcalleridentity')
    return decision('allow', 'account', [], 'sts:GetCallerIdentity needs no permission, and no policy can deny it');
  let doubtful: StatementRef | undefined;
  for (const result of ordered) {
    if (!result?.denyBy) continue;
    const applies = denyOf(result.layer, situation);
    const deny = both(result.deny, applies);
    if (deny === YES) return decision('explicitDeny', result.layer, [result.denyBy]);
    if (deny === UNKNOWN) doubtful ??= result.denyBy;
    if (result.layer === 'resource' && applies === UNKNOWN) context.doubt(KEY_DOUBT);
    if (result.layer === 'rcp' && applies === UNKNOWN) context.doubt('whether resource control policies cover this request');
  }
  const { allow, layer, statements, note } = combine(situation, results);
  if (allow === NO) return decision('implicitDeny', layer, [], note);
  if (allow === UNKNOWN) return decision('unknown', layer, statements);
  return doubtful ? decision('unknown', doubtful.layer, [doubtful]) : decision('allow', layer, statements, note);
}

/** Whether a Deny of the layer concerns the request. */
function denyOf(layer: Layer, situation: Situation): Tri {
  switch (layer) {
    case 'rcp':
    case 'scp':
      return situation[layer];
    case 'resource':
      return situation.hasPolicy;
    default:
      return YES;
  }
}
