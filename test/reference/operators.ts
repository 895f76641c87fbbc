import { matchesPieces, type Piece, partsAt, piecesOf, plainText } from './wildcard.ts';

/**
 * What one value of a policy says of one value of a request, for each kind of condition operator.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 */
export interface Operator {
  readonly negated: boolean;
  /** whether policy variables count in the policy's values */
  readonly variables: boolean;
  /** whether a policy's value is of the operator's type */
  readonly accepts: (policy: string) => boolean;
  /** the positive comparison; `undefined` when the request's value is not of the operator's type */
  readonly compare: (request: string, policy: readonly Piece[]) => boolean | undefined;
}

type Comparison = Omit<Operator, 'negated'>;

const text = (compare: (request: string, policy: readonly Piece[]) => boolean): Comparison => ({
  variables: true,
  accepts: () => true,
  compare,
});

const typed = <Value>(read: (text: string) => Value | undefined, compare: (request: Value, policy: Value) => boolean): Comparison => ({
  variables: false,
  accepts: (policy) => read(policy) !== undefined,
  compare: (request, policy) => {
    const [left, right] = [read(request), read(plainText(policy))];
    return left === undefined || right === undefined ? undefined : compare(left, right);
  },
});

const ordered = <Value>(read: (text: string) => Value | undefined, order: (a: Value, b: Value) => number) => ({
  Equals: typed(read, (a, b) => order(a, b) === 0),
  LessThan: typed(read, (a, b) => order(a, b) < 0),
  LessThanEquals: typed(read, (a, b) => order(a, b) <= 0),
  GreaterThan: typed(read, (a, b) => order(a, b) > 0),
  GreaterThanEquals: typed(read, (a, b) => order(a, b) >= 0),
});

/** A decimal number as an integer and the power of ten that divides it: nothing is rounded. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export function readDecimal(text: string): Decimal | undefined {
  const negative = text.startsWith('-');
  const [whole = '', fraction = '', ...more] = (negative ? text.slice(1) : text).split('.');
  const allDigits = (part: string) => [...part].every((character) => character >= '0' && character <= '9');
  if (more.length > 0 || whole === '' || !allDigits(whole) || !allDigits(fraction)) return undefined;
  if (text.includes('.') && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: negative ? -digits : digits, scale: fraction.length };
}

function orderOfDecimals(a: Decimal, b: Decimal): number {
  const left = a.digits * 10n ** BigInt(b.scale);
  const right = b.digits * 10n ** BigInt(a.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

const numeric = ordered(readDecimal, orderOfDecimals);

/** Seconds since 1970, exact: W3C's profile of ISO 8601 (NOTE-datetime), or epoch time. */
export function readInstant(text: string): Decimal | undefined {
  const date = readDate(text);
  if (date !== undefined) return date;
  return readDecimal(text);
}

