import { OPERATORS } from './operators.ts';
import type { RequestContext } from './request-context.ts';
import { type Part, partsOf, substitute, type Version } from './variables.ts';
import { type Piece, piecesOf } from './wildcard.ts';

/**
 * One key under one operator.
 *
 * Sources: IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or
 * values", "Single-valued vs. multivalued context keys".
 */
export interface Condition {
  readonly key: string;
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  /** `StringEquals` …, or `Null` */
  readonly operator: string;
  readonly values: readonly (readonly Part[])[];
}

/** Undefined: not understood. */
export function readCondition(name: string, key: string, given: unknown, version: Version): Condition | undefined {
  const colon = name.indexOf(':');
  const qualifier = colon < 0 ? undefined : name.slice(0, colon);
  if (qualifier !== undefined && qualifier !== 'ForAllValues' && qualifier !== 'ForAnyValue') return undefined;
  let operator = name.slice(colon + 1);
  const ifExists = operator.endsWith('IfExists');
  if (ifExists) operator = operator.slice(0, -'IfExists'.length);
  if (operator === 'Null' && (ifExists || qualifier !== undefined)) return undefined;
  const known = OPERATORS.get(operator);
  if (known === undefined && operator !== 'Null') return undefined;
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const values: (readonly Part[])[] = [];
  for (const one of list) {
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') return undefined;
    const text = String(one);
    if (operator === 'Null' ? !['true', 'false'].includes(text.toLowerCase()) : known?.accepts(text) !== true) return undefined;
    const parts = known?.variables === true ? partsOf(text, version) : piecesOf(text);
    if (parts === undefined) return undefined;
    values.push(parts);
  }
  return { key, set: qualifier, ifExists, operator, values };
}

export function conditionHolds(condition: Condition, context: RequestContext): boolean {
  const request = context.values(condition.key);
  if (condition.operator === 'Null') {
    const absent = request === undefined || request.every((value) => value === '');
    return condition.values.some((value) => wantsAbsent(value) === absent);
  }
  const operator = OPERATORS.get(condition.operator);
  if (operator === undefined) throw new Error(`no operator ${condition.operator}`);

  // to set operators, what is empty is missing
  if (request === undefined || (condition.set !== undefined && request.every((value) => value === ''))) {
    if (condition.ifExists) return true;
    if (condition.set === 'ForAllValues') return true;
    if (condition.set === 'ForAnyValue') return false;
    return operator.negated;
  }

  const satisfies = (value: string): boolean => {
    const results = condition.values.map((parts) => {
      const pieces = substitute(parts, context);
      return pieces === undefined ? false : operator.compare(value, pieces);
    });
    if (results.includes(undefined)) {
      if (operator.negated) context.doubts.add(`${condition.operator} of a value of another type`);
      return false;
    }
    return results.includes(true) !== operator.negated;
  };

  if (condition.set !== undefined && request.includes('')) context.doubts.add('an empty value among others');
  if (condition.set === 'ForAllValues') return request.every(satisfies);
  if (condition.set === 'ForAnyValue') return request.some(satisfies);
  if (request.length > 1) context.doubts.add('several values without a set operator');
  return operator.negated ? request.every(satisfies) : request.some(satisfies);
}

const wantsAbsent = (value: readonly Part[]): boolean =>
  value
    .map((part) => (part.kind === 'character' ? (part satisfies Piece).character : ''))
    .join('')
    .toLowerCase() === 'true';
