import type { ModuleRecord } from './modules.ts';
import type { Cell } from './mutable.ts';

/** Scopes with more names than this look them up in a map; in most there are a few. */
const FEW = 8;

interface Entry {
  readonly name: string;
  cell: Cell;
  readonly next: Entry | undefined;
}

/** Names of a block, function or module. Lookup goes outwards. */
export class Scope {
  readonly parent: Scope | undefined;
  /** the scope that `var` and hoisted functions declare in */
  readonly functionScope: Scope;
  /** the module that it belongs to, set when that is loaded; a weak map would keep all that an analysis made alive */
  record: ModuleRecord | undefined;
  #last: Entry | undefined;
  #count = 0;
  #many: Map<string, Cell> | undefined;

  constructor(parent: Scope | undefined, kind: 'function' | 'block') {
    this.parent = parent;
    this.record = parent?.record;
    this.functionScope = kind === 'function' || parent === undefined ? this : parent.functionScope;
  }

  own(name: string): Cell | undefined {
    return this.#many ? this.#many.get(name) : this.#entry(name)?.cell;
  }

  #entry(name: string): Entry | undefined {
    let entry = this.#last;
    while (entry && entry.name !== name) entry = entry.next;
    return entry;
  }

  find(name: string): Cell | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      for (let entry = scope.#last; entry; entry = entry.next) if (entry.name === name) return entry.cell;
      const cell = scope.#many?.get(name);
      if (cell) return cell;
    }
    return undefined;
  }

  declare(name: string, cell: Cell): void {
    if (this.#many) {
      this.#many.set(name, cell);
      return;
    }
    const known = this.#entry(name);
    if (known) known.cell = cell;
    else {
      this.#last = { name, cell, next: this.#last };
      if (++this.#count > FEW) {
        this.#many = this.#asMap();
        this.#last = undefined;
      }
    }
  }

  #asMap(): Map<string, Cell> {
    const cells: [string, Cell][] = [];
    for (let entry = this.#last; entry; entry = entry.next) cells.push([entry.name, entry.cell]);
    return new Map(cells.reverse());
  }

  cells(): Iterable<Cell> {
    return (this.#many ?? this.#asMap()).values();
  }

  names(): Iterable<string> {
    return (this.#many ?? this.#asMap()).keys();
  }
}
