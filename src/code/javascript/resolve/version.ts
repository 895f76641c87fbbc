/** Which version of a package an app states: the one that is installed, else the range in the nearest package.json that names it. */
import { join } from 'node:path';
import type { LambdaFunction } from '../../../model/app.ts';
import type { Files } from '../../files.ts';
import { textField } from './json.ts';
import { manifestIn, statedRange } from './manifest.ts';
import { installedFolder } from './verdict.ts';

export function statedVersion(name: string, from: string, fn: LambdaFunction, files: Files): string | undefined {
  const path = join(files.root, from);
  const folder = installedFolder(name, path, fn, files);
  const installed = folder === undefined ? undefined : textField(manifestIn(folder, files)?.value, 'version');
  return installed ?? statedRange(name, path, files)?.range;
}
