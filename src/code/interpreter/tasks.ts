/**
 * Async functions that run beside what follows their call, until somebody waits for them.
 *
 * Such a call is run to its end at once, and leaves what it may have left at any of its `await`s. From then on it is a task that may go on
 * whenever the code around it waits for something: what it writes may then be written once more, and what others have written is what it
 * may find behind its own `await`s. With that it is run again from where it began, until nothing is new. Who waits for its promise knows
 * that it is over, and finds what it leaves at its end.
 *
 * Calls that are waited for at once run where they are made, and need none of this.
 *
 * Threads go on at any point, not only where something waits. What one of them writes is known from statement to statement, and whoever
 * runs beside it may find that whenever it looks at the value; a thread that writes only what is its own disturbs nobody.
 */
import { type Changes, changeBetween, include, includes, NOTHING, partOf, sight, withChange } from './changes.ts';
import { covers } from './fixpoint.ts';
import { copied, joinStates, load, type Moment, type States } from './journal.ts';
import type { Machine, Place } from './machine.ts';
import { type Mutable, type State, Status } from './mutable.ts';
import { reach } from './reach.ts';
import { FALSE, type ListValue, native, optionsOf, spend, TRUE, UNDEFINED, union, type Value } from './values.ts';

/** Tasks of one thread that are told apart; of older ones only what they write is kept. */
const MAX_TASKS = 24;
/** Rounds in which tasks are run again as they are; then what still changes is widened. */
const EXACT_ROUNDS = 3;

/** When others go on: where it waits, or at any point. */
export type Manner = 'cooperative' | 'preemptive';

/** What runs: the handler, or a task. Calls that are waited for belong to the thread that makes them. */
interface Thread {
  readonly manner: Manner;
  readonly outer: Thread | undefined;
  /** of a task: when it began */
  readonly since: Moment | undefined;
  /** what others may write whenever it waits */
  readonly outside: Changes;
  /** in the order of their calls */
  readonly tasks: Task[];
  /** what it wrote of what is older than it, as far as others could see that, and all that they could see there */
  readonly writes: Changes;
  readonly seen: Changes;
  /** states since which something is a change of its own: those that it found, with what others wrote */
  readonly found: States;
  /** what it made and others may reach */
  readonly shown: Set<Mutable>;
  waits: number;
  /** how often it had changed something when its tasks last went on */
  changes: number;
}

interface Task {
  readonly manner: Manner;
  readonly make: () => Value;
  readonly place: Place;
  readonly since: Moment;
  /** whether it runs, in the branch that is running */
  readonly status: Status;
  /** what others write while it runs */
  readonly outside: Changes;
  /** states at its beginning of what it changed itself, and of what others changed before the next task began */
  readonly entry: States;
  readonly noted: States;
  result: Value;
  run: Run;
  /** that hold its result */
  readonly lists: ListValue[];
  /** another one gave the same object, so that nobody knows whose promise that is */
  shared: boolean;
}

interface Run {
  readonly result: Value;
  readonly writes: Changes;
  readonly seen: Changes;
  readonly final: Changes;
  readonly reads: ReadonlySet<Mutable>;
  readonly shown: ReadonlySet<Mutable>;
  /** how often it waited */
  readonly waits: number;
  /** it left tasks behind that write something when it is over */
  readonly leaves: boolean;
}

const NOT_STARTED = UNDEFINED;
const RUNNING = FALSE;
const OVER = TRUE;

const mayRun = ({ status }: Task): boolean => optionsOf(status.save().value).includes(RUNNING);
const surelyRuns = ({ status }: Task): boolean => status.save().value === RUNNING;

/** A variable may have been given the value that it had: others may have given it another one meanwhile. */
const written = (target: Mutable): State | undefined => (target.kind === 'cell' ? target.save() : undefined);

const newThread = (manner: Manner, outer: Thread | undefined, since: Moment | undefined, outside: Changes): Thread => ({
  manner,
  outer,
  since,
  outside,
  tasks: [],
  writes: new Map(),
  seen: new Map(),
  found: new Map(),
  shown: new Set(),
  // whoever started a thread may go on before it has done anything
  waits: manner === 'preemptive' ? 1 : 0,
  changes: -1,
});

/** A promise of several: what it is a promise of, given what each of them gives. */
type Gathered = (resolve: (promise: Value, sure: boolean) => Value) => Value;

