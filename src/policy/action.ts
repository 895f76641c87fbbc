import { type Text, text } from '../model/text.ts';
import { covers } from './coverage.ts';
import { matchesPlain } from './glob.ts';
import { exactly, globOf, isHoleToken, isWildcard, type Pattern, pattern, type Token } from './pattern.ts';
import { NO, type Tri, triOf } from './tri.ts';

/**
 * An entry of `Action` or `NotAction`: service prefix and name without regard to case, `*` and `?` anywhere in the
 * name, the whole string matched; `*` alone is every action. (AWS: "IAM JSON policy elements: Action".)
 */
export interface ActionPattern extends Pattern {
  /** the literal service prefix in lower case; undefined when a wildcard or a hole may stand for it */
  readonly service: string | undefined;
}

const lower = (value: Text): Text => text(...value.map((part) => (typeof part === 'string' ? part.toLowerCase() : part)));

export function actionPattern(source: Text): ActionPattern {
  const { tokens } = globOf(lower(source));
  const compiled = pattern(tokens, source);
  const colon = compiled.prefix.indexOf(':');
  return { ...compiled, service: colon < 0 ? undefined : compiled.prefix.slice(0, colon) };
}

/** Undefined when AWS takes the entry; else what is wrong with it. Wildcards in the service prefix: see `parse.ts`. */
export function actionProblem(entry: ActionPattern): string | undefined {
  const { tokens } = entry;
  if (entry.shape === 'anything' || tokens.some(isHoleToken)) return undefined;
  const literal = tokens.filter((token): token is string => typeof token === 'string').join('');
  const colons = literal.split(':').length - 1;
  if (colons === 0) return 'an action is "service:Name" or "*"';
  if (colons > 1) return 'an action has one colon, between its service and its name';
  const [first, second] = tokens;
  if (typeof first === 'string' && first.startsWith(':')) return 'the service before the colon is missing';
  if (typeof first === 'string' && first.endsWith(':') && second === undefined) return 'the name after the colon is missing';
  for (const char of literal) if (!ACTION_CHARS.includes(char)) return `an action cannot hold ${JSON.stringify(char)}`;
  return undefined;
}

const ACTION_CHARS = 'abcdefghijklmnopqrstuvwxyz0123456789:-_.';

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
