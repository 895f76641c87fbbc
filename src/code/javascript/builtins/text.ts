/** Methods of strings, on texts that may hold holes. */
import { concat, isDeployHole, isHole, literalOf, mayHold, type Part, split, type Text, text } from '../../../model/text.ts';
import { buildText } from '../../interpreter/evaluate.ts';
import { callValue } from '../../interpreter/invoke.ts';
import { args, argument, type Machine, type Site } from '../../interpreter/machine.ts';
import { replacedAll } from '../../interpreter/replaced.ts';
import {
  constant,
  FALSE,
  harmless,
  literalText,
  type NativeCall,
  nativeFunction,
  optionsOf,
  type TextValue,
  TRUE,
  textValue,
  toTexts,
  UNDEFINED,
  union,
  type Value,
} from '../../interpreter/values.ts';
import { replaceCharacters } from './regexp.ts';

/** A text of which nothing is known but how it came about. */
export const someText = (reason: string): TextValue => textValue([{ kind: 'runtime', reason, chars: 'any' }]);

/**
 * A change that works character by character. A value of the running program stays what it was (it prints as a wildcard either
 * way); one that deployment fills in does not, since its name would then stand for another string.
 */
function eachPart(value: Text, change: (literal: string) => string, deployStays = false): Text {
  return text(
    ...value.map((part): Part => {
      if (!isHole(part)) return change(part);
      return isDeployHole(part) && !deployStays ? { kind: 'runtime', reason: 'a changed name', chars: part.chars } : part;
    }),
  );
}

/** Pieces between separators. A hole that may hold the separator makes its piece, and the number of pieces, unknown. */
export function splitText(machine: Machine, value: Text, separator: string, reason = 'a part of a text'): Value {
  const literal = literalOf(value);
  if (literal !== undefined) return machine.list(literal.split(separator).map((piece) => textValue(piece)));
  if (separator === '') return machine.list([], someText(reason));
  const breaks = (piece: Text): boolean => piece.some((part) => isHole(part) && mayHold(part, separator[0] ?? ''));
  const pieces = split(value, separator);
  const first = pieces.findIndex(breaks);
  if (first < 0) return machine.list(pieces.map((piece) => textValue(piece)));
  const event = value.find((part) => isHole(part) && part.kind === 'event');
  const found = event && isHole(event) && event.kind === 'event' ? event : undefined;
  const rest: Value = found ? { kind: 'unknown', hole: found, harmless: true } : someText(reason);
  // the piece that breaks begins as the text does up to the hole
  const broken = pieces[first] ?? [];
  const begin = broken.slice(
    0,
    broken.findIndex((part) => breaks([part])),
  );
  const opened = begin.length === 0 ? [] : [textValue(text(...begin, found ?? { kind: 'runtime', reason, chars: 'any' }))];
  return machine.list(
    [...pieces.slice(0, first).map((piece) => textValue(piece)), ...opened],
    union([rest, ...pieces.slice(first).map((piece) => (breaks(piece) ? rest : textValue(piece)))]),
  );
}

type Method = (value: Text, call: NativeCall) => Value;

const literalMethod =
  (compute: (value: string, given: readonly (string | undefined)[]) => Value | undefined, otherwise: (value: Text) => Value): Method =>
  (value, call) => {
    const literal = literalOf(value);
    const given = call.args.positional.map((arg) => literalText(arg));
    const computed = literal !== undefined && given.every((arg) => arg !== undefined) ? compute(literal, given) : undefined;
    return computed ?? otherwise(value);
  };

const part = (value: Text): Value => {
  const [only] = value;
  return value.length === 1 && only && isHole(only) && !isDeployHole(only) ? textValue(value) : someText('a part of a text');
};

const test = (): Value => harmless('a test of a text');
const count = (): Value => harmless('a position in a text');

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['toString', (value) => textValue(value)],
  ['valueOf', (value) => textValue(value)],
  ['normalize', (value) => textValue(value)],
  ['trim', (value) => textValue(eachPart(value, (s) => (value.length === 1 ? s.trim() : s), true))],
  ['trimStart', (value) => textValue(value)],
  ['trimEnd', (value) => textValue(value)],
  ['toLowerCase', (value) => textValue(eachPart(value, (s) => s.toLowerCase()))],
  ['toUpperCase', (value) => textValue(eachPart(value, (s) => s.toUpperCase()))],
  ['toLocaleLowerCase', (value) => textValue(eachPart(value, (s) => s.toLowerCase()))],
  ['toLocaleUpperCase', (value) => textValue(eachPart(value, (s) => s.toUpperCase()))],
  ['concat', (value, call) => buildText([textValue(value), ...call.args.positional, ...(call.args.rest ? [call.args.rest] : [])])],
  [
    'split',
    (value, call) => {
      const separator = literalText(argument(call.args, 0));
      if (separator !== undefined) return splitText(call.machine, value, separator);
      return argument(call.args, 0) === UNDEFINED ? call.machine.list([textValue(value)]) : call.machine.list([], part(value));
    },
  ],
  ['replace', (value, call) => replace(value, call, false)],
  ['replaceAll', (value, call) => replace(value, call, true)],
  ['slice', literalMethod((s, [a, b]) => textValue(s.slice(Number(a ?? 0), b === undefined ? undefined : Number(b))), part)],
  ['substring', literalMethod((s, [a, b]) => textValue(s.substring(Number(a ?? 0), b === undefined ? undefined : Number(b))), part)],
  [
    'substr',
    literalMethod((s, [a, b]) => textValue(s.slice(Number(a ?? 0), b === undefined ? undefined : Number(a ?? 0) + Number(b))), part),
  ],
  ['padStart', literalMethod((s, [n, fill]) => (Number(n) < 1024 ? textValue(s.padStart(Number(n), fill)) : undefined), part)],
  ['padEnd', literalMethod((s, [n, fill]) => (Number(n) < 1024 ? textValue(s.padEnd(Number(n), fill)) : undefined), part)],
  ['repeat', literalMethod((s, [n]) => (s.length * Number(n) < 1024 ? textValue(s.repeat(Math.max(0, Number(n)))) : undefined), part)],
  ['charAt', literalMethod((s, [n]) => textValue(s.charAt(Number(n ?? 0))), part)],
  ['at', literalMethod((s, [n]) => textValue(s.at(Number(n ?? 0)) ?? ''), part)],
  ['startsWith', (value, call) => startsWithLiteral(value, literalText(argument(call.args, 0)))],
  ['endsWith', literalMethod((s, [x]) => (s.endsWith(x ?? '') ? TRUE : FALSE), test)],
  ['includes', literalMethod((s, [x]) => (s.includes(x ?? '') ? TRUE : FALSE), test)],
  ['indexOf', literalMethod((s, [x]) => constant(s.indexOf(x ?? '')), count)],
  ['lastIndexOf', literalMethod((s, [x]) => constant(s.lastIndexOf(x ?? '')), count)],
  ['localeCompare', count],
  ['charCodeAt', count],
  ['codePointAt', count],
  ['search', count],
  ['match', (value, call) => matched(value, call.machine)],
  ['matchAll', (value, call) => call.machine.list([], matched(value, call.machine))],
]);