export class Tasks {
  readonly #machine: Machine;
  #thread: Thread = newThread('cooperative', undefined, undefined, new Map());
  #used = false;
  /** what threads beside the one that runs write, so that it may be another one whenever the program looks at it */
  readonly #contested = new Set<Mutable>();
  #joining = false;
  /** by their promises */
  readonly #promises = new WeakMap<Value, Task>();
  readonly #gathered = new WeakMap<ListValue, Gathered>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Whether what happens depends on what runs beside it. */
  get busy(): boolean {
    return this.#thread.since !== undefined || this.#thread.tasks.some(mayRun);
  }

  /** Calls what nobody waits for at once, an async function or what a thread runs, and gives the promise of its result. */
  start(make: () => Value, manner: Manner = 'cooperative'): Value {
    return this.#alone(() => this.#start(make, manner));
  }

  #start(make: () => Value, manner: Manner): Value {
    const thread = this.#thread;
    const { journal } = this.#machine;
    const place = this.#machine.place();
    const since = journal.now;
    this.#prune(thread);
    const outside: Changes = new Map();
    include(outside, thread.outside);
    for (const other of thread.tasks) if (mayRun(other)) include(outside, other.run.writes);
    const within = this.#preempted(thread) ? 'preemptive' : manner;
    const run = this.#run(make, within, outside);
    const entry: States = new Map();
    for (const [target, change] of run.seen) {
      const before = target.save();
      journal.hold(target);
      entry.set(target, before);
      load(target, withChange(before, change, true));
    }
    if (manner === 'cooperative' && run.waits === 0 && !run.leaves) {
      for (const [target, state] of entry) this.#note(thread, target, state);
      return run.result;
    }
    const status = journal.outside(() => new Status(this.#machine.visits, journal.next(), NOT_STARTED));
    journal.hold(status);
    status.value = RUNNING;
    const promise = manner === 'preemptive' ? native('a task', { key: `task ${status.serial}`, inert: true }) : promiseOf(run.result);
    const known = this.#promises.get(promise);
    const shared = known !== undefined && mayRun(known);
    const task: Task = {
      manner: within,
      make,
      place,
      since,
      status,
      outside,
      entry,
      noted: new Map(),
      result: run.result,
      run,
      lists: [],
      shared,
    };
    if (known && shared) known.shared = true;
    this.#promises.set(promise, task);
    this.#used = true;
    thread.tasks.push(task);
    thread.changes = -1;
    journal.noted = { below: journal.serial, states: task.noted, changes: 0 };
    this.#expose();
    return promise;
  }

  /** What promises give, in a list of its own, though nobody has waited for them: what they give later joins it. */
  results(promises: readonly Value[], more: Value | undefined): ListValue {
    this.#alone(() => this.#wait(this.#thread));
    const list = this.#machine.list(
      promises.map((promise) => this.#resolve(promise, false)),
      more && this.#resolve(more, false),
    );
    for (const promise of [...promises, ...(more ? optionsOf(more) : [])]) this.#promises.get(promise)?.lists.push(list);
    return list;
  }

  /** Runs what has a memory of its own, and that is a copy of the one here: a process. Nothing that it writes is seen here. */
  apart(make: () => Value): Value {
    return this.#alone(() => this.#run(make, 'cooperative', new Map()).result);
  }

  /** Whether others go on at any point beside the thread, or beside a task that it starts now. */
  #preempted({ manner, tasks }: Thread): boolean {
    return manner === 'preemptive' || tasks.some((task) => task.manner === 'preemptive' && mayRun(task));
  }

  /** Sets what is contested, and whether it is known what is written between two statements. */
  #expose(): void {
    const { journal, visits } = this.#machine;
    const thread = this.#thread;
    this.#contested.clear();
    if (thread.manner === 'preemptive') for (const target of thread.outside.keys()) this.#contested.add(target);
    for (const { manner, run } of thread.tasks)
      if (manner === 'preemptive') for (const target of run.writes.keys()) this.#contested.add(target);
    visits.showAll(this.#contested.size > 0);
    const watched = thread.manner === 'preemptive' || thread.tasks.some((task) => task.manner === 'preemptive');
    if (watched) journal.fresh ??= new Set();
    else journal.fresh = undefined;
  }

