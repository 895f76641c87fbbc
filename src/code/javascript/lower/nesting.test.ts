import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tooDeepToParse } from './nesting.ts';

/** Nothing to the scan, but more than any file that is let through without one. */
const LONG_COMMENT = `\n/*${'+'.repeat(10_000)}*/`;

const TOKENS = ['(', '[', '{', '!', '?', ':', '=', '<', '.a', '+', 'if ', 'new ', 'do ', 'class ', 'typeof ', 'await ', '=>', '`${', '"x"'];

describe('a file that nests too deep', () => {
  it('is found whether or not it is too short to be looked at in full', () => {
    const texts = fc
      .array(fc.tuple(fc.constantFrom(...TOKENS), fc.integer({ min: 1, max: 700 })), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.map(([token, times]) => token.repeat(times)).join(''));
    fc.assert(
      fc.property(texts, (text) => tooDeepToParse(text) === tooDeepToParse(`${text}${text.includes('`') ? '' : LONG_COMMENT}`)),
      {
        numRuns: 1000,
      },
    );
  });

  it('is one of a thousand levels, and none of nine hundred', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ] as const) {
      const nested = (depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`;
      expect(tooDeepToParse(nested(900))).toBeUndefined();
      expect(tooDeepToParse(nested(1100))).toBeGreaterThan(900);
    }
  });
});