function readDate(text: string): Decimal | undefined {
  const shape = [...text].map((character) => (character >= '0' && character <= '9' ? '9' : character)).join('');
  const number = (from: number, to: number) => Number(text.slice(from, to));
  if (shape === '9999') return instant(number(0, 4), 1, 1);
  if (shape === '9999-99') return instant(number(0, 4), number(5, 7), 1);
  if (shape === '9999-99-99') return instant(number(0, 4), number(5, 7), number(8, 10));
  if (!shape.startsWith('9999-99-99T99:99')) return undefined;
  let at = 16;
  let seconds: Decimal = { digits: 0n, scale: 0 };
  if (shape.startsWith(':99', at)) {
    at += 3;
    let end = at;
    if (shape[end] === '.') {
      end++;
      while (shape[end] === '9') end++;
      if (end === at + 1) return undefined;
    }
    seconds = readDecimal(text.slice(at - 2, end)) ?? seconds;
    at = end;
  }
  const zone = shape.slice(at);
  let offset = 0;
  if (zone === '+99:99' || zone === '-99:99') {
    const [hours, minutes] = [number(at + 1, at + 3), number(at + 4, at + 6)];
    if (hours > 23 || minutes > 59) return undefined;
    offset = (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  } else if (zone !== 'Z') return undefined;
  const [hours, minutes] = [number(11, 13), number(14, 16)];
  if (hours > 23 || minutes > 59 || orderOfDecimals(seconds, { digits: 60n, scale: 0 }) >= 0) return undefined;
  const day = instant(number(0, 4), number(5, 7), number(8, 10));
  if (day === undefined) return undefined;
  const whole = day.digits + BigInt(hours * 3600 + (minutes - offset) * 60);
  return { digits: whole * 10n ** BigInt(seconds.scale) + seconds.digits, scale: seconds.scale };
}

function instant(year: number, month: number, day: number): Decimal | undefined {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = days[month - 1];
  if (length === undefined || day < 1 || day > length) return undefined;
  let total = 0;
  if (year >= 1970) for (let y = 1970; y < year; y++) total += (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0 ? 366 : 365;
  else for (let y = year; y < 1970; y++) total -= (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0 ? 366 : 365;
  for (const before of days.slice(0, month - 1)) total += before;
  return { digits: BigInt((total + day - 1) * 86400), scale: 0 };
}

const date = ordered(readInstant, orderOfDecimals);

const bool = typed(
  (text) => (['true', 'false'].includes(text.toLowerCase()) ? text.toLowerCase() : undefined),
  (a, b) => a === b,
);

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes as a string of bits. */
function readBase64(text: string): string | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const body = text.slice(0, text.length - padding);
  if (text.length % 4 !== 0 || [...body].some((character) => !BASE64.includes(character))) return undefined;
  const bits = [...body].map((character) => BASE64.indexOf(character).toString(2).padStart(6, '0')).join('');
  return bits.slice(0, bits.length - 2 * padding);
}

/** An address as its bits, and how many of them count. */
interface Block {
  readonly bits: string;
  readonly length: number;
}

export function readBlock(text: string): Block | undefined {
  const [address = '', prefix, ...more] = text.split('/');
  if (more.length > 0) return undefined;
  const bits = readV4(address) ?? readV6(address);
  if (bits === undefined) return undefined;
  if (prefix === undefined) return { bits, length: bits.length };
  const length = readDecimal(prefix);
  if (length === undefined || length.scale > 0 || length.digits < 0n || length.digits > BigInt(bits.length)) return undefined;
  return { bits, length: Number(length.digits) };
}

function readV4(text: string): string | undefined {
  const bytes = text.split('.');
  if (bytes.length !== 4) return undefined;
  let bits = '';
  for (const byte of bytes) {
    const value = readDecimal(byte);
    if (byte.length > 3 || value === undefined || value.scale > 0 || value.digits < 0n || value.digits > 255n) return undefined;
    bits += value.digits.toString(2).padStart(8, '0');
  }
  return bits;
}

function readV6(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  // the last four bytes may be written as an IPv4 address
  const last = groups.findLast((half) => half.length > 0);
  const bits = groups.map((half) =>
    half.map((group, i) => (half === last && i === half.length - 1 ? readV4(group) : undefined) ?? readGroup(group)),
  );
  if (bits.some((half) => half.includes(undefined))) return undefined;
  const [before = '', after = ''] = bits.map((half) => half.join(''));
  const missing = 128 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 16) return undefined;
  return before + '0'.repeat(missing) + after;
}

function readGroup(group: string): string | undefined {
  if (group.length < 1 || group.length > 4) return undefined;
  if ([...group.toLowerCase()].some((character) => !'0123456789abcdef'.includes(character))) return undefined;
  return Number.parseInt(group, 16).toString(2).padStart(16, '0');
}

const ip = typed(readBlock, (request, policy) => {
  if (request.bits.length !== policy.bits.length) return false;
  return request.length >= policy.length && request.bits.slice(0, policy.length) === policy.bits.slice(0, policy.length);
});

/** Each of the six components on its own; what follows the fifth colon is one component. */
const arn: Comparison = {
  variables: true,
  accepts: (policy) => policy.split(':').length >= 6,
  compare: (request, policy) => {
    const wanted = partsAt(policy, ':', 6);
    const given = partsAt(characterPieces(request), ':', 6).map(plainText);
    if (given.length < 6) return undefined;
    return wanted.length === 6 && wanted.every((part, i) => matchesPieces(part, given[i] ?? ''));
  },
};

const characterPieces = (text: string): Piece[] => [...text].map((character) => ({ kind: 'character', character }));

const stringEquals = text((request, policy) => request === plainText(policy));
const stringEqualsIgnoreCase = text((request, policy) => request.toLowerCase() === plainText(policy).toLowerCase());
const stringLike = text((request, policy) => matchesPieces(policy, request));

const positive = (comparison: Comparison): Operator => ({ ...comparison, negated: false });
const negative = (comparison: Comparison): Operator => ({ ...comparison, negated: true });

export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', positive(stringEquals)],
  ['StringNotEquals', negative(stringEquals)],
  ['StringEqualsIgnoreCase', positive(stringEqualsIgnoreCase)],
  ['StringNotEqualsIgnoreCase', negative(stringEqualsIgnoreCase)],
  ['StringLike', positive(stringLike)],
  ['StringNotLike', negative(stringLike)],
  ['NumericEquals', positive(numeric.Equals)],
  ['NumericNotEquals', negative(numeric.Equals)],
  ['NumericLessThan', positive(numeric.LessThan)],
  ['NumericLessThanEquals', positive(numeric.LessThanEquals)],
  ['NumericGreaterThan', positive(numeric.GreaterThan)],
  ['NumericGreaterThanEquals', positive(numeric.GreaterThanEquals)],
  ['DateEquals', positive(date.Equals)],
  ['DateNotEquals', negative(date.Equals)],
  ['DateLessThan', positive(date.LessThan)],
  ['DateLessThanEquals', positive(date.LessThanEquals)],
  ['DateGreaterThan', positive(date.GreaterThan)],
  ['DateGreaterThanEquals', positive(date.GreaterThanEquals)],
  ['Bool', positive(bool)],
  ['BinaryEquals', positive(typed(readBase64, (a, b) => a === b))],
  ['IpAddress', positive(ip)],
  ['NotIpAddress', negative(ip)],
  ['ArnEquals', positive(arn)],
  ['ArnNotEquals', negative(arn)],
  ['ArnLike', positive(arn)],
  ['ArnNotLike', negative(arn)],
]);

/** Patterns of actions: no variables, and the case does not count. */
export const actionMatches = (pattern: string, action: string): boolean =>
  matchesPieces(piecesOf(pattern.toLowerCase()), action.toLowerCase());
