/**
 * Kleene's three-valued logic as small numbers, so that "and" is `Math.min` and "or" is `Math.max`. Every question that
 * the engine asks of symbolic or undeclared values may be answered `UNKNOWN`; it is never rounded to an answer.
 */
export type Tri = 0 | 1 | 2;

export const NO = 0;
export const UNKNOWN = 1;
export const YES = 2;

/** The public spelling of a `Tri`. */
export type Verdict = 'yes' | 'no' | 'unknown';

export const not = (a: Tri): Tri => (2 - a) as Tri;
export const both = (a: Tri, b: Tri): Tri => (a < b ? a : b);
export const either = (a: Tri, b: Tri): Tri => (a > b ? a : b);
export const triOf = (known: boolean): Tri => (known ? YES : NO);
export const verdictOf = (a: Tri): Verdict => (a === YES ? 'yes' : a === NO ? 'no' : 'unknown');
