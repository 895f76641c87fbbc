import type { When } from '../../model/condition.ts';
import type { Datum, MapDatum } from '../../model/datum.ts';
import { displayText, isHole, literalOf } from '../../model/text.ts';
import { type ActionPattern, actionPattern } from '../action.ts';
import { pattern } from '../pattern.ts';
import type { Element, ElementName, Statement } from '../statement.ts';
import { readActions } from './actions.ts';
import { readConditions } from './conditions.ts';
import { readPrincipals } from './principals.ts';
import { fault, find, get, type Reading, unknownHole } from './reading.ts';
import { readResources } from './resources.ts';

const ELEMENTS: readonly string[] = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

export interface Place {
  readonly index: number;
  /** `Statement[2]` */
  readonly path: string;
  readonly when: When;
}

/** Reads one statement; two where the template leaves its effect open. `reading.faults` holds the document's at first. */
export function readStatement(reading: Reading, datum: Datum, place: Place): readonly Statement[] {
  if (datum.kind === 'unknown') return openStatements(place, datum.reason);
  if (datum.kind === 'text' && datum.text.some(isHole)) return openStatements(place, displayText(datum.text));
  const { path } = place;
  if (datum.kind !== 'map') {
    // nobody knows what it was meant to be: it may have been a Deny of anything
    for (const element of EVERY_ELEMENT) fault(reading, element, 'statement-type', path, 'a statement is an object');
    return [{ ...blank(place), effect: 'Deny', faults: reading.faults }];
  }
  readNames(reading, datum, path);
  const effects = readEffect(reading, datum, path);
  const action = readActions(reading, datum, path);
  const resource = readResources(reading, datum, path, action);
  const principal = readPrincipals(reading, datum, path, effects);
  const conditions = readConditions(reading, datum, path);
  if (reading.kind === 'rcp') checkRcp(reading, datum, path, effects, action);
  const sid = get(datum, 'Sid');
  if (effects.length > 1) reading.open.push('the effect');
  return effects.map((effect) => ({
    effect,
    sid: sid?.kind === 'text' ? displayText(sid.text) : undefined,
    ...place,
    action,
    resource,
    principal,
    conditions,
    faults: reading.faults,
    open: reading.open,
  }));
}

const EVERY_ELEMENT: readonly ElementName[] = ['principal', 'action', 'resource', 'condition'];

function readNames(reading: Reading, map: MapDatum, path: string): void {
  const seen = new Set<string>();
  for (const entry of map.entries) {
    const key = literalOf(entry.key);
    if (key === undefined) {
      reading.open.push(`the element ${displayText(entry.key)}`);
      continue;
    }
    if (seen.has(key)) fault(reading, 'statement', 'repeated-element', `${path}.${key}`, `the element "${key}" is there twice`);
    seen.add(key);
    if (ELEMENTS.includes(key)) continue;
    const meant = ELEMENTS.find((name) => name.toLowerCase() === key.toLowerCase());
    const message = meant ? `the element "${key}" is spelled "${meant}"` : `a statement has no element "${key}"`;
    fault(reading, 'statement', 'statement-element', `${path}.${key}`, message);
  }
  if (map.open) reading.open.push('further elements that are not known');
  const sid = get(map, 'Sid');
  if (sid && sid.kind !== 'text') find(reading, 'statement-sid', 'error', `${path}.Sid`, 'the Sid is a string');
}

/** AWS: "IAM JSON policy elements: Effect". Both effects where the template leaves it open. */
function readEffect(reading: Reading, map: MapDatum, path: string): readonly Statement['effect'][] {
  const datum = get(map, 'Effect');
  const value = datum?.kind === 'text' ? literalOf(datum.text) : undefined;
  if (value === 'Allow' || value === 'Deny') return [value];
  if (datum?.kind === 'unknown' || (datum?.kind === 'text' && value === undefined)) return ['Allow', 'Deny'];
  const message = datum ? 'the Effect is "Allow" or "Deny", in this case' : 'the statement has no Effect';
  fault(reading, 'effect', 'statement-effect', `${path}.Effect`, message);
  // what is plainly no Deny allows nothing; all else may have been meant as one
  return [value?.toLowerCase() === 'allow' ? 'Allow' : 'Deny'];
}

/** AWS Organizations: "RCP syntax". `RCPFullAWSAccess`, which AWS attaches itself, is the one Allow. */
function checkRcp(
  reading: Reading,
  map: MapDatum,
  path: string,
  effects: readonly Statement['effect'][],
  action: Element<ActionPattern>,
): void {
  const wrong = (element: ElementName, name: string, message: string): void =>
    fault(reading, element, 'rcp-syntax', `${path}.${name}`, message);
  if (action.negated) wrong('action', 'NotAction', 'a resource control policy takes no NotAction');
  const principal = get(map, 'Principal');
  if (principal && !(principal.kind === 'text' && literalOf(principal.text) === '*'))
    wrong('principal', 'Principal', 'the Principal of a resource control policy is "*"');
  const everything = action.entries.some((entry) => entry.shape === 'anything');
  if (everything && effects.includes('Deny'))
    find(reading, 'rcp-syntax', 'error', `${path}.Action`, 'an action of a resource control policy names its service; AWS refuses "*"');
  if (effects.includes('Allow') && !(everything && !get(map, 'Condition')))
    wrong('effect', 'Effect', 'a resource control policy of your own only denies');
}

const blank = (place: Place): Omit<Statement, 'effect'> => ({
  sid: undefined,
  ...place,
  action: { negated: false, entries: [] },
  resource: undefined,
  principal: undefined,
  conditions: [],
  faults: [],
  open: [],
});

/** A statement of which nothing is known may allow and may deny anything. */
export function openStatements(place: Place, reason: string): readonly Statement[] {
  const any = unknownHole(reason);
  const base = {
    ...blank(place),
    action: { negated: false, entries: [actionPattern([any])] },
    resource: { negated: false, entries: [pattern([any], [any])] },
    principal: { negated: false, entries: [{ kind: 'unknown', reason } as const] },
    open: [reason],
  };
  return [
    { ...base, effect: 'Allow' },
    { ...base, effect: 'Deny' },
  ];
}
