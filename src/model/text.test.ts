import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  concat,
  displayText,
  dropChars,
  type Hole,
  holesOf,
  isExact,
  join,
  literalOf,
  mayHold,
  REGION,
  sameText,
  split,
  startsWith,
  type Text,
  text,
  textKey,
} from './text.ts';

const TABLE: Hole = { kind: 'name', resource: 'Table', chars: 'name' };
const KEY: Hole = { kind: 'event', path: 'Records[].s3.object.key', chars: 'any' };
const PATH: Hole = { kind: 'parameter', name: 'Path', chars: 'path' };

const parts = fc.array(
  fc.oneof(fc.constantFrom<Hole>(TABLE, KEY, PATH, REGION, ACCOUNT), fc.string({ maxLength: 4 }), fc.constantFrom('/', ':', 'a/b')),
  { maxLength: 6 },
);
const texts: fc.Arbitrary<Text> = parts.map((list) => text(...list));

describe('texts', () => {
  it('hold no empty and no adjacent literals, whatever they are built of', () => {
    fc.assert(
      fc.property(fc.array(texts), (list) => {
        const whole = concat(...list);
        expect(whole.includes('')).toBe(false);
        expect(whole.some((part, i) => typeof part === 'string' && typeof whole[i + 1] === 'string')).toBe(false);
      }),
    );
  });

  it('are concatenated in any grouping', () => {
    fc.assert(fc.property(texts, texts, texts, (a, b, c) => sameText(concat(concat(a, b), c), concat(a, concat(b, c)))));
  });

  it('are the same when their keys are, and only then', () => {
    fc.assert(fc.property(texts, texts, (a, b) => (textKey(a) === textKey(b)) === (JSON.stringify(a) === JSON.stringify(b))));
  });

  it('come back from their pieces', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('/', ':', 'a/'), (whole, separator) => sameText(join(split(whole, separator), separator), whole)),
    );
  });

  it('split at literal separators only', () => {
    expect(split(text('a/', KEY, '/b'), '/')).toEqual([['a'], [KEY], ['b']]);
    expect(split(text(), '/')).toEqual([[]]);
    expect(split(text('//'), '/')).toEqual([[], [], []]);
  });

  it('start with what their first literal starts with', () => {
    fc.assert(
      fc.property(texts, fc.string({ maxLength: 3 }), (rest, prefix) => {
        const whole = concat(text(prefix), rest);
        expect(startsWith(whole, prefix)).toBe(true);
        expect(sameText(dropChars(whole, prefix.length), rest)).toBe(true);
      }),
    );
    expect(startsWith(text(TABLE), 'a')).toBe(false);
    expect(() => dropChars(text('a', TABLE), 2)).toThrow(RangeError);
  });

  it('are literal when no hole is in them, and exact when deployment fills every hole', () => {
    expect(literalOf(text())).toBe('');
    expect(literalOf(text('a', 'b'))).toBe('ab');
    expect(literalOf(text('a', TABLE))).toBeUndefined();
    expect(isExact(text('a', TABLE, REGION))).toBe(true);
    expect(isExact(text('a', KEY))).toBe(false);
    fc.assert(fc.property(texts, (whole) => (literalOf(whole) === undefined) === holesOf(whole).length > 0));
  });

  it('say which characters a hole may hold', () => {
    expect([TABLE, PATH, KEY].map((hole) => ['/', ':', 'x'].map((char) => mayHold(hole, char)))).toEqual([
      [false, false, true],
      [true, false, true],
      [true, true, true],
    ]);
  });

  it('are shown as a reader of the template would write them', () => {
    expect(displayText(text('orders-', { kind: 'parameter', name: 'Stage', chars: 'name' }, '/', KEY))).toBe(
      'orders-${Stage}/${event.Records[].s3.object.key}',
    );
  });
});
