/**
 * Statements. Each gives the set of ways in which it may end; when some path has left the block already, the rest of the
 * block is a branch that may not run.
 */
import type { Block, Expression, Pattern, Statement } from '../program.ts';
import { afterLoop, inAnyOrder, leftBy, repeat } from './any-order.ts';
import { escapeFunctions } from './escape.ts';
import { evaluate } from './evaluate.ts';
import { callValue } from './invoke.ts';
import { bagOf, type Items, itemsOf } from './items.ts';
import { args, type Machine, type Site } from './machine.ts';
import { exported, importModule, type ModuleRecord } from './modules.ts';
import { type Change, narrow, unlearn } from './narrow.ts';
import { strictEqual } from './operations.ts';
import { declarePattern, hoistPattern } from './patterns.ts';
import { Scope } from './scope.ts';
import { truth } from './truth.ts';
import {
  FALSE,
  harmless,
  isNullish,
  type ListValue,
  type NativeValue,
  native,
  optionsOf,
  TRUE,
  UNDEFINED,
  union,
  type Value,
} from './values.ts';

/** Bit set of the ways a statement may end. */
export type Completion = number;
export const FALLS = 1;
export const RETURNS = 2;
export const BREAKS = 4;
export const CONTINUES = 8;
export const THROWS = 16;
/** The program ends: what this path did is seen by nobody. */
export const ENDS = 32;

export interface Context {
  readonly scope: Scope;
  readonly record: ModuleRecord;
}

/** What follows a statement, up to where the function or the loop around it ends. */
type Rest = () => Completion;

/** Runs a block in the given scope, and then, where it falls through, what follows it. */
export function runBlock(machine: Machine, block: Block, scope: Scope, record: ModuleRecord, after?: Rest): Completion {
  const context = { scope, record };
  for (const statement of block) hoist(machine, statement, context);
  return runFrom(machine, block, 0, context, after);
}

function runFrom(machine: Machine, block: Block, start: number, context: Context, after: Rest | undefined): Completion {
  for (let i = start; i < block.length; i++) {
    const statement = block[i];
    if (!statement) break;
    const { fresh } = machine.journal;
    if (fresh !== undefined && fresh.size > 0) machine.tasks.pass(fresh);
    if (!mayRunRest(statement)) {
      const completion = execute(machine, statement, context);
      if ((completion & FALLS) === 0) return completion;
      if (completion === FALLS) continue;
      const rest = restOf(machine, block, i + 1, context, after);
      return rest ? (completion & ~FALLS) | machine.journal.maybe(rest) : completion;
    }
    const rest = restOf(machine, block, i + 1, context, after);
    const { completion, whole } = runWith(machine, statement, context, rest);
    if (whole || (completion & FALLS) === 0) return completion;
    if (completion !== FALLS) return rest ? (completion & ~FALLS) | machine.journal.maybe(rest) : completion;
  }
  return after ? after() : FALLS;
}

const restOf = (machine: Machine, block: Block, next: number, context: Context, after: Rest | undefined): Rest | undefined =>
  next < block.length ? () => runFrom(machine, block, next, context, after) : after;

/** Whether a statement may have ways of its own into what follows it. */
const mayRunRest = ({ kind }: Statement): boolean => kind === 'if' || kind === 'switch' || kind === 'block';

/** `whole`: what follows the statement has run. */
interface Followed {
  readonly completion: Completion;
  readonly whole: boolean;
}

/**
 * A statement with what follows it. Where some of its ways leave the block (`if (!x) return`), the rest belongs to the others, so that it
 * does not see what those did.
 */
function runWith(machine: Machine, statement: Statement, context: Context, rest: Rest | undefined): Followed {
  switch (statement.kind) {
    case 'if':
      machine.step();
      return runIf(machine, statement, context, rest);
    case 'switch':
      machine.step();
      return runSwitch(machine, statement, context, rest);
    case 'block':
      if (!rest || statement.label !== undefined || machine.nested >= MAX_NESTED) break;
      machine.step();
      machine.nested++;
      try {
        return { completion: inner(machine, statement.body, context, rest), whole: true };
      } finally {
        machine.nested--;
      }
    default:
  }
  return { completion: execute(machine, statement, context), whole: false };
}

/** Blocks that run what follows them, one in the other. */
const MAX_NESTED = 200;

