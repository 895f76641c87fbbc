import { describe, expect, it } from 'vitest';
import { exportTargets } from './exports.ts';

describe('exports of a package', () => {
  it('are a target, a list of targets, or conditions in their own order', () => {
    expect(exportTargets('./a.js', '.')).toEqual(['./a.js']);
    expect(exportTargets(['./a.js', './b.js'], '.')).toEqual(['./a.js', './b.js']);
    expect(exportTargets({ browser: './w.js', require: './c.cjs', import: './m.mjs' }, '.')).toEqual(['./c.cjs', './m.mjs']);
    expect(exportTargets({ node: { import: './m.mjs', default: './c.cjs' }, default: './d.js' }, '.')).toEqual([
      './m.mjs',
      './c.cjs',
      './d.js',
    ]);
  });

  it('offer no subpath beyond what they list', () => {
    expect(exportTargets('./a.js', './b')).toEqual([]);
    expect(exportTargets({ '.': './a.js' }, './b')).toEqual([]);
    expect(exportTargets({ './b': null }, './b')).toEqual([]);
  });

  it('fill patterns, the longest one first', () => {
    const map = { './*': './src/*.js', './lib/*': './lib/*.cjs', './lib/private/*': null, './*.css': './css/*.css', './old/': './old/' };
    expect(exportTargets(map, './a/b')).toEqual(['./src/a/b.js']);
    expect(exportTargets(map, './lib/a')).toEqual(['./lib/a.cjs']);
    expect(exportTargets(map, './lib/private/a')).toEqual([]);
    expect(exportTargets(map, './old/a.js')).toEqual(['./old/a.js']);
    expect(exportTargets({ './*': './*' }, './')).toEqual([]);
  });

  it('put text into a pattern as it is', () => {
    expect(exportTargets({ './*': './*.js' }, './$&')).toEqual(['./$&.js']);
  });

  it('list what Node does not hold only when asked, and last', () => {
    const map = { '.': { types: './t.d.ts', source: './s.ts', default: './d.js' } };
    expect(exportTargets(map, '.')).toEqual(['./d.js']);
    expect(exportTargets(map, '.', true)).toEqual(['./d.js', './t.d.ts', './s.ts']);
  });

  it('may name the prototype and nest deeply', () => {
    expect(exportTargets({}, './constructor')).toEqual([]);
    expect(exportTargets(JSON.parse('{"__proto__": "./a.js"}'), '.')).toEqual([]);
    let deep: unknown = './a.js';
    for (let i = 0; i < 10_000; i += 1) deep = { default: deep };
    expect(exportTargets(deep, '.')).toEqual([]);
  });
});
