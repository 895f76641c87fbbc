/**
 * Takes away what the owner refuses. A policy of `Allow` statements cannot leave a part out of a wider resource: a need that is
 * refused in part stays, and is told.
 */
import type { Declaration, RefusalDeclaration } from '../model/declared.ts';
import type { Need, Unresolved } from '../model/need.ts';
import { displayText } from '../model/text.ts';
import type { Covers } from './merge.ts';

export interface Refused {
  readonly needs: readonly Need[];
  readonly unresolved: readonly Unresolved[];
  /** what each refusal took away */
  readonly refused: ReadonlyMap<Declaration, readonly Need[]>;
  /** needs that hold more than what is refused of them */
  readonly inPart: readonly { readonly refusal: RefusalDeclaration; readonly need: Need }[];
}

export function refuse(
  needs: readonly Need[],
  unresolved: readonly Unresolved[],
  declarations: readonly Declaration[],
  covers: Covers,
): Refused {
  const refusals = declarations.filter((one) => one.kind === 'refusal');
  const refused = new Map<Declaration, Need[]>(refusals.map((one) => [one, []]));
  const inPart: { readonly refusal: RefusalDeclaration; readonly need: Need }[] = [];
  const kept = needs.filter((need) => {
    const named = refusals.filter((one) => one.actions.has(need.action));
    const by = named.filter((one) => refuses(one, need, covers));
    for (const one of by) refused.get(one)?.push(need);
    if (by.length > 0) return false;
    for (const refusal of named)
      if (refusal.resources?.some(({ resource }) => covers(need.resource, resource))) inPart.push({ refusal, need });
    return true;
  });
  const gone = [...refused.values()].flat();
  return { needs: kept, unresolved: unresolved.flatMap((item) => without(item, gone, kept)), refused, inPart };
}

/** A resource that is declared under a condition refuses only what is asked for under it. */
const refuses = ({ resources }: RefusalDeclaration, need: Need, covers: Covers): boolean =>
  resources === undefined ||
  resources.some(
    ({ resource, when }) =>
      when.every(({ name, holds }) => need.when.some((literal) => literal.name === name && literal.holds === holds)) &&
      covers(resource, need.resource),
  );

/** The entry without the actions that are no longer granted in its place; nothing, where none is left. */
function without(item: Unresolved, gone: readonly Need[], kept: readonly Need[]): readonly Unresolved[] {
  const ofItem = ({ action, origins }: Need): boolean =>
    (item.actions?.includes(action) ?? false) &&
    origins.some((o) => o.file === item.file && o.line === item.line && o.column === item.column);
  const refused = gone.filter(ofItem);
  if (refused.length === 0) return [item];
  const still = kept.filter(ofItem);
  const fallback = still.filter(isUnresolved);
  const open = (action: string): boolean => {
    const of = (need: Need) => need.action === action;
    if (!refused.some(of) || fallback.some(of)) return true;
    return still.some(of) && !refused.filter(of).some(isUnresolved);
  };
  const actions = item.actions?.filter(open) ?? [];
  if (actions.length === 0) return [];
  const shown = [...new Set(fallback.map((need) => displayText(need.resource)))].sort().join(', ');
  return [{ ...item, actions, ...(shown === '' ? {} : { fallback: shown }) }];
}

const isUnresolved = ({ certainty }: Need): boolean => certainty === 'unresolved';
