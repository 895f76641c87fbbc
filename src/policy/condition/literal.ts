import { literalOf } from '../../model/text.ts';
import { either, NO, type Tri, triOf, UNKNOWN, YES } from '../tri.ts';
import type { Matcher, Operator } from './condition.ts';

/** Values of numbers, dates, addresses and the like: no wildcards and no policy variables. */
export const PLAIN = { wildcards: false, variables: false } as const;
/** Strings that are compared as they stand, variables filled in. */
export const LITERAL = { wildcards: false, variables: true } as const;
export const GLOB = { wildcards: true, variables: true } as const;

/**
 * The compile step of an operator whose values are parsed one by one. `parse` gives undefined for what is no such value;
 * in the policy that is a fault, in a request `unreadable` is the answer.
 */
export function parsed<Value>(
  what: string,
  parse: (value: string) => Value | undefined,
  meets: (request: Value, policy: Value) => boolean,
  unreadable: Tri = NO,
): Operator['compile'] {
  return (values) => {
    const wanted: Value[] = [];
    let symbolic = false;
    for (const value of values) {
      const literal = literalOf(value.source);
      if (literal === undefined) {
        symbolic = true;
        continue;
      }
      const one = parse(literal);
      if (one === undefined) return `${JSON.stringify(literal)} is no ${what}`;
      wanted.push(one);
    }
    const matcher: Matcher = (request) => {
      if (values.length === 0) return NO;
      if (typeof request !== 'string') return UNKNOWN;
      const value = parse(request);
      if (value === undefined) return unreadable;
      const known = triOf(wanted.some((one) => meets(value, one)));
      return symbolic ? either(known, UNKNOWN) : known;
    };
    return matcher;
  };
}

/**
 * As `parsed`, for comparisons: a request value that cannot be read meets neither the operator nor its negation. The answer of
 * a negated operator is turned round, hence `YES`.
 */
export const comparing = <Value>(
  name: string,
  what: string,
  parse: (value: string) => Value | undefined,
  meets: (request: Value, policy: Value) => boolean,
): Operator['compile'] => parsed(what, parse, meets, name.includes('Not') ? YES : NO);