  /** A statement begins: what was written before it may be found by the threads beside. */
  pass(fresh: Set<Mutable>): void {
    const targets = new Set(fresh);
    fresh.clear();
    const thread = this.#thread;
    const { since } = thread;
    const { visits } = this.#machine;
    this.#alone(() => {
      if (since && thread.manner === 'preemptive') visits.unread(() => this.#look(thread, since, targets));
      const affected = ({ run }: Task): boolean => [...targets].some((target) => run.reads.has(target));
      if (thread.tasks.some((task) => task.manner === 'preemptive' && affected(task) && mayRun(task))) this.#catchUp(thread);
    });
  }

  /** The program looks at a value that others may write at the same time. */
  meet(target: Mutable): void {
    if (this.#joining || !this.#contested.has(target)) return;
    const thread = this.#thread;
    this.#alone(() => {
      const rivals = thread.tasks.filter((task) => task.manner === 'preemptive' && mayRun(task));
      if (rivals.length > 0 && thread.changes < 0) this.#catchUp(thread);
      for (const { run } of rivals) {
        const change = run.writes.get(target);
        if (change) this.#join(target, change, true);
      }
      const outside = thread.manner === 'preemptive' ? thread.outside.get(target) : undefined;
      if (outside) this.#join(target, outside);
    });
  }

  /** Runs a body that looks at values, but not as the program does. */
  #alone<T>(body: () => T): T {
    const joining = this.#joining;
    this.#joining = true;
    try {
      return body();
    } finally {
      this.#joining = joining;
    }
  }

  /** Lets the threads beside go on; what they write is found where it is looked at. */
  #catchUp(thread: Thread): void {
    const { journal, visits } = this.#machine;
    const reads = visits.unread(() => this.#settle(thread, thread.tasks.filter(mayRun)));
    thread.changes = journal.noted?.changes ?? 0;
    for (const each of reads) visits.hasRead(each);
    this.#expose();
  }

  /** Runs what goes on with what a promise gives; nobody waits for that at once. */
  startAfter(promise: Value, goesOn: (value: Value) => Value): Value {
    return this.start(() => goesOn(this.awaited(promise)));
  }

  /** `Promise.all` and the like. */
  gathers(list: ListValue, gathered: Gathered): ListValue {
    this.#gathered.set(list, gathered);
    return list;
  }

  /** One of several promises, nobody knows which. */
  oneOf(promises: readonly Value[]): Value {
    const [only, ...others] = promises;
    return only && others.length === 0 ? only : promiseOf(union(promises));
  }

  /** Waits: all that runs may go on. Gives what a promise is a promise of. */
  awaited(value: Value): Value {
    const thread = this.#thread;
    if (thread.since === undefined && !this.#used) return value;
    return this.#alone(() => {
      this.#wait(thread);
      const result = this.#resolve(value, true);
      this.#prune(thread);
      this.#expose();
      return result;
    });
  }

  /** Waits until none of the promises has anything left to run, whether or not that has begun in this branch. */
  join(promises: Iterable<Value>): void {
    const { journal } = this.#machine;
    for (const promise of promises) {
      this.awaited(promise);
      const task = this.#promises.get(promise);
      if (!task || !mayRun(task) || task.run.leaves) continue;
      journal.hold(task.status);
      task.status.value = OVER;
    }
  }

  #wait(thread: Thread): void {
    const { visits } = this.#machine;
    const reads = visits.unread(() => {
      const again = thread.tasks.some(mayRun) ? this.#goOn(thread) : [];
      if (thread.since !== undefined) this.#look(thread, thread.since);
      thread.waits++;
      for (const [target, change] of thread.outside) this.#join(target, change);
      return again;
    });
    this.#expose();
    for (const each of reads) visits.hasRead(each);
  }

  /** Lets a value also be what others write. `own`: its own tasks, whose changes are its own to those outside. */
  #join(target: Mutable, change: State, own = false): void {
    const before = target.save();
    if (includes(before, change)) return;
    this.#put(target, withChange(before, change, false), own);
  }

  /** Puts a state in place of the present one, by what others have done. */
  #put(target: Mutable, state: State, own = false): void {
    const thread = this.#thread;
    this.#note(thread, target, target.save());
    this.#machine.journal.hold(target);
    load(target, state);
    if (!own && thread.since && target.serial < thread.since.serial) thread.found.set(target, copied(state));
  }

  /** Keeps the state of what is changed by others than the thread itself, for tasks that begin there. */
  #note(thread: Thread, target: Mutable, before: State): void {
    const last = thread.tasks.at(-1);
    if (last && !last.entry.has(target) && !last.noted.has(target)) last.entry.set(target, before);
  }

  /** Keeps what the thread has written up to now, and what others may see of it. `fresh`: all that it has written since the last time. */
  #look(thread: Thread, since: Moment, fresh?: ReadonlySet<Mutable>): void {
    const now: Changes = new Map();
    const first: States = new Map();
    const isOld = (target: Mutable): boolean => fresh !== undefined && !fresh.has(target);
    this.#machine.journal.changes(since, (target, before) => {
      if (target instanceof Status || isOld(target)) return;
      const change = changeBetween(thread.found.get(target) ?? before, target.save()) ?? (fresh && written(target));
      if (!change) return;
      now.set(target, change);
      first.set(target, before);
    });
    reach(now.values(), since.serial, thread.shown);
    for (const target of thread.shown) {
      const before = thread.found.get(target);
      if (before && isOld(target)) continue;
      const state = target.save();
      const change = before && changeBetween(before, state);
      if (change) now.set(target, change);
      if (change) first.set(target, NOTHING);
      if (!before) thread.seen.set(target, copied(state));
      if (change || !before) thread.found.set(target, copied(state));
    }
    include(thread.writes, now);
    const known = fresh ? [...fresh].filter((target) => thread.seen.has(target)) : thread.seen.keys();
    const all = new Set([...known, ...now.keys()]);
    spend(all.size);
    for (const target of all) {
      const at = thread.waits > 0 ? first.get(target) : undefined;
      thread.seen.set(target, sight(thread.seen.get(target), at, target.save(), now.get(target)));
    }
  }

  /** Runs a task and takes back what it changed. `entry`: the states in which it began, where they are others now. */
  #run(make: () => Value, manner: Manner, outside: Changes, entry?: States): Run {
    const { journal, visits } = this.#machine;
    const outer = this.#thread;
    const joining = this.#joining;
    const { noted, fresh } = journal;
    journal.noted = undefined;
    journal.fresh = undefined;
    const run = (): Omit<Run, 'reads'> => {
      const since = journal.now;
      const thread = newThread(manner, outer, since, outside);
      this.#thread = thread;
      this.#expose();
      this.#joining = false;
      const result = make();
      if (journal.fresh) this.pass(journal.fresh);
      this.#joining = true;
      const { waits } = thread;
      const left = thread.tasks.filter(mayRun);
      const leaves = left.some(({ run }) => run.writes.size > 0);
      visits.unread(() => {
        if (left.length > 0) this.#goOn(thread);
        this.#look(thread, since);
      });
      const final: Changes = new Map([...thread.seen].map(([target, change]) => [target, partOf(target.save(), change)]));
      return { result, writes: thread.writes, seen: thread.seen, final, waits, leaves, shown: thread.shown };
    };
    try {
      return journal.discard(() => {
        if (entry) journal.put(entry);
        const { result, reads } = visits.reading(() => journal.discard(run));
        return { ...result, reads };
      });
    } finally {
      this.#thread = outer;
      this.#joining = joining;
      journal.noted = noted;
      journal.fresh = fresh;
      this.#expose();
    }
  }

  /** Lets the tasks of a thread go on, beside what the thread itself has done, until nothing is new; then what they write is written. */
  #goOn(thread: Thread): readonly ReadonlySet<Mutable>[] {
    const { journal } = this.#machine;
    const tasks = thread.tasks.filter(mayRun);
    const changes = journal.noted?.changes ?? 0;
    const reads = changes === thread.changes ? [] : this.#settle(thread, tasks);
    thread.changes = changes;
    for (const task of tasks) for (const [target, change] of task.run.writes) this.#join(target, change, true);
    return reads;
  }

  #settle(thread: Thread, tasks: readonly Task[]): readonly ReadonlySet<Mutable>[] {
    const { journal } = this.#machine;
    const reads: ReadonlySet<Mutable>[] = [];
    const patience = journal.patience();
    let rounds = 0;
    let widen: ((before: State, after: State) => State) | undefined;
    const fresh = new Map(tasks.map((task) => [task, this.#foreign(thread, task)]));
    for (;;) {
      let changed = false;
      for (const task of tasks) {
        const news = [
          ...include(task.outside, fresh.get(task) ?? new Map(), widen),
          ...tasks.flatMap((other) => (other === task ? [] : include(task.outside, other.run.writes, widen))),
        ];
        fresh.delete(task);
        if (!news.some((target) => task.run.reads.has(target))) continue;
        if (this.#again(thread, task, widen)) changed = true;
        reads.push(task.run.reads);
      }
      if (!changed) break;
      if (patience.next() === 'give up') break;
      if (++rounds >= EXACT_ROUNDS) widen = (before, after) => journal.widenedState(before, after);
    }
    return reads;
  }

  /** What the thread itself has changed since a task began. */
  #foreign(thread: Thread, task: Task): Changes {
    const changes: Changes = new Map();
    include(changes, thread.outside);
    const { reads, writes, shown } = task.run;
    const first: States = new Map();
    for (const { noted } of thread.tasks.slice(thread.tasks.indexOf(task))) {
      spend(noted.size);
      for (const [target, before] of noted)
        if (!first.has(target) && (reads.has(target) || writes.has(target) || shown.has(target))) first.set(target, before);
    }
    spend(first.size);
    const own: Changes = new Map();
    for (const [target, before] of first) {
      const change = changeBetween(before, target.save()) ?? written(target);
      if (change) own.set(target, change);
    }
    include(changes, own);
    // who has changed what the task made may also have put it where the task finds it
    if ([...shown].some((target) => first.has(target))) include(changes, writes);
    return changes;
  }

  /** Runs a task again; gives whether it does something new. */
  #again(thread: Thread, task: Task, widen: ((before: State, after: State) => State) | undefined): boolean {
    const machine = this.#machine;
    const entry: States = new Map();
    for (const later of thread.tasks.slice(thread.tasks.indexOf(task))) {
      spend(later.entry.size + later.noted.size);
      for (const [target, state] of [...later.entry, ...later.noted])
        if (target.serial < task.since.serial && !entry.has(target)) entry.set(target, state);
    }
    const run = machine.at(task.place, () => this.#run(task.make, task.manner, task.outside, entry));
    for (const target of run.shown) {
      const seen = run.seen.get(target);
      if (seen) load(target, withChange(target.save(), seen, true));
    }
    const writes = new Map(task.run.writes);
    let changed = include(writes, run.writes, widen).length > 0;
    if (!covers(task.result, run.result)) {
      const joined = union([task.result, run.result]);
      task.result = widen ? machine.journal.widened(task.result, joined, 'all') : joined;
      for (const list of task.lists) {
        machine.journal.hold(list);
        load(list, joinStates([list.save(), { kind: 'list', items: [], rest: task.result }]));
      }
      changed = true;
    }
    task.run = { ...run, writes, reads: new Set([...task.run.reads, ...run.reads]) };
    return changed;
  }

  /** What a promise gives. `sure`: it has given that now, so that the task is over. */
  #resolve(value: Value, sure: boolean): Value {
    const gathered = value.kind === 'list' ? this.#gathered.get(value) : undefined;
    if (gathered) return gathered((promise, known) => this.#resolve(promise, known && sure));
    const task = this.#promises.get(value);
    if (task) {
      if (sure) this.#finish(task);
      return task.result;
    }
    return value.kind === 'union' ? union(value.options.map((option) => this.#resolve(option, false))) : value;
  }

  /** The task is over: what it changed is what it leaves at its end, or what others have written beside it. */
  #finish(task: Task): void {
    const { journal } = this.#machine;
    const within: Thread[] = [];
    let owner: Thread | undefined = this.#thread;
    for (; owner && !owner.tasks.includes(task); owner = owner.outer) within.push(owner);
    if (!owner || task.shared || task.run.leaves || !surelyRuns(task)) return;
    const later = owner.tasks.slice(owner.tasks.indexOf(task));
    for (const [target, final] of task.run.final) {
      if (!task.entry.has(target) || later.some(({ noted }) => noted.has(target))) continue;
      if (within.some(({ writes }) => writes.has(target))) continue;
      const rival = task.outside.get(target);
      const change = rival ? partOf(withChange(final, rival, false), final) : final;
      this.#put(target, withChange(target.save(), change, true));
    }
    journal.hold(task.status);
    task.status.value = OVER;
  }

  /** Forgets tasks that are over in every branch, and the oldest of too many. */
  #prune(thread: Thread): void {
    const { journal } = this.#machine;
    for (let first = thread.tasks[0]; first; first = thread.tasks[0]) {
      const over = !mayRun(first) && journal.depth <= first.since.depth;
      if (!over && thread.tasks.length < MAX_TASKS) break;
      if (!over) include(thread.outside, first.run.writes);
      thread.tasks.shift();
    }
    if (thread.tasks.length === 0) journal.noted = undefined;
  }
}

/** A value that is told apart from equal ones; what changes is as it is. */
const promiseOf = (value: Value): Value =>
  value.kind === 'text' || value.kind === 'constant' || value.kind === 'unknown' || value.kind === 'union' ? { ...value } : value;
