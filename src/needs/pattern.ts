/**
 * Whether a resource pattern covers a resource: `*` and `?` of the pattern stand for any characters, and a hole only for
 * itself. Used where a sound "yes" is needed and a missed one costs nothing but precision; `policy/` has the full matcher.
 */
import { holeKey, isHole, type Text } from '../model/text.ts';

type Token = string;

const tokensOf = (value: Text): readonly Token[] => value.flatMap((part) => (isHole(part) ? [`\u0001${holeKey(part)}`] : [...part]));

export function covers(pattern: Text, value: Text): boolean {
  const [p, v] = [tokensOf(pattern), tokensOf(value)];
  let [i, j, star, resume] = [0, 0, -1, 0];
  while (j < v.length) {
    if (p[i] === '*') {
      star = i++;
      resume = j;
    } else if (i < p.length && (p[i] === v[j] || (p[i] === '?' && v[j]?.length === 1))) {
      i++;
      j++;
    } else if (star >= 0) {
      i = star + 1;
      j = ++resume;
    } else return false;
  }
  while (p[i] === '*') i++;
  return i === p.length;
}
