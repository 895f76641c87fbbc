/** Which version of a package `requirements.txt` pins, in the function's code folder. */
import { join } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import type { Files } from '../files.ts';

export function pinnedVersion(name: string, fn: LambdaFunction, files: Files): string | undefined {
  const source = fn.code.kind === 'folder' ? files.read(join(fn.code.path, 'requirements.txt')) : undefined;
  if (source === undefined || typeof source === 'string') return undefined;
  for (const line of source.text.split('\n')) {
    const [, requirement, version] = /^([\w.-]+)(?:\[[\w,. -]*\])?\s*[=~]=\s*([\d.]+)/.exec(line) ?? [];
    if (requirement !== undefined && normal(requirement) === normal(name)) return version;
  }
  return undefined;
}

/** Python Packaging User Guide, "Names and normalization". */
const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
