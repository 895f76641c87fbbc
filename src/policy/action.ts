import type { Text } from '../model/text.ts';
import { covers } from './coverage.ts';
import { matchesPlain } from './glob.ts';
import { exactly, isWildcard, type Pattern, pattern, readTokens, type Token, WILDCARDS } from './pattern.ts';
import { NO, type Tri, triOf } from './tri.ts';

/**
 * An entry of `Action` or `NotAction`: service prefix and name without regard to case, `*` and `?` anywhere in the
 * name, the whole string matched; `*` alone is every action. (AWS: "IAM JSON policy elements: Action".)
 */
export interface ActionPattern extends Pattern {
  /** the literal service prefix in lower case; undefined when a wildcard or a hole may stand for it */
  readonly service: string | undefined;
}

const lower = (value: Text): Text => value.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));

export function actionPattern(source: Text): ActionPattern {
  const { tokens, shape, prefix } = pattern(readTokens(lower(source), WILDCARDS).tokens, source);
  const colon = prefix.indexOf(':');
  return { tokens, source, shape, prefix, service: colon < 0 ? undefined : prefix.slice(0, colon) };
}

/** Undefined when AWS takes the entry; else what is wrong with it. Wildcards in the service prefix: see `parse.ts`. */
export function actionProblem(entry: ActionPattern): string | undefined {
  if (entry.shape === 'anything' || entry.shape === 'symbolic') return undefined;
  let colons = 0;
  for (const token of entry.tokens) {
    if (typeof token !== 'string') continue;
    for (let i = 0; i < token.length; i++) {
      const code = token.charCodeAt(i);
      if (code === COLON) colons++;
      else if (!isActionCharacter(code)) return `an action cannot hold ${JSON.stringify(token[i])}`;
    }
  }
  if (colons === 0) return 'an action is "service:Name" or "*"';
  if (colons > 1) return 'an action has one colon, between its service and its name';
  if (entry.prefix.startsWith(':')) return 'the service before the colon is missing';
  return entry.shape === 'exact' && entry.prefix.endsWith(':') ? 'the name after the colon is missing' : undefined;
}

const COLON = 58;

/** Letters (they are in lower case here), digits, `-`, `_` and `.`. */
const isActionCharacter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 95;

export const hasWildcardService = (entry: ActionPattern): boolean =>
  entry.service === undefined && entry.shape !== 'anything' && entry.tokens.some((token: Token) => isWildcard(token));

/** `action` in lower case, `s3:getobject`. */
export function matchesAction(entry: ActionPattern, action: string): Tri {
  if (entry.shape === 'symbolic') {
    const [first] = entry.tokens;
    if (typeof first === 'string' && !action.startsWith(first)) return NO;
    return covers(entry, exactly([action]));
  }
  return triOf(matchesPlain(entry, action));
}
