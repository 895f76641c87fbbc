import { type Hole, isHole, type Part, type Text, text } from '../model/text.ts';

/**
 * The one compiled form of everything that an IAM policy can write where AWS matches strings: literals, wildcards,
 * policy variables, and, in policies read from templates, the holes of a symbolic text. A policy in plain JSON has no
 * holes; nothing else tells the two apart.
 */
export interface Pattern {
  readonly tokens: readonly Token[];
  /** as the policy spells it, for messages and for printing */
  readonly source: Text;
  /** tells the matcher which loop is enough; see `shapeOf` */
  readonly shape: Shape;
  /** the text before the first wildcard, variable or hole */
  readonly prefix: string;
}

export type Token = string | Wildcard | Variable | Hole;

/** `many` is `*`, `one` is `?`. `colons`: whether it may stand for a colon; inside ARN segments it may not. */
export interface Wildcard {
  readonly kind: 'many' | 'one';
  readonly colons: boolean;
  /** a star before a hole that may be empty or begin with a colon: it may turn out to end its segment, and then crosses colons */
  readonly unsure?: true;
}

/** `${aws:username}` or `${aws:PrincipalTag/team, 'none'}`. */
export interface Variable {
  readonly kind: 'variable';
  /** as the policy spells it */
  readonly name: string;
  /** in lower case */
  readonly key: string;
  readonly fallback: string | undefined;
}

/**
 * - `anything`: stars alone
 * - `exact`: a literal
 * - `prefix`: a literal, then a star that crosses colons
 * - `glob`: literals and wildcards
 * - `variable`: has policy variables: substitute first
 * - `symbolic`: has holes: only three-valued matching decides
 */
export type Shape = 'anything' | 'exact' | 'prefix' | 'glob' | 'variable' | 'symbolic';

export const MANY: Wildcard = { kind: 'many', colons: true };
export const ONE: Wildcard = { kind: 'one', colons: true };
export const MANY_IN_SEGMENT: Wildcard = { kind: 'many', colons: false };
export const MANY_UNSURE: Wildcard = { kind: 'many', colons: false, unsure: true };
export const ONE_IN_SEGMENT: Wildcard = { kind: 'one', colons: false };

/**
 * Longer patterns and values are not compared: no ARN is longer than 2,048 characters, and the product of both bounds the
 * time of a match.
 */
export const MAX_PATTERN_LENGTH = 4096;
export const MAX_VALUE_LENGTH = 8192;

export const isWildcard = (token: Token): token is Wildcard => typeof token !== 'string' && (token.kind === 'many' || token.kind === 'one');
export const isVariable = (token: Token): token is Variable => typeof token !== 'string' && token.kind === 'variable';
export const isHoleToken = (token: Token): token is Hole => typeof token !== 'string' && !isWildcard(token) && !isVariable(token);

/** Merges neighbouring literals and stars; the result is what every matcher expects. */
export function normalize(tokens: readonly Token[]): readonly Token[] {
  if (tokens.length === 1 && tokens[0] !== '') return tokens;
  const out: Token[] = [];
  for (const token of tokens) {
    const last = out[out.length - 1];
    if (token === '') continue;
    if (typeof token === 'string' && typeof last === 'string') out[out.length - 1] = last + token;
    else if (typeof token !== 'string' && token.kind === 'many' && last !== undefined && typeof last !== 'string' && last.kind === 'many')
      out[out.length - 1] = token.colons || token.unsure ? token : last;
    else out.push(token);
  }
  return out.slice();
}

function shapeOf(tokens: readonly Token[]): Shape {
  if (tokens.some(isHoleToken)) return 'symbolic';
  if (tokens.some(isVariable)) return 'variable';
  const [first, second] = tokens;
  if (first === undefined || (tokens.length === 1 && typeof first === 'string')) return 'exact';
  if (tokens.length === 1 && typeof first !== 'string' && first.kind === 'many' && first.colons) return 'anything';
  if (tokens.length === 2 && typeof first === 'string' && second !== undefined && typeof second !== 'string' && second.kind === 'many')
    return second.colons ? 'prefix' : 'glob';
  return 'glob';
}

