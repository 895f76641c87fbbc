import type { Datum, MapEntry } from '../model/datum.ts';

/** A policy has five levels; what is nested deeper is no policy. */
const MAX_DEPTH = 12;
/** More values than a document of 1 MB can hold: objects that share parts would otherwise multiply. */
const MAX_VALUES = 1_000_000;

/**
 * Plain JSON as a `Datum` without holes, so that one parser reads documents and templates. What JSON cannot hold, is nested too
 * deeply, or is too much becomes null, which is wrong wherever it stands in a policy.
 */
export function jsonDatum(document: unknown, most = MAX_VALUES): Datum {
  let values = 0;
  const read = (value: unknown, depth: number): Datum => {
    values++;
    if (typeof value === 'string') return { kind: 'text', text: value === '' ? [] : [value] };
    if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return { kind: 'scalar', value };
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || values > most) return { kind: 'scalar', value: null };
    if (Array.isArray(value)) {
      const items: Datum[] = [];
      for (let i = 0; i < value.length; i++) items.push(read(value[i], depth + 1));
      return { kind: 'list', items, open: false };
    }
    const entries: MapEntry[] = [];
    for (const key of Object.keys(value))
      entries.push({ key: key === '' ? [] : [key], value: read((value as Readonly<Record<string, unknown>>)[key], depth + 1) });
    return { kind: 'map', entries, open: false };
  };
  return read(document, 0);
}
