/** The app's root: the enclosing repository or workspace, so that `CodeUri: ../src` and links between packages stay inside of it. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../model/finding.ts';

const MARKERS = ['.git', 'pnpm-workspace.yaml', 'lerna.json'];

/** Absolute and without symbolic links. Throws `InputError` when a given root does not exist. */
export function findRoot(folder: string, given?: string): string {
  if (given !== undefined) {
    try {
      return realpathSync(given);
    } catch {
      throw new InputError(`the root ${given} does not exist`);
    }
  }
  for (let here = folder; ; here = dirname(here)) {
    if (MARKERS.some((marker) => existsSync(join(here, marker))) || isWorkspace(join(here, 'package.json'))) return here;
    if (dirname(here) === here) return folder;
  }
}

function isWorkspace(path: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return content !== null && typeof content === 'object' && 'workspaces' in content;
  } catch {
    return false;
  }
}
