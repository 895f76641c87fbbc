import { describe, expect, it } from 'vitest';
import { text } from '../model/text.ts';
import { authorize } from './authorize.ts';
import { byResource, mayConcern } from './by-resource.ts';
import type { Name } from './name.ts';
import { parsePolicy } from './parse.ts';

const resources: readonly (string | readonly string[])[] = [
  'arn:aws:s3:::a',
  'arn:aws:s3:::a/*',
  ['arn:aws:s3:::b', 'arn:aws:s3:::b/x/*'],
  '*',
  'arn:aws:s3:::c*',
  'arn:aws:s3:::c*/x',
  'arn:aws:s3:::d/${aws:username}',
  ['arn:aws:s3:::a/y', 'arn:aws:s3:::b?'],
];
const statements = (list: readonly (string | readonly string[])[], more: object = {}) =>
  parsePolicy(
    { Version: '2012-10-17', Statement: list.map((Resource) => ({ Effect: 'Allow', Action: 's3:*', Resource, ...more })) },
    'identity',
  ).policy.statements;

const places = (resource: Name, list = resources) =>
  mayConcern(
    byResource(statements(list), (one) => one.resource),
    resource,
  ).map((one) => one.index);

describe('statements by the beginning of their resources', () => {
  it.each<[Name, readonly number[]]>([
    ['arn:aws:s3:::a', [0, 1, 3, 4, 5, 7]],
    ['arn:aws:s3:::a/y', [0, 1, 3, 4, 5, 7]],
    ['arn:aws:s3:::b/x/1', [2, 3, 4, 5, 7]],
    ['arn:aws:s3:::d/alice', [3, 4, 5, 6, 7]],
    ['arn:aws:s3:::e/alice', [3, 4, 5, 7]],
    ['*', [3, 4, 5, 7]],
    ['', [3, 4, 5, 7]],
    [text('arn:aws:s3:::', { kind: 'runtime', reason: 'x', chars: 'any' }), [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('%j: those that may be for it, in their order', (resource, expected) => {
    expect(places(resource)).toEqual(expected);
  });

  it('are all looked at where there are few or very many', () => {
    const few = resources.slice(0, 5);
    expect(places('arn:aws:s3:::a', few)).toEqual([0, 1, 2, 3, 4]);
    expect(places('arn:aws:s3:::a', [...few, 'arn:aws:s3:::z'])).toEqual([0, 1, 3, 4]);
    const many = (count: number) => Array.from({ length: count }, (_, i) => `arn:aws:s3:::many-${i}`);
    expect(places('arn:aws:s3:::many-7', many(500))).toEqual([7]);
    expect(places('arn:aws:s3:::many-7', many(501))).toHaveLength(501);
  });

  it('with what has no resource, spares some, or is not understood, always', () => {
    const items = statements([...resources, 'arn:aws:s3:::z']);
    const spared = items.map((one, i) => (i === 8 && one.resource ? { ...one, resource: { ...one.resource, negated: true } } : one));
    const none = items.map((one, i) => (i === 8 ? { ...one, resource: undefined } : one));
    const asked = (list: typeof items) =>
      mayConcern(
        byResource(list as typeof items, (one) => one.resource),
        'arn:aws:s3:::e',
      ).map((one) => one.index);
    expect([asked(items), asked(spared), asked(none as typeof items)]).toEqual([
      [3, 4, 5, 7],
      [3, 4, 5, 7, 8],
      [3, 4, 5, 7, 8],
    ]);
    const faulty = { Effect: 'Deny', Action: 's3:*', Resource: ['arn:aws:s3:::z/*', 'no ARN'] };
    const Statement = [...resources.map((Resource) => ({ Effect: 'Deny', Action: 's3:Put*', Resource })), faulty];
    const { policy } = parsePolicy(
      {
        Version: '2012-10-17',
        Statement: [
          ...Statement.map((one) => ({ ...one, Action: 's3:*', Resource: one === faulty ? one.Resource : 'arn:aws:s3:::other/x' })),
        ],
      },
      'identity',
    );
    const request = { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: 'arn:aws:s3:::e/k' };
    expect(authorize(request, { identity: [policy] })).toMatchObject({
      decision: 'explicitDeny',
      statements: [{ statement: { index: 8 } }],
    });
  });

  it('decide as one by one: the first that allows is named', () => {
    const identity = [
      parsePolicy(
        { Version: '2012-10-17', Statement: resources.map((Resource) => ({ Effect: 'Allow', Action: 's3:*', Resource })) },
        'identity',
      ).policy,
    ];
    const named = (resource: string) =>
      authorize({ principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource }, { identity }).statements[0]
        ?.statement?.index;
    expect([named('arn:aws:s3:::a/y'), named('arn:aws:s3:::b/x/1'), named('arn:aws:s3:::b/y'), named('arn:aws:s3:::d/alice')]).toEqual([
      1, 2, 3, 3,
    ]);
  });
});
