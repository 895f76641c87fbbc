/**
 * Whether `*` (any characters, none included) and `?` (exactly one) in the pattern can stand for the value's characters.
 * Case-sensitive; fold both before for names that are not. Goes back to the last `*` only, so it needs
 * pattern × value steps at worst and never a regular expression made from user text.
 */
export function matchesWildcard(pattern: string, value: string): boolean {
  let p = 0;
  let v = 0;
  let star = -1;
  let resume = 0;
  while (v < value.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = v;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === value[v])) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
