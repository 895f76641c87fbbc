/** The triggers of every function, from all resources of a template that name one. */
import type { Trigger, Workflow } from '../../model/app.ts';
import { and, type When } from '../../model/condition.ts';
import { type Text, textKey } from '../../model/text.ts';
import { FUNCTION_TYPES } from '../functions/function.ts';
import type { Reader } from '../reader.ts';
import { linksOf } from './table.ts';
import { targetIndex } from './target.ts';

/** By the logical id of the function. `made` holds when each resource exists; those that never do are left out. */
export function readLinks(
  made: ReadonlyMap<string, When>,
  workflows: ReadonlyMap<string, Workflow>,
  reader: Reader,
): ReadonlyMap<string, readonly Trigger[]> {
  const { declarations, registry, scope } = reader;
  const functions = [...FUNCTION_TYPES].flatMap((type) => registry.ofType(type));
  const target = targetIndex(functions.map(({ id }) => ({ id, name: scope.identity(id)?.name })));
  const functionOf = (name: Text | undefined) => name && target(name)?.functionId;
  const typeOf = (id: string) => declarations.get(id)?.type;
  const out = new Map<string, Trigger[]>();
  for (const [id, when] of made) {
    const resource = declarations.get(id);
    if (!resource) continue;
    for (const link of linksOf(resource, { ...reader, when, typeOf, functionOf, workflows })) {
      const found = target(link.target);
      const both = found && and(made.get(found.functionId) ?? [], link.trigger.when);
      if (!found || !both) continue;
      const trigger = {
        ...link.trigger,
        when: both,
        ...(found.qualifier && !link.trigger.qualifier ? { qualifier: found.qualifier } : {}),
      };
      const known = out.get(found.functionId);
      if (known) known.push(trigger);
      else out.set(found.functionId, [trigger]);
    }
  }
  return out;
}

/** A route that an event and the document of its API both state is one trigger: the first. */
export function withoutRepeated(triggers: readonly Trigger[]): readonly Trigger[] {
  const seen = new Set<string>();
  return triggers.filter((trigger) => {
    if (trigger.kind !== 'api') return true;
    const key = `${trigger.part} ${textKey(trigger.executeApiArn)} ${JSON.stringify(trigger.when)} ${trigger.qualifier ? textKey(trigger.qualifier) : ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
