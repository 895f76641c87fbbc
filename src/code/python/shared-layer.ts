/**
 * The code of a layer that another stack of the app publishes: the template names it by an ARN only. A module that the function
 * imports from there is taken to be the only one of its name near the template.
 */
import { dirname, join } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import type { Text } from '../../model/text.ts';
import type { Files } from '../files.ts';

/** How far above the template's folder its app may reach. */
const MAX_ABOVE = 2;
const MAX_FOLDERS = 3000;
const MAX_DEPTH = 7;
const SKIPPED = /^(\.|_|node_modules$|site-packages$|venv$|tests?$|dist$|build$|cdk\.out$)/;

/** The folder that holds the module `name`; undefined when no layer is from elsewhere, or none or several folders hold one. */
export function sharedFolder(name: string, fn: LambdaFunction, files: Files): string | undefined {
  return fn.configuration.layerArns.some(isOwn) ? nearestFolder(name, fn, files) : undefined;
}

/** The one folder near the template that holds the module; undefined where none or several do. */
export function nearestFolder(name: string, fn: LambdaFunction, files: Files): string | undefined {
  let top = join(files.root, dirname(fn.span.file));
  for (let above = 0; above <= MAX_ABOVE && files.contains(top); above++, top = dirname(top)) {
    const found = foldersWith(name, top, files);
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

/** An ARN that writes out an account is a layer that others publish. */
const isOwn = (arn: Text): boolean => !arn.some((part) => typeof part === 'string' && /:\d{12}:layer:/.test(part));

function foldersWith(name: string, top: string, files: Files): readonly string[] {
  const found: string[] = [];
  let level = [top];
  let seen = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++seen > MAX_FOLDERS) return [];
      const entries = files.list(folder);
      const holds =
        entries.some((entry) => entry.kind === 'file' && entry.name === `${name}.py`) ||
        files.kind(join(folder, name, '__init__.py')) === 'file';
      if (holds) found.push(folder);
      for (const entry of entries) if (entry.kind === 'folder' && !SKIPPED.test(entry.name)) next.push(join(folder, entry.name));
    }
    level = next;
  }
  return found;
}
