/**
 * What code changed about values that others see too: of a variable or a list the whole, of an object the fields. So the changes of
 * several that run beside one another stand side by side: none brings back what it left alone.
 */
import { withFields } from './dynamic.ts';
import { covers, coversList } from './fixpoint.ts';
import { copied, joinStates } from './journal.ts';
import type { Mutable, ObjectState, State } from './mutable.ts';
import { ABSENT, LATE, MISSING, optionsOf, spend, union, type Value } from './values.ts';

/** A state of an object has the fields alone that were changed. */
export type Changes = Map<Mutable, State>;

/** What differs between two states of one value; undefined: nothing. */
export function changeBetween(before: State, now: State): State | undefined {
  if (before.kind === 'cell' && now.kind === 'cell') return before.value === now.value ? undefined : now;
  if (before.kind === 'list' && now.kind === 'list') {
    const same = before.rest === now.rest && before.items.length === now.items.length;
    return same && before.items.every((item, i) => item === now.items[i]) ? undefined : copied(now);
  }
  if (before.kind !== 'object' || now.kind !== 'object') return undefined;
  const fields = new Map([...now.fields].filter(([name, value]) => before.fields.get(name) !== value));
  for (const name of before.fields.keys()) if (!now.fields.has(name)) fields.set(name, ABSENT);
  const dynamic = now.dynamic.filter((field) => !before.dynamic.includes(field));
  const open = now.open === before.open ? undefined : now.open;
  const base = now.base === before.base ? undefined : now.base;
  if (fields.size === 0 && dynamic.length === 0 && !open && !base) return undefined;
  return { kind: 'object', fields, dynamic, open, class: undefined, base };
}

/** Either of two changes of one value, or both. */
export function either(one: State | undefined, other: State): State {
  if (one === undefined) return other;
  if (one.kind !== 'object' || other.kind !== 'object') return joinStates([one, other]);
  const fields = new Map(one.fields);
  for (const [name, value] of other.fields) fields.set(name, union([...there(fields.get(name)), value]));
  return {
    kind: 'object',
    fields,
    dynamic: withFields(one.dynamic, other.dynamic),
    open: one.open && other.open ? union([one.open, other.open]) : (one.open ?? other.open),
    class: undefined,
    base: one.base ?? other.base,
  };
}

const there = (value: Value | undefined): readonly Value[] => (value ? [value] : []);

/** Whether the second change holds nothing that the first one does not. */
export function includes(known: State | undefined, change: State): boolean {
  if (known?.kind === 'cell' && change.kind === 'cell') return covers(known.value, change.value);
  if (known?.kind === 'list' && change.kind === 'list') return coversList(known, change);
  if (known?.kind !== 'object' || change.kind !== 'object') return false;
  return (
    [...change.fields].every(([name, value]) => covers(known.fields.get(name), value)) &&
    covers(known.open, change.open) &&
    change.dynamic.every(({ key, value }) => known.dynamic.some((field) => covers(field.key, key) && covers(field.value, value)))
  );
}

/** Adds changes to others; gives the values about which something was new. */
export function include(all: Changes, more: Changes, widen?: (before: State, after: State) => State): readonly Mutable[] {
  spend(more.size);
  const news: Mutable[] = [];
  for (const [target, change] of more) {
    const known = all.get(target);
    if (known && includes(known, change)) continue;
    const joined = either(known, change);
    all.set(target, known && widen ? widen(known, joined) : joined);
    news.push(target);
  }
  return news;
}

/** What the state is of all that was changed. */
export function partOf(state: State, change: State): State {
  if (state.kind !== 'object' || change.kind !== 'object') return copied(state);
  const fields = new Map([...change.fields.keys()].map((name) => [name, state.fields.get(name) ?? ABSENT]));
  return { ...state, fields, dynamic: [...state.dynamic], class: undefined };
}

/** An object of which nothing is there yet. */
export const NOTHING: State = { kind: 'object', fields: new Map(), dynamic: [], open: undefined, class: undefined, base: undefined };

/**
 * What may be seen of a value: what was seen before, what is there now, and, of what nobody had changed when it was seen before, what was
 * there at first.
 */
export function sight(known: State | undefined, first: State | undefined, now: State, change: State | undefined): State {
  if (now.kind === 'cell') {
    const before = known?.kind === 'cell' ? known.value : first?.kind === 'cell' ? early(first.value) : undefined;
    return { kind: 'cell', value: union([...there(before), now.value]) };
  }
  if (now.kind === 'list') {
    const before = known ?? first;
    return before ? joinStates([before, now]) : copied(now);
  }
  const [seen, changed, start] = [known, change, first].map((state) => (state?.kind === 'object' ? state : undefined));
  const fields = new Map<string, Value>();
  for (const name of [...(seen?.fields.keys() ?? []), ...(changed?.fields.keys() ?? [])]) {
    if (fields.has(name)) continue;
    const before = seen?.fields.get(name) ?? (start && early(start.fields.get(name) ?? start.open));
    fields.set(name, union([...there(before), now.fields.get(name) ?? ABSENT]));
  }
  const open = [seen, changed].flatMap((state) => there(state?.open));
  return {
    kind: 'object',
    fields,
    dynamic: withFields(seen?.dynamic ?? [], changed?.dynamic ?? []),
    open: open.length > 0 ? union(open) : undefined,
    class: undefined,
    base: changed?.base ?? seen?.base,
  };
}

/** What is there before something else is: code that reads it expects the latter. */
function early(value: Value | undefined): Value {
  if (value === undefined) return LATE;
  return union(
    optionsOf(value).map((option) =>
      option.kind !== 'constant' || option.value !== undefined || option.why !== undefined ? option : option.absent ? LATE : MISSING,
    ),
  );
}

/** The state, in which what was changed is also, or, if it surely is, alone what it was changed to. */
export function withChange(state: State, change: State, sure: boolean): State {
  if (state.kind === 'cell' && change.kind === 'cell')
    return { kind: 'cell', value: sure ? change.value : union([state.value, change.value]) };
  if (state.kind === 'list' && change.kind === 'list') return sure ? copied(change) : joinStates([state, change]);
  if (state.kind !== 'object' || change.kind !== 'object') return state;
  const fields = new Map(state.fields);
  for (const [name, value] of change.fields) {
    const whole = sure ? value : union([state.fields.get(name) ?? state.open ?? ABSENT, value]);
    if (isNothing(whole)) fields.delete(name);
    else fields.set(name, whole);
  }
  return withRest(state, change, fields);
}

const isNothing = (field: Value): boolean => optionsOf(field).every((option) => option.kind === 'constant' && option.absent === true);

const withRest = (state: ObjectState, change: ObjectState, fields: Map<string, Value>): ObjectState => ({
  kind: 'object',
  fields,
  dynamic: withFields(state.dynamic, change.dynamic),
  open: state.open && change.open ? union([state.open, change.open]) : (change.open ?? state.open),
  class: state.class,
  base: change.base ?? state.base,
});
