/** The member of a map under a known name. */
import type { Datum, MapDatum } from '../../model/datum.ts';

export const memberOf = (map: MapDatum, name: string): Datum | undefined =>
  map.entries.find(({ key }) => key.length === 1 && key[0] === name)?.value;
