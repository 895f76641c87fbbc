import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';
import { Cell, type Watch } from './mutable.ts';
import {
  BudgetExhausted,
  constant,
  effort,
  eventField,
  filterOptions,
  harmless,
  nativeFunction,
  optionsOf,
  sameValue,
  textValue,
  UNDEFINED,
  union,
  type Value,
  valueKey,
} from './values.ts';

const values: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    UNDEFINED,
    constant(1),
    constant(true),
    textValue('a'),
    textValue('b'),
    eventField('x'),
    harmless('data'),
    nativeFunction('f', () => UNDEFINED),
  ),
  fc.string({ maxLength: 2 }).map((s) => textValue(s)),
);
const UNWATCHED: Watch = { below: Number.NEGATIVE_INFINITY, see: () => undefined };
const keys = (value: Value): readonly string[] => optionsOf(value).map(valueKey).sort();

describe('alternatives', () => {
  it('are a set: order, repetition and nesting do not matter', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 8 }), fc.array(values, { maxLength: 4 }), (a, b) => {
        expect(keys(union([...a, ...b]))).toEqual(keys(union([...b, ...a])));
        expect(keys(union([union(a), ...a]))).toEqual(keys(union(a)));
        expect(optionsOf(union([union(a), union([...b, ...a])])).every((option) => option.kind !== 'union')).toBe(true);
      }),
    );
  });

  it('are told apart by their keys, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(values, fc.array(values, { minLength: 1 }).map(union)), { minLength: 1, maxLength: 12 }), (list) => {
        const expected = [...new Set(list.flatMap(optionsOf).map(valueKey))].sort();
        if (expected.length <= 32) expect(keys(union(list))).toEqual(expected);
        for (const a of list) for (const b of list) expect(sameValue(a, b)).toBe(valueKey(a) === valueKey(b));
      }),
    );
  });

  it('lose none until they are many, and then become one that is not known', () => {
    const texts = (count: number): Value[] => Array.from({ length: count }, (_, i) => textValue(`${i}`));
    expect(optionsOf(union(texts(32)))).toHaveLength(32);
    expect(keys(union(texts(33)))).toEqual(['?runtime one of many values']);
  });

  it('never lose what can be called', () => {
    const functions = Array.from({ length: 40 }, (_, i) => nativeFunction(`f${i}`, () => UNDEFINED));
    const texts = Array.from({ length: 40 }, (_, i) => textValue(`t${i}`));
    expect(optionsOf(union([...functions, ...texts])).filter((option) => option.kind === 'native')).toHaveLength(40);
  });

  it('can be filtered to none', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1 }), (list) => {
        const whole = union(list);
        expect(filterOptions(whole, () => false)).toBeUndefined();
        expect(keys(filterOptions(whole, () => true) ?? UNDEFINED)).toEqual(keys(whole));
      }),
    );
  });
});

describe('the journal', () => {
  type Write = { readonly cell: number; readonly value: Value };
  const writes: fc.Arbitrary<readonly Write[]> = fc.array(fc.record({ cell: fc.nat(2), value: values }), { maxLength: 4 });

  /** What a branch alone leaves in the cells. */
  const alone = (start: readonly Value[], list: readonly Write[]): Value[] => {
    const state = [...start];
    for (const { cell, value } of list) state[cell] = value;
    return state;
  };

  it('leaves in each cell what any branch alone would have left, and shows no branch what another did', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 3, maxLength: 3 }), fc.array(writes, { minLength: 1, maxLength: 4 }), (start, branches) => {
        const journal = new Journal();
        const cells: Cell[] = start.map((value) => new Cell(UNWATCHED, journal.next(), value));
        journal.fork(
          branches.map((list) => () => {
            expect(cells.map((cell) => valueKey(cell.value))).toEqual(start.map(valueKey));
            for (const { cell, value } of list) {
              const target = cells[cell];
              if (!target) continue;
              journal.touch(target);
              target.value = value;
            }
          }),
        );
        const ends = branches.map((list) => alone(start, list));
        cells.forEach((cell, i) => {
          expect(keys(cell.value)).toEqual(keys(union(ends.flatMap((end) => end[i] ?? []))));
        });
      }),
    );
  });

  it('joins nested forks like the paths through them', () => {
    const journal = new Journal();
    const cell = new Cell(UNWATCHED, journal.next(), textValue('start'));
    const write = (name: string) => (): void => {
      journal.touch(cell);
      cell.value = textValue(name);
    };
    journal.fork([
      () => {
        write('outer')();
        journal.fork([write('a'), () => undefined]);
      },
      write('b'),
    ]);
    expect(keys(cell.value)).toEqual(keys(union(['outer', 'a', 'b'].map((name) => textValue(name)))));
  });

  it('puts the state back when a branch fails', () => {
    const journal = new Journal();
    const cell = new Cell(UNWATCHED, journal.next(), textValue('start'));
    expect(() =>
      journal.maybe(() => {
        journal.touch(cell);
        cell.value = textValue('lost');
        throw new Error('out of budget');
      }),
    ).toThrow('out of budget');
    expect(cell.value).toEqual(textValue('start'));
  });

  it('repeats a body until it leaves nothing new', () => {
    const journal = new Journal();
    const cell = new Cell(UNWATCHED, journal.next(), textValue('a'));
    const runs = journal.repeat(() => {
      journal.touch(cell);
      cell.value = textValue('b');
      return 1;
    });
    expect(runs).toHaveLength(2);
    expect(keys(cell.value)).toEqual(keys(union([textValue('a'), textValue('b')])));
  });
});

describe('many texts', () => {
  const of = (make: (i: number) => Value): string => valueKey(union(Array.from({ length: 40 }, (_, i) => make(i))));
  const hole = harmless('one of many values');

  it('keep how they begin and end', () => {
    expect(of((i) => textValue(`in/${i}.json`))).toBe(valueKey(textValue(['in/', hole.hole, '.json'])));
    expect(of((i) => textValue(['in/', eventField('a').hole, `-${i}`]))).toBe(valueKey(textValue(['in/', hole.hole])));
    expect(of((i) => textValue([eventField('a').hole, `${i}.json`]))).toBe(valueKey(textValue([hole.hole, '.json'])));
  });

  it('keep nothing that one of them does not hold twice', () => {
    expect(of((i) => textValue(i === 0 ? 'aba' : `aba${i}aba`))).toBe(valueKey(textValue(['aba', hole.hole])));
    expect(of((i) => (i === 0 ? constant(1) : textValue(`in/${i}`)))).toBe(valueKey(hole));
  });
});

describe('the work of joining values', () => {
  it('ends at its limit', () => {
    const many = Array.from({ length: 30 }, (_, i) => textValue(`v${i}`));
    effort.limit = effort.spent + 1_000;
    try {
      expect(() => {
        for (let i = 0; i < 1_000; i++) union(many);
      }).toThrow(BudgetExhausted);
    } finally {
      effort.limit = Number.POSITIVE_INFINITY;
    }
  });
});
