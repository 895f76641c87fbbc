/**
 * Whether another run of the same would find anything new, without running it.
 *
 * What ran may have changed what was there before: a cache, a client that is made once. Another run begins with what it left, and does
 * the same but for the calls that access what has changed. So only these calls are made again, each by itself in the new state. When
 * they give what they gave, and leave nothing new, the rest of the run would do as it did.
 *
 * That holds for a call that begins where the run began, so to speak: whatever it accesses is as old as the run and was not changed on
 * the way to it, or is its own. Otherwise the call that it is in is the one to be made again, and if that is the run as a whole, then
 * there may be something new.
 */
import { covers } from './fixpoint.ts';
import type { Machine, Place } from './machine.ts';
import type { Mutable, Watch } from './mutable.ts';
import type { Value } from './values.ts';

/** A call of a function of the program, made in the run. */
interface Call {
  /** undefined: the run as a whole */
  readonly outer: Call | undefined;
  readonly place: Place;
  readonly make: () => Value;
  /** whether it can be made by itself: what is repeated until it settles, for recursion, cannot */
  readonly single: boolean;
  /** serials when it began and ended: what it makes is in between */
  readonly start: number;
  end: number;
  /** its accesses to what is older than the run, calls inside included */
  readonly from: number;
  to: number;
  /** the serial of the oldest that it accessed of what the run has made */
  oldest: number;
  readonly stepsBefore: number;
  steps: number;
  result: Value | undefined;
}

interface Access {
  readonly target: Mutable;
  readonly call: Call;
  /** whether the run had changed it */
  readonly changed: boolean;
}

/** Calls that are made again cost less than this part of the run, else the run is. */
const WORTHWHILE = 1 / 2;

export class Visits implements Watch {
  below = Number.NEGATIVE_INFINITY;
  /** gets what is read of what is older than `#floor` */
  #reads: Set<Mutable> | undefined;
  #floor = Number.NEGATIVE_INFINITY;
  /** what is as young is of no interest here */
  #shown = Number.NEGATIVE_INFINITY;
  /** everything is shown, for what runs beside (tasks.ts) */
  #all = false;
  readonly #machine: Machine;
  #run: Call | undefined;
  #current: Call | undefined;
  #depth = 0;
  #accesses: Access[] = [];
  /** what the run changed, also where that was taken back */
  #touched = new Set<Mutable>();
  /** whether the run depends on something that is not watched */
  #unsure = false;
  /** what a call that is made again accesses */
  #again: Set<Mutable> | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  see(target: Mutable): void {
    if (this.#all) {
      this.#machine.tasks.meet(target);
      if (target.serial >= this.#shown) return;
    }
    if (this.#reads !== undefined && target.serial < this.#floor) this.#reads.add(target);
    if (this.#again) this.#again.add(target);
    const call = this.#current;
    if (call === undefined) return;
    if (target.serial >= (this.#run?.start ?? 0)) {
      if (target.serial < call.oldest) this.#enter(call, target.serial);
      return;
    }
    if (target.seen === call) return;
    target.seen = call;
    const changed = this.#touched.has(target) && this.#machine.journal.hasChanged(target, this.#depth);
    this.#accesses.push({ target, call, changed });
  }

  /** Runs a body and gives what it reads of what is older than it. */
  reading<T>(body: () => T): { readonly result: T; readonly reads: ReadonlySet<Mutable> } {
    const outer = { reads: this.#reads, floor: this.#floor };
    const reads = new Set<Mutable>();
    this.#reads = reads;
    this.#floor = this.#machine.journal.serial;
    this.#show();
    try {
      return { result: body(), reads };
    } finally {
      this.#reads = outer.reads;
      this.#floor = outer.floor;
      this.#show();
      this.hasRead(reads);
    }
  }

  /** Runs a body whose reading does not count. */
  unread<T>(body: () => T): T {
    const reads = this.#reads;
    this.#reads = undefined;
    try {
      return body();
    } finally {
      this.#reads = reads;
    }
  }

  hasRead(targets: ReadonlySet<Mutable>): void {
    if (this.#reads) for (const target of targets) if (target.serial < this.#floor) this.#reads.add(target);
  }

  /** Sets what is shown: what the run or the call has not made itself, and what is read. */
  #show(own = this.#current ? Math.max(this.#run?.start ?? 0, this.#current.oldest) : Number.NEGATIVE_INFINITY): void {
    this.#shown = Math.max(own, this.#floor);
    this.below = this.#all ? Number.POSITIVE_INFINITY : this.#shown;
  }

  showAll(all: boolean): void {
    if (all === this.#all) return;
    this.#all = all;
    this.below = all ? Number.POSITIVE_INFINITY : this.#shown;
  }

  /** What was there before has become something that nobody saw when it was not. */
  appears(serial: number): void {
    if (serial < this.#shown) this.#unsure = true;
  }

  #enter(call: Call, oldest: number): void {
    call.oldest = oldest;
    this.#current = call;
    this.#show();
  }

  /** Runs a body that may run any number of times, as a whole only as long as that may find something new. */
  repeat<T>(body: () => T): T[] {
    return this.#machine.journal.repeat(
      () => this.#watch(body),
      (news) => this.#mayDiffer(news),
    );
  }

  #watch<T>(body: () => T): T {
    const { journal } = this.#machine;
    if (this.#current || this.#again) return body();
    this.#accesses = [];
    this.#touched = new Set();
    this.#unsure = false;
    const { forGood } = journal;
    this.#depth = journal.depth;
    this.#run = this.#begin(undefined, () => {
      throw new Error('the run as a whole is not a call');
    });
    journal.touched = this.#touched;
    try {
      return body();
    } finally {
      this.#end(this.#run);
      if (journal.forGood > forGood) this.#unsure = true;
      this.#current = undefined;
      this.#show();
      journal.touched = undefined;
    }
  }

  /** Runs a call of a function of the program; `make` makes it again. */
  call(make: () => Value): Value {
    const outer = this.#current;
    if (outer === undefined) return make();
    const call = this.#begin(outer, make);
    try {
      call.result = make();
      return call.result;
    } finally {
      this.#end(call);
      this.#enter(outer, Math.min(outer.oldest, call.oldest));
    }
  }

  #begin(outer: Call | undefined, make: () => Value): Call {
    const { journal, steps } = this.#machine;
    const start = journal.serial;
    const call: Call = {
      outer,
      place: this.#machine.place(),
      make,
      single: journal.depth >= this.#depth && !this.#machine.recurs && !this.#machine.tasks.busy,
      start,
      end: start,
      from: this.#accesses.length,
      to: 0,
      oldest: start,
      stepsBefore: steps,
      steps: 0,
      result: undefined,
    };
    this.#current = call;
    this.#show(start);
    return call;
  }

  #end(call: Call): void {
    call.end = this.#machine.journal.serial;
    call.to = this.#accesses.length;
    call.steps = this.#machine.steps - call.stepsBefore;
  }

