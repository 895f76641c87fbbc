import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../explain.ts';
import { parsePolicy } from '../parse.ts';
import { parseGrants } from './key-grants.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const ROOT = 'arn:aws:iam::111122223333:root';
const ALICE = 'arn:aws:iam::111122223333:user/alice';
const grant = (more: object = {}) => ({ GranteePrincipal: ALICE, Operations: ['Decrypt'], ...more });
const service = { GranteeServicePrincipal: 'dynamodb.amazonaws.com' };

describe('grants of a key', () => {
  it.each<[string, unknown]>([
    ['a list', [grant({ GrantId: 'g1', Name: '', IssuingAccount: ROOT, CreationDate: 1 })]],
    ['what ListGrants prints', { Grants: [grant({ GrantId: 'g1', Constraints: {} })] }],
  ])('are read from %s, each with its place', (_name, document) => {
    const { policy, findings } = parseGrants(document, 'grants of the key');
    expect(findings).toEqual([]);
    expect(policy).toMatchObject({ kind: 'resource', name: 'grants of the key', version: '2008-10-17', unreadable: undefined });
    const place = { effect: 'Allow', sid: 'g1', index: 0, path: 'Grants[0]', faults: [] };
    const use = { ...place, action: { entries: [{ prefix: 'kms:decrypt' }] }, open: [] };
    expect(policy.statements).toMatchObject([use, { ...place, action: { entries: [{ prefix: 'kms:retiregrant' }] } }]);
  });

  it('keep their places, and have no Sid without an ID', () => {
    const { policy } = parseGrants([
      grant(),
      grant({ Operations: ['Sign', 'RetireGrant'], GrantId: 7 }),
      grant({ Operations: ['Decrypt', 'Sign'] }),
    ]);
    for (const { index, path, sid } of policy.statements) expect([path, sid]).toEqual([`Grants[${index}]`, undefined]);
    expect([...new Set(policy.statements.map(({ index }) => index))]).toEqual([0, 1, 2]);
  });

  it.each<[unknown, string]>([
    [7, 'it is no object'],
    [null, 'it is no object'],
    [[], 'it is no object'],
    [{}, 'its Operations'],
    [grant({ Until: 1 }), 'its Until'],
    [grant({ constructor: 1 }), 'its constructor'],
    [grant({ XName: 1 }), 'its XName'],
    [grant({ NameX: 1 }), 'its NameX'],
    [grant({ XKeyId: 'x' }), 'its XKeyId'],
    [grant({ KeyIdX: 'x' }), 'its KeyIdX'],
    [grant({ XGrantId: 'x' }), 'its XGrantId'],
    [grant({ GrantIdX: 'x' }), 'its GrantIdX'],
    [grant({ KeyId: 1 }), 'its KeyId'],
    [grant({ GrantId: 1 }), 'its GrantId'],
    [grant({ RetiringPrincipal: 1 }), 'its RetiringPrincipal'],
    [grant({ GranteePrincipal: 1 }), 'its GranteePrincipal'],
    [grant({ Operations: 'Decrypt' }), 'its Operations'],
    [grant({ Operations: [] }), 'its Operations'],
    [grant({ Operations: ['Decrypt', 7] }), 'its Operations'],
    [grant({ Operations: ['Decrypt', 'ListGrants'] }), 'its Operations'],
    ...[
      'XDecrypt',
      'DecryptX',
      'XSign',
      'SignX',
      'XCreateGrant',
      'CreateGrantX',
      'XRetireGrant',
      'RetireGrantX',
      'XDescribeKey',
      'DescribeKeyX',
    ].map((one): [unknown, string] => [grant({ Operations: [one] }), 'its Operations']),
    [{ Operations: ['Decrypt'] }, 'its GranteePrincipal'],
    [grant({ GranteeServicePrincipal: 'dynamodb.amazonaws.com' }), 'its GranteePrincipal'],
    [grant({ Constraints: null }), 'its Constraints'],
    [grant({ Constraints: [] }), 'its Constraints'],
    [grant({ Constraints: { SourceArn: 1 } }), 'its Constraints'],
    [grant({ Constraints: { SourceAccount: '1' } }), 'its Constraints'],
    [grant({ Constraints: { EncryptionContextSubset: 'x' } }), 'its Constraints'],
    [grant({ Constraints: { EncryptionContextEquals: { a: 1 } } }), 'its Constraints'],
    [grant({ Constraints: { EncryptionContextEquals: {}, EncryptionContextSubset: {} } }), 'its EncryptionContextEquals'],
    [{ ...service, Operations: ['Decrypt'] }, 'its Constraints.SourceArn'],
    [{ ...service, Operations: ['Decrypt'], Constraints: { SourceArn: `${KEY}s` } }, 'its RetiringPrincipal'],
    [grant({ IssuingAccount: 1 }), 'its IssuingAccount'],
    [grant({ Constraints: { SourceArn: 'arn:aws:s3:::photos' } }), 'its Constraints'],
    [grant({ Constraints: { SourceArn: `x${KEY}` } }), 'its Constraints'],
    [{ ...service, Operations: ['Decrypt'], Constraints: { EncryptionContextSubset: {} } }, 'its Constraints.SourceArn'],
    [
      grant({ GranteePrincipal: 'arn:aws:iam::111122223333:user/*' }),
      'the principal "arn:aws:iam::111122223333:user/*" holds a wildcard, which matches part of no name',
    ],
    [grant({ GranteePrincipal: '111122223333x' }), '"111122223333x" is no service principal, such as lambda.amazonaws.com'],
    [grant({ GranteePrincipal: 'x111122223333' }), '"x111122223333" is no service principal, such as lambda.amazonaws.com'],
    [grant({ KeyId: 'arn:aws:k*s:eu-west-1:111122223333:key/1' }), 'its KeyId'],
    [grant({ KeyId: '*' }), 'its KeyId'],
  ])('%j is none', (one, fault) => {
    const { policy, findings } = parseGrants([grant(), one]);
    expect(findings).toEqual([
      { code: 'invalid-grant', severity: 'error', message: `Grants[1]: KMS makes no such grant: ${fault}`, path: 'Grants[1]' },
    ]);
    const others = policy.statements.filter(({ index }) => index > 0);
    expect(policy.statements.filter(({ index, faults }) => index === 0 && faults.length > 0)).toEqual([]);
    expect(others.length).toBeGreaterThan(0);
    for (const { faults } of others)
      expect(faults).toEqual([{ element: 'statement', path: 'Grants[1]', message: `KMS makes no such grant: ${fault}` }]);
  });

  it('that are none at all allow nothing', () => {
    for (const document of [undefined, null, 7, 'x', {}, { Grants: 'x' }, { Grants: undefined }]) {
      const { policy, findings } = parseGrants(document);
      expect(findings).toHaveLength(1);
      expect(policy.statements.every((one) => one.faults.length > 0)).toBe(true);
    }
    expect(parseGrants([])).toMatchObject({ policy: { statements: [] }, findings: [] });
  });

  it('are named with what they depend on', () => {
    const told = explain(
      { principal: ALICE, action: 'kms:CreateGrant', resource: KEY, context: { 'kms:GrantOperations': ['Decrypt'] } },
      {
        grants: parseGrants([grant({ Operations: ['Decrypt', 'CreateGrant'], Constraints: { EncryptionContextSubset: { a: 'b' } } })])
          .policy,
      },
    );
    expect(told.decision).toMatchObject({
      decision: 'unknown',
      layer: 'grants',
      dependsOn: ['whether the constraints of the new grant are as strict as those of the grant that lets it be made'],
    });
    expect(told.layers).toMatchObject([{ layer: 'grants', skipped: undefined, denies: 'no', allows: 'unknown' }]);
    expect(told.decision.statements.map(({ layer, statement }) => [layer, statement?.path])).toEqual([['grants', 'Grants[0]']]);
  });

  const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
  const pairs = (context: Record<string, string>) => Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
  const under = (context: Record<string, string>) => ({
    ...Object.fromEntries(pairs(context)),
    'kms:EncryptionContextKeys': Object.keys(context),
  });
  const OTHERS = 'arn:aws:iam::444455556666:root';
  const NUMBER = 'whether a grant may name an account by its number';
  const NO_SERVICE = 'whether SourceArn counts in a grant where no service makes the request';

  it.each<[string, object, { readonly action?: string; readonly context?: object; readonly allowed?: true }, string]>([
    ['an account by its number', { GranteePrincipal: '111122223333' }, { allowed: true }, NUMBER],
    [
      'a retiring account by its number',
      { IssuingAccount: OTHERS, RetiringPrincipal: '111122223333' },
      { action: 'RetireGrant', allowed: true },
      NUMBER,
    ],
    ['a source, for a user', { Constraints: { SourceArn: TABLE } }, {}, NO_SERVICE],
    [
      'a source, for a user behind a service',
      { Constraints: { SourceArn: TABLE } },
      { context: { 'aws:ViaAWSService': 'true' } },
      'implicitDeny',
    ],
    [
      'a source, of a service',
      { Constraints: { SourceArn: TABLE } },
      { context: { 'aws:ViaAWSService': 'true', 'aws:SourceArn': TABLE } },
      'allow',
    ],
    [
      'a source with a wildcard',
      { Constraints: { SourceArn: `${TABLE}*` } },
      { context: { 'aws:ViaAWSService': 'true', 'aws:SourceArn': `${TABLE}s` } },
      'whether wildcards count in the SourceArn of a grant',
    ],
    [
      'a source with a wildcard, of another resource',
      { Constraints: { SourceArn: `${TABLE}*` } },
      { context: { 'aws:ViaAWSService': 'true', 'aws:SourceArn': KEY } },
      'implicitDeny',
    ],
    [
      'a source without a wildcard, of another resource',
      { Constraints: { SourceArn: TABLE } },
      { context: { 'aws:ViaAWSService': 'true', 'aws:SourceArn': `${TABLE}s` } },
      'implicitDeny',
    ],
    [
      'DescribeKey without a source',
      { Operations: ['DescribeKey'], Constraints: { SourceArn: TABLE } },
      { action: 'DescribeKey', context: { 'aws:ViaAWSService': 'true' } },
      'whether SourceArn counts for DescribeKey without a source',
    ],
    [
      'DescribeKey with another source',
      { Operations: ['DescribeKey'], Constraints: { SourceArn: TABLE } },
      { action: 'DescribeKey', context: { 'aws:ViaAWSService': 'true', 'aws:SourceArn': `${TABLE}s` } },
      'implicitDeny',
    ],
    ['DescribeKey without a constraint', { Operations: ['DescribeKey'] }, { action: 'DescribeKey' }, 'allow'],
    ['all pairs', { Constraints: { EncryptionContextEquals: { a: '1' } } }, { context: under({ a: '1' }) }, 'allow'],
    ['a pair too many', { Constraints: { EncryptionContextEquals: { a: '1' } } }, { context: under({ a: '1', b: '2' }) }, 'implicitDeny'],
    ['some pairs', { Constraints: { EncryptionContextSubset: { a: '1' } } }, { context: under({ a: '1', b: '2' }) }, 'allow'],
    ['another value', { Constraints: { EncryptionContextSubset: { a: '1' } } }, { context: under({ a: '2' }) }, 'implicitDeny'],
    [
      'a key in another case',
      { Constraints: { EncryptionContextEquals: { a: '1' } } },
      { context: under({ A: '1' }) },
      'whether the keys of a constraint are compared with their case',
    ],
    [
      'a key in another case, of some',
      { Constraints: { EncryptionContextSubset: { a: '1' } } },
      { context: under({ A: '1', b: '2' }) },
      'whether the keys of a constraint are compared with their case',
    ],
    [
      'no pairs, of some',
      { Constraints: { EncryptionContextEquals: {} } },
      { context: under({ a: '1' }) },
      'whether EncryptionContextEquals of no pairs counts',
    ],
    ['no pairs, of none', { Constraints: { EncryptionContextEquals: {} } }, {}, 'allow'],
    [
      'another account that made it',
      { IssuingAccount: OTHERS },
      { action: 'RetireGrant', allowed: true },
      'whether the account of a key may retire its grants by its own policies',
    ],
    ['an account that made it and is not told', {}, { action: 'RetireGrant', allowed: true }, 'whether the policy names the caller'],
  ])('say what AWS says of %s, or that it does not', (_name, given, { action = 'Decrypt', context = {}, allowed }, expected) => {
    const grants = parseGrants([grant(given)]).policy;
    const request = { principal: ALICE, action: `kms:${action}`, resource: KEY, context: { ...context } };
    const all = { Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*' } };
    const identity = allowed ? { identity: [parsePolicy(all, 'identity').policy] } : {};
    const { decision, dependsOn } = explain(request, { grants, ...identity }).decision;
    expect(decision === 'unknown' ? dependsOn.join('; ') : decision).toBe(expected);
  });

  it('that are not understood are told as such where they concern the action', () => {
    const grants = parseGrants([grant({ Until: 1 })]).policy;
    const told = explain({ principal: ALICE, action: 'kms:Decrypt', resource: KEY }, { grants });
    expect(told.decision.misread.map(({ layer, statement }) => [layer, statement?.path])).toEqual([['grants', 'Grants[0]']]);
    expect(told.layers[0]?.policies[0]?.statements[0]?.elements[0]?.words).toBe('not understood: KMS makes no such grant: its Until');
    expect(explain({ principal: ALICE, action: 's3:GetObject', resource: '*' }, { grants }).layers).toMatchObject([
      { layer: 'grants', skipped: 'the resource is no KMS key' },
    ]);
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(parseGrants(document).policy.unreadable).toBeUndefined();
      }),
    );
  });
});
