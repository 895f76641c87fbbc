import { describe, expect, it } from 'vitest';
import { ACCOUNT, text } from '../model/text.ts';
import { authorize } from './authorize.ts';
import { accessDeniedMessage, errorCode } from './message.ts';
import { parsePolicy } from './parse.ts';
import type { AuthorizationRequest, Layers } from './request.ts';
import type { PolicyKind } from './statement.ts';

describe('error codes', () => {
  it.each([
    ['s3', 'AccessDenied'],
    ['IAM', 'AccessDenied'],
    ['sts', 'AccessDenied'],
    ['cloudformation', 'AccessDenied'],
    ['ec2', 'UnauthorizedOperation'],
    ['sns', 'AuthorizationError'],
    ['lambda', 'AccessDeniedException'],
    ['dynamodb', 'AccessDeniedException'],
    ['kafka', 'ForbiddenException'],
    ['apigateway', 'UnauthorizedException'],
  ])('%s: %s', (service, code) => {
    expect(errorCode(service)).toBe(code);
  });
});

describe('the sentence of a denial', () => {
  it('is there for denials only', () => {
    const all = parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity').policy;
    const request = { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: '*' };
    expect(accessDeniedMessage(authorize(request, { identity: [all] }))).toBeUndefined();
    expect(accessDeniedMessage(authorize({ ...request, principal: 'alice' }, { identity: [all] }))).toBe(
      'User: alice is not authorized to perform: s3:GetObject',
    );
  });
});

