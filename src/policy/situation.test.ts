import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole, type Text, text } from '../model/text.ts';
import { authorize } from './authorize.ts';
import { explain } from './explain.ts';
import { parsePolicy } from './parse.ts';
import type { PrincipalInput } from './request.ts';
import { parseAcl } from './services/acl.ts';
import { parseGrants } from './services/key-grants.ts';
import type { PolicyKind } from './statement.ts';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const MANAGEMENT = '444455556666';
const hole = (chars: Hole['chars']): Hole => ({ kind: 'runtime', reason: 'the event', chars });
const policy = (kind: PolicyKind, statement: object) =>
  parsePolicy({ Version: '2012-10-17', Statement: [{ Action: '*', Resource: '*', ...statement }] }, kind).policy;
const identity = [policy('identity', { Effect: 'Allow' })];

describe('what the situation of a request leaves open', () => {
  const decrypt = (resource: Text) => authorize({ principal: ALICE, action: 'kms:Decrypt', resource }, { identity });

  it.each<[string, Text, string]>([
    ['is a key, whose policy must admit the caller', text('arn:aws:kms:us-east-1:111122223333:key/', hole('name')), 'implicitDeny'],
    ['may be a key', text('arn:aws:kms:us-east-1:111122223333:', hole('any')), 'unknown'],
    ['may be a key, whatever it is', text(hole('any')), 'unknown'],
    ['is an alias', text('arn:aws:kms:us-east-1:111122223333:alias/', hole('path')), 'allow'],
  ])('the resource %s', (_name, resource, decision) => {
    expect(decrypt(resource).decision).toBe(decision);
  });

  it('says so', () => {
    expect(decrypt(text(hole('any'))).dependsOn).toContain('whether the resource is a KMS key');
  });

  const scp = [[policy('scp', { Effect: 'Allow', Action: 's3:*' })]];
  const list = (principal: PrincipalInput, managementAccount?: string) =>
    authorize(
      { principal, action: 'ec2:DescribeInstances', resource: '*', ...(managementAccount === undefined ? {} : { managementAccount }) },
      { identity, scp },
    );

  it('the caller may be of the management account, which SCPs leave alone', () => {
    const principal = { AWS: text('arn:aws:iam::', ACCOUNT, ':user/alice') };
    expect(list(principal, MANAGEMENT)).toMatchObject({
      decision: 'unknown',
      dependsOn: ['whether service control policies limit the caller'],
    });
    expect(list(principal).decision).toBe('implicitDeny');
    expect(list(ALICE, MANAGEMENT).decision).toBe('implicitDeny');
    expect(list(ALICE, '111122223333').decision).toBe('allow');
  });

  const rcp = [[policy('rcp', { Effect: 'Deny', Principal: '*', Action: 'sqs:*' })]];
  const send = (resource: Text, managementAccount?: string) =>
    authorize(
      { principal: ALICE, action: 'sqs:SendMessage', resource, ...(managementAccount === undefined ? {} : { managementAccount }) },
      { identity, rcp, resource: policy('resource', { Effect: 'Allow', Principal: '*' }) },
    );

  it('the resource may be of the management account, which RCPs leave alone', () => {
    const queue = text('arn:aws:sqs:us-east-1:', ACCOUNT, ':q');
    expect(send(queue, MANAGEMENT)).toMatchObject({
      decision: 'unknown',
      dependsOn: expect.arrayContaining(['whether resource control policies cover this request']),
    });
    expect(send(queue).decision).toBe('explicitDeny');
    expect(send(text('arn:aws:sqs:us-east-1:111122223333:q'), MANAGEMENT).decision).toBe('explicitDeny');
    expect(send(text(`arn:aws:sqs:us-east-1:${MANAGEMENT}:q`), MANAGEMENT).decision).toBe('allow');
  });

  it('so may a resource of which a service knows nothing', () => {
    const decision = (managementAccount: string | undefined) =>
      authorize(
        {
          principal: { Service: 'sns.amazonaws.com' },
          action: 'sqs:SendMessage',
          resource: text(hole('any')),
          ...(managementAccount === undefined ? {} : { managementAccount }),
        },
        { rcp, resource: policy('resource', { Effect: 'Allow', Principal: '*' }) },
      ).decision;
    expect(decision(MANAGEMENT)).toBe('unknown');
    expect(decision(undefined)).toBe('explicitDeny');
  });

  it('and its account is asked for in vain', () => {
    const send = (Condition: object) =>
      authorize(
        { principal: { Service: 'sns.amazonaws.com' }, action: 'sqs:SendMessage', resource: text(hole('any')) },
        { resource: policy('resource', { Effect: 'Allow', Principal: '*', Condition }) },
      ).decision;
    expect(send({ StringNotEquals: { 'aws:ResourceAccount': MANAGEMENT } })).toBe('unknown');
    expect(send({ Null: { 'aws:ResourceAccount': 'true' } })).toBe('unknown');
    expect(send({ Bool: { 'aws:PrincipalIsAWSService': 'true' } })).toBe('allow');
  });

  it('the management account of a resource that names none, asked for by a service', () => {
    const decision = (resource: string | Text, resourceAccount?: string) =>
      authorize(
        {
          principal: { Service: 'sns.amazonaws.com' },
          action: 'sqs:SendMessage',
          resource,
          managementAccount: MANAGEMENT,
          ...(resourceAccount === undefined ? {} : { resourceAccount }),
        },
        { rcp, resource: policy('resource', { Effect: 'Allow', Principal: '*' }) },
      ).decision;
    expect(decision('arn:aws:s3:::photos')).toBe('explicitDeny');
    expect(decision(text(hole('any')), '111122223333')).toBe('explicitDeny');
    expect(decision(text(hole('any')), MANAGEMENT)).toBe('allow');
  });

  it('layers without policies are not there, a hierarchy with an empty level is', () => {
    const request = { principal: ALICE, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };
    const none = { boundary: [], session: [], scp: [], rcp: [], endpoint: [] };
    expect(authorize(request, { identity, ...none }).decision).toBe('allow');
    expect(authorize(request, { identity, ...none, scp: [[]] })).toMatchObject({ decision: 'implicitDeny', layer: 'scp' });
    expect(authorize(request, { ...none, identity: [] })).toMatchObject({ decision: 'implicitDeny', layer: 'identity' });
  });

  it('a resource without holes is known, however it is given', () => {
    const owned = [policy('identity', { Effect: 'Allow', Resource: 'arn:aws:s3:::b/*' })];
    const known = authorize({ principal: ALICE, action: 's3:GetObject', resource: ['arn:aws:s3:::b/k'] }, { identity: owned });
    expect(known).toMatchObject({ decision: 'allow', dependsOn: [] });
    expect(authorize({ principal: ALICE, action: 's3:ListAllMyBuckets', resource: ['*'] }, { identity }).assumes).toEqual([]);
    expect(authorize({ principal: ALICE, action: 's3:ListAllMyBuckets', resource: '*' }, { identity }).assumes).toEqual([]);
  });

  it('no resource is longer than any ARN', () => {
    const decision = (length: number) =>
      authorize({ principal: ALICE, action: 's3:GetObject', resource: 'x'.repeat(length) }, { identity });
    expect(decision(8192).decision).toBe('allow');
    expect(decision(8193)).toMatchObject({ decision: 'implicitDeny', layer: 'account', note: 'the resource is longer than any ARN' });
  });

  it('the root user is assumed to ask for what is in its account', () => {
    const decision = authorize({ principal: '111122223333', action: 's3:GetObject', resource: 'arn:aws:s3:::photos/cat.jpg' }, {});
    expect(decision).toMatchObject({ decision: 'allow', assumes: ['the resource is in the account of the caller'] });
  });

  const asked = (principal: PrincipalInput, Condition: object) =>
    authorize(
      { principal, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' },
      { identity: [policy('identity', { Effect: 'Allow', Condition })] },
    ).decision;
  const user = (chars: Hole['chars']) => ({ AWS: text('arn:aws:iam::111122223333:user/', hole(chars)) });
  const session = { AWS: text('arn:aws:sts::111122223333:assumed-role/app/', hole('name')), uniqueId: 'AROAEXAMPLE' };

  it.each<[string, PrincipalInput, object, string]>([
    ['a user has a name, even if it is not known', user('name'), { Null: { 'aws:username': 'true' } }, 'implicitDeny'],
    ['which may be this one', user('name'), { StringEquals: { 'aws:username': 'alice' } }, 'unknown'],
    ['and has no slash', user('name'), { StringLike: { 'aws:username': '*/*' } }, 'implicitDeny'],
    ['after a path of unknown length', user('any'), { StringEquals: { 'aws:username': 'alice' } }, 'unknown'],
    ['a session has an ID, if its role has', session, { StringLike: { 'aws:userid': 'AROAEXAMPLE:*' } }, 'allow'],
    ['with the name of the session', session, { StringEquals: { 'aws:userid': 'AROAEXAMPLE:run1' } }, 'unknown'],
    [
      'a session has a role, even if it is not known',
      { AWS: text('arn:aws:sts::111122223333:assumed-role/', hole('name'), '/run1') },
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } },
      'allow',
    ],
    [
      'which may be this one',
      { AWS: text('arn:aws:sts::111122223333:assumed-role/', hole('name'), '/run1') },
      { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/app' } },
      'unknown',
    ],
    [
      'and has one also where its name may have slashes',
      { AWS: text('arn:aws:sts::111122223333:assumed-role/', hole('any')) },
      { Null: { 'aws:PrincipalArn': 'true' } },
      'implicitDeny',
    ],
    [
      'which is there for any of a role',
      { AWS: 'arn:aws:iam::111122223333:role/app', uniqueId: 'AROAEXAMPLE' },
      { Null: { 'aws:userid': 'true' } },
      'implicitDeny',
    ],
  ])('%s', (_name, principal, condition, decision) => {
    expect(asked(principal, condition)).toBe(decision);
  });
});

