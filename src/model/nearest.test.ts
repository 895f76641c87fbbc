import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  const names = ['derive', 'operation', 'format', 'function'];
  it.each([
    ['dervie', 'derive'],
    ['derive', 'derive'],
    ['Deriv', 'derive'],
    ['opertion', 'operation'],
    ['functoin', 'function'],
  ])('%s means %s', (word, meant) => expect(nearest(word, names)).toBe(meant));

  it.each(['xyz', '', 'deploy', 'aaaaaa'])('%s means nothing', (word) => expect(nearest(word, names)).toBeUndefined());
});
