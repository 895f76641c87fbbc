/**
 * Loops over what comes in an order that is not specified. Where the first order and the last one leave the same and do the same, the
 * order is taken to make no difference, and what was gathered in a list is there in any order; else all orders are run of few rounds, and
 * of many any number of rounds in any order.
 */
import { BREAKS, CONTINUES, type Completion, ENDS, FALLS, RETURNS, THROWS } from './execute.ts';
import { Comparison } from './fixpoint.ts';
import { bagList, bagOf } from './items.ts';
import type { States } from './journal.ts';
import type { Machine } from './machine.ts';
import type { State } from './mutable.ts';
import type { Scope } from './scope.ts';
import { type ClosureValue, type ListValue, type ObjectValue, optionsOf, sameValue, type Value } from './values.ts';

type Round = () => Completion;

const goesOn = (completion: Completion): boolean => (completion & (FALLS | CONTINUES)) !== 0;
const mayLeave = (completion: Completion): boolean => (completion & ~(FALLS | CONTINUES)) !== 0;

/** How a loop as a whole ends, from how its rounds end; and where a round surely leaves it. */
export const afterLoop = (rounds: Completion): Completion => (rounds & (RETURNS | THROWS | ENDS)) | FALLS;
export const leftBy = (round: Completion): Completion => (round & (RETURNS | THROWS | ENDS)) | ((round & BREAKS) !== 0 ? FALLS : 0);

/** Runs any number of rounds until nothing is new. */
export const repeat = (machine: Machine, body: Round): Completion => joined(machine.journal.repeat(body));

const joined = (completions: readonly Completion[]): Completion => completions.reduce((all, completion) => all | completion, 0);

/** The rounds one after the other, as long as none surely leaves the loop. */
function inTurn(machine: Machine, rounds: readonly Round[]): Completion {
  let all: Completion = 0;
  let maybe = false;
  for (const round of rounds) {
    const completion: Completion = maybe ? repeat(machine, round) : round();
    all |= completion;
    if (!maybe && !goesOn(completion)) return leftBy(completion);
    maybe ||= mayLeave(completion);
  }
  return afterLoop(all);
}

/** So many rounds are run in all of their orders. */
const FEW = 3;

export function inAnyOrder(machine: Machine, rounds: readonly Round[], follow: boolean): Completion {
  if (!follow) return anyNumber(machine, rounds);
  const first = attempt(machine, rounds);
  const last = attempt(machine, [...rounds].reverse());
  const lists = last.found || first.completion !== last.completion ? undefined : new SameUpToOrder().lists(first, last);
  if (lists) {
    machine.journal.put(first.left);
    machine.frames.at(-1)?.returns.push(...first.returned);
    for (const list of lists) putInBag(machine, list);
    return first.completion;
  }
  if (rounds.length > FEW) return anyNumber(machine, rounds);
  return joined(machine.journal.fork(orders(rounds).map((order) => () => inTurn(machine, order))));
}

function anyNumber(machine: Machine, rounds: readonly Round[]): Completion {
  const any = (): Completion => joined(machine.journal.fork(rounds));
  const first = any();
  return goesOn(first) ? afterLoop(first | repeat(machine, any)) : leftBy(first);
}

const orders = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length < 2 ? [items] : items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

interface Attempt {
  readonly completion: Completion;
  readonly returned: readonly Value[];
  readonly left: States;
  /** calls were found that were not known before */
  readonly found: boolean;
}

function attempt(machine: Machine, rounds: readonly Round[]): Attempt {
  const size = (): number => machine.callCount + machine.direct.length + machine.lost.length;
  const before = size();
  const returns = machine.frames.at(-1)?.returns;
  const { result, left } = machine.journal.apart(() => {
    const from = returns?.length ?? 0;
    const completion = inTurn(machine, rounds);
    return { completion, returned: returns?.splice(from) ?? [] };
  });
  return { ...result, left, found: size() > before };
}

function putInBag(machine: Machine, list: ListValue): void {
  const known = bagOf(machine, list);
  // a set's items stand by themselves
  if (known === list.items) return;
  const bag = bagList(machine, known ?? list.items);
  machine.journal.touch(list);
  list.items = [...bag.items];
  const items = machine.bags.get(bag);
  if (items) machine.bags.set(list, items);
}

const MAX_DEPTH = 8;

/** Whether two attempts left the same, but for the order of the items of lists. */
class SameUpToOrder {
  readonly #lists = new Set<ListValue>();
  readonly #compared = new Comparison();

