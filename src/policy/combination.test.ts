import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole, PARTITION, type Text, text } from '../model/text.ts';
import { authorize } from './authorize.ts';
import { parsePolicy } from './parse.ts';
import type { AuthorizationRequest, Layers } from './request.ts';
import type { PolicyKind } from './statement.ts';

const A = '111122223333';
const B = '444455556666';
const USER = `arn:aws:iam::${A}:user/alice`;
const ROLE = `arn:aws:iam::${A}:role/app`;
const OBJECT = 'arn:aws:s3:::b/k';
const KEY = `arn:aws:kms:eu-west-1:${A}:key/1`;

const P: Hole = { kind: 'parameter', name: 'P', chars: 'any' };
const MAYBE = { StringEquals: { 'aws:RequestTag/team': 'x' } };
const unknowing = { context: { 'aws:RequestTag/team': { unknown: 'the tag' } } };

const policy = (kind: PolicyKind, statement: object) =>
  parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...statement }] }, kind).policy;
const identity = (more: object = {}) => [policy('identity', more)];
const resource = (Principal: unknown, more: object = {}) => policy('resource', { Principal, ...more });
const key = (Principal: unknown, more: object = {}) => resource(Principal, more);

function decide(more: Partial<AuthorizationRequest>, layers: Layers) {
  const { decision, layer, statements, note, dependsOn } = authorize(
    { principal: USER, action: 's3:GetObject', resource: OBJECT, resourceAccount: A, ...more },
    layers,
  );
  return { decision, layer, by: statements.map((one) => one.layer), note, dependsOn };
}
const answer = (decision: string, layer: string, by: readonly string[] = [], more: object = {}) => ({
  decision,
  layer,
  by,
  note: undefined,
  dependsOn: [],
  ...more,
});
const depends = (layer: string, by: readonly string[], ...dependsOn: readonly string[]) => answer('unknown', layer, by, { dependsOn });

describe('an Allow names the statements that were needed, and a missing one names none', () => {
  it.each([
    ['identity', {}, { identity: identity() }, answer('allow', 'identity', ['identity'])],
    ['resource', {}, { resource: resource({ AWS: USER }) }, answer('allow', 'resource', ['resource'])],
    ['no policy', {}, {}, answer('implicitDeny', 'identity')],
    ['the resource names another', {}, { resource: resource({ AWS: ROLE }) }, answer('implicitDeny', 'identity')],
    [
      'a service',
      { principal: { Service: 's3.amazonaws.com' } },
      { resource: resource({ Service: 's3.amazonaws.com' }) },
      answer('allow', 'resource', ['resource']),
    ],
    [
      'another service',
      { principal: { Service: 's3.amazonaws.com' } },
      { resource: resource({ Service: 'sns.amazonaws.com' }) },
      answer('implicitDeny', 'resource'),
    ],
    [
      'key and identity',
      { action: 'kms:Decrypt', resource: KEY },
      { identity: identity(), resource: key({ AWS: A }) },
      answer('allow', 'identity', ['resource', 'identity']),
    ],
    ['key alone', { action: 'kms:Decrypt', resource: KEY }, { resource: key({ AWS: A }) }, answer('implicitDeny', 'identity')],
    ['identity without key', { action: 'kms:Decrypt', resource: KEY }, { identity: identity() }, answer('implicitDeny', 'resource')],
    [
      'both accounts',
      { resourceAccount: B },
      { identity: identity(), resource: resource({ AWS: A }) },
      answer('allow', 'identity', ['identity', 'resource']),
    ],
    ['the other account alone', { resourceAccount: B }, { resource: resource({ AWS: USER }) }, answer('implicitDeny', 'identity')],
    ['its own account alone', { resourceAccount: B }, { identity: identity() }, answer('implicitDeny', 'resource')],
    [
      'the other account, where boundary and identity are missing',
      { resourceAccount: B },
      { resource: resource({ AWS: USER }), boundary: [policy('boundary', { Action: 'sqs:*' })] },
      answer('implicitDeny', 'identity'),
    ],
    [
      'the other account, which names its role, without boundary',
      { principal: ROLE, resourceAccount: B },
      { resource: resource({ AWS: ROLE }) },
      answer('implicitDeny', 'identity'),
    ],
  ] as const)('%s', (_name, request, layers, wanted) => {
    expect(decide(request, layers)).toEqual(wanted);
  });
});

