import { type Operator, operator } from './condition.ts';
import { PLAIN, parsed } from './literal.ts';

/**
 * Bool. Text compared without regard to case; a list of both values meets any. Policy variables are not taken (AWS's
 * pages disagree). (AWS: "IAM JSON policy elements: Condition operators", Boolean condition operators.)
 */
export const BOOL_OPERATORS: readonly Operator[] = [
  operator(
    'Bool',
    PLAIN,
    parsed('Boolean', parseBool, (a, b) => a === b),
  ),
];

/**
 * Null: `true` asks for a key that is missing or empty, `false` for one that is present. `holds` hands over which it is.
 * (AWS: the same page, condition operator to check existence of condition keys.)
 */
export const NULL_OPERATORS: readonly Operator[] = [
  operator(
    'Null',
    PLAIN,
    parsed('Boolean', parseBool, (a, b) => a === b),
  ),
];

function parseBool(value: string): boolean | undefined {
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}
