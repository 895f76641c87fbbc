import { asText, type Name } from '../name.ts';
import { isVariable, type Pattern, pattern, type Syntax, type Token } from '../pattern.ts';
import { both, either, NO, not, type Tri, UNKNOWN, YES } from '../tri.ts';

/** One operator with one key: `"ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [ … ] }`. */
export interface Condition {
  /** as the policy spells it, with set operator and `IfExists` */
  readonly operator: string;
  readonly base: string;
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  readonly negated: boolean;
  /** as the policy spells it */
  readonly key: string;
  /** context keys are compared without regard to case */
  readonly lookupKey: string;
  readonly values: readonly Pattern[];
  /** whether a request value meets one of `values` under the operator's positive form */
  readonly meetsSome: Matcher;
}

export type Matcher = (value: Name, context: Lookup) => Tri;

/** The request's context as conditions and policy variables see it. Keys in lower case. */
export interface Lookup {
  readonly get: (key: string) => ContextEntry | undefined;
}

export interface ContextEntry {
  readonly values: readonly Name[];
  /** given as a list: policy variables take single-valued keys only */
  readonly multivalued: boolean;
  /** the caller does not know the value, nor whether there is one unless it is `present` */
  readonly unknown?: string;
  readonly present?: true;
}

/** A family of one or a few related condition operators. */
export interface Operator {
  readonly name: string;
  readonly negated: boolean;
  /** how the operator's values are read */
  readonly syntax: Syntax;
  /** the matcher of the positive form, or a clause that says what is wrong with one of the values */
  readonly compile: (values: readonly Pattern[]) => Matcher | string;
}

/** An operator is a negation when its name says so: `StringNotEquals`, `NotIpAddress`. */
export const operator = (name: string, syntax: Syntax, compile: Operator['compile']): Operator => ({
  name,
  negated: name.includes('Not'),
  syntax,
  compile,
});

/** The matcher of values that are taken one by one; none is looked at behind one that is met. */
export const someOf =
  <Value>(wanted: readonly Value[], meets: (wanted: Value, value: Name, context: Lookup) => Tri): Matcher =>
  (value, context) => {
    let met: Tri = NO;
    for (const one of wanted) {
      met = either(met, meets(one, value, context));
      if (met === YES) break;
    }
    return met;
  };

/**
 * Whether the condition holds. A key that is missing makes a positive operator false, a negated one true, and any with
 * `IfExists` true; for set operators an empty value is a missing one (AWS: "IAM JSON policy elements: Condition
 * operators", "Set operators for multivalued context keys"). A key of which nothing is known decides nothing, save where a missing one
 * and any value come to the same: `Null` of both `true` and `false`, `StringLikeIfExists` of `*`.
 */
export function holds(condition: Condition, context: Lookup): Tri {
  const entry = context.get(condition.lookupKey);
  if (entry?.unknown === undefined) return holdsOf(entry?.values ?? [], condition, context);
  const known = holdsOf([ANYTHING], condition, context);
  return entry.present || known === holdsOf([], condition, context) ? known : UNKNOWN;
}

/** A value of which nothing is known. What is true of it is true of every value, and of each of several. */
const ANYTHING: Name = [{ kind: 'runtime', reason: 'the value of a context key', chars: 'any' }];

function holdsOf(values: readonly Name[], condition: Condition, context: Lookup): Tri {
  const { set, negated, meetsSome } = condition;
  if (condition.base === 'Null') return meetsSome(values.some((value) => value.length > 0) ? 'false' : 'true', context);
  if (set === undefined) {
    if (values.length === 0) return negated || condition.ifExists ? YES : NO;
    let met: Tri = NO;
    for (const value of values) met = either(met, meetsSome(value, context));
    return negated ? not(met) : met;
  }
  const present = values.filter((value) => value.length > 0);
  if (present.length === 0) return set === 'ForAllValues' || condition.ifExists ? YES : NO;
  let result: Tri = set === 'ForAllValues' ? YES : NO;
  for (const value of present) {
    const met = meetsSome(value, context);
    const one = negated ? not(met) : met;
    result = set === 'ForAllValues' ? both(result, one) : either(result, one);
  }
  return result;
}

/**
 * Puts the request's values in the place of the policy variables. `NO`: a variable has no value and no default, so the
 * pattern matches nothing. `UNKNOWN`: its value is not known. Wildcards inside a value are literal characters
 * [unverified]. (AWS: "IAM policy elements: Variables and tags".)
 */
export function substitute(source: Pattern, context: Lookup): Pattern | typeof NO | typeof UNKNOWN {
  if (source.shape !== 'variable' && source.shape !== 'symbolic') return source;
  const tokens: Token[] = [];
  let unknown = false;
  for (const token of source.tokens) {
    if (!isVariable(token)) {
      tokens.push(token);
      continue;
    }
    const entry = context.get(token.key);
    if (entry?.unknown !== undefined) {
      unknown = true;
      continue;
    }
    const value = entry?.multivalued === false ? entry.values[0] : undefined;
    if (value !== undefined && value.length > 0) tokens.push(...asText(value));
    else if (token.fallback !== undefined) tokens.push(token.fallback);
    else return NO;
  }
  return unknown ? UNKNOWN : pattern(tokens, source.source);
}
