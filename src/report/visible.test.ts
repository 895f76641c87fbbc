import { describe, expect, it } from 'vitest';
import { visible } from './visible.ts';

describe('visible', () => {
  it('replaces what would command a terminal', () => {
    expect(visible('a\u001b]0;title\u0007b\rc\u009bd\u007f', false)).toBe('a\ufffd]0;title\ufffdb\ufffdc\ufffdd\ufffd');
    expect(visible('\u001b[31mred', false)).toBe('\ufffd[31mred');
  });

  it('keeps line ends, other text, and colour where it is wanted', () => {
    expect(visible('één\n…', false)).toBe('één\n…');
    expect(visible('\u001b[31mred\u001b[39m \u001b[2J', true)).toBe('\u001b[31mred\u001b[39m \ufffd[2J');
  });
});
