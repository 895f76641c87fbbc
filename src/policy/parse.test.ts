import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Datum } from '../model/datum.ts';
import { text } from '../model/text.ts';
import { parsePolicy, readPolicy } from './parse.ts';
import type { PolicyKind } from './statement.ts';

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const parse = (statement: object, kind: PolicyKind = 'identity') =>
  parsePolicy({ Version: '2012-10-17', Statement: [statement] }, kind).findings.map((finding) => `${finding.code} at ${finding.path}`);

describe('findings of a policy', () => {
  it.each<[string, object, PolicyKind, readonly string[]]>([
    ['nothing', allow, 'identity', []],
    ['an element', { ...allow, Actions: 's3:*' }, 'identity', ['statement-element at Statement[0].Actions']],
    ['the case of an element', { ...allow, principal: '*' }, 'identity', ['statement-element at Statement[0].principal']],
    ['an effect', { ...allow, Effect: 'allow' }, 'identity', ['statement-effect at Statement[0].Effect']],
    ['an action', { ...allow, Action: ['s3:*', 'GetObject'] }, 'identity', ['invalid-action at Statement[0].Action[1]']],
    ['a service', { ...allow, Action: 's*:Get' }, 'identity', ['wildcard-service at Statement[0].Action']],
    ['a resource', { ...allow, Resource: ['*', 'bucket'] }, 'identity', ['invalid-resource at Statement[0].Resource[1]']],
    ['an incomplete resource', { ...allow, Resource: 'arn:aws:s3' }, 'identity', ['incomplete-arn at Statement[0].Resource']],
    ['no resource', { Effect: 'Allow', Action: 's3:*' }, 'identity', ['missing-resource at Statement[0].Resource']],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'identity', ['missing-action at Statement[0].Action']],
    ['both', { ...allow, NotAction: 'x:*' }, 'identity', ['unsupported-element-combination at Statement[0].NotAction']],
    ['an empty list', { ...allow, Action: [] }, 'identity', ['empty-action at Statement[0].Action']],
    ['a principal', { ...allow, Principal: '*' }, 'identity', ['unsupported-principal at Statement[0].Principal']],
    ['no principal', allow, 'resource', ['missing-principal at Statement[0].Principal']],
    ['a type', { ...allow, Principal: { Aws: '*' } }, 'resource', ['invalid-principal at Statement[0].Principal.Aws']],
    ['a user', { ...allow, Principal: { AWS: ['*', 'bob'] } }, 'resource', ['invalid-principal at Statement[0].Principal.AWS[1]']],
    ['an operator', { ...allow, Condition: { Is: {} } }, 'identity', ['invalid-condition-operator at Statement[0].Condition.Is']],
    [
      'a key',
      { ...allow, Condition: { Bool: { username: 'true' } } },
      'identity',
      ['invalid-condition-key at Statement[0].Condition.Bool.username'],
    ],
    [
      'a value',
      { ...allow, Condition: { Bool: { 'aws:SecureTransport': 'yes' } } },
      'identity',
      ['invalid-condition-value at Statement[0].Condition.Bool.aws:SecureTransport'],
    ],
    [
      'a variable',
      { ...allow, Condition: { StringLike: { 'a:b': ['x', '${'] } } },
      'identity',
      ['invalid-variable at Statement[0].Condition.StringLike.a:b[1]'],
    ],
    [
      'a repeated key',
      { ...allow, Condition: { StringLike: { 'a:b': 'x', 'A:b': 'x' } } },
      'identity',
      ['repeated-condition-key at Statement[0].Condition.StringLike.A:b'],
    ],
    ['a Sid', { ...allow, Sid: 'no spaces' }, 'identity', ['statement-sid at Statement[0].Sid']],
    ['a Sid elsewhere', { ...allow, Sid: 'some spaces', Principal: '*' }, 'resource', []],
    ['a trust policy', { ...allow, Principal: '*' }, 'trust', ['unsupported-resource at Statement[0].Resource']],
    [
      'an origin access identity',
      { ...allow, Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' } },
      'resource',
      [],
    ],
    ['a repository', { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }, 'resource', []],
    ['an RCP that allows', { ...allow, Principal: '*' }, 'rcp', ['rcp-syntax at Statement[0].Effect']],
  ])('%s', (_title, statement, kind, findings) => {
    expect(parse(statement, kind)).toEqual(findings);
  });

  it('of the document', () => {
    const codes = (document: unknown, kind: PolicyKind = 'identity') => parsePolicy(document, kind).findings.map((finding) => finding.code);
    expect(codes({ Statement: [allow] })).toEqual(['missing-version']);
    expect(codes({ Version: '2012-10-17' })).toEqual(['missing-statement']);
    expect(codes({ Version: '2012', Statement: [allow] })).toEqual(['policy-version']);
    expect(codes({ Version: '2008-10-17', Statement: [allow] }, 'scp')).toEqual(['policy-version']);
    expect(codes({ Version: '2012-10-17', Id: 'x', Statement: [allow] })).toEqual(['policy-id']);
    expect(codes({ Version: '2012-10-17', Id: 7, Statement: [] }, 'resource')).toEqual(['policy-id']);
    expect(codes({ Version: '2012-10-17', Comment: 'x', Statement: [] })).toEqual(['policy-element']);
    expect(codes({ Version: '2012-10-17', statement: [] })).toEqual(['policy-unreadable']);
    const twice = [
      { ...allow, Sid: 'One' },
      { ...allow, Sid: 'One' },
    ];
    expect(codes({ Version: '2012-10-17', Statement: twice })).toEqual(['unique-sids']);
  });

  it('of the text of a document', () => {
    const message = (source: string) => parsePolicy(source, 'identity').policy.unreadable;
    expect(message('{"Version":"2012-10-17","Statement":[]}')).toBeUndefined();
    expect(message('{"Version":"2012-10-17","Version":"2008-10-17","Statement":[]}')).toBe('the key "Version" is repeated in one object');
    expect(message('{"Statement":[{"Sid":"a","S\\u0069d":"b"}]}')).toBe('the key "Sid" is repeated in one object');
    expect(message('{"a":{"b":1},"c":{"b":["a","a",{"b":"b"}]}}')).toBeUndefined();
    expect(message(`${'['.repeat(100)}${']'.repeat(100)}`)).toBe('it is nested too deeply');
    expect(message('{')).toContain('it is no JSON');
  });
});

