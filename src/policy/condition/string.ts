import { matches, type Name } from '../name.ts';
import { type Pattern, pattern } from '../pattern.ts';
import { NO, type Tri, UNKNOWN } from '../tri.ts';
import { type Lookup, type Matcher, type Operator, operator, someOf, substitute } from './condition.ts';
import { GLOB, LITERAL } from './literal.ts';

/**
 * StringEquals, StringNotEquals, their IgnoreCase forms, StringLike and StringNotLike. Only Like knows wildcards; they
 * cross `/` and `:`. (AWS: "IAM JSON policy elements: Condition operators", string condition operators.)
 */
export const STRING_OPERATORS: readonly Operator[] = [
  operator('StringEquals', LITERAL, asTheyStand),
  operator('StringNotEquals', LITERAL, asTheyStand),
  operator('StringEqualsIgnoreCase', LITERAL, ignoringCase),
  operator('StringNotEqualsIgnoreCase', LITERAL, ignoringCase),
  operator('StringLike', GLOB, asTheyStand),
  operator('StringNotLike', GLOB, asTheyStand),
];

function asTheyStand(values: readonly Pattern[]): Matcher {
  return someOf(values, (wanted: Pattern, value: Name, context: Lookup): Tri => {
    const filled = substitute(wanted, context);
    return typeof filled === 'object' ? matches(filled, value) : filled;
  });
}

/** Both sides in lower case. A hole may hold either case, so a symbolic value that does not match as it stands stays unknown. */
function ignoringCase(values: readonly Pattern[]): Matcher {
  return someOf(values, (wanted: Pattern, value: Name, context: Lookup): Tri => {
    const filled = substitute(wanted, context);
    if (typeof filled !== 'object') return filled;
    const folded = pattern(filled.tokens.map(lower), filled.source);
    const request = typeof value === 'string' ? value.toLowerCase() : value.map(lower);
    const known = matches(folded, request);
    return known === NO && (folded.shape === 'symbolic' || typeof request !== 'string') ? UNKNOWN : known;
  });
}

const lower = <Part>(part: Part | string): Part | string => (typeof part === 'string' ? part.toLowerCase() : part);
