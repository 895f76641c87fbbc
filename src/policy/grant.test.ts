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

    const open = readPolicy(document(statement({ kind: 'unknown', reason: 'a macro' })), 'identity').policy;
    expect(granted([open], put).verdict).toBe('unknown');
    expect(granted([readPolicy({ kind: 'unknown', reason: 'a macro' }, 'identity').policy], put).verdict).toBe('unknown');
  });
});
