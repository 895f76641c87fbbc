import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob, matchesPlain } from './glob.ts';
import { globOf, isWildcard, MANY, MANY_IN_SEGMENT, normalize, ONE, ONE_IN_SEGMENT, type Token } from './pattern.ts';
import { readResource } from './resource.ts';

/** The definition, without any cleverness. */
function naive(tokens: readonly Token[], subject: string): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return subject === '';
  if (typeof token === 'string') return subject.startsWith(token) && naive(rest, subject.slice(token.length));
  if (!isWildcard(token)) return false;
  const takes = (char: string | undefined): boolean => char !== undefined && (token.colons || char !== ':');
  if (token.kind === 'one') return takes(subject[0]) && naive(rest, subject.slice(1));
  return naive(rest, subject) || (takes(subject[0]) && naive(tokens, subject.slice(1)));
}

/** All sequences of at most `length` items. */
const sequences = <Item>(items: readonly Item[], length: number): readonly (readonly Item[])[] =>
  length === 0 ? [[]] : [[], ...items.flatMap((item) => sequences(items, length - 1).map((rest) => [item, ...rest]))];

const subject = fc.array(fc.constantFrom('a', 'b', ':', '/'), { maxLength: 9 }).map((chars) => chars.join(''));

describe('matching a string', () => {
  it('is right for every short pattern and string', () => {
    const subjects = sequences(['a', ':'], 4).map((chars) => chars.join(''));
    const patterns = [
      ...sequences<Token>(['a', ':', MANY, ONE], 4),
      ...sequences<Token>(['a', ':', MANY_IN_SEGMENT, ONE_IN_SEGMENT], 4),
      ...sequences(['a', ':', '*', '?'], 4).map(
        (chars) => readResource([chars.join('')], { variables: false, incomplete: 'keep' }).pattern.tokens,
      ),
    ].map(normalize);
    const wrong = patterns.flatMap((tokens) =>
      subjects.filter((value) => matchesGlob(tokens, value) !== naive(tokens, value)).map((value) => [tokens, value]),
    );
    expect(wrong).toEqual([]);
  });

  it('needs no walk along the pattern where its shape tells', () => {
    const quick = (source: string, value: string) =>
      matchesPlain(
        Object.defineProperty({ ...globOf([source]) }, 'tokens', {
          get() {
            throw new Error(`${source} was walked along`);
          },
        }),
        value,
      );
    expect([quick('*', 'a'), quick('ab', 'ab'), quick('ab', 'abc'), quick('ab*', 'abc'), quick('ab*', 'a')]).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
    expect(() => quick('a*b', 'ab')).toThrow('walked along');
    expect(quick('a*b', 'b')).toBe(false);
  });

  it('is what wildcards that cross colons mean', () => {
    const tokens = fc.array(fc.constantFrom<Token>('a', 'b', ':', 'ab', MANY, ONE), { maxLength: 7 }).map(normalize);
    fc.assert(
      fc.property(tokens, subject, (pattern, value) => matchesGlob(pattern, value) === naive(pattern, value)),
      { numRuns: 3000 },
    );
  });

  it('is what wildcards inside one segment mean', () => {
    const tokens = fc.array(fc.constantFrom<Token>('a', 'b', ':', 'ab', MANY_IN_SEGMENT, ONE_IN_SEGMENT), { maxLength: 7 }).map(normalize);
    fc.assert(
      fc.property(tokens, subject, (pattern, value) => matchesGlob(pattern, value) === naive(pattern, value)),
      { numRuns: 3000 },
    );
  });

  it('is what the wildcards of a resource mean, where those that end a segment cross colons', () => {
    const source = fc.array(fc.constantFrom('a', ':', '*', '?', '/'), { maxLength: 8 }).map((chars) => `arn:aws:s3:::${chars.join('')}`);
    fc.assert(
      fc.property(source, subject, (pattern, value) => {
        const { tokens } = readResource([pattern], { variables: false, incomplete: 'keep' }).pattern;
        expect(matchesGlob(tokens, `arn:aws:s3:::${value}`)).toBe(naive(tokens, `arn:aws:s3:::${value}`));
      }),
      { numRuns: 3000 },
    );
  });
});
