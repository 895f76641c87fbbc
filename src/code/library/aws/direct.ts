/** IAM actions that belong to no operation of an API: a token that a database checks, a request that the program signs. */
import type { MapDatum, MapEntry } from '../../../model/datum.ts';
import type { Span } from '../../../model/span.ts';
import { toDatum } from '../../interpreter/data.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import type { Value } from '../../interpreter/values.ts';
import type { Connection } from './connection.ts';

/** Notes the action, once for each way in which it may be signed. */
export function noteDirect(
  machine: Machine,
  action: string,
  fields: Readonly<Record<string, Value>>,
  connections: readonly Connection[],
  site: Site,
  stated?: Span,
): void {
  for (const { credentials, region } of connections) {
    const entries = Object.entries(fields).flatMap(([name, value]): MapEntry[] => {
      const datum = toDatum(machine, value);
      return datum ? [{ key: [name], value: datum }] : [];
    });
    if (region) entries.push({ key: ['region'], value: { kind: 'text', text: region } });
    const input: MapDatum = { kind: 'map', entries, open: false };
    machine.recordDirect({ action, input, credentials, ...(stated === undefined ? {} : { stated }) }, site);
  }
}
