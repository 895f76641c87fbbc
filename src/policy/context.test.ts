import { describe, expect, it } from 'vitest';
import { type Hole, PARTITION, text } from '../model/text.ts';
import { authorize } from './authorize.ts';
import { parsePolicy } from './parse.ts';
import type { AuthorizationRequest, PrincipalInput } from './request.ts';

const A = '111122223333';
const USER = `arn:aws:iam::${A}:user/team/alice`;
const ROLE = `arn:aws:iam::${A}:role/app`;
const SESSION = `arn:aws:sts::${A}:assumed-role/app/run`;
const FEDERATED = `arn:aws:sts::${A}:federated-user/bob`;
const SERVICE = { Service: 's3.amazonaws.com' };
const PROVIDER = { Federated: 'accounts.google.com' };
const hole = (name: string, chars: Hole['chars'] = 'name'): Hole => ({ kind: 'parameter', name, chars });

/** What a policy that asks for the key is told, whoever the caller is. */
function ask(Condition: object, more: Partial<AuthorizationRequest>) {
  const everything = { Principal: '*', Action: '*', Resource: '*' };
  const Statement = [
    { ...everything, Effect: 'Allow' },
    { ...everything, Effect: 'Deny', Condition },
  ];
  const { policy } = parsePolicy({ Version: '2012-10-17', Statement }, 'resource');
  const decision = authorize({ principal: USER, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', ...more }, { resource: policy });
  const { dependsOn, assumes } = decision;
  return { meets: decision.decision === 'explicitDeny', dependsOn, assumes };
}
const is = (key: string, value: string | readonly string[], more: Partial<AuthorizationRequest> = {}) =>
  ask({ 'ForAnyValue:StringEquals': { [key]: value } }, more).meets;
const isMissing = (key: string, more: Partial<AuthorizationRequest> = {}) => ask({ Null: { [key]: 'true' } }, more).meets;

describe('a key that follows from the request', () => {
  it.each<[string, PrincipalInput, string | undefined]>([
    ['aws:PrincipalType', USER, 'User'],
    ['aws:PrincipalType', SESSION, 'AssumedRole'],
    ['aws:PrincipalType', FEDERATED, 'FederatedUser'],
    ['aws:PrincipalType', A, 'Account'],
    ['aws:PrincipalType', '*', 'Anonymous'],
    ['aws:PrincipalType', SERVICE, undefined],
    ['aws:PrincipalArn', USER, USER],
    ['aws:PrincipalArn', SESSION, ROLE],
    ['aws:PrincipalArn', PROVIDER, undefined],
    ['aws:PrincipalArn', '*', undefined],
    ['aws:PrincipalAccount', USER, A],
    ['aws:PrincipalAccount', '*', 'anonymous'],
    ['aws:PrincipalAccount', SERVICE, undefined],
    ['aws:PrincipalIsAWSService', USER, 'false'],
    ['aws:PrincipalIsAWSService', SERVICE, 'true'],
    ['aws:PrincipalIsAWSService', PROVIDER, undefined],
    ['aws:PrincipalIsAWSService', '*', undefined],
    ['aws:PrincipalServiceName', SERVICE, 's3.amazonaws.com'],
    ['aws:PrincipalServiceName', USER, undefined],
    ['aws:PrincipalServiceNamesList', SERVICE, 's3.amazonaws.com'],
    ['aws:PrincipalServiceNamesList', USER, undefined],
    ['aws:username', USER, 'alice'],
    ['aws:username', SESSION, undefined],
    ['aws:username', FEDERATED, undefined],
    ['aws:userid', { AWS: USER, uniqueId: 'AIDAEXAMPLE' }, 'AIDAEXAMPLE'],
    ['aws:userid', { AWS: SESSION, uniqueId: 'AROAEXAMPLE' }, 'AROAEXAMPLE:run'],
    ['aws:userid', SESSION, undefined],
    ['aws:userid', USER, undefined],
    ['aws:userid', FEDERATED, `${A}:bob`],
    ['aws:userid', A, A],
    ['aws:userid', '*', 'anonymous'],
    ['aws:userid', SERVICE, undefined],
    ['aws:ViaAWSService', USER, 'false'],
    ['aws:ResourceAccount', USER, A],
    ['aws:ResourceAccount', SERVICE, undefined],
    ['aws:SourceIp', USER, undefined],
  ])('%s of %j: %s', (key, principal, value) => {
    expect(isMissing(key, { principal })).toBe(value === undefined);
    if (value !== undefined) expect(is(key, value, { principal })).toBe(true);
  });

  it('is of the organization that is given, for callers that have one', () => {
    const more = { principalOrganization: 'o-1' };
    expect(is('aws:PrincipalOrgID', 'o-1', more)).toBe(true);
    expect(isMissing('aws:PrincipalOrgID')).toBe(true);
    expect(isMissing('aws:PrincipalOrgID', { ...more, principal: '*' })).toBe(true);
    expect(isMissing('aws:PrincipalOrgID', { ...more, principal: PROVIDER })).toBe(true);
  });

  it('is no policy variable where it has several values', () => {
    const text = { 'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': '${aws:PrincipalServiceNamesList}' } };
    expect(ask(text, { principal: SERVICE }).meets).toBe(false);
    expect(ask({ StringEquals: { 'aws:PrincipalServiceName': '${aws:PrincipalServiceName}' } }, { principal: SERVICE }).meets).toBe(true);
  });

  it('is the account of the resource, as far as it is known', () => {
    const unknown = { resource: [hole('Arn', 'any')], principal: SERVICE };
    const other = { StringNotEquals: { 'aws:ResourceAccount': A } };
    expect(ask(other, unknown).dependsOn).toEqual(['the account of the resource']);
    expect(ask(other, { ...unknown, resourceAccount: '444455556666' }).meets).toBe(true);
    expect(ask(other, { ...unknown, resourceAccount: A }).meets).toBe(false);
    expect(ask(other, { resource: 'arn:aws:s3:::b', principal: SERVICE }).meets).toBe(true);
  });

  it('gives its reason where it is not known', () => {
    const reason = (key: string, principal: PrincipalInput) => ask({ StringEquals: { [key]: 'x' } }, { principal }).dependsOn;
    const arn = (path: string, ...rest: readonly (string | Hole)[]) => text(`arn:aws:${path}::${A}:`, ...rest);
    expect(reason('aws:PrincipalArn', { AWS: arn('sts', 'assumed-role/', hole('R', 'any')) })).toEqual(['the role of the session']);
    expect(reason('aws:username', { AWS: arn('iam', 'user/', hole('U', 'any')) })).toEqual(['the name of the user']);
    expect(reason('aws:username', { AWS: arn('iam', 'user/', hole('U', 'path'), 'x') })).toEqual(['the name of the user']);
    expect(reason('aws:userid', { AWS: ROLE, uniqueId: 'AROAEXAMPLE' })).toEqual(['the name of the session']);
    expect(reason('aws:userid', { AWS: arn('sts', 'federated-user/', hole('U', 'any')) })).toEqual(['the name of the federated user']);
  });

  it('is what follows the last slash of a name that is known in part', () => {
    const name = (value: string, ...rest: readonly (string | Hole)[]) => {
      const { meets, dependsOn } = ask({ StringLike: { 'aws:username': value } }, { principal: { AWS: text(...rest) } });
      return dependsOn.length > 0 ? 'unknown' : meets;
    };
    const user = `arn:aws:iam::${A}:user/`;
    expect(name('bob', user, hole('Path'), '/bob')).toBe(true);
    expect(name('x-*-y', user, 'x-', hole('U'), '-y')).toBe(true);
    expect(name('*:*', 'arn:', PARTITION, `:iam::${A}:user/`, hole('U'))).toBe(false);
    expect(name('bob', user, 'team/b', hole('U'))).toBe('unknown');
    const id = ask(
      { StringLike: { 'aws:userid': `${A}:x-*` } },
      { principal: { AWS: text(`arn:aws:sts::${A}:federated-user/x-`, hole('U')) } },
    );
    expect(id.meets).toBe(true);
    expect(ask({ StringEquals: { 'aws:userid': '${aws:userid}' } }, { principal: FEDERATED }).meets).toBe(true);
  });

  it('assumes a path of the role only where one was not given', () => {
    const { assumes } = ask({ ArnEquals: { 'aws:PrincipalArn': ROLE } }, { principal: SESSION, resourceAccount: A });
    expect(assumes).toEqual(['the role of the session has no path']);
    const given = { AWS: SESSION, role: ROLE };
    expect(ask({ ArnEquals: { 'aws:PrincipalArn': ROLE } }, { principal: given, resourceAccount: A })).toEqual({
      meets: true,
      dependsOn: [],
      assumes: [],
    });
  });
});

describe('a key that is given', () => {
  const given = (value: unknown) => ({ context: { 'aws:TagKeys': value } }) as Partial<AuthorizationRequest>;
  const long = 'x'.repeat(8192);
  it.each<[unknown, readonly string[] | undefined]>([
    ['x', ['x']],
    [1.5, ['1.5']],
    [true, ['true']],
    [{ text: ['x'] }, ['x']],
    [
      ['x', 1, false, { text: ['y'] }],
      ['x', '1', 'false', 'y'],
    ],
    [long, [long]],
    [[], undefined],
    [null, undefined],
    [undefined, undefined],
    [[null, undefined], undefined],
    [{}, undefined],
    [{ text: 'x' }, undefined],
  ])('%j', (value, wanted) => {
    expect(isMissing('aws:TagKeys', given(value))).toBe(wanted === undefined);
    for (const one of wanted ?? []) expect(is('aws:TagKeys', one, given(value))).toBe(true);
  });

  it('has several values where it is a list, and a policy variable takes but one', () => {
    const variable = { StringEquals: { 'aws:TagKeys': '${aws:TagKeys}' } };
    expect(ask(variable, given('x')).meets).toBe(true);
    expect(ask(variable, given(true)).meets).toBe(true);
    expect(ask(variable, given(1)).meets).toBe(true);
    expect(ask(variable, given(['x'])).meets).toBe(false);
  });

  it('is not known where the caller says so, gives it twice, or where it is too long', () => {
    const why = (more: Partial<AuthorizationRequest>) => ask({ Null: { 'aws:TagKeys': 'true' } }, more).dependsOn;
    expect(why(given({ unknown: 'the tags' }))).toEqual(['the tags']);
    expect(why(given(long))).toEqual([]);
    expect(why({ context: { 'aws:TagKeys': 'x', 'AWS:tagkeys': 'y' } })).toEqual(['the context key AWS:tagkeys, which is given twice']);
    expect(why(given(`${long}x`))).toEqual(['the context key aws:TagKeys, whose value is too long to compare']);
    expect(why(given(['x', `${long}x`]))).toEqual(['the context key aws:TagKeys, whose value is too long to compare']);
  });

  it('wins over what follows from the request', () => {
    expect(is('aws:username', 'carol', { context: { 'AWS:UserName': 'carol' } })).toBe(true);
    expect(isMissing('aws:TagKeys', { context: null } as unknown as Partial<AuthorizationRequest>)).toBe(true);
    expect(isMissing('aws:TagKeys', { context: 'aws:TagKeys' } as unknown as Partial<AuthorizationRequest>)).toBe(true);
  });
});

describe('keys of AWS KMS', () => {
  const decrypt = (context: AuthorizationRequest['context']) => ({ action: 'kms:Decrypt', resource: KEY, ...(context ? { context } : {}) });
  const KEYS = 'kms:EncryptionContextKeys';
  const KEY = `arn:aws:kms:eu-west-1:${A}:key/1`;

  it('the names of the pairs follow from the pairs, as they are spelled', () => {
    const context = { 'kms:EncryptionContext:Department': 'IT', 'KMS:encryptioncontext:purpose': 'x', 'kms:ViaService': 'y' };
    expect(is(KEYS, 'Department', decrypt(context))).toBe(true);
    expect(is(KEYS, 'purpose', decrypt(context))).toBe(true);
    expect(is(KEYS, 'department', decrypt(context))).toBe(false);
    expect(is(KEYS, 'kms:ViaService', decrypt(context))).toBe(false);
    expect(ask({ StringEquals: { 'kms:ViaService': `\${${KEYS}, 'y'}` } }, decrypt({ ...context })).meets).toBe(true);
  });

  it('the names of the pairs are not there without pairs', () => {
    expect(isMissing(KEYS, decrypt(undefined))).toBe(true);
    expect(isMissing(KEYS, decrypt({ 'kms:ViaService': 'y' }))).toBe(true);
    expect(isMissing(KEYS, decrypt({ 'aws:PrincipalTag/cost-center-name': 'y' }))).toBe(true);
    expect(isMissing(KEYS, decrypt({ 'kms:EncryptionContext:a': 'b' }))).toBe(false);
  });

  it('the names of the pairs are not known where a pair may be there', () => {
    const context = { 'kms:EncryptionContext:a': 'b', 'kms:EncryptionContext:c': { unknown: 'the c' } };
    expect(ask({ 'ForAnyValue:StringEquals': { [KEYS]: 'c' } }, decrypt(context)).dependsOn).toEqual(['the c']);
  });

  it('a request for a grant has operations, and no other has', () => {
    const create = (more: object = {}) => ({ action: 'KMS:CreateGrant', resource: KEY, ...more });
    const condition = { 'ForAnyValue:StringEquals': { 'kms:GrantOperations': 'Decrypt' } };
    expect(ask(condition, create()).dependsOn).toEqual(['the operations of the new grant']);
    expect(ask(condition, create({ context: { 'kms:GrantOperations': ['Decrypt'] } })).meets).toBe(true);
    expect(isMissing('kms:GrantOperations', decrypt(undefined))).toBe(true);
  });
});

it('a canonical user has an account that nobody knows', () => {
  const more = { principal: { CanonicalUser: 'abc' } };
  expect(ask({ StringEquals: { 'aws:PrincipalAccount': A } }, more).dependsOn).toEqual(['the account of the canonical user']);
});
