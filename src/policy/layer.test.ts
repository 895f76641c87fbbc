import { describe, expect, it } from 'vitest';
import type { Datum } from '../model/datum.ts';
import { ACCOUNT, type Hole, type Text, text } from '../model/text.ts';
import { authorize } from './authorize.ts';
import { jsonDatum } from './json-datum.ts';
import { parsePolicy, readPolicy } from './parse.ts';
import type { AuthorizationRequest, Layers } from './request.ts';
import type { Policy, PolicyKind, Statement } from './statement.ts';

const A = '111122223333';
const B = '444455556666';
const USER = `arn:aws:iam::${A}:user/alice`;
const OBJECT = 'arn:aws:s3:::b/k';
const P: Hole = { kind: 'parameter', name: 'P', chars: 'any' };

const policy = (kind: PolicyKind, ...statements: readonly object[]): Policy =>
  parsePolicy(
    { Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...one })) },
    kind,
  ).policy;
const identity = (...statements: readonly object[]) => policy('identity', ...statements);
const resource = (...statements: readonly object[]) => policy('resource', ...statements.map((one) => ({ Principal: '*', ...one })));

const on = (key: string, value = 'x') => ({ StringEquals: { [`aws:PrincipalTag/${key}`]: value } });
/** The tags a, b and c are not known. */
const context = Object.fromEntries(['a', 'b', 'c'].map((key) => [`aws:PrincipalTag/${key}`, { unknown: key }]));
const decide = (layers: Layers, more: Partial<AuthorizationRequest> = {}) =>
  authorize({ principal: USER, action: 's3:GetObject', resource: OBJECT, resourceAccount: A, context, ...more }, layers);
const because = (layers: Layers, more: Partial<AuthorizationRequest> = {}) => {
  const { decision, dependsOn } = decide(layers, more);
  return [decision, ...[...dependsOn].sort()];
};
const named = (layers: Layers, more: Partial<AuthorizationRequest> = {}) =>
  decide(layers, more).statements.map((ref) => `${ref.policy.name ?? ref.layer} ${ref.statement?.path}`);

/** A policy of a template, with parts that are not known unless the statement has them. */
const partly = (kind: PolicyKind, open: Readonly<Record<string, Datum>>, statement: object): Policy => {
  const known = Object.entries({ Effect: 'Allow', Action: '*', Resource: '*', ...statement }).map(
    ([key, value]) => [key, jsonDatum(value)] as const,
  );
  const map = (entries: Iterable<readonly [string, Datum]>): Datum => ({
    kind: 'map',
    open: false,
    entries: [...entries].map(([key, value]) => ({ key: [key], value })),
  });
  const whole = map([
    ['Version', jsonDatum('2012-10-17')],
    ['Statement', map(new Map([...Object.entries(open), ...known]))],
  ]);
  return readPolicy(whole, kind).policy;
};

