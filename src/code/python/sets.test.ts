/** Sets: each item once, in an order that nobody knows. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { python } from './language.ts';

beforeAll(() => python.prepare?.());

const seen = (...main: readonly string[]): readonly string[] => {
  const source = ['def handler(e, c):', "  s = {'a', 'b'}", "  f = ''", ...main.map((line) => `  ${line}`), ''].join('\n');
  const { calls, lost } = analysed(python, { 'app.py': source }, { runtime: 'python3.13', handler: 'app.handler' });
  expect(lost).toEqual([]);
  return [...new Set(calls.flatMap((call) => print(call.input.entries[0]?.value).split(' | ')))].sort();
};

describe('a set', () => {
  it.each([
    ['gives each of its items', ['for x in s: probe(x)'], ['a', 'b']],
    ['gives its items in any order', ['probe(list(s)[0])'], ['a', 'b']],
    ['gives any of its items first', ['for x in s:', '  probe(x)', '  break'], ['a', 'b']],
    ['gives one of its items', ['probe(s.pop())'], ['a', 'b']],
    ['knows how many it holds', ["s.add('a')", 'probe(len(s))'], ['2']],
    ['gives what all of them have in common', ["for x in s & {'b', 'c'}: probe(x)"], ['b']],
    ['gives what another one lacks', ["for x in s - {'b'}: probe(x)"], ['a']],
    ['gives what either has', ["for x in s ^ {'b', 'c'}: probe(x)"], ['a', 'c']],
    ['takes what it lacks', ["s |= {'c'}", "s.update(['d'])", 'for x in s: probe(x)'], ['a', 'b', 'c', 'd']],
    ['loses what is taken from it', ["s.difference_update(['a'])", "s.discard('b')", "s.add('x')", 'for x in s: probe(x)'], ['x']],
    ['is made of a list', ["for x in set(['b', 'b']): probe(x)"], ['b']],
    ['is made by a comprehension', ["for x in {y + '!' for y in ['a', 'a']}: probe(x)"], ['a!']],
    ['stays a set when it is copied', ['probe(list(s.copy())[0])'], ['a', 'b']],
    ['is sorted as its items tell', ['probe(sorted(s)[0])', 'probe("-".join(sorted(s)))'], ['a', 'a-b']],
  ])('%s', (_, main, found) => expect(seen(...main)).toEqual(found));

  it('fills lists, which are none', () => {
    const filled = ['l = []', 'for x in s: l.append(x)'];
    expect(seen(...filled, 'l.append("a")', 'probe(len(l))')).toEqual(['3']);
    expect(seen(...filled, 'probe(l[0])', 'for x in l: probe(x)')).toEqual(['a', 'b']);
  });

  it('may be walked through in either order', () => {
    expect(seen('for x in s: f = f + x', 'probe(f)')).toEqual(expect.arrayContaining(['ab', 'ba']));
    expect(seen('first, second = s', 'probe(first)')).toEqual(['a', 'b']);
  });
});
