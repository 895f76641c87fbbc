import { describe, expect, it } from 'vitest';
import type { Hole, Text } from '../model/text.ts';
import {
  exactly,
  globOf,
  isHoleToken,
  isVariable,
  isWildcard,
  MANY,
  MANY_IN_SEGMENT,
  MANY_UNSURE,
  normalize,
  ONE,
  pattern,
  readTokens,
  type Token,
} from './pattern.ts';

const P: Hole = { kind: 'parameter', name: 'P', chars: 'any' };
const variable = (name: string, fallback?: string): Token => ({ kind: 'variable', name, key: name.toLowerCase(), fallback });
const read = (source: string, syntax = { wildcards: true, variables: true }) => {
  const { tokens, problem } = readTokens(source === '' ? [] : [source], syntax);
  return problem ?? tokens;
};

it('a variable needs its closing brace where there are no wildcards, too', () => {
  expect(readTokens(['a${aws:username'], { wildcards: false, variables: true }).problem).toBe('the policy variable has no closing brace');
});

describe('policy syntax', () => {
  it.each<[string, string | readonly Token[]]>([
    ['', []],
    ['a', ['a']],
    ['*', [MANY]],
    ['?', [ONE]],
    ['a*b?', ['a', MANY, 'b', ONE]],
    ['a**b', ['a', MANY, 'b']],
    ['*?*', [MANY, ONE, MANY]],
    ['$a{*}', ['$a{', MANY, '}']],
    ['${aws:Username}', [variable('aws:Username')]],
    ['a/${aws:userid}/*', ['a/', variable('aws:userid'), '/', MANY]],
    ['${a}${b}', [variable('a'), variable('b')]],
    ['a${*}b${?}c${$}d', ['a*b?c$d']],
    ["${a, 'x'}", [variable('a', 'x')]],
    ["${a,'x,y'}", [variable('a', 'x,y')]],
    ["${a,  ''  }", [variable('a', '')]],
    ["${a, 'it's'}", [variable('a', "it's")]],
    ["${a, 'x\ny'}", [variable('a', 'x\ny')]],
    ['${**}', 'the policy variable "**" holds a character that no context key has'],
    ['${}', 'the policy variable is empty'],
    ["${, 'x'}", 'the policy variable is empty'],
    ['${a', 'the policy variable has no closing brace'],
    ['x${', 'the policy variable has no closing brace'],
    ...[' ', '$', '{', "'", '*', '?'].map(
      (char) => [`\${a${char}b}`, `the policy variable "a${char}b" holds a character that no context key has`] as [string, string],
    ),
    ['${a,}', 'the default of the policy variable "a" is not in single quotes'],
    ['${a, x}', 'the default of the policy variable "a" is not in single quotes'],
    ["${a, '}", 'the default of the policy variable "a" is not in single quotes'],
    ["${a, 'x}", 'the default of the policy variable "a" is not in single quotes'],
    ["${a, x'}", 'the default of the policy variable "a" is not in single quotes'],
    ["${a, x'y'}", 'the default of the policy variable "a" is not in single quotes'],
    ["${a, 'y'x}", 'the default of the policy variable "a" is not in single quotes'],
    ['${}${a', 'the policy variable is empty'],
  ])('%s', (source, wanted) => {
    expect(read(source)).toEqual(wanted);
  });

  it('is only what the place takes', () => {
    expect(read('a*${b}?', { wildcards: true, variables: false })).toEqual(['a', MANY, '${b}', ONE]);
    expect(read('a*${b}?', { wildcards: false, variables: true })).toEqual(['a*', variable('b'), '?']);
    expect(read('a*${b}?${', { wildcards: false, variables: false })).toEqual(['a*${b}?${']);
    expect(read('${*}', { wildcards: true, variables: false })).toEqual(['${', MANY, '}']);
  });

  it('keeps holes', () => {
    expect(readTokens(['a*', P, '?'], { wildcards: true, variables: true }).tokens).toEqual(['a', MANY, P, ONE]);
    expect(readTokens([P, P], { wildcards: false, variables: false }).tokens).toEqual([P, P]);
  });
});

describe('tokens', () => {
  it('are of one kind each', () => {
    const tokens: readonly Token[] = ['many', MANY, ONE, variable('a'), P];
    expect(tokens.map(isWildcard)).toEqual([false, true, true, false, false]);
    expect(tokens.map(isVariable)).toEqual([false, false, false, true, false]);
    expect(tokens.map(isHoleToken)).toEqual([false, false, false, false, true]);
  });

  it.each<[string, readonly Token[], readonly Token[]]>([
    ['nothing', [], []],
    ['empty literals', ['', MANY, ''], [MANY]],
    ['an empty literal', [''], []],
    ['literals', ['a', '', 'b', MANY, 'c', 'd'], ['ab', MANY, 'cd']],
    ['a literal and a hole', ['a', P, P, 'b'], ['a', P, P, 'b']],
    ['stars', [MANY_IN_SEGMENT, MANY_IN_SEGMENT], [MANY_IN_SEGMENT]],
    ['a star that crosses colons before one that does not', [MANY, MANY_IN_SEGMENT], [MANY]],
    ['and after it', [MANY_IN_SEGMENT, MANY], [MANY]],
    ['a star that may cross colons before one that does not', [MANY_UNSURE, MANY_IN_SEGMENT], [MANY_UNSURE]],
    ['and after it', [MANY_IN_SEGMENT, MANY_UNSURE], [MANY_UNSURE]],
    ['a star that may cross colons before one that does', [MANY_UNSURE, MANY], [MANY]],
    ['and after it', [MANY, MANY_UNSURE], [MANY]],
    ['no question marks', [ONE, ONE, MANY, ONE], [ONE, ONE, MANY, ONE]],
    ['no star and variable', [MANY, variable('a'), MANY], [MANY, variable('a'), MANY]],
  ])('merge: %s', (_name, tokens, wanted) => {
    expect(normalize(tokens)).toEqual(wanted);
  });

  it.each<[string, readonly Token[], string]>([
    ['', [], 'exact'],
    ['a', ['a'], 'exact'],
    ['', [MANY], 'anything'],
    ['', [MANY_IN_SEGMENT], 'glob'],
    ['', [ONE], 'glob'],
    ['a', ['a', MANY], 'prefix'],
    ['a', ['a', MANY_IN_SEGMENT], 'glob'],
    ['a', ['a', ONE], 'glob'],
    ['', [MANY, 'a'], 'glob'],
    ['', [ONE, MANY], 'glob'],
    ['a', ['a', MANY, 'b'], 'glob'],
    ['a', ['a', variable('b'), MANY], 'variable'],
    ['', [variable('b')], 'variable'],
    ['', [P], 'symbolic'],
    ['a', ['a', P, variable('b')], 'symbolic'],
  ])('begin with "%s" and have a shape: %j', (prefix, tokens, shape) => {
    const source: Text = ['source'];
    expect(pattern(tokens, source)).toEqual({ tokens, source, shape, prefix });
  });

  it('may be taken as they stand', () => {
    expect(exactly(['a*'])).toMatchObject({ tokens: ['a*'], shape: 'exact', prefix: 'a*' });
    expect(globOf(['a*${b}'])).toMatchObject({ tokens: ['a', MANY, '${b}'], shape: 'glob', prefix: 'a' });
  });
});
