/**
 * Runs alternatives from one state and joins what they leave behind.
 *
 * Each branch writes as if it were the only one; the journal remembers the state that it found, so that the next branch
 * starts from the same one. At the end every location that any branch wrote holds the union of what the branches left.
 * Values younger than the fork need no memory: no other branch can see them.
 */
import { withFields } from './dynamic.ts';
import { covers, coversList, coversObject, type Widened, Widening, withoutCopies, withoutProgress } from './fixpoint.ts';
import type { ListState, Mutable, ObjectState, State } from './mutable.ts';
import { reach } from './reach.ts';
import {
  ABSENT,
  type ClassValue,
  type DynamicField,
  type ListValue,
  MISSING,
  type ObjectValue,
  optionsOf,
  UNDEFINED,
  union,
  type Value,
} from './values.ts';

export function load(target: Mutable, state: State): void {
  if (target.kind === 'cell' && state.kind === 'cell') target.load(state);
  else if (target.kind === 'object' && state.kind === 'object') target.load(state);
  else if (target.kind === 'list' && state.kind === 'list') target.load(state);
}

export function joinStates(states: readonly State[]): State {
  const [first] = states;
  if (first === undefined) throw new Error('joinStates: no state');
  if (first.kind === 'object') return joinObjects(states.filter((s) => s.kind === 'object'));
  if (first.kind === 'list') return joinLists(states.filter((s) => s.kind === 'list'));
  const values: Value[] = [];
  for (const state of states) if (state.kind === 'cell') values.push(state.value);
  return { kind: 'cell', value: union(values) };
}

function joinObjects(states: readonly ObjectState[]): State {
  const fields = new Map<string, Value>();
  for (const state of states)
    for (const key of state.fields.keys())
      if (!fields.has(key)) fields.set(key, union(states.map((s) => s.fields.get(key) ?? s.open ?? absent(s.class, key))));
  const opens: Value[] = [];
  for (const { open } of states) if (open) opens.push(open);
  return {
    kind: 'object',
    fields,
    dynamic: states.reduce<DynamicField[]>((all, { dynamic }) => (dynamic.length === 0 ? all : withFields(all, dynamic)), []),
    open: opens.length === 0 ? undefined : union(opens),
    class: states.find((s) => s.class)?.class,
    base: states.find((s) => s.base)?.base,
  };
}

/** A field that its class gives a first value is there, though nobody wrote it yet (the zero values of Go). */
function absent(type: ClassValue | undefined, key: string): Value {
  const field = type?.node.members.find(
    (member) =>
      member.kind === 'field' && member.value !== undefined && !member.static && member.key.kind === 'literal' && member.key.value === key,
  );
  if (field === undefined) return ABSENT;
  return field.zero === undefined ? MISSING : { ...MISSING, zero: field.zero };
}

function joinLists(states: readonly ListState[]): State {
  let shortest = Number.POSITIVE_INFINITY;
  for (const { items } of states) shortest = Math.min(shortest, items.length);
  const items: Value[] = [];
  for (let i = 0; i < shortest; i++) items.push(union(states.map((s) => s.items[i] ?? UNDEFINED)));
  const rest: Value[] = [];
  for (const state of states) {
    for (let i = shortest; i < state.items.length; i++) rest.push(state.items[i] ?? UNDEFINED);
    if (state.rest) rest.push(state.rest);
  }
  return { kind: 'list', items, rest: rest.length === 0 ? undefined : union(rest) };
}

/** The later of two states of a value, widened. */
function widenedState(before: State, after: State, widening: Widening): State {
  if (after.kind === 'cell' && before.kind === 'cell') return { kind: 'cell', value: widening.value(before.value, after.value) };
  if (after.kind === 'list' && before.kind === 'list') return { ...after, ...widening.list(before, after) };
  if (after.kind === 'object' && before.kind === 'object') return { ...after, ...widening.object(before, after) };
  throw new Error('two kinds of states of one value');
}

