import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole, PARTITION, REGION, type Text, text } from '../model/text.ts';
import { matches as matchesResource } from './name.ts';
import { MANY, MANY_IN_SEGMENT, MANY_UNSURE, ONE_IN_SEGMENT, type Token } from './pattern.ts';
import { coversResource, readResource, resourceSet } from './resource.ts';
import { NO, UNKNOWN, verdictOf, YES } from './tri.ts';

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

describe('a resource entry with holes', () => {
  const any: Hole = { kind: 'parameter', name: 'Any', chars: 'any' };
  const readText = (...source: Text) => {
    const { pattern, problem, doubt } = readResource(text(...source), { variables: true, incomplete: 'complete' });
    return { tokens: pattern.tokens, ...(problem === undefined ? {} : { problem }), ...(doubt === undefined ? {} : { doubt }) };
  };
  const variable = (name: string): Token => ({ kind: 'variable', name, key: name, fallback: undefined });

  it.each<[string, Text, ReturnType<typeof readText>]>([
    ['a star', ['*'], { tokens: [MANY] }],
    ['two stars', ['**'], { tokens: [MANY], problem: 'a resource is "*" or starts with "arn:"' }],
    ['a question mark', ['?'], { tokens: [ONE_IN_SEGMENT], problem: 'a resource is "*" or starts with "arn:"' }],
    ['nothing', [], { tokens: [], problem: 'the resource is empty' }],
    ['no ARN', ['xarn:aws:s3:::b'], { tokens: ['xarn:aws:s3:::b'], problem: 'a resource is "*" or starts with "arn:"' }],
    ['a hole', [any], { tokens: [any] }],
    ['a hole, then what may be anywhere', [any, '*:${a}'], { tokens: [any, MANY, ':', variable('a')] }],
    [
      'holes between colons',
      ['arn:', PARTITION, ':s3:', REGION, ':', ACCOUNT, ':b/*'],
      { tokens: ['arn:', PARTITION, ':s3:', REGION, ':', ACCOUNT, ':b/', MANY] },
    ],
    [
      'a variable after the fifth colon, in a part behind a hole',
      ['arn:', PARTITION, ':s3:::${a}'],
      { tokens: ['arn:', PARTITION, ':s3:::', variable('a')] },
    ],
    [
      'a variable before it',
      ['arn:', PARTITION, ':s3:${a}::b'],
      { tokens: ['arn:', PARTITION, ':s3:${a}::b'], problem: 'policy variables are allowed after the fifth colon only' },
    ],
    [
      'a variable before a hole that may hold colons',
      ['arn:aws:${a}', any],
      { tokens: ['arn:aws:${a}', any], problem: 'policy variables are allowed after the fifth colon only' },
    ],
    ['a variable behind one', ['arn:aws:', any, '${a}'], { tokens: ['arn:aws:', any, variable('a')] }],
    [
      'stars inside and at the end of segments',
      ['arn:aws:s3:*:*:a*b*'],
      { tokens: ['arn:aws:s3:', MANY, ':', MANY, ':a', MANY_IN_SEGMENT, 'b', MANY] },
    ],
    ['a star before a name', ['arn:aws:s3:::a*', PARTITION], { tokens: ['arn:aws:s3:::a', MANY_IN_SEGMENT, PARTITION] }],
    ['a star before what may hold colons', ['arn:aws:s3:::a*', any], { tokens: ['arn:aws:s3:::a', MANY_UNSURE, any] }],
    ['a star before a colon', ['arn:aws:s3:::a*:b'], { tokens: ['arn:aws:s3:::a', MANY, ':b'] }],
    ['a question mark', ['arn:aws:s3:::a?'], { tokens: ['arn:aws:s3:::a', ONE_IN_SEGMENT] }],
    [
      'a star in the partition',
      ['arn:*:s3:::b'],
      { tokens: ['arn:', MANY, ':s3:::b'], problem: 'the partition of an ARN cannot hold a wildcard' },
    ],
    [
      'a star in the service',
      ['arn:', PARTITION, ':s*:::b'],
      { tokens: ['arn:', PARTITION, ':s', MANY, ':::b'], problem: 'the service of an ARN cannot hold a wildcard' },
    ],
    ['a star behind what may be all of it', ['arn:', any, '*:s3:::b'], { tokens: ['arn:', any, MANY, ':s3:::b'] }],
    ['a star before the first colon', [PARTITION, '*:aws:s3:::b'], { tokens: [PARTITION, MANY, ':aws:s3:::b'] }],
    [
      'three fields',
      ['arn:aws:sqs'],
      {
        tokens: ['arn:aws:sqs:', MANY_IN_SEGMENT, ':', MANY_IN_SEGMENT, ':', MANY],
        doubt: 'the ARN has 3 of six fields; the missing ones stand for "*"',
      },
    ],
    [
      'five fields',
      ['arn:aws:sqs:us-east-1:111122223333'],
      { tokens: ['arn:aws:sqs:us-east-1:111122223333:', MANY], doubt: 'the ARN has 5 of six fields; the missing ones stand for "*"' },
    ],
    [
      'four fields with a hole',
      ['arn:aws:sqs:', REGION],
      {
        tokens: ['arn:aws:sqs:', REGION, ':', MANY_IN_SEGMENT, ':', MANY],
        doubt: 'the ARN has 4 of six fields; the missing ones stand for "*"',
      },
    ],
    ['what is wrong before what is missing', ['s3:b'], { tokens: ['s3:b'], problem: 'a resource is "*" or starts with "arn:"' }],
    [
      'what is wrong first',
      ['arn:aws:s3:${a}::b/${'],
      { tokens: ['arn:aws:s3:${a}::b/'], problem: 'the policy variable has no closing brace' },
    ],
  ])('is read: %s', (_name, source, wanted) => {
    expect(readText(...source)).toEqual(wanted);
  });

  it('without variables takes dollar signs as they are', () => {
    const { pattern, problem } = readResource(['arn:aws:s3:${a}::${b}'], { variables: false, incomplete: 'complete' });
    expect([pattern.tokens, problem]).toEqual([['arn:aws:s3:${a}::${b}'], undefined]);
  });

  it('that is incomplete is refused or kept with a reason', () => {
    expect(read('arn:aws:sqs', 'refuse').problem).toBe('the ARN has 3 of six fields, which a session policy may not leave out');
    expect(read('arn:aws:sqs', 'keep')).toMatchObject({
      problem: undefined,
      doubt: 'the ARN has 3 of six fields, so it names no resource',
    });
    expect(read('arn:aws:s3:::b', 'refuse')).toMatchObject({ problem: undefined, doubt: undefined });
    expect(read('arn:aws:s3:::b', 'keep')).toMatchObject({ problem: undefined, doubt: undefined });
  });

  it('matches a resource perhaps', () => {
    const bucket = (...source: Text) => matchesResource(resourceSet(text('arn:aws:s3:::', ...source)), 'arn:aws:s3:::b');
    expect([bucket(any), bucket('b', PARTITION), bucket('*'), bucket('c')]).toEqual([UNKNOWN, NO, YES, NO]);
  });

  it('is taken to be in the partition that both can be in', () => {
    const on = (entry: string, ...resource: Text) => {
      const { verdict, assumes } = coversResource(read(entry).pattern, resourceSet(text(...resource)));
      return [verdict, ...assumes.map(({ name, value }) => `${name} ${value}`)];
    };
    expect(on('arn:aws:s3:::*', 'arn:', PARTITION, ':s3:::b')).toEqual(['yes', 'AWS::Partition aws']);
    expect(on('arn:aws-cn:s3:::*', 'arn:', PARTITION, ':s3:::b')).toEqual(['yes', 'AWS::Partition aws-cn']);
    expect(on('arn:aws-us-gov:s3:::*', 'arn:', PARTITION, ':s3:::b')).toEqual(['yes', 'AWS::Partition aws-us-gov']);
    expect(on('arn:aws-iso:s3:::*', 'arn:', PARTITION, ':s3:::b')).toEqual(['unknown']);
    expect(on('arn:aws:s3:::c', 'arn:', PARTITION, ':s3:::', any)).toEqual(['unknown']);
    expect(on('arn:aws:sqs:::*', 'arn:', PARTITION, ':s3:::b')).toEqual(['no']);
    expect(on('arn:aws:s3:::*', 'arn:aws:s3:::b*')).toEqual(['yes']);
    const symbolic = resourceSet(text('arn:', PARTITION, ':s3:::*'));
    expect(coversResource(symbolic, resourceSet(['arn:aws-cn:s3:::b']))).toEqual({
      verdict: 'yes',
      assumes: [{ name: 'AWS::Partition', value: 'aws-cn' }],
    });
    expect(verdictOf(matchesResource(symbolic, 'arn:aws:s3:::b'))).toBe('unknown');
  });
});
