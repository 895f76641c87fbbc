/** Names that no scope declares: star imports first, then the built-in functions. */
import type { Context } from '../../interpreter/execute.ts';
import type { Machine, Site } from '../../interpreter/machine.ts';
import { starName } from '../../interpreter/modules.ts';
import type { Value } from '../../interpreter/values.ts';

export function pythonGlobal(name: string, machine: Machine, site: Site, context: Context): Value | undefined {
  return starName(machine, context.record, name, site);
}
