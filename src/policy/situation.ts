import { serviceOf } from './action.ts';
import { callerOf } from './caller.ts';
import { RequestContext } from './context.ts';
import type { Query } from './layer.ts';
import { lowerCase } from './lower.ts';
import { matches, type Name, nameOf, sameAccount } from './name.ts';
import { globOf, MAX_VALUE_LENGTH } from './pattern.ts';
import { accountOfArn, isIdentity } from './principal-match.ts';
import { coveredByRcps } from './rcp-services.ts';
import type { AuthorizationRequest, Layers } from './request.ts';
import { both, either, NO, not, type Tri, UNKNOWN, YES } from './tri.ts';

/** Which layers count for a request, as the evaluation and its explanation both see it. */
export interface Situation {
  readonly request: AuthorizationRequest;
  readonly layers: Layers;
  readonly query: Query;
  /** whether caller and resource are of one account */
  readonly same: Tri;
  readonly resourceAccount: Name | undefined;
  /** nothing tells the account of the resource, so it is taken for the caller's */
  readonly accountAssumed: boolean;
  /** the caller has policies that count: identity, boundary, session */
  readonly own: boolean;
  readonly scp: Tri;
  readonly rcp: Tri;
  /** the layer that plays the resource's part */
  readonly resourceLayer: 'resource' | 'trust' | 'grants' | 'acl';
  /**
   * A role or a KMS key: its own policy must admit the caller, in one account as well (AWS: "How AWS enforcement code logic
   * evaluates requests to allow or deny access").
   */
  readonly mustAdmit: Tri;
  /** AWS KMS: keys have a policy; aliases, and what `kms:ListKeys` and the like are authorized on, have none */
  readonly hasPolicy: Tri;
  /** AWS KMS: "Retiring and revoking grants": the key's grants tell who may, and its policy has no say */
  readonly retirement: boolean;
  /** a fault of the request, which no policy can allow */
  readonly problem: string | undefined;
}

/** The actions that a role's trust policy speaks for. */
const TRUST_ACTIONS: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
]);

export function situationOf(request: AuthorizationRequest, layers: Layers): Situation {
  const caller = callerOf(request.principal);
  const spelling = String(request.action);
  const action = lowerCase(spelling);
  const given = nameOf(request.resource);
  const tooLong = given.length > MAX_VALUE_LENGTH;
  const resource: Name = tooLong ? '' : given;
  const named = request.resourceAccount === undefined ? accountOfArn(resource) : nameOf(request.resourceAccount);
  const resourceAccount = named ?? caller.account;
  const own = isIdentity(caller) && caller.kind !== 'root';
  const trust = TRUST_ACTIONS.has(action);
  // AWS KMS: "Key policies"
  const key = action.startsWith('kms:') ? matches(KEY, resource) : undefined;
  return {
    request,
    layers,
    query: {
      action,
      spelling,
      resource,
      caller,
      hasBoundary: present(layers.boundary),
      context: new RequestContext(request, caller, resourceAccount),
    },
    same: sameAccount(resourceAccount, caller.account),
    resourceAccount,
    accountAssumed: named === undefined && isIdentity(caller) && resource !== '*',
    own,
    // AWS Organizations: "Service control policies (SCPs)", tasks and entities not restricted by SCPs
    scp:
      present(layers.scp) && isIdentity(caller) && !caller.serviceLinked ? not(sameAccount(caller.account, request.managementAccount)) : NO,
    // AWS Organizations: "Resource control policies (RCPs)", resources and entities not restricted by RCPs
    rcp:
      !present(layers.rcp) || caller.serviceLinked || request.awsManagedKey === true || action === 'kms:retiregrant'
        ? NO
        : both(
            coveredByRcps(serviceOf(action)),
            not(either(ofManagement(request, resource, resourceAccount), trust ? matches(SERVICE_LINKED_ROLE, resource) : NO)),
          ),
    resourceLayer: trust ? 'trust' : 'resource',
    mustAdmit: trust ? YES : (key ?? NO),
    hasPolicy: key ?? YES,
    retirement: action === 'kms:retiregrant',
    problem: tooLong ? 'the resource is longer than any ARN' : caller.problem,
  };
}

/** A layer without policies is not there; a level of a hierarchy without policies, `[[]]`, is there and allows nothing. */
export const present = <Item>(list: readonly Item[] | undefined): list is readonly Item[] => list !== undefined && list.length > 0;

const SERVICE_LINKED_ROLE = globOf(['arn:*:iam::*:role/aws-service-role/*']);
const KEY = globOf(['arn:*:kms:*:*:key/*']);

/** Whether the resource is of the management account. An ARN that is not known may tell an account that nothing else tells. */
const ofManagement = ({ managementAccount }: AuthorizationRequest, resource: Name, account: Name | undefined): Tri =>
  managementAccount !== undefined && account === undefined && typeof resource !== 'string'
    ? UNKNOWN
    : sameAccount(account, managementAccount);
