import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole, PARTITION, type Text, text } from '../model/text.ts';
import { callerOf } from './caller.ts';
import { readPrincipal } from './principal.ts';
import { accountOfArn, denies, routesOf } from './principal-match.ts';
import type { PrincipalInput } from './request.ts';
import { NO, UNKNOWN, YES } from './tri.ts';

const A = '111122223333';
const hole = (resource: string): Hole => ({ kind: 'name', resource, chars: 'name' });
const role = (name: string): Text => text('arn:', PARTITION, ':iam::', ACCOUNT, ':role/', hole(name));

const routes = (aws: Text, caller: PrincipalInput) => {
  const entry = readPrincipal('AWS', aws);
  if (typeof entry === 'string') throw new Error(entry);
  const { direct, limited, delegated } = routesOf({ negated: false, entries: [entry] }, callerOf(caller));
  return [direct, limited, delegated];
};

describe('symbolic principals', () => {
  it.each<[string, Text, PrincipalInput, readonly number[]]>([
    ['the role itself', role('R'), { AWS: role('R') }, [NO, YES, NO]],
    ['another role, which may have the same name', role('R'), { AWS: role('S') }, [NO, UNKNOWN, NO]],
    ['the account of the role', text('arn:', PARTITION, ':iam::', ACCOUNT, ':root'), { AWS: role('R') }, [NO, NO, YES]],
    ['the account by its number', [ACCOUNT], { AWS: role('R') }, [NO, NO, YES]],
    ['an account that may be it', [A], { AWS: role('R') }, [NO, NO, UNKNOWN]],
    ['a role that may be it', [`arn:aws:iam::${A}:role/app`], { AWS: role('R') }, [NO, UNKNOWN, NO]],
    ['a role of that account whose name is known', [`arn:aws:iam::${A}:role/app`], `arn:aws:iam::${A}:role/app`, [NO, YES, NO]],
    ['a user is no role', [`arn:aws:iam::${A}:user/app`], { AWS: role('R') }, [NO, NO, NO]],
    ['a parameter may be anybody', [{ kind: 'parameter', name: 'Who', chars: 'any' }], { AWS: role('R') }, [NO, UNKNOWN, NO]],
    [
      'a user that has a symbolic name',
      text('arn:aws:iam::', ACCOUNT, ':user/', hole('U')),
      { AWS: text('arn:aws:iam::', ACCOUNT, ':user/', hole('U')) },
      [YES, NO, NO],
    ],
    [
      'a session of the symbolic role',
      role('R'),
      { AWS: text('arn:aws:sts::', ACCOUNT, ':assumed-role/', hole('R'), '/s'), role: role('R') },
      [NO, YES, NO],
    ],
    ['a root user', text('arn:aws:iam::', ACCOUNT, ':root'), { AWS: text('arn:aws:iam::', ACCOUNT, ':root') }, [YES, NO, NO]],
  ])('%s', (_title, entry, caller, expected) => {
    expect(routes(entry, caller)).toEqual(expected);
  });

  it('are not services', () => {
    const service = readPrincipal('Service', ['logs.', { kind: 'pseudo', name: 'AWS::Region', chars: 'name' }, '.amazonaws.com']);
    if (typeof service === 'string') throw new Error(service);
    const match = (caller: PrincipalInput) => denies({ negated: false, entries: [service] }, callerOf(caller), false);
    expect(match({ Service: 'logs.eu-west-1.amazonaws.com' })).toBe(UNKNOWN);
    expect(match({ Service: 's3.amazonaws.com' })).toBe(NO);
    expect(match(`arn:aws:iam::${A}:role/app`)).toBe(NO);
  });
});

describe('callers', () => {
  it.each<[PrincipalInput, string, string | undefined]>([
    [`arn:aws:iam::${A}:user/dev/alice`, 'user', A],
    [A, 'root', A],
    [`arn:aws:iam::${A}:root`, 'root', A],
    [`arn:aws:iam::${A}:role/aws-service-role/ecs.amazonaws.com/X`, 'session', A],
    [`arn:aws:sts::${A}:assumed-role/app/s`, 'session', A],
    [`arn:aws:sts::${A}:federated-user/bob`, 'federatedUser', A],
    ['*', 'anonymous', undefined],
    [{ Service: 's3.amazonaws.com' }, 'service', undefined],
    [{ CanonicalUser: 'abc' }, 'canonicalUser', undefined],
  ])('%j', (input, kind, account) => {
    const caller = callerOf(input);
    expect([caller.kind, caller.account, caller.problem]).toEqual([kind, account, undefined]);
  });

  it.each<PrincipalInput>([
    'alice',
    `arn:aws:iam::${A}:group/staff`,
    `arn:aws:iam::${A}:user/`,
    `arn:aws:sts::${A}:assumed-role/app`,
    `arn:aws:sts::${A}:assumed-role//s`,
    'arn:aws:iam::12345:user/alice',
    `arn:aws:s3::${A}:user/alice`,
    {},
  ])('%j is none', (input) => {
    expect(callerOf(input).problem).toBeDefined();
  });

  it('of service-linked roles are known by the path', () => {
    expect(callerOf(`arn:aws:iam::${A}:role/aws-service-role/ecs.amazonaws.com/X`).serviceLinked).toBe(true);
    expect(callerOf(`arn:aws:iam::${A}:role/x/aws-service-role/X`).serviceLinked).toBe(false);
    const session = { AWS: `arn:aws:sts::${A}:assumed-role/X/s`, role: `arn:aws:iam::${A}:role/aws-service-role/ecs.amazonaws.com/X` };
    expect(callerOf(session).serviceLinked).toBe(true);
  });
});

describe('the account of an ARN', () => {
  it.each<[string | Text, unknown]>([
    [`arn:aws:sqs:eu-west-1:${A}:q`, A],
    [`arn:aws:sqs:eu-west-1:${A}`, undefined],
    ['arn:aws:s3:::b', undefined],
    ['arn:aws:s3:::111122223333:x', undefined],
    ['arn:aws:iam::aws:policy/X', undefined],
    ['*', undefined],
    ['arn', undefined],
    [`a copy of arn:aws:sqs:eu-west-1:${A}:q`, undefined],
    [role('R'), [ACCOUNT]],
    [text('arn:aws:sqs:', { kind: 'pseudo', name: 'AWS::Region', chars: 'name' }, `:${A}:q`), A],
    [text('arn:', PARTITION, ':s3:::', hole('B')), undefined],
    [[{ kind: 'parameter', name: 'Arn', chars: 'any' }], undefined],
  ])('%j', (arn, account) => {
    expect(accountOfArn(arn)).toEqual(account);
  });
});
