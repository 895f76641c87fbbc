import { type Operator, operator } from './condition.ts';
import { comparing, PLAIN } from './literal.ts';

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

/** The zone is `Z`, `+01:00` or `-0530`. */
const DATE =
  /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,9})?))?(?:Z|([+-])([01][0-9]|2[0-3]):?([0-5][0-9])))?)?)?$/;

/** Milliseconds since 1970; undefined for what is no date. */
function parseDate(value: string): number | undefined {
  // four digits are a year, more are seconds
  if (/^[0-9]{5,}$/.test(value)) return Number(value) * 1000;
  const [, year, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0, sign, zoneHours = 0, zoneMinutes = 0] = DATE.exec(value) ?? [];
  const at = new Date(0);
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // a day or month that does not exist runs over into another one, and without a year there is no date at all
  if (at.getUTCMonth() !== Number(month) - 1) return undefined;
  const zone = Number(zoneHours) * 60 + Number(zoneMinutes);
  return at.getTime() + (Number(hours) * 60 + Number(minutes) - (sign === '-' ? -zone : zone)) * 60_000 + Number(seconds) * 1000;
}