describe('a decision depends on nothing else than', () => {
  const open = { Condition: on('a') };
  it.each<[string, Layers]>([
    ['statements about the resource', { identity: [identity(open, { Resource: 'arn:aws:s3:::other', Condition: on('b') })] }],
    ['Denies about the resource', { identity: [identity(open, { Effect: 'Deny', Resource: 'arn:aws:s3:::other', Condition: on('b') })] }],
    ['entries with a chance to match', { identity: [identity(open, { Resource: 'arn:aws:s3:::other/${aws:PrincipalTag/b}' })] }],
    ['entries before the one that matches', { identity: [identity({ ...open, Resource: ['*', `arn:aws:s3:::\${aws:PrincipalTag/b}`] })] }],
    [
      'values before the one that is met',
      { identity: [identity({ Condition: { StringLike: { 'aws:username': ['alice', '${aws:PrincipalTag/b}'] }, ...on('a') } })] },
    ],
    ['conditions before one that fails', { identity: [identity(open, { Condition: { ...on('d'), StringLike: on('b').StringEquals } })] }],
    [
      'Denies that mean the caller',
      { identity: [identity(open)], resource: resource({ Effect: 'Deny', Principal: { AWS: B }, Condition: on('b') }) },
    ],
    [
      'a Deny of a resource control policy that covers the request',
      { identity: [identity({})], rcp: [[policy('rcp', { Effect: 'Deny', Principal: '*', Condition: on('a') })]] },
    ],
    ['Allows that mean the caller', { identity: [identity(open)], resource: resource({ Principal: { AWS: B }, Condition: on('b') }) }],
  ])('%s', (_name, layers) => {
    expect(because(layers)).toEqual(['unknown', 'a']);
  });

  it('whom Denies about the resource mean', () => {
    const who = { Principal: { kind: 'unknown', reason: 'the parameter Who' } } as const;
    const elsewhere = partly('resource', who, { Effect: 'Deny', Resource: 'arn:aws:s3:::other' });
    expect(because({ identity: [identity(open)], resource: elsewhere })).toEqual(['unknown', 'a']);
  });

  it('template conditions of statements that may count', () => {
    const when = (name: string, statement: object): Datum => ({
      kind: 'choice',
      options: [{ when: [{ name, holds: true }], value: jsonDatum({ Action: '*', Resource: '*', ...statement }) }],
    });
    const document = (...items: readonly Datum[]): Datum => ({
      kind: 'map',
      open: false,
      entries: [
        { key: ['Version'], value: jsonDatum('2012-10-17') },
        { key: ['Statement'], value: { kind: 'list', open: false, items } },
      ],
    });
    const maybe = readPolicy(
      document(
        when('IsProd', { Effect: 'Allow' }),
        when('Other', { Effect: 'Deny', Resource: 'arn:aws:s3:::other' }),
        when('Never', { Effect: 'Allow', Condition: on('d') }),
        when('NeverDenied', { Effect: 'Deny', Condition: on('d') }),
      ),
      'identity',
    ).policy;
    expect(because({ identity: [maybe] })).toEqual(['unknown', 'the template condition IsProd']);
    expect(because({ identity: [maybe, identity({})] })).toEqual(['allow']);
    const denied = readPolicy(document(when('Strict', { Effect: 'Deny' })), 'identity').policy;
    expect(because({ identity: [identity({}), denied] })).toEqual(['unknown', 'the template condition Strict']);
    const nothing = readPolicy({ kind: 'unknown', reason: 'the value of P' }, 'identity').policy;
    expect(because({ identity: [nothing] })).toContain('the value of P');
    expect(because({ identity: [nothing] })).not.toContain('the template condition ');
  });
});

describe('what is not known is told as', () => {
  it('the entry that may be the resource, where it may', () => {
    const some: Text = text('arn:aws:s3:::', P);
    expect(because({ identity: [identity({ Resource: OBJECT })] }, { resource: some })).toEqual([
      'unknown',
      `whether the resource is ${OBJECT}`,
    ]);
    expect(because({ identity: [identity({ Resource: 'arn:aws:sqs:*:*:q' })] }, { resource: some })).toEqual(['implicitDeny']);
    expect(because({ identity: [identity({ Resource: 'arn:aws:s3:::${aws:PrincipalTag/d}' })] }, { resource: some })).toEqual([
      'implicitDeny',
    ]);
    expect(because({ identity: [identity({ Resource: 'arn:aws:s3:::${aws:PrincipalTag/a}' })] }, { resource: some })).toEqual([
      'unknown',
      'a',
    ]);
  });

  it('the condition, unless its key says more', () => {
    const given = { context: { ...context, 'aws:PrincipalTag/s': { text: [P] }, 'aws:PrincipalTag/y': 'y' } };
    expect(because({ identity: [identity({ Condition: on('s') })] }, given)).toEqual([
      'unknown',
      'the condition StringEquals on aws:PrincipalTag/s',
    ]);
    expect(because({ identity: [identity({ Condition: on('a') })] }, given)).toEqual(['unknown', 'a']);
    const choice = {
      Condition: {
        kind: 'map',
        open: false,
        entries: [
          {
            key: ['Null'],
            value: { kind: 'map', open: false, entries: [{ key: ['aws:PrincipalTag/d'], value: { kind: 'unknown', reason: 'P' } }] },
          },
        ],
      },
    } as const;
    expect(because({ identity: [partly('identity', choice, {})] })).toEqual(['unknown', 'the condition Null on aws:PrincipalTag/d']);
    expect(because({ identity: [identity({ Condition: { ...on('y', 'y'), StringLike: on('a').StringEquals } })] }, given)).toEqual([
      'unknown',
      'a',
    ]);
  });

  it.each<[string, object, Partial<AuthorizationRequest>]>([
    ['somebody', {}, {}],
    ['somebody whom it denies', { Effect: 'Deny' }, {}],
    ['a role', { Principal: { AWS: `arn:aws:iam::${A}:role/app` } }, { principal: { AWS: text('arn:aws:iam::', ACCOUNT, ':role/app') } }],
    ['an account', { Principal: { AWS: A } }, { principal: { AWS: text('arn:aws:iam::', ACCOUNT, ':role/app') }, resourceAccount: B }],
  ])('the principal, where a policy may name %s', (_name, statement, request) => {
    const unsaid = partly('resource', { Principal: { kind: 'unknown', reason: 'the parameter Who' } }, statement);
    const owner = 'Effect' in statement || request.resourceAccount === B ? [identity({})] : [];
    const { decision, dependsOn } = decide({ resource: unsaid, identity: owner }, { resourceAccount: A, ...request });
    expect(decision).toBe('unknown');
    expect(dependsOn).toContain('whether the policy names the caller');
  });
});

