import { type Text, text } from '../../model/text.ts';
import { covers } from '../coverage.ts';
import { matchesPlain } from '../glob.ts';
import { asText, type Name } from '../name.ts';
import { exactly, isVariable, type Pattern, pattern, type Token } from '../pattern.ts';
import { either, NO, type Tri, triOf, UNKNOWN, YES } from '../tri.ts';
import { type Lookup, type Matcher, type Operator, operator, substitute } from './condition.ts';
import { GLOB, LITERAL } from './literal.ts';

/**
 * StringEquals, StringNotEquals, their IgnoreCase forms, StringLike and StringNotLike. Only Like knows wildcards; they
 * cross `/` and `:`. (AWS: "IAM JSON policy elements: Condition operators", string condition operators.)
 */
export const STRING_OPERATORS: readonly Operator[] = [
  operator('StringEquals', LITERAL, compileStrings),
  operator('StringNotEquals', LITERAL, compileStrings),
  operator('StringEqualsIgnoreCase', LITERAL, ignoringCase),
  operator('StringNotEqualsIgnoreCase', LITERAL, ignoringCase),
  operator('StringLike', GLOB, compileStrings),
  operator('StringNotLike', GLOB, compileStrings),
];

function compileStrings(values: readonly Pattern[]): Matcher {
  const many = values.length > 8 ? new Set(values.filter((value) => value.shape === 'exact').map((value) => value.prefix)) : undefined;
  const rest = many ? values.filter((value) => value.shape !== 'exact') : values;
  return (value, context) => {
    const plain = typeof value === 'string';
    if (plain && many?.has(value)) return YES;
    let met: Tri = NO;
    for (const one of plain ? rest : values) {
      const matched = plain && one.shape === 'exact' ? triOf(one.prefix === value) : matchesValue(one, value, context);
      if (matched > met) met = matched;
      if (met === YES) return YES;
    }
    return met;
  };
}

function matchesValue(wanted: Pattern, value: Name, context: Lookup): Tri {
  const filled = substitute(wanted, context);
  if (filled === NO || filled === UNKNOWN) return filled;
  if (typeof value === 'string' && filled.shape !== 'symbolic') return triOf(matchesPlain(filled, value));
  return covers(filled, exactly(asText(value)));
}

/** Both sides in lower case. A hole may hold either case, so a symbolic value that does not match as it stands stays unknown. */
function ignoringCase(values: readonly Pattern[]): Matcher {
  const lowered = values.map((value) => pattern(value.tokens.map(lowerToken), lowerText(value.source)));
  return (value, context) => {
    const request = typeof value === 'string' ? value.toLowerCase() : lowerText(value);
    let met: Tri = NO;
    for (const one of lowered) {
      const filled = substitute(one, context);
      if (filled === NO || filled === UNKNOWN) {
        met = either(met, filled);
        continue;
      }
      // the values put in by variables have their own case
      const folded = one.tokens.some(isVariable) ? pattern(filled.tokens.map(lowerToken), filled.source) : filled;
      const symbolic = folded.shape === 'symbolic' || typeof request !== 'string';
      if (!symbolic) met = either(met, triOf(matchesPlain(folded, request)));
      else {
        const certain = covers(folded, exactly(asText(request)));
        met = either(met, certain === NO ? UNKNOWN : certain);
      }
    }
    return met;
  };
}

const lowerToken = (token: Token): Token =>
  typeof token === 'string' ? token.toLowerCase() : isVariable(token) ? lowerFallback(token) : token;
const lowerFallback = (token: Extract<Token, { kind: 'variable' }>): Token => ({ ...token, fallback: token.fallback?.toLowerCase() });
const lowerText = (value: Text): Text => text(...value.map((part) => (typeof part === 'string' ? part.toLowerCase() : part)));
