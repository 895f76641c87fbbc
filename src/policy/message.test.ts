import { describe, expect, it } from 'vitest';
import { authorize } from './authorize.ts';
import { accessDeniedMessage, errorCode } from './message.ts';
import { parsePolicy } from './parse.ts';

describe('error codes', () => {
  it.each([
    ['s3', 'AccessDenied'],
    ['IAM', 'AccessDenied'],
    ['sts', 'AccessDenied'],
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
