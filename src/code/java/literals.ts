/** Literals (The Java Language Specification, "Literals"). */
import { literal, unknown } from '../construct.ts';
import type { Expression } from '../program.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['s', ' '],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
]);

const decoded = (text: string): string =>
  text.replaceAll(/\\(u+[0-9a-fA-F]{4}|[0-3]?[0-7]{1,2}|\r?\n|[\s\S])/g, (_, code: string) => {
    if (code.startsWith('u') && code.length > 4) return String.fromCharCode(Number.parseInt(code.replace(/^u+/, ''), 16));
    if (/^[0-7]+$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    // A line that ends with a backslash goes on in the next one.
    if (code.endsWith('\n')) return '';
    return ESCAPES.get(code) ?? code;
  });

/** A text or a text block, with its quotes. */
export function textLiteral(source: string): string {
  if (!source.startsWith('"""')) return decoded(source.replace(/^["']|["']$/g, ''));
  const lines = source
    .slice(3)
    .replace(/"""$/, '')
    .replaceAll('\r\n', '\n')
    .replace(/^[ \t\f]*\n/, '')
    .split('\n');
  const last = lines.length - 1;
  const margins = lines.flatMap((line, index) => (line.trim() === '' && index !== last ? [] : [line.length - line.trimStart().length]));
  const margin = margins.length === 0 ? 0 : Math.min(...margins);
  return decoded(lines.map((line) => line.slice(margin).trimEnd()).join('\n'));
}

export function numberLiteral(source: string, at: number): Expression {
  const text = source.replaceAll('_', '').replace(/[lL]$/, '');
  const plain = /^0[0-7]+$/.test(text) ? `0o${text.slice(1)}` : /^0[xX]/.test(text) ? text : text.replace(/[fFdD]$/, '');
  const value = Number(plain);
  return Number.isNaN(value) ? unknown('a number', at) : literal(value, at);
}
