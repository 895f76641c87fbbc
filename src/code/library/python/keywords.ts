/** Arguments of Python calls: by keyword, by position, or in `**options`. */
import { type Arguments, argument, type Machine } from '../../interpreter/machine.ts';
import { copyFields } from '../../interpreter/members.ts';
import type { ObjectValue, Value } from '../../interpreter/values.ts';

/** Keyword arguments as an object; `**options` that are not known leave it open. */
export function keywords(machine: Machine, given: Arguments, positional: readonly string[] = []): ObjectValue {
  const object = machine.object();
  const open = given.named.get('**');
  if (open) copyFields(machine, object, open);
  for (const [i, name] of positional.entries()) if (i < given.positional.length) object.fields.set(name, argument(given, i));
  for (const [name, value] of given.named) if (name !== '**') object.fields.set(name, value);
  return object;
}

/** An argument that may be given by keyword or by position. */
export const named = (given: Arguments, name: string, index: number): Value => given.named.get(name) ?? argument(given, index);
