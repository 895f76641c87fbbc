import { describe, expect, it } from 'vitest';
import { type Hole, PARTITION, type Text, text } from '../../model/text.ts';
import type { Name } from '../name.ts';
import { exactly, pattern, readTokens } from '../pattern.ts';
import { NO, type Tri, UNKNOWN, verdictOf, YES } from '../tri.ts';
import { type Condition, type ContextEntry, holds, type Lookup, substitute } from './condition.ts';
import { OPERATORS, readOperator } from './operators.ts';

const P: Hole = { kind: 'parameter', name: 'P', chars: 'any' };
const NAME: Hole = { kind: 'name', resource: 'R', chars: 'name' };
const entry = (values: readonly Name[], more: Partial<ContextEntry> = {}): ContextEntry => ({ values, multivalued: false, ...more });
const given: Readonly<Record<string, ContextEntry>> = {
  one: entry(['One']),
  none: entry([]),
  empty: entry(['']),
  many: entry(['a', 'b'], { multivalued: true }),
  hole: entry([text('a', P)]),
  arn: entry(['arn:aws:s3']),
  unknown: entry([], { unknown: 'it' }),
};
const lookup: Lookup = { get: (key) => given[key] };

const compile = (name: string, values: readonly (string | Text)[]) => {
  const operator = OPERATORS.get(name);
  if (!operator) throw new Error(name);
  return operator.compile(
    values.map((value) => {
      const source = typeof value === 'string' ? (value === '' ? [] : [value]) : value;
      return pattern(readTokens(source, operator.syntax).tokens, source);
    }),
  );
};
/** What the positive form of an operator says of one value. */
const meets = (name: string, wanted: string | Text | readonly (string | Text)[], value: Name): string => {
  const values =
    Array.isArray(wanted) && wanted.every((one) => typeof one === 'object' && 'kind' in one === false) ? wanted : [wanted as string];
  const matcher = compile(name, values);
  return typeof matcher === 'string' ? matcher : verdictOf(matcher(value, lookup));
};

