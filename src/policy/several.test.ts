import { describe, expect, it } from 'vitest';
import { parsePolicy } from './parse.ts';
import { authorizeEvery, authorizeFunctionUrl } from './several.ts';

const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';
const statement = (Action: string, Condition: object) => ({ Effect: 'Allow', Principal: '*', Action, Resource: FN, Condition });
const url = statement('lambda:InvokeFunctionUrl', { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } });
const invoke = statement('lambda:InvokeFunction', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } });
const policy = (...Statement: object[]) => parsePolicy({ Version: '2012-10-17', Statement }, 'resource').policy;

describe('a call of a function URL', () => {
  const call = (authType: 'NONE' | 'AWS_IAM', ...statements: object[]) =>
    authorizeFunctionUrl({ principal: '*', resource: FN, authType }, { resource: policy(...statements) });

  it('needs both permissions', () => {
    expect(call('NONE', url, invoke).decision).toBe('allow');
    expect(call('NONE', url).request.action).toBe('lambda:InvokeFunction');
    expect(call('NONE', url).decision).toBe('implicitDeny');
    expect(call('NONE', invoke).request.action).toBe('lambda:InvokeFunctionUrl');
    expect(call('NONE').decision).toBe('implicitDeny');
  });

  it('goes by its authentication', () => {
    expect(call('AWS_IAM', url, invoke).decision).toBe('implicitDeny');
    const identity = [
      parsePolicy(
        {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'], Resource: FN }],
        },
        'identity',
      ).policy,
    ];
    const principal = 'arn:aws:iam::111122223333:user/alice';
    expect(authorizeFunctionUrl({ principal, resource: FN, authType: 'AWS_IAM' }, { identity }).decision).toBe('allow');
    // with NONE nobody looks at who it is
    expect(authorizeFunctionUrl({ principal, resource: FN, authType: 'NONE' }, { identity }).decision).toBe('implicitDeny');
  });
});

describe('several authorizations of one call', () => {
  const request = (action: string) => ({ principal: 'arn:aws:iam::111122223333:user/alice', action, resource: '*' });
  const identity = (...Statement: object[]) => ({ identity: [parsePolicy({ Version: '2012-10-17', Statement }, 'identity').policy] });
  const layers = identity(
    { Effect: 'Allow', Action: ['a:X', 'a:Y', 'a:Z'], Resource: '*' },
    { Effect: 'Deny', Action: 'a:Z', Resource: '*' },
    { Effect: 'Allow', Action: 'a:U', Resource: '*', Condition: { StringEquals: { 'aws:RequestTag/t': 'x' } } },
  );

  it('stand and fall together, and the worst is named', () => {
    expect(authorizeEvery([request('a:X'), request('a:Y')], layers).decision).toBe('allow');
    expect(authorizeEvery([request('a:X'), request('a:Q')], layers).request.action).toBe('a:Q');
    expect(authorizeEvery([request('a:Q'), request('a:Z')], layers).decision).toBe('explicitDeny');
    const unknown = { ...request('a:U'), context: { 'aws:RequestTag/t': { unknown: 'the tag t' } } };
    expect(authorizeEvery([request('a:X'), unknown], layers)).toMatchObject({ decision: 'unknown', dependsOn: ['the tag t'] });
    expect(authorizeEvery([unknown, request('a:Q')], layers).decision).toBe('implicitDeny');
    expect(authorizeEvery([request('a:Z'), unknown], layers).decision).toBe('explicitDeny');
    expect(() => authorizeEvery([], layers)).toThrow(new RangeError('authorizeEvery: there is no request to decide'));
  });

  it('of denials alike the first is named', () => {
    expect(authorizeEvery([request('a:Q'), request('a:R')], layers).request.action).toBe('a:Q');
  });
});
