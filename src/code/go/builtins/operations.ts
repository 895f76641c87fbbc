/** Operators of Go that the interpreter leaves to the language. */
import type { Machine, Site } from '../../interpreter/machine.ts';
import { NULL, UNDEFINED, unknown, type Value } from '../../interpreter/values.ts';

export function goOperation(operator: string, operands: readonly Value[], machine: Machine, site: Site): Value | undefined {
  const [first = UNDEFINED] = operands;
  switch (operator) {
    case 'zero':
      return zero(machine, first, site);
    default:
      return undefined;
  }
}

/** The zero value of a type of another package: a struct without fields, nil of an interface. */
function zero(machine: Machine, type: Value, site: Site): Value {
  if (type.kind === 'class') {
    if (type.node.members.some((member) => member.kind === 'field')) return machine.object([], { class: type });
    if (type.node.interface && type.node.implements.length === 0) return NULL;
  }
  if (type.kind === 'native' && type.construct)
    return type.construct({ machine, self: UNDEFINED, args: { positional: [], named: new Map() }, site });
  return unknown('the zero value of a type of another package');
}