type If = Extract<Statement, { kind: 'if' }>;

/** A program that surely fails is not what anyone deploys: what the test is about may be missing from the template alone. */
const testOf = (known: boolean | undefined, then: Block): boolean | undefined =>
  known === true && then.at(-1)?.kind === 'throw' ? undefined : known;

function runIf(machine: Machine, statement: If, context: Context, rest: Rest | undefined): Followed {
  if (rest && statement.otherwise) {
    const ways = waysOfIf(machine, statement, context);
    if (ways) return { completion: runWays(machine, ways, rest), whole: true };
  }
  const test = testOf(truth(evaluate(machine, statement.test, context)), statement.then);
  if (test === true) return { whole: false, completion: inner(machine, statement.then, context) };
  if (test === false) return { whole: false, completion: runOtherwise(machine, statement, context) };
  return runEither(machine, statement, context, rest);
}

const runOtherwise = (machine: Machine, { otherwise }: If, context: Context, after?: Rest): Completion =>
  otherwise ? inner(machine, otherwise, context, after) : after ? after() : FALLS;

function runEither(machine: Machine, statement: If, context: Context, rest: Rest | undefined): Followed {
  let leaves = false;
  const [then = 0, otherwise = 0] = machine.journal.fork(
    [
      () => {
        const learned = narrow(machine, statement.test, true, context);
        const completion = inner(machine, statement.then, context);
        leaves = (completion & FALLS) === 0;
        if (!leavesBlock(statement.otherwise, true)) unlearn(machine, learned);
        return completion;
      },
      () => {
        const learned = narrow(machine, statement.test, false, context);
        const completion = runOtherwise(machine, statement, context, leaves ? rest : undefined);
        if (!leaves) unlearn(machine, learned);
        return completion;
      },
    ],
    (completion) => completion === ENDS,
  );
  return { whole: leaves && rest !== undefined, completion: then | otherwise };
}

/** One of the ways that a statement may go; `leaves`: the block, as far as the syntax tells. */
interface Way {
  readonly leaves: boolean;
  readonly run: (rest: Rest | undefined) => Completion;
}

/** A way that cannot be gone. */
const IMPOSSIBLE: Completion = 0;

/** How it ends when what follows runs behind what falls through. */
function followed(machine: Machine, completion: Completion, rest: Rest | undefined): Completion {
  if (!rest || (completion & FALLS) === 0) return completion;
  return (completion & ~FALLS) | (completion === FALLS ? rest() : machine.journal.maybe(rest));
}

/** What follows runs once, from what those ways left that fall through. */
function runWays(machine: Machine, ways: readonly Way[], rest: Rest): Completion {
  const fork = (branches: readonly Rest[]): Completion =>
    machine.journal
      .fork(branches, (completion) => completion === ENDS || completion === IMPOSSIBLE)
      .reduce((all, completion) => all | completion, 0);
  const falling = ways.filter(({ leaves }) => !leaves);
  const [only, ...others] = falling;
  const falls = (): Completion => {
    if (only && others.length === 0) return only.run(rest);
    const completion = fork(
      falling.map(
        ({ run }) =>
          () =>
            run(undefined),
      ),
    );
    return followed(machine, completion, rest);
  };
  return fork([
    ...ways
      .filter(({ leaves }) => leaves)
      .map(
        ({ run }) =>
          () =>
            run(undefined),
      ),
    falls,
  ]);
}

/** Longer chains are followed test by test: each way asks all tests before its own. */
const MAX_WAYS = 16;

/** `if (a) … else if (b) … else …` of which some ways leave behind one that does not. */
function waysOfIf(machine: Machine, statement: If, context: Context): readonly Way[] | undefined {
  const links: If[] = [];
  let last: Block | undefined = [statement];
  for (let next = chained(last); next && links.length < MAX_WAYS; next = chained(last)) {
    links.push(next);
    last = next.otherwise;
  }
  const bodies = [...links.map(({ then }) => then), last ?? []];
  const leaves = bodies.map((body) => leavesBlock(body, true));
  const firstToFall = leaves.indexOf(false);
  if (links.length >= MAX_WAYS || firstToFall < 0 || !leaves.includes(true, firstToFall)) return undefined;
  const holds = (link: If, wanted: boolean, learned: Change[]): boolean => {
    const known = testOf(truth(evaluate(machine, link.test, context)), link.then);
    if (known === !wanted) return false;
    learned.push(...narrow(machine, link.test, wanted, context));
    return true;
  };
  return bodies.map(
    (body, i): Way => ({
      leaves: leaves[i] === true,
      run: (rest) => {
        const own = links[i];
        const learned: Change[] = [];
        if (!links.slice(0, i).every((link) => holds(link, false, learned)) || (own && !holds(own, true, learned))) return IMPOSSIBLE;
        const after =
          rest &&
          ((): Completion => {
            unlearn(machine, learned);
            return rest();
          });
        const completion = inner(machine, body, context, after);
        if (!after) unlearn(machine, learned);
        return completion;
      },
    }),
  );
}

