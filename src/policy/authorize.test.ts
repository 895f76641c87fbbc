import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole, PARTITION, REGION, type Text, text } from '../model/text.ts';
import { authorize, type Decision } from './authorize.ts';
import { explain } from './explain.ts';
import { parsePolicy } from './parse.ts';
import type { AuthorizationRequest, ContextInput, Layers } from './request.ts';
import type { Policy, PolicyKind, Statement } from './statement.ts';
import type { Verdict } from './tri.ts';

const A = '111122223333';
const B = '444455556666';

const action = fc.constantFrom('s3:GetObject', 'kms:Decrypt', 'sts:AssumeRole', 'dynamodb:GetItem', 'lambda:InvokeFunction');
const actions = fc.constantFrom('*', 's3:*', 's3:Get*', 'kms:Decrypt', 'sts:AssumeRole', '*:*e*', 'x:Y', 'bad');
const resource = fc.constantFrom(
  '*',
  'arn:aws:s3:::b/a',
  'arn:aws:s3:::b',
  `arn:aws:kms:eu-west-1:${A}:key/1`,
  `arn:aws:iam::${A}:role/app`,
);
const resources = fc.constantFrom(
  '*',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::b/${aws:username}',
  `arn:aws:kms:*:${A}:key/*`,
  'arn:aws:s3:::${aws:PrincipalTag/t}',
  'arn:aws:sqs',
  'b',
);
const principals = fc.constantFrom<unknown>(
  '*',
  { AWS: A },
  { AWS: `arn:aws:iam::${A}:user/alice` },
  { AWS: `arn:aws:iam::${A}:role/app` },
  { AWS: `arn:aws:sts::${A}:assumed-role/app/s` },
  { AWS: [B, `arn:aws:sts::${A}:federated-user/bob`] },
  { Service: 's3.amazonaws.com' },
  { AWS: 'x*' },
);
const callers = fc.constantFrom<AuthorizationRequest['principal']>(
  `arn:aws:iam::${A}:user/alice`,
  `arn:aws:iam::${A}:role/app`,
  `arn:aws:sts::${A}:assumed-role/app/s`,
  `arn:aws:sts::${A}:federated-user/bob`,
  `arn:aws:iam::${A}:root`,
  `arn:aws:iam::${B}:user/carol`,
  { Service: 's3.amazonaws.com' },
  '*',
);
const conditions = fc.constantFrom<object | undefined>(
  undefined,
  undefined,
  { StringEquals: { 'aws:PrincipalTag/t': ['x', 'y'] } },
  { StringNotLike: { 'aws:PrincipalTag/t': 'x*' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['x'] } },
  { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['x*'] } },
  { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:*/*` } },
  { NumericLessThanIfExists: { 's3:max-keys': '10' } },
  { Null: { 'aws:PrincipalTag/t': 'true' } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { Nonsense: { 'aws:SourceIp': '10.0.0.0/8' } },
);
const statement = (withPrincipal: boolean): fc.Arbitrary<object> =>
  fc
    .tuple(fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'), actions, resources, principals, conditions, fc.boolean(), fc.nat(9))
    .map(([Effect, acts, ress, who, Condition, notAction, odd]) => ({
      Effect,
      [notAction && odd === 0 ? 'NotAction' : 'Action']: acts,
      [odd === 1 ? 'NotResource' : 'Resource']: ress,
      ...(withPrincipal ? { [odd === 2 ? 'NotPrincipal' : 'Principal']: who } : {}),
      ...(Condition ? { Condition } : {}),
    }));
const policy = (kind: PolicyKind, withPrincipal: boolean): fc.Arbitrary<Policy> =>
  fc
    .array(statement(withPrincipal), { minLength: 1, maxLength: 3 })
    .map((Statement) => parsePolicy({ Version: '2012-10-17', Statement }, kind).policy);
const some = (kind: PolicyKind, withPrincipal = false) => fc.array(policy(kind, withPrincipal), { maxLength: 2 });
const layers: fc.Arbitrary<Layers> = fc.record(
  {
    identity: some('identity'),
    resource: policy('resource', true),
    boundary: some('boundary'),
    session: some('session'),
    scp: fc.array(some('scp'), { maxLength: 2 }),
    rcp: fc.array(some('rcp', true), { maxLength: 1 }),
    endpoint: some('endpoint', true),
    trust: policy('trust', true),
  },
  { requiredKeys: ['identity'] },
);
const context: fc.Arbitrary<Record<string, ContextInput>> = fc.record<Record<string, ContextInput>>(
  {
    'aws:PrincipalTag/t': fc.constantFrom('x', 'z', ''),
    'aws:TagKeys': fc.constantFrom<ContextInput>(['x'], ['x', 'y'], []),
    's3:max-keys': fc.constantFrom<ContextInput>(5, '15', 'many'),
    'aws:SourceIp': fc.constantFrom('10.1.2.3', '::1'),
  },
  { requiredKeys: [] },
);
const request: fc.Arbitrary<AuthorizationRequest> = fc.record({ principal: callers, action, resource, context });

const outcome = ({ decision, layer, statements, dependsOn, misread, note }: Decision) => ({
  decision,
  layer,
  note,
  dependsOn: [...dependsOn].sort(),
  statements: statements.map((ref) => [ref.layer, ref.statement?.path]),
  misread: misread.map((ref) => [ref.layer, ref.statement?.path]),
});

describe('a decision', () => {
  it('is the one that its explanation comes to', () => {
    fc.assert(
      fc.property(request, layers, (one, policies) => {
        expect(outcome(explain(one, policies).decision)).toEqual(outcome(authorize(one, policies)));
      }),
      { numRuns: 1500 },
    );
  });

  it('is told by statements that come to what their layer says', () => {
    const order = ['no', 'unknown', 'yes'] as const;
    const best = (verdicts: readonly Verdict[]) => order[Math.max(0, ...verdicts.map((one) => order.indexOf(one)))];
    fc.assert(
      fc.property(request, layers, (one, policies) => {
        for (const { layer, skipped, denies, allows, policies: told } of explain(one, policies).layers) {
          if (skipped !== undefined) continue;
          const applies = (effect: Statement['effect'], level?: number) =>
            told
              .filter((policy) => policy.level === level)
              .flatMap(({ statements }) => statements.filter(({ statement }) => statement.effect === effect).map((story) => story.applies));
          const levels = layer === 'scp' || layer === 'rcp' ? [...(policies[layer] ?? []).keys()] : [undefined];
          const weakest = Math.min(...levels.map((level) => order.indexOf(best(applies('Allow', level)) ?? 'no')));
          expect([layer, denies, allows]).toEqual([layer, best(levels.flatMap((level) => applies('Deny', level))), order[weakest]]);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('that does not depend on a value is the same for every value', () => {
    const keys = ['aws:PrincipalTag/t', 'aws:TagKeys', 's3:max-keys', 'aws:SourceIp'] as const;
    fc.assert(
      fc.property(request, layers, fc.constantFrom(...keys), (one, policies, key) => {
        const blind = { ...one, context: { ...one.context, [key]: { unknown: 'the value' } } };
        const before = authorize(blind, policies).decision;
        if (before === 'unknown') return;
        const after = authorize(one, policies).decision;
        if (before === 'allow' || after === 'allow') expect(after).toBe(before);
        if (before === 'explicitDeny') expect(after).toBe(before);
      }),
      { numRuns: 1500 },
    );
  });

  it('is never an allow that an added Deny or a removed Allow leaves standing', () => {
    fc.assert(
      fc.property(request, layers, (one, policies) => {
        const deny = parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }, 'identity').policy;
        const caller = typeof one.principal === 'string' && one.principal !== '*' && !one.principal.endsWith(':root');
        const denied = authorize(one, { ...policies, identity: [...(policies.identity ?? []), deny] });
        if (caller) expect(denied.decision).toBe('explicitDeny');
        const nothing = authorize(one, {});
        if (nothing.decision === 'allow') expect(nothing.layer).toBe('account');
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the request', () => {
    const all = parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity').policy;
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.string(), fc.anything(), (principal, act, on, given) => {
        const odd = { principal, action: act, resource: on, context: given } as unknown as AuthorizationRequest;
        const { decision } = authorize(odd, { identity: [all] });
        if (decision === 'allow') expect(typeof principal === 'string' || typeof principal === 'object').toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('says which statements were not understood', () => {
    const bad = parsePolicy(
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'nothing' }] },
      'identity',
      'typo',
    ).policy;
    const decision = authorize(
      { principal: `arn:aws:iam::${A}:role/app`, action: 's3:GetObject', resource: 'arn:aws:s3:::b/a' },
      { identity: [bad] },
    );
    expect(decision.decision).toBe('implicitDeny');
    expect(decision.misread.map((ref) => [ref.policy.name, ref.statement?.faults[0]?.message])).toEqual([
      ['typo', 'a resource is "*" or starts with "arn:"'],
    ]);
  });

  it('says that no policy decides sts:GetCallerIdentity', () => {
    const request = { principal: `arn:aws:iam::${A}:role/app`, action: 'sts:GetCallerIdentity', resource: '*' };
    expect(authorize(request, {})).toMatchObject({
      decision: 'allow',
      note: 'sts:GetCallerIdentity needs no permission, and no policy can deny it',
    });
  });

  it('assumes that a role has no path only when a policy asks', () => {
    const session = `arn:aws:sts::${A}:assumed-role/app/s`;
    const ask = (Condition: object) =>
      parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }] }, 'identity').policy;
    const base = { principal: session, action: 's3:GetObject', resource: 'arn:aws:s3:::b/a' };
    const byArn = authorize(base, { identity: [ask({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/app` } })] });
    expect([byArn.decision, byArn.assumes]).toEqual([
      'allow',
      ['the resource is in the account of the caller', 'the role of the session has no path'],
    ]);
    const byType = { identity: [ask({ StringEquals: { 'aws:PrincipalType': 'AssumedRole' } })] };
    expect(authorize(base, byType).assumes).toEqual(['the resource is in the account of the caller']);
    expect(authorize({ ...base, resourceAccount: A }, byType).assumes).toEqual([]);
  });
});

describe('a decision about names that are not known yet', () => {
  const T: Hole = { kind: 'name', resource: 'T', chars: 'name' };
  const U: Hole = { kind: 'name', resource: 'U', chars: 'name' };
  const role: Text = text('arn:', PARTITION, ':iam::', ACCOUNT, ':role/', { kind: 'name', resource: 'FnRole', chars: 'name' });
  const table = (...rest: Text): Text => text('arn:', PARTITION, ':dynamodb:', REGION, ':', ACCOUNT, ':table/', ...rest);
  const allow = (Resource: string) =>
    parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource }] }, 'identity').policy;
  const decide = (on: Text, ...identity: Policy[]) =>
    authorize({ principal: { AWS: role }, action: 'dynamodb:GetItem', resource: on }, { identity }).decision;

  it('depends on the name only where it does', () => {
    expect(decide(table(T), allow('*'))).toBe('allow');
    expect(decide(table(T), allow('arn:aws:s3:::*'))).toBe('implicitDeny');
    expect(decide(table(T), allow('arn:aws:dynamodb:*:*:table/orders'))).toBe('unknown');
    expect(decide(table(T, '/index/i'), allow('arn:aws:dynamodb:*:*:table/orders'))).toBe('implicitDeny');
  });

  it('knows that account and role are of one account, and names the caller', () => {
    const bucket = parsePolicy(
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: A }, Action: '*', Resource: '*' }] },
      'resource',
    ).policy;
    const on = table(T);
    const own = authorize({ principal: { AWS: role }, action: 'dynamodb:GetItem', resource: on }, { identity: [allow('*')] });
    expect([own.decision, own.layer]).toEqual(['allow', 'identity']);
    const elsewhere = authorize(
      { principal: { AWS: role }, action: 'dynamodb:GetItem', resource: on, resourceAccount: B },
      { identity: [allow('*')], resource: bucket },
    );
    expect(elsewhere.decision).toBe('unknown');
    expect(elsewhere.dependsOn).toContain('whether the resource is in the account of the caller');
  });

  it('compares symbolic context values', () => {
    const rule = (hole: Hole): Text => text('arn:', PARTITION, ':events:', REGION, ':', ACCOUNT, ':rule/', hole);
    const permission = parsePolicy(
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'lambda:InvokeFunction',
            Resource: '*',
            Condition: { ArnLike: { 'AWS:SourceArn': 'arn:*:events:*:*:rule/*' } },
          },
        ],
      },
      'resource',
    ).policy;
    const invoke = (source: Text) =>
      authorize(
        {
          principal: { Service: 'events.amazonaws.com' },
          action: 'lambda:InvokeFunction',
          resource: `arn:aws:lambda:eu-west-1:${A}:function:f`,
          context: { 'aws:SourceArn': { text: source } },
        },
        { resource: permission },
      ).decision;
    expect(invoke(rule(T))).toBe('allow');
    expect(invoke(rule(U))).toBe('allow');
    expect(invoke(text('arn:', PARTITION, ':sns:', REGION, ':', ACCOUNT, ':', T))).toBe('implicitDeny');
  });
});
