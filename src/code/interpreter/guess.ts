import { guessOperation } from '../library/index.ts';
import { datumOfFields } from './data.ts';
import { type Arguments, argument, type Machine, type Site } from './machine.ts';
import { type ObjectValue, unknown, type Value } from './values.ts';

/** The input of an operation: one object, or keyword arguments (boto3). */
function inputIn(machine: Machine, given: Arguments): ObjectValue | undefined {
  const first = argument(given, 0);
  if (first.kind === 'object') return first;
  return given.positional.length === 0 && given.named.size > 0
    ? machine.object(
        [...given.named].filter(([name]) => name !== '**'),
        given.named.has('**') ? { open: unknown('further options') } : {},
      )
    : undefined;
}

/**
 * A method call on a receiver that is lost: when its name is an operation of a client that the program imports and its input
 * has that operation's members, it is noted as that operation. True when it was.
 */
export function guessCall(machine: Machine, receiver: Value, method: string, given: Arguments, site: Site): boolean {
  if (receiver.kind !== 'unknown' || receiver.hole.kind === 'event') return false;
  const input = inputIn(machine, given);
  if (!input) return false;
  const guess = guessOperation(machine, method, [...input.fields.keys()]);
  if (!guess) return false;
  machine.record(
    {
      client: guess.client,
      operation: guess.operation,
      input: guess.translate(datumOfFields(machine, input)),
      credentials: { kind: 'own' },
      byType: `the receiver of ${method} is lost; its name and input are those of ${guess.operation}`,
    },
    site,
  );
  return true;
}