/** Alternatives, fields or items that are joined for nothing; more of them count as work. */
const FREE_SIZE = 8;

const sizeOf = (state: State): number =>
  state.kind === 'cell' ? optionsOf(state.value).length : state.kind === 'list' ? state.items.length : state.fields.size;

/** Whether the joined state of a target holds nothing that the one before does not. */
function settled(before: State, joined: State): boolean {
  if (before.kind === 'cell' && joined.kind === 'cell') return before.quiet === true || covers(before.value, joined.value);
  if (before.kind === 'list' && joined.kind === 'list') return coversList(before, joined);
  return before.kind === 'object' && joined.kind === 'object' && coversObject(before, joined);
}

/** What branches left of one target: the states of those that touched it, and the number of the first that did not. */
interface Ends {
  readonly states: State[];
  untouched: number;
}

const nothing = (): undefined => undefined;
const isNoLast = (): boolean => false;

/** Puts back the states that a branch found, and keeps those that it left. */
function takeBack(found: States, left: Map<Mutable, Ends> | undefined, number: number): void {
  for (const [target, state] of found) {
    if (left) {
      const ends = left.get(target);
      if (ends === undefined) left.set(target, { states: [target.save()], untouched: number === 0 ? 1 : 0 });
      else {
        if (ends.untouched === number) ends.untouched++;
        ends.states.push(target.save());
      }
    }
    load(target, state);
  }
}

/** States of values. */
export type States = Map<Mutable, State>;

/** Values with smaller serials are older than the moment; `depth` branches were running. */
export interface Moment {
  readonly serial: number;
  readonly depth: number;
}

/** What one of several rounds changed: the states before, and the values whose states after hold something new. */
interface Round {
  readonly before: States;
  readonly news: Set<Mutable>;
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

/** States of one value that are kept apart; more of them are joined. */
const MAX_STATES = 8;
/** Values with more fields or items keep the first of their states and the last: in between they are taken to grow. */
const MAX_SIZE = 256;

/** Keeps the state of a value that is about to change. */
function note(watch: Watch, target: Mutable): void {
  if (target.serial >= watch.start) return;
  const states = watch.states.get(target);
  const now = target.save();
  const size = now.kind === 'cell' ? 0 : sizeOf(now);
  if (states && size > MAX_SIZE) return;
  const state = copied(now);
  if (!states) watch.states.set(target, [state]);
  else if (states.length < MAX_STATES) states.push(state);
  else states.splice(0, states.length, joinStates([...states, state]));
}

export const copied = (state: State): State =>
  state.kind === 'cell'
    ? state
    : state.kind === 'list'
      ? { ...state, items: [...state.items] }
      : { ...state, fields: new Map(state.fields), dynamic: [...state.dynamic] };

/** Rounds that are run as they are, and as many more as cost few steps; then what still changes is widened. */
const PATIENCE = { rounds: 3, cheapRounds: 16, steps: 2000 };
/** Rounds after which the rest is given up. Widening commonly ends far earlier. */
const MAX_ROUNDS = 48;

/** What the journal tells about its work. */
export interface Account {
  /** counts work in steps, and gives how much has been done */
  readonly work: (units: number) => number;
  /** something that is repeated goes on changing: what it may do is not all known */
  readonly unsettled: () => void;
}

/** How long something is repeated before it is widened, and when it is given up. */
export class Patience {
  readonly #account: Account;
  readonly #start: number;
  #rounds = 0;

  constructor(account: Account) {
    this.#account = account;
    this.#start = account.work(0);
  }

