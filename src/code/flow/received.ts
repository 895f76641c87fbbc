/**
 * Data that code of the app sent, as the code sees it that receives it. What the sender knew only at run time is a field of the event
 * here.
 *
 * INVARIANT: what is received decides nothing. Beside all that the app is known to send stands the same field of an event that
 * someone else sends, so that no branch is cut off and no field is missing; it names a resource only where nothing else does.
 */
import { parseJsonText } from '../../delivery/json-text.ts';
import type { Datum, MapDatum, TextDatum } from '../../model/datum.ts';
import { isDeployHole, isHole, type Text, text } from '../../model/text.ts';
import { jsonText } from '../interpreter/json-text.ts';
import type { Machine } from '../interpreter/machine.ts';
import { beyondField, constant, eventField, textValue, union, type Value } from '../interpreter/values.ts';
import { memberOf } from './sends.ts';

/** The datum at the event's field of this path, with the alternative of any other event. */
export const received = (machine: Machine, datum: Datum, path: string): Value => union([dataAt(machine, datum, path), beyondField(path)]);

/** The same for a member of what is sent; `read` gives the datum that its text holds. */
export function receivedMember(machine: Machine, sent: MapDatum, name: string, path: string, read = (datum: Datum): Datum => datum): Value {
  const datum = memberOf(sent, name);
  if (datum) return received(machine, read(datum), path);
  return sent.open ? eventField(path) : beyondField(path);
}

function dataAt(machine: Machine, datum: Datum, path: string): Value {
  switch (datum.kind) {
    case 'text':
      return dataOfText(machine, datum, path);
    case 'scalar':
      return datum.value === null ? beyondField(path) : constant(datum.value);
    case 'list':
      return machine.list(
        [],
        union(datum.items.length === 0 ? [beyondField(`${path}[]`)] : datum.items.map((item) => dataAt(machine, item, `${path}[]`))),
      );
    case 'map': {
      const object = machine.object([], { open: datum.open ? eventField(path) : beyondField(path) });
      for (const { key, value } of datum.entries) {
        const [name = ''] = key;
        const at = typeof name === 'string' && key.length <= 1 ? member(path, name) : path;
        const inner = dataAt(machine, value, at);
        if (typeof name === 'string' && key.length <= 1) object.fields.set(name, inner);
        else object.dynamic.push({ key: textValue(atField(key, path)), value: inner });
      }
      return object;
    }
    case 'choice':
      return union(datum.options.map((option) => dataAt(machine, option.value, path)));
    case 'unknown':
      return eventField(path);
  }
}

function dataOfText(machine: Machine, datum: TextDatum, path: string): Value {
  const written = datum.json ?? parseJsonText(datum.text);
  const json = datum.json || written?.kind === 'map' || written?.kind === 'list' ? written : undefined;
  return json ? jsonText(machine, received(machine, json, path), eventField(path)) : textAt(datum.text, path);
}

const member = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function textAt(value: Text, path: string): Value {
  const [only] = value;
  if (value.length === 1 && only && isHole(only) && !isDeployHole(only)) return eventField(path);
  return textValue(atField(value, path));
}

/** The sender's run-time values are those of the field. */
const atField = (value: Text, path: string): Text =>
  text(...value.map((part) => (isHole(part) && !isDeployHole(part) ? ({ kind: 'event', path, chars: part.chars } as const) : part)));