describe('an operator on one value', () => {
  it.each<[string, string, string, string]>([
    ['NumericEquals', '10', '10', 'yes'],
    ['NumericEquals', '010.500', '+10.5', 'yes'],
    ['NumericEquals', '.5', '00.5', 'yes'],
    ['NumericEquals', '0010', '10', 'yes'],
    ['NumericEquals', '-0', '0', 'yes'],
    ['NumericEquals', '-0.0', '0', 'yes'],
    ['NumericEquals', '-5', '5', 'no'],
    ['NumericEquals', '10', '100', 'no'],
    ['NumericEquals', '5', 'five', 'no'],
    ['NumericNotEquals', '5', 'five', 'yes'],
    ['NumericLessThan', '2', '10', 'no'],
    ['NumericLessThan', '20', '11', 'yes'],
    ['NumericLessThan', '20', '20', 'no'],
    ['NumericLessThan', '1.25', '1.2', 'yes'],
    ['NumericLessThan', '1.2', '1.25', 'no'],
    ['NumericLessThan', '1', '-2', 'yes'],
    ['NumericLessThan', '-1', '2', 'no'],
    ['NumericLessThan', '-1', '-2', 'yes'],
    ['NumericLessThan', '-0.1', '-0.2', 'yes'],
    ['NumericLessThan', '-.5', '0', 'no'],
    ['NumericGreaterThan', '20', '20', 'no'],
    ['NumericGreaterThan', '20', '21', 'yes'],
    ['NumericGreaterThan', '0', '-0.1', 'no'],
    ['NumericGreaterThanEquals', '20', '20.0', 'yes'],
    ['NumericLessThanEquals', '20', '20.01', 'no'],
    ...['', '+', '-', '.', '5.', 'a', '1a', 'a1', '1 ', '--1', '1.a', '1-', '1+'].map((value): [string, string, string, string] => [
      'NumericEquals',
      value,
      '1',
      `${JSON.stringify(value)} is no number`,
    ]),
    ['DateEquals', '1970-01-01T00:00:00Z', '1970', 'yes'],
    ['DateEquals', '2026-07-16T12:30:15Z', '2026-07-16T14:00:15+0130', 'yes'],
    ['DateEquals', '2026-07-16T12:30:15Z', '2026-07-16T14:00:15+01:30', 'yes'],
    ['DateEquals', '2026-07-16T12:30:15Z', '2026-07-16T11:00:15-01:30', 'yes'],
    ['DateEquals', '2026-07-16T12:30:15.25Z', '2026-07-16T12:30:15.250Z', 'yes'],
    ['DateEquals', '2026-07-16T12:30:15Z', '2026-07-16T12:30:16Z', 'no'],
    ['DateEquals', '2026-07-16T12:30Z', '2026-07-16T12:30:01Z', 'no'],
    ['DateEquals', '2026-07-16T23:59:59Z', '2026-07-16T23:59:59Z', 'yes'],
    ['DateEquals', '0099-12-31', '0099-12-31', 'yes'],
    ['DateEquals', '12345', '1970-01-01T03:25:45Z', 'yes'],
    ['DateEquals', '2026', 'yesterday', 'no'],
    ['DateNotEquals', '2026', 'yesterday', 'yes'],
    ['DateLessThan', '2026-07-16T12:30Z', '2026-07-16T12:29:59.9Z', 'yes'],
    ...[
      '',
      'x2026',
      '2026x',
      '202',
      '2026-7',
      '2026-13',
      '2026-00',
      '2026-02-30',
      '2026-02-00',
      '2026T12:00Z',
      '2026-07T12:00Z',
      '2026-07-16T',
      '2026-07-16T12:00',
      '2026-07-16T24:00Z',
      '2026-07-16T12:60Z',
      '2026-07-16T12:00:60Z',
      '2026-07-16T12:00:00.Z',
      '2026-07-16T12:00:00.1234567890Z',
      '2026-07-16T12:00:00+24:00',
      '2026-07-16T12:00:00+00:60',
      '2026-07-16T12:00Zx',
      '12345x',
      'x12345',
    ].map((value): [string, string, string, string] => ['DateEquals', value, '2026', `${JSON.stringify(value)} is no date`]),
    ['Bool', 'TRUE', 'true', 'yes'],
    ['Bool', 'false', 'False', 'yes'],
    ['Bool', 'false', 'true', 'no'],
    ['Bool', 'false', 'no', 'no'],
    ['Bool', 'no', 'no', '"no" is no Boolean'],
    ['Null', 'x', 'no', '"x" is no Boolean'],
    ['BinaryEquals', 'AQID', 'AQID', 'yes'],
    ['BinaryEquals', 'AQ==', 'AQ', 'yes'],
    ['BinaryEquals', 'AQI=', 'AQI', 'yes'],
    ['BinaryEquals', '+/8=', '+/8', 'yes'],
    ['BinaryEquals', '', '', 'yes'],
    ['BinaryEquals', 'AQ==', 'Ag==', 'no'],
    ['BinaryEquals', 'AQ==', 'AQI=', 'no'],
    ['BinaryEquals', 'AQ==', '*', 'no'],
    ...['A', 'AQ=', 'A===', 'AQ= =', ' AQ==', 'AQ== ', 'A-B=', '=AQ='].map((value): [string, string, string, string] => [
      'BinaryEquals',
      value,
      'AQ==',
      `${JSON.stringify(value)} is no base64 text`,
    ]),
    ['IpAddress', '10.0.0.0/8', '10.255.255.255', 'yes'],
    ['IpAddress', '10.0.0.0/8', '11.0.0.0', 'no'],
    ['IpAddress', '10.0.0.0/8', '10.1.0.0/16', 'yes'],
    ['IpAddress', '10.0.0.0/8', '0.0.0.0/0', 'no'],
    ['IpAddress', '0.0.0.0/8', '0.0.0.0/0', 'no'],
    ['IpAddress', '10.1.2.0/23', '10.1.3.9', 'yes'],
    ['IpAddress', '10.1.2.0/23', '10.1.4.9', 'no'],
    ['IpAddress', '10.1.2.3/32', '10.1.2.3', 'yes'],
    ['IpAddress', '10.1.2.3', '10.1.2.2', 'no'],
    ['IpAddress', '255.255.255.255', '255.255.255.255', 'yes'],
    ['IpAddress', '255.2.0.0', '254.255.0.0', 'no'],
    ['IpAddress', '0.0.0.0/0', '0.0.0.0', 'yes'],
    ['IpAddress', '0.0.0.0/0', '::', 'no'],
    ['IpAddress', '::/0', '0.0.0.0', 'no'],
    ['IpAddress', '::/0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'yes'],
    ['IpAddress', '::1/128', '0:0:0:0:0:0:0:1', 'yes'],
    ['IpAddress', '::1', '::2', 'no'],
    ['IpAddress', '1::', '1:0:0:0:0:0:0:0', 'yes'],
    ['IpAddress', '1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', 'yes'],
    ['IpAddress', '::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8', 'yes'],
    ['IpAddress', '1::8', '1:0:0:0:0:0:0:8', 'yes'],
    ['IpAddress', '2001:DB8::/32', '2001:db8:1::', 'yes'],
    ['IpAddress', '2001:db8::/33', '2001:db8:8000::', 'no'],
    ['IpAddress', '::ffff:1.2.3.4', '::ffff:102:304', 'yes'],
    ['IpAddress', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304', 'yes'],
    ['IpAddress', '::', 'nowhere', 'no'],
    ...[
      '',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.256',
      '256.2.3.4',
      '1.2.3.x',
      'x1.2.3.4',
      '1.2.3.4x',
      '1.2.3.1234',
      '1.2.3.4/',
      '1.2.3.4/33',
      '1.2.3.4/x',
      '1.2.3.4/8/8',
      '9.9.9.9/1.2.3.4/8',
      '1.2.3.4/0008',
      '/8',
      '::/129',
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4::5:6:7:8',
      '12345::',
      'g::',
      '::x1',
      '::1x',
      '1.2.3.4::',
      '::1.2.3.256',
      '::1.2.3.4:5',
    ].map((value): [string, string, string, string] => [
      'IpAddress',
      value,
      '1.2.3.4',
      `${JSON.stringify(value)} is no IP address or CIDR range`,
    ]),
    ['StringEquals', 'One', 'One', 'yes'],
    ['StringEquals', 'One', 'one', 'no'],
    ['StringEquals', '', '', 'yes'],
    ['StringEquals', '*', 'a', 'no'],
    ['StringEquals', '*', '*', 'yes'],
    ['StringEqualsIgnoreCase', 'oNe', 'One', 'yes'],
    ['StringEqualsIgnoreCase', 'two', 'One', 'no'],
    ['StringLike', 'O*', 'One', 'yes'],
    ['StringLike', 'o*', 'One', 'no'],
    ['StringEquals', '${one}', 'One', 'yes'],
    ['StringEquals', '${one}', 'one', 'no'],
    ['StringEqualsIgnoreCase', 'x${one}', 'XONE', 'yes'],
    ['StringEqualsIgnoreCase', "${none, 'DeFault'}", 'default', 'yes'],
    ['StringEqualsIgnoreCase', '${none}', 'one', 'no'],
    ['StringEqualsIgnoreCase', '${unknown}', 'one', 'unknown'],
    ['StringEquals', '${none}', '', 'no'],
    ['StringEquals', '${unknown}', 'x', 'unknown'],
    ['StringEquals', 'x${empty}', 'x', 'no'],
    ['StringEquals', '${many}', 'a', 'no'],
    ['StringEquals', "${many, 'c'}", 'c', 'yes'],
    ['StringEquals', '${hole}', 'b', 'no'],
    ['StringEquals', '${hole}', 'ab', 'unknown'],
    ['ArnLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::bc:d', 'yes'],
    ['ArnLike', 'arn:*:s3:::b', 'arn:aws:s3:::b', 'yes'],
    ['ArnLike', 'arn:*:b', 'arn:aws:s3:::b', 'no'],
    ['ArnLike', 'arn:aws:s3::*:b', 'arn:aws:s3:::b', 'yes'],
    ['ArnLike', 'arn:aws:s3:::?', 'arn:aws:s3::::', 'yes'],
    ['ArnLike', 'arn:aws:s3:?::b', 'arn:aws:s3::::b', 'no'],
    ['ArnLike', 'x*', 'x', 'no'],
    ['ArnLike', 'arn:aws:s3', 'arn:aws:s3', 'no'],
    ['ArnLike', 'arn:a:b:c:d*', 'arn:a:b:c:d', 'no'],
    ['ArnLike', 'xarn:a:b:c:d:e', 'xarn:a:b:c:d:e', 'no'],
    ['ArnLike', '${arn}:::b*', 'arn:aws:s3:::b:c', 'yes'],
    ['ArnLike', '${arn}:*:b', 'arn:aws:s3:::b', 'no'],
    ['ArnLike', '${none}', 'arn:aws:s3:::b', 'no'],
    ['ArnLike', '${unknown}', 'arn:aws:s3:::b', 'unknown'],
  ])('%s %s of %s: %s', (name, wanted, value, outcome) => {
    expect(meets(name, wanted, value)).toBe(outcome);
  });

  it.each<[string, readonly (string | Text)[], Name, string]>([
    ['no value', [], 'x', 'no'],
    ['one of two', ['x', 'y'], 'y', 'yes'],
    ['none of two', ['x', 'y'], 'z', 'no'],
    ['one of many', [...'abcdefghijklm'], 'm', 'yes'],
    ['none of many', [...'abcdefghijklm'], 'z', 'no'],
    ['one before what is not known', ['x', '${unknown}'], 'x', 'yes'],
    ['one behind what is not known', ['${unknown}', 'x'], 'x', 'yes'],
    ['perhaps one', ['y', '${unknown}'], 'x', 'unknown'],
    ['what a template leaves open', [text('x', P)], 'xy', 'unknown'],
    ['what a template does not leave open', [text('x', P)], 'y', 'no'],
    ['the same hole', [text('x', P)], text('x', P), 'yes'],
    ['a value that is known in part', ['xy'], text('x', P), 'unknown'],
    ['a value that cannot be it', ['y'], text('x', P), 'no'],
    ['a hole and a variable', [text(NAME, '${one}')], text(NAME, 'One'), 'yes'],
    ['a hole and another variable', [text(NAME, '${one}')], text(NAME, 'Two'), 'no'],
  ])('StringEquals takes %s', (_name, wanted, value, outcome) => {
    expect(verdictOf((compile('StringEquals', wanted) as (value: Name, context: Lookup) => Tri)(value, lookup))).toBe(outcome);
  });

  it.each<[string, string, Text | string, Name, string]>([
    ['numbers that a template leaves open', 'NumericEquals', [P], '1', 'unknown'],
    ['a number that is not known', 'NumericEquals', '1', [P], 'unknown'],
    ['a case that is not known', 'StringEqualsIgnoreCase', 'ab', text('A', P), 'unknown'],
    ['a case that may be it, whatever the hole is', 'StringEqualsIgnoreCase', text('a', NAME), text('A', NAME), 'yes'],
    ['a hole that may hold either case', 'StringEqualsIgnoreCase', 'a:', text('A', NAME), 'unknown'],
    ['an entry that may hold either case', 'StringEqualsIgnoreCase', text('a', NAME), 'A:', 'unknown'],
    ['an ARN that is known in part', 'ArnLike', 'arn:*:s3:::b', text('arn:', PARTITION, ':s3:::b'), 'yes'],
    ['what may be no ARN', 'ArnLike', text(P, ':s3:::b'), text(P, ':s3:::b'), 'yes'],
    ['what is hardly an ARN', 'ArnLike', text('ar', P), text('ar', P), 'unknown'],
    ['no ARN at all', 'ArnLike', text('x', P), 'x:y', 'no'],
    ['a star behind what may hold colons', 'ArnLike', text('arn:', P, '*'), text('arn:', P, 'x'), 'unknown'],
    ['a star behind it in what may be the sixth component', 'ArnLike', text('arn:', P, ':x*'), 'arn:aws:s3:::x:y', 'unknown'],
    ['a star before what may hold colons', 'ArnLike', text('arn:*:s3:::', P), text('arn:aws:s3:::', P), 'yes'],
    ['a star behind a name', 'ArnLike', text('arn:aws:s3:::', NAME, '*'), text('arn:aws:s3:::', NAME, ':x'), 'yes'],
    ['a star in a component behind a name', 'ArnLike', text('arn:', NAME, ':*:b'), text('arn:', NAME, ':s3:::b'), 'no'],
  ])('%s', (_name, operator, wanted, value, outcome) => {
    expect(verdictOf((compile(operator, [wanted]) as (value: Name, context: Lookup) => Tri)(value, lookup))).toBe(outcome);
  });

  it('takes no value where there is none to compare with', () => {
    expect((compile('NumericEquals', []) as (value: Name, context: Lookup) => Tri)([P], lookup)).toBe(NO);
    expect((compile('NumericEquals', [[P], '1']) as (value: Name, context: Lookup) => Tri)('1', lookup)).toBe(YES);
    expect((compile('NumericEquals', [[P], '1']) as (value: Name, context: Lookup) => Tri)('2', lookup)).toBe(UNKNOWN);
  });
});

describe('a condition', () => {
  const condition = (name: string, ...values: readonly string[]): Omit<Condition, 'lookupKey'> => {
    const read = readOperator(name);
    const meetsSome = compile(typeof read === 'string' ? name : read.operator.name, values);
    if (typeof read === 'string' || typeof meetsSome === 'string') throw new Error(name);
    const { operator, set, ifExists } = read;
    return { operator: name, base: operator.name, set, ifExists, negated: operator.negated, key: 'k', values: [], meetsSome };
  };
  const decide = (name: string, values: readonly string[], entry: ContextEntry | undefined) =>
    verdictOf(holds({ ...condition(name, ...values), lookupKey: 'k' }, { get: (key) => (key === 'k' ? entry : given[key]) }));
  const several = (...values: readonly Name[]) => entry(values, { multivalued: true });
  const unknown = entry([], { unknown: 'it' });

  it.each<[string, readonly string[], ContextEntry | undefined, string]>([
    ['StringEquals', ['a'], several('b', 'a'), 'yes'],
    ['StringEquals', ['a'], several('a', 'b'), 'yes'],
    ['StringEquals', ['a'], several('b', 'c'), 'no'],
    ['StringNotEquals', ['a'], several('b', 'a'), 'no'],
    ['StringNotEquals', ['a'], several('b'), 'yes'],
    ['StringEquals', ['a'], undefined, 'no'],
    ['StringEqualsIfExists', ['a'], undefined, 'yes'],
    ['StringEqualsIfExists', ['a'], entry(['b']), 'no'],
    ['StringNotEquals', ['a'], undefined, 'yes'],
    ['StringEquals', ['a'], unknown, 'unknown'],
    ['StringEquals', [], unknown, 'no'],
    ['StringNotEquals', [], unknown, 'yes'],
    ['StringLike', ['*'], unknown, 'unknown'],
    ['StringNotLike', ['*'], unknown, 'unknown'],
    ['StringLikeIfExists', ['*'], unknown, 'yes'],
    ['StringLikeIfExists', ['?*'], unknown, 'unknown'],
    ['ArnLikeIfExists', ['arn:*:*:*:*:*'], unknown, 'unknown'],
    ['ForAllValues:StringLike', ['*'], unknown, 'yes'],
    ['ForAnyValue:StringLike', ['*'], unknown, 'unknown'],
    ['ForAnyValue:StringNotLike', ['*'], unknown, 'no'],
    ['NumericNotEquals', [], unknown, 'yes'],
    ['NumericNotEquals', [], entry(['a']), 'yes'],
    ['Null', ['true', 'false'], unknown, 'yes'],
    ['Null', ['true'], unknown, 'unknown'],
    ['Null', ['false'], unknown, 'unknown'],
    ['Null', [], unknown, 'no'],
    ['Null', ['true', 'false'], undefined, 'yes'],
    ['Null', ['true', 'false'], entry(['a']), 'yes'],
    ['Null', ['true'], undefined, 'yes'],
    ['Null', ['true'], entry(['']), 'yes'],
    ['Null', ['true'], several('', 'a'), 'no'],
    ['Null', ['false'], entry(['a']), 'yes'],
    ['ForAllValues:StringEquals', ['a', 'b'], several('a', 'b'), 'yes'],
    ['ForAllValues:StringEquals', ['a'], several('a', 'b'), 'no'],
    ['ForAllValues:StringEquals', ['a'], several('b', 'a'), 'no'],
    ['ForAllValues:StringEquals', ['a'], several('', 'a'), 'yes'],
    ['ForAllValues:StringEquals', ['a'], several(''), 'yes'],
    ['ForAllValues:StringEquals', ['a'], undefined, 'yes'],
    ['ForAllValues:StringEquals', ['a'], several('a', [P]), 'unknown'],
    ['ForAllValues:StringEquals', ['a'], several([P], 'b'), 'no'],
    ['ForAllValues:StringNotEquals', ['a'], several('b', 'c'), 'yes'],
    ['ForAllValues:StringNotEquals', ['a'], several('b', 'a'), 'no'],
    ['ForAnyValue:StringEquals', ['a'], several('b', 'a'), 'yes'],
    ['ForAnyValue:StringEquals', ['a'], several('a', 'b'), 'yes'],
    ['ForAnyValue:StringEquals', ['a'], several('b'), 'no'],
    ['ForAnyValue:StringEquals', [''], several('', 'b'), 'no'],
    ['ForAnyValue:StringEquals', ['a'], undefined, 'no'],
    ['ForAnyValue:StringEqualsIfExists', ['a'], undefined, 'yes'],
    ['ForAnyValue:StringEquals', ['a'], several('b', [P]), 'unknown'],
    ['ForAnyValue:StringEquals', ['a'], several([P], 'a'), 'yes'],
    ['ForAnyValue:StringNotEquals', ['a'], several('a', 'b'), 'yes'],
    ['ForAnyValue:StringNotEquals', ['a'], several('a'), 'no'],
    ['ForAnyValue:StringNotEquals', ['a'], undefined, 'no'],
  ])('%s %j of %j: %s', (name, values, given, outcome) => {
    expect(decide(name, values, given)).toBe(outcome);
  });

  it('names an operator that exists', () => {
    expect(readOperator('ForAnyValue:StringLikeIfExists')).toMatchObject({
      set: 'ForAnyValue',
      ifExists: true,
      operator: { name: 'StringLike' },
    });
    expect(readOperator('ForAllValues:Bool')).toMatchObject({ set: 'ForAllValues', ifExists: false });
    expect(readOperator('ForSome:Bool')).toBe('the set operator "ForSome" does not exist');
    expect(readOperator(':Bool')).toBe('the set operator "" does not exist');
    expect(readOperator('Boolean')).toBe('the operator "Boolean" does not exist');
    expect(readOperator('IfExists')).toBe('the operator "IfExists" does not exist');
    expect(readOperator('constructor')).toBe('the operator "constructor" does not exist');
    expect(readOperator('NullIfExists')).toBe('the operator Null takes no IfExists');
  });

  it('fills variables, and leaves alone what has none', () => {
    const plain = exactly(['a']);
    expect(substitute(plain, lookup)).toBe(plain);
    const read = (source: string) => pattern(readTokens([source], { wildcards: true, variables: true }).tokens, [source]);
    expect(substitute(read('${one}*'), lookup)).toMatchObject({ tokens: ['One', { kind: 'many' }], shape: 'prefix', source: ['${one}*'] });
    expect(substitute(read('a${hole}'), lookup)).toMatchObject({ tokens: ['aa', P], shape: 'symbolic' });
    expect(substitute(read('${unknown}${none}'), lookup)).toBe(NO);
    expect(substitute(read('${unknown}'), lookup)).toBe(UNKNOWN);
    expect(substitute(pattern([NAME, { kind: 'variable', name: 'one', key: 'one', fallback: undefined }], []), lookup)).toMatchObject({
      tokens: [NAME, 'One'],
    });
  });
});
