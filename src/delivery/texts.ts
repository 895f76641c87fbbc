/** Texts that are put together from values that are known in part. */
import type { Datum } from '../model/datum.ts';
import { type Part, type Text, text } from '../model/text.ts';
import { alternatives, unknown } from './data.ts';

/** What stands in a text for a value that is not known as text. */
export const someText = (reason: string): Part => ({ kind: 'runtime', reason, chars: 'any' });

/** Combinations beyond this are one text that is not known. */
const MAX_TEXTS = 16;

/** The texts that the value may be where it becomes part of a text. */
export const textsOf = (datum: Datum | undefined): readonly Text[] =>
  alternatives(datum ?? unknown('a value that is not there')).map((option) => {
    if (option.kind === 'text') return option.text;
    if (option.kind === 'scalar') return text(String(option.value));
    return [someText(option.kind === 'unknown' ? option.reason : 'data as a text')];
  });

/** Each text of the first followed by each of the second, and so on. */
export function concatenated(pieces: readonly (readonly Text[])[]): readonly Text[] {
  let out: readonly Text[] = [[]];
  for (const piece of pieces) {
    out = out.flatMap((before) => piece.map((after) => text(...before, ...after)));
    if (out.length > MAX_TEXTS) return [[someText('one of many texts')]];
  }
  return out;
}
