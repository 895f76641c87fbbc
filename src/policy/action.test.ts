import { describe, expect, it } from 'vitest';
import { actionPattern, actionProblem, hasWildcardService, matchesAction } from './action.ts';
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
  ])('%s: %s', (entry, problem) => {
    expect(actionProblem(actionPattern([entry]))).toBe(problem);
  });

  it('sees a wildcard in the service', () => {
    expect(hasWildcardService(actionPattern(['s*:Get']))).toBe(true);
    expect(hasWildcardService(actionPattern(['*']))).toBe(false);
    expect(hasWildcardService(actionPattern(['s3:*']))).toBe(false);
  });
});
