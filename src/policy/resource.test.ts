import { describe, expect, it } from 'vitest';
import { matchesResource, readResource } from './resource.ts';
import { YES } from './tri.ts';

const read = (source: string, incomplete: 'complete' | 'refuse' | 'keep' = 'complete') =>
  readResource([source], { variables: true, incomplete });
const matches = (source: string, resource: string) => matchesResource(read(source).pattern, resource) === YES;

describe('resource entries', () => {
  const lambda = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

  it.each([
    [lambda('my*'), lambda('my-fn:PROD'), true],
    [lambda('my'), lambda('my:1'), false],
    [lambda('my:*'), lambda('my'), false],
    [lambda('my:*'), lambda('my:1'), true],
    [lambda('m*y'), lambda('m:y'), false],
    [lambda('m?y'), lambda('m:y'), false],
    [lambda('m?y'), lambda('m-y'), true],
    ['arn:aws:s3:::b/*/test/*', 'arn:aws:s3:::b/1/2/test/3/o', true],
    ['arn:aws:s3:::b/*/test/*', 'arn:aws:s3:::b//test/o', true],
    ['arn:aws:s3:::b/*/test/*', 'arn:aws:s3:::b/1/test/', true],
    ['arn:aws:s3:::b/*/test/*', 'arn:aws:s3:::b/test/o', false],
    ['arn:aws:s3:::b/*/test/*', 'arn:aws:s3:::b/1-test/o', false],
    ['arn:aws:s3:::b/*/test/*', 'arn:aws:s3:::b/1/2/test.jpg', false],
    ['arn:aws:iam::111122223333:user/Bob', 'arn:aws:iam::111122223333:user/bob', false],
    ['arn:aws:iam::111122223333:user/div*', 'arn:aws:iam::111122223333:user/div/Jane', true],
    ['arn:aws:iam::111122223333:user/div*', 'arn:aws:iam::111122223333:user/John', false],
    ['arn:aws:sqs', 'arn:aws:sqs:eu-west-1:111122223333:q', true],
    ['arn:aws:sqs', 'arn:aws:sns:eu-west-1:111122223333:q', false],
    ['arn:aws:sqs:*:*', 'arn:aws:sqs:eu-west-1:111122223333:q', true],
    ['arn:aws:s3:::*', '*', false],
    ['*', '*', true],
  ])('%s and %s: %s', (source, resource, expected) => {
    expect(matches(source, resource)).toBe(expected);
  });

  it.each([
    ['bucket', 'a resource is "*" or starts with "arn:"'],
    ['', 'the resource is empty'],
    ['arn:aws*:s3:::b', 'the partition of an ARN cannot hold a wildcard'],
    ['arn:aws:s?:::b', 'the service of an ARN cannot hold a wildcard'],
    ['arn:aws:s3:::b/${aws:username', 'the policy variable has no closing brace'],
    ['arn:aws:s3:${aws:RequestedRegion}::b', 'policy variables are allowed after the fifth colon only'],
  ])('refuses %s', (source, problem) => {
    expect(read(source).problem).toBe(problem);
  });

  it('refuses an incomplete ARN in a session policy, and keeps it in a resource-based one', () => {
    expect(read('arn:aws:sqs', 'refuse').problem).toContain('session policy');
    expect(matchesResource(read('arn:aws:sqs', 'keep').pattern, 'arn:aws:sqs:eu-west-1:111122223333:q')).not.toBe(YES);
  });

  it('matches in linear time', () => {
    const hostile = `arn:aws:s3:::${'a*'.repeat(2000)}b`;
    expect(matches(hostile, `arn:aws:s3:::${'a'.repeat(4000)}`)).toBe(false);
    expect(matches(hostile, `arn:aws:s3:::${'a'.repeat(4000)}b`)).toBe(true);
  });
});