describe('the statement that decides is named', () => {
  const deny = { Effect: 'Deny' };
  const account = { Principal: { AWS: A } };
  const key = { action: 'kms:Decrypt', resource: `arn:aws:kms:eu-west-1:${A}:key/1` };
  it.each<[string, Layers, Partial<AuthorizationRequest>, readonly string[]]>([
    ['the first Deny of two', { identity: [identity(deny, deny)] }, {}, ['identity Statement[0]']],
    ['the first Deny of the document', { identity: [identity({ ...deny, Action: '*' }, deny)] }, {}, ['identity Statement[0]']],
    [
      'the first Deny that is open',
      { identity: [identity({}, { ...deny, Condition: on('a') }, { ...deny, Condition: on('b') })] },
      {},
      ['identity Statement[1]'],
    ],
    ['the Deny that is certain', { identity: [identity({ ...deny, Condition: on('a') }, deny)] }, {}, ['identity Statement[1]']],
    ['the first Allow of two', { identity: [identity({}, {})] }, {}, ['identity Statement[0]']],
    [
      'the first Allow that is open',
      { identity: [identity({ Condition: on('a') }, { Condition: on('b') })] },
      {},
      ['identity Statement[0]'],
    ],
    ['the Allow that is certain', { identity: [identity({ Condition: on('a') }, {})] }, {}, ['identity Statement[1]']],
    [
      'the Allow that matches',
      { identity: [identity({ Resource: 'arn:aws:s3:::c' }, {}, { Resource: 'arn:aws:s3:::c' })] },
      {},
      ['identity Statement[1]'],
    ],
    [
      'the first Allow of the account',
      { identity: [identity({})], resource: resource(account, account) },
      { resourceAccount: B },
      ['identity Statement[0]', 'resource Statement[0]'],
    ],
    [
      'the Allow of the caller itself',
      { resource: resource(account, { Principal: { AWS: USER } }, account) },
      {},
      ['resource Statement[1]'],
    ],
    [
      'the first Allow of the role behind a session',
      { resource: resource({ Principal: { AWS: `arn:aws:iam::${A}:role/app` } }, { Principal: { AWS: `arn:aws:iam::${A}:role/app` } }) },
      { principal: `arn:aws:sts::${A}:assumed-role/app/s` },
      ['resource Statement[0]'],
    ],
    [
      'the first of two levels',
      { identity: [identity({})], scp: [[policy('scp', {}, deny)], [policy('scp', {}, {}, deny)]] },
      {},
      ['scp Statement[1]'],
    ],
    [
      'the level that is certain',
      { identity: [identity({})], scp: [[policy('scp', {}, { ...deny, Condition: on('a') })], [policy('scp', {}, {}, deny)]] },
      {},
      ['scp Statement[2]'],
    ],
    [
      'the key policy and the own',
      { identity: [identity({ Action: '*' })], resource: resource({ ...account, Action: '*' }) },
      key,
      ['resource Statement[0]', 'identity Statement[0]'],
    ],
  ])('%s', (_name, layers, request, wanted) => {
    expect(named(layers, request)).toEqual(wanted);
  });

  it('and so is what was not understood, of every policy and level', () => {
    const bad = { Resource: 'nothing' };
    const misread = (layers: Layers) => decide(layers).misread.map((ref) => `${ref.policy.name ?? ref.layer} ${ref.statement?.path}`);
    expect(misread({ identity: [identity(bad, { ...bad, Action: 's3:Put*' }), identity({}), identity({}, bad)] })).toEqual([
      'identity Statement[0]',
      'identity Statement[1]',
    ]);
    expect(misread({ identity: [identity({})], scp: [[policy('scp', {})], [policy('scp', {}, bad)], [policy('scp', bad, {})]] })).toEqual([
      'scp Statement[1]',
      'scp Statement[0]',
    ]);
    const none = parsePolicy('{', 'identity', 'broken').policy;
    expect(misread({ identity: [identity(bad), none, identity(bad)] })).toEqual(['identity Statement[0]', 'broken undefined']);
  });
});

