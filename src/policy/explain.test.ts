import { describe, expect, it } from 'vitest';
import type { Datum } from '../model/datum.ts';
import { type Hole, text } from '../model/text.ts';
import { explain } from './explain.ts';
import { jsonDatum } from './json-datum.ts';
import { parsePolicy, readPolicy } from './parse.ts';
import type { AuthorizationRequest, Layers } from './request.ts';
import type { Policy, PolicyKind } from './statement.ts';

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

describe('every element of a statement', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/app';
  const SESSION = 'arn:aws:sts::111122223333:assumed-role/app/run';
  const P: Hole = { kind: 'parameter', name: 'P', chars: 'any' };
  const stories = (layers: Layers, more: Partial<AuthorizationRequest> = {}) =>
    explain({ principal: USER, action: 's3:GetObject', resource: OBJ, ...more }, layers).layers;
  const all = (layers: Layers, more: Partial<AuthorizationRequest> = {}) =>
    stories(layers, more)[0]?.policies[0]?.statements.map((story) => [
      story.applies,
      story.route,
      ...story.elements.map((one) => `${one.element} ${one.verdict}: ${one.words}`),
    ])[0];
  const any = { Effect: 'Allow', Action: '*', Resource: '*' };
  const matches = ['action yes: Action "*" matches s3:GetObject', `resource yes: Resource "*" matches ${OBJ}`];

  it.each<[string, object, Partial<AuthorizationRequest>, readonly (string | undefined)[]]>([
    ['an Allow that applies', any, {}, ['yes', 'direct', ...matches]],
    ['a Deny that applies', { ...any, Effect: 'Deny' }, {}, ['yes', undefined, ...matches]],
    ['no action', { ...any, Action: [] }, {}, ['no', undefined, 'action no: Action nothing does not match s3:GetObject']],
    ['one action', { ...any, Action: 's3:Put*' }, {}, ['no', undefined, 'action no: Action "s3:Put*" does not match s3:GetObject']],
    [
      'two actions',
      { ...any, Action: ['s3:Put*', 's3:List*'] },
      {},
      ['no', undefined, 'action no: Action "s3:Put*" and "s3:List*" does not match s3:GetObject'],
    ],
    [
      'four actions',
      { ...any, Action: ['s3:Put*', 's3:List*', 's3:A', 's3:B'] },
      {},
      ['no', undefined, 'action no: Action "s3:Put*", "s3:List*" and 2 more does not match s3:GetObject'],
    ],
    [
      'what NotAction and NotResource leave in',
      { Effect: 'Allow', NotAction: 's3:Put*', NotResource: 'arn:aws:s3:::a' },
      {},
      [
        'yes',
        'direct',
        'action yes: NotAction "s3:Put*" leaves s3:GetObject in',
        `resource yes: NotResource "arn:aws:s3:::a" leaves ${OBJ} in`,
      ],
    ],
    [
      'what NotAction takes out',
      { Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' },
      {},
      ['no', undefined, 'action no: NotAction "s3:Get*" takes s3:GetObject out'],
    ],
    [
      'what NotResource takes out',
      { Effect: 'Allow', Action: '*', NotResource: OBJ },
      {},
      ['no', undefined, matches[0], `resource no: NotResource "${OBJ}" takes ${OBJ} out`],
    ],
    [
      'a resource that is known in part',
      { ...any, Resource: OBJ },
      { resource: text('arn:aws:s3:::', P) },
      ['unknown', 'direct', matches[0], `resource unknown: whether Resource "${OBJ}" matches arn:aws:s3:::\${P} is not known`],
    ],
    [
      'a variable that has a default, and one that has a value',
      { ...any, Resource: ["arn:aws:s3:::${aws:PrincipalTag/a, 'none'}", 'arn:aws:s3:::${aws:username}'] },
      {},
      [
        'no',
        undefined,
        matches[0],
        `resource no: Resource "arn:aws:s3:::\${aws:PrincipalTag/a, 'none'}" and "arn:aws:s3:::\${aws:username}" does not match ${OBJ}`,
      ],
    ],
    [
      'the variable that has no value',
      { ...any, Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::${aws:username}/${aws:PrincipalTag/B}'] },
      {},
      [
        'no',
        undefined,
        matches[0],
        `resource no: Resource "arn:aws:s3:::a" and "arn:aws:s3:::\${aws:username}/\${aws:PrincipalTag/B}" does not match ${OBJ}: \${aws:PrincipalTag/B} has no value in this request`,
      ],
    ],
    [
      'a variable without a value beside one with a default',
      { ...any, Resource: `arn:aws:s3:::\${aws:PrincipalTag/a, 'x'}/\${aws:PrincipalTag/b}` },
      {},
      [
        'no',
        undefined,
        matches[0],
        `resource no: Resource "arn:aws:s3:::\${aws:PrincipalTag/a, 'x'}/\${aws:PrincipalTag/b}" does not match ${OBJ}: \${aws:PrincipalTag/b} has no value in this request`,
      ],
    ],
    [
      'the variable that has no value does not matter',
      { ...any, Resource: ['*', 'arn:aws:s3:::${aws:PrincipalTag/B}'] },
      {},
      ['yes', 'direct', matches[0], `resource yes: Resource "*" and "arn:aws:s3:::\${aws:PrincipalTag/B}" matches ${OBJ}`],
    ],
    [
      'an action that is not understood',
      { ...any, Effect: 'Deny', Action: 'nonsense' },
      {},
      ['yes', undefined, 'action yes: not understood, so it counts as a match: an action is "service:Name" or "*"', matches[1]],
    ],
    [
      'a resource that is not understood',
      { ...any, Effect: 'Deny', Resource: 'nonsense' },
      {},
      ['yes', undefined, matches[0], 'resource yes: not understood, so it counts as a match: a resource is "*" or starts with "arn:"'],
    ],
    [
      'an action and a resource that are not understood',
      { ...any, Effect: 'Deny', Action: 'nonsense', Resource: 'nonsense' },
      {},
      [
        'yes',
        undefined,
        'action yes: not understood, so it counts as a match: an action is "service:Name" or "*"',
        'resource yes: not understood, so it counts as a match: a resource is "*" or starts with "arn:"',
      ],
    ],
    [
      'a condition that is not understood',
      { ...any, Effect: 'Deny', Condition: { Nonsense: { k: 'v' }, StringEquals: { 'aws:username': 'bob' } } },
      {},
      ['yes', undefined, ...matches, 'condition yes: not understood, so it counts as a match: the operator "Nonsense" does not exist'],
    ],
    [
      'an Allow that is not understood',
      { ...any, Resource: 'nonsense' },
      {},
      ['no', undefined, 'resource no: not understood: a resource is "*" or starts with "arn:"'],
    ],
    [
      'conditions up to the first that fails',
      {
        ...any,
        Condition: { StringEquals: { 'aws:username': 'alice', 'aws:PrincipalTag/t': 'x' }, Bool: { 'aws:SecureTransport': 'true' } },
      },
      {},
      [
        'no',
        undefined,
        ...matches,
        'condition yes: StringEquals aws:username holds: the request has "alice", the policy "alice"',
        'condition no: StringEquals aws:PrincipalTag/t does not hold: the request has no such key',
      ],
    ],
    [
      'a key without a value',
      { ...any, Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } } },
      { context: { 'aws:TagKeys': [] } },
      ['yes', 'direct', ...matches, 'condition yes: ForAllValues:StringEquals aws:TagKeys holds: the request has no such key'],
    ],
    [
      'a policy without a value',
      { ...any, Condition: { StringEquals: { 'aws:username': [] } } },
      {},
      ['no', undefined, ...matches, 'condition no: StringEquals aws:username does not hold: the request has "alice", the policy no value'],
    ],
    [
      'values that are known in part',
      { ...any, Condition: { StringEquals: { 'aws:TagKeys': ['x', 'y'] } } },
      { context: { 'aws:TagKeys': [{ text: text('a', P) }, 'z', { text: [P] }] } },
      [
        'unknown',
        'direct',
        ...matches,
        'condition unknown: StringEquals aws:TagKeys may or may not hold: the request has "a${P}", "z", "${P}", the policy "x", "y"',
      ],
    ],
    [
      'a variable without a value',
      { ...any, Condition: { StringEquals: { 'aws:username': '${aws:PrincipalTag/B}' } } },
      {},
      [
        'no',
        undefined,
        ...matches,
        'condition no: StringEquals aws:username does not hold: the request has "alice", the policy "${aws:PrincipalTag/B}", where ${aws:PrincipalTag/B} has no value',
      ],
    ],
    [
      'a key that is not known',
      { ...any, Condition: { StringEquals: { 'aws:PrincipalTag/t': 'x' } } },
      { context: { 'aws:PrincipalTag/t': { unknown: 'the tag' } } },
      ['unknown', 'direct', ...matches, 'condition unknown: StringEquals aws:PrincipalTag/t: it depends on the tag'],
    ],
    [
      'a key that need not be known',
      { ...any, Condition: { Null: { 'aws:PrincipalTag/t': ['true', 'false'] } } },
      { context: { 'aws:PrincipalTag/t': { unknown: 'the tag' } } },
      ['yes', 'direct', ...matches, 'condition yes: Null aws:PrincipalTag/t holds: it does not depend on the tag'],
    ],
  ])('%s', (_name, statement, request, wanted) => {
    expect(all({ identity: [policy('identity', statement)] }, request)).toEqual(wanted);
  });

  it.each<[string, object, AuthorizationRequest['principal'], readonly (string | undefined)[]]>([
    ['the caller', { Principal: { AWS: USER } }, USER, ['yes', 'direct', 'principal yes: Principal names the caller, or everyone']],
    [
      'the role',
      { Principal: { AWS: ROLE } },
      SESSION,
      [
        'yes',
        'limited',
        'principal yes: Principal names the role or user behind the session: its boundary and session policy still limit it',
      ],
    ],
    [
      'the account',
      { Principal: { AWS: '111122223333' } },
      USER,
      ['yes', 'delegated', 'principal yes: Principal names the account of the caller, whose own policies must allow as well'],
    ],
    ['another', { Principal: { AWS: ROLE } }, USER, ['no', undefined, 'principal no: Principal does not name the caller']],
    [
      'perhaps the caller',
      { Principal: { AWS: SESSION } },
      ROLE,
      ['unknown', 'direct', 'principal unknown: whether Principal names the caller is not known'],
    ],
    [
      'the caller in a Deny',
      { Effect: 'Deny', Principal: { AWS: USER } },
      USER,
      ['yes', undefined, 'principal yes: Principal names the caller'],
    ],
    [
      'another in a Deny',
      { Effect: 'Deny', Principal: { AWS: ROLE } },
      USER,
      ['no', undefined, 'principal no: Principal does not name the caller'],
    ],
    [
      'perhaps the caller in a Deny',
      { Effect: 'Deny', Principal: { AWS: SESSION } },
      ROLE,
      ['unknown', undefined, 'principal unknown: whether Principal means the caller is not known'],
    ],
    [
      'NotPrincipal of another',
      { Effect: 'Deny', NotPrincipal: { AWS: ROLE } },
      USER,
      ['yes', undefined, 'principal yes: NotPrincipal does not spare the caller'],
    ],
    [
      'NotPrincipal of the caller',
      { Effect: 'Deny', NotPrincipal: { AWS: [USER, '111122223333'] } },
      USER,
      ['no', undefined, 'principal no: NotPrincipal spares the caller'],
    ],
    [
      'NotPrincipal of perhaps the caller',
      { Effect: 'Deny', NotPrincipal: { AWS: [SESSION, '111122223333'] } },
      ROLE,
      ['unknown', undefined, 'principal unknown: whether NotPrincipal means the caller is not known'],
    ],
    [
      'nobody in a Deny, since it is not understood',
      { Effect: 'Deny' },
      USER,
      ['yes', undefined, 'principal yes: not understood, so it counts as a match: the statement has neither Principal nor NotPrincipal'],
    ],
  ])('a principal that is %s', (_name, statement, principal, wanted) => {
    const told = all({ resource: policy('resource', { ...any, ...statement }) }, { principal });
    expect(told?.filter((words) => words !== matches[0] && words !== matches[1])).toEqual(wanted);
  });

  it('of a trust policy, which names no resource', () => {
    const trust = policy('trust', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' });
    expect(all({ trust }, { action: 'sts:AssumeRole', resource: ROLE })?.[3]).toBe(
      'resource yes: the policy speaks for the resource it is attached to',
    );
  });

  it('that a template leaves open', () => {
    const statement = (value: Datum): Policy =>
      readPolicy({ kind: 'map', open: false, entries: [{ key: ['Statement'], value }] }, 'identity').policy;
    const open = statement({ kind: 'unknown', reason: 'the value of P' });
    expect(all({ identity: [open] })?.at(-1)).toBe('statement unknown: it depends on the value of P');
    const maybe = statement({ kind: 'choice', options: [{ when: [{ name: 'IsProd', holds: false }], value: jsonDatum(any) }] });
    expect(all({ identity: [maybe] })).toEqual([
      'unknown',
      'direct',
      ...matches,
      'statement unknown: it depends on the template condition !IsProd',
    ]);
  });

  it('and why a layer does not count', () => {
    const grant = policy('resource', { ...any, Principal: '*' });
    const trust = policy('trust', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' });
    const own = policy('identity', any);
    const rcp = [[policy('rcp', { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' })]];
    const skipped = (layers: Layers, more: Partial<AuthorizationRequest> = {}) =>
      stories(layers, more).map(({ layer, skipped, denies, allows, policies }) => [layer, skipped, denies, allows, policies.length]);
    expect(skipped({ identity: [own], resource: grant, trust, rcp, boundary: [], scp: [] }, { action: 'lambda:InvokeFunction' })).toEqual([
      ['identity', undefined, 'no', 'yes', 1],
      ['resource', undefined, 'no', 'yes', 1],
      ['trust', 'the action assumes no role', 'no', 'no', 0],
      ['rcp', 'resource control policies do not cover this request', 'no', 'no', 0],
    ]);
    expect(
      skipped(
        { identity: [own], boundary: [own], session: [own], resource: grant, trust },
        { action: 'sts:AssumeRole', resource: ROLE, principal: { Service: 's3.amazonaws.com' } },
      ),
    ).toEqual([
      ['trust', undefined, 'no', 'yes', 1],
      ['identity', 'the caller has no policies of its own', 'no', 'no', 0],
      ['boundary', 'the caller has no policies of its own', 'no', 'no', 0],
      ['session', 'the caller has no policies of its own', 'no', 'no', 0],
      ['resource', 'the trust policy of the role or the grant to retire stands in its place, or the resource is no KMS key', 'no', 'no', 0],
    ]);
    const broken = parsePolicy('{', 'identity').policy;
    expect(skipped({ identity: [own, broken] })).toEqual([['identity', undefined, 'yes', 'no', 2]]);
    expect(stories({ identity: [own] })[0]?.policies[0]?.level).toBeUndefined();
  });
});
