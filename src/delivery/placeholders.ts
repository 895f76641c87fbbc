/**
 * Input templates of EventBridge and Pipes: JSON, or a text, in which `<name>` stands for a value. Sources: EventBridge "Amazon
 * EventBridge input transformation", "Amazon EventBridge Pipes input transformation".
 */
import type { Datum } from '../model/datum.ts';
import { type Hole, isHole, type Part, type Text, text } from '../model/text.ts';
import { join, textDatum, unknown } from './data.ts';
import { parseJsonText } from './json-text.ts';
import { concatenated, textsOf } from './texts.ts';

/** The template with the values in their places. What is no JSON is one text. */
export function spliced(template: Datum, valueAt: (name: string) => Datum): Datum {
  if (template.kind === 'map') return restored(template, new Map());
  if (template.kind !== 'text') return unknown('an input template');
  const values = new Map<Hole, Datum>();
  // each placeholder becomes a hole of its own, which the JSON around it keeps
  const marked = text(
    ...template.text.flatMap((part): readonly Part[] =>
      isHole(part)
        ? [part]
        : part.split(/<([^<>"]+?)>/).map((piece, i): Part => {
            if (i % 2 === 0) return piece;
            const hole: Hole = { kind: 'runtime', reason: `what <${piece}> stands for`, chars: 'any' };
            values.set(hole, valueAt(piece));
            return hole;
          }),
    ),
  );
  return filled(marked, values);
}

/** The text with a value in place of each of these holes: JSON, or one text. */
export function filled(marked: Text, values: ReadonlyMap<Hole, Datum>): Datum {
  const parsed = parseJsonText(marked);
  return parsed ? restored(parsed, values) : join(filledIn(marked, values).map(textDatum));
}

function restored(datum: Datum, values: ReadonlyMap<Hole, Datum>): Datum {
  switch (datum.kind) {
    case 'text': {
      const [only] = datum.text;
      const whole = datum.text.length === 1 && only !== undefined && isHole(only) ? values.get(only) : undefined;
      return whole ?? join(filledIn(datum.text, values).map(textDatum));
    }
    case 'list':
      return { ...datum, items: datum.items.map((item) => restored(item, values)) };
    case 'map':
      return { ...datum, entries: datum.entries.map(({ key, value }) => ({ key, value: restored(value, values) })) };
    case 'choice':
      return join(datum.options.map((option) => restored(option.value, values)));
    default:
      return datum;
  }
}

const filledIn = (value: Text, values: ReadonlyMap<Hole, Datum>): readonly Text[] =>
  concatenated(
    value.map((part) => {
      const known = isHole(part) ? values.get(part) : undefined;
      return known ? textsOf(known) : [[part]];
    }),
  );
