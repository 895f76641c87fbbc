import { describe, expect, it } from 'vitest';
import { see } from '../../../../test/support/interpret.ts';

describe('util.format', () => {
  it.each([
    ["format('a-%s-%d', e.x, 'b')", 'a-${event.x}-b'],
    ["format('100%% of %s', 'a', 'b')", '100% of a b'],
    ["format('%s and %s', 'a')", 'a and %s'],
    ["format('%j', { a: 1 })", '?a formatted text'],
    ['format(e.x)', '${event.x}'],
  ])('%s', (expression, expected) => {
    expect(see(`const { format } = require('util'); exports.handler = (e) => probe(${expression});`)).toEqual([expected]);
  });
});
