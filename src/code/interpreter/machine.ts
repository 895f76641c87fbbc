/**
 * The state of one analysis of one function: budget, call stack, loaded modules, and what was found. The semantics are in
 * the files beside it: evaluate (expressions), execute (statements), invoke (calls), members, patterns, modules.
 */
import type { App, LambdaFunction } from '../../model/app.ts';
import type { Credentials, DirectCall, LostCall, SdkCall } from '../../model/call.ts';
import { datumKey, sameDatum } from '../../model/datum.ts';
import type { Finding } from '../../model/finding.ts';
import type { StatedModel } from '../../model/library-model.ts';
import type { Span } from '../../model/span.ts';
import { sameText, type Text, textKey } from '../../model/text.ts';
import type { Files } from '../files.ts';
import { type Inbox, NOTHING_SENT } from '../flow/inbox.ts';
import { carriesData } from '../flow/sends.ts';
import { substituted } from '../inline.ts';
import type { Language, Resolution } from '../language.ts';
import type { FunctionNode, Module } from '../program.ts';
import { settle } from './escape.ts';
import { Journal } from './journal.ts';
import type { ModuleRecord } from './modules.ts';
import { Cell, ListValue, ObjectValue } from './mutable.ts';
import type { Program } from './parsed.ts';
import type { Summary } from './recursion.ts';
import { Tasks } from './tasks.ts';
import {
  type AccessorValue,
  BudgetExhausted,
  type ClassValue,
  type ClosureValue,
  carriesBehaviour,
  type DynamicField,
  effort,
  type NativeValue,
  type TextValue,
  textValue,
  UNDEFINED,
  union,
  type Value,
} from './values.ts';
import { Visits } from './visits.ts';

/** A place in the program. */
export interface Site {
  readonly module: Module;
  readonly at: number;
}

export interface Arguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** what further positional arguments may be, when a list of unknown length was spread */
  readonly rest?: Value;
  /** positional arguments whose address is handed over */
  readonly addresses?: readonly number[];
  /** the caller goes on without waiting for what the function does later */
  readonly beside?: boolean;
  /** names of the types that they are declared to have, where methods are chosen by these */
  readonly declared?: readonly (string | undefined)[];
  /** of a promise's method: lets the state be one in which what gave the promise has failed */
  readonly failed?: () => void;
}

/** No keyword arguments; shared, so that calls without them allocate nothing. */
export const NO_NAMES: ReadonlyMap<string, Value> = new Map();

export const NO_ARGUMENTS: Arguments = { positional: [], named: NO_NAMES };

export const args = (...positional: readonly Value[]): Arguments => ({ positional, named: NO_NAMES });

/** Of a call that nobody waits for. */
export const argsBeside = (...positional: readonly Value[]): Arguments => ({ positional, named: NO_NAMES, beside: true });

/** The argument at the index; `undefined` when there is none. */
export const argument = (given: Arguments, index: number): Value => given.positional[index] ?? given.rest ?? UNDEFINED;

/** Which closure runs on which receiver, when it began and after how many steps, and whether it stands for any further run (recursion.ts). */
export interface Run {
  readonly closure: ClosureValue;
  readonly receiver: Value;
  readonly start: number;
  readonly steps: number;
  readonly summary: Summary | undefined;
}

export interface Frame {
  /** as call chains name it */
  readonly name: string;
  readonly node: FunctionNode | undefined;
  readonly returns: Value[];
  readonly yields: Value[];
  /** of a generator: notes what it leaves to others when it yields */
  shows?: () => void;
  /** a branch that may not have run yielded something */
  unsure?: boolean;
  /** how many branches were running when it began */
  readonly depth?: number;
  /** who called it does not wait for what it returns */
  readonly beside?: boolean;
  /** how many finalizers run before what it returns is waited for */
  finalizers?: number;
  /** of a function of the program */
  readonly run?: Run;
}

/** A field with the class that declares it, and what computes it. */
export interface InitialValue {
  readonly type: ClassValue;
  readonly key: string;
  readonly lazy: AccessorValue;
}

/** Bounds of one analysis. Running out is reported as unresolved, never passed over. */
export interface Budget {
  /** expressions evaluated and statements run */
  readonly steps: number;
  /** nested calls */
  readonly depth: number;
  /** nested calls of one function */
  readonly recursion: number;
  /** iterations of one loop that are followed one by one; of a loop inside another, the square root of it, and so on */
  readonly iterations: number;
}

export const DEFAULT_BUDGET: Budget = { steps: 3_000_000, depth: 80, recursion: 2, iterations: 64 };

/** Items of a list that are kept one by one. */
export const MAX_ITEMS = 2048;

