import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from './wildcard.ts';

/** The definition, by recursion: obvious and slow. */
function matchesByDefinition(pattern: string, value: string): boolean {
  if (pattern === '') return value === '';
  const [head, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (head === '*') return matchesByDefinition(rest, value) || (value !== '' && matchesByDefinition(pattern, value.slice(1)));
  return value !== '' && (head === '?' || head === value.charAt(0)) && matchesByDefinition(rest, value.slice(1));
}

describe('matchesWildcard', () => {
  it('equals its definition', () => {
    const small = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(small, fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 }), (pattern, value) => {
        expect(matchesWildcard(pattern, value)).toBe(matchesByDefinition(pattern, value));
      }),
    );
  });

  it('takes no exponential time', () => {
    expect(matchesWildcard('*a'.repeat(200), `${'a'.repeat(5000)}b`)).toBe(false);
  });
});
