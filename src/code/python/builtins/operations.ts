/** Operators that Python reads in its own way. */
import type { Machine, Site } from '../../interpreter/machine.ts';
import type { Value } from '../../interpreter/values.ts';

export function pythonOperation(operator: string, operands: readonly Value[], _machine: Machine, _site: Site): Value | undefined {
  return operator === 'enter' ? operands[0] : undefined;
}