/** Different calls at one place that are compared for nothing; more of them count as work. */
const MANY_CALLS = 16;

/** Values that are looked at in the time of a step. */
const EFFORT_A_STEP = 4;

export interface MachineOptions {
  readonly fn: LambdaFunction;
  readonly app: App;
  readonly files: Files;
  readonly language: Language;
  readonly program: Program;
  /** what other functions of the app send; nothing, when left out */
  readonly inbox?: Inbox;
  readonly budget?: Budget;
  /** library models of the app's owner */
  readonly models?: readonly StatedModel[];
}

/** Where in the run something happens. */
export interface Place {
  readonly frames: readonly Frame[];
  readonly observing: number;
  readonly nested: number;
  readonly loops: number;
}

/** Sizes of what has been found. */
interface Found {
  readonly sets: readonly number[];
  readonly lists: readonly number[];
}

export class Machine {
  readonly fn: LambdaFunction;
  readonly app: App;
  readonly files: Files;
  readonly language: Language;
  readonly program: Program;
  readonly inbox: Inbox;
  readonly budget: Budget;
  readonly models: readonly StatedModel[];
  /** those whose packages the program imports */
  readonly modelsUsed = new Set<StatedModel>();
  /** what deployment puts into inline code */
  readonly substitutions: ReadonlyMap<string, Text> | undefined;
  readonly journal = new Journal({
    work: (units) => {
      if (units > 0) this.step(units);
      return this.#steps;
    },
    unsettled: () => {
      const [first] = this.modules.values();
      const site = this.lastSite ?? (first && { module: first.module, at: 0 });
      if (site) this.lose({ what: 'what a loop or recursion leaves', why: 'it goes on changing beyond what is followed' }, site);
    },
  });
  readonly visits = new Visits(this);
  readonly tasks = new Tasks(this);
  readonly frames: Frame[] = [];
  readonly modules = new Map<string, ModuleRecord>();
  readonly findings: Finding[] = [];
  /** functions that ran at least once, and closures by what is their own: a callback that unknown code was given and that never ran is run at the end */
  readonly ran = new Set<object>();
  /** on which instances a method ran */
  readonly ranOn = new Map<FunctionNode, Set<Value>>();
  /** values that unknown code was given */
  readonly escaped: { readonly value: Value; readonly site: Site; readonly via: readonly string[] }[] = [];
  /** what the program gave to the callback that Lambda calls it with */
  readonly answers: Value[] = [];
  /** SDK clients whose packages the program imports: where a lost receiver may come from */
  readonly clientsSeen = new Set<string>();
  /** values that the library keeps for the whole run, by its own keys */
  readonly store = new Map<string, unknown>();
  /** what runs the generator again that gave a list */
  readonly generators = new WeakMap<ListValue, () => Value>();
  /** the generator that is called next runs in what was left by who walked through what it gave */
  resumes = false;
  /** of lists that give what they hold in an order that is not specified: what that is, each item by itself */
  readonly bags = new WeakMap<ListValue, () => readonly Value[]>();
  /** objects that may be one, as soon as there are some (twins.ts) */
  twins: WeakMap<ObjectValue, Set<ObjectValue>> | undefined;
  /** the fields of instances that get their initial values when they are first read (classes.ts) */
  readonly initialValues = new WeakMap<ObjectValue, readonly InitialValue[]>();
  /** how many `try` bodies are running whose handler tells a missing object from other errors */
  observing = 0;
  /** how many blocks are running that run what follows them */
  nested = 0;
  /** the last place that was noted, for messages about a run that stopped */
  lastSite: Site | undefined;
  #steps = 0;
  #effort = effort.spent;
  #loops = 0;
  #loopStart = 0;
  /** by importing file and specifier: an imported name is resolved whenever it is read */
  readonly #resolutions = new Map<string, Map<string, Resolution>>();
  readonly #calls: SdkCall[] = [];
  /** those calls by place and operation */
  readonly #callsAt = new Map<string, SdkCall[]>();
  readonly #direct = new Map<string, DirectCall>();
  readonly #lost = new Map<string, LostCall>();

  constructor(options: MachineOptions) {
    this.fn = options.fn;
    this.app = options.app;
    this.files = options.files;
    this.language = options.language;
    this.program = options.program;
    this.inbox = options.inbox ?? NOTHING_SENT;
    this.budget = options.budget ?? DEFAULT_BUDGET;
    this.models = options.models ?? [];
    this.substitutions = options.fn.code.kind === 'inline' ? options.fn.code.substitutions : undefined;
  }

