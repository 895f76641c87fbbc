import { type Operator, operator } from './condition.ts';
import { PLAIN, parsed } from './literal.ts';

/**
 * BinaryEquals: base64 on both sides, compared byte by byte. (AWS: "IAM JSON policy elements: Condition operators",
 * binary condition operators.)
 */
export const BINARY_OPERATORS: readonly Operator[] = [
  operator(
    'BinaryEquals',
    PLAIN,
    parsed('base64 text', parseBase64, (a, b) => a === b),
  ),
];

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** The bytes, one character each; undefined for what is no base64. Padding may be left out. */
function parseBase64(value: string): string | undefined {
  return BASE64.test(value) ? atob(value) : undefined;
}
