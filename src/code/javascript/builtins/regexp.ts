/**
 * Regular expressions. One that stands for single characters (`/\+/g`, `/[ +]/`) says what it replaces also in a text that is known in
 * part; any other one is data, and never run: the code's own expressions could run without end.
 */
import { isHole, mayHold, type Part, type Text, text } from '../../../model/text.ts';
import { changedHole } from '../../interpreter/replaced.ts';
import { harmless, literalText, type NativeData, type NativeValue, native, type Value } from '../../interpreter/values.ts';

interface Characters extends NativeData {
  readonly kind: 'characters';
  readonly matches: RegExp;
  readonly all: boolean;
}

/** One plain character, an escaped one, or a set of them. */
const SINGLE = /^(?:[^\\[\](){}.*+?^$|/]|\\[^a-zA-Z0-9]|\\[sdwSDW]|\[(?:[^\\[\]]|\\[^a-zA-Z0-9]|\\[sdwSDW])+\])$/;

export function regexp(pattern: Value | undefined, flags: Value | undefined): Value {
  const source = pattern && literalText(pattern);
  const given = flags && literalText(flags);
  if (source === undefined || given === undefined || !SINGLE.test(source)) return harmless('a regular expression');
  const made = compiled(source, given.includes('i') ? 'i' : '');
  if (!made) return harmless('a regular expression');
  const data: Characters = { kind: 'characters', matches: made, all: given.includes('g') };
  return native('a regular expression', {
    key: `/${source}/${given}`,
    data,
    inert: true,
  });
}

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

const isCharacters = (data: NativeValue['data']): data is Characters => data?.kind === 'characters';

/** The text with the characters replaced that the expression stands for; undefined where that cannot be told. */
export function replaceCharacters(value: Text, expression: Value, replacement: string): Text | undefined {
  if (expression.kind !== 'native' || !isCharacters(expression.data) || replacement.includes('$')) return undefined;
  const { matches, all } = expression.data;
  const changed: Part[] = [];
  for (const [i, part] of value.entries()) {
    if (!isHole(part)) {
      if (!all && matches.test(part)) return text(...changed, part.replace(matches, replacement), ...value.slice(i + 1));
      changed.push([...part].map((char) => (matches.test(char) ? replacement : char)).join(''));
    } else if (!PRINTABLE.some((char) => matches.test(char) && mayHold(part, char))) changed.push(part);
    else if (!all) return undefined;
    else changed.push(changedHole(part, text(replacement)));
  }
  return text(...changed);
}

const PRINTABLE = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
