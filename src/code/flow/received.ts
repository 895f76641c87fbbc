/**
 * Data that code of the app sent, as the code sees it that receives it. What the sender knew only at run time is, here, known only at
 * the place where it arrives.
 *
 * INVARIANT: what is received decides nothing. Beside all that the app is known to send stands what someone else may send, so that no
 * branch is cut off and no field is missing; it names a resource only where nothing else does.
 */
import { parseJsonText } from '../../delivery/json-text.ts';
import type { Datum, MapDatum, TextDatum } from '../../model/datum.ts';
import { type Charset, isDeployHole, isHole, type RunHole, type Text, text } from '../../model/text.ts';
import { jsonText } from '../interpreter/json-text.ts';
import type { Machine } from '../interpreter/machine.ts';
import { constant, textValue, type UnknownValue, union, type Value } from '../interpreter/values.ts';
import { memberOf } from './member.ts';

/** Where data arrives. */
export interface Place {
  hole(chars: Charset): Extract<RunHole, { kind: 'event' | 'runtime' }>;
  member(name: string): Place;
  item(): Place;
}

/** A field of the event. */
export const fieldAt = (path: string): Place => ({
  hole: (chars) => ({ kind: 'event', path, chars }),
  member: (name) => fieldAt(path === '' ? name : `${path}.${name}`),
  item: () => fieldAt(`${path}[]`),
});

/** What a call gives back; `reason` ends a sentence that starts "it depends on". */
export const outputAt = (reason: string): Place => {
  const place: Place = { hole: (chars) => ({ kind: 'runtime', reason, chars }), member: () => place, item: () => place };
  return place;
};

const anything = (place: Place): UnknownValue => ({ kind: 'unknown', hole: place.hole('any'), harmless: true });
const beyond = (place: Place): UnknownValue => ({ kind: 'unknown', hole: { ...place.hole('any'), beyond: true }, harmless: true });

/** The datum as it arrives, with the alternative of anything else. */
export const received = (machine: Machine, datum: Datum, place: Place): Value => union([dataAt(machine, datum, place), beyond(place)]);

/** The same for a member of what is sent; `read` gives the datum that its text holds. */
export function receivedMember(machine: Machine, sent: MapDatum, name: string, place: Place, read = (datum: Datum): Datum => datum): Value {
  const datum = memberOf(sent, name);
  if (datum) return received(machine, read(datum), place);
  return sent.open ? anything(place) : beyond(place);
}

function dataAt(machine: Machine, datum: Datum, place: Place): Value {
  switch (datum.kind) {
    case 'text':
      return dataOfText(machine, datum, place);
    case 'scalar':
      return datum.value === null ? beyond(place) : constant(datum.value);
    case 'list': {
      const item = place.item();
      return machine.list([], datum.items.length === 0 ? beyond(item) : union(datum.items.map((each) => dataAt(machine, each, item))));
    }
    case 'map': {
      const object = machine.object([], { open: datum.open ? anything(place) : beyond(place) });
      for (const { key, value } of datum.entries) {
        const [name = ''] = key;
        if (typeof name === 'string' && key.length <= 1) object.fields.set(name, dataAt(machine, value, place.member(name)));
        else object.dynamic.push({ key: textValue(arrived(key, place)), value: dataAt(machine, value, place) });
      }
      return object;
    }
    case 'choice':
      return union(datum.options.map((option) => dataAt(machine, option.value, place)));
    case 'unknown':
      return anything(place);
  }
}

function dataOfText(machine: Machine, datum: TextDatum, place: Place): Value {
  const written = datum.json ?? parseJsonText(datum.text);
  const json = datum.json || written?.kind === 'map' || written?.kind === 'list' ? written : undefined;
  if (json) return jsonText(machine, received(machine, json, place), anything(place));
  const [only] = datum.text;
  if (datum.text.length === 1 && only && isHole(only) && !isDeployHole(only)) return anything(place);
  return textValue(arrived(datum.text, place));
}

/** The sender's run-time values are those of the place. */
const arrived = (value: Text, place: Place): Text =>
  text(...value.map((part) => (isHole(part) && !isDeployHole(part) ? place.hole(part.chars) : part)));
