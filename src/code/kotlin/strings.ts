/** Texts with what stands in them: `$name`, `${expression}`, escapes; raw texts between three quotes. */
import { literal, template } from '../construct.ts';
import type { Expression } from '../program.ts';
import type { SyntaxNode } from '../tree-sitter.ts';
import { lowerExpression } from './expressions.ts';
import type { Source } from './source.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b' };

const decoded = (text: string): string =>
  text.replaceAll(/\\(u([0-9a-fA-F]{4})|.)/gs, (_, whole: string, code: string | undefined) =>
    code === undefined ? (ESCAPES[whole] ?? whole) : String.fromCharCode(Number.parseInt(code, 16)),
  );

const NAMES = /\$(?:([\p{L}_][\p{L}\p{N}_]*)|`([^`\n]+)`)/gu;
const NAMES_AND_ESCAPES = /\\.|\$(?:([\p{L}_][\p{L}\p{N}_]*)|`([^`\n]+)`)/gsu;

/** The grammar leaves `$name` in the text, so what is no `${…}` is taken apart here. */
export function lowerText(source: Source, node: SyntaxNode): Expression {
  const at = node.start;
  const raw = node.type === 'multiline_string_literal';
  const quotes = raw ? 3 : 1;
  const parts: Expression[] = [];
  let from = node.start + quotes;
  const plain = (to: number): void => {
    const text = source.file.text.slice(from, to);
    let last = 0;
    for (const found of text.matchAll(raw ? NAMES : NAMES_AND_ESCAPES)) {
      const name = found[1] ?? found[2];
      if (name === undefined) continue;
      add(text.slice(last, found.index));
      const place = from + found.index + 1;
      parts.push(name === 'this' ? source.instance(place) : source.value(name, place));
      last = found.index + found[0].length;
    }
    add(text.slice(last));
  };
  const add = (text: string): void => {
    if (text !== '') parts.push(literal(raw ? text : decoded(text), at));
  };
  for (const part of node.children) {
    if (part.type !== 'interpolation') continue;
    plain(part.start);
    if (part.children[0]) parts.push(lowerExpression(source, part.children[0]));
    from = part.end;
  }
  plain(Math.max(from, node.end - quotes));
  return template(parts, at);
}
