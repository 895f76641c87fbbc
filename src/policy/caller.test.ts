import { describe, expect, it } from 'vitest';
import { type Hole, PARTITION, type Text, text } from '../model/text.ts';
import { arnFields } from './arn.ts';
import { type Caller, callerOf } from './caller.ts';
import { asText, nameOf, sameAccount, sameName } from './name.ts';
import type { PrincipalInput } from './request.ts';
import { NO, UNKNOWN, YES } from './tri.ts';

const A = '111122223333';
const NAME: Hole = { kind: 'name', resource: 'R', chars: 'name' };
const ANY: Hole = { kind: 'parameter', name: 'P', chars: 'any' };
const iam = (rest: string) => `arn:aws:iam::${A}:${rest}`;
const sts = (rest: string) => `arn:aws:sts::${A}:${rest}`;
const partly = (rest: string, ...more: readonly (string | Hole)[]): Text => text('arn:', PARTITION, `:${rest}`, ...more);

const known = (input: PrincipalInput): Partial<Caller> =>
  Object.fromEntries(Object.entries(callerOf(input)).filter(([, value]) => value !== undefined && value !== false));

describe('a caller', () => {
  const session = { kind: 'session', account: A, arn: sts('assumed-role/app/s'), sessionArn: sts('assumed-role/app/s'), roleName: 'app' };
  const root = { kind: 'root', account: A, arn: iam('root'), principalArn: iam('root') };
  const bob = { kind: 'federatedUser', account: A, arn: sts('federated-user/bob'), principalArn: sts('federated-user/bob') };
  it.each<[PrincipalInput, object]>([
    ['*', { kind: 'anonymous', arn: 'anonymous' }],
    [A, root],
    [{ AWS: [A] }, root],
    [
      { AWS: A, uniqueId: 'I', user: 'u' },
      { ...root, uniqueId: 'I', user: 'u' },
    ],
    [iam('root'), root],
    [iam('user/t/alice'), { kind: 'user', account: A, arn: iam('user/t/alice'), principalArn: iam('user/t/alice') }],
    [iam('role/p/app'), { kind: 'session', account: A, arn: iam('role/p/app'), principalArn: iam('role/p/app'), roleName: 'app' }],
    [
      iam('role/aws-service-role/x.amazonaws.com/L'),
      {
        kind: 'session',
        account: A,
        arn: iam('role/aws-service-role/x.amazonaws.com/L'),
        principalArn: iam('role/aws-service-role/x.amazonaws.com/L'),
        roleName: 'L',
        serviceLinked: true,
      },
    ],
    [sts('assumed-role/app/s'), { ...session, principalArn: iam('role/app'), pathAssumed: true }],
    [
      { AWS: sts('assumed-role/app/s'), role: iam('role/p/app'), uniqueId: 'I' },
      { ...session, principalArn: iam('role/p/app'), uniqueId: 'I' },
    ],
    [
      { AWS: sts('assumed-role/app/s'), role: iam('role/aws-service-role/x/app') },
      { ...session, principalArn: iam('role/aws-service-role/x/app'), serviceLinked: true },
    ],
    [
      { AWS: sts('assumed-role/app/s'), role: partly('r') },
      { ...session, principalArn: partly('r') },
    ],
    [sts('federated-user/bob'), bob],
    [
      { AWS: sts('federated-user/bob'), user: iam('user/bob') },
      { ...bob, user: iam('user/bob') },
    ],
    [{ Service: 's3.amazonaws.com' }, { kind: 'service', arn: 's3.amazonaws.com' }],
    [{ Federated: ['accounts.google.com'] }, { kind: 'federated', arn: 'accounts.google.com' }],
    [{ Federated: [ANY] }, { kind: 'federated', arn: [ANY] }],
    [{ CanonicalUser: 'c' }, { kind: 'canonicalUser', arn: 'c' }],
  ])('%j', (input, wanted) => {
    expect(known(input)).toEqual(wanted);
  });

  const part = `iam::${A}:`;
  it.each<[string, Text, object]>([
    ['anybody', [ANY], { kind: 'session', principalArn: [ANY] }],
    ['anybody of IAM', ['arn:aws:iam::', ANY], { kind: 'session', principalArn: ['arn:aws:iam::', ANY] }],
    ['a root user', partly(`${part}root`), { kind: 'root', account: A, principalArn: partly(`${part}root`) }],
    ['a user', partly(`${part}user/`, NAME), { kind: 'user', account: A, principalArn: partly(`${part}user/`, NAME) }],
    ['a role', partly(`${part}role/`, NAME), { kind: 'session', account: A, principalArn: partly(`${part}role/`, NAME) }],
    [
      'a service-linked role',
      partly(`${part}role/aws-service-role/`, NAME),
      { kind: 'session', account: A, principalArn: partly(`${part}role/aws-service-role/`, NAME), serviceLinked: true },
    ],
    ['what has no users', partly(`s3::${A}:user/`, NAME), { kind: 'session', account: A, principalArn: partly(`s3::${A}:user/`, NAME) }],
    [
      'a federated user',
      partly(`sts::${A}:federated-user/`, NAME),
      { kind: 'federatedUser', account: A, principalArn: partly(`sts::${A}:federated-user/`, NAME) },
    ],
    [
      'a session of a role',
      partly(`sts::${A}:assumed-role/app/`, NAME),
      {
        kind: 'session',
        account: A,
        sessionArn: partly(`sts::${A}:assumed-role/app/`, NAME),
        principalArn: partly(`${part}role/app`),
        roleName: 'app',
        pathAssumed: true,
      },
    ],
    [
      'a session whose role is known in part',
      [sts('assumed-role/a-'), NAME, '-b/s'],
      {
        kind: 'session',
        account: A,
        sessionArn: [sts('assumed-role/a-'), NAME, '-b/s'],
        principalArn: [iam('role/a-'), NAME, '-b'],
        pathAssumed: true,
      },
    ],
    ...(
      [
        ['a session whose role may have a slash', [sts('assumed-role/'), ANY, '/s']],
        ['a session whose role has no end', [sts('assumed-role/'), NAME]],
        ['a session of which nothing is known', [sts(''), NAME]],
        ['no session that is known', [sts('other-role/app/'), NAME]],
      ] as const
    ).map(([name, arn]): [string, Text, object] => [name, arn, { kind: 'session', account: A, sessionArn: arn }]),
  ])('that is known in part: %s', (_name, arn, wanted) => {
    expect(known({ AWS: arn })).toEqual({ arn, ...wanted });
    expect(callerOf({ AWS: arn, uniqueId: 'I', user: 'u' })).toMatchObject({ uniqueId: 'I', user: 'u' });
  });

  it('is of the role that is given', () => {
    const arn = [sts('assumed-role/app/'), NAME] as const;
    expect(callerOf({ AWS: arn, role: iam('role/p/app') })).toMatchObject({ principalArn: iam('role/p/app'), pathAssumed: false });
    expect(callerOf({ AWS: [sts('assumed-role/'), ANY], role: iam('role/app') })).toMatchObject({
      principalArn: iam('role/app'),
      pathAssumed: false,
    });
  });

  it.each<[unknown, string]>([
    ...[
      'alice',
      '',
      `x${iam('user/a')}`,
      iam('user/a:b'),
      iam('user'),
      iam('user/'),
      iam('user/a/'),
      iam('users/a'),
      iam('role'),
      iam('role/a/'),
      iam('roles/a'),
      iam('federated-user/a'),
      iam('assumed-role/a/b'),
      sts('user/a'),
      sts('role/a'),
      sts('root'),
      sts('federated-user/'),
      sts('assumed-role/a'),
      sts('assumed-role/a/'),
      sts('assumed-role//b'),
      sts('assumed-role/a/b/c'),
      'arn:aws:iam::1111:user/a',
      'arn:aws:iam:111122223333:user/a',
      `arn:aws:s3::${A}:user/a`,
      `arn:aws:iam::${A}0:user/a`,
    ].map((arn): [string, string] => [arn, `"${arn}" is no user, role, session, root or "*"`]),
    [null, 'the principal is neither a string nor an object'],
    [7, 'the principal is neither a string nor an object'],
    [{}, 'the principal has none of AWS, Service, Federated and CanonicalUser'],
  ])('is not %j', (input, problem) => {
    const caller = callerOf(input as PrincipalInput);
    expect(caller).toMatchObject({ kind: 'anonymous', problem, arn: typeof input === 'string' ? input : 'anonymous' });
    expect(caller.account).toBeUndefined();
  });

  it('is read once, and of many the last are kept', () => {
    const user = (i: number) => callerOf(iam(`user/u${i}`));
    const first = user(0);
    expect(user(0)).toBe(first);
    user(1);
    expect(user(0)).toBe(first);
    for (let i = 2; i < 2002; i++) user(i);
    expect(user(0)).not.toBe(first);
  });
});

