import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import { parsePolicy } from './parse.ts';
import type { PolicyKind } from './statement.ts';

const policy = (kind: PolicyKind, ...Statement: object[]) => parsePolicy({ Version: '2012-10-17', Statement }, kind).policy;
const USER = 'arn:aws:iam::111122223333:user/alice';
const OBJ = 'arn:aws:s3:::photos/cat.jpg';
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' };
const words = (statement: object, context: Record<string, string> = {}, principal = USER) =>
  explain(
    { principal, action: 's3:GetObject', resource: OBJ, context },
    { identity: [policy('identity', statement)] },
  ).layers[0]?.policies[0]?.statements[0]?.elements.at(-1)?.words;

describe('the words of an explanation', () => {
  it.each<[object, Record<string, string>, string]>([
    [{ ...allow, Action: 's3:Put*' }, {}, 'Action "s3:Put*" does not match s3:GetObject'],
    [
      { ...allow, Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::c/*'] },
      {},
      `Resource "arn:aws:s3:::a/*", "arn:aws:s3:::b/*" and 1 more does not match ${OBJ}`,
    ],
    [
      { ...allow, Resource: 'arn:aws:s3:::${aws:PrincipalTag/t}/*' },
      {},
      `Resource "arn:aws:s3:::\${aws:PrincipalTag/t}/*" does not match ${OBJ}: \${aws:PrincipalTag/t} has no value in this request`,
    ],
    [
      { ...allow, Condition: { StringEquals: { 'aws:PrincipalTag/t': 'x' } } },
      {},
      'StringEquals aws:PrincipalTag/t does not hold: the request has no such key',
    ],
    [
      { ...allow, Condition: { StringEquals: { 'aws:PrincipalTag/t': ['x', 'y'] } } },
      { 'aws:PrincipalTag/t': 'z' },
      'StringEquals aws:PrincipalTag/t does not hold: the request has "z", the policy "x", "y"',
    ],
    [
      { ...allow, Condition: { StringEquals: { 'aws:PrincipalTag/t': 'z' } } },
      { 'aws:PrincipalTag/t': 'z' },
      'StringEquals aws:PrincipalTag/t holds: the request has "z", the policy "z"',
    ],
    [{ ...allow, Effect: 'allow' }, {}, 'not understood: the Effect is "Allow" or "Deny", in this case'],
    [allow, {}, `Resource "arn:aws:s3:::photos/*" matches ${OBJ}`],
  ])('%j', (statement, context, expected) => {
    expect(words(statement, context)).toBe(expected);
  });

  it('say what a grant of a resource is worth, and why a layer does not count', () => {
    const grant = (principal: unknown) => policy('resource', { ...allow, Principal: principal });
    const told = explain(
      { principal: { Service: 's3.amazonaws.com' }, action: 's3:GetObject', resource: OBJ },
      { identity: [policy('identity', allow)], resource: grant({ Service: 's3.amazonaws.com' }), scp: [[policy('scp', allow)]] },
    );
    expect(told.layers.map((story) => [story.layer, story.skipped, story.allows])).toEqual([
      ['resource', undefined, 'yes'],
      ['identity', 'the caller has no policies of its own', 'no'],
      ['scp', 'service control policies do not limit this caller', 'no'],
    ]);
    const routeOf = (principal: unknown) =>
      explain({ principal: USER, action: 's3:GetObject', resource: OBJ }, { resource: grant(principal) }).layers[0]?.policies[0]
        ?.statements[0]?.route;
    expect([routeOf({ AWS: USER }), routeOf('*'), routeOf({ AWS: '111122223333' }), routeOf({ AWS: '444455556666' })]).toEqual([
      'direct',
      'direct',
      'delegated',
      undefined,
    ]);
  });

  it('tell the levels of a hierarchy apart', () => {
    const scp = policy('scp', { Effect: 'Allow', Action: '*', Resource: '*' });
    const told = explain({ principal: USER, action: 's3:GetObject', resource: OBJ }, { scp: [[scp], [scp, scp]] });
    expect(told.layers[0]?.policies.map((story) => story.level)).toEqual([0, 1, 1]);
    expect(told.message).toBe(
      `User: ${USER} is not authorized to perform: s3:GetObject on resource: ${OBJ} because no identity-based policy allows the s3:GetObject action`,
    );
  });
});
