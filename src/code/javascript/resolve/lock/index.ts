/** The lock files of an app, read when a package that is not installed must be judged, once a run. */
import { join } from 'node:path';
import type { Files } from '../../../files.ts';
import { perRun } from '../../../per-run.ts';
import { readBunLock } from './bun.ts';
import type { LockGraph } from './graph.ts';
import { readNpmLock } from './npm.ts';
import { readPnpmLock } from './pnpm.ts';
import { readYarnLock } from './yarn.ts';

export interface Lock {
  /** absolute */
  readonly path: string;
  readonly graph: LockGraph;
}

/** Lock files of the largest public monorepos reach 5 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/** npm takes the shrinkwrap when both are there */
const READERS: readonly (readonly [string, (text: string) => LockGraph | undefined])[] = [
  ['npm-shrinkwrap.json', readNpmLock],
  ['package-lock.json', readNpmLock],
  ['yarn.lock', readYarnLock],
  ['pnpm-lock.yaml', readPnpmLock],
  ['bun.lock', readBunLock],
];

const cache = perRun(() => new Map<string, readonly Lock[]>());

export function locksIn(folder: string, files: Files): readonly Lock[] {
  const known = cache(files).get(folder);
  if (known !== undefined) return known;
  const found: Lock[] = [];
  for (const [name, read] of READERS) {
    const path = join(folder, name);
    const text = files.text(path, MAX_BYTES);
    const graph = text === undefined ? undefined : read(text);
    if (graph !== undefined) found.push({ path, graph });
  }
  cache(files).set(folder, found);
  return found;
}
