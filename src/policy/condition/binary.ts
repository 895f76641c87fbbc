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

/** The bytes, one character each; undefined for what is no base64. Padding may be left out. */
function parseBase64(value: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return undefined;
  try {
    return atob(value);
  } catch {
    return undefined;
  }
}
