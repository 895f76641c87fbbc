/** Template conditions → what a resource's `Condition` and `Fn::If` can name: one condition, made where there is none. */
import { formatWhen, type When } from '../model/condition.ts';
import type { Intrinsic } from './print/intrinsic.ts';
import { NO_VALUE } from './print/intrinsic.ts';

export interface NamedConditions {
  /** undefined: always */
  nameOf(when: When): string | undefined;
  /** conditions to add to the template, by name */
  readonly made: ReadonlyMap<string, unknown>;
}

export function namedConditions(taken: ReadonlySet<string>): NamedConditions {
  const made = new Map<string, unknown>();
  const names = new Map<string, string>();
  return {
    made,
    nameOf(when) {
      const [first] = when;
      if (!first) return undefined;
      if (when.length === 1 && first.holds) return first.name;
      const key = formatWhen(when);
      const known = names.get(key);
      if (known !== undefined) return known;
      const base = when.map(({ name, holds }) => `${holds ? '' : 'Not'}${name}`).join('And');
      let name = base;
      for (let number = 2; taken.has(name) || made.has(name); number++) name = `${base}${number}`;
      const literals = when.map(({ name: condition, holds }) =>
        holds ? { Condition: condition } : { 'Fn::Not': [{ Condition: condition }] },
      );
      // Fn::And takes two to ten conditions (CloudFormation User Guide, "Condition functions")
      made.set(name, nest(literals));
      names.set(key, name);
      return name;
    },
  };
}

function nest(literals: readonly unknown[]): unknown {
  if (literals.length === 1) return literals[0];
  if (literals.length <= 10) return { 'Fn::And': literals };
  return { 'Fn::And': [...literals.slice(0, 9), nest(literals.slice(9))] };
}

/** The value under the condition, nothing otherwise. */
export const onlyIf = <T>(condition: string | undefined, value: T): T | Intrinsic =>
  condition === undefined ? value : { 'Fn::If': [condition, value, NO_VALUE] };

/** What is left of a condition inside something that is itself there only when `outer` holds. */
export const within = (when: When, outer: When): When =>
  when.filter((literal) => !outer.some((other) => other.name === literal.name && other.holds === literal.holds));
