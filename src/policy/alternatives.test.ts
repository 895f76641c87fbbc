import { describe, expect, it } from 'vitest';
import type { Datum } from '../model/datum.ts';
import { text } from '../model/text.ts';
import { alternatives } from './alternatives.ts';

const string = (value: string): Datum => ({ kind: 'text', text: text(value) });
const list = (...items: readonly Datum[]): Datum => ({ kind: 'list', items, open: false });
const map = (entries: Readonly<Record<string, Datum>>, open = false): Datum => ({
  kind: 'map',
  open,
  entries: Object.entries(entries).map(([key, value]) => ({ key: [key], value })),
});
const NO_VALUE: Datum = { kind: 'text', text: [{ kind: 'pseudo', name: 'AWS::NoValue', chars: 'any' }] };
const pick = (name: string, yes: Datum, no: Datum): Datum => ({
  kind: 'choice',
  options: [
    { when: [{ name, holds: true }], value: yes },
    { when: [{ name, holds: false }], value: no },
  ],
});

/** `A !B: value`, the value as JSON. */
function forms(datum: Datum): readonly string[] {
  const plain = (value: Datum): unknown => {
    switch (value.kind) {
      case 'text':
        return value.text[0];
      case 'list':
        return [...value.items.map(plain), ...(value.open ? ['…'] : [])];
      case 'map':
        return Object.fromEntries([...value.entries.map((entry) => [entry.key[0], plain(entry.value)]), ...(value.open ? [['…', 1]] : [])]);
      case 'unknown':
        return `? ${value.reason}`;
      default:
        return value.kind;
    }
  };
  return alternatives(datum).map(
    ({ when, value }) => `${when.map((one) => (one.holds ? one.name : `!${one.name}`)).join(' ')}: ${JSON.stringify(plain(value))}`,
  );
}

describe('the forms of a part of a template', () => {
  it.each<[string, Datum, readonly string[]]>([
    ['a string', string('a'), [': "a"']],
    ['a scalar', { kind: 'scalar', value: true }, [': "scalar"']],
    ['what is not known', { kind: 'unknown', reason: 'x' }, [': "? x"']],
    ['a list', list(string('a'), string('b')), [': ["a","b"]']],
    ['an empty list', list(), [': []']],
    ['an open list', { kind: 'list', items: [], open: true }, [': ["…"]']],
    ['a map', map({ a: string('b') }), [': {"a":"b"}']],
    ['an open map', map({ a: string('b') }, true), [': {"a":"b","…":1}']],
    ['a choice', pick('A', string('a'), string('b')), ['A: "a"', '!A: "b"']],
    ['a choice of nothing', pick('A', string('a'), NO_VALUE), ['A: "a"', '!A: {"kind":"pseudo","name":"AWS::NoValue","chars":"any"}']],
    ['a choice in a list', list(string('x'), pick('A', string('a'), NO_VALUE), string('y')), ['A: ["x","a","y"]', '!A: ["x","y"]']],
    ['a choice in a map', map({ x: string('x'), a: pick('A', string('a'), NO_VALUE) }), ['A: {"x":"x","a":"a"}', '!A: {"x":"x"}']],
    [
      'two choices',
      list(pick('A', string('a'), string('b')), pick('B', string('c'), string('d'))),
      ['A B: ["a","c"]', 'A !B: ["a","d"]', '!A B: ["b","c"]', '!A !B: ["b","d"]'],
    ],
    ['one choice twice', list(pick('A', string('a'), string('b')), pick('A', string('c'), string('d'))), ['A: ["a","c"]', '!A: ["b","d"]']],
    [
      'a choice in a choice',
      pick('A', pick('B', string('a'), string('b')), pick('A', string('never'), string('c'))),
      ['A B: "a"', 'A !B: "b"', '!A: "c"'],
    ],
    [
      'a choice that no condition decides',
      {
        kind: 'choice',
        options: [
          { when: [], value: string('a') },
          { when: [{ name: 'A', holds: true }], value: string('b') },
        ],
      },
      [': "? which of several values it is"'],
    ],
    ['a choice of one', { kind: 'choice', options: [{ when: [], value: string('a') }] }, [': "a"']],
  ])('%s', (_name, datum, wanted) => {
    expect(forms(datum)).toEqual(wanted);
  });

  const many = (count: number) => list(...Array.from({ length: count }, (_, i) => pick(`C${i}`, string('a'), string('b'))));
  it('are told apart up to a number', () => {
    expect(forms(many(6))).toHaveLength(64);
    expect(forms(many(7))).toEqual([': "? more conditions of the template than can be told apart"']);
    expect(forms(map({ a: many(7), b: string('b') }))).toEqual([
      ': {"a":"? more conditions of the template than can be told apart","b":"b"}',
    ]);
    // far more than there is memory for, if they were all made
    expect(forms(many(1000))).toHaveLength(1);
  });

  it('are told apart up to a depth', () => {
    const nested = (depth: number): Datum => (depth === 0 ? string('a') : list(nested(depth - 1)));
    expect(forms(nested(16))[0]).toContain('"a"');
    expect(forms(nested(17))[0]).toContain('a part of the policy that is nested too deeply');
    const chosen = (depth: number): Datum => (depth === 0 ? string('a') : pick('A', chosen(depth - 1), string('b')));
    expect(forms(chosen(17))[0]).toBe('A: "? a part of the policy that is nested too deeply"');
  });
});
