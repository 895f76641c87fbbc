/**
 * The message that a rule of AWS IoT hands to a function: what its query selects. Sources: AWS IoT Developer Guide, "AWS IoT SQL
 * reference" ("SELECT clause", "FROM clause", "Functions: topic(Decimal)").
 */
import type { Datum, MapEntry } from '../model/datum.ts';
import { type Hole, literalOf, split, type Text, text } from '../model/text.ts';
import { textDatum } from './data.ts';

/** Members that the query names itself; the others are those of the message, which no template tells. Undefined where it is no query. */
export function selectedBy(sql: Text): Datum | undefined {
  // holes stand inside of the literals of a query
  const holes = sql.filter((part): part is Hole => typeof part !== 'string');
  const source = sql.reduce<string>((all, part) => all + (typeof part === 'string' ? part : `\ue000${holes.indexOf(part)}\ue001`), '');
  const [start] = /^\s*SELECT\s/i.exec(source) ?? [];
  const from = /\sFROM\s+'([^']*)'/i.exec(source);
  if (start === undefined || !from) return undefined;
  const restored = (value: string): Text =>
    text(...value.split(/\ue000(\d+)\ue001/).map((piece, i) => (i % 2 === 0 ? piece : (holes[Number(piece)] ?? ''))));
  const topic = restored(from[1] ?? '');
  const entries = itemsOf(source.slice(start.length, from.index)).flatMap((item): MapEntry[] => {
    const named = /\sAS\s+(\w+)$/i.exec(item);
    const value = named ? selected(item.slice(0, named.index).trim(), topic, restored) : undefined;
    return named && value ? [{ key: [named[1] ?? ''], value }] : [];
  });
  return { kind: 'map', entries, open: true };
}

/** The parts between commas that stand in neither parentheses nor quotes. */
function itemsOf(list: string): readonly string[] {
  const items = [''];
  let depth = 0;
  let quoted = false;
  for (const char of list) {
    if (char === "'") quoted = !quoted;
    else if (!quoted && char === '(') depth += 1;
    else if (!quoted && char === ')') depth -= 1;
    if (char === ',' && !quoted && depth === 0) items.push('');
    else items[items.length - 1] += char;
  }
  return items.map((item) => item.trim());
}

/** A constant, or a part of a topic that the filter of the rule tells. */
function selected(expression: string, topic: Text, restored: (value: string) => Text): Datum | undefined {
  const constant = /^'([^']*)'$/.exec(expression)?.[1];
  if (constant !== undefined) return textDatum(restored(constant));
  const asked = /^topic\(\s*(\d*)\s*\)$/i.exec(expression)?.[1];
  if (asked === undefined) return undefined;
  const segments = split(topic, '/');
  const wild = segments.findIndex((segment) => literalOf(segment) === '+' || literalOf(segment) === '#');
  if (asked === '') return wild < 0 ? textDatum(topic) : undefined;
  const at = Number(asked) - 1;
  const rest = segments.findIndex((segment) => literalOf(segment) === '#');
  const segment = rest >= 0 && at >= rest ? undefined : segments[at];
  return segment && literalOf(segment) !== '+' ? textDatum(segment) : undefined;
}
