import { describe, expect, it } from 'vitest';
import type { Datum } from '../model/datum.ts';
import { readJson } from './json.ts';
import { jsonDatum } from './json-datum.ts';

describe('the text of JSON', () => {
  it.each<[string, unknown]>([
    ['7', 7],
    ['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', { a: { a: 1 }, b: [{ a: 1 }, { a: 2 }] }],
    ['{"a":"a","b":"a"}', { a: 'a', b: 'a' }],
    ['{"a":["a","a"],"b":{}}', { a: ['a', 'a'], b: {} }],
    ['["a","a","a"]', ['a', 'a', 'a']],
    ['{"a":"\\"a\\"","\\"a":"{}[],:"}', { a: '"a"', '"a': '{}[],:' }],
    ['{"a\\\\":1,"b":"\\\\"}', { 'a\\': 1, b: '\\' }],
    [`${'['.repeat(64)}${']'.repeat(64)}`, expect.anything()],
  ])('%s', (source, value) => {
    expect(readJson(source)).toEqual({ value });
  });

  it.each<[string, string]>([
    ['{"a":1,"a":1}', 'the key "a" is repeated in one object'],
    ['{"a":{"b":1,"c":{},"b":2}}', 'the key "b" is repeated in one object'],
    ['[{"a":[],"a":1}]', 'the key "a" is repeated in one object'],
    ['{"a":"x","\\u0061":1}', 'the key "a" is repeated in one object'],
    ['{"a\\"":1,"b":2,"a\\"":1}', 'the key "a"" is repeated in one object'],
    ['{"a":{"x":1},"b":{"x":1},"a":1}', 'the key "a" is repeated in one object'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'it is nested too deeply'],
    [`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'it is nested too deeply'],
  ])('%s: %s', (source, problem) => {
    expect(readJson(source)).toEqual({ problem });
  });

  it('that is none', () => {
    expect(readJson('{').problem).toMatch(/^it is no JSON \(.+\)$/);
  });
});

describe('JSON as a datum', () => {
  const scalar = (value: string | number | boolean | null): Datum => ({ kind: 'scalar', value }) as Datum;
  it.each<[unknown, Datum]>([
    ['a', { kind: 'text', text: ['a'] }],
    ['', { kind: 'text', text: [] }],
    [1, scalar(1)],
    [false, scalar(false)],
    [null, scalar(null)],
    [undefined, scalar(null)],
    [Number.NaN, scalar(null)],
    [Number.POSITIVE_INFINITY, scalar(null)],
    [10n, scalar(null)],
    [[1, 'a'], { kind: 'list', items: [scalar(1), { kind: 'text', text: ['a'] }], open: false }],
    [
      { a: 1, '': [] },
      {
        kind: 'map',
        entries: [
          { key: ['a'], value: scalar(1) },
          { key: [], value: { kind: 'list', items: [], open: false } },
        ],
        open: false,
      },
    ],
  ])('%#', (value, datum) => {
    expect(jsonDatum(value)).toEqual(datum);
  });

  it('is bounded in depth and number', () => {
    const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)]);
    const depthOf = (datum: Datum): number => (datum.kind === 'list' && datum.items[0] ? 1 + depthOf(datum.items[0]) : 0);
    expect(depthOf(jsonDatum(nested(12)))).toBe(12);
    expect(jsonDatum(nested(12))).not.toEqual(jsonDatum(nested(13)));
    expect(depthOf(jsonDatum(nested(40)))).toBe(13);
    const shared = [{}, {}];
    const lastOf = (most: number): Datum | undefined => {
      const datum = jsonDatum([shared, shared, shared], most);
      const list = datum.kind === 'list' ? datum.items.at(-1) : undefined;
      return list?.kind === 'list' ? list.items.at(-1) : list;
    };
    expect(lastOf(10)).toEqual({ kind: 'map', entries: [], open: false });
    expect(lastOf(9)).toEqual(scalar(null));
  });
});
