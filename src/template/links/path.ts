/** Walks a property path under the conditions of the template: `Targets[].Arn`, `LambdaConfig.*`. */
import { ALWAYS, and, type When } from '../../model/condition.ts';
import type { Scope } from '../scope.ts';
import { at, isMapping, type Node } from '../source/node.ts';

export interface Place {
  readonly when: When;
  readonly node: Node;
  /** as it is met: `Targets[0].Arn` */
  readonly path: string;
}

/** `[]` after a key means each item, `*` each value of a map. */
export function places(scope: Scope, node: Node, path: string, prefix: string): readonly Place[] {
  let here: readonly Place[] = scope.alternatives(node).map(({ when, value }) => ({ when, node: value, path: prefix }));
  for (const step of path.split('.')) {
    const key = step.endsWith('[]') ? step.slice(0, -2) : step;
    here = here
      .flatMap((place) => children(place, key))
      .flatMap((place) => (step.endsWith('[]') ? items(scope, place) : resolved(scope, place)));
  }
  return here;
}

function children(place: Place, key: string): readonly Place[] {
  if (key !== '*') {
    const child = at(place.node, key);
    return child ? [{ when: place.when, node: child, path: `${place.path}.${key}` }] : [];
  }
  if (!isMapping(place.node)) return [];
  return [...place.node.entries].map(([name, { value }]) => ({ when: place.when, node: value, path: `${place.path}.${name}` }));
}

function items(scope: Scope, place: Place): readonly Place[] {
  return scope.items(place.node).flatMap(({ when, value }, index) => {
    const both = and(place.when, when);
    return both ? [{ when: both, node: value, path: `${place.path}[${index}]` }] : [];
  });
}

function resolved(scope: Scope, place: Place): readonly Place[] {
  return scope.alternatives(place.node).flatMap(({ when, value }) => {
    const both = and(place.when, when);
    return both ? [{ when: both, node: value, path: place.path }] : [];
  });
}

export const whole = (node: Node, path: string): Place => ({ when: ALWAYS, node, path });
