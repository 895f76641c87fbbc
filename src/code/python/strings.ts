/** String literals: prefixes, escapes, implicit concatenation and f-strings (The Python Language Reference, "Lexical analysis"). */
import { isText, literal, operation, template } from '../construct.ts';
import type { Expression } from '../program.ts';
import { child, type SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression } from './expressions.ts';
import type { Source } from './source.ts';

export function lowerString(source: Source, node: SyntaxNode): Expression {
  const parts: Expression[] = [];
  let raw = false;
  let formatted = false;
  for (const part of node.children) {
    if (part.type === 'string_start') {
      const prefix = source.textOf(part).toLowerCase();
      raw = prefix.includes('r');
      formatted = prefix.includes('f') || prefix.includes('t');
    } else if (part.type === 'string_content') {
      const written = source.textOf(part);
      const text = formatted ? written.replaceAll('{{', '{').replaceAll('}}', '}') : written;
      parts.push(literal(raw ? text : decodeEscapes(text), part.start));
    } else if (part.type === 'interpolation') parts.push(...lowerInterpolation(source, part));
  }
  return template(parts, node.start);
}

export const lowerConcatenated = (source: Source, node: SyntaxNode): Expression =>
  template(
    node.children.map((part) => lowerExpression(source, part)),
    node.start,
  );

function lowerInterpolation(source: Source, node: SyntaxNode): Expression[] {
  const inner = child(node, 'expression');
  if (inner === undefined) return [];
  const conversion = child(node, 'type_conversion');
  const specifier = child(node, 'format_specifier');
  let value = lowerExpression(source, inner);
  // `{x=}` prints the text of the expression first, then its repr.
  const between = source.text.slice(inner.end, conversion?.start ?? specifier?.start ?? node.end);
  const documented = between.trimStart().startsWith('=');
  const asked = conversion === undefined ? undefined : source.textOf(conversion);
  if (asked === '!r' || asked === '!a' || (documented && conversion === undefined && specifier === undefined))
    value = operation('repr', [value], inner.start);
  if (specifier !== undefined) value = operation('format', [value, lowerSpecifier(source, specifier)], inner.start);
  const label = documented
    ? [literal(source.text.slice(node.start + 1, inner.end) + between.slice(0, between.lastIndexOf('=') + 1), node.start)]
    : [];
  // A formatted value is text: an f-string of a single value is still a template.
  return [...label, isText(value) ? value : { kind: 'template', parts: [value], at: value.at }];
}

function lowerSpecifier(source: Source, node: SyntaxNode): Expression {
  const parts: Expression[] = [];
  let from = node.start + 1;
  for (const part of node.children) {
    parts.push(literal(source.text.slice(from, part.start), from));
    const inner = child(part, 'expression');
    if (inner !== undefined) parts.push(lowerExpression(source, inner));
    from = part.end;
  }
  parts.push(literal(source.text.slice(from, node.end), from));
  return template(parts, node.start);
}

const SIMPLE_ESCAPES = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\n', ''],
  ['\r\n', ''],
]);

/** An escape that Python does not know stays as it is written, with its backslash. */
function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(\r\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g, (whole, written: string) => {
    const simple = SIMPLE_ESCAPES.get(written);
    if (simple !== undefined) return simple;
    const first = written.charAt(0);
    if (first >= '0' && first <= '7') return String.fromCodePoint(Number.parseInt(written, 8));
    if (written.length === 1) return whole;
    const code = Number.parseInt(written.slice(1), 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
