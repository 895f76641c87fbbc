import { type Operator, operator } from './condition.ts';
import { comparing, PLAIN } from './literal.ts';

/**
 * NumericEquals and its five relatives, on integers and decimals, compared exactly: a double would take
 * 9007199254740993 for 9007199254740992. A request value that is no number meets neither an operator nor its negation
 * [unverified]. (AWS: "IAM JSON policy elements: Condition operators", numeric condition operators.)
 */
export const NUMERIC_OPERATORS: readonly Operator[] = [
  numeric('NumericEquals', (order) => order === 0),
  numeric('NumericNotEquals', (order) => order === 0),
  numeric('NumericLessThan', (order) => order < 0),
  numeric('NumericLessThanEquals', (order) => order <= 0),
  numeric('NumericGreaterThan', (order) => order > 0),
  numeric('NumericGreaterThanEquals', (order) => order >= 0),
];

function numeric(name: string, meets: (order: number) => boolean): Operator {
  return operator(
    name,
    PLAIN,
    comparing(name, 'number', parseDecimal, (a, b) => meets(compare(a, b))),
  );
}

/** Without leading zeros in `whole` and trailing zeros in `fraction`; zero is not negative. */
interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

function parseDecimal(value: string): Decimal | undefined {
  const [, sign, digits = '', fraction = ''] = /^([+-]?)([0-9]*)(?:\.([0-9]+))?$/.exec(value) ?? [];
  if (digits + fraction === '') return undefined;
  const whole = digits.replace(/^0+/, '');
  let end = fraction.length;
  while (fraction[end - 1] === '0') end--;
  return { negative: sign === '-' && (whole !== '' || end > 0), whole, fraction: fraction.slice(0, end) };
}

function compare(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size = a.whole.length - b.whole.length || inOrder(a.whole, b.whole) || inOrder(a.fraction, b.fraction);
  return a.negative ? -size : size;
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