const chained = (block: Block | undefined): If | undefined => {
  const [only, ...others] = block ?? [];
  return only?.kind === 'if' && others.length === 0 ? only : undefined;
};

/** The block without what stands behind a statement that leaves it. */
function reached(block: Block): Block {
  const end = block.findIndex(({ kind }) => kind === 'return' || kind === 'throw' || kind === 'continue' || kind === 'break');
  return end < 0 ? block : block.slice(0, end + 1);
}

/** Whether the syntax tells that a block is left before its end. `breaks`: also by a break without a label. */
function leavesBlock(block: Block | undefined, breaks: boolean): boolean {
  const last = block && reached(block).at(-1);
  switch (last?.kind) {
    case 'return':
    case 'throw':
    case 'continue':
      return true;
    case 'break':
      return breaks || last.label !== undefined;
    case 'block':
      return last.label === undefined && leavesBlock(last.body, breaks);
    case 'if':
      return leavesBlock(last.then, breaks) && leavesBlock(last.otherwise, breaks);
    default:
      return false;
  }
}

/** Declares what the block declares before it runs: imports are bound, functions exist, variables are there. */
function hoist(machine: Machine, statement: Statement, context: Context): void {
  if (statement.kind === 'import') bindImports(machine, statement, context);
  else if (statement.kind === 'let' && statement.hoisted) hoistPattern(machine, statement.target, context.scope.functionScope);
}

function bindImports(machine: Machine, statement: Extract<Statement, { kind: 'import' }>, context: Context): void {
  const site = { module: context.record.module, at: statement.at };
  for (const binding of statement.bindings) {
    if (binding.local === '*') {
      context.record.starExports.push(statement.specifier);
      continue;
    }
    const read = (): Value =>
      exported(machine, importModule(machine, statement.specifier, context.record.path, site), binding.imported, site);
    context.scope.declare(binding.local, machine.cell({ kind: 'accessor', get: read, set: undefined }));
  }
}

/** Runs a nested block, in a scope of its own when it declares something. */
function inner(machine: Machine, block: Block, context: Context, after?: Rest): Completion {
  if (declares(block)) return runBlock(machine, block, new Scope(context.scope, 'block'), context.record, after);
  return runFrom(machine, block, 0, context, after);
}

function declares(block: Block): boolean {
  for (const { kind } of block) if (kind === 'let' || kind === 'import') return true;
  return false;
}

function execute(machine: Machine, statement: Statement, context: Context): Completion {
  machine.step();
  const { scope, record } = context;
  switch (statement.kind) {
    case 'let': {
      const target = statement.hoisted ? scope.functionScope : scope;
      if (statement.value === undefined) {
        if (!statement.hoisted) declarePattern(machine, statement.target, UNDEFINED, target, context);
        return FALLS;
      }
      declarePattern(machine, statement.target, declaredValue(machine, statement.target, statement.value, context), target, context);
      return FALLS;
    }
    case 'expression':
      evaluate(machine, statement.value, context);
      return FALLS;
    case 'return':
      runReturn(machine, statement.value, context);
      return RETURNS;
    case 'throw':
      // what catches it may call the functions that it carries
      if (statement.value)
        escapeFunctions(machine, args(evaluate(machine, statement.value, context)), { module: record.module, at: statement.at });
      return statement.ends ? ENDS : THROWS;
    case 'if':
      return runIf(machine, statement, context, undefined).completion;
    case 'loop':
      return runLoop(machine, statement, context);
    case 'each':
      return runEach(machine, statement, context);
    case 'try':
      return runTry(machine, statement, context);
    case 'switch':
      return runSwitch(machine, statement, context, undefined).completion;
    case 'block': {
      const completion = inner(machine, statement.body, context);
      // A labelled block is left by a break; whose break it was does not matter for what may run after it.
      return statement.label !== undefined && (completion & BREAKS) !== 0 ? completion | FALLS : completion;
    }
    case 'break':
      return BREAKS;
    case 'continue':
      return CONTINUES;
    case 'import':
      if (!statement.typeOnly) importModule(machine, statement.specifier, record.path, { module: record.module, at: statement.at });
      return FALLS;
    case 'export':
      runExport(machine, statement, context);
      return FALLS;
    case 'reexport':
      runReexport(machine, statement, context);
      return FALLS;
  }
}

