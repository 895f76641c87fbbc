import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Datum, datumKey, sameDatum } from './datum.ts';
import { text } from './text.ts';

const texts = fc
  .array(fc.constantFrom('a', 'b', { kind: 'parameter', name: 'P', chars: 'name' } as const), { maxLength: 2 })
  .map((parts) => text(...parts));
const whens = fc.constantFrom([], [{ name: 'C', holds: true }], [{ name: 'C', holds: false }]);

const { datum: data } = fc.letrec<{ readonly datum: Datum }>((tie) => ({
  datum: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    texts.map((value): Datum => ({ kind: 'text', text: value })),
    fc.constantFrom(0, 1, true, null).map((value): Datum => ({ kind: 'scalar', value })),
    fc.constantFrom('a', 'b').map((reason): Datum => ({ kind: 'unknown', reason })),
    fc.tuple(texts, tie('datum')).map(([value, json]): Datum => ({ kind: 'text', text: value, json })),
    fc.record({ kind: fc.constant('list' as const), items: fc.array(tie('datum'), { maxLength: 2 }), open: fc.boolean() }),
    fc
      .tuple(fc.array(tie('datum'), { maxLength: 2 }), tie('datum'))
      .map(([items, rest]): Datum => ({ kind: 'list', items, open: true, rest })),
    fc.record({
      kind: fc.constant('map' as const),
      entries: fc.array(fc.record({ key: texts, value: tie('datum') }), { maxLength: 2 }),
      open: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('choice' as const),
      options: fc.array(fc.record({ when: whens, value: tie('datum') }), { maxLength: 2 }),
    }),
  ),
}));

describe('data are the same', () => {
  it('when their keys are equal, and only then', () => {
    fc.assert(
      fc.property(data, data, fc.boolean(), (a, b, withJson) => {
        expect(sameDatum(a, structuredClone(a), withJson)).toBe(true);
        expect(sameDatum(a, b, withJson)).toBe(datumKey(a, withJson) === datumKey(b, withJson));
      }),
      { numRuns: 2000 },
    );
  });
});
