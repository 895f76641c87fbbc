/** Python packages and the model of each. */
import type { Machine } from '../../interpreter/machine.ts';
import type { Value } from '../../interpreter/values.ts';
import { boto3, stubs } from './boto3.ts';
import { botocore } from './botocore.ts';
import { wrapper } from './wrappers.ts';

export function pythonPackage(machine: Machine, name: string, subpath: string): Value | undefined {
  if (name === 'boto3') return boto3(subpath);
  if (name === 'botocore') return botocore(subpath);
  if (/^(mypy_boto3|types_boto3|types_aiobotocore|boto3_stubs|botocore_stubs)/.test(name)) return stubs(machine, name);
  return wrapper(name, subpath);
}