function runExport(machine: Machine, { name, value }: Extract<Statement, { kind: 'export' }>, context: Context): void {
  const { record } = context;
  machine.journal.touch(record.exports);
  if (value.kind === 'name') {
    const read = (): Value => evaluate(machine, value, { scope: record.scope, record });
    record.exports.fields.set(name, { kind: 'accessor', get: read, set: undefined });
  } else record.exports.fields.set(name, evaluate(machine, value, context));
}

function runReexport(machine: Machine, statement: Extract<Statement, { kind: 'reexport' }>, { record }: Context): void {
  const { name, imported, specifier, at } = statement;
  const site = { module: record.module, at };
  machine.journal.touch(record.exports);
  if (name === undefined) record.starExports.push(specifier);
  else {
    const read = (): Value => exported(machine, importModule(machine, specifier, record.path, site), imported ?? '*', site);
    record.exports.fields.set(name, { kind: 'accessor', get: read, set: undefined });
  }
}

/** Who calls an async function and waits for it waits for the promise that it returns, too. */
function runReturn(machine: Machine, value: Expression | undefined, context: Context): void {
  const frame = machine.frames[machine.frames.length - 1];
  if (value === undefined) frame?.returns.push(UNDEFINED);
  else {
    const waits = frame !== undefined && !frame.finalizers;
    const returned = evaluate(machine, value, context, waits && frame.beside === false);
    frame?.returns.push(waits && frame.node?.async ? machine.tasks.awaited(returned) : returned);
  }
}

function declaredValue(machine: Machine, target: Pattern, value: Expression, context: Context): Value {
  const known = target.kind === 'name' && context.scope === context.record.scope ? machine.language.declared?.(target.name) : undefined;
  return known ?? evaluate(machine, value, context);
}

const runLoop = (machine: Machine, statement: Loop, context: Context): Completion =>
  machine.following((rounds) => followLoop(machine, statement, context, rounds));

type Loop = Extract<Statement, { kind: 'loop' }>;
type Each = Extract<Statement, { kind: 'each' }>;

function followLoop(machine: Machine, statement: Loop, context: Context, rounds: () => number): Completion {
  const test = (): boolean | undefined => (statement.test ? truth(evaluate(machine, statement.test, context)) : true);
  const update = (): void => {
    if (statement.update) evaluate(machine, statement.update, context);
  };
  const endless = statement.test === undefined || statement.test.kind === 'literal';
  let all: Completion = 0;
  let holds = statement.once === true || test();
  for (let round = 0; holds === true && round < rounds(); round++) {
    // An endless loop over unknown data teaches nothing new after its second round.
    if (endless && round === 2) break;
    const completion = runRound(machine, statement, context);
    all |= completion;
    if ((completion & (FALLS | CONTINUES)) === 0) return leftBy(completion);
    if ((completion & ~(FALLS | CONTINUES)) !== 0) {
      machine.journal.maybe(goOn);
      holds = undefined;
    } else holds = goOn();
  }
  if (holds === false) return afterLoop(all);
  // A round begins behind the test and ends with the next one, so that what a test changes is there when the loop ends.
  all |= repeat(machine, () => {
    const learned = statement.test && statement.once !== true ? narrow(machine, statement.test, true, context) : [];
    const completion = runRound(machine, statement, context);
    unlearn(machine, learned);
    if ((completion & ~(FALLS | CONTINUES)) !== 0) machine.journal.maybe(goOn);
    else goOn();
    return completion;
  });
  return afterLoop(all);

  function goOn(): boolean | undefined {
    update();
    return test();
  }
}

