/** Binding and destructuring. */
import type { Expression, Pattern } from '../program.ts';
import { shared, under, whenOf } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import type { Context } from './execute.ts';
import { itemsOf } from './items.ts';
import type { Machine, Site } from './machine.ts';
import { getMember, setMember } from './members.ts';
import type { ModuleRecord } from './modules.ts';
import type { Scope } from './scope.ts';
import { withType } from './types.ts';
import { filterOptions, literalText, MISSING, optionsOf, textValue, UNDEFINED, union, type Value } from './values.ts';

/** Declares the pattern's names in the scope and binds them. */
export function declarePattern(machine: Machine, pattern: Pattern, value: Value, scope: Scope, context: Context): void {
  bind(machine, pattern, value, context, scope);
}

/** Writes to names that exist, and declares those that do not where the language declares them. */
export function assignPattern(machine: Machine, pattern: Pattern, value: Value, context: Context): void {
  bind(machine, pattern, value, context, undefined);
}

function declare(machine: Machine, name: string, value: Value, scope: Scope): void {
  // A hoisted variable is declared already; a closure may hold its cell.
  const cell = scope === scope.functionScope ? scope.own(name) : undefined;
  if (cell) machine.assign(cell, value);
  else scope.declare(name, machine.cell(value));
}

function assign(machine: Machine, name: string, value: Value, { scope, record }: Context): void {
  const cell = scope.find(name);
  if (cell) machine.assign(cell, value);
  else assignNew(machine, name, value, record);
}

function assignNew(machine: Machine, name: string, value: Value, record: ModuleRecord): void {
  // for every branch it is there from now on, and was not before
  const made = machine.journal.outside(() => machine.cell(UNDEFINED));
  machine.visits.appears(made.serial);
  record.scope.declare(name, made);
  machine.assign(made, value);
}

/** Declares the names as undefined, before the block runs. */
export function hoistPattern(machine: Machine, pattern: Pattern, scope: Scope): void {
  switch (pattern.kind) {
    case 'name':
      if (!scope.own(pattern.name)) scope.declare(pattern.name, machine.cell(UNDEFINED));
      return;
    case 'list':
      for (const item of pattern.items) if (item) hoistPattern(machine, item, scope);
      if (pattern.rest) hoistPattern(machine, pattern.rest, scope);
      return;
    case 'object':
      for (const entry of pattern.entries) hoistPattern(machine, entry.target, scope);
      if (pattern.rest) hoistPattern(machine, pattern.rest, scope);
      return;
    case 'default':
      hoistPattern(machine, pattern.target, scope);
      return;
    case 'member':
      return;
  }
}

/** `scope`: where names are declared; undefined: they are assigned. */
function bind(machine: Machine, pattern: Pattern, value: Value, context: Context, scope: Scope | undefined): void {
  machine.step();
  switch (pattern.kind) {
    case 'name': {
      const bound = pattern.type ? withType(machine, value, pattern.type, context.scope) : value;
      if (scope) declare(machine, pattern.name, bound, scope);
      else assign(machine, pattern.name, bound, context);
      return;
    }
    case 'member': {
      const object = evaluate(machine, pattern.object, context);
      setMember(machine, object, evaluate(machine, pattern.property, context), value, siteOf(pattern, context));
      return;
    }
    case 'default':
      bind(machine, pattern.target, givenOr(machine, value, pattern.value, context), context, scope);
      return;
    case 'list':
      bindList(machine, pattern, value, context, scope);
      return;
    case 'object': {
      const typed = pattern.type ? withType(machine, value, pattern.type, context.scope) : value;
      const taken = pattern.rest && new Set<string>();
      for (const entry of pattern.entries) {
        const key = evaluate(machine, entry.key, context);
        const name = taken && literalText(key);
        if (name !== undefined) taken?.add(name);
        bind(machine, entry.target, getMember(machine, typed, key, siteOf(pattern, context)), context, scope);
      }
      if (pattern.rest && taken) bind(machine, pattern.rest, withoutFields(machine, typed, taken), context, scope);
      return;
    }
  }
}

const siteOf = ({ at }: Pattern, { record }: Context): Site => ({ module: record.module, at });

const isUndefined = (option: Value): boolean => option.kind === 'constant' && option.value === undefined;

/** The value, or the default where it is, or may be, undefined. */
function givenOr(machine: Machine, value: Value, fallback: Expression, context: Context): Value {
  const given = filterOptions(value, (option) => !isUndefined(option));
  if (given === undefined) return evaluate(machine, fallback, context);
  if (!optionsOf(given).some(({ kind }) => kind === 'unknown') && optionsOf(given).length === optionsOf(value).length) return given;
  const other = machine.journal.maybe(() => evaluate(machine, fallback, context));
  const without = optionsOf(value).filter((option) => option.kind === 'unknown' || isUndefined(option));
  return union([given, under(other, shared(without.map(whenOf))) ?? given]);
}

type ListPattern = Extract<Pattern, { kind: 'list' }>;

function bindList(machine: Machine, pattern: ListPattern, value: Value, context: Context, scope: Scope | undefined): void {
  const site = siteOf(pattern, context);
  if (value.kind === 'unknown' && value.type) {
    // Several results of a declared type: each by its position.
    pattern.items.forEach((item, i) => {
      if (item) bind(machine, item, getMember(machine, value, textValue(String(i)), site), context, scope);
    });
    return;
  }
  const { items, rest } = itemsOf(machine, value, 'values', site);
  // JavaScript takes what is not there to be undefined; elsewhere as many must be there
  const further = rest && machine.language.name === 'javascript' ? union([rest, MISSING]) : (rest ?? UNDEFINED);
  pattern.items.forEach((item, i) => {
    if (item) bind(machine, item, items[i] ?? further, context, scope);
  });
  if (pattern.rest) bind(machine, pattern.rest, machine.list(items.slice(pattern.items.length), rest), context, scope);
}

function withoutFields(machine: Machine, value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind === 'union') return union(value.options.map((option) => withoutFields(machine, option, taken)));
  if (value.kind !== 'object') return value;
  return machine.object(
    [...value.fields].filter(([name]) => !taken.has(name)),
    { ...(value.open ? { open: value.open } : {}), dynamic: value.dynamic },
  );
}
