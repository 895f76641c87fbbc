/**
 * The values that change: variables, objects and lists. A serial orders each of them against the branches that run, and the journal
 * keeps its states and puts them back (journal.ts). What the program reads or changes is shown to the watch (visits.ts).
 */
import type { ClassValue, DynamicField, NativeValue, Value } from './values.ts';

export type Mutable = Cell | ObjectValue | ListValue;

/** Is shown what is accessed. */
export interface Watch {
  /** only values with smaller serials are shown: none, as long as nobody watches */
  readonly below: number;
  see(target: Mutable): void;
}

export type State = CellState | ObjectState | ListState;

export interface CellState {
  readonly kind: 'cell';
  readonly value: Value;
  /** that it is another one is nothing new */
  readonly quiet?: true;
}

export type ObjectState = Pick<ObjectValue, 'kind' | 'fields' | 'dynamic' | 'open' | 'class' | 'base'>;
export type ListState = Pick<ListValue, 'kind' | 'items' | 'rest'>;

/** A variable. */
export class Cell {
  readonly kind = 'cell';
  readonly serial: number;
  /** left to the watch */
  seen: object | undefined = undefined;
  readonly #watch: Watch;
  #value: Value;

  constructor(watch: Watch, serial: number, value: Value) {
    this.serial = serial;
    this.#watch = watch;
    this.#value = value;
  }

  get value(): Value {
    if (this.serial < this.#watch.below) this.#watch.see(this);
    return this.#value;
  }

  set value(value: Value) {
    this.#value = value;
  }

  /** The state, not shown to the watch. */
  save(): CellState {
    return { kind: 'cell', value: this.#value };
  }

  load(state: CellState): void {
    this.#value = state.value;
  }

  /** From now on the containers of the saved state stay as they are. */
  detach(): void {}
}

/** How far something is that runs in the branches that are running; the program does not see it. */
export class Status extends Cell {
  override save(): CellState {
    return { ...super.save(), quiet: true };
  }
}

export class ObjectValue {
  readonly kind = 'object';
  readonly serial: number;
  /** where members are looked up next: `Object.create(p)`, `F.prototype` */
  readonly prototype: ObjectValue | undefined;
  /** left to the watch */
  seen: object | undefined = undefined;
  readonly #watch: Watch;
  #fields: Map<string, Value>;
  #dynamic: DynamicField[];
  #open: Value | undefined;
  #class: ClassValue | undefined;
  #base: NativeValue | undefined;

  constructor(watch: Watch, serial: number, prototype: ObjectValue | undefined, state: Omit<ObjectState, 'kind'>) {
    this.serial = serial;
    this.prototype = prototype;
    this.#watch = watch;
    this.#fields = state.fields;
    this.#dynamic = state.dynamic;
    this.#open = state.open;
    this.#class = state.class;
    this.#base = state.base;
  }

  get fields(): Map<string, Value> {
    if (this.serial < this.#watch.below) this.#watch.see(this);
    return this.#fields;
  }

  set fields(fields: Map<string, Value>) {
    this.#fields = fields;
  }

  /** fields written under keys that are not known, or known in part */
  get dynamic(): DynamicField[] {
    if (this.serial < this.#watch.below) this.#watch.see(this);
    return this.#dynamic;
  }

  set dynamic(dynamic: DynamicField[]) {
    this.#dynamic = dynamic;
  }

  /** what any other field holds; undefined: there is none */
  get open(): Value | undefined {
    if (this.serial < this.#watch.below) this.#watch.see(this);
    return this.#open;
  }

  set open(open: Value | undefined) {
    this.#open = open;
  }

  /** the class of an instance */
  get class(): ClassValue | undefined {
    if (this.serial < this.#watch.below) this.#watch.see(this);
    return this.#class;
  }

  set class(type: ClassValue | undefined) {
    this.#class = type;
  }

  /** the native that a class of the program extends, once constructed */
  get base(): NativeValue | undefined {
    if (this.serial < this.#watch.below) this.#watch.see(this);
    return this.#base;
  }

  set base(base: NativeValue | undefined) {
    this.#base = base;
  }

  save(): ObjectState {
    return { kind: 'object', fields: this.#fields, dynamic: this.#dynamic, open: this.#open, class: this.#class, base: this.#base };
  }

  load(state: ObjectState): void {
    this.#fields = state.fields;
    this.#dynamic = state.dynamic;
    this.#open = state.open;
    this.#class = state.class;
    this.#base = state.base;
  }

  detach(): void {
    this.#fields = new Map(this.#fields);
    this.#dynamic = [...this.#dynamic];
  }
}

export class ListValue {
  readonly kind = 'list';
  readonly serial: number;
  /** left to the watch */
  seen: object | undefined = undefined;
  readonly #watch: Watch;
  #items: Value[];
  #rest: Value | undefined;

  constructor(watch: Watch, serial: number, items: Value[], rest: Value | undefined) {
    this.serial = serial;
    this.#watch = watch;
    this.#items = items;
    this.#rest = rest;
  }

  get items(): Value[] {
    if (this.serial < this.#watch.below) this.#watch.see(this);
    return this.#items;
  }

  set items(items: Value[]) {
    this.#items = items;
  }

  /** what further items may be, when there may be more than `items` */
  get rest(): Value | undefined {
    if (this.serial < this.#watch.below) this.#watch.see(this);
    return this.#rest;
  }

  set rest(rest: Value | undefined) {
    this.#rest = rest;
  }

  save(): ListState {
    return { kind: 'list', items: this.#items, rest: this.#rest };
  }

  load(state: ListState): void {
    this.#items = state.items;
    this.#rest = state.rest;
  }

  detach(): void {
    this.#items = [...this.#items];
  }
}
