/**
 * Functions that call themselves. A few nested runs are followed as they are; the last of them stands for any further one. It is run
 * again and again: each time with what the calls inside it were given and the state in which they were made, and with what it gave and
 * left behind itself as the outcome of these calls, until nothing of this is new. What goes on changing is widened.
 *
 * The same code run on something else is no recursion as long as what it runs on was there before the outermost run: the links of a
 * chain of responsibility, a wrapper put around a wrapper. There are only so many of these.
 */
import type { FunctionNode } from '../program.ts';
import { covers } from './fixpoint.ts';
import type { Moment, Patience, States } from './journal.ts';
import { type Arguments, argument, type Frame, type Machine, NO_NAMES, type Site } from './machine.ts';
import { type ClosureValue, filterOptions, harmless, UNDEFINED, union, type Value } from './values.ts';

/** Steps after which a function that has called itself is followed no further: each run inside it costs as much as the others. */
const PATIENCE = 20_000;

/** Links of a chain that are followed. */
const MAX_LINKS = 16;

const serialOf = (value: Value): number | undefined => ('serial' in value ? value.serial : undefined);

/** Which closure runs on which receiver. */
const identityOf = (closure: ClosureValue, receiver: Value): string => `${closure.serial}@${serialOf(receiver) ?? ''}`;

/** What is known so far about a run that stands for any number of nested ones. */
export interface Summary {
  /** what the calls inside were given */
  given: Arguments | undefined;
  /** the states in which they were made, and those that the run left */
  readonly entries: States;
  readonly exits: States;
  /** what the run gives; undefined as long as every path to an end leads through a call inside */
  result: Value | undefined;
  /** the moment in the journal when the present round of it began */
  since: Moment;
  /** whether it was called from inside */
  used: boolean;
  readonly node: FunctionNode;
  readonly rounds: Rounds;
}

/** The rounds of the outermost of such runs. All runs inside it share them: they get on by one round with each of its rounds. */
interface Rounds {
  readonly patience: Patience;
  readonly summaries: Map<unknown, Summary>;
  changed: boolean;
  widen: boolean;
}

/** A run that is followed, one that stands for any number of nested ones, or a call of the latter from inside. */
export type Recursion =
  | { readonly kind: 'followed' }
  | { readonly kind: 'any'; readonly key: unknown }
  | { readonly kind: 'again'; readonly summary: Summary }
  | { readonly kind: 'too deep' };

const FOLLOWED: Recursion = { kind: 'followed' };

export function recursionOf(machine: Machine, closure: ClosureValue, receiver: Value, site: Site | undefined): Recursion {
  for (const frame of machine.frames) if (frame.node === closure.function) return nestedIn(machine, frame, closure, receiver, site);
  return FOLLOWED;
}

function nestedIn(machine: Machine, outermost: Frame, closure: ClosureValue, receiver: Value, site: Site | undefined): Recursion {
  const frames = machine.frames.filter((frame) => frame.node === closure.function);
  const start = outermost.run?.start ?? 0;
  const older = closure.serial < start && (serialOf(receiver) ?? Number.NEGATIVE_INFINITY) < start;
  const isSame = ({ run }: Frame): boolean =>
    run !== undefined && run.closure.serial === closure.serial && serialOf(run.receiver) === serialOf(receiver);
  const nested = older ? frames.filter(isSame) : frames;
  const summary = nested.findLast((frame) => frame.run?.summary)?.run?.summary;
  if (summary) return { kind: 'again', summary };
  if (frames.length > MAX_LINKS) {
    const name = closure.function.name || 'a function';
    if (site) machine.lose({ what: `call of ${name}`, why: `it is nested in itself more than ${MAX_LINKS} times` }, site);
    return { kind: 'too deep' };
  }
  const followed = machine.steps - (outermost.run?.steps ?? 0) < PATIENCE ? machine.budget.recursion : 1;
  return nested.length < followed ? FOLLOWED : { kind: 'any', key: older ? identityOf(closure, receiver) : closure.function };
}

const reasonOf = (node: FunctionNode): string => `the result of the recursive function ${node.name || 'here'}`;

/** A call of a run that stands for any number of nested ones, from inside it. */
export function callAgain(machine: Machine, summary: Summary, given: Arguments): Value {
  const { journal } = machine;
  const { rounds } = summary;
  summary.used = true;
  if (journal.gather(summary.entries, journal.changesSince(summary.since), rounds.widen)) rounds.changed = true;
  const joined = joinArguments(summary.given, given);
  if (summary.given === undefined || !coverArguments(summary.given, joined)) {
    rounds.changed = true;
    summary.given = summary.given && rounds.widen ? widenArguments(machine, summary.given, joined) : joined;
  }
  journal.join(summary.exits);
  return summary.result ?? harmless(reasonOf(summary.node));
}

