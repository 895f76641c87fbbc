/**
 * Runs alternatives from one state and joins what they leave behind.
 *
 * Each branch writes as if it were the only one; the journal remembers the state that it found, so that the next branch
 * starts from the same one. At the end every location that any branch wrote holds the union of what the branches left.
 * Values younger than the fork need no memory: no other branch can see them.
 */
import type { Cell } from './scope.ts';
import { type DynamicField, type ListValue, type ObjectValue, UNDEFINED, union, type Value, valueKey } from './values.ts';

export type Mutable = Cell | ObjectValue | ListValue;

type State =
  | { readonly kind: 'cell'; readonly value: Value }
  | Pick<ObjectValue, 'kind' | 'fields' | 'dynamic' | 'open' | 'class' | 'base'>
  | Pick<ListValue, 'kind' | 'items' | 'rest'>;

function save(target: Mutable): State {
  if (!('kind' in target)) return { kind: 'cell', value: target.value };
  if (target.kind === 'object')
    return { kind: 'object', fields: target.fields, dynamic: target.dynamic, open: target.open, class: target.class, base: target.base };
  return { kind: 'list', items: target.items, rest: target.rest };
}

function load(target: Mutable, state: State): void {
  if (!('kind' in target)) {
    if (state.kind === 'cell') target.value = state.value;
  } else if (target.kind === 'object' && state.kind === 'object') {
    target.fields = state.fields;
    target.dynamic = state.dynamic;
    target.open = state.open;
    target.class = state.class;
    target.base = state.base;
  } else if (target.kind === 'list' && state.kind === 'list') {
    target.items = state.items;
    target.rest = state.rest;
  }
}

function joinStates(states: readonly State[]): State {
  const [first] = states;
  if (first === undefined) throw new Error('joinStates: no state');
  if (first.kind === 'cell') return { kind: 'cell', value: union(states.flatMap((s) => (s.kind === 'cell' ? [s.value] : []))) };
  if (first.kind === 'object') return joinObjects(states.filter((s) => s.kind === 'object'));
  return joinLists(states.filter((s) => s.kind === 'list'));
}

function joinObjects(states: readonly Extract<State, { kind: 'object' }>[]): State {
  const keys = new Set(states.flatMap((s) => [...s.fields.keys()]));
  const fields = new Map<string, Value>();
  for (const key of keys) fields.set(key, union(states.map((s) => s.fields.get(key) ?? s.open ?? UNDEFINED)));
  const dynamic: DynamicField[] = [];
  for (const state of states) for (const field of state.dynamic) if (!dynamic.includes(field)) dynamic.push(field);
  const opens = states.flatMap((s) => (s.open ? [s.open] : []));
  return {
    kind: 'object',
    fields,
    dynamic,
    open: opens.length === 0 ? undefined : union(opens),
    class: states.find((s) => s.class)?.class,
    base: states.find((s) => s.base)?.base,
  };
}

function joinLists(states: readonly Extract<State, { kind: 'list' }>[]): State {
  const shortest = Math.min(...states.map((s) => s.items.length));
  const items: Value[] = [];
  for (let i = 0; i < shortest; i++) items.push(union(states.flatMap((s) => (s.items[i] ? [s.items[i] as Value] : []))));
  const rest = states.flatMap((s) => [...s.items.slice(shortest), ...(s.rest ? [s.rest] : [])]);
  return { kind: 'list', items, rest: rest.length === 0 ? undefined : union(rest) };
}

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && valueKey(a) === valueKey(b));

/** Whether two states are the same, as far as another round of a loop could tell. */
function sameState(a: State, b: State): boolean {
  if (a.kind === 'cell' && b.kind === 'cell') return same(a.value, b.value);
  if (a.kind === 'list' && b.kind === 'list')
    return a.items.length === b.items.length && same(a.rest, b.rest) && a.items.every((item, i) => same(item, b.items[i]));
  if (a.kind !== 'object' || b.kind !== 'object') return false;
  if (a.fields.size !== b.fields.size || a.dynamic.length !== b.dynamic.length || !same(a.open, b.open)) return false;
  for (const [name, value] of a.fields) if (!same(value, b.fields.get(name))) return false;
  return true;
}

/** What branches left of one target: the states of those that touched it, and the number of the first that did not. */
interface Ends {
  readonly states: State[];
  untouched: number;
}

/** A branch that is running. */
interface Open {
  /** values older than this may be seen by other branches */
  readonly start: number;
  /** the states that the branch found of what it changed */
  found: Map<Mutable, State> | undefined;
}

/** The states that values older than `start` went through. */
interface Watch {
  readonly start: number;
  readonly states: Map<Mutable, State[]>;
}

/** States of one value, and fields or items of one state, that are kept. */
const MAX_STATES = 8;
const MAX_SIZE = 64;

