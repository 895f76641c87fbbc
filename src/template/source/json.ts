/**
 * JSON to positioned nodes. A reader of our own because templates need line and column of every value, and because a
 * fault must not hide the rest: what was read before it is kept.
 */
import type { Finding } from '../../model/finding.ts';
import type { Span } from '../../model/span.ts';
import { type Entry, type Node, scalar } from './node.ts';
import { MAX_DEPTH } from './yaml.ts';

class JsonFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\n]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;

/** Undefined when the text holds no value. A fault ends the reading; the containers that were open keep what they had. */
export function readJson(text: string, file: string, findings: Finding[]): Node | undefined {
  const starts = lineStarts(text);
  let offset = 0;
  let failed = false;

  const spanAt = (position: number): Span => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return { file, line: low + 1, column: position - (starts[low] ?? 0) + 1 };
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) offset += found.length;
    return found;
  };
  const peek = (): string => {
    match(SPACE);
    return text.charAt(offset);
  };
  const string = (): string | undefined => {
    const start = offset;
    const raw = match(STRING);
    try {
      return raw === undefined ? undefined : (JSON.parse(raw) as string);
    } catch {
      throw new JsonFault('a control character must be escaped', start);
    }
  };
  const expect = (char: string): void => {
    if (peek() !== char) throw new JsonFault(`expected ${char}`, offset);
    offset += 1;
  };
  const fault = (error: unknown): void => {
    if (!(error instanceof JsonFault)) throw error;
    if (!failed)
      findings.push({
        code: 'json-syntax',
        severity: 'error',
        message: `the JSON cannot be read here: ${error.message}`,
        span: spanAt(error.offset),
      });
    failed = true;
  };

  const value = (depth: number): Node => {
    const char = peek();
    const span = spanAt(offset);
    if (depth > MAX_DEPTH) throw new JsonFault(`it is nested deeper than ${MAX_DEPTH} levels`, offset);
    if (char === '{') return object(span, depth);
    if (char === '[') return array(span, depth);
    const read = string();
    if (read !== undefined) return scalar(read, span);
    const number = match(NUMBER);
    if (number !== undefined) return { kind: 'scalar', value: Number(number), written: number, span };
    const word = match(WORD);
    if (word !== undefined) return scalar(JSON.parse(word) as boolean | null, span);
    throw new JsonFault(char === '' ? 'the file ends too early' : 'expected a value', offset);
  };

  const object = (span: Span, depth: number): Node => {
    const entries = new Map<string, Entry>();
    try {
      expect('{');
      while (peek() !== '}') {
        if (entries.size > 0) expect(',');
        peek();
        const at = spanAt(offset);
        const key = string();
        if (key === undefined) throw new JsonFault('expected a key in double quotes', offset);
        expect(':');
        const entry = { span: at, value: value(depth + 1) };
        if (entries.has(key))
          findings.push({
            code: 'duplicate-key',
            severity: 'warning',
            message: `the key ${key} is given twice; the last one is read`,
            span: at,
          });
        entries.set(key, entry);
        if (failed) break;
      }
      if (!failed) expect('}');
    } catch (error) {
      fault(error);
    }
    return { kind: 'mapping', entries, span };
  };

  const array = (span: Span, depth: number): Node => {
    const items: Node[] = [];
    try {
      expect('[');
      while (peek() !== ']') {
        if (items.length > 0) expect(',');
        items.push(value(depth + 1));
        if (failed) break;
      }
      if (!failed) expect(']');
    } catch (error) {
      fault(error);
    }
    return { kind: 'sequence', items, span };
  };

  if (peek() === '') return undefined;
  try {
    const root = value(0);
    if (!failed && peek() !== '') throw new JsonFault('expected the end of the file', offset);
    return root;
  } catch (error) {
    fault(error);
    return undefined;
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