type Run = (given: Arguments, summary: Summary) => Value;

/** Runs a function, by `run`, as any number of nested runs of it. */
export function runAny(machine: Machine, node: FunctionNode, key: unknown, given: Arguments, run: Run): Value {
  const { journal } = machine;
  const outer = machine.frames.findLast((frame) => frame.run?.summary)?.run?.summary?.rounds;
  if (outer) return runOnce(machine, node, key, given, outer, run);
  const rounds: Rounds = { patience: journal.patience(), summaries: new Map(), changed: false, widen: false };
  const before = machine.callCount;
  for (;;) {
    rounds.changed = false;
    const { result, left } = journal.apart(() => runOnce(machine, node, key, given, rounds, run));
    const next = rounds.changed ? rounds.patience.next() : 'give up';
    if (next !== 'give up') {
      rounds.widen = next === 'widen';
      continue;
    }
    journal.put(left);
    // What was noted before a result was known has been noted again with it.
    for (const summary of rounds.summaries.values()) if (summary.result) machine.forgetCalls(before, reasonOf(summary.node));
    return result;
  }
}

function runOnce(machine: Machine, node: FunctionNode, key: unknown, given: Arguments, rounds: Rounds, run: Run): Value {
  const { journal } = machine;
  const known = rounds.summaries.get(key);
  const summary: Summary = known ?? {
    given: undefined,
    entries: new Map(),
    exits: new Map(),
    result: undefined,
    since: journal.now,
    used: false,
    node,
    rounds,
  };
  rounds.summaries.set(key, summary);
  const { result, left } = journal.apart(() => {
    summary.since = journal.now;
    journal.join(summary.entries);
    return run(joinArguments(summary.given, given), summary);
  });
  journal.put(left);
  const news = withoutOwn(result, summary.node);
  if (journal.gather(summary.exits, left, rounds.widen) && summary.used) rounds.changed = true;
  if (news && !covers(summary.result, news)) {
    if (summary.used) rounds.changed = true;
    const joined = union([...(summary.result ? [summary.result] : []), news]);
    summary.result = summary.result ? journal.widened(summary.result, joined, rounds.widen ? 'all' : 'containers') : joined;
  }
  return summary.used ? (summary.result ?? result) : result;
}

/** The result without what stands for it while it is not known; undefined when nothing else is left. */
const withoutOwn = (result: Value, node: FunctionNode): Value | undefined =>
  filterOptions(result, (option) => option.kind !== 'unknown' || option.hole.kind !== 'runtime' || option.hole.reason !== reasonOf(node));

const length = (given: Arguments | undefined): number => given?.positional.length ?? 0;

/** Arguments that may be either's. */
function joinArguments(one: Arguments | undefined, other: Arguments): Arguments {
  if (one === undefined) return other;
  const either = [one, other];
  const rest = either.flatMap((given) => given.rest ?? []);
  const names = new Set(either.flatMap((given) => [...given.named.keys()]));
  return {
    positional: Array.from({ length: Math.max(length(one), length(other)) }, (_, i) => union(either.map((given) => argument(given, i)))),
    named:
      names.size === 0
        ? NO_NAMES
        : new Map([...names].map((name) => [name, union(either.map((given) => given.named.get(name) ?? UNDEFINED))])),
    ...(rest.length > 0 ? { rest: union(rest) } : {}),
  };
}

function coverArguments(before: Arguments, after: Arguments): boolean {
  return (
    after.positional.length === before.positional.length &&
    after.positional.every((value, i) => covers(before.positional[i], value)) &&
    covers(before.rest, after.rest) &&
    [...after.named].every(([name, value]) => covers(before.named.get(name), value))
  );
}

function widenArguments(machine: Machine, before: Arguments, after: Arguments): Arguments {
  const widen = (known: Value | undefined, value: Value): Value => machine.journal.widened(known, value, 'all');
  return {
    positional: after.positional.map((value, i) => widen(argument(before, i), value)),
    named: new Map([...after.named].map(([name, value]) => [name, widen(before.named.get(name), value)])),
    ...(after.rest ? { rest: widen(before.rest, after.rest) } : {}),
  };
}
