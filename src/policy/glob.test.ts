import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';
import { isWildcard, MANY, MANY_IN_SEGMENT, normalize, ONE, ONE_IN_SEGMENT, type Token } from './pattern.ts';
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

const subject = fc.array(fc.constantFrom('a', 'b', ':', '/'), { maxLength: 9 }).map((chars) => chars.join(''));

describe('matching a string', () => {
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
