/** What dictionaries, lists and instances hold after they were changed in place, under keys that may not be known. */
import { beforeAll, describe, expect, it } from 'vitest';
import { print } from '../../../test/support/interpret.ts';
import { analysed } from '../../../test/support/probing.ts';
import { python } from './language.ts';

const see = (source: string): readonly string[] =>
  analysed(python, { 'app.py': source }, { runtime: 'python3.13', handler: 'app.handler' }).calls.map((call) =>
    print(call.input.entries[0]?.value),
  );

const inHandler = (...lines: readonly string[]): readonly string[] =>
  see(`def handler(e, c):\n${lines.map((line) => `  ${line}\n`).join('')}`);

beforeAll(() => python.prepare?.());

describe('an attribute whose name is not known', () => {
  it.each([
    ['set by setattr', 'for k, v in message.items(): setattr(self, k, v)'],
    ['put into the dictionary of the instance', 'self.__dict__.update(message)'],
    ['put there under its key', "vars(self)[message['k']] = message['f']"],
  ])('leaves the default of the class: %s', (_, line) => {
    const seen = see(`class A:\n  f = 'a'\n  def __init__(self, message):\n    ${line}\ndef handler(e, c):\n  probe(A(e).f)\n`);
    expect(seen.join()).toMatch(/\ba\b/);
    expect(seen.join()).toContain('${event');
  });

  it('may be one that a property sets', () => {
    const property = ['class A:', '  @property', "  def p(self): return 'p'", '  @p.setter', '  def p(self, v): probe(v)'];
    expect(inHandler(...property, "setattr(A(), e['k'], 'v')")).toEqual(['v']);
  });
});

it('a dictionary of which all may be gone may be empty', () => {
  expect(inHandler("d = {'f': 'a'}", "d.pop(e['k'], None)", "probe('some' if d else 'none')")).toEqual(['some | none']);
});

describe('the dictionary of an instance', () => {
  const lines = ['class A:', "  g = 'b'", "  def __init__(self): self.f = 'a'", "  def get(self, *keys): return 'own'", 'a = A()'];
  it.each([
    ['has methods of its own', "a.__dict__.get('f', 'none')", ['a']],
    ['has nothing of the class', "a.__dict__.get('g', 'none')", ['none']],
    ['is read by its keys', "vars(a)['f']", ['a']],
    ['is walked through', 'next(key for key in a.__dict__)', ['f']],
    ['is not what the instance gives', "a.get('f')", ['own']],
  ])('%s', (_, read, seen) => expect(inHandler(...lines, `probe(${read})`)).toEqual(seen));
});

describe('a dictionary that makes what is missing', () => {
  const lines = ['from collections import defaultdict', 'd = defaultdict(list)'];
  it.each([
    ['makes one value a key', ["d['x'].append('a')", "d['y'].append('b')", "probe(d['x'][0] + d['y'][0])"], ['ab']],
    ['keeps it', ["d['x'].append('a')", 'for k, v in d.items(): probe(k + v[0])'], ['xa']],
    [
      'may have made it for a key that is not known',
      ["d[e['k']].append('a')", "d['x'].append('b')", "for v in d['x']: probe(v)"],
      ['b | a', 'b'],
    ],
    [
      'makes others',
      ['m = defaultdict(lambda: defaultdict(list))', "m['a']['b'].append('z')", "m['a']['c'].append('y')", "probe(m['a']['b'][0])"],
      ['z'],
    ],
    ['makes nothing where it is only asked', ["probe(d.get('x', 'none'))"], ['none']],
  ])('%s', (_, more, seen) => expect(inHandler(...lines, ...more)).toEqual(seen));
});

it('an attribute that one branch sets leaves the default of the class for the other', () => {
  const lines = ['class A:', "  f = 'a'", '  def __init__(self, flag):', "    if flag: self.f = 'b'"];
  expect(inHandler(...lines, "probe(A(e['flag']).f)")).toEqual(['b | a']);
});

describe('a dictionary', () => {
  it.each([
    ['written under a key that is not known', "d[e['k']] = 'x'", ['a | x']],
    ['of which an item is deleted', "del d['f']", ['z']],
    ['of which any item may be deleted', "del d[e['k']]", ['a | z']],
    ['of which any item may be popped', "d.pop(e['k'], None)", ['a | z']],
    ['cleared', 'd.clear()', ['z']],
    ['joined with data', "d.update(e['more'])", ['a | ${event.more.f}']],
    ['joined in place', "d2 = d; d2 |= {'f': 'b'}", ['b']],
    ['updated with pairs', "d.update([('f', 'b')])", ['b']],
  ])('%s', (_, line, seen) => expect(inHandler("d = {'f': 'a'}", line, "probe(d.get('f', 'z'))")).toEqual(seen));

  it('has its methods also where keys are not known', () => {
    expect(inHandler('d = {}', "d[e['k']] = 'x'", 'for k, v in d.items(): probe(v)')).toEqual(['x']);
  });
});

describe('a list', () => {
  it.each([
    ['of which an item is deleted', 'del l[0]', 'b,c'],
    ['of which a slice is deleted', 'del l[:2]', 'c'],
    ['whose slice is replaced', "l[0:1] = ['x', 'y']", 'x,y,b,c'],
    ['cleared', 'l.clear()', ''],
    ['of which an item is removed', "l.remove('b')", 'a,c'],
    ['extended in place', "l2 = l; l2 += ['d']", 'a,b,c,d'],
  ])('%s', (_, line, seen) => expect(inHandler("l = ['a', 'b', 'c']", line, "probe(','.join(l))")).toEqual([seen]));
});

it('the least of nothing is its default', () => {
  expect(inHandler("probe(min([], default='none'))")).toEqual(['none']);
});

describe('an instance that can be iterated', () => {
  it.each([
    ['by a generator', "  def __iter__(self):\n    yield 'a'\n    yield 'b'\n"],
    ['by itself', "  def __iter__(self): return self\n  def __next__(self): return 'a' if self.n else 'b'\n"],
  ])('gives what its iterator gives: %s', (_, methods) => {
    const seen = see(`class C:\n  def __init__(self, n): self.n = n\n${methods}def handler(e, c):\n  for v in C(e['n']): probe(v)\n`);
    expect(seen).toEqual(['a | b']);
  });
});

describe('a context manager', () => {
  const quiet = (result: string): readonly string[] => [
    'class M:',
    '  def __enter__(self): return self',
    `  def __exit__(self, *a): ${result}`,
  ];
  it.each([
    ['that lets nobody see an error leaves what was there before it', quiet('return True'), 'M()', ['a', '${event.x}']],
    ['that may do so, too', quiet("return a[0] == e['k']"), 'M()', ['a', '${event.x}']],
    ['that gives nothing lets errors through', quiet('pass'), 'M()', ['${event.x}']],
    ['of contextlib suppresses errors', ['import contextlib'], 'contextlib.suppress(KeyError)', ['a', '${event.x}']],
  ])('%s', (_, before, manager, found) => {
    const seen = inHandler(...before, "t = 'a'", `with ${manager}:`, "  t = e['x']", 'probe(t)');
    expect(seen.flatMap((each) => each.split(' | ')).sort()).toEqual([...found].sort());
  });
});