describe('what AWS decides without any policy says so', () => {
  it.each([
    ['root at home', { principal: A }, {}, answer('allow', 'account', [], { note: 'the root user has full access in its account' })],
    [
      'root assumes',
      { principal: A, action: 'sts:AssumeRole', resource: ROLE },
      {},
      answer('implicitDeny', 'account', [], { note: 'the root user cannot assume a role' }),
    ],
    [
      'a federated user assumes',
      { principal: `arn:aws:sts::${A}:federated-user/bob`, action: 'sts:AssumeRole', resource: ROLE },
      {},
      answer('implicitDeny', 'account', [], { note: 'a federated user session cannot assume a role' }),
    ],
    [
      'passing a role of another account',
      { action: 'iam:PassRole', resource: `arn:aws:iam::${B}:role/app`, resourceAccount: B },
      { identity: identity() },
      answer('implicitDeny', 'account', [], { note: 'a role can be passed within its own account only' }),
    ],
    [
      'another partition',
      { resource: 'arn:aws-cn:s3:::b/k', resourceAccount: B },
      { identity: identity(), resource: resource('*') },
      answer('implicitDeny', 'account', [], { note: 'no access leads from partition aws to aws-cn' }),
    ],
  ] as const)('%s', (_name, request, layers, wanted) => {
    expect(decide(request, layers)).toEqual(wanted);
  });

  it.each([
    ['of an ARN that is known in part', text('arn:aws-cn:s3:::', P), 'implicitDeny'],
    ['that is known in part itself', text('arn:aw', P), 'allow'],
    ['of an ARN that has nothing else', 'arn:aws-cn', 'allow'],
    ['of the caller', 'arn:aws:s3:::b/k', 'allow'],
  ] as const)('the partition %s', (_name, named, wanted) => {
    const layers = { identity: identity(), resource: resource('*', { Resource: ['*', 'arn:aws-cn:s3:::b/*'] }) };
    expect(decide({ resource: named, resourceAccount: B }, layers).decision).toBe(wanted);
  });

  it('takes a partition that is not known for that of the caller, and says so', () => {
    const layers = { identity: identity(), resource: resource('*', { Resource: '*' }) };
    const assumed = (named: Text | string, principal = USER, action = 's3:GetObject') =>
      authorize({ principal, action, resource: named, resourceAccount: B }, layers).assumes;
    const same = ['the resource is in the partition of the caller'];
    expect(assumed(text(P))).toEqual(same);
    expect(assumed(text('arn:', PARTITION, ':s3:::b/k'))).toEqual(same);
    expect(assumed(text(P), `arn:aws-cn:iam::${A}:root`)).toEqual(same);
    expect(assumed(text('arn:aws:s3:::b/', P))).toEqual([]);
    expect(assumed(text(P), USER, 'iam:PassRole')).toEqual([]);
    const denying = { ...layers, resource: resource({ AWS: B }) };
    expect(authorize({ principal: USER, action: 's3:GetObject', resource: text(P), resourceAccount: B }, denying).assumes).toEqual([]);
  });

  it('takes what is no ARN for no partition', () => {
    expect(decide({ resource: '*', resourceAccount: B }, { identity: identity(), resource: resource('*') }).decision).toBe('allow');
    expect(decide({ resource: 'xarn:aws-cn:s3', resourceAccount: B }, { identity: identity(), resource: resource('*') }).decision).toBe(
      'allow',
    );
  });
});

