import { mayHold } from '../../model/text.ts';
import { asText, matches, type Name } from '../name.ts';
import { isHoleToken, isWildcard, type Pattern, pattern, type Token } from '../pattern.ts';
import { NO, type Tri, UNKNOWN } from '../tri.ts';
import { type Lookup, type Matcher, type Operator, operator, someOf, substitute } from './condition.ts';
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
  return someOf(values.map(inComponents), matchesArn);
}

function matchesArn(wanted: Pattern, value: Name, context: Lookup): Tri {
  const substituted = substitute(wanted, context);
  if (typeof substituted !== 'object') return substituted;
  // a variable may bring colons of its own, so components are counted after it is filled
  const filled = substituted === wanted ? wanted : inComponents(substituted);
  const met = matches(filled, value);
  if (met === NO || (typeof value === 'string' && !IS_ARN.test(value))) return NO;
  const [first] = asText(value);
  return (typeof first !== 'string' || first.startsWith('arn:')) && !reachUnknown(filled) ? met : UNKNOWN;
}

const IS_ARN = /^arn:(?:[^:]*:){4}/;

/** Wildcards cross colons in the sixth component only. */
function inComponents(value: Pattern): Pattern {
  let colons = 0;
  const tokens: Token[] = [];
  for (const token of value.tokens) {
    if (typeof token === 'string') colons += token.split(':').length - 1;
    else if (isHoleToken(token) && mayHold(token, ':')) colons = 5;
    tokens.push(isWildcard(token) ? { kind: token.kind, colons: colons >= 5 } : token);
  }
  return pattern(tokens, value.source);
}

/** A wildcard behind a hole that may hold colons: which component it is in is not known, so it proves nothing. */
const reachUnknown = ({ tokens }: Pattern): boolean =>
  tokens.some((token, i) => isWildcard(token) && tokens.slice(0, i).some((before) => isHoleToken(before) && mayHold(before, ':')));
