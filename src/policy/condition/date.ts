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

const DAY = /^([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?$/;
/** The zone is `Z`, `+01:00` or `-0530`. */
const CLOCK = /^([0-9]{2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]{1,9})?))?(?:Z|([+-])([0-9]{2}):?([0-9]{2}))$/;

/** Milliseconds since 1970; undefined for what is no date. */
function parseDate(value: string): number | undefined {
  // four digits are a year, more are seconds
  if (/^[0-9]{5,}$/.test(value)) return Number(value) * 1000;
  const split = value.indexOf('T');
  const [whole, ...fields] = DAY.exec(split < 0 ? value : value.slice(0, split)) ?? [];
  if (whole === undefined) return undefined;
  const [year = 0, month = 1, day = 1] = fields.map((field) => (field === undefined ? undefined : Number(field)));
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  // a day or month that does not exist runs over into another one
  if (at.getUTCMonth() !== month - 1) return undefined;
  if (split < 0) return at.getTime();
  const clock = fields[2] === undefined ? undefined : parseClock(value.slice(split + 1));
  return clock === undefined ? undefined : at.getTime() + clock;
}

/** `19:20Z`, `19:20:30Z`, `19:20:30.45+01:00`; milliseconds since midnight UTC. */
function parseClock(time: string): number | undefined {
  const [whole, hours, minutes, seconds = 0, sign, zoneHours = 0, zoneMinutes = 0] = CLOCK.exec(time) ?? [];
  if (whole === undefined || Math.max(Number(hours), Number(zoneHours)) > 23) return undefined;
  if (Math.max(Number(minutes), Number(zoneMinutes)) > 59 || Number(seconds) >= 60) return undefined;
  const zone = Number(zoneHours) * 60 + Number(zoneMinutes);
  return (Number(hours) * 60 + Number(minutes) - (sign === '-' ? -zone : zone)) * 60_000 + Number(seconds) * 1000;
}