describe('input of any kind', () => {
  it('is read without a crash, and a policy with faults has findings', () => {
    const statement = fc.record(
      {
        Effect: fc.constantFrom<unknown>('Allow', 'Deny', 'allow', 1, null),
        Action: fc.anything(),
        Resource: fc.anything(),
        Principal: fc.anything(),
        Condition: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const document = fc.oneof(
      fc.anything(),
      fc.record({ Version: fc.constant('2012-10-17'), Statement: fc.oneof(statement, fc.array(statement)) }),
    );
    fc.assert(
      fc.property(document, fc.constantFrom<PolicyKind>('identity', 'resource', 'trust', 'scp', 'rcp', 'session'), (value, kind) => {
        const { policy, findings } = parsePolicy(value, kind);
        const faulty = policy.unreadable !== undefined || policy.statements.some((one) => one.faults.length > 0);
        if (faulty) expect(findings.some((finding) => finding.severity === 'error')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('of great size is read in bounded time', () => {
    const statements = Array.from({ length: 10_000 }, (_, i) => ({ ...allow, Action: `s3:Get${i}` }));
    expect(parsePolicy({ Version: '2012-10-17', Statement: statements }, 'identity').policy.statements).toHaveLength(10_000);
    expect(parse({ ...allow, Resource: `arn:aws:s3:::${'a'.repeat(100_000)}` })).toEqual(['value-too-long at Statement[0].Resource']);
    const ring: Record<string, unknown> = {};
    ring.Statement = ring;
    expect(parsePolicy(ring, 'identity').findings.length).toBeGreaterThan(0);
  });
});

describe('documents of templates', () => {
  const string = (value: string): Datum => ({ kind: 'text', text: text(value) });
  const map = (entries: Record<string, Datum>, open = false): Datum => ({
    kind: 'map',
    open,
    entries: Object.entries(entries).map(([key, value]) => ({ key: [key], value })),
  });
  const list = (...items: Datum[]): Datum => ({ kind: 'list', items, open: false });
  const noValue: Datum = { kind: 'text', text: [{ kind: 'pseudo', name: 'AWS::NoValue', chars: 'any' }] };
  const when = (name: string, holds: boolean) => [{ name, holds }];
  const statement = map({ Effect: string('Allow'), Action: string('s3:GetObject'), Resource: string('*') });
  const read = (Statement: Datum) => readPolicy(map({ Version: string('2012-10-17'), Statement }), 'identity').policy.statements;

  it('has a statement under its condition', () => {
    const either: Datum = {
      kind: 'choice',
      options: [
        { when: when('Prod', true), value: statement },
        { when: when('Prod', false), value: noValue },
      ],
    };
    expect(read(list(statement, either)).map((one) => [one.index, one.when])).toEqual([
      [0, []],
      [1, when('Prod', true)],
    ]);
  });

  it('has lists under their conditions', () => {
    const either: Datum = {
      kind: 'choice',
      options: [
        { when: when('Prod', true), value: list(statement, statement) },
        { when: when('Prod', false), value: statement },
      ],
    };
    expect(read(either).map((one) => [one.path, one.when])).toEqual([
      ['Statement[0]', when('Prod', true)],
      ['Statement[1]', when('Prod', true)],
      ['Statement', when('Prod', false)],
    ]);
  });

  it('keeps conditions apart that contradict each other', () => {
    const pick = (yes: string, no: string): Datum => ({
      kind: 'choice',
      options: [
        { when: when('Prod', true), value: string(yes) },
        { when: when('Prod', false), value: string(no) },
      ],
    });
    const both = map({ Effect: string('Allow'), Action: pick('s3:A', 's3:B'), Resource: pick('arn:aws:s3:::a', 'arn:aws:s3:::b') });
    expect(read(list(both)).map((one) => [one.action.entries[0]?.source, one.resource?.entries[0]?.source])).toEqual([
      [['s3:A'], ['arn:aws:s3:::a']],
      [['s3:B'], ['arn:aws:s3:::b']],
    ]);
  });

  it('does not tell more forms apart than it can', () => {
    const items = Array.from(
      { length: 12 },
      (_, i): Datum => ({
        kind: 'choice',
        options: [
          { when: when(`C${i}`, true), value: string('s3:A') },
          { when: when(`C${i}`, false), value: string('s3:B') },
        ],
      }),
    );
    const [first] = read(list(map({ Effect: string('Allow'), Action: list(...items), Resource: string('*') })));
    expect(first?.open.length ?? 0).toBeGreaterThanOrEqual(0);
    expect(read(list(map({ Effect: string('Allow'), Action: list(...items), Resource: string('*') }))).length).toBeLessThanOrEqual(64);
  });

  it('leaves open what is not known: it may allow and may deny', () => {
    const open = read(list({ kind: 'unknown', reason: 'a transform' }));
    expect(open.map((one) => [one.effect, one.open])).toEqual([
      ['Allow', ['a transform']],
      ['Deny', ['a transform']],
    ]);
    const further = readPolicy(map({ Version: string('2012-10-17'), Statement: list(statement) }, true), 'identity').policy;
    expect(further.unreadable).toBeUndefined();
    expect(further.statements.map((one) => one.open.length)).toEqual([0, 1, 1]);
  });
});