describe('a Deny that is not understood in part', () => {
  it('applies whatever the rest of that part says', () => {
    const strange = { Condition: { Nonsense: { 'aws:username': 'x' }, ...on('d') } };
    expect(because({ identity: [identity({}, { Effect: 'Deny', ...strange })] })).toEqual(['explicitDeny']);
    expect(because({ identity: [identity({}, { Effect: 'Deny', Resource: 'arn:aws:s3:::other', ...strange })] })).toEqual(['allow']);
  });
});

describe('a decision does not look at', () => {
  /** A policy that throws when a decision looks at more than the action of a statement. */
  const behind = (first: readonly object[], rest: readonly object[]): Policy => {
    const { statements, ...whole } = identity(...first, ...rest);
    const trap = (statement: Statement): Statement =>
      Object.defineProperty({ ...statement }, 'conditions', {
        get() {
          throw new Error(`${statement.path} was looked at`);
        },
      });
    return { ...whole, statements: statements.map((one, i) => (i < first.length ? one : trap(one))) };
  };
  const deny = { Effect: 'Deny' };
  it.each<[string, Layers, string]>([
    ['a Deny after one that applies', { identity: [behind([deny], [deny])] }, 'explicitDeny'],
    ['a Deny of another policy after one that applies', { identity: [identity(deny), behind([], [deny])] }, 'explicitDeny'],
    ['an Allow after one that applies', { identity: [behind([{}], [{}])] }, 'allow'],
    ['an Allow of another policy after one that applies', { identity: [identity({}), behind([], [{}])] }, 'allow'],
    [
      'conditions of an Allow on something else',
      { identity: [identity({}), behind([{}], [{ ...deny, Resource: 'arn:aws:s3:::c' }])] },
      'allow',
    ],
    ['statements about other actions', { identity: [behind([{}], [{ Action: 's3:Put*' }, { ...deny, Action: 's3:Put*' }])] }, 'allow'],
  ])('%s', (_name, layers, wanted) => {
    expect(decide(layers).decision).toBe(wanted);
  });

  /** How often a decision reads the actions of the policy's last statement. */
  const reads = (last: object) => {
    let count = 0;
    const { statements, ...whole } = identity({}, last);
    const counted = statements.map((statement, i) =>
      i === 0
        ? statement
        : Object.defineProperty({ ...statement }, 'action', {
            get() {
              count++;
              return statement.action;
            },
          }),
    );
    const one: Policy = { ...whole, statements: counted };
    return (action: string): number => {
      count = 0;
      decide({ identity: [one] }, { action });
      return count;
    };
  };

  it('statements about other services, once a policy is indexed', () => {
    const read = reads({ Action: ['sqs:*', 'sns:*'] });
    read('s3:GetObject');
    expect(read('s3:PutObject')).toBe(0);
    expect(read('sqs:SendMessage')).toBeGreaterThan(0);
    expect(read('sns:Publish')).toBeGreaterThan(0);
  });

  it('actions that were asked before, of which it remembers a bounded number', () => {
    const read = reads({ Action: ['s3:Get*', 's3:Put*'] });
    expect(read('s3:GetObject')).toBeGreaterThan(0);
    expect(read('s3:PutObject')).toBeGreaterThan(0);
    expect(read('s3:GetObject')).toBe(0);
    for (let i = 2; i < 2048; i++) read(`s3:Get${i}`);
    expect(read('s3:GetObject')).toBe(0);
    read('s3:GetOneMore');
    expect(read('s3:GetObject')).toBeGreaterThan(0);
  });
});
