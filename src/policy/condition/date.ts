import { type Operator, operator } from './condition.ts';
import { comparing, PLAIN } from './literal.ts';
import { areDigits } from './numeric.ts';

/**
 * DateEquals and its five relatives. A date is one of the W3C profiles of ISO 8601 (`2026`, `2026-07`, `2026-07-16`,
 * `2026-07-16T19:20+01:00`, with seconds, with fractions of a second) or seconds since 1970. That partial dates and
 * fractions are taken is [unverified]; so is that a request value which is no date meets neither an operator nor its
 * negation. (AWS: "IAM JSON policy elements: Condition operators", date condition operators.)
 */
export const DATE_OPERATORS: readonly Operator[] = [
  date('DateEquals', (request, policy) => request === policy),
  date('DateNotEquals', (request, policy) => request === policy),
  date('DateLessThan', (request, policy) => request < policy),
  date('DateLessThanEquals', (request, policy) => request <= policy),
  date('DateGreaterThan', (request, policy) => request > policy),
  date('DateGreaterThanEquals', (request, policy) => request >= policy),
];

function date(name: string, meets: (request: number, policy: number) => boolean): Operator {
  return operator(name, PLAIN, comparing(name, 'date', parseDate, meets));
}

/** Milliseconds since 1970; undefined for what is no date. */
function parseDate(value: string): number | undefined {
  // four digits are a year, more are seconds
  if (value.length > 4 && areDigits(value)) return Number(value) * 1000;
  const [date = '', time, ...rest] = value.split('T');
  if (rest.length > 0) return undefined;
  const fields = date.split('-');
  const lengths = [4, 2, 2];
  if (fields.length > 3 || !fields.every((field, i) => field.length === lengths[i] && areDigits(field))) return undefined;
  const [year = 0, month = 1, day = 1] = fields.map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  if (time === undefined) return at.getTime();
  if (fields.length !== 3) return undefined;
  const clock = parseTime(time);
  return clock === undefined ? undefined : at.getTime() + clock;
}

const daysOf = (year: number, month: number): number => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/** `19:20`, `19:20:30`, `19:20:30.45`, each with its zone; milliseconds since midnight UTC. */
function parseTime(time: string): number | undefined {
  const zoneAt = Math.max(time.indexOf('Z'), time.indexOf('+'), time.indexOf('-'));
  if (zoneAt < 0) return undefined;
  const offset = parseZone(time.slice(zoneAt));
  const [whole = '', fraction, ...rest] = time.slice(0, zoneAt).split('.');
  const fields = whole.split(':');
  if (offset === undefined || rest.length > 0 || fields.length < 2 || fields.length > 3) return undefined;
  if (!fields.every((field) => field.length === 2 && areDigits(field))) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = fields.map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  if (fraction !== undefined && (fields.length !== 3 || fraction === '' || fraction.length > 9 || !areDigits(fraction))) return undefined;
  const milliseconds = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds - offset;
}

/** `Z`, `+01:00` or `-0530` in milliseconds. */
function parseZone(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  if (digits.length !== 4 || !areDigits(digits) || (zone.length === 6 && zone[3] !== ':') || zone.length > 6) return undefined;
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
