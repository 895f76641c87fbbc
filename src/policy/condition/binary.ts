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

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes, one character each; undefined for what is no base64. Padding may be left out. */
function parseBase64(value: string): string | undefined {
  let end = value.length;
  while (end > 0 && value[end - 1] === '=' && value.length - end < 2) end--;
  if (end % 4 === 1 || (end < value.length && value.length % 4 !== 0)) return undefined;
  const bytes: string[] = [];
  let bits = 0;
  let count = 0;
  for (let i = 0; i < end; i++) {
    const digit = ALPHABET.indexOf(value[i] ?? '');
    if (digit < 0) return undefined;
    bits = ((bits << 6) | digit) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push(String.fromCharCode((bits >> count) & 0xff));
    }
  }
  return bytes.join('');
}