/** One round of a loop, with its own variables: what the round leaves in them is what the next one starts with. */
function runRound(machine: Machine, statement: Loop, context: Context): Completion {
  if (statement.own === undefined) return inner(machine, statement.body, context);
  const scope = new Scope(context.scope, 'block');
  const copies = statement.own.flatMap((name) => {
    const outer = context.scope.find(name);
    if (outer === undefined) return [];
    const copy = machine.cell(outer.value);
    scope.declare(name, copy);
    return [{ outer, copy }];
  });
  const completion = inner(machine, statement.body, { ...context, scope });
  for (const { outer, copy } of copies) if (outer.value !== copy.value) machine.assign(outer, copy.value);
  return completion;
}

const runEach = (machine: Machine, statement: Each, context: Context): Completion =>
  machine.following((rounds) => followEach(machine, statement, context, rounds));

function followEach(machine: Machine, statement: Each, context: Context, rounds: () => number): Completion {
  const iterable = evaluate(machine, statement.iterable, context);
  const options = statement.over === 'entries' ? optionsOf(iterable).filter((option) => !isNullish(option)) : [];
  // what one of several maps has under a key is not what another one has
  const apart = options.length > 1 && options.length <= MAX_APART && options.some(({ kind }) => kind === 'object' || kind === 'closure');
  if (!apart) return followItems(machine, statement, context, rounds, iterable);
  return machine.journal
    .fork(options.map((option) => () => followItems(machine, statement, context, rounds, option)))
    .reduce((all, each) => all | each, FALLS);
}

/** Alternatives of what a loop goes through that are gone through one by one. */
const MAX_APART = 8;

function followItems(machine: Machine, statement: Each, context: Context, rounds: () => number, iterable: Value): Completion {
  const site = { module: context.record.module, at: statement.at };
  if (statement.over === 'entries' && iterable.kind === 'closure') return runIterator(machine, statement, context, iterable, site);
  const first = itemsOf(machine, iterable, statement.over, site);
  // a list may grow while it is walked through
  const live = statement.over === 'values' && optionsOf(iterable).every((option) => option.kind === 'list');
  const items = (): Items => (live ? itemsOf(machine, iterable, 'values', site) : first);
  let all: Completion = 0;
  const run = (value: Value): Completion => runEachRound(machine, statement, context, value);
  const bag = first.anyOrder ? first.items : iterable.kind === 'list' ? bagItems(machine, iterable, statement.over) : undefined;
  if (bag && bag.length + (first.rest ? 1 : 0) > 1) {
    const { rest } = first;
    const each = bag.map((value) => () => run(value));
    return inAnyOrder(machine, rest ? [...each, () => repeat(machine, () => run(rest)) | FALLS] : each, each.length <= rounds());
  }
  let index = 0;
  if (first.items.length <= rounds()) {
    for (let now = first; index < now.items.length && index < rounds(); index++, now = items()) {
      const completion = run(now.items[index] ?? UNDEFINED);
      all |= completion;
      if ((completion & (FALLS | CONTINUES)) === 0) return leftBy(completion);
      if ((completion & ~(FALLS | CONTINUES)) !== 0) {
        index++;
        break;
      }
    }
  }
  const left = (now: Items): readonly Value[] => [...now.items.slice(index), ...(now.rest ? [now.rest] : [])];
  const values = left(items());
  if (values.length > 0) {
    if (!live && values.length <= rounds()) for (const value of values) all |= repeat(machine, () => run(value));
    else all |= repeat(machine, () => run(union(left(items()))));
  }
  const again = iterable.kind === 'list' ? machine.generators.get(iterable) : undefined;
  if (again)
    all |= repeat(machine, () => {
      const { items, rest } = itemsOf(machine, again(), 'values', site);
      const more = [...items, ...(rest ? [rest] : [])];
      return more.length > 0 ? run(union(more)) : FALLS;
    });
  return afterLoop(all);
}

function bagItems(machine: Machine, list: ListValue, over: Each['over']): readonly Value[] | undefined {
  const bag = over === 'keys' ? undefined : bagOf(machine, list);
  return over === 'values' ? bag : bag?.map((item) => machine.list([harmless('an index'), item]));
}