  /** Whether another run may find anything new, when this has changed in the state that it begins with. */
  #mayDiffer(changed: ReadonlySet<Mutable>): boolean {
    const calls = this.#unsure ? undefined : this.#affected(changed);
    if (calls === undefined) return true;
    const found = this.#machine.found();
    if (calls.every((call) => this.#same(call))) return false;
    this.#machine.forget(found);
    return true;
  }

  /** The calls to be made again; undefined: the whole run. */
  #affected(changed: ReadonlySet<Mutable>): readonly Call[] | undefined {
    const calls = new Set<Call>();
    for (const access of this.#accesses) {
      if (!changed.has(access.target) || isIn(access.call, calls)) continue;
      let call: Call | undefined = access.call;
      while (call && !this.#standsAlone(call)) call = call.outer;
      if (call === undefined) return undefined;
      calls.add(call);
    }
    const outermost = [...calls].filter((call) => !call.outer || !isIn(call.outer, calls));
    const steps = outermost.reduce((sum, call) => sum + call.steps, 0);
    return steps <= (this.#run?.steps ?? 0) * WORTHWHILE ? outermost : undefined;
  }

  #standsAlone(call: Call): boolean {
    if (!call.outer || !call.single || call.oldest < call.start) return false;
    const seen = new Set<Mutable>();
    for (const { target, changed } of this.#accesses.slice(call.from, call.to)) {
      if (changed && !seen.has(target)) return false;
      seen.add(target);
    }
    return true;
  }

  /** Makes a call again, and takes back what it leaves. Whether it did the same. */
  #same(call: Call): boolean {
    const { journal } = this.#machine;
    const known = new Set(this.#accesses.slice(call.from, call.to).map(({ target }) => target));
    const accessed = new Set<Mutable>();
    const { result, left } = this.#machine.at(call.place, () =>
      journal.apart(() => {
        this.#again = accessed;
        this.#show(journal.serial);
        try {
          const { result, interrupt } = journal.interruptible(call.make);
          interrupt?.();
          return result;
        } finally {
          this.#again = undefined;
          this.#show();
        }
      }),
    );
    const begin = this.#run?.start ?? 0;
    const isThere = (target: Mutable): boolean =>
      target.serial < begin ? known.has(target) || !this.#touched.has(target) : target.serial >= call.start && target.serial < call.end;
    return [...accessed].every(isThere) && covers(call.result, result) && !journal.isNews(left);
  }
}

function isIn(call: Call, calls: ReadonlySet<Call>): boolean {
  for (let outer: Call | undefined = call; outer; outer = outer.outer) if (calls.has(outer)) return true;
  return false;
}
