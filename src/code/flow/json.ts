/** The data that texts of a request hold as JSON. */
import { parseJsonText } from '../../delivery/json-text.ts';
import type { Datum } from '../../model/datum.ts';

const UNKNOWN: Datum = { kind: 'unknown', reason: 'data that is no known JSON' };

/** What a text is the JSON of: what the code wrote, or what the text itself says. */
export function jsonOf(datum: Datum | undefined): Datum {
  if (datum?.kind === 'choice')
    return { kind: 'choice', options: datum.options.map(({ when, value }) => ({ when, value: jsonOf(value) })) };
  return (datum?.kind === 'text' && (datum.json ?? parseJsonText(datum.text))) || UNKNOWN;
}
