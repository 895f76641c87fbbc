import { type Hole, isHole, type Text } from '../model/text.ts';

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

const kindOf = (token: Token | undefined) => (typeof token === 'object' ? token.kind : undefined);
const isMany = (token: Token | undefined): token is Wildcard => kindOf(token) === 'many';
export const isWildcard = (token: Token): token is Wildcard => isMany(token) || kindOf(token) === 'one';
export const isVariable = (token: Token): token is Variable => kindOf(token) === 'variable';
export const isHoleToken = (token: Token): token is Hole => typeof token === 'object' && !isWildcard(token) && !isVariable(token);

/** Merges neighbouring literals and stars; the result is what every matcher expects. */
export function normalize(tokens: readonly Token[]): readonly Token[] {
  const out: Token[] = [];
  for (const token of tokens) {
    const last = out[out.length - 1];
    if (token === '') continue;
    if (typeof token === 'string' && typeof last === 'string') out[out.length - 1] = last + token;
    else if (isMany(token) && isMany(last)) out[out.length - 1] = token.colons || (token.unsure && !last.colons) ? token : last;
    else out.push(token);
  }
  // a list that grew by pushing has room to spare, which compiled policies would keep
  return out.slice();
}

function shapeOf(tokens: readonly Token[]): Shape {
  if (tokens.some(isHoleToken)) return 'symbolic';
  if (tokens.some(isVariable)) return 'variable';
  const [first, second, third] = tokens;
  if (second === undefined) {
    if (typeof first !== 'object') return 'exact';
    return isMany(first) && first.colons ? 'anything' : 'glob';
  }
  return typeof first === 'string' && isMany(second) && second.colons && third === undefined ? 'prefix' : 'glob';
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

const WILD = /[*?]/g;
const VARIABLE = /\$\{[^}]*\}?/g;
const WILD_OR_VARIABLE = /[*?]|\$\{[^}]*\}?/g;

/**
 * Reads wildcards and policy variables. `${*}`, `${?}` and `${$}` are the characters themselves. (AWS: "IAM policy
 * elements: Variables and tags".) Without `variables` (no Version, or 2008-10-17, or a place where AWS takes none) a
 * `${…}` is literal text whose wildcards still count.
 */
export function readTokens(value: Text, { wildcards, variables }: Syntax): Reading {
  const special = wildcards ? (variables ? WILD_OR_VARIABLE : WILD) : variables ? VARIABLE : undefined;
  if (!special) return { tokens: normalize(value), problem: undefined };
  const tokens: Token[] = [];
  let problem: string | undefined;
  for (const part of value) {
    if (isHole(part)) {
      tokens.push(part);
      continue;
    }
    let start = 0;
    for (const { 0: found, index } of part.matchAll(special)) {
      tokens.push(part.slice(start, index));
      start = index + found.length;
      const read = found === '*' ? MANY : found === '?' ? ONE : readVariable(found);
      if (typeof read === 'object' && 'problem' in read) problem ??= read.problem;
      else tokens.push(read);
    }
    tokens.push(part.slice(start));
  }
  return { tokens: normalize(tokens), problem };
}

/** `${…}`: a character that it escapes, a variable, or what is wrong with it. */
function readVariable(spelled: string): string | Variable | { readonly problem: string } {
  if (!spelled.endsWith('}')) return { problem: 'the policy variable has no closing brace' };
  const inside = spelled.slice(2, -1);
  if (/^[*?$]$/.test(inside)) return inside;
  const comma = `${inside},`.indexOf(',');
  const name = inside.slice(0, comma);
  if (name === '') return { problem: 'the policy variable is empty' };
  if (/[ ${'*?]/.test(name)) return { problem: `the policy variable "${name}" holds a character that no context key has` };
  const [, fallback] = /^'(.*)'$/s.exec(inside.slice(comma + 1).trim()) ?? [];
  return comma < inside.length && fallback === undefined
    ? { problem: `the default of the policy variable "${name}" is not in single quotes` }
    : { kind: 'variable', name, key: name.toLowerCase(), fallback };
}

/** A pattern with wildcards only, each of which may stand for any character: names, `StringLike` values without variables. */
export const globOf = (value: Text): Pattern => pattern(readTokens(value, WILDCARDS).tokens, value);
