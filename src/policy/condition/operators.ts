import { ARN_OPERATORS } from './arn.ts';
import { BINARY_OPERATORS } from './binary.ts';
import { BOOL_OPERATORS, NULL_OPERATORS } from './bool.ts';
import type { Operator } from './condition.ts';
import { DATE_OPERATORS } from './date.ts';
import { IP_OPERATORS } from './ip.ts';
import { NUMERIC_OPERATORS } from './numeric.ts';
import { STRING_OPERATORS } from './string.ts';

/** Every condition operator of IAM by its name, without `IfExists` and set operator. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  [
    ...STRING_OPERATORS,
    ...NUMERIC_OPERATORS,
    ...DATE_OPERATORS,
    ...BOOL_OPERATORS,
    ...BINARY_OPERATORS,
    ...IP_OPERATORS,
    ...ARN_OPERATORS,
    ...NULL_OPERATORS,
  ].map((operator) => [operator.name, operator]),
);

export interface OperatorName {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly operator: Operator;
  readonly ifExists: boolean;
}

/** `ForAnyValue:StringLikeIfExists` taken apart; a clause that says what is wrong with it otherwise. */
export function readOperator(name: string): OperatorName | string {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? undefined : name.slice(0, colon);
  if (prefix !== undefined && prefix !== 'ForAllValues' && prefix !== 'ForAnyValue') return `the set operator "${prefix}" does not exist`;
  const rest = name.slice(colon + 1);
  const ifExists = rest.endsWith('IfExists');
  const base = ifExists ? rest.slice(0, -'IfExists'.length) : rest;
  const operator = OPERATORS.get(base);
  if (!operator) return `the operator "${name}" does not exist`;
  if (base === 'Null' && ifExists) return 'the operator Null takes no IfExists';
  return { set: prefix, operator, ifExists };
}
