/**
 * Resources that invoke functions without being part of them: permissions, mappings, notifications, rules, routes. Each reader
 * says which function a resource names, and how it is invoked by it.
 */
import type { Trigger, TriggerBase, Workflow } from '../../model/app.ts';
import { and, type When } from '../../model/condition.ts';
import type { Text } from '../../model/text.ts';
import type { Declaration } from '../declaration.ts';
import type { Reader } from '../reader.ts';
import type { Node } from '../source/node.ts';

export interface Link {
  /** the function as it is named: ARN, name, or the URI of an API integration */
  readonly target: Text;
  readonly trigger: Trigger;
}

export interface LinkContext extends Reader {
  /** when the resource exists */
  readonly when: When;
  readonly typeOf: (id: string) => string | undefined;
  /** the logical id of the function of the template that a text names */
  readonly functionOf: (name: Text | undefined) => string | undefined;
  /** the state machines, by logical id */
  readonly workflows: ReadonlyMap<string, Workflow>;
}

export type LinkReader = (resource: Declaration, context: LinkContext) => readonly Link[];

/** One link for each function that the node may name. `path` starts with the resource's id. */
export function linksTo(
  target: Node | undefined,
  place: { readonly path: string; readonly node: Node; readonly when: When },
  context: LinkContext,
  make: (base: TriggerBase) => readonly Trigger[],
): readonly Link[] {
  const existing = and(context.when, place.when);
  if (!existing) return [];
  return context.scope.texts(target).flatMap(({ when, value }) => {
    const both = and(existing, when);
    return both ? make({ path: place.path, span: place.node.span, when: both }).map((trigger) => ({ target: value, trigger })) : [];
  });
}