function runEachRound(machine: Machine, statement: Each, context: Context, value: Value): Completion {
  const scope = new Scope(context.scope, 'block');
  declarePattern(machine, statement.target, value, scope, { scope, record: context.record });
  return runBlock(machine, statement.body, scope, context.record);
}

/** A function that is given the body as another one, and calls it for each round (Go's iterators). */
function runIterator(machine: Machine, statement: Each, context: Context, iterator: Value, site: Site): Completion {
  const place = machine.place();
  let all: Completion = 0;
  const round: NativeValue['call'] = ({ args: given }) => {
    const pair = machine.list([given.positional[0] ?? UNDEFINED, given.positional[1] ?? UNDEFINED]);
    const completion = machine.at(place, () => runEachRound(machine, statement, context, pair));
    all |= completion;
    if ((completion & (FALLS | CONTINUES)) === 0) return FALSE;
    return (completion & ~(FALLS | CONTINUES)) === 0 ? TRUE : harmless('whether a loop goes on');
  };
  callValue(machine, iterator, UNDEFINED, args(native('yield', { key: `yield ${machine.journal.next()}`, call: round })), site);
  return afterLoop(all);
}

/** Error names and codes by which code tells a missing object from a denied one. */
const NOT_FOUND = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket', '404']);

function mentionsNotFound(node: unknown, depth = 0): boolean {
  if (node === null || typeof node !== 'object' || depth > 40) return false;
  if (Array.isArray(node)) return node.some((item) => mentionsNotFound(item, depth + 1));
  if ('kind' in node && node.kind === 'literal' && 'value' in node) return NOT_FOUND.has(String(node.value));
  if ('kind' in node && node.kind === 'name' && 'name' in node) return NOT_FOUND.has(String(node.name));
  return Object.values(node).some((item) => mentionsNotFound(item, depth + 1));
}

const observers = new WeakMap<Statement, boolean>();

/** Python's `except ImportError`, which runs when a module is not there. */
function isImportError(type: Expression | undefined): boolean {
  if (type?.kind === 'name') return type.name === 'ImportError' || type.name === 'ModuleNotFoundError';
  return type?.kind === 'list' && type.items.length > 0 && type.items.every((item) => item.kind === 'item' && isImportError(item.value));
}

/** Whether the modules that a block imports are there. */
const findsImports = (machine: Machine, body: Block, { record }: Context): boolean =>
  body.every((inside) => inside.kind !== 'import' || machine.resolve(inside.specifier, record.path).kind !== 'missing');

function runTry(machine: Machine, statement: Try, context: Context): Completion {
  const { finalizer } = statement;
  if (!finalizer) return runHandled(machine, statement, context).completion || THROWS;
  const frame = machine.frames.at(-1);
  const around = frame?.finalizers ?? 0;
  if (frame) frame.finalizers = around + 1;
  const { completion, interrupt } = runHandled(machine, statement, context);
  if (frame) frame.finalizers = around;
  if (interrupt)
    machine.journal.discard(() => {
      const before = frame?.returns.length ?? 0;
      interrupt();
      inner(machine, finalizer, context);
      // what Go defers gives nothing unless it recovers
      if (frame && machine.language.name === 'go' && statement.handlers.length === 0) frame.returns.length = before;
    });
  const last = inner(machine, finalizer, context);
  return (last & FALLS) === 0 ? last : completion | (last & ~FALLS) || THROWS;
}

type Try = Extract<Statement, { kind: 'try' }>;

/** The body and its handlers. `interrupt`: what the body may have left half-way. */
function runHandled(
  machine: Machine,
  statement: Try,
  context: Context,
): { readonly completion: Completion; readonly interrupt: (() => void) | undefined } {
  const observes = observers.get(statement) ?? statement.handlers.some((h) => mentionsNotFound(h.body) || mentionsNotFound(h.type));
  observers.set(statement, observes);
  if (observes) machine.observing++;
  const { result: body, interrupt } = machine.journal.interruptible(() => inner(machine, statement.body, context));
  if (observes) machine.observing--;
  let all = statement.handlers.some(({ when }) => when === undefined) ? body & ~THROWS : body;
  for (const handler of statement.handlers) {
    // what stands in for a module that is there, and is not there itself, does not run
    if (isImportError(handler.type) && findsImports(machine, statement.body, context) && !findsImports(machine, handler.body, context))
      continue;
    if (handler.when && truth(evaluate(machine, handler.when, context)) === false) continue;
    const run = (): Completion => {
      const scope = new Scope(context.scope, 'block');
      if (handler.target) declarePattern(machine, handler.target, harmless('an error'), scope, { scope, record: context.record });
      return runBlock(machine, handler.body, scope, context.record);
    };
    // The body may have thrown anywhere. What it left half-way goes on after a handler that falls through, and only then.
    const interrupted = (): Completion => {
      interrupt?.();
      return run();
    };
    const falls = interrupt !== undefined && (machine.journal.discard(interrupted) & FALLS) !== 0;
    all |= machine.journal.maybe(falls ? interrupted : run);
  }
  return { completion: all, interrupt };
}

