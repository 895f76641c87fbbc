import { displayText } from '../model/text.ts';
import type { Decision } from './authorize.ts';
import { callerOf } from './caller.ts';
import type { Layer } from './request.ts';

/** AWS: "Troubleshoot access denied error messages", access denied error message examples. */
const POLICIES: Readonly<Record<Exclude<Layer, 'account'>, string>> = {
  identity: 'an identity-based policy',
  resource: 'a resource-based policy',
  trust: 'the role trust policy',
  boundary: 'a permissions boundary',
  session: 'a session policy',
  scp: 'a service control policy',
  rcp: 'a resource control policy',
  endpoint: 'a VPC endpoint policy',
  grants: 'a resource-based policy',
  acl: 'a resource-based policy',
  publicAccessBlock: 'a resource-based policy',
};

/** Layers whose message may name the ARN of the policy, when its name is one. */
const NAMED: ReadonlySet<Layer> = new Set(['identity', 'boundary', 'session', 'scp', 'rcp']);

/**
 * The sentence that AWS answers a denied request with; undefined unless the decision is a denial. Services differ: some leave
 * the resource or the reason out, some add an encoded message.
 */
export function accessDeniedMessage(decision: Decision): string | undefined {
  if (decision.decision !== 'implicitDeny' && decision.decision !== 'explicitDeny') return undefined;
  const { request, layer } = decision;
  const { arn } = callerOf(request.principal);
  const resource = typeof request.resource === 'string' ? request.resource : displayText(request.resource);
  const base = `User: ${typeof arn === 'string' ? arn : displayText(arn)} is not authorized to perform: ${request.action}`;
  const where = resource === '*' || resource === '' ? '' : ` on resource: ${resource}`;
  if (layer === 'account') return base + where;
  // Amazon S3: "Troubleshoot access denied (403 Forbidden) errors", Block Public Access settings
  const setting = layer === 'publicAccessBlock' ? decision.statements[0]?.statement?.sid : undefined;
  const guarded = setting === 'BlockPublicAcls' ? 'ACLs' : setting === 'BlockPublicPolicy' ? 'policies' : undefined;
  if (guarded) return `${base}${where} because public ${guarded} are prevented by the ${setting} setting in S3 Block Public Access`;
  const policy = POLICIES[layer];
  if (decision.decision === 'implicitDeny') {
    const kind = policy.slice(policy.indexOf(' ') + 1);
    return `${base}${where} because no ${kind} allows the ${request.action} action`;
  }
  const name = decision.statements[0]?.policy.name;
  const arnOfPolicy = NAMED.has(layer) && name?.startsWith('arn:') ? `: ${name}` : '';
  return `${base}${where} with an explicit deny in ${policy}${arnOfPolicy}`;
}

/**
 * The error code that a service answers a denied request with, by its IAM prefix. Sources: the service models of the AWS SDKs,
 * and CloudTrail records where a model has none; [unverified] for DynamoDB, KMS, Step Functions and SQS.
 */
export function errorCode(service: string): string {
  return CODES.get(service.toLowerCase()) ?? 'AccessDeniedException';
}

const CODES: ReadonlyMap<string, string> = new Map([
  // query and XML protocols
  ['iam', 'AccessDenied'],
  ['sts', 'AccessDenied'],
  ['cloudformation', 'AccessDenied'],
  ['s3', 'AccessDenied'],
  ['ec2', 'UnauthorizedOperation'],
  ['sns', 'AuthorizationError'],
  ['apigateway', 'UnauthorizedException'],
  ['kafka', 'ForbiddenException'],
]);