  /** To be asked after each round that left something new: whether that is to be widened, or the rest given up. */
  next(): 'exact' | 'widen' | 'give up' {
    if (++this.#rounds > MAX_ROUNDS) {
      this.#account.unsettled();
      return 'give up';
    }
    if (this.#rounds < PATIENCE.rounds) return 'exact';
    return this.#rounds >= PATIENCE.cheapRounds || this.#account.work(0) - this.#start > PATIENCE.steps ? 'widen' : 'exact';
  }
}

export class Journal {
  #serial = 0;
  #forGood = 0;
  #step = 1;
  /** the last serial given outside of branches that were running */
  #outside = Number.NEGATIVE_INFINITY;
  readonly #open: Open[] = [];
  readonly #watches: Watch[] = [];
  readonly #account: Account;
  /** gets what is changed, when it is there */
  touched: Set<Mutable> | undefined;
  /** gets the first states of what is changed and older than a moment, and how often that was, as long as it is there */
  noted: { readonly below: number; readonly states: States; changes: number } | undefined;

  constructor(account: Account = { work: () => 0, unsettled: () => undefined }) {
    this.#account = account;
  }

  /** gets what is changed since somebody emptied it, as long as it is there (tasks.ts) */
  fresh: Set<Mutable> | undefined;

  /** The serial of the next mutable value. */
  next(): number {
    const serial = this.#serial;
    this.#serial += this.#step;
    return serial;
  }

