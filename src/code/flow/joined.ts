/** Many data as one whose parts are the parts of any of them: what grows with the number of senders stays as small as what they send. */
import type { Datum, MapDatum, MapEntry } from '../../model/datum.ts';
import { datumKey } from '../../model/datum.ts';
import { holesOf, textKey } from '../../model/text.ts';

/** Alternatives of one part; more of them are not told apart. */
const MAX_OPTIONS = 16;

const UNKNOWN: Datum = { kind: 'unknown', reason: 'one of many values' };

/** Maps become one map, lists one list, JSON texts the JSON of one value. */
export function joined(data: readonly Datum[]): Datum {
  const options = data.flatMap(optionsOf);
  const maps = options.filter((option) => option.kind === 'map');
  const lists = options.filter((option) => option.kind === 'list');
  const json = options.flatMap((option) => (option.kind === 'text' && option.json ? [option] : []));
  const others = options.filter((option) => option.kind !== 'map' && option.kind !== 'list' && (option.kind !== 'text' || !option.json));
  const [first] = json;
  const parts: Datum[] = [...new Map(others.map((option) => [datumKey(option), option])).values()];
  if (maps.length > 0) parts.push(joinedMaps(maps));
  if (lists.length > 0) {
    const items = lists.flatMap((list) => list.items);
    parts.push({ kind: 'list', items: items.length === 0 ? [] : [joined(items)], open: true });
  }
  if (first) parts.push({ ...first, json: joined(json.flatMap((option) => option.json ?? [])) });
  const [only] = parts;
  if (parts.length > MAX_OPTIONS || only === undefined) return UNKNOWN;
  return parts.length === 1 ? only : { kind: 'choice', options: parts.map((value) => ({ when: [], value })) };
}

/** A member that some map may have without showing it may be anything there. */
export function joinedMaps(maps: readonly MapDatum[]): MapDatum {
  const byKey = new Map<string, { readonly key: MapEntry['key']; readonly values: Datum[] }>();
  for (const { entries } of maps)
    for (const { key, value } of entries) {
      const known = byKey.get(textKey(key));
      if (known) known.values.push(value);
      else byKey.set(textKey(key), { key, values: [value] });
    }
  const vague = maps.filter((map) => map.open || map.entries.some(({ key }) => holesOf(key).length > 0));
  const mayHide = (id: string): boolean => vague.some((map) => !map.entries.some(({ key }) => textKey(key) === id));
  return {
    kind: 'map',
    entries: [...byKey].map(([id, { key, values }]) => ({ key, value: joined(mayHide(id) ? [...values, UNKNOWN] : values) })),
    open: maps.some((map) => map.open),
  };
}

const optionsOf = (datum: Datum): readonly Datum[] =>
  datum.kind === 'choice' ? datum.options.flatMap(({ value }) => optionsOf(value)) : [datum];