describe('a name', () => {
  it('is a string where it is known', () => {
    expect([nameOf('a'), nameOf(['a']), nameOf([]), nameOf([NAME])]).toEqual(['a', 'a', '', [NAME]]);
    expect([asText('a'), asText(''), asText([NAME])]).toEqual([['a'], [], [NAME]]);
  });

  it('may be another', () => {
    expect([sameName('a', 'a'), sameName('a', 'b'), sameName('a', [NAME]), sameName([NAME], [NAME]), sameName('', [NAME])]).toEqual([
      YES,
      NO,
      UNKNOWN,
      YES,
      NO,
    ]);
    expect([sameName('a*', 'ab'), sameName('a*', ['a', NAME])]).toEqual([NO, UNKNOWN]);
    expect([sameAccount(A, A), sameAccount(undefined, A), sameAccount(A, undefined), sameAccount(undefined, undefined)]).toEqual([
      YES,
      NO,
      NO,
      NO,
    ]);
  });
});

describe('the fields of an ARN', () => {
  it.each<[string, Text, readonly Text[] | undefined]>([
    ['six', ['arn:aws:s3:::b'], [['arn'], ['aws'], ['s3'], [], [], ['b']]],
    ['more colons', ['arn:aws:sns:r:a:b:c:d'], [['arn'], ['aws'], ['sns'], ['r'], ['a'], ['b:c:d']]],
    ['an empty resource', ['arn:aws:s3:::'], [['arn'], ['aws'], ['s3'], [], [], []]],
    ['holes', ['arn:', PARTITION, ':s3:::b', NAME, ':c'], [['arn'], [PARTITION], ['s3'], [], [], ['b', NAME, ':c']]],
    ['a hole that may hold colons in the resource', ['arn:aws:s3:::', ANY], [['arn'], ['aws'], ['s3'], [], [], [ANY]]],
    ['a hole that may hold colons before it', ['arn:aws:s3::', ANY, ':b'], undefined],
    ['too few', ['arn:aws:s3::b'], undefined],
    ['nothing', [], undefined],
  ])('%s', (_name, arn, wanted) => {
    expect(arnFields(arn)).toEqual(wanted);
  });
});
