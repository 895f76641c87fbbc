import type { Pattern, Token } from './pattern.ts';

/**
 * Whether a plain string matches a pattern of literals and wildcards. No backtracking beyond the last star of each
 * kind: a star that crosses colons is followed by a colon or the end, so the leftmost place where the rest of its block
 * fits also ends leftmost, and nothing before it has to be tried again. `a*a*a*a*b` costs length times blocks.
 */
export function matchesGlob(tokens: readonly Token[], subject: string): boolean {
  const count = tokens.length;
  let token = 0;
  let at = 0;
  // where to go on when the literal after a star does not fit: the star's token, and the next start of its tail
  let anyToken = -1;
  let anyAt = 0;
  let segmentToken = -1;
  let segmentAt = 0;
  for (;;) {
    let fits = false;
    if (token === count) {
      if (at === subject.length) return true;
    } else {
      const current = tokens[token];
      if (typeof current === 'string') {
        if (subject.startsWith(current, at)) {
          at += current.length;
          token++;
          fits = true;
        }
      } else if (current?.kind === 'many') {
        token++;
        if (current.colons) {
          if (token === count) return true;
          anyToken = token;
          anyAt = at;
          segmentToken = -1;
        } else {
          segmentToken = token;
          segmentAt = at;
        }
        fits = true;
      } else if (current?.kind === 'one') {
        if (at < subject.length && (current.colons || subject[at] !== ':')) {
          at++;
          token++;
          fits = true;
        }
      } else return false;
    }
    if (fits) continue;
    if (segmentToken >= 0 && segmentAt < subject.length && subject[segmentAt] !== ':') {
      segmentAt++;
      at = segmentAt;
      token = segmentToken;
      continue;
    }
    if (anyToken < 0) return false;
    segmentToken = -1;
    const next = tokens[anyToken];
    anyAt++;
    if (typeof next === 'string') {
      anyAt = subject.indexOf(next, anyAt);
      if (anyAt < 0) return false;
    } else if (anyAt > subject.length) return false;
    at = anyAt;
    token = anyToken;
  }
}

/** For patterns without variables and holes. */
export function matchesPlain(pattern: Pattern, subject: string): boolean {
  switch (pattern.shape) {
    case 'anything':
      return true;
    case 'exact':
      return pattern.prefix === subject;
    case 'prefix':
      return subject.startsWith(pattern.prefix);
    default:
      return subject.startsWith(pattern.prefix) && matchesGlob(pattern.tokens, subject);
  }
}
