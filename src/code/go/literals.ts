/** Literals (The Go Programming Language Specification, "Lexical elements"). */
import { literal } from '../construct.ts';
import type { Expression } from '../program.ts';

const ESCAPES = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

/** The text of an interpreted string or rune literal, with its quotes. Bytes (`\xff`, octal) are read as Latin-1. */
export function interpreted(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[\s\S])/g, (whole, written: string) => {
    const simple = ESCAPES.get(written);
    if (simple !== undefined) return simple;
    if (/^[0-7]{3}$/.test(written)) return String.fromCodePoint(Number.parseInt(written, 8));
    const code = written.length > 1 ? Number.parseInt(written.slice(1), 16) : Number.NaN;
    return Number.isNaN(code) || code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

/** Raw strings lose carriage returns. */
export const raw = (quoted: string): string => quoted.slice(1, -1).replaceAll('\r', '');

export function lowerNumber(text: string, at: number): Expression {
  const digits = text.replaceAll('_', '').toLowerCase();
  const value = Number(/^0\d+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  // An integer that a double cannot hold keeps its digits.
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^\d+$/.test(digits) ? literal(digits, at) : literal(value, at);
}
