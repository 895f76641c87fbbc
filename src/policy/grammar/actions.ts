import type { MapDatum } from '../../model/datum.ts';
import { type ActionPattern, actionPattern, actionProblem, hasWildcardService } from '../action.ts';
import type { Element } from '../statement.ts';
import { fault, find, oneOf, type Reading, readTexts } from './reading.ts';

/** `Action` or `NotAction` (AWS: "IAM JSON policy elements: Action", "… NotAction"). */
export function readActions(reading: Reading, map: MapDatum, path: string): Element<ActionPattern> {
  const chosen = oneOf(reading, map, 'Action', 'action', path, true);
  const entries: ActionPattern[] = [];
  if (!chosen) return { negated: false, entries };
  readTexts(reading, 'action', chosen.datum, chosen.path, (text, at) => {
    const entry = actionPattern(text);
    const problem = actionProblem(entry);
    if (problem !== undefined) fault(reading, 'action', 'invalid-action', at(), problem);
    else if (hasWildcardService(entry))
      find(reading, 'wildcard-service', 'warning', at(), 'a wildcard in the service of an action is not documented; name the service');
    entries.push(entry);
  });
  return { negated: chosen.negated, entries: entries.slice() };
}