function runSwitch(machine: Machine, statement: Switch, context: Context, rest: Rest | undefined): Followed {
  const subject = evaluate(machine, statement.subject, context);
  const scope = new Scope(context.scope, 'block');
  const within = { scope, record: context.record };
  const { cases } = statement;
  const runCase = (index: number): Completion => {
    let all: Completion = 0;
    for (let i = index; i < cases.length; i++) {
      const current = cases[i];
      if (!current) break;
      const completion = runBlock(machine, current.body, scope, context.record);
      if ((completion & FALLS) === 0 || !current.falls) return all | completion;
      all |= completion & ~FALLS;
    }
    return all | FALLS;
  };
  const matches = cases.map((c) => (c.test ? sameConstant(subject, evaluate(machine, c.test, within)) : undefined));
  const sure = matches.indexOf(true);
  const fallback = cases.findIndex((c) => c.test === undefined);
  const known = cases.every((c, i) => c.test === undefined || matches[i] !== undefined);
  // a break leaves the switch
  const left = (completion: Completion): Completion => ((completion & BREAKS) !== 0 ? (completion & ~BREAKS) | FALLS : completion);
  if (known) return { completion: left(sure >= 0 ? runCase(sure) : fallback >= 0 ? runCase(fallback) : FALLS), whole: false };
  const ways = cases.flatMap((c, i): Way[] =>
    c.test !== undefined && matches[i] === false
      ? []
      : [{ leaves: leavesSwitch(statement, i), run: (after) => followed(machine, left(runCase(i)), after) }],
  );
  if (fallback < 0) ways.push({ leaves: false, run: (after) => followed(machine, FALLS, after) });
  if (!rest || !ways.some(({ leaves }) => leaves)) {
    const completion = machine.journal
      .fork(
        ways.map(
          ({ run }) =>
            () =>
              run(undefined),
        ),
      )
      .reduce((all, each) => all | each, 0);
    return { completion, whole: false };
  }
  return { completion: runWays(machine, ways, rest), whole: true };
}

type Switch = Extract<Statement, { kind: 'switch' }>;

/** Whether the syntax tells that a case leaves what is around the switch, after the cases that it runs into. */
function leavesSwitch({ cases, label }: Switch, index: number): boolean {
  for (let i = index; i < cases.length; i++) {
    const current = cases[i];
    if (!current || mayBreak(current.body, label)) return false;
    if (leavesBlock(current.body, false)) return true;
    if (!current.falls) return false;
  }
  return false;
}

/** Whether a break in the block leaves the switch with the label: one without a label that is in no loop or switch inside, or one that names it. */
const mayBreak = (block: Block, label: string | undefined, inside = false): boolean =>
  reached(block).some((statement) => {
    const within = (body: Block | undefined, deeper = inside): boolean => body !== undefined && mayBreak(body, label, deeper);
    switch (statement.kind) {
      case 'break':
        return statement.label === undefined ? !inside : statement.label === label;
      case 'block':
        return within(statement.body);
      case 'if':
        return within(statement.then) || within(statement.otherwise);
      case 'loop':
      case 'each':
        return within(statement.body, true);
      case 'switch':
        return statement.cases.some(({ body }) => within(body, true));
      case 'try':
        return within(statement.body) || statement.handlers.some(({ body }) => within(body)) || within(statement.finalizer);
      default:
        return false;
    }
  });

/** Whether two values are the same constant; undefined when that is not known. */
function sameConstant(a: Value, b: Value): boolean | undefined {
  return truth(strictEqual(a, b));
}
