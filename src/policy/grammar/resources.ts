import type { MapDatum } from '../../model/datum.ts';
import type { ActionPattern } from '../action.ts';
import { type ResourcePattern, readResource } from '../resource.ts';
import type { Element } from '../statement.ts';
import { fault, find, oneOf, type Reading, readTexts } from './reading.ts';

/** `Resource` or `NotResource` (AWS: "IAM JSON policy elements: Resource", "… NotResource"). */
export function readResources(
  reading: Reading,
  map: MapDatum,
  path: string,
  action: Element<ActionPattern>,
): Element<ResourcePattern> | undefined {
  const chosen = oneOf(reading, map, 'Resource', 'resource', path, reading.rules.resource && !meansItself(reading, action));
  if (!chosen) return undefined;
  if (!reading.rules.resource) {
    fault(reading, 'resource', 'unsupported-resource', chosen.path, 'a trust policy has no Resource: the role is the resource');
    return undefined;
  }
  const entries: ResourcePattern[] = [];
  const syntax = { variables: reading.variables, incomplete: reading.rules.incompleteArn };
  readTexts(reading, 'resource', chosen.datum, chosen.path, (text, at) => {
    const read = readResource(text, syntax);
    if (read.problem !== undefined) fault(reading, 'resource', 'invalid-resource', at(), read.problem);
    else if (read.doubt !== undefined) find(reading, 'incomplete-arn', 'warning', at(), read.doubt);
    entries.push(read.pattern);
  });
  return { negated: chosen.negated, entries: entries.slice() };
}

/** Policies of repositories have no Resource (AWS: "Private repository policies in Amazon ECR"). */
const meansItself = (reading: Reading, action: Element<ActionPattern>): boolean =>
  reading.kind === 'resource' && !action.negated && action.entries.length > 0 && action.entries.every((entry) => entry.service === 'ecr');
