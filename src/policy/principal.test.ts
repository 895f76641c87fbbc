import { describe, expect, it } from 'vitest';
import { ACCOUNT, type Hole, PARTITION, type Text, text } from '../model/text.ts';
import { callerOf } from './caller.ts';
import { isPrincipalType, readPrincipal } from './principal.ts';
import { capRoutes, denies, joinRoutes, NO_ROUTES, routesOf } from './principal-match.ts';
import type { PrincipalInput } from './request.ts';
import { NO, UNKNOWN, YES } from './tri.ts';

const A = '111122223333';
const NAME: Hole = { kind: 'name', resource: 'R', chars: 'name' };
const arn = (value: string) => ({ kind: 'arn', arn: value });

describe('a value of Principal', () => {
  it.each<[string, object | string]>([
    ['*', { kind: 'everyone' }],
    [A, { kind: 'account', account: A }],
    [`arn:aws-cn:iam::${A}:root`, { kind: 'account', account: A }],
    [`arn:aws:iam::${A}:user/t/alice`, arn(`arn:aws:iam::${A}:user/t/alice`)],
    [`arn:aws:iam::${A}:role/app`, arn(`arn:aws:iam::${A}:role/app`)],
    [`arn:aws:sts::${A}:assumed-role/app/s`, arn(`arn:aws:sts::${A}:assumed-role/app/s`)],
    [`arn:aws:sts::${A}:federated-user/bob`, arn(`arn:aws:sts::${A}:federated-user/bob`)],
    [
      'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1',
      arn('arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'),
    ],
    ['AIDAEXAMPLE00000000', { kind: 'uniqueId', id: 'AIDAEXAMPLE00000000' }],
    ['AROAEXAMPLE00000000', { kind: 'uniqueId', id: 'AROAEXAMPLE00000000' }],
    ...[`arn:aws:iam::${A}:role/app-*`, `arn:aws:iam::${A}:user/?`].map((value): [string, string] => [
      value,
      `the principal "${value}" holds a wildcard, which matches part of no name`,
    ]),
    ...[
      'alice',
      `${A}4`,
      `0${A}`,
      'AIDA1',
      'XAIDAEXAMPLE00000000',
      'AIDAEXAMPLE00000000x',
      `arn:aws:iam::${A}:group/staff`,
      `arn:aws:iam::${A}:user`,
      `arn:aws:iam::${A}:user/`,
      `arn:aws:iam::${A}:user/a:b`,
      `arn:aws:iam::${A}:roots`,
      `arn:aws:sts::${A}:root`,
      `arn:aws:sts::${A}:role/app`,
      `arn:aws:iam::${A}:assumed-role/app/s`,
      `arn:aws:s3::${A}:user/a`,
      `xarn:aws:iam::${A}:user/a`,
      `xarn:aws:iam::${A}:root`,
      'arn:aws:iam::1:root',
      'arn:aws:iam::1:user/a',
      'arn:aws:iam::cloudfront:user/',
      'arn:aws:iam::cloudfront:user/a:b',
      'xarn:aws:iam::cloudfront:user/a',
    ].map((value): [string, string] => [value, `the principal "${value}" is no account, user, role or session`]),
  ])('of AWS: %s', (value, wanted) => {
    expect(readPrincipal('AWS', [value])).toEqual(wanted);
  });

  it.each<[string, Text, object]>([
    ['an account', [ACCOUNT], { kind: 'account', account: [ACCOUNT] }],
    ['another pseudo parameter', [PARTITION], { kind: 'arn', arn: [PARTITION] }],
    ['more than an account', [ACCOUNT, NAME], { kind: 'arn', arn: [ACCOUNT, NAME] }],
    ['a root user', text('arn:', PARTITION, ':iam::', ACCOUNT, ':root'), { kind: 'account', account: [ACCOUNT] }],
    ['a root user of a known account', text('arn:', PARTITION, `:iam::${A}:root`), { kind: 'account', account: A }],
    ['a root user of no account', text('arn:', PARTITION, ':iam:::root'), { kind: 'arn', arn: text('arn:', PARTITION, ':iam:::root') }],
    ['a role', text('arn:', PARTITION, `:iam::${A}:role/`, NAME), { kind: 'arn', arn: text('arn:', PARTITION, `:iam::${A}:role/`, NAME) }],
    [
      'a user named root',
      text('arn:', PARTITION, `:iam::${A}:user/root`),
      { kind: 'arn', arn: text('arn:', PARTITION, `:iam::${A}:user/root`) },
    ],
    ['no ARN', text(NAME, ':root'), { kind: 'arn', arn: text(NAME, ':root') }],
  ])('that is known in part: %s', (_name, source, wanted) => {
    expect(readPrincipal('AWS', source)).toEqual(wanted);
  });

  it('of a service, a provider or a canonical user', () => {
    expect(readPrincipal('Service', ['s3.amazonaws.com'])).toEqual({ kind: 'service', name: 's3.amazonaws.com' });
    expect(readPrincipal('Service', ['s3.', NAME])).toEqual({ kind: 'service', name: ['s3.', NAME] });
    expect(readPrincipal('Service', ['*'])).toBe('a service principal cannot hold a wildcard');
    expect(readPrincipal('Service', ['s3'])).toBe('"s3" is no service principal, such as lambda.amazonaws.com');
    expect(readPrincipal('Federated', ['accounts.google.com'])).toEqual({ kind: 'federated', name: 'accounts.google.com' });
    expect(readPrincipal('Federated', [NAME])).toEqual({ kind: 'federated', name: [NAME] });
    expect(readPrincipal('Federated', ['*.google.com'])).toBe('a federated principal cannot hold a wildcard');
    expect(readPrincipal('CanonicalUser', ['abc'])).toEqual({ kind: 'canonicalUser', name: 'abc' });
    expect(readPrincipal('CanonicalUser', [NAME])).toEqual({ kind: 'canonicalUser', name: [NAME] });
    expect(readPrincipal('CanonicalUser', ['a*'])).toBe('a canonical user cannot hold a wildcard');
    expect(['AWS', 'Service', 'Federated', 'CanonicalUser', 'aws', ''].map(isPrincipalType)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('how a principal reaches a caller', () => {
  const entry = (type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser', ...source: Text) => {
    const read = readPrincipal(type, source);
    if (typeof read === 'string') throw new Error(read);
    return read;
  };
  const routes = (caller: PrincipalInput, ...entries: readonly ReturnType<typeof entry>[]) => {
    const { direct, limited, delegated } = routesOf({ negated: false, entries }, callerOf(caller));
    return [direct, limited, delegated];
  };
  const role = (name: string, account = A) => `arn:aws:iam::${account}:role/${name}`;
  const session = `arn:aws:sts::${A}:assumed-role/app/s`;

  it('by its unique ID', () => {
    const id = entry('AWS', 'AIDAEXAMPLE00000000');
    expect(routes({ AWS: `arn:aws:iam::${A}:user/a`, uniqueId: 'AIDAEXAMPLE00000000' }, id)).toEqual([YES, NO, NO]);
    expect(routes({ AWS: session, uniqueId: 'AIDAEXAMPLE00000000' }, id)).toEqual([NO, YES, NO]);
    expect(routes(`arn:aws:iam::${A}:user/a`, id)).toEqual([NO, NO, NO]);
  });

  it('by its kind and name', () => {
    expect(routes({ Service: 'x.y' }, entry('Service', 'x.y'))).toEqual([YES, NO, NO]);
    expect(routes({ Federated: 'x.y' }, entry('Service', 'x.y'))).toEqual([NO, NO, NO]);
    expect(routes({ Federated: 'x.y' }, entry('Federated', 'x.y'))).toEqual([YES, NO, NO]);
    expect(routes({ CanonicalUser: 'x.y' }, entry('Federated', 'x.y'))).toEqual([NO, NO, NO]);
    expect(routes({ CanonicalUser: 'x.y' }, entry('CanonicalUser', 'x.y'))).toEqual([YES, NO, NO]);
    expect(routes({ Service: 'x.y' }, entry('CanonicalUser', 'x.y'))).toEqual([NO, NO, NO]);
  });

  it('by the role of its session, whatever the path', () => {
    expect(routes(session, entry('AWS', role('p/app')))).toEqual([NO, YES, NO]);
    expect(routes(session, entry('AWS', role('teams/payments/app')))).toEqual([NO, YES, NO]);
    expect(routes(session, entry('AWS', role('app/p')))).toEqual([NO, NO, NO]);
    expect(routes(session, entry('AWS', role('app/')))).toEqual([NO, NO, NO]);
    expect(routes(session, entry('AWS', role('app', '444455556666')))).toEqual([NO, NO, NO]);
    expect(routes(session, entry('AWS', `arn:aws:iam::${A}:user/app`))).toEqual([NO, NO, NO]);
    expect(routes(session, entry('AWS', 'arn:aws:iam::', ACCOUNT, ':role/app'))).toEqual([NO, UNKNOWN, NO]);
    expect(routes({ AWS: session, role: role('p/app') }, entry('AWS', role('app')))).toEqual([NO, NO, NO]);
    expect(routes({ AWS: session, role: role('p/app') }, entry('AWS', role('p/app')))).toEqual([NO, YES, NO]);
    const some = { AWS: text(`arn:aws:sts::${A}:assumed-role/`, NAME, '/s') };
    expect(routes(some, entry('AWS', role('app')))).toEqual([NO, UNKNOWN, NO]);
    const unnamed = { AWS: text(`arn:aws:sts::${A}:assumed-role/`, NAME) };
    expect(routes(unnamed, entry('AWS', role('app')))).toEqual([NO, UNKNOWN, NO]);
  });

  it('by a session of its role, which may be it', () => {
    expect(routes(session, entry('AWS', session))).toEqual([YES, NO, NO]);
    expect(routes(session, entry('AWS', `${session}2`))).toEqual([NO, NO, NO]);
    expect(routes(role('p/app'), entry('AWS', session))).toEqual([UNKNOWN, NO, NO]);
    expect(routes(role('other'), entry('AWS', session))).toEqual([NO, NO, NO]);
    expect(routes(role('app'), entry('AWS', `${session}/s`))).toEqual([NO, NO, NO]);
    expect(routes(role('app'), entry('AWS', 'arn:aws:sts::', ACCOUNT, ':assumed-role/app/s'))).toEqual([UNKNOWN, NO, NO]);
    expect(routes(role('app', '444455556666'), entry('AWS', session))).toEqual([NO, NO, NO]);
    expect(routes(role('app'), entry('AWS', `arn:aws:sts::${A}:assumed-role/app/`, NAME))).toEqual([UNKNOWN, NO, NO]);
    expect(routes({ AWS: text(`arn:aws:iam::${A}:role/`, NAME) }, entry('AWS', session))).toEqual([UNKNOWN, NO, NO]);
    expect(routes({ AWS: text('arn:aws:iam::', ACCOUNT, ':role/app') }, entry('AWS', session))).toEqual([UNKNOWN, NO, NO]);
  });

  it('by its account, which only callers of an account have', () => {
    expect(routes(A, entry('AWS', A))).toEqual([YES, NO, NO]);
    expect(routes(session, entry('AWS', A))).toEqual([NO, NO, YES]);
    expect(routes({ Service: 'x.y' }, entry('AWS', A))).toEqual([NO, NO, NO]);
    expect(routes('*', entry('AWS', A))).toEqual([NO, NO, NO]);
    expect(routes({ CanonicalUser: role('app') }, entry('AWS', role('app')))).toEqual([NO, NO, NO]);
  });

  it('joined with others', () => {
    const one = { direct: NO, limited: UNKNOWN, delegated: YES } as const;
    expect(joinRoutes(NO_ROUTES, one)).toBe(one);
    expect(joinRoutes(one, NO_ROUTES)).toBe(one);
    expect(joinRoutes(one, { direct: YES, limited: NO, delegated: NO })).toEqual({ direct: YES, limited: UNKNOWN, delegated: YES });
    expect(capRoutes(one, YES)).toBe(one);
    expect(capRoutes(one, UNKNOWN)).toEqual({ direct: NO, limited: UNKNOWN, delegated: UNKNOWN });
    const trap = Object.defineProperty({}, 'kind', {
      get() {
        throw new Error('looked at');
      },
    }) as ReturnType<typeof entry>;
    expect(routes(session, entry('AWS', '*'), trap)).toEqual([YES, NO, NO]);
    expect(routes(session, entry('AWS', A), entry('AWS', role('app')))).toEqual([NO, YES, YES]);
  });

  it('that NotPrincipal spares', () => {
    const spared = (caller: PrincipalInput, ...entries: readonly ReturnType<typeof entry>[]) =>
      denies({ negated: true, entries }, callerOf(caller), false) === NO;
    expect(spared(session, entry('AWS', '*'))).toBe(true);
    expect(spared(session, entry('AWS', role('app')), entry('AWS', '*'))).toBe(true);
    expect(spared(session, entry('AWS', role('app')))).toBe(false);
    expect(spared(session, entry('AWS', A))).toBe(false);
    expect(spared(session, entry('AWS', role('app')), entry('AWS', A))).toBe(true);
    expect(spared(A, entry('AWS', A))).toBe(true);
    expect(spared(A, entry('AWS', '444455556666'))).toBe(false);
    expect(spared({ Service: 'x.y' }, entry('Service', 'x.y'))).toBe(true);
    expect(spared('*', entry('AWS', '*'))).toBe(true);
    expect(denies({ negated: true, entries: [entry('AWS', '*')] }, callerOf(session), true)).toBe(YES);
    expect(denies({ negated: true, entries: [entry('Service', 'x.y')] }, callerOf({ Service: 'x.y' }), true)).toBe(NO);
    expect(denies(undefined, callerOf(session), false)).toBe(YES);
  });
});
