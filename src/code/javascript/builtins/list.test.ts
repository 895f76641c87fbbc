import { describe, expect, it } from 'vitest';
import { see } from '../../../../test/support/interpret.ts';

const inHandler = (body: string): readonly string[] => see(`exports.handler = async (e) => { ${body} };`);

describe('a list', () => {
  it('is joined without what is nothing', () => {
    expect(inHandler("probe(['a', undefined, null, 'b'].join('-'));")).toEqual(['a---b']);
  });

  it('that is one of several may end where another goes on', () => {
    expect(inHandler("const l = e.x ? ['a', 'b'] : e.items.map(() => 'c'); probe(((a, b = 'd') => b)(...l));")).toEqual(['b | c | d']);
  });
});

describe('a set', () => {
  it('holds what is equal once', () => {
    expect(inHandler("probe([...new Set(['a', 'b', 'a'])].join());")).toEqual(['a,b']);
    expect(inHandler('probe([...new Set([e.x, e.y])].length);')).toEqual(['?a length']);
    expect(inHandler("const s = new Set(['a']); s.add('a').add('b'); probe([...s].join());")).toEqual(['a,b']);
    expect(inHandler('const o = {}; probe([...new Set([o, {}, o])].length);')).toEqual(['2']);
  });
});