  /** Where an import of the file leads. */
  resolve(specifier: string, from: string): Resolution {
    let known = this.#resolutions.get(from);
    if (known === undefined) {
      known = new Map();
      this.#resolutions.set(from, known);
    }
    let resolution = known.get(specifier);
    if (resolution === undefined) {
      resolution = this.language.resolve(specifier, from, this.fn, this.files);
      known.set(specifier, resolution);
    }
    return resolution;
  }

  /** A literal of the source, with what deployment puts into it. */
  literal(source: string): TextValue {
    return textValue(this.substitutions === undefined ? source : (substituted(source, this.substitutions) ?? source));
  }

  get calls(): readonly SdkCall[] {
    return this.#calls;
  }

  get direct(): readonly DirectCall[] {
    return [...this.#direct.values()];
  }

  get lost(): readonly LostCall[] {
    return [...this.#lost.values()];
  }

  /** Counts one unit of work, or more, and what joining values has cost since. Throws BudgetExhausted at the end of the budget. */
  step(units = 1): void {
    this.#steps += units;
    if (effort.spent - this.#effort >= EFFORT_A_STEP) {
      this.#steps += Math.floor((effort.spent - this.#effort) / EFFORT_A_STEP);
      this.#effort = effort.spent;
    }
    if (this.#steps > this.budget.steps) throw new BudgetExhausted();
    effort.limit = effort.spent + (this.budget.steps - this.#steps) * EFFORT_A_STEP;
  }

  /**
   * Runs a body that follows a loop round by round, with how many rounds it may follow. Loops inside loops get fewer, and none
   * is left when the outermost loop has cost its share: what is left of a long loop is run as any number of rounds at once.
   */
  following<T>(body: (rounds: () => number) => T): T {
    if (this.#loops === 0) this.#loopStart = this.#steps;
    const rounds = Math.max(2, Math.floor(this.budget.iterations ** (1 / 2 ** this.#loops)));
    this.#loops++;
    try {
      return body(() => (this.#steps - this.#loopStart > this.budget.steps / 100 ? 0 : rounds));
    } finally {
      this.#loops--;
    }
  }

  /** Whether a run of a function stands for any number of nested ones. */
  get recurs(): boolean {
    return this.frames.some((frame) => frame.run?.summary);
  }

  place(): Place {
    return { frames: [...this.frames], observing: this.observing, nested: this.nested, loops: this.#loops };
  }

  /** Runs a body as it would be run at the place. */
  at<T>(place: Place, body: () => T): T {
    const here = this.place();
    this.#move(place);
    try {
      return body();
    } finally {
      this.#move(here);
    }
  }

  #move({ frames, observing, nested, loops }: Place): void {
    this.frames.splice(0, this.frames.length, ...frames);
    this.observing = observing;
    this.nested = nested;
    this.#loops = loops;
  }

  /** How much has been found. */
  found(): Found {
    const sets = [this.#direct, this.#lost, this.ran].map((each) => each.size);
    return { sets, lists: [this.#calls, this.findings, this.escaped, this.answers].map((each) => each.length) };
  }

  /** Forgets what was found since. */
  forget(found: Found): void {
    this.#keepCalls((_, i) => i < (found.lists[0] ?? 0));
    [this.#direct, this.#lost, this.ran].forEach((each: Map<unknown, unknown> | Set<unknown>, i) => {
      for (const key of [...each.keys()].slice(found.sets[i])) each.delete(key);
    });
    [this.findings, this.escaped, this.answers].forEach((each, i) => {
      each.length = found.lists[i + 1] ?? 0;
    });
  }

  get steps(): number {
    return this.#steps;
  }

  span(site: Site): Span {
    this.lastSite = site;
    const { line, column, file = site.module.file } = site.module.position(site.at);
    return { file, line, column };
  }

  /** Function names from the handler to here, without nameless ones. */
  via(): readonly string[] {
    const names: string[] = [];
    for (const { name } of this.frames) if (name !== '') names.push(name);
    return names;
  }

  /**
   * Notes an API call. The same call with the same input from the same place counts once, with the first chain; JSON that it writes
   * tells it apart only where others may receive it.
   */
  record(call: Omit<SdkCall, 'span' | 'via'>, site: Site): void {
    const span = this.span(site);
    const key = callKey(call.operation, span);
    const known = this.#callsAt.get(key);
    if (known && known.length > MANY_CALLS) this.step(known.length);
    if (known?.some((other) => sameCall(other, call))) return;
    const via = this.via();
    const noted: SdkCall = this.observing > 0 ? { ...call, observes: ['not-found'], span, via } : { ...call, span, via };
    this.#calls.push(noted);
    if (known) known.push(noted);
    else this.#callsAt.set(key, [noted]);
  }

  /** How many calls were noted. */
  get callCount(): number {
    return this.#calls.length;
  }

  /** Forgets the calls that were noted after the first `count` ones and mention the reason. */
  forgetCalls(count: number, reason: string): void {
    this.#keepCalls((call, i) => i < count || !mentions(call, reason));
  }

  #keepCalls(keep: (call: SdkCall, i: number) => boolean): void {
    const kept = this.#calls.filter(keep);
    if (kept.length === this.#calls.length) return;
    this.#calls.splice(0, this.#calls.length, ...kept);
    const left = new Set(kept);
    for (const [key, calls] of this.#callsAt)
      this.#callsAt.set(
        key,
        calls.filter((call) => left.has(call)),
      );
  }

  recordDirect(call: Omit<DirectCall, 'span' | 'via'>, site: Site): void {
    const span = this.span(site);
    const key = `${placeKey(span)} ${call.action} ${datumKey(call.input)}`;
    if (!this.#direct.has(key)) this.#direct.set(key, { ...call, span, via: this.via() });
  }

  /** Notes what could not be followed. One entry a place and subject. */
  lose(lost: Omit<LostCall, 'span' | 'via'>, site: Site): void {
    this.loseAt(lost, this.span(site));
  }

  /** The same, in a file that could not be read as a module. */
  loseAt(lost: Omit<LostCall, 'span' | 'via'>, span: Span): void {
    const key = `${placeKey(span)} ${lost.operation} ${lost.what}`;
    if (!this.#lost.has(key)) this.#lost.set(key, { ...lost, span, via: this.via() });
  }

  /** A value leaves to code that is not known: what it could do there is settled at the end (escape.ts). */
  escape(value: Value, site: Site): void {
    if (!carriesBehaviour(value)) return;
    this.escaped.push({ value, site, via: this.via() });
  }

  settle(): void {
    settle(this);
    this.tasks.awaited(UNDEFINED);
  }

  cell(value: Value): Cell {
    return new Cell(this.visits, this.journal.next(), value);
  }

  assign(cell: Cell, value: Value): void {
    this.journal.touch(cell);
    cell.value = value;
  }

  object(
    fields: Iterable<readonly [string, Value]> = [],
    extra: {
      open?: Value;
      class?: ClassValue;
      prototype?: ObjectValue;
      dynamic?: DynamicField[];
      base?: NativeValue;
      /** of what is as old as something else */
      serial?: number;
    } = {},
  ): ObjectValue {
    return new ObjectValue(this.visits, extra.serial ?? this.journal.next(), extra.prototype, {
      fields: Array.isArray(fields) && fields.length === 0 ? new Map() : new Map(fields),
      dynamic: extra.dynamic ?? [],
      open: extra.open,
      class: extra.class,
      base: extra.base,
    });
  }

  /** The properties of a function object: as old as that, whenever one is first set, so that they change in the same branches. */
  propertiesOf(closure: ClosureValue): ObjectValue {
    if (closure.own.properties === undefined) {
      this.visits.appears(closure.serial);
      closure.own.properties = this.object([], { serial: closure.serial + 0.5 });
    }
    return closure.own.properties;
  }

  /** A list; one that is longer than can be followed keeps its items as what any of them may be. */
  list(items: readonly Value[], rest?: Value): ListValue {
    if (items.length > MAX_ITEMS) return this.list([], union([...items, ...(rest ? [rest] : [])]));
    return new ListValue(this.visits, this.journal.next(), [...items], rest);
  }
}

const placeKey = (span: Span): string => `${span.file}:${span.line}:${span.column}`;

const callKey = (operation: string | undefined, { line, column, file }: Span): string => `${operation ?? ''} ${line}:${column} ${file}`;

/** Of two calls of one operation at one place. */
const sameCall = (a: Omit<SdkCall, 'span' | 'via'>, b: Omit<SdkCall, 'span' | 'via'>): boolean =>
  a.client === b.client &&
  (a.region === b.region || (a.region !== undefined && b.region !== undefined && sameText(a.region, b.region))) &&
  credentialsKey(a.credentials) === credentialsKey(b.credentials) &&
  sameDatum(a.input, b.input, carriesData(a));

const mentions = ({ input, region, credentials }: SdkCall, reason: string): boolean =>
  `${region ? textKey(region) : ''} ${credentialsKey(credentials)} ${datumKey(input)}`.includes(reason);

function credentialsKey(credentials: Credentials): string {
  if (credentials.kind === 'own') return '';
  return `${credentials.kind} ${placeKey(credentials.span)} ${credentials.kind === 'assumed' ? datumKey(credentials.role) : credentials.reason}`;
}
