import { displayText } from '../model/text.ts';
import type { Decision } from './authorize.ts';
import { callerOf } from './caller.ts';
import type { Layer } from './request.ts';

interface Words {
  /** "because no … allows the … action" */
  readonly none: string;
  /** "with an explicit deny in …" */
  readonly deny: string;
}

/** AWS: "Troubleshoot access denied error messages", access denied error message examples. */
const WORDS: Readonly<Record<Exclude<Layer, 'account'>, Words>> = {
  identity: { none: 'identity-based policy', deny: 'an identity-based policy' },
  resource: { none: 'resource-based policy', deny: 'a resource-based policy' },
  trust: { none: 'role trust policy', deny: 'the role trust policy' },
  boundary: { none: 'permissions boundary', deny: 'a permissions boundary' },
  session: { none: 'session policy', deny: 'a session policy' },
  scp: { none: 'service control policy', deny: 'a service control policy' },
  // cannot be implicit: RCPFullAWSAccess cannot be detached
  rcp: { none: 'resource control policy', deny: 'a resource control policy' },
  endpoint: { none: 'VPC endpoint policy', deny: 'a VPC endpoint policy' },
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
  const words = WORDS[layer];
  if (decision.decision === 'implicitDeny') return `${base}${where} because no ${words.none} allows the ${request.action} action`;
  const name = decision.statements[0]?.policy.name;
  const arnOfPolicy = NAMED.has(layer) && name?.startsWith('arn:') ? `: ${name}` : '';
  return `${base}${where} with an explicit deny in ${words.deny}${arnOfPolicy}`;
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
