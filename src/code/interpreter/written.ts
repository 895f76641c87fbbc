/**
 * What code that is not read may write into what it is given: everything behind an address that is handed over (Go's `&x`), and what
 * nothing set yet in a struct, which may be a pointer, and in a map. Decoders, database drivers and flag parsers fill values this way.
 */
import type { Arguments, Machine } from './machine.ts';
import { harmless, optionsOf, union, type Value } from './values.ts';

const REASON = 'what a call wrote through an address';
const MAX_DEPTH = 3;

export function writtenBy(machine: Machine, { positional, addresses }: Arguments): void {
  if (machine.language.name !== 'go') return;
  for (const [index, value] of positional.entries())
    for (const option of optionsOf(value)) {
      if (addresses?.includes(index)) overwrite(machine, option, 0);
      else if (option.kind === 'object' && !option.open) {
        machine.journal.touch(option);
        option.open = harmless(REASON);
      }
    }
}

/** Data may be something else afterwards; functions, clients and instances of classes stay beside it. */
function overwrite(machine: Machine, value: Value, depth: number): void {
  const more = harmless(REASON);
  if (depth > MAX_DEPTH) return;
  if (value.kind === 'list') {
    machine.journal.touch(value);
    value.rest = value.rest ? union([value.rest, more]) : more;
  } else if (value.kind === 'object') {
    machine.journal.touch(value);
    for (const [name, field] of value.fields) {
      if (field.kind === 'object' || field.kind === 'list') overwrite(machine, field, depth + 1);
      else if (field.kind === 'text' || field.kind === 'constant') value.fields.set(name, union([field, more]));
    }
    value.open = value.open ? union([value.open, more]) : more;
  }
}
