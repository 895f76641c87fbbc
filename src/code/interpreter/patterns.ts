/** Binding and destructuring. */
import type { Pattern } from '../program.ts';
import { shared, under, whenOf } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import type { Context } from './execute.ts';
import { itemsOf } from './items.ts';
import type { Machine, Site } from './machine.ts';
import { getMember, setMember } from './members.ts';
import type { Scope } from './scope.ts';
import { withType } from './types.ts';
import { filterOptions, literalText, MISSING, optionsOf, textValue, UNDEFINED, union, type Value } from './values.ts';

/** Declares the pattern's names in the scope and binds them. */
export function declarePattern(machine: Machine, pattern: Pattern, value: Value, scope: Scope, context: Context): void {
  bind(machine, pattern, value, context, (name, bound) => {
    const cell = scope.own(name);
    // A hoisted variable is declared already; a closure may hold its cell.
    if (cell && scope === scope.functionScope) machine.assign(cell, bound);
    else scope.declare(name, machine.cell(bound));
  });
}

/** Writes to names that exist, and declares those that do not where the language declares them. */
export function assignPattern(machine: Machine, pattern: Pattern, value: Value, context: Context): void {
  bind(machine, pattern, value, context, (name, bound) => {
    const cell = context.scope.find(name);
    if (cell) machine.assign(cell, bound);
    else {
      // for every branch it is there from now on, and was not before
      const made = machine.journal.outside(() => machine.cell(UNDEFINED));
      machine.visits.appears(made.serial);
      context.record.scope.declare(name, made);
      machine.assign(made, bound);
    }
  });
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

function bind(machine: Machine, pattern: Pattern, value: Value, context: Context, write: (name: string, value: Value) => void): void {
  machine.step();
  const site: Site = { module: context.record.module, at: pattern.at };
  switch (pattern.kind) {
    case 'name':
      write(pattern.name, pattern.type ? withType(machine, value, pattern.type, context.scope) : value);
      return;
    case 'member':
      setMember(machine, evaluate(machine, pattern.object, context), evaluate(machine, pattern.property, context), value, site);
      return;
    case 'default': {
      const given = filterOptions(value, (option) => !(option.kind === 'constant' && option.value === undefined));
      if (given === undefined) bind(machine, pattern.target, evaluate(machine, pattern.value, context), context, write);
      else if (optionsOf(given).some(({ kind }) => kind === 'unknown') || optionsOf(given).length < optionsOf(value).length) {
        const fallback = machine.journal.maybe(() => evaluate(machine, pattern.value, context));
        const without = optionsOf(value).filter(
          (option) => option.kind === 'unknown' || (option.kind === 'constant' && option.value === undefined),
        );
        bind(machine, pattern.target, union([given, under(fallback, shared(without.map(whenOf))) ?? given]), context, write);
      } else bind(machine, pattern.target, given, context, write);
      return;
    }
    case 'list': {
      if (value.kind === 'unknown' && value.type) {
        // Several results of a declared type: each by its position.
        pattern.items.forEach((item, i) => {
          if (item) bind(machine, item, getMember(machine, value, textValue(String(i)), site), context, write);
        });
        return;
      }
      const { items, rest } = itemsOf(machine, value, 'values', site);
      // JavaScript takes what is not there to be undefined; elsewhere as many must be there
      const further = rest && machine.language.name === 'javascript' ? union([rest, MISSING]) : (rest ?? UNDEFINED);
      pattern.items.forEach((item, i) => {
        if (item) bind(machine, item, items[i] ?? further, context, write);
      });
      if (pattern.rest) bind(machine, pattern.rest, machine.list(items.slice(pattern.items.length), rest), context, write);
      return;
    }
    case 'object': {
      const typed = pattern.type ? withType(machine, value, pattern.type, context.scope) : value;
      const taken = new Set<string>();
      for (const entry of pattern.entries) {
        const key = evaluate(machine, entry.key, context);
        const name = literalText(key);
        if (name !== undefined) taken.add(name);
        bind(machine, entry.target, getMember(machine, typed, key, site), context, write);
      }
      if (pattern.rest) bind(machine, pattern.rest, withoutFields(machine, typed, taken), context, write);
      return;
    }
  }
}

function withoutFields(machine: Machine, value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind !== 'object') return value;
  return machine.object(
    [...value.fields].filter(([name]) => !taken.has(name)),
    { ...(value.open ? { open: value.open } : {}), dynamic: value.dynamic },
  );
}