/** Keeps the state of a value that is about to change. Larger values keep the first of their states alone. */
function note(watch: Watch, target: Mutable): void {
  if (target.serial >= watch.start) return;
  const states = watch.states.get(target);
  const size = !('kind' in target) ? 0 : target.kind === 'object' ? target.fields.size : target.items.length;
  if (states && (states.length >= MAX_STATES || size > MAX_SIZE)) return;
  const state = copied(save(target));
  if (states) states.push(state);
  else watch.states.set(target, [state]);
}

const copied = (state: State): State =>
  state.kind === 'cell'
    ? state
    : state.kind === 'list'
      ? { ...state, items: [...state.items] }
      : { ...state, fields: new Map(state.fields), dynamic: [...state.dynamic] };

export class Journal {
  #serial = 0;
  #changed = false;
  readonly #open: Open[] = [];
  readonly #watches: Watch[] = [];

  /** The serial of the next mutable value. */
  next(): number {
    return this.#serial++;
  }

  /** Values with smaller serials are older than this moment. */
  get now(): number {
    return this.#serial;
  }

  /** To be called before any change of a mutable value; afterwards its containers may be changed in place. */
  touch(target: Mutable): void {
    for (const watch of this.#watches) note(watch, target);
    const top = this.#open[this.#open.length - 1];
    if (!top || target.serial >= top.start || top.found?.has(target)) return;
    top.found ??= new Map();
    top.found.set(target, save(target));
    // The saved state keeps the containers; the branch writes into copies.
    if (!('kind' in target)) return;
    if (target.kind === 'object') {
      target.fields = new Map(target.fields);
      target.dynamic = [...target.dynamic];
    } else target.items = [...target.items];
  }

  /**
   * Runs every branch from the present state; afterwards the state is what any of them may have left, without those after which nothing
   * runs any more.
   */
  fork<T>(branches: readonly (() => T)[], isLast: (result: T) => boolean = () => false): T[] {
    const results: T[] = [];
    const left = new Map<Mutable, Ends>();
    let number = 0;
    for (const branch of branches) {
      const entry: Open = { start: this.#serial, found: undefined };
      const depth = this.#open.push(entry);
      let last = false;
      try {
        const result = branch();
        results.push(result);
        last = isLast(result);
      } finally {
        this.#open.length = depth - 1;
        for (const [target, found] of entry.found ?? []) {
          if (!last) {
            const ends = left.get(target) ?? { states: [], untouched: 0 };
            left.set(target, ends);
            if (ends.untouched === number) ends.untouched++;
            ends.states.push(save(target));
          }
          load(target, found);
        }
        if (!last) number++;
      }
    }
    let changed = false;
    for (const [target, { states, untouched }] of left) {
      this.touch(target);
      const present = save(target);
      // One state stands for all branches that left the target alone, at the place of the first: of many alternatives, each
      // commonly writes into one value of its own.
      if (states.length < number) states.splice(untouched, 0, present);
      const joined = joinStates(states);
      changed ||= !sameState(joined, present);
      load(target, joined);
    }
    this.#changed = changed;
    return results;
  }

  /**
   * Runs a body that may be left anywhere, by an error. `interrupt` then changes the state to what may have been left half-way: the
   * union of all states that the body went through. Undefined: the body changed nothing that is older than it.
   */
  interruptible<T>(body: () => T): { readonly result: T; readonly interrupt: (() => void) | undefined } {
    const watch: Watch = { start: this.#serial, states: new Map() };
    this.#watches.push(watch);
    let result: T;
    try {
      result = body();
    } finally {
      this.#watches.splice(this.#watches.indexOf(watch), 1);
    }
    if (watch.states.size === 0) return { result, interrupt: undefined };
    const interrupt = (): void => {
      for (const [target, states] of watch.states) {
        this.touch(target);
        load(target, joinStates([...states, save(target)]));
      }
    };
    return { result, interrupt };
  }

  /** Runs a body and takes back what it changed. */
  discard<T>(body: () => T): T {
    const entry: Open = { start: this.#serial, found: undefined };
    const depth = this.#open.push(entry);
    try {
      return body();
    } finally {
      this.#open.length = depth - 1;
      for (const [target, found] of entry.found ?? []) load(target, found);
    }
  }

  /** Runs a body that may run any number of times, until a run leaves nothing that the one before did not, or `rounds` are over. */
  repeat<T>(body: () => T, rounds = 3): T[] {
    const results: T[] = [];
    do {
      results.push(this.maybe(body));
    } while (this.#changed && results.length < rounds);
    return results;
  }

  /** Runs a body that may or may not run. */
  maybe<T>(body: () => T): T {
    const [result] = this.fork<T | undefined>([body, () => undefined]);
    return result as T;
  }
}