  /**
   * Runs a body as if it had run before any branch that is running: all of them see what it makes and changes, and what they change of
   * it is their own. For what happens once, whoever asks first: loading a module.
   */
  outside<T>(body: () => T): T {
    const [outermost] = this.#open;
    if (!outermost || this.#step < 1) return body();
    const before = {
      serial: this.#serial,
      open: this.#open.splice(0),
      watches: this.#watches.splice(0),
      noted: this.noted,
      fresh: this.fresh,
    };
    this.noted = undefined;
    this.fresh = undefined;
    // between the last value that is older than the branches and the first that is not
    this.#step = 2 ** -24;
    this.#serial = Math.max(outermost.start - 1, this.#outside) + this.#step;
    try {
      return body();
    } finally {
      this.#outside = this.#serial;
      this.#serial = before.serial;
      this.#step = 1;
      this.#open.splice(0, this.#open.length, ...before.open);
      this.#watches.splice(0, this.#watches.length, ...before.watches);
      this.noted = before.noted;
      this.fresh = before.fresh;
    }
  }

  /** The next serial. */
  get serial(): number {
    return this.#serial;
  }

  /** How many branches are running. */
  get depth(): number {
    return this.#open.length;
  }

  /** Whether the target was changed in the branches that are running, the outermost ones of which are left out. */
  hasChanged(target: Mutable, outermost: number): boolean {
    for (let i = outermost - 1; i < this.#open.length; i++) if (this.#open[i]?.found?.has(target)) return true;
    return false;
  }

  get now(): Moment {
    return { serial: this.#serial, depth: this.#open.length };
  }

  /** To be called before any change of a mutable value; afterwards its containers may be changed in place. */
  touch(target: Mutable): void {
    this.fresh?.add(target);
    this.learn(target);
  }

  /** The same, where the program does not write the value: more is known of it. */
  learn(target: Mutable): void {
    const { noted } = this;
    if (noted !== undefined && target.serial < noted.below) {
      noted.changes++;
      if (!noted.states.has(target)) noted.states.set(target, copied(target.save()));
    }
    this.hold(target);
  }

  /** The same, where the change only joins what others have done. */
  hold(target: Mutable): void {
    for (const watch of this.#watches) note(watch, target);
    const top = this.#open[this.#open.length - 1];
    if (!top || target.serial >= top.start || top.found?.has(target)) return;
    top.found ??= new Map();
    top.found.set(target, target.save());
    this.touched?.add(target);
    // The saved state keeps the containers; the branch writes into copies.
    target.detach();
  }

  /**
   * Runs every branch from the present state; afterwards the state is what any of them may have left, without those after which nothing
   * runs any more.
   */
  fork<T>(branches: readonly (() => T)[], isLast: (result: T) => boolean = isNoLast): T[] {
    return this.#fork(branches, isLast, undefined);
  }

  #fork<T>(branches: readonly (() => T)[], isLast: (result: T) => boolean, round: Round | undefined): T[] {
    const results = new Array<T>(branches.length);
    let left: Map<Mutable, Ends> | undefined;
    let number = 0;
    let index = 0;
    for (const branch of branches) {
      const entry: Open = { start: this.#serial, found: undefined };
      const depth = this.#open.push(entry);
      let last = false;
      try {
        const result = branch();
        results[index++] = result;
        last = isLast(result);
      } finally {
        this.#open.length = depth - 1;
        if (entry.found) {
          left ??= new Map();
          takeBack(entry.found, last ? undefined : left, number);
        }
        if (!last) number++;
      }
    }
    if (left) this.#joinEnds(left, number, round);
    return results;
  }

  /** Lets the state be what any of so many branches may have left. */
  #joinEnds(left: ReadonlyMap<Mutable, Ends>, branches: number, round: Round | undefined): void {
    for (const [target, { states, untouched }] of left) {
      this.hold(target);
      const present = target.save();
      // One state stands for all branches that left the target alone, at the place of the first: of many alternatives, each
      // commonly writes into one value of its own.
      if (states.length < branches) states.splice(untouched, 0, present);
      const joined = joinStates(states);
      if (round) {
        round.before.set(target, copied(present));
        if (!settled(present, joined)) round.news.add(target);
      }
      load(target, joined);
      const size = sizeOf(joined);
      if (size > FREE_SIZE) this.#account.work(size);
    }
  }

  /**
   * Runs a body that may be left anywhere, by an error. `interrupt` then changes the state to what may have been left half-way: the
   * union of all states that the body went through. Undefined: the body changed nothing that is older than it. What it makes is taken to
   * be as it is in the end; `show` lets it also be as it is now, as far as others may reach it.
   */
  interruptible<T>(body: (show: () => void) => T): { readonly result: T; readonly interrupt: (() => void) | undefined } {
    const watch: Watch = { start: this.#serial, states: new Map() };
    this.#watches.push(watch);
    const shown = new Set<Mutable>();
    const show = (): void => {
      const present = [...watch.states.keys()].map((target) => target.save());
      reach(present, watch.start, shown);
      for (const target of shown) watch.states.set(target, [...(watch.states.get(target) ?? []), copied(target.save())].slice(-MAX_STATES));
    };
    let result: T;
    try {
      result = body(show);
    } finally {
      this.#watches.splice(this.#watches.indexOf(watch), 1);
    }
    if (watch.states.size === 0) return { result, interrupt: undefined };
    const interrupt = (): void => {
      for (const [target, states] of watch.states) {
        this.hold(target);
        load(target, joinStates([...states, target.save()]));
      }
    };
    return { result, interrupt };
  }

  /** Runs a body and takes back what it changed; nobody else sees it. */
  discard<T>(body: () => T): T {
    const entry: Open = { start: this.#serial, found: undefined };
    const depth = this.#open.push(entry);
    const { fresh } = this;
    this.fresh = undefined;
    try {
      return body();
    } finally {
      this.fresh = fresh;
      this.#open.length = depth - 1;
      for (const [target, found] of entry.found ?? []) load(target, found);
    }
  }

  /**
   * Runs a body that may run any number of times, until a run leaves nothing that the one before did not. What goes on changing is
   * widened, so that it ends. `mayDiffer`: whether another run may do something else, when that is new.
   */
  repeat<T>(body: () => T, mayDiffer: (news: ReadonlySet<Mutable>) => boolean = () => true): T[] {
    const results: T[] = [];
    const patience = this.patience();
    for (;;) {
      const round: Round = { before: new Map(), news: new Set() };
      results.push(this.#fork<T | undefined>([body, nothing], isNoLast, round)[0] as T);
      if (round.news.size === 0 || !mayDiffer(round.news)) return results;
      const next = patience.next();
      if (next === 'give up') return results;
      for (const [target, before] of round.before) {
        if (next === 'widen') this.#widen(target, before);
        else this.#foresee(target, before);
      }
    }
  }

  /** Leaves out what the rounds to come would only go on with. The target was touched when the round was joined. */
  #foresee(target: Mutable, before: State): void {
    const now = target.save();
    if (now.kind === 'cell' && before.kind === 'cell')
      load(target, { kind: 'cell', value: withoutCopies(before.value, withoutProgress(before.value, now.value)) });
    else if (now.kind === 'object' && before.kind === 'object')
      for (const [name, known] of before.fields) {
        const value = now.fields.get(name);
        if (value && value !== known) now.fields.set(name, withoutProgress(known, value));
      }
  }

  #widen(target: Mutable, before: State): void {
    this.touch(target);
    load(target, widenedState(before, target.save(), new Widening((inner) => this.touch(inner))));
  }

  patience(): Patience {
    return new Patience(this.#account);
  }

  /** The present states of what is older than the moment and was changed since. */
  changesSince({ serial, depth }: Moment): States {
    const states: States = new Map();
    for (const { found } of this.#open.slice(depth - 1))
      for (const target of found?.keys() ?? [])
        if (target.serial < serial && !states.has(target)) states.set(target, copied(target.save()));
    return states;
  }

  /** Shows what is older than the moment and was changed since, with the states before. */
  changes({ serial, depth }: Moment, show: (target: Mutable, before: State) => void): void {
    const shown = new Set<Mutable>();
    for (const { found } of this.#open.slice(depth - 1))
      for (const [target, before] of found ?? [])
        if (target.serial < serial && !shown.has(target)) {
          shown.add(target);
          show(target, before);
        }
  }

  /** Runs a body and takes back what it changed: `left` is what it would have left. */
  apart<T>(body: () => T): { readonly result: T; readonly left: States } {
    return this.discard(() => {
      const since = this.now;
      const result = body();
      return { result, left: this.changesSince(since) };
    });
  }

  /** Adds states to others; gives whether something is new among them. `widen`: what is new is widened. */
  gather(known: States, more: States, widen: boolean): boolean {
    let changed = false;
    for (const [target, state] of more) {
      const before = known.get(target);
      if (before ? settled(before, state) : state.kind === 'cell' && state.quiet) continue;
      changed = true;
      const joined = before ? joinStates([before, state]) : state;
      known.set(target, before && widen ? this.widenedState(before, joined) : joined);
    }
    return changed;
  }

  /** The later value with what is new about it widened, for good: also where the round is taken back in which it came about. */
  widened(before: Value | undefined, after: Value, what: Widened): Value {
    return this.#lasting((widening) => widening.value(before, after), what);
  }

  /** The same of the later of two states. */
  widenedState(before: State, after: State): State {
    return this.#lasting((widening) => widenedState(before, after, widening));
  }

  #lasting<T>(body: (widening: Widening) => T, what: Widened = 'all'): T {
    const touch = (target: ObjectValue | ListValue): void => {
      this.#forGood++;
      this.touch(target);
    };
    return this.outside(() => body(new Widening(touch, what)));
  }

  /** How often something was changed for good. */
  get forGood(): number {
    return this.#forGood;
  }

  /** Whether the states hold something that the present ones do not. */
  isNews(states: States): boolean {
    for (const [target, state] of states) if (!settled(target.save(), state)) return true;
    return false;
  }

  /** Lets the state be also one of the given ones. */
  join(states: States): void {
    for (const [target, state] of states) {
      const present = target.save();
      if (settled(present, state)) continue;
      this.hold(target);
      load(target, joinStates([present, copied(state)]));
    }
  }

  /** Puts the given states in place of the present ones. */
  put(states: States): void {
    for (const [target, state] of states) {
      this.hold(target);
      load(target, copied(state));
    }
  }

  /** Runs a body that may or may not run. */
  maybe<T>(body: () => T): T {
    const [result] = this.fork<T | undefined>([body, nothing]);
    return result as T;
  }
}
