import { mayHold, type Text } from '../../model/text.ts';
import { covers } from '../coverage.ts';
import { matchesPlain } from '../glob.ts';
import { asText, type Name } from '../name.ts';
import { exactly, isHoleToken, isVariable, isWildcard, type Pattern, pattern, type Token } from '../pattern.ts';
import { either, NO, type Tri, triOf, UNKNOWN, YES } from '../tri.ts';
import { type Lookup, type Matcher, type Operator, operator, substitute } from './condition.ts';
import { GLOB } from './literal.ts';

/**
 * ArnEquals and ArnLike are the same, as are their negations: each of the six components is matched by itself, so that no
 * wildcard swallows a colon before the sixth. (AWS: "IAM JSON policy elements: Condition operators", ARN condition
 * operators.)
 */
export const ARN_OPERATORS: readonly Operator[] = [
  operator('ArnEquals', GLOB, compile),
  operator('ArnLike', GLOB, compile),
  operator('ArnNotEquals', GLOB, compile),
  operator('ArnNotLike', GLOB, compile),
];

function compile(values: readonly Pattern[]): Matcher {
  const wanted = values.map((value) => (value.tokens.some(isVariable) ? value : inComponents(value)));
  return (value, context) => {
    let met: Tri = NO;
    for (const one of wanted) met = either(met, matchesArn(one, value, context));
    return met;
  };
}

function matchesArn(wanted: Pattern, value: Name, context: Lookup): Tri {
  const substituted = substitute(wanted, context);
  if (substituted === NO || substituted === UNKNOWN) return substituted;
  // a variable may bring colons of its own, so components are counted after it is filled
  const filled = substituted === wanted ? wanted : inComponents(substituted);
  if (typeof value === 'string' && filled.shape !== 'symbolic') return triOf(isArn(value) && matchesPlain(filled, value));
  const met = covers(filled, exactly(asText(value)));
  if (met !== YES) return met;
  return (typeof value === 'string' ? isArn(value) : looksLikeArn(value)) && !reachUnknown(filled) ? YES : UNKNOWN;
}

/** Wildcards cross colons in the sixth component only. */
function inComponents(value: Pattern): Pattern {
  let colons = 0;
  const tokens: Token[] = [];
  for (const token of value.tokens) {
    if (typeof token === 'string') colons += token.split(':').length - 1;
    else if (isHoleToken(token) && mayHold(token, ':')) colons = 5;
    tokens.push(typeof token !== 'string' && isWildcard(token) ? { kind: token.kind, colons: colons >= 5 } : token);
  }
  return pattern(tokens, value.source);
}

/** A wildcard behind a hole that may hold colons: which component it is in is not known, so it proves nothing. */
function reachUnknown(value: Pattern): boolean {
  const hole = value.tokens.findIndex((token) => isHoleToken(token) && mayHold(token, ':'));
  return hole >= 0 && value.tokens.slice(hole).some(isWildcard);
}

const isArn = (value: string): boolean => value.startsWith('arn:') && value.split(':', 6).length === 6;

const looksLikeArn = (value: Text): boolean => {
  const [first] = value;
  return typeof first !== 'string' || first.startsWith('arn:');
};
