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
  const signed = value.startsWith('-') || value.startsWith('+');
  const digits = signed ? value.slice(1) : value;
  const dot = digits.indexOf('.');
  const whole = dot < 0 ? digits : digits.slice(0, dot);
  const fraction = dot < 0 ? '' : digits.slice(dot + 1);
  if ((whole === '' && fraction === '') || (dot >= 0 && fraction === '') || !areDigits(whole) || !areDigits(fraction)) return undefined;
  let start = 0;
  while (start < whole.length && whole[start] === '0') start++;
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === '0') end--;
  const trimmed = { whole: whole.slice(start), fraction: fraction.slice(0, end) };
  return { negative: value.startsWith('-') && (trimmed.whole !== '' || trimmed.fraction !== ''), ...trimmed };
}

const areDigits = (value: string): boolean => /^[0-9]*$/.test(value);

function compare(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size =
    a.whole.length !== b.whole.length
      ? a.whole.length - b.whole.length
      : a.whole !== b.whole
        ? a.whole < b.whole
          ? -1
          : 1
        : a.fraction === b.fraction
          ? 0
          : a.fraction < b.fraction
            ? -1
            : 1;
  return a.negative ? -size : size;
}
