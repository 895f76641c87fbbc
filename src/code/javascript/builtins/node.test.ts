import { describe, expect, it } from 'vitest';
import { see } from '../../../../test/support/interpret.ts';

describe('an emitter', () => {
  const on = "const { EventEmitter } = require('events'); const m = new EventEmitter(); let n = 0; let t = 'a';";
  it('calls its listeners when something is emitted, each time', () => {
    expect(see(`${on} m.on('x', (v) => { t = v; }); exports.handler = () => { t = 'b'; m.emit('x', 'c'); probe(t); };`)[0]).toContain('c');
    expect(see(`${on} m.on('x', () => { n++; if (n === 3) probe('third'); }); exports.handler = () => { m.emit('x'); };`)).toEqual([
      'third',
    ]);
  });
});

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
