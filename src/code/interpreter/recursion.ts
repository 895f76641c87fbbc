/**
 * Functions that call themselves. A few nested runs are followed as they are; the last of them stands for any further one, so that what
 * differs from the run around it (a counter, the rest of a list) is not known there, and every branch of the function is seen.
 *
 * The same code run on something else is no recursion as long as what it runs on was there before the outermost run: the links of a
 * chain of responsibility, a wrapper put around a wrapper. There are only so many of these.
 */
import type { FunctionNode } from '../program.ts';
import type { Arguments, Frame, Machine, Site } from './machine.ts';
import { type ClosureValue, harmless, union, type Value, valueKey } from './values.ts';

/** Links of a chain that are followed. */
const MAX_LINKS = 16;

/** Which closure runs on which receiver. */
export const identityOf = (closure: ClosureValue, receiver: Value): string =>
  `${closure.serial}@${'serial' in receiver ? receiver.serial : ''}`;

export function recursionOf(
  machine: Machine,
  closure: ClosureValue,
  receiver: Value,
  identity: string,
  site: Site | undefined,
): 'new' | 'any round' | 'ends' {
  const frames = machine.frames.filter((frame) => frame.node === closure.function);
  const [outermost] = frames;
  if (outermost === undefined) return 'new';
  const start = outermost.run?.start ?? 0;
  const older = closure.serial < start && (!('serial' in receiver) || receiver.serial < start);
  const nested = older ? frames.filter((frame) => frame.run?.identity === identity).length : frames.length;
  if (nested > machine.budget.recursion) return 'ends';
  if (frames.length > MAX_LINKS) {
    const name = closure.function.name || 'a function';
    if (site) machine.lose({ what: `call of ${name}`, why: `it is nested in itself more than ${MAX_LINKS} times` }, site);
    return 'ends';
  }
  return nested === machine.budget.recursion ? 'any round' : 'new';
}

/** What the last run that is followed is given, as far as any further run is given the same. */
export function anyRound(machine: Machine, node: FunctionNode, given: Arguments): Arguments {
  const before = machine.frames.findLast((frame: Frame) => frame.node === node && frame.run?.given !== given)?.run?.given;
  if (before === undefined) return given;
  return {
    ...given,
    positional: given.positional.map((value, i) => widen(machine, before.positional[i] ?? before.rest, value)),
    named: new Map([...given.named].map(([name, value]) => [name, widen(machine, before.named.get(name), value)])),
  };
}

/** How deep a difference is looked for in objects. */
const MAX_DEPTH = 3;

function widen(machine: Machine, before: Value | undefined, value: Value, depth = 0): Value {
  if (before !== undefined && valueKey(before) === valueKey(value)) return value;
  switch (value.kind) {
    case 'text':
    case 'constant':
      return harmless('what differs in each recursive call');
    case 'list': {
      const all = [value, ...(before?.kind === 'list' ? [before] : [])].flatMap((list) => [
        ...list.items,
        ...(list.rest ? [list.rest] : []),
      ]);
      return machine.list([], all.length === 0 ? undefined : union(all));
    }
    case 'object': {
      if (before?.kind !== 'object' || value.class || value.base || depth >= MAX_DEPTH) return value;
      const fields = [...value.fields].map(([name, field]): [string, Value] => [
        name,
        widen(machine, before.fields.get(name) ?? before.open, field, depth + 1),
      ]);
      return machine.object(fields, {
        dynamic: [...value.dynamic],
        ...(value.open && { open: value.open }),
        ...(value.prototype && { prototype: value.prototype }),
      });
    }
    default:
      return value;
  }
}