describe('keys have a policy, and nothing else of AWS KMS', () => {
  const admitting = policy('resource', { Effect: 'Allow', Principal: { AWS: ALICE } });
  const denying = policy('resource', { Effect: 'Deny', Principal: '*' });
  const key = (tail: Text) => text('arn:aws:kms:us-east-1:111122223333:', ...tail);
  const CAROL = 'arn:aws:iam::444455556666:user/carol';
  const ask = (resource: string | Text, layers: object, principal: PrincipalInput = ALICE) => {
    const { decision, layer, dependsOn } = authorize({ principal, action: 'kms:Decrypt', resource }, layers);
    return [decision, layer, ...dependsOn];
  };
  const doubt = 'whether the resource is a KMS key';

  it.each<[string, string | Text, readonly string[]]>([
    ['a key', 'arn:aws:kms:us-east-1:111122223333:key/1', ['allow', 'resource']],
    ['an alias', 'arn:aws:kms:us-east-1:111122223333:alias/a', ['implicitDeny', 'identity']],
    ['no resource', '*', ['implicitDeny', 'identity']],
    ['what may be a key', key([hole('any')]), ['unknown', 'resource', doubt]],
  ])('%s and a policy that admits the caller', (_name, resource, expected) => {
    expect(ask(resource, { resource: admitting })).toEqual(expected);
  });

  it.each<[string, string | Text, readonly string[]]>([
    ['a key', 'arn:aws:kms:us-east-1:111122223333:key/1', ['explicitDeny', 'resource']],
    ['an alias', 'arn:aws:kms:us-east-1:111122223333:alias/a', ['allow', 'identity']],
    ['what may be a key', key([hole('any')]), ['unknown', 'resource', doubt]],
  ])('%s and a policy that denies', (_name, resource, expected) => {
    const both = { identity, resource: policy('resource', { Effect: 'Deny', Principal: '*' }) };
    expect(ask(resource, both)).toEqual(expected);
    expect(ask(resource, { resource: denying })[0]).not.toBe('allow');
  });

  it('across accounts', () => {
    const everyone = policy('resource', { Effect: 'Allow', Principal: '*' });
    expect(ask('arn:aws:kms:us-east-1:111122223333:key/1', { identity, resource: everyone }, CAROL)).toEqual(['allow', 'identity']);
    expect(ask('arn:aws:kms:us-east-1:111122223333:alias/a', { identity, resource: everyone }, CAROL)).toEqual([
      'implicitDeny',
      'resource',
    ]);
    expect(ask(key([hole('any')]), { identity, resource: everyone }, CAROL)).toEqual(['unknown', 'resource', doubt]);
    const service = { Service: 's3.amazonaws.com' };
    expect(ask(key([hole('any')]), { resource: everyone }, service)).toEqual(['unknown', 'resource', doubt]);
    expect(ask('arn:aws:kms:us-east-1:111122223333:key/1', { resource: everyone }, service)).toEqual(['allow', 'resource']);
  });

  it('a Deny that may not count is told, whatever allows', () => {
    const resource = parsePolicy(
      {
        Version: '2012-10-17',
        Statement: ['Allow', 'Deny'].map((Effect) => ({ Effect, Principal: { AWS: ALICE }, Action: '*', Resource: '*' })),
      },
      'resource',
    ).policy;
    expect(ask(key([hole('any')]), { identity, resource })).toEqual(['unknown', 'resource', doubt]);
    const scp = [[policy('scp', { Effect: 'Allow' }), policy('scp', { Effect: 'Deny' })]];
    const principal = { AWS: text('arn:aws:iam::', ACCOUNT, ':user/alice') };
    expect(
      authorize({ principal, action: 'ec2:DescribeInstances', resource: '*', managementAccount: MANAGEMENT }, { identity, scp }),
    ).toMatchObject({ decision: 'unknown', layer: 'scp', dependsOn: [] });
  });

  it('grants are of keys, and ACLs of Amazon S3', () => {
    const grants = parseGrants([{ GranteePrincipal: ALICE, Operations: ['Decrypt'] }]).policy;
    const { acl } = parseAcl({ ObjectOwnership: 'ObjectWriter', Owner: { ID: '111122223333' }, Grants: [] });
    const counted = (action: string, resource: string) =>
      explain({ principal: ALICE, action, resource }, { grants, acl }).layers.flatMap(({ layer, skipped }) => (skipped ? [] : [layer]));
    expect(counted('kms:Decrypt', 'arn:aws:kms:us-east-1:111122223333:key/1')).toEqual(['grants']);
    expect(counted('kms:Decrypt', 'arn:aws:kms:us-east-1:111122223333:alias/1')).toEqual([]);
    expect(counted('s3:GetObject', 'arn:aws:s3:::b/k')).toEqual(['acl']);
    expect(counted('sts:AssumeRole', 'arn:aws:iam::111122223333:role/r')).toEqual([]);
    expect(counted('sqs:SendMessage', 'arn:aws:sqs:us-east-1:111122223333:q')).toEqual([]);
  });

  it('what a grant on a key of another account is worth', () => {
    const grants = (GranteePrincipal: string) => parseGrants([{ GranteePrincipal, Operations: ['Decrypt'] }]).policy;
    const asked = (who: string, layers: object = {}) => {
      const { decision, layer, dependsOn, statements } = authorize(
        { principal: CAROL, action: 'kms:Decrypt', resource: 'arn:aws:kms:us-east-1:111122223333:key/1' },
        { grants: grants(who), ...layers },
      );
      return [decision, layer, dependsOn, statements.map((one) => one.layer)];
    };
    expect(asked(CAROL)).toEqual([
      'unknown',
      'grants',
      ['whether a grant on a key of another account needs an identity-based policy beside it'],
      ['grants'],
    ]);
    expect(asked(ALICE)).toEqual(['implicitDeny', 'resource', [], []]);
    expect(asked('444455556666')).toEqual(['implicitDeny', 'resource', [], []]);
    expect(asked(CAROL, { identity })).toEqual(['allow', 'identity', [], ['identity', 'grants']]);
  });
});
