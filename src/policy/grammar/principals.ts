import type { Datum, MapDatum } from '../../model/datum.ts';
import { displayText, literalOf } from '../../model/text.ts';
import { isPrincipalType, type PrincipalElement, type PrincipalEntry, readPrincipal } from '../principal.ts';
import type { Statement } from '../statement.ts';
import { fault, oneOf, type Reading, readTexts } from './reading.ts';

/** `Principal` or `NotPrincipal` (AWS: "AWS JSON policy elements: Principal", "… NotPrincipal", "RCP syntax"). */
export function readPrincipals(
  reading: Reading,
  map: MapDatum,
  path: string,
  effects: readonly Statement['effect'][],
): PrincipalElement | undefined {
  const required = reading.rules.principal;
  const chosen = oneOf(reading, map, 'Principal', 'principal', path, required);
  if (!chosen) return undefined;
  const wrong = !required
    ? 'this kind of policy has no Principal: it is attached to one'
    : chosen.negated && (reading.kind === 'trust' || reading.kind === 'rcp')
      ? 'this kind of policy takes no NotPrincipal'
      : chosen.negated && effects.includes('Allow')
        ? 'NotPrincipal goes with Deny only'
        : undefined;
  if (wrong !== undefined) fault(reading, 'principal', 'unsupported-principal', chosen.path, wrong);
  return required ? { negated: chosen.negated, entries: readEntries(reading, chosen.datum, chosen.path) } : undefined;
}

function readEntries(reading: Reading, datum: Datum, path: string): readonly PrincipalEntry[] {
  if (datum.kind === 'unknown') return [{ kind: 'unknown', reason: datum.reason }];
  if (datum.kind === 'text') {
    const value = literalOf(datum.text);
    if (value === '*') return [{ kind: 'everyone' }];
    if (value === undefined) return [{ kind: 'unknown', reason: displayText(datum.text) }];
  }
  if (datum.kind !== 'map') {
    fault(reading, 'principal', 'invalid-principal', path, 'a Principal is "*" or an object of AWS, Service, Federated, CanonicalUser');
    return [];
  }
  const entries: PrincipalEntry[] = [];
  if (datum.open) entries.push({ kind: 'unknown', reason: 'further principals that are not known' });
  for (const { key, value } of datum.entries) {
    const type = displayText(key);
    if (!isPrincipalType(type)) {
      fault(reading, 'principal', 'invalid-principal', `${path}.${type}`, `"${type}" is no type of principal`);
      continue;
    }
    readTexts(reading, 'principal', value, `${path}.${type}`, (text, at) => {
      const entry = readPrincipal(type, text);
      if (typeof entry === 'string') fault(reading, 'principal', 'invalid-principal', at(), entry);
      else entries.push(entry);
    });
  }
  return entries;
}
