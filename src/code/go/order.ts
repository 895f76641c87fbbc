/**
 * The order in which package variables are initialized: by declaration, but none before those that it depends on, also through
 * functions and methods (The Go Programming Language Specification, "Package initialization").
 */
import { child, type SyntaxNode } from '../tree-sitter.ts';
import type { Unit } from './unit.ts';

export interface Initializer<T> {
  readonly names: readonly string[];
  readonly node: SyntaxNode;
  readonly unit: Unit;
  readonly value: T;
}

/** Names that the code under a node mentions, as far as they could be the package's; a member counts as a method of any type. */
function mentioned(unit: Unit, root: SyntaxNode): Set<string> {
  const names = new Set<string>();
  const todo = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.type === 'identifier') names.add(unit.textOf(node));
    else if (node.type === 'selector_expression') {
      const field = child(node, 'field');
      if (field) names.add(`.${unit.textOf(field)}`);
    }
    todo.push(...node.children);
  }
  return names;
}

export function inInitializationOrder<T>(initializers: readonly Initializer<T>[], units: readonly Unit[]): readonly Initializer<T>[] {
  const bodies = new Map<string, Set<string>>();
  const add = (key: string, names: Set<string>): void => {
    const known = bodies.get(key);
    if (known) for (const name of names) known.add(name);
    else bodies.set(key, names);
  };
  for (const unit of units) {
    for (const node of unit.declarations) {
      const name = child(node, 'name');
      if (name === undefined) continue;
      if (node.type === 'function_declaration') add(unit.textOf(name), mentioned(unit, node));
      if (node.type === 'method_declaration') add(`.${unit.textOf(name)}`, mentioned(unit, node));
    }
  }
  const owner = new Map<string, number>();
  initializers.forEach((initializer, index) => {
    for (const name of initializer.names) owner.set(name, index);
  });
  const dependencies = initializers.map(({ unit, node }) => reached(mentioned(unit, node), bodies, owner));
  const done = new Set<number>();
  const order: Initializer<T>[] = [];
  const place = (index: number): void => {
    done.add(index);
    const initializer = initializers[index];
    if (initializer) order.push(initializer);
  };
  while (order.length < initializers.length) {
    const ready = initializers.findIndex((_, i) => !done.has(i) && [...(dependencies[i] ?? [])].every((d) => d === i || done.has(d)));
    // Names that are shadowed can seem to depend on each other in a circle: then the order is that of the files.
    place(ready >= 0 ? ready : initializers.findIndex((_, i) => !done.has(i)));
  }
  return order;
}

function reached(
  names: ReadonlySet<string>,
  bodies: ReadonlyMap<string, ReadonlySet<string>>,
  owner: ReadonlyMap<string, number>,
): Set<number> {
  const found = new Set<number>();
  const visited = new Set<string>();
  const todo = [...names];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (visited.has(name)) continue;
    visited.add(name);
    const index = owner.get(name);
    if (index !== undefined) found.add(index);
    todo.push(...(bodies.get(name) ?? []));
  }
  return found;
}