describe('the cause that a denial names', () => {
  const A = '111122223333';
  const policy = (kind: PolicyKind, Effect: string, name?: string) =>
    parsePolicy(
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect,
            Action: kind === 'rcp' ? 's3:*' : kind === 'trust' ? 'sts:*' : '*',
            ...(kind === 'trust' ? {} : { Resource: '*' }),
            ...(['resource', 'rcp', 'endpoint', 'trust'].includes(kind) ? { Principal: '*' } : {}),
          },
        ],
      },
      kind,
      name,
    ).policy;
  const none = (kind: PolicyKind) => parsePolicy({ Version: '2012-10-17', Statement: [] }, kind).policy;
  const identity = [policy('identity', 'Allow')];
  const tail = (layers: Layers, more: Partial<AuthorizationRequest> = {}) => {
    const request = { principal: `arn:aws:iam::${A}:user/alice`, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', ...more };
    const message = accessDeniedMessage(authorize(request, layers)) ?? '';
    const base = `User: arn:aws:iam::${A}:user/alice is not authorized to perform: ${request.action} on resource: ${request.resource} `;
    return message.startsWith(base) ? message.slice(base.length) : message;
  };
  const assume = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${A}:role/app` };

  it.each<[string, Layers, string, Partial<AuthorizationRequest>?]>([
    ['an identity policy', { identity: [policy('identity', 'Deny')] }, 'with an explicit deny in an identity-based policy'],
    ['a resource policy', { resource: policy('resource', 'Deny') }, 'with an explicit deny in a resource-based policy'],
    ['a trust policy', { trust: policy('trust', 'Deny') }, 'with an explicit deny in the role trust policy', assume],
    ['a boundary', { boundary: [policy('boundary', 'Deny')] }, 'with an explicit deny in a permissions boundary'],
    ['a session policy', { session: [policy('session', 'Deny')] }, 'with an explicit deny in a session policy'],
    ['an SCP', { scp: [[policy('scp', 'Deny')]] }, 'with an explicit deny in a service control policy'],
    ['an RCP', { rcp: [[policy('rcp', 'Deny')]] }, 'with an explicit deny in a resource control policy'],
    ['an endpoint policy', { endpoint: [policy('endpoint', 'Deny')] }, 'with an explicit deny in a VPC endpoint policy'],
    ['no identity policy', {}, 'because no identity-based policy allows the s3:GetObject action'],
    [
      'no resource policy',
      { identity },
      'because no resource-based policy allows the s3:GetObject action',
      { resourceAccount: '444455556666' },
    ],
    ['no trust policy', { trust: none('trust') }, 'because no role trust policy allows the sts:AssumeRole action', assume],
    ['no boundary', { identity, boundary: [none('boundary')] }, 'because no permissions boundary allows the s3:GetObject action'],
    ['no session policy', { identity, session: [none('session')] }, 'because no session policy allows the s3:GetObject action'],
    ['no SCP', { identity, scp: [[]] }, 'because no service control policy allows the s3:GetObject action'],
    ['no endpoint policy', { identity, endpoint: [none('endpoint')] }, 'because no VPC endpoint policy allows the s3:GetObject action'],
    ...(['identity', 'boundary', 'session'] as const).map((kind): [string, Layers, string] => [
      `${kind} by its ARN`,
      { [kind]: [policy(kind, 'Deny', 'arn:aws:iam::aws:policy/X')] },
      `with an explicit deny in ${kind === 'identity' ? 'an identity-based policy' : kind === 'session' ? 'a session policy' : 'a permissions boundary'}: arn:aws:iam::aws:policy/X`,
    ]),
    ...(['scp', 'rcp'] as const).map((kind): [string, Layers, string] => [
      `${kind} by its ARN`,
      { [kind]: [[policy(kind, 'Deny', 'arn:aws:organizations::1:policy/X')]] },
      `with an explicit deny in a ${kind === 'scp' ? 'service' : 'resource'} control policy: arn:aws:organizations::1:policy/X`,
    ]),
    ['a name that is no ARN', { identity: [policy('identity', 'Deny', 'mine')] }, 'with an explicit deny in an identity-based policy'],
    [
      'no resource policy by its name',
      { resource: policy('resource', 'Deny', 'arn:x') },
      'with an explicit deny in a resource-based policy',
    ],
    [
      'no endpoint policy by its name',
      { endpoint: [policy('endpoint', 'Deny', 'arn:x')] },
      'with an explicit deny in a VPC endpoint policy',
    ],
    [
      'no resource, where there is none',
      {},
      `User: arn:aws:iam::${A}:user/alice is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
      { action: 's3:ListAllMyBuckets', resource: '*' },
    ],
    [
      'nor where it is empty',
      {},
      `User: arn:aws:iam::${A}:user/alice is not authorized to perform: s3:X because no identity-based policy allows the s3:X action`,
      { action: 's3:X', resource: '' },
    ],
    [
      'names that are known in part',
      {},
      'User: arn:aws:iam::${AWS::AccountId}:role/app is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::${P} because no identity-based policy allows the s3:GetObject action',
      {
        principal: { AWS: text('arn:aws:iam::', ACCOUNT, ':role/app') },
        resource: text('arn:aws:s3:::', { kind: 'parameter', name: 'P', chars: 'any' }),
      },
    ],
  ])('%s', (_name, layers, wanted, more) => {
    expect(tail(layers, more)).toBe(wanted);
  });

  it('is none where nothing denies', () => {
    const unknown = authorize(
      { principal: `arn:aws:iam::${A}:user/alice`, action: 's3:GetObject', resource: [{ kind: 'parameter', name: 'P', chars: 'any' }] },
      {
        identity: [
          parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b' }] }, 'identity')
            .policy,
        ],
      },
    );
    expect([unknown.decision, accessDeniedMessage(unknown)]).toEqual(['unknown', undefined]);
  });
});

describe('a denial by S3 Block Public Access', () => {
  const put = { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::b' };
  const denying = (Sid: string) =>
    parsePolicy({ Version: '2012-10-17', Statement: [{ Sid, Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] }, 'resource')
      .policy;
  const tail = (layers: Layers) =>
    accessDeniedMessage(authorize(put, layers))?.slice(
      'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:PutBucketPolicy on resource: arn:aws:s3:::b '.length,
    );

  it.each([
    ['BlockPublicPolicy', 'because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access'],
    ['BlockPublicAcls', 'because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access'],
    ['RestrictPublicBuckets', 'with an explicit deny in a resource-based policy'],
  ])('%s: %s', (setting, words) => {
    expect(tail({ publicAccessBlock: denying(setting) })).toBe(words);
    expect(tail({ resource: denying(setting) })).toBe('with an explicit deny in a resource-based policy');
    expect(tail({ publicAccessBlock: parsePolicy('{', 'resource').policy })).toBe('with an explicit deny in a resource-based policy');
  });
});
