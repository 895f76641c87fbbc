/**
 * What unknown code may do with what it was given, settled after the handler ran: callbacks that nothing else called are
 * called with arguments known by type only, classes are instantiated, commands count as sent.
 */
import { argumentsByType, instantiate, membersOf } from './classes.ts';
import { callClosure } from './invoke.ts';
import type { Arguments, Machine, Site } from './machine.ts';
import { type ClosureValue, type ObjectValue, optionsOf, UNDEFINED, type Value, valueKey } from './values.ts';

const MAX_SETTLED = 4096;

export function settle(machine: Machine): void {
  const seen = new Set<string>();
  const before = new Set(machine.ran);
  for (let i = 0; i < machine.escaped.length && i < MAX_SETTLED; i++) {
    const entry = machine.escaped[i];
    if (!entry) continue;
    for (const name of entry.via) machine.frames.push({ name, node: undefined, returns: [], yields: [] });
    const links = linksIn(entry.via);
    const known = found(machine);
    visit(machine, entry.value, entry.site, { seen, before, chained: links > MAX_CHAIN }, 0);
    if (links === MAX_CHAIN && found(machine) > known)
      machine.lose({ what: 'what a callback hands on', why: 'it goes on changing beyond what is followed' }, entry.site);
    machine.frames.length = 0;
  }
  if (machine.escaped.length > MAX_SETTLED) {
    const site = machine.escaped[MAX_SETTLED]?.site;
    if (site) machine.lose({ what: 'values handed to unknown code', why: `there are more than ${MAX_SETTLED} of them` }, site);
  }
}

/** `before`: what ran before anything was settled: functions, and single closures as their own objects. */
interface Settled {
  readonly seen: Set<string>;
  readonly before: ReadonlySet<object>;
  /** it was handed over by what was called only because it was handed over itself, and so on */
  readonly chained: boolean;
}

/** Rounds of a function that hands over a closure which calls it again. The last one shows whether there is anything new in them. */
const MAX_CHAIN = 5;

const found = (machine: Machine): number => machine.callCount + machine.direct.length;

/** How often one function stands in a chain of calls. */
function linksIn(via: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of via) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** Whether the program itself has called it: another closure of the same function knows other variables, another instance other fields. */
function hasRun(machine: Machine, { before, chained }: Settled, closure: ClosureValue): boolean {
  if (chained) return machine.ran.has(closure.function);
  if (closure.home && closure.self?.kind === 'object') return machine.ranOn.get(closure.function)?.has(closure.self) === true;
  return before.has(closure.function) && (closure.scope === closure.scope.record?.scope || before.has(closure.own));
}

function visit(machine: Machine, value: Value, site: Site, settled: Settled, depth: number): void {
  if (value.kind === 'text' || value.kind === 'constant' || depth > 8) return;
  const key = valueKey(value);
  if (settled.seen.has(key)) return;
  settled.seen.add(key);
  switch (value.kind) {
    case 'closure':
      if (!hasRun(machine, settled, value)) {
        const result = machine.journal.maybe(() =>
          callClosure(machine, value, value.self ?? UNDEFINED, argumentsByType(machine, value), site),
        );
        // a function that it gives is given to the same code
        for (const option of optionsOf(result)) if (option.kind === 'closure') visit(machine, option, site, settled, depth + 1);
      }
      return;
    case 'class': {
      const instance = instantiate(machine, value, site);
      visit(machine, instance, site, settled, depth + 1);
      for (const member of value.statics.fields.values()) visit(machine, member, site, settled, depth + 1);
      return;
    }
    case 'object':
      if (value.class) visitMethods(machine, value, site);
      for (const field of [...value.fields.values()]) visit(machine, field, site, settled, depth + 1);
      for (const field of [...value.dynamic]) visit(machine, field.value, site, settled, depth + 1);
      return;
    case 'list':
      for (const item of [...value.items, ...(value.rest ? [value.rest] : [])]) visit(machine, item, site, settled, depth + 1);
      return;
    case 'union':
      for (const option of value.options) visit(machine, option, site, settled, depth + 1);
      return;
    case 'native':
      value.escaped?.(machine, site);
      if (value.holds) visit(machine, value.holds(), site, settled, depth + 1);
      return;
    case 'accessor':
      if (value.get && typeof value.get !== 'function') visit(machine, value.get, site, settled, depth + 1);
      return;
    case 'unknown':
      for (const wrapped of value.wraps ?? []) visit(machine, wrapped, site, settled, depth + 1);
  }
}

/**
 * Hands over the functions in arguments and nothing else: for code that does not call AWS itself, so that a client among its
 * arguments is not lost there, but that may call what it is given (a comparison, the methods of a stream's options).
 */
export function escapeFunctions(machine: Machine, given: Arguments, site: Site): void {
  for (const value of [...given.positional, ...(given.rest ? [given.rest] : [])])
    for (const option of optionsOf(value)) {
      if (option.kind === 'closure') machine.escape(option, site);
      if (option.kind === 'object')
        for (const field of option.fields.values())
          if (field.kind === 'closure') machine.escape(field.self || field.function.lexicalThis ? field : { ...field, self: option }, site);
    }
}

/** A base that is not read may call each method of an instance of a class that extends it: `_transform` of a stream. */
export function escapeMethods(machine: Machine, object: ObjectValue, site: Site): void {
  for (const method of methodsOf(object)) machine.escape({ ...method, self: object }, site);
}

/** Unknown code may call any method of an instance it was given. */
function visitMethods(machine: Machine, object: ObjectValue, site: Site): void {
  for (const closure of methodsOf(object)) {
    if (machine.ranOn.get(closure.function)?.has(object)) continue;
    machine.journal.maybe(() => callClosure(machine, closure, object, argumentsByType(machine, closure), site));
  }
}

/** The methods of the object's class and of the classes it extends, without constructors. */
function methodsOf(object: ObjectValue): readonly ClosureValue[] {
  const methods: ClosureValue[] = [];
  for (let type = object.class; type; ) {
    for (const [name, member] of membersOf(type))
      for (const option of optionsOf(member)) if (name !== 'constructor' && option.kind === 'closure') methods.push(option);
    const parent: Value | undefined = type.parents.find((p) => p.kind === 'class');
    type = parent?.kind === 'class' ? parent : undefined;
  }
  return methods;
}
