import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, event, map, unknown } from '../../test/needs/constructed.ts';
import type { Datum, MapDatum } from '../model/datum.ts';
import { holeKey, isHole, type Text, text } from '../model/text.ts';
import { literally, wildcards } from './arn.ts';
import { OPEN_INPUT, textsAt, valuesAt } from './input.ts';
import { covers } from './pattern.ts';
import { both, either, equals, not, type Predicate, present } from './predicate.ts';

describe('reading an input', () => {
  it('tells what is absent from what is not known', () => {
    expect(valuesAt(map({ A: 'x' }), 'B')).toMatchObject([{ kind: 'absent' }]);
    expect(valuesAt(map({ A: 'x' }, true), 'B')).toMatchObject([{ kind: 'unknown' }]);
    expect(valuesAt(map({ A: 'x' }, true), 'A')).toMatchObject([{ kind: 'datum' }]);
    expect(valuesAt(OPEN_INPUT, 'A.B[].C')).toMatchObject([{ kind: 'unknown' }]);
    expect(valuesAt(map({ A: null }), 'A')).toMatchObject([{ kind: 'absent' }]);
    expect(textsAt(map({ A: 3 }), 'A')).toMatchObject([{ kind: 'text', text: ['3'] }]);
  });

  it('does not miss a member whose name is a run-time value', () => {
    const symbolic: MapDatum = { kind: 'map', open: false, entries: [{ key: [event('k')], value: { kind: 'text', text: ['v'] } }] };
    expect(valuesAt(symbolic, 'A').map((v) => v.kind)).toEqual(['unknown', 'absent']);
  });

  it('takes keys of its own language for names', () => {
    expect(valuesAt(map({}), '__proto__')).toMatchObject([{ kind: 'absent' }]);
    expect(valuesAt(map({}), 'constructor')).toMatchObject([{ kind: 'absent' }]);
  });

  it('follows lists, maps and alternatives', () => {
    expect(textsAt(map({ L: [{ A: 'x' }, { A: 'y' }] }), 'L[].A')).toHaveLength(2);
    expect(textsAt(map({ M: { a: { A: 'x' }, b: { A: 'y' } } }), 'M[].A')).toHaveLength(2);
    expect(textsAt(map({ M: { a: 1, b: 2 } }), 'M{}')).toMatchObject([{ text: ['a'] }, { text: ['b'] }]);
    expect(textsAt(map({ A: choice('x', null, unknown('u')) }), 'A').map((v) => v.kind)).toEqual(['text', 'absent', 'unknown']);
  });

  it('is bounded, and says so', () => {
    const wide = map({ L: Array.from({ length: 500 }, (_, i) => `v${i}`) });
    const values = textsAt(wide, 'L[]');
    expect(values.length).toBeLessThanOrEqual(64);
    expect(values.at(-1)?.kind).toBe('unknown');
    let deep: Datum = { kind: 'text', text: ['x'] };
    for (let i = 0; i < 100; i++) deep = { kind: 'choice', options: [{ when: [], value: deep }] };
    expect(valuesAt({ kind: 'map', open: false, entries: [{ key: ['A'], value: deep }] }, 'A')).toMatchObject([{ kind: 'unknown' }]);
  });
});

describe('conditions on parameters', () => {
  const inputs = fc.record({ A: fc.constantFrom('x', 'y', null, undefined), B: fc.constantFrom('x', null, undefined) });
  const predicates: readonly Predicate[] = [present('A'), present('B'), equals('A', 'x')];

  it('decide a fully known input one way', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...predicates), fc.constantFrom(...predicates), (input, p, q) => {
        const known = map(input);
        const truth = (predicate: Predicate): boolean => {
          const { holds, fails, unknown: open } = predicate.test(known);
          expect(open).toBeUndefined();
          expect(holds).not.toBe(fails);
          return holds;
        };
        expect(truth(not(p))).toBe(!truth(p));
        expect(truth(either(p, q))).toBe(truth(p) || truth(q));
        expect(truth(both(p, q))).toBe(truth(p) && truth(q));
      }),
    );
  });

  it('cut alternatives off in which they fail, and keep the others', () => {
    const option = fc.constantFrom('x', 'y', null);
    fc.assert(
      fc.property(fc.array(option, { minLength: 1, maxLength: 4 }), fc.array(option, { minLength: 1, maxLength: 4 }), (a, b) => {
        const input = map({ A: choice(...a), B: choice(...b) });
        const condition = both(present('A'), present('B'));
        const narrowed = condition.narrow?.(input) ?? input;
        const { holds, fails } = condition.test(input);
        // nothing is left that fails, unless nothing holds
        expect(condition.test(narrowed)).toEqual(holds ? { holds: true, fails: false } : { holds, fails });
        const texts = (of: MapDatum, path: string) => textsAt(of, path).flatMap((v) => (v.kind === 'text' ? [v.text] : []));
        for (const path of ['A', 'B']) expect(texts(narrowed, path)).toEqual(texts(input, path));
      }),
    );
    const nested = map({ Target: choice({ RoleArn: 'r' }, { Arn: 'a' }, null) });
    expect(textsAt(present('Target.RoleArn').narrow?.(nested) ?? nested, 'Target.RoleArn')).toMatchObject([{ kind: 'text' }]);
    expect(present('A').narrow?.(map({}))).toEqual(map({}));
    expect(present('A').narrow?.(map({ A: null }, true))).toEqual(map({ A: null }, true));
  });

  it('never decide against what an open input may still hold', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...predicates), (input, p) => {
        const { holds, unknown: open } = p.test(map(input, true));
        // whatever the closed input shows, the open one shows or leaves open
        if (p.test(map(input)).holds) expect(holds).toBe(true);
        else expect(holds || open !== undefined || input.A !== undefined || input.B !== undefined).toBe(true);
      }),
    );
  });

  it('hold and fail for alternatives', () => {
    expect(present('A').test(map({ A: choice('x', null) }))).toEqual({ holds: true, fails: true });
    expect(both(present('A'), present('B')).test(map({ A: 'x' }))).toMatchObject({ holds: false });
    expect(either(present('A'), present('B')).test(map({ A: 'x' }, true))).toEqual({ holds: true, fails: false });
  });
});

describe('patterns', () => {
  const parts = fc.array(
    fc.oneof(fc.stringMatching(/^[ab/*?$]{1,4}$/), fc.constantFrom(event('e'), { kind: 'name', resource: 'R', chars: 'name' } as const)),
    { maxLength: 5 },
  );

  it('cover every value that the run-time holes can have', () => {
    fc.assert(
      fc.property(parts, fc.stringMatching(/^[ab/]{0,4}$/), (raw, value) => {
        const known: Text = text(...raw).map((part) => (typeof part === 'string' ? part.replace(/[*?$]/g, 'a') : part));
        const filled = text(...known.map((part) => (isHole(part) && part.kind === 'event' ? value : part)));
        expect(covers(wildcards(known), filled)).toBe(true);
      }),
    );
  });

  it('take wildcards of a name for themselves', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (raw) => {
        const escaped = literally(text(raw)).join('');
        expect(escaped.replace(/\$\{[*?$]\}/g, '')).not.toMatch(/[*?]|\$\{/);
      }),
    );
    expect(holeKey(event('e'))).toBe('event e');
  });
});