  /** The lists of the first attempt whose items the other one left in another order; undefined: they left something else. */
  lists(first: Attempt, last: Attempt): ReadonlySet<ListValue> | undefined {
    const targets = new Set([...first.left.keys(), ...last.left.keys()]);
    for (const target of targets) {
      const [one, other] = [first, last].map(({ left }) => left.get(target) ?? target.save());
      if (!one || !other || !this.#states(one, other, target.kind === 'list' ? target : undefined)) return undefined;
    }
    const [returned, others] = [first, last].map((each) => each.returned.flatMap(optionsOf));
    return returned && others && this.#all(returned, others) ? this.#lists : undefined;
  }

  #states(one: State, other: State, list: ListValue | undefined): boolean {
    if (one.kind === 'cell' && other.kind === 'cell') return one.quiet === true || this.#values(one.value, other.value, 0);
    if (one.kind === 'list' && other.kind === 'list') return this.#listStates(one, other, list, 0);
    return one.kind === 'object' && other.kind === 'object' && this.#objectStates(one, other, 0);
  }

  #values(one: Value | undefined, other: Value | undefined, depth: number): boolean {
    if (one === other) return true;
    if (!one || !other || depth > MAX_DEPTH) return false;
    if (sameValue(one, other)) return true;
    const [some, others] = [optionsOf(one), optionsOf(other)];
    return some.length > 1 || others.length > 1 ? this.#all(some, others, depth) : this.#alternatives(one, other, depth);
  }

  /** Each of the ones is among the others, and the other way round. */
  #all(some: readonly Value[], others: readonly Value[], depth = 0): boolean {
    return (
      some.every((one) => others.some((other) => this.#values(one, other, depth + 1))) &&
      others.every((other) => some.some((one) => this.#values(one, other, depth + 1)))
    );
  }

  #alternatives(one: Value, other: Value, depth: number): boolean {
    if (one.kind === 'list' && other.kind === 'list')
      return this.#compared.once(one, other, () => this.#listStates(one, other, one, depth + 1));
    if (one.kind === 'object' && other.kind === 'object')
      return this.#compared.once(one, other, () => one.prototype === other.prototype && this.#objectStates(one, other, depth + 1));
    if (one.kind === 'closure' && other.kind === 'closure') return this.#closures(one, other, depth + 1);
    if (one.kind === 'native' && other.kind === 'native')
      return one.name === other.name && one.holds !== undefined && this.#values(one.holds(), other.holds?.(), depth + 1);
    return false;
  }

  #closures(one: ClosureValue, other: ClosureValue, depth: number): boolean {
    if (one.function !== other.function || !this.#values(one.self, other.self, depth)) return false;
    let [a, b]: (Scope | undefined)[] = [one.scope, other.scope];
    for (; a !== b; a = a.parent, b = b.parent) {
      if (!a || !b) return false;
      for (const name of new Set([...a.names(), ...b.names()]))
        if (!this.#values(a.own(name)?.value, b.own(name)?.value, depth)) return false;
    }
    return true;
  }

  #listStates(
    one: Pick<ListValue, 'items' | 'rest'>,
    other: Pick<ListValue, 'items' | 'rest'>,
    list: ListValue | undefined,
    depth: number,
  ): boolean {
    if (one.items.length !== other.items.length || (one.rest === undefined) !== (other.rest === undefined)) return false;
    if (one.rest && !this.#values(one.rest, other.rest, depth)) return false;
    if (one.items.every((item, i) => this.#values(item, other.items[i], depth))) return true;
    if (one.rest || !list || !this.#permuted(one.items, other.items, depth)) return false;
    this.#lists.add(list);
    return true;
  }

  #permuted(some: readonly Value[], others: readonly Value[], depth: number): boolean {
    const left = [...others];
    return some.every((one) => {
      const index = left.findIndex((other) => this.#values(one, other, depth));
      if (index >= 0) left.splice(index, 1);
      return index >= 0;
    });
  }

  #objectStates(
    one: Pick<ObjectValue, 'fields' | 'dynamic' | 'open' | 'class' | 'base'>,
    other: Pick<ObjectValue, 'fields' | 'dynamic' | 'open' | 'class' | 'base'>,
    depth: number,
  ): boolean {
    if (one.class !== other.class || one.base?.key !== other.base?.key || one.fields.size !== other.fields.size) return false;
    if (!this.#values(one.open, other.open, depth) || one.dynamic.length !== other.dynamic.length) return false;
    for (const [name, value] of one.fields) if (!this.#values(value, other.fields.get(name), depth)) return false;
    return one.dynamic.every(({ key, value }) =>
      other.dynamic.some((field) => this.#values(key, field.key, depth) && this.#values(value, field.value, depth)),
    );
  }
}
