import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole } from '../../model/text.ts';
import { authorize } from '../authorize.ts';
import { jsonDatum } from '../json-datum.ts';
import { parsePolicy, readPolicy } from '../parse.ts';
import { parsePublicAccessBlock } from './public-access.ts';

const everyone = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const policyOf = (...Statement: readonly object[]) => parsePolicy({ Version: '2012-10-17', Statement }, 'resource').policy;
const restrict = [{ RestrictPublicBuckets: true }];
const P: Hole = { kind: 'parameter', name: 'P', chars: 'any' };
const told = (policy: ReturnType<typeof policyOf>) => parsePublicAccessBlock(restrict, { policy }).statements.map((one) => one.open);

describe('S3 Block Public Access', () => {
  it('is a Deny for each setting, with the setting as its name', () => {
    const settings = [
      { BlockPublicAcls: true, IgnorePublicAcls: true },
      { BlockPublicPolicy: true, RestrictPublicBuckets: true },
    ];
    const policy = policyOf(everyone);
    const read = parsePublicAccessBlock(settings, { policy, newPolicy: policy }, 'settings');
    expect(read).toMatchObject({ kind: 'resource', name: 'settings', version: '2012-10-17', unreadable: undefined });
    expect(read.statements.every((one) => one.effect === 'Deny' && one.faults.length === 0 && one.path === one.sid)).toBe(true);
    expect(read.statements.map((one) => one.index)).toEqual(read.statements.map((_, i) => i));
    expect([...new Set(read.statements.map((one) => one.sid))]).toEqual(['RestrictPublicBuckets', 'BlockPublicPolicy', 'BlockPublicAcls']);
    expect(read.statements.flatMap((one) => one.open)).toEqual([
      'whether the new policy makes the access point public',
      'whether the ACL in the body of the request is public',
    ]);
  });

  it('denies nothing without settings, without a policy, or with one that is not public', () => {
    expect(parsePublicAccessBlock([], { policy: policyOf(everyone) }).statements).toEqual([]);
    expect(parsePublicAccessBlock([{ RestrictPublicBuckets: false }], { policy: policyOf(everyone) }).statements).toEqual([]);
    expect(parsePublicAccessBlock(restrict, {}).statements).toEqual([]);
    expect(told(policyOf({ ...everyone, Principal: { AWS: '111122223333' } }))).toEqual([]);
    expect(told(policyOf({ ...everyone, Principal: {} }))).toEqual([]);
    expect(told(policyOf({ ...everyone, Effect: 'Deny' }))).toEqual([]);
    expect(told(policyOf())).toEqual([]);
  });

  it('leaves open what the policy of a template leaves open', () => {
    const open = ['whether the bucket policy is public'];
    const statement = (more: object) => readPolicy(jsonDatum({ Statement: [{ ...everyone, ...more }] }), 'resource').policy;
    const withPrincipal = (entries: NonNullable<(typeof policy.statements)[number]['principal']>['entries']) => ({
      ...policy,
      statements: policy.statements.map((one) => ({ ...one, principal: { negated: false, entries } })),
    });
    const policy = statement({});
    expect(told(policy)).toEqual([[]]);
    expect(told({ ...policy, statements: policy.statements.map((one) => ({ ...one, open: ['the effect'] })) })).toEqual([open]);
    expect(
      told({ ...policy, statements: policy.statements.map((one) => ({ ...one, when: [{ name: 'C', holds: true }] as never })) }),
    ).toEqual([open]);
    expect(told(withPrincipal([{ kind: 'unknown', reason: 'P' }]))).toEqual([open]);
    expect(told(withPrincipal([{ kind: 'unknown', reason: 'P' }, { kind: 'everyone' }]))).toEqual([[]]);
    expect(told(withPrincipal([{ kind: 'account', account: [ACCOUNT] }]))).toEqual([]);
    const fixed = statement({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } });
    expect(told(fixed)).toEqual([]);
    const parameter = fixed.statements.map((one) => ({
      ...one,
      conditions: one.conditions.map((condition) => ({
        ...condition,
        values: condition.values.map((value) => ({ ...value, source: [P] })),
      })),
    }));
    expect(told({ ...fixed, statements: parameter })).toEqual([open]);
  });

  it('takes for public what cannot be read', () => {
    expect(told(parsePolicy('{', 'resource').policy)).toEqual([[]]);
  });

  it('leaves open whether what a Deny leaves of an Allow is public', () => {
    const open = ['whether the bucket policy is public'];
    const deny = (more: object) => told(policyOf(everyone, { ...everyone, Effect: 'Deny', ...more }));
    expect(deny({})).toEqual([open]);
    expect(deny({ Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } })).toEqual([open]);
    expect(deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })).toEqual([open]);
    expect(deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toEqual([[]]);
    expect(deny({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })).toEqual([[]]);
    expect(deny({ Principal: { AWS: '111122223333' } })).toEqual([[]]);
    const { Principal: _, ...others } = { ...everyone, Effect: 'Deny', NotPrincipal: { AWS: '111122223333' } };
    expect(told(policyOf(everyone, others))).toEqual([open]);
  });

  it('says what a denial depends on', () => {
    const publicAccessBlock = parsePublicAccessBlock([{ BlockPublicPolicy: true }], {});
    const identity = [
      parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity').policy,
    ];
    const put = { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::b' };
    expect(authorize(put, { identity, publicAccessBlock })).toMatchObject({
      decision: 'unknown',
      layer: 'publicAccessBlock',
      dependsOn: ['whether the new policy is public'],
    });
  });
});
