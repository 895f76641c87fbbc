/** JSON inside a string of the template (`Input`, `DefinitionString`), with the holes of the string kept where they stand. */
import type { Datum } from '../model/datum.ts';
import { type Hole, isHole, type Part, type Text, text } from '../model/text.ts';

const MARK = /\ue000(\d+)\ue001/;

/**
 * Undefined when it is no JSON. Holes inside of JSON strings become holes of the texts; a hole that stands for a whole value
 * becomes a text of that one hole.
 */
export function parseJsonText(value: Text): Datum | undefined {
  const holes: Hole[] = [];
  let inString = false;
  let json = '';
  for (const part of value) {
    if (isHole(part)) {
      const mark = `\ue000${holes.push(part) - 1}\ue001`;
      json += inString ? mark : `"${mark}"`;
      continue;
    }
    if (part.includes('\ue000')) return undefined;
    json += part;
    for (let at = 0; at < part.length; at += 1) {
      if (part[at] === '\\' && inString) at += 1;
      else if (part[at] === '"') inString = !inString;
    }
  }
  try {
    return toDatum(JSON.parse(json) as unknown, holes);
  } catch {
    // no JSON, or nested too deep for the engine's parser
    return undefined;
  }
}

/** What is nested deeper is no data of a template. */
const MAX_DEPTH = 200;

function toDatum(value: unknown, holes: readonly Hole[], depth = 0): Datum {
  if (depth > MAX_DEPTH) throw new RangeError('JSON that is nested too deep');
  if (typeof value === 'string') return { kind: 'text', text: restore(value, holes) };
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => toDatum(item, holes, depth + 1)), open: false };
  if (value !== null && typeof value === 'object')
    return {
      kind: 'map',
      entries: Object.entries(value).map(([key, item]) => ({ key: restore(key, holes), value: toDatum(item, holes, depth + 1) })),
      open: false,
    };
  return { kind: 'scalar', value: typeof value === 'number' || typeof value === 'boolean' ? value : null };
}

function restore(value: string, holes: readonly Hole[]): Text {
  const parts = value.split(MARK).map((piece, index): Part => (index % 2 === 1 ? (holes[Number(piece)] ?? '') : piece));
  return text(...parts);
}
