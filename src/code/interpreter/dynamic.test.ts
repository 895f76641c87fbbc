import { describe, expect, it } from 'vitest';
import { see } from '../../../test/support/interpret.ts';

const written = (count: number): string => Array.from({ length: count }, (_, i) => `o[e.k${i}] = "v${i}";`).join(' ');

describe('fields under names that are not known', () => {
  it('are all read, however many they are', () => {
    const source = `exports.handler = async (e) => { const o = { name: "own" }; ${written(24)} probe(o.name); };`;
    const names = ['own', ...Array.from({ length: 24 }, (_, i) => `v${i}`)];
    expect(see(source)[0]?.split(' | ').sort()).toEqual(names.sort());
  });

  it('are told apart by the known part of their names', () => {
    const source = 'exports.handler = async (e) => { const o = {}; o[`a${e.k}`] = "a"; o[`b${e.k}`] = "b"; probe(o.a1); };';
    expect(see(source)).toEqual(['a']);
  });
});
