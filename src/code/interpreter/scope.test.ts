import { describe, expect, it } from 'vitest';
import { Cell, type Watch } from './mutable.ts';
import { Scope } from './scope.ts';
import { constant } from './values.ts';

const watch: Watch = { below: Number.NEGATIVE_INFINITY, see: () => undefined };
const cell = (value: number): Cell => new Cell(watch, value, constant(value));

describe('a scope', () => {
  it.each([3, 8, 9, 40])('finds its %d names, also in a scope inside, in the order in which they were declared', (count) => {
    const scope = new Scope(undefined, 'function');
    const names = Array.from({ length: count }, (_, i) => `name${i}`);
    const cells = names.map((name, i) => {
      const made = cell(i);
      scope.declare(name, made);
      return made;
    });
    const inside = new Scope(new Scope(scope, 'block'), 'block');
    expect(names.map((name) => inside.find(name))).toEqual(cells);
    expect([...scope.names()]).toEqual(names);
    expect([...scope.cells()]).toEqual(cells);
    expect(inside.own('name0')).toBeUndefined();
    expect(inside.find('other')).toBeUndefined();
  });

  it.each([1, 20])('has one variable a name, beside %d others', (others) => {
    const scope = new Scope(undefined, 'function');
    for (let i = 0; i < others; i++) scope.declare(`other${i}`, cell(i));
    scope.declare('x', cell(1));
    const second = cell(2);
    scope.declare('x', second);
    expect(scope.own('x')).toBe(second);
    expect([...scope.names()].filter((name) => name === 'x')).toHaveLength(1);
  });
});
