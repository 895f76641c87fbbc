/**
 * Needs → distinct needs: one entry for each action, resource, condition and template condition, with the origins of all
 * that ask for it, in canonical order. A need that another one covers (`bucket/config.json` beside `bucket/*`) joins it, so
 * that no grant is there twice.
 */
import { and, sameWhen, type When } from '../model/condition.ts';
import type { Certainty, ConditionBlock, Need, NeedKind, Origin } from '../model/need.ts';
import { displayText, isHole, type Text, textKey } from '../model/text.ts';
import { within } from './conditions.ts';

/** Whether the pattern covers every string that the other text can stand for. */
export type Covers = (pattern: Text, other: Text) => boolean;

/** Where a need has several kinds, the one that decides its place in the policy comes first. */
const KINDS: readonly NeedKind[] = [
  'eventSource',
  'deadLetter',
  'destination',
  'network',
  'storage',
  'code',
  'encryption',
  'layer',
  'tracing',
  'baseline',
];
const CERTAINTIES: readonly Certainty[] = ['exact', 'pattern', 'unresolved'];

export interface Conditions {
  /** the condition of the function itself, under which all its needs stand: they do not repeat it */
  readonly own: When;
  /** of a template resource: a need on a resource that is not there is no need */
  readonly of: (resource: string) => When;
}

export function mergeNeeds(needs: readonly Need[], conditions: Conditions, covers: Covers): readonly Need[] {
  const distinct = new Map<string, Need>();
  for (const raw of needs) {
    const when = placed(raw, conditions);
    if (!when) continue;
    const need = { ...raw, when };
    const key = [need.action, textKey(need.resource), conditionKey(need.condition), JSON.stringify(when)].join('\n');
    const known = distinct.get(key);
    distinct.set(key, known ? combine(known, need) : need);
  }
  return [...withoutCovered([...distinct.values()], covers)].sort(compareNeeds);
}

/** The need's condition together with those of the resources it names; undefined when they exclude each other. */
function placed(need: Need, { own, of }: Conditions): When | undefined {
  let when: When | undefined = and(own, need.when);
  for (const part of need.resource)
    if (when && isHole(part) && (part.kind === 'name' || part.kind === 'attribute')) when = and(when, of(part.resource));
  return when && within(when, own);
}

function withoutCovered(needs: readonly Need[], covers: Covers): readonly Need[] {
  const byAction = new Map<string, Need[]>();
  for (const need of needs) byAction.set(need.action, [...(byAction.get(need.action) ?? []), need]);
  return [...byAction.values()].flatMap((group) => {
    if (group.length === 1) return group;
    const kept = new Map<Need, Need>(group.map((need) => [need, need]));
    for (const need of group) {
      const cover = group.find((other) => other !== need && kept.has(other) && takesOver(other, need, covers));
      const holder = cover && kept.get(cover);
      if (!cover || !holder) continue;
      kept.set(cover, combine(holder, need));
      kept.delete(need);
    }
    return [...kept.values()];
  });
}

/**
 * An unresolved fallback takes over no resolved need of another call: it is to be narrowed, and the need must then still be there.
 * Alternatives of the one call that it stands for are narrowed with it.
 */
function takesOver(wide: Need, narrow: Need, covers: Covers): boolean {
  if (wide.certainty === 'unresolved' && narrow.certainty !== 'unresolved' && !sameCalls(wide, narrow)) return false;
  if (conditionKey(wide.condition) !== conditionKey(narrow.condition)) return false;
  if (wide.when.length > 0 && !sameWhen(wide.when, narrow.when)) return false;
  return covers(wide.resource, narrow.resource);
}

/** Whether every call that asks for the narrow need asks for the wide one too. */
function sameCalls(wide: Need, narrow: Need): boolean {
  const chainOf = (origin: Origin): string => `${placeOf(origin)}\n${origin.via?.join('\n') ?? ''}`;
  const calls = new Set(wide.origins.map(chainOf));
  return narrow.origins.length > 0 && narrow.origins.every((origin) => calls.has(chainOf(origin)));
}

/** The first need's resource, condition and `when`, with the origins of both. */
function combine(a: Need, b: Need): Need {
  const sameResource = textKey(a.resource) === textKey(b.resource);
  return {
    ...a,
    kind: KINDS.indexOf(a.kind) <= KINDS.indexOf(b.kind) ? a.kind : b.kind,
    certainty: sameResource && CERTAINTIES.indexOf(b.certainty) < CERTAINTIES.indexOf(a.certainty) ? b.certainty : a.certainty,
    origins: mergeOrigins([...a.origins, ...b.origins]),
  };
}

/** Distinct by place and operation, in the order of files and lines. */
export function mergeOrigins(origins: readonly Origin[]): readonly Origin[] {
  const distinct = new Map<string, Origin>();
  for (const origin of origins) {
    const key = placeOf(origin);
    if (!distinct.has(key)) distinct.set(key, origin);
  }
  return [...distinct.values()].sort(compareOrigins);
}

const placeOf = (origin: Origin): string => `${origin.file}\n${origin.line}\n${origin.column}\n${origin.operation ?? ''}`;

export const compareOrigins = (a: Origin, b: Origin): number =>
  compareStrings(a.file, b.file) || a.line - b.line || a.column - b.column || compareStrings(a.operation ?? '', b.operation ?? '');

export function conditionKey(condition: ConditionBlock | undefined): string {
  if (!condition) return '';
  return Object.entries(condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${operator} ${key.toLowerCase()} ${values.map(textKey).sort(compareStrings).join(' ')}`),
    )
    .sort(compareStrings)
    .join('; ');
}

/** By code unit, so that the order depends on no locale. */
export const compareStrings = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const compareTexts = (a: Text, b: Text): number =>
  compareStrings(displayText(a), displayText(b)) || compareStrings(textKey(a), textKey(b));

/** Of the code first, then what configuration asks for. */
const ORDER: readonly NeedKind[] = [
  'code',
  'encryption',
  'layer',
  'eventSource',
  'deadLetter',
  'destination',
  'storage',
  'network',
  'tracing',
  'baseline',
];
export const compareKinds = (a: NeedKind, b: NeedKind): number => ORDER.indexOf(a) - ORDER.indexOf(b);

const compareNeeds = (a: Need, b: Need): number =>
  compareKinds(a.kind, b.kind) ||
  compareStrings(a.action, b.action) ||
  compareTexts(a.resource, b.resource) ||
  compareStrings(conditionKey(a.condition), conditionKey(b.condition)) ||
  compareStrings(JSON.stringify(a.when), JSON.stringify(b.when));