const matched = (value: Text, machine: Machine): Value => union([machine.list([], part(value)), { kind: 'constant', value: null }]);

function startsWithLiteral(value: Text, prefix: string | undefined): Value {
  if (prefix === undefined) return test();
  const [first] = value;
  const literal = typeof first === 'string' ? first : '';
  if (literal.startsWith(prefix)) return TRUE;
  if (literalOf(value) !== undefined || !prefix.startsWith(literal)) return FALSE;
  return test();
}

function replace(value: Text, call: NativeCall, all: boolean): Value {
  const from = literalText(argument(call.args, 0));
  const replacement = argument(call.args, 1);
  if (replacement.kind === 'closure') callValue(call.machine, replacement, UNDEFINED, args(part(value)), call.site);
  if (from === undefined) {
    const written = toTexts(replacement).map(literalOf);
    const changed = written.map((each) => (each === undefined ? undefined : replaceCharacters(value, argument(call.args, 0), each)));
    return changed.every((each) => each !== undefined) ? union(changed.map((each) => textValue(each))) : part(value);
  }
  const literal = literalOf(value);
  if (from === '') return part(value);
  if (literal !== undefined) {
    const pieces = all
      ? literal.split(from)
      : [literal.slice(0, literal.indexOf(from)), literal.slice(literal.indexOf(from) + from.length)];
    if (!literal.includes(from)) return textValue(value);
    return union(
      toTexts(replacement).map((with_) => textValue(pieces.map((p) => text(p)).reduce((built, piece) => concat(built, with_, piece)))),
    );
  }
  const pieces = split(value, from);
  if (!all && pieces.length > 1) {
    // which one is the first is not known where one may be in a hole before it
    const [start] = value;
    const atStart = typeof start === 'string' && start.includes(from);
    if (!atStart && value.some((p) => isHole(p) && mayHold(p, from[0] ?? ''))) return part(value);
    const [head = [], ...tail] = pieces;
    const rest = concat(...tail.flatMap((piece, i) => (i === 0 ? [piece] : [text(from), piece])));
    return union(toTexts(replacement).map((with_) => textValue(concat(head, with_, rest))));
  }
  return union(
    toTexts(replacement).map((with_) => {
      const replaced = replacedAll(value, from, with_);
      return replaced ? textValue(replaced) : part(value);
    }),
  );
}

export function memberOfText(value: TextValue, name: string, _machine: Machine, _site: Site): Value | undefined {
  if (name === 'length') {
    const literal = literalOf(value.text);
    return literal === undefined ? harmless('a length') : constant(literal.length);
  }
  const method = METHODS.get(name);
  return method && nativeFunction(`String.${name}`, (call) => method(value.text, call));
}

/** String methods of something unknown that is data: the result is as unknown; list methods still run their callbacks. */
export function memberOfUnknownText(value: Value, name: string): Value | undefined {
  if (value.kind !== 'unknown') return undefined;
  switch (name) {
    case 'toString':
    case 'trim':
    case 'toLowerCase':
    case 'toUpperCase':
    case 'replace':
    case 'replaceAll':
    case 'substring':
    case 'substr':
    case 'slice':
    case 'padStart':
    case 'padEnd':
    case 'normalize':
      return nativeFunction(`String.${name}`, (call) => {
        const callback = argument(call.args, 1);
        if (callback.kind === 'closure') callValue(call.machine, callback, UNDEFINED, args(value), call.site);
        return value;
      });
    case 'split':
      return nativeFunction('String.split', (call) => call.machine.list([], value));
    case 'match':
      return nativeFunction('String.match', (call) => call.machine.list([], value));
    default:
      return undefined;
  }
}

/** `String(value)`, `value.toString()`. */
export const asText = (value: Value): Value =>
  union(optionsOf(value).flatMap((option): Value[] => (option.kind === 'unknown' ? [option] : toTexts(option).map((t) => textValue(t)))));
