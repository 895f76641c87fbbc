/** Methods of texts (java.lang.String). A text that is not known as a whole keeps what is known of it where the method allows. */
import { isHole, join as joinTexts, literalOf, mayHold, split as splitLiterals } from '../../../model/text.ts';
import { base64Value } from '../../interpreter/base64.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { jsonValue } from '../../interpreter/json-text.ts';
import type { Machine } from '../../interpreter/machine.ts';
import { argument } from '../../interpreter/machine.ts';
import { strictEqual } from '../../interpreter/operations.ts';
import { replacedAll } from '../../interpreter/replaced.ts';
import { truth } from '../../interpreter/truth.ts';
import {
  constant,
  harmless,
  literalText,
  type NativeCall,
  type TextValue,
  textValue,
  toTexts,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { splitText } from '../../javascript/builtins/text.ts';
import { type Call, callFunction, method, someText } from './call.ts';

/** `String.format`: plain conversions give their operand's text (java.util.Formatter). */
export function formatted(machine: Machine, template: Value, operands: readonly Value[]): Value {
  const literal = literalText(template);
  if (literal === undefined) return someText('a formatted text');
  const given = operands.length === 1 && operands[0]?.kind === 'list' ? operands[0].items : operands;
  const parts: Value[] = [];
  let next = 0;
  let from = 0;
  for (const found of literal.matchAll(/%(\d+\$)?([-+# 0,(]*)(\d+)?(\.\d+)?([a-zA-Z%])/g)) {
    const [whole, index, flags = '', width, precision, conversion = ''] = found;
    parts.push(textValue(literal.slice(from, found.index)));
    from = found.index + whole.length;
    if (conversion === '%' || conversion === 'n') {
      parts.push(textValue(conversion === 'n' ? '\n' : '%'));
      continue;
    }
    const value = given[index === undefined ? next++ : Number.parseInt(index, 10) - 1];
    const plain = flags === '' && width === undefined && precision === undefined && /^[sd]$/.test(conversion);
    parts.push(
      plain &&
        value !== undefined &&
        (value.kind === 'text' || value.kind === 'constant' || value.kind === 'unknown' || value.kind === 'union')
        ? value
        : someText('a formatted value'),
    );
  }
  parts.push(textValue(literal.slice(from)));
  machine.step();
  return buildText(parts);
}

const first = (call: NativeCall): Value => argument(call.args, 0);

/** The result for a text that is known as a whole. */
const known =
  (
    apply: (literal: string, given: readonly (string | undefined)[]) => Value | undefined,
    otherwise: (self: TextValue, call: NativeCall) => Value,
  ) =>
  (self: TextValue): Call =>
  (call) => {
    const literal = literalOf(self.text);
    const given = call.args.positional.map(literalText);
    const result = literal === undefined || given.includes(undefined) ? undefined : apply(literal, given);
    return result ?? otherwise(self, call);
  };

const unknownText = (): Value => someText('a part of a text');
const itself = (self: TextValue): Value => self;
const test = (): Value => harmless('a test');
const number = (): Value => harmless('a number');

const METHODS: ReadonlyMap<string, (self: TextValue) => Call> = new Map<string, (self: TextValue) => Call>([
  ...[
    'toString',
    'strip',
    'trim',
    'intern',
    'stripIndent',
    'toCharArray',
    'getBytes',
    'orElseThrow',
    'stripTrailing',
    'stripLeading',
    'asText',
    'textValue',
    'asString',
    'getAsString',
    'getAsJsonPrimitive',
    'chars',
    'array',
  ].map((name): [string, (self: TextValue) => Call] => [
    name,
    known((text) => (/^(strip|trim)/.test(name) ? textValue(text.trim()) : undefined), itself),
  ]),
  ['toLowerCase', (self) => () => cased(self, (text) => text.toLowerCase())],
  ['toUpperCase', (self) => () => cased(self, (text) => text.toUpperCase())],
  ['concat', (self) => (call) => buildText([self, first(call)])],
  ['formatted', (self) => (call) => formatted(call.machine, self, call.args.positional)],
  ['length', known((text) => constant(text.length), number)],
  [
    'isEmpty',
    known(
      (text) => constant(text === ''),
      (self) => (truth(self) === true ? constant(false) : test()),
    ),
  ],
  [
    'isBlank',
    known(
      (text) => constant(text.trim() === ''),
      (self) =>
        truth({ ...self, text: self.text.filter((part) => typeof part !== 'string' || part.trim() !== '') }) === true
          ? constant(false)
          : test(),
    ),
  ],
  ['equals', (self) => (call) => strictEqual(self, first(call))],
  ['contentEquals', (self) => (call) => strictEqual(self, first(call))],
  ['equalsIgnoreCase', known((text, [other]) => constant(text.toLowerCase() === other?.toLowerCase()), test)],
  ['startsWith', known((text, [other = '']) => constant(text.startsWith(other)), test)],
  ['endsWith', known((text, [other = '']) => constant(text.endsWith(other)), test)],
  ['contains', known((text, [other = '']) => constant(text.includes(other)), test)],
  ['indexOf', known((text, [other = '']) => constant(text.indexOf(other)), number)],
  ['lastIndexOf', known((text, [other = '']) => constant(text.lastIndexOf(other)), number)],
  [
    'substring',
    known((text, [start = '0', end]) => textValue(text.slice(Number(start), end === undefined ? undefined : Number(end))), unknownText),
  ],
  ['charAt', known((text, [index = '0']) => textValue(text.charAt(Number(index))), unknownText)],
  ['replace', known((text, [from = '', to = '']) => textValue(text.replaceAll(from, to)), replaced)],
  ['replaceAll', (self) => (call) => replacedPattern(self, call)],
  ['replaceFirst', () => () => unknownText()],
  ['split', (self) => (call) => split(self, call)],
  ['repeat', () => () => unknownText()],
  ['lines', () => (call) => call.machine.list([], someText('a line of a text'))],
  ['matches', () => test],
  ['compareTo', () => number],
  ['hashCode', () => number],
  ['transform', (self) => (call) => callFunction(call.machine, first(call), [self], call.site)],
  ['describeConstable', (self) => () => self],
]);

function cased(self: TextValue, change: (text: string) => string): Value {
  const literal = literalOf(self.text);
  return literal === undefined ? someText('a text in another case') : textValue(change(literal));
}

function replaced(self: TextValue, call: NativeCall): Value {
  const [from, ...more] = call.args.positional.map(literalText);
  const [to] = more;
  const changed = from !== undefined && to !== undefined ? replacedAll(self.text, from, to === '' ? [] : [to]) : undefined;
  return changed ? textValue(changed) : unknownText();
}

/** A pattern that stands for one text: what has a meaning in patterns is escaped in it. */
function plainPattern(pattern: string | undefined): string | undefined {
  const plain = pattern !== undefined && /^(?:\\[^A-Za-z0-9]|[^\\.|[\](){}*+?^$])+$/.test(pattern);
  return plain ? pattern.replaceAll(/\\(.)/g, '$1') : undefined;
}

/** `replaceAll(pattern, replacement)`: a replacement without groups, of a pattern that is a text. */
function replacedPattern(self: TextValue, call: NativeCall): Value {
  const from = plainPattern(literalText(first(call)));
  const to = literalText(argument(call.args, 1));
  const changed =
    from === undefined || to === undefined || /[$\\]/.test(to) ? undefined : replacedAll(self.text, from, to === '' ? [] : [to]);
  return changed ? textValue(changed) : unknownText();
}

/** `MessageFormat.format("{0}/{1}", …)`: texts in their places. Quotes escape, and other values are written as the locale has it. */
export function messageFormatted(template: Value, operands: readonly Value[]): Value {
  const literal = literalText(template);
  if (literal === undefined || literal.includes("'")) return someText('a formatted text');
  const parts: Value[] = [];
  let from = 0;
  for (const found of literal.matchAll(/\{\s*(\d+)\s*([^}]*)\}/g)) {
    const [whole, index, format] = found;
    const value = operands[Number.parseInt(index ?? '', 10)];
    parts.push(textValue(literal.slice(from, found.index)));
    parts.push(
      value !== undefined && format === '' && (value.kind === 'text' || value.kind === 'unknown') ? value : someText('a formatted value'),
    );
    from = found.index + whole.length;
  }
  return buildText([...parts, textValue(literal.slice(from))]);
}

/** The parts of a text between separators that are no pattern. */
function split(self: TextValue, call: NativeCall): Value {
  const pattern = literalText(first(call));
  const separator =
    pattern === undefined ? undefined : /^\\?[.|/]$|^[^\\.|[\](){}*+?^$]+$/.test(pattern) ? pattern.replace(/^\\/, '') : undefined;
  if (separator === undefined) return call.machine.list([], someText('a part of a text'));
  const limit = call.args.positional[1];
  const most = limit?.kind === 'constant' && typeof limit.value === 'number' ? limit.value : Number.NaN;
  return limit && !(most <= 0) ? splitUpTo(self, separator, most, call.machine) : splitText(call.machine, self.text, separator);
}

/** The last of at most so many parts holds the rest. */
function splitUpTo(self: TextValue, separator: string, most: number, machine: Machine): Value {
  const pieces = splitLiterals(self.text, separator);
  const before = pieces.slice(0, most - 1);
  const breaks = before.some((piece) => piece.some((part) => isHole(part) && mayHold(part, separator[0] ?? '')));
  if (breaks || Number.isNaN(most)) return machine.list([], someText('a part of a text'));
  const rest = pieces.slice(before.length);
  return machine.list([...before, ...(rest.length > 0 ? [joinTexts(rest, separator)] : [])].map((piece) => textValue(piece)));
}

export function textMember(self: TextValue, name: string): Value | undefined {
  const made = METHODS.get(name);
  return made && method(self, name, made(self));
}

/** `String.join(separator, parts…)`, `Collectors.joining`. */
export function joined(separator: Value, parts: readonly Value[], more: Value | undefined): Value {
  if (more !== undefined) return someText('joined texts');
  return buildText(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])));
}

/** The text that `toString` of plain data gives. */
export const plainText = (value: Value): Value =>
  value.kind === 'constant' || value.kind === 'union' || value.kind === 'text'
    ? union(toTexts(value).map((text) => textValue(text)))
    : value.kind === 'unknown' || jsonValue(value) !== undefined || base64Value(value) !== undefined
      ? value
      : someText('an object as text');
