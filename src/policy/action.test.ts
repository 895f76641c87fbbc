import { describe, expect, it } from 'vitest';
import { actionPattern, actionProblem, hasWildcardService, matchesAction, serviceOf } from './action.ts';
import { verdictOf } from './tri.ts';

const matches = (entry: string, action: string) => verdictOf(matchesAction(actionPattern([entry]), action.toLowerCase()));

describe('action entries', () => {
  it.each([
    ['IAM:listaccesskeys', 'iam:ListAccessKeys', 'yes'],
    ['iam:*AccessKey*', 'iam:CreateAccessKey', 'yes'],
    ['iam:*AccessKey*', 'iam:CreateUser', 'no'],
    ['s3:GetObject', 's3:GetObjectVersion', 'no'],
    ['s3:GetObject*', 's3:GetObjectVersion', 'yes'],
    ['s3:?etObject', 's3:GetObject', 'yes'],
    ['s3:?etObject', 's3:etObject', 'no'],
    ['*', 'ec2:RunInstances', 'yes'],
    ['s3:*', 'ec2:RunInstances', 'no'],
    ['s3*', 's3-object-lambda:Get', 'yes'],
  ])('%s and %s: %s', (entry, action, expected) => {
    expect(matches(entry, action)).toBe(expected);
  });

  it('leaves open what a template leaves open', () => {
    const hole = { kind: 'parameter', name: 'Verb', chars: 'name' } as const;
    expect(verdictOf(matchesAction(actionPattern(['s3:', hole]), 's3:getobject'))).toBe('unknown');
    expect(verdictOf(matchesAction(actionPattern(['s3:', hole]), 'sqs:sendmessage'))).toBe('no');
  });

  it.each([
    ['GetObject', 'an action is "service:Name" or "*"'],
    [':GetObject', 'the service before the colon is missing'],
    ['s3:', 'the name after the colon is missing'],
    ['s3:Get:Object', 'an action has one colon, between its service and its name'],
    ['s3:Get Object', 'an action cannot hold " "'],
    ['s3:Get*', undefined],
    ['*', undefined],
    ['s3*', 'an action is "service:Name" or "*"'],
    ['', 'an action is "service:Name" or "*"'],
    [':*', 'the service before the colon is missing'],
    ['s3:*:*', 'an action has one colon, between its service and its name'],
    ['s3:Gét', 'an action cannot hold "é"'],
    ['s3:"', 'an action cannot hold "\\""'],
    ['*:*', undefined],
    ['s3:?', undefined],
    ['S3-object_lambda.x:Get9', undefined],
  ])('%s: %s', (entry, problem) => {
    expect(actionProblem(actionPattern(entry === '' ? [] : [entry]))).toBe(problem);
  });

  it('keep what a template leaves open', () => {
    const hole = { kind: 'parameter', name: 'Verb', chars: 'name' } as const;
    expect(actionPattern(['S3:Get', hole, 'X*'])).toEqual({
      tokens: ['s3:get', hole, 'x', { kind: 'many', colons: true }],
      source: ['S3:Get', hole, 'X*'],
      shape: 'symbolic',
      prefix: 's3:get',
      service: 's3',
    });
    expect([actionPattern([hole, ':Get']).service, actionPattern(['s*:Get']).service, actionPattern(['*']).service]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([actionProblem(actionPattern(['x', hole])), actionProblem(actionPattern([hole]))]).toEqual([undefined, undefined]);
    expect([hasWildcardService(actionPattern([hole])), hasWildcardService(actionPattern(['s?', hole]))]).toEqual([false, true]);
    expect([serviceOf('s3:getobject'), serviceOf('a:b:c')]).toEqual(['s3', 'a']);
  });

  it('sees a wildcard in the service', () => {
    expect(hasWildcardService(actionPattern(['s*:Get']))).toBe(true);
    expect(hasWildcardService(actionPattern(['*']))).toBe(false);
    expect(hasWildcardService(actionPattern(['s3:*']))).toBe(false);
  });
});
