import type { Cell } from './mutable.ts';

/** Names of a block, function or module. Lookup goes outwards. */
export class Scope {
  readonly parent: Scope | undefined;
  /** the scope that `var` and hoisted functions declare in */
  readonly functionScope: Scope;
  #cells: Map<string, Cell> | undefined;

  constructor(parent: Scope | undefined, kind: 'function' | 'block') {
    this.parent = parent;
    this.functionScope = kind === 'function' || parent === undefined ? this : parent.functionScope;
  }

  own(name: string): Cell | undefined {
    return this.#cells?.get(name);
  }

  find(name: string): Cell | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const cell = scope.#cells?.get(name);
      if (cell) return cell;
    }
    return undefined;
  }

  declare(name: string, cell: Cell): void {
    this.#cells ??= new Map();
    this.#cells.set(name, cell);
  }

  cells(): Iterable<Cell> {
    return this.#cells?.values() ?? [];
  }

  names(): Iterable<string> {
    return this.#cells?.keys() ?? [];
  }
}
