/** Members that Python itself gives values: class attributes through instances, methods through classes. */
import type { Machine, Site } from '../../interpreter/machine.ts';
import type { Value } from '../../interpreter/values.ts';

export function pythonMember(_object: Value, _name: string, _machine: Machine, _site: Site): Value | undefined {
  return undefined;
}
