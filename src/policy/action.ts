import type { Text } from '../model/text.ts';
import { matches } from './name.ts';
import { isWildcard, type Pattern, pattern, readTokens, WILDCARDS } from './pattern.ts';
import type { Tri } from './tri.ts';

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
  const literal = entry.tokens.filter((token) => typeof token === 'string').join('');
  // in lower case here
  const wrong = /[^a-z0-9_.:-]/.exec(literal)?.[0];
  if (wrong !== undefined) return `an action cannot hold ${JSON.stringify(wrong)}`;
  const colons = literal.split(':').length - 1;
  if (colons === 0) return 'an action is "service:Name" or "*"';
  if (colons > 1) return 'an action has one colon, between its service and its name';
  if (entry.prefix.startsWith(':')) return 'the service before the colon is missing';
  return entry.shape === 'exact' && entry.prefix.endsWith(':') ? 'the name after the colon is missing' : undefined;
}

export const hasWildcardService = (entry: ActionPattern): boolean =>
  entry.service === undefined && entry.shape !== 'anything' && entry.tokens.some(isWildcard);

/** What is no action has no service that any policy names. */
export const serviceOf = (action: string): string => action.slice(0, action.indexOf(':'));

/** `action` in lower case, `s3:getobject`. */
export const matchesAction = (entry: ActionPattern, action: string): Tri => matches(entry, action);