export function pattern(tokens: readonly Token[], source: Text): Pattern {
  const normal = normalize(tokens);
  const [first] = normal;
  return { tokens: normal, source, shape: shapeOf(normal), prefix: typeof first === 'string' ? first : '' };
}

/** The string itself, without wildcards: what a request names. */
export const exactly = (value: Text): Pattern => pattern(value, value);

/** What a reading of policy syntax found wrong; `problem` is undefined when nothing is. */
export interface Reading {
  readonly tokens: readonly Token[];
  readonly problem: string | undefined;
}

export interface Syntax {
  /** `*` and `?` stand for other characters */
  readonly wildcards: boolean;
  /** `${…}` is a policy variable */
  readonly variables: boolean;
}

export const WILDCARDS: Syntax = { wildcards: true, variables: false };

/**
 * Reads wildcards and policy variables. `${*}`, `${?}` and `${$}` are the characters themselves. (AWS: "IAM policy
 * elements: Variables and tags".) Without `variables` (no Version, or 2008-10-17, or a place where AWS takes none) a
 * `${…}` is literal text whose wildcards still count.
 */
export function readTokens(value: Text, { wildcards, variables }: Syntax): Reading {
  const [only = ''] = value;
  if (value.length < 2 && typeof only === 'string' && only !== '' && !SPECIAL.some((char) => only.includes(char)))
    return { tokens: value, problem: undefined };
  const tokens: Token[] = [];
  let problem: string | undefined;
  for (const part of value) {
    if (isHole(part)) {
      tokens.push(part);
      continue;
    }
    // what lies between is sliced, never built up: neighbours merge in `normalize`
    let start = 0;
    for (let i = 0; i < part.length; i++) {
      const char = part[i];
      const isWild = wildcards && (char === '*' || char === '?');
      if (!isWild && !(variables && char === '$' && part[i + 1] === '{')) continue;
      if (i > start) tokens.push(part.slice(start, i));
      if (isWild) {
        tokens.push(char === '*' ? MANY : ONE);
        start = i + 1;
        continue;
      }
      const end = part.indexOf('}', i + 2);
      if (end < 0) {
        problem ??= 'the policy variable has no closing brace';
        start = part.length;
        break;
      }
      const read = readVariable(part.slice(i + 2, end));
      if (typeof read === 'string' || !('problem' in read)) tokens.push(read);
      else problem ??= read.problem;
      i = end;
      start = end + 1;
    }
    if (start < part.length) tokens.push(part.slice(start));
  }
  // a list that grew by pushing has room to spare, which compiled policies would keep
  return { tokens: tokens.slice(), problem };
}

const SPECIAL: readonly string[] = ['*', '?', '$'];

/** The inside of `${…}`: a character that it escapes, a variable, or what is wrong with it. */
function readVariable(inside: string): string | Variable | { readonly problem: string } {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const comma = inside.indexOf(',');
  const key = comma < 0 ? inside : inside.slice(0, comma);
  if (key === '') return { problem: 'the policy variable is empty' };
  for (const char of key) {
    if (char === ' ' || char === '$' || char === '{' || char === "'" || char === '*' || char === '?')
      return { problem: `the policy variable "${key}" holds a character that no context key has` };
  }
  if (comma < 0) return { kind: 'variable', name: key, key: key.toLowerCase(), fallback: undefined };
  const quoted = inside.slice(comma + 1).trim();
  if (quoted.length < 2 || !quoted.startsWith("'") || !quoted.endsWith("'"))
    return { problem: `the default of the policy variable "${key}" is not in single quotes` };
  return { kind: 'variable', name: key, key: key.toLowerCase(), fallback: quoted.slice(1, -1) };
}

/** A pattern with wildcards only, each of which may stand for any character: names, `StringLike` values without variables. */
export const globOf = (value: Text): Pattern => pattern(readTokens(value, WILDCARDS).tokens, value);

/** Puts the values that are known in the place of their holes. */
export function bind(value: Text, values: ReadonlyMap<string, string>, keyOf: (hole: Hole) => string): Text {
  if (values.size === 0) return value;
  return text(...value.map((part): Part => (isHole(part) ? (values.get(keyOf(part)) ?? part) : part)));
}