describe('what is not known names the layer that is not certain', () => {
  const open = (kind: PolicyKind) => policy(kind, { Condition: MAYBE });
  const endpoint = (more: object = {}) => [policy('endpoint', { Principal: '*', ...more })];

  it.each([
    ['identity', { identity: [open('identity')] }, depends('identity', ['identity'], 'the tag')],
    ['boundary', { identity: identity(), boundary: [open('boundary')] }, depends('boundary', ['identity'], 'the tag')],
    [
      'identity before boundary',
      { identity: [open('identity')], boundary: [open('boundary')] },
      depends('identity', ['identity'], 'the tag'),
    ],
    ['an SCP', { identity: identity(), scp: [[open('scp')]] }, depends('scp', ['identity'], 'the tag')],
    ['identity before an SCP', { identity: [open('identity')], scp: [[open('scp')]] }, depends('identity', ['identity'], 'the tag')],
    [
      'identity, an SCP is certain',
      { identity: [open('identity')], scp: [[policy('scp', {})]] },
      depends('identity', ['identity'], 'the tag'),
    ],
    ['endpoint', { identity: identity(), endpoint: endpoint({ Condition: MAYBE }) }, depends('endpoint', ['identity'], 'the tag')],
    [
      'an SCP before the endpoint',
      { identity: identity(), scp: [[open('scp')]], endpoint: endpoint({ Condition: MAYBE }) },
      depends('scp', ['identity'], 'the tag'),
    ],
    [
      'identity before the endpoint',
      { identity: [open('identity')], endpoint: endpoint({ Condition: MAYBE }) },
      depends('identity', ['identity'], 'the tag'),
    ],
    [
      'identity, the endpoint is certain',
      { identity: [open('identity')], endpoint: endpoint() },
      depends('identity', ['identity'], 'the tag'),
    ],
    ['resource', { resource: resource({ AWS: USER }, { Condition: MAYBE }) }, depends('resource', ['resource'], 'the tag')],
    [
      'identity before a resource',
      { identity: [open('identity')], resource: resource({ AWS: USER }, { Condition: MAYBE }) },
      depends('identity', ['identity'], 'the tag'),
    ],
  ] as const)('%s', (_name, layers, wanted) => {
    expect(decide(unknowing, layers)).toEqual(wanted);
  });

  it('of two accounts', () => {
    const across = { ...unknowing, resourceAccount: B };
    const both = ['identity', 'resource'];
    expect(decide(across, { identity: identity(), resource: resource({ AWS: A }, { Condition: MAYBE }) })).toEqual(
      depends('resource', both, 'the tag'),
    );
    expect(decide(across, { identity: [open('identity')], resource: resource({ AWS: A }) })).toEqual(depends('identity', both, 'the tag'));
  });

  it('a role whose boundary is open is let in by name only if that allows', () => {
    const named = { resource: resource({ AWS: ROLE }), boundary: [open('boundary')] };
    expect(decide({ ...unknowing, principal: ROLE }, named).decision).toBe('unknown');
  });

  it('a missing Allow of the caller is told before that of the endpoint, and that before an answer that is open', () => {
    const no = endpoint({ Action: 'sqs:*' });
    expect(decide({}, { endpoint: no })).toEqual(answer('implicitDeny', 'identity'));
    expect(decide({}, { identity: identity(), endpoint: no })).toEqual(answer('implicitDeny', 'endpoint'));
    expect(decide(unknowing, { identity: [open('identity')], endpoint: no })).toEqual(answer('implicitDeny', 'endpoint'));
  });

  it('whether SCPs limit the caller, where nobody knows the management account', () => {
    const layers = { identity: identity(), scp: [[policy('scp', { Action: 'sqs:*' })]] };
    const limits = 'whether service control policies limit the caller';
    const management = {
      principal: { AWS: text('arn:aws:iam::', ACCOUNT, ':role/app') },
      resourceAccount: [ACCOUNT],
      managementAccount: A,
    };
    expect(decide(management, layers)).toMatchObject({ decision: 'unknown', layer: 'scp', dependsOn: [limits] });
    expect(decide({ managementAccount: B }, layers)).toEqual(answer('implicitDeny', 'scp'));
    expect(decide({ managementAccount: A }, layers)).toEqual(answer('allow', 'identity', ['identity']));
    // nor do SCPs that allow depend on whom they limit
    const { dependsOn } = decide(
      { ...unknowing, ...management },
      { identity: [open('identity')], scp: [[policy('scp', {})]], resource: resource({ AWS: A }) },
    );
    expect(dependsOn).not.toContain(limits);
    // certain SCPs are no doubt
    expect(decide({ ...unknowing, managementAccount: B }, { identity: [open('identity')], scp: [[policy('scp', {})]] }).dependsOn).toEqual([
      'the tag',
    ]);
  });

  it('the account of the resource, where both readings do not come to one', () => {
    const somewhere = { resourceAccount: [ACCOUNT] } as const;
    expect(decide(somewhere, { identity: identity() })).toEqual(
      depends('resource', ['identity'], 'whether the resource is in the account of the caller'),
    );
    expect(decide(somewhere, {})).toEqual(answer('implicitDeny', 'resource'));
    expect(decide(somewhere, { identity: identity(), resource: resource({ AWS: USER }) })).toEqual(
      answer('allow', 'identity', ['identity', 'resource']),
    );
  });

  it('whether the resource is a KMS key, whose policy must admit', () => {
    const some = { action: 'kms:Decrypt', resource: text(`arn:aws:kms:eu-west-1:${A}:`, P) };
    expect(decide(some, { identity: identity() })).toMatchObject({
      decision: 'unknown',
      layer: 'resource',
      dependsOn: ['whether the resource is a KMS key'],
    });
    expect(decide(some, { identity: identity(), resource: key({ AWS: A }) })).toMatchObject({ decision: 'allow', dependsOn: [] });
    expect(decide(some, {})).toMatchObject({ decision: 'implicitDeny' });
  });
});

describe('an account in an endpoint policy', () => {
  const account = [policy('endpoint', { Principal: { AWS: A } })];
  it.each([
    ['of a gateway is its root user only', { action: 's3:GetObject' }, 'implicitDeny'],
    ['of a gateway for DynamoDB too', { action: 'dynamodb:GetItem', resource: `arn:aws:dynamodb:eu-west-1:${A}:table/t` }, 'implicitDeny'],
    ['of an interface is everyone in it', { action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${A}:q` }, 'allow'],
    ['of an interface where only the end of the service is that of S3', { action: 'maps3:GetTile' }, 'allow'],
    ['of an interface for S3 as well', { action: 's3:GetObject', endpointType: 'interface' }, 'allow'],
    [
      'of a gateway that is said to be one',
      { action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${A}:q`, endpointType: 'gateway' },
      'implicitDeny',
    ],
  ] as const)('%s', (_name, request, wanted) => {
    expect(decide(request, { identity: identity(), endpoint: account }).decision).toBe(wanted);
  });
});
