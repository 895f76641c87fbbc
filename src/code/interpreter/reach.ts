/** What others may reach of what a function has made: through the variables, objects and lists that are older than its run. */
import type { Mutable, State } from './mutable.ts';
import type { Scope } from './scope.ts';
import type { Value } from './values.ts';

/** More of them are not told apart from what nobody reaches. */
const MAX_REACHED = 512;

/** Adds what is at least as young as the serial, and can be reached from the states. */
export function reach(states: Iterable<State>, since: number, reached: Set<Mutable>): void {
  const waiting = [...states];
  const known = new Set<Value | Scope>();
  const add = (target: Mutable): void => {
    if (target.serial < since || reached.has(target) || reached.size >= MAX_REACHED) return;
    reached.add(target);
    waiting.push(target.save());
  };
  const visit = (value: Value): void => {
    if (value.kind === 'object' || value.kind === 'list') add(value);
    else if (value.kind === 'union') for (const option of value.options) visit(option);
    else if (value.kind === 'closure' && !known.has(value)) {
      known.add(value);
      if (value.self) visit(value.self);
      if (value.own.properties) add(value.own.properties);
      for (let scope: Scope | undefined = value.scope; scope && !known.has(scope); scope = scope.parent) {
        known.add(scope);
        for (const cell of scope.cells()) add(cell);
      }
    }
  };
  for (let state = waiting.pop(); state; state = waiting.pop()) {
    if (state.kind === 'cell') visit(state.value);
    else if (state.kind === 'list') for (const item of [...state.items, ...(state.rest ? [state.rest] : [])]) visit(item);
    else
      for (const field of [...state.fields.values(), ...state.dynamic.map(({ value }) => value), ...(state.open ? [state.open] : [])])
        visit(field);
  }
}
