/**
 * A random program is drawn from a list of numbers: each decision of its writer takes the next one. Where the list is over, the first
 * alternative is taken, so that writers put the simplest first; a shorter list is then a smaller program, which is how fast-check
 * makes a failing program small.
 */
export class Draw {
  readonly #choices: readonly number[];
  #next = 0;
  #names = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  /** 0 … bound − 1 */
  below(bound: number): number {
    const choice = this.#choices[this.#next++] ?? 0;
    return choice % bound;
  }

  get left(): boolean {
    return this.#next < this.#choices.length;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  /** Runs one of the writers. */
  one(...writers: readonly (() => string)[]): string {
    return (writers[this.below(writers.length)] as () => string)();
  }

  /** Once in so many. */
  rarely(times: number): boolean {
    return this.below(times) === times - 1;
  }

  /** A name that no other of the program is. */
  name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }
}

/** The names that a program has at a place, by their kind: a block inside adds names of its own. */
export const copied = <Names extends object>(names: Names): Names =>
  Object.fromEntries(Object.entries(names).map(([kind, known]) => [kind, [...known]])) as Names;
