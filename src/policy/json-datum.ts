import type { Datum, MapEntry } from '../model/datum.ts';

/** A policy has five levels; what is nested deeper is no policy, and a reader of hostile input needs an end. */
const MAX_DEPTH = 12;

/**
 * Plain JSON as a `Datum` without holes, so that one parser reads documents and templates. What JSON cannot hold and what
 * is nested too deeply becomes null, which is wrong wherever it stands in a policy.
 */
export function jsonDatum(value: unknown, depth = 0): Datum {
  if (typeof value === 'string') return { kind: 'text', text: value === '' ? [] : [value] };
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return { kind: 'scalar', value };
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return { kind: 'scalar', value: null };
  if (Array.isArray(value)) return { kind: 'list', items: Array.from(value, (item) => jsonDatum(item, depth + 1)), open: false };
  const entries: MapEntry[] = [];
  for (const key of Object.keys(value))
    entries.push({ key: key === '' ? [] : [key], value: jsonDatum((value as Record<string, unknown>)[key], depth + 1) });
  return { kind: 'map', entries, open: false };
}
