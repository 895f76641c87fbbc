import { describe, expect, it } from 'vitest';
import type { Datum } from '../model/datum.ts';
import { ACCOUNT, type Hole, PARTITION, REGION, type Text, text } from '../model/text.ts';
import { granted } from './grant.ts';
import { parsePolicy, readPolicy } from './parse.ts';

const T: Hole = { kind: 'name', resource: 'T', chars: 'name' };
const table: Text = text('arn:', PARTITION, ':dynamodb:', REGION, ':', ACCOUNT, ':table/', T);
type Wanted = Parameters<typeof granted>[1];
const put: Wanted = { action: 'dynamodb:PutItem', resource: table };

const policy = (...Statement: readonly object[]) => parsePolicy({ Version: '2012-10-17', Statement }, 'identity').policy;
const allow = (Action: unknown, Resource: unknown, rest: object = {}) => ({ Effect: 'Allow', Action, Resource, ...rest });
const verdict = (wanted: Wanted, ...statements: readonly object[]) => granted([policy(...statements)], wanted).verdict;

describe('what policies grant of a need', () => {
  it('needs action and resource', () => {
    expect(verdict(put, allow('dynamodb:*', '*'))).toBe('yes');
    expect(verdict(put, allow('dynamodb:Get*', '*'))).toBe('no');
    expect(verdict(put, allow('dynamodb:PutItem', 'arn:aws:dynamodb:*:*:table/orders'))).toBe('unknown');
    expect(verdict(put, allow('dynamodb:PutItem', 'arn:aws:s3:::b'))).toBe('no');
    expect(verdict(put)).toBe('no');
  });

  it('prefers a grant without assumptions', () => {
    const both = granted([policy(allow('dynamodb:*', 'arn:aws:dynamodb:*:*:table/*'), allow('dynamodb:PutItem', '*'))], put);
    expect(both).toMatchObject({ verdict: 'yes', assumes: [] });
    expect(both.statements.map((statement) => statement.path)).toEqual(['Statement[1]']);
  });

  it('counts a condition only when the need brings it', () => {
    const via = { Condition: { StringEquals: { 'kms:ViaService': ['s3.eu-west-1.amazonaws.com'] } } };
    const decrypt: Wanted = { action: 'kms:Decrypt', resource: ['*'] };
    const bring = (value: string): Wanted => ({ ...decrypt, condition: { StringEquals: { 'kms:viaservice': [[value]] } } });
    expect(verdict(decrypt, allow('kms:Decrypt', '*', via))).toBe('unknown');
    expect(verdict(bring('s3.eu-west-1.amazonaws.com'), allow('kms:Decrypt', '*', via))).toBe('yes');
    expect(verdict(bring('sqs.eu-west-1.amazonaws.com'), allow('kms:Decrypt', '*', via))).toBe('unknown');
  });

  it('lets a Deny win, or doubts', () => {
    const deny = (Action: string, Resource: string, rest: object = {}) => ({ Effect: 'Deny', Action, Resource, ...rest });
    const all = allow('*', '*');
    expect(verdict(put, all, deny('dynamodb:PutItem', '*'))).toBe('no');
    expect(verdict(put, all, deny('dynamodb:PutItem', 'arn:aws:dynamodb:*:*:table/orders'))).toBe('unknown');
    expect(verdict(put, all, deny('dynamodb:PutItem', 'arn:aws:dynamodb:*:*:global-table/*'))).toBe('yes');
    expect(verdict(put, all, deny('dynamodb:PutItem', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }))).toBe('unknown');
    expect(verdict(put, all, { Effect: 'Deny', NotAction: 'dynamodb:*', Resource: '*' })).toBe('yes');
    expect(verdict(put, all, { Effect: 'Deny', Action: '*', NotResource: 'arn:*:dynamodb:*:*:table/*' })).toBe('no');
  });

  it('never grants through what is not understood', () => {
    expect(verdict(put, allow('dynamodb:*', '*', { Condition: { StringEqual: { 'aws:username': 'x' } } }))).toBe('no');
    expect(verdict(put, { ...allow('*', '*'), effect: 'Allow' })).toBe('no');
    expect(granted([policy(allow('*', '*')), parsePolicy('{', 'identity').policy], put).verdict).toBe('unknown');
  });

  it('names the statements that grant, may grant or deny', () => {
    const names = (wanted: Wanted, ...statements: readonly object[]) => {
      const grant = granted([policy(...statements)], wanted);
      return [grant.verdict, ...grant.statements.map((one) => one.path), ...grant.assumes.map((one) => one.value)];
    };
    const deny = (Action: string, Resource: string, rest: object = {}) => ({ ...allow(Action, Resource, rest), Effect: 'Deny' });
    const orders = 'arn:aws:dynamodb:*:*:table/orders';
    const inAws = 'arn:aws:dynamodb:*:*:table/*';
    const tagged = { Condition: { StringEquals: { 'aws:ResourceTag/t': 'x' } } };
    expect(names(put)).toEqual(['no']);
    expect(names(put, allow('*', '*'), allow('dynamodb:*', '*'))).toEqual(['yes', 'Statement[0]', 'Statement[1]']);
    expect(names(put, allow('s3:*', '*'), allow('*', '*'))).toEqual(['yes', 'Statement[1]']);
    expect(names(put, allow('*', orders), allow('*', '*', tagged))).toEqual(['unknown', 'Statement[0]', 'Statement[1]']);
    expect(names(put, allow('*', inAws, tagged), allow('*', '*', tagged))).toEqual(['unknown', 'Statement[0]', 'Statement[1]', 'aws']);
    expect(names(put, allow('*', orders), allow('*', '*'), allow('*', orders))).toEqual(['yes', 'Statement[1]']);
    expect(names(put, allow('*', inAws), allow('*', inAws))).toEqual(['yes', 'Statement[0]', 'Statement[1]', 'aws']);
    expect(names(put, allow('*', orders), allow('*', inAws))).toEqual(['yes', 'Statement[1]', 'aws']);
    expect(names(put, allow('*', inAws), allow('*', '*'), allow('*', inAws))).toEqual(['yes', 'Statement[1]', 'Statement[2]']);
    expect(names(put, allow('*', '*'), deny('s3:*', '*'), deny('*', '*'), deny('*', '*'))).toEqual(['no', 'Statement[2]']);
    expect(names(put, allow('*', '*'), deny('*', orders), deny('*', '*', tagged))).toEqual([
      'unknown',
      'Statement[0]',
      'Statement[1]',
      'Statement[2]',
    ]);
    expect(names(put, allow('*', orders), deny('*', orders))).toEqual(['unknown', 'Statement[0]']);
    expect(names(put, deny('*', orders))).toEqual(['no']);
  });

  it('weighs entries of a statement together', () => {
    const orders = 'arn:aws:dynamodb:*:*:table/orders';
    const inAws = 'arn:aws:dynamodb:*:*:table/*';
    const cover = (statement: object, wanted: Wanted = put) => {
      const { verdict, assumes } = granted([policy(statement)], wanted);
      return [verdict, ...assumes.map((one) => one.value)];
    };
    const not = (NotResource: unknown) => ({ Effect: 'Allow', Action: '*', NotResource });
    expect(cover(allow(['s3:*', 'dynamodb:Put*'], '*'))).toEqual(['yes']);
    expect(cover({ Effect: 'Allow', NotAction: ['s3:*', 'dynamodb:Get*'], Resource: '*' })).toEqual(['yes']);
    expect(cover({ Effect: 'Allow', NotAction: ['s3:*', 'dynamodb:Put*'], Resource: '*' })).toEqual(['no']);
    expect(cover(allow('*', ['arn:aws:s3:::b', orders]))).toEqual(['unknown']);
    expect(cover(allow('*', [orders, 'arn:aws:s3:::b']))).toEqual(['unknown']);
    expect(cover(allow('*', [orders, inAws, orders]))).toEqual(['yes', 'aws']);
    expect(cover(allow('*', [inAws, '*', orders]))).toEqual(['yes']);
    expect(cover(allow('*', ['*', inAws]))).toEqual(['yes']);
    expect(cover(not(['arn:aws:s3:::b']))).toEqual(['yes']);
    expect(cover(not(['arn:aws:s3:::b', orders]))).toEqual(['unknown']);
    expect(cover(not(['*', 'arn:aws:s3:::b']))).toEqual(['no']);
    expect(cover(not(orders), { action: 'dynamodb:PutItem', resource: [orders] })).toEqual(['no']);
    expect(cover(allow('dynamodb:putitem', '*'), { action: 'DynamoDB:PutItem', resource: table })).toEqual(['yes']);
    const trust = parsePolicy(
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] },
      'trust',
    );
    expect(granted([trust.policy], { action: 'sts:AssumeRole', resource: table })).toMatchObject({ verdict: 'yes', assumes: [] });
  });

  it('takes a Deny for what it may mean', () => {
    const orders = 'arn:aws:dynamodb:*:*:table/orders';
    const against = (statement: object, wanted: Wanted = put) => verdict(wanted, allow('*', '*'), { Effect: 'Deny', ...statement });
    const not = (NotResource: unknown) => ({ Action: '*', NotResource });
    expect(against({ Action: 'nonsense', Resource: '*' })).toBe('no');
    expect(against({ Action: 'nonsense', Resource: 'arn:aws:s3:::b' })).toBe('yes');
    expect(against({ Action: 'dynamodb:*', Resource: 'nonsense' })).toBe('no');
    expect(against({ Action: 's3:*', Resource: 'nonsense' })).toBe('yes');
    expect(against(not(orders))).toBe('unknown');
    expect(against(not(['arn:*:dynamodb:*:*:table/*', 'arn:aws:s3:::b']))).toBe('no');
    expect(against(not(['arn:${P}:x:::y', '*']))).toBe('no');
    expect(against(not('*'), { action: 'dynamodb:PutItem', resource: [orders] })).toBe('yes');
    expect(against(not('arn:aws:dynamodb:*:*:table/*'), { action: 'dynamodb:PutItem', resource: [orders] })).toBe('yes');
    expect(against(not(['arn:aws:s3:::b', 'arn:aws:dynamodb:*:*:table/*']), { action: 'dynamodb:PutItem', resource: [orders] })).toBe(
      'yes',
    );
    expect(against(not('arn:aws:dynamodb:*:*:table/*'))).toBe('unknown');
    expect(against({ Action: '*', Resource: ['arn:aws:s3:::b', 'arn:aws:sqs:*:*:q'] })).toBe('yes');
    expect(against({ Action: '*', Resource: ['arn:aws:s3:::b', orders] })).toBe('unknown');
    expect(against({ Action: '*', Resource: 'arn:aws:dynamodb:*:*:table/*' })).toBe('unknown');
    const secure = { Condition: { StringEquals: { 'kms:ViaService': 's3' } } };
    const bring: Wanted = { ...put, condition: { StringEquals: { 'kms:ViaService': [['s3']] } } };
    expect(against({ Action: '*', Resource: '*', ...secure }, bring)).toBe('no');
    expect(against({ Action: '*', Resource: '*', ...secure })).toBe('unknown');
    expect(against({ Action: '*', Resource: orders, ...secure }, bring)).toBe('unknown');
  });

  it('follows conditions only where each given value lies within them', () => {
    const via = (operator: string, values: unknown, key = 'kms:ViaService') =>
      allow('*', '*', { Condition: { [operator]: { [key]: values } } });
    const bring = (condition: Wanted['condition']): Wanted => ({ ...put, ...(condition === undefined ? {} : { condition }) });
    const given = (operator: string, ...values: readonly Text[]) => bring({ [operator]: { 'kms:ViaService': values } });
    expect(verdict(given('StringLike', ['s3.*']), via('StringLike', ['sqs.*', 's3*']))).toBe('yes');
    expect(verdict(given('StringLike', ['s3.*']), via('StringLike', 's3.eu'))).toBe('unknown');
    expect(verdict(given('StringLike', ['s3.*'], ['sqs.*']), via('StringLike', ['s3.*']))).toBe('unknown');
    expect(verdict(given('StringLike'), via('StringLike', ['s3.*']))).toBe('unknown');
    expect(verdict(given('StringEquals', ['a']), via('StringLike', 'a'))).toBe('unknown');
    expect(verdict(given('StringEquals', ['a']), via('StringNotEquals', 'a'))).toBe('unknown');
    expect(verdict(given('StringNotEquals', ['a']), via('StringNotEquals', 'a'))).toBe('unknown');
    expect(verdict(given('StringEquals', ['a']), via('ForAllValues:StringEquals', 'a'))).toBe('unknown');
    expect(verdict(given('ForAllValues:StringEquals', ['a']), via('StringEquals', 'a'))).toBe('unknown');
    expect(verdict(given('StringEquals', ['a']), via('StringEqualsIfExists', 'a'))).toBe('yes');
    expect(verdict(given('StringEqualsIfExists', ['a']), via('StringEqualsIfExists', 'a'))).toBe('yes');
    expect(verdict(given('StringEqualsIfExists', ['a']), via('StringEquals', 'a'))).toBe('unknown');
    expect(verdict(given('Nonsense', ['a']), via('StringEquals', 'a'))).toBe('unknown');
    expect(verdict(given('StringEquals', ['a']), via('StringEquals', 'a', 'aws:username'))).toBe('unknown');
    expect(
      verdict(bring({ Bool: { a: [['b']] }, StringEquals: { 'x:y': [['a']], 'KMS:viaservice': [['a']] } }), via('StringEquals', 'a')),
    ).toBe('yes');
    expect(verdict(bring(undefined), allow('*', '*'))).toBe('yes');
    const both = { Condition: { StringEquals: { 'kms:ViaService': 'a', 'aws:username': 'b' } } };
    expect(verdict(given('StringEquals', ['a']), allow('*', '*', both))).toBe('unknown');
  });

  it('reads a template with its conditions and holes', () => {
    const string = (...parts: Text): Datum => ({ kind: 'text', text: text(...parts) });
    const map = (entries: Record<string, Datum>): Datum => ({
      kind: 'map',
      open: false,
      entries: Object.entries(entries).map(([key, value]) => ({ key: [key], value })),
    });
    const statement = (action: Datum): Datum => map({ Effect: string('Allow'), Action: action, Resource: string(...table) });
    const document = (...items: Datum[]): Datum => map({ Version: string('2012-10-17'), Statement: { kind: 'list', items, open: false } });

    expect(granted([readPolicy(document(statement(string('dynamodb:PutItem'))), 'identity').policy], put).verdict).toBe('yes');

    const choice: Datum = {
      kind: 'choice',
      options: [
        { when: [{ name: 'Writes', holds: true }], value: string('dynamodb:PutItem') },
        { when: [{ name: 'Writes', holds: false }], value: string('dynamodb:GetItem') },
      ],
    };
    const { policy: chosen } = readPolicy(document(statement(choice)), 'identity');
    expect(chosen.statements.map((one) => [one.when, one.action.entries.map((entry) => entry.source)])).toEqual([
      [[{ name: 'Writes', holds: true }], [['dynamodb:PutItem']]],
      [[{ name: 'Writes', holds: false }], [['dynamodb:GetItem']]],
    ]);
    expect(granted([chosen], put).verdict).toBe('unknown');

    const rule = (effect: string, ...entries: readonly (readonly [string, Datum])[]): Datum =>
      map({ Effect: string(effect), Action: string('dynamodb:*'), Resource: string('*'), ...Object.fromEntries(entries) });
    const under = (name: string, value: Datum): Datum => ({ kind: 'choice', options: [{ when: [{ name, holds: true }], value }] });
    const unsaid: Datum = { kind: 'unknown', reason: 'x' };
    const both = (...items: Datum[]) => granted([readPolicy(document(...items), 'identity').policy], put).verdict;
    expect(both(rule('Allow'))).toBe('yes');
    expect(both(under('A', rule('Allow')))).toBe('unknown');
    expect(both(rule('Allow', ['Condition', unsaid]))).toBe('unknown');
    expect(both(rule('Allow'), under('A', rule('Deny')))).toBe('unknown');
    expect(both(rule('Allow'), rule('Deny', ['Condition', unsaid]))).toBe('unknown');
    expect(both(rule('Allow'), under('A', rule('Deny', ['Resource', string('arn:aws:s3:::b')])))).toBe('yes');
    expect(both(rule('Allow', ['Action', string('dynamodb:', { kind: 'parameter', name: 'P', chars: 'any' })]))).toBe('unknown');
    expect(both(rule('Allow'), rule('Deny', ['Action', string('dynamodb:', { kind: 'parameter', name: 'P', chars: 'any' })]))).toBe(
      'unknown',
    );

    const open = readPolicy(document(statement({ kind: 'unknown', reason: 'a macro' })), 'identity').policy;
    expect(granted([open], put).verdict).toBe('unknown');
    expect(granted([readPolicy({ kind: 'unknown', reason: 'a macro' }, 'identity').policy], put).verdict).toBe('unknown');
  });
});
