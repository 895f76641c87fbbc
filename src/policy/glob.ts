import type { Pattern, Token } from './pattern.ts';

/**
 * Whether a plain string matches a pattern of literals and wildcards. No backtracking beyond the last star of each
 * kind: a star that crosses colons is followed by a colon or the end, so the leftmost place where the rest of its block
 * fits also ends leftmost, and nothing before it has to be tried again. `a*a*a*a*b` costs length times blocks.
 */
export function matchesGlob(tokens: readonly Token[], subject: string): boolean {
  let token = 0;
  let at = 0;
  // where to go on when the literal after a star does not fit: the token after the star, if one was met, and the next start
  let anyToken = 0;
  let anyAt = 0;
  let segmentToken = 0;
  let segmentAt = 0;
  for (;;) {
    const current = tokens[token];
    const char = subject[at];
    if (current === undefined) {
      if (char === undefined) return true;
    } else if (typeof current === 'string') {
      if (subject.startsWith(current, at)) {
        at += current.length;
        token++;
        continue;
      }
    } else if (current.kind === 'many') {
      token++;
      if (current.colons) {
        if (token === tokens.length) return true;
        anyToken = token;
        anyAt = at;
        segmentToken = 0;
      } else {
        segmentToken = token;
        segmentAt = at;
      }
      continue;
    } else if (current.kind === 'one' && char !== undefined && (current.colons || char !== ':')) {
      at++;
      token++;
      continue;
    }
    const skipped = subject[segmentAt];
    if (segmentToken > 0 && skipped !== undefined && skipped !== ':') {
      segmentAt++;
      at = segmentAt;
      token = segmentToken;
      continue;
    }
    if (anyToken === 0 || anyAt === subject.length) return false;
    segmentToken = 0;
    anyAt++;
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
