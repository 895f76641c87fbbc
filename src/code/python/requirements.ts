/**
 * Packages of the app that a requirements file names by their path, which the build installs beside the code: `./lib/shared[extra]`,
 * `-e ../shared`, `shared @ file:../shared`, `./shared/dist/shared-1.0-py3-none-any.whl` (pip documentation, "Requirements File
 * Format"). Paths count from where the build runs, which is the template's folder as a rule; else from the file or the root.
 */
import { basename, dirname, join } from 'node:path';
import type { LambdaFunction } from '../../model/app.ts';
import type { Files } from '../files.ts';

/** The folders that packages named by path are in. */
export function localPackages(fn: LambdaFunction, folders: readonly string[], files: Files): readonly string[] {
  const template = join(files.root, dirname(fn.span.file));
  return folders.flatMap((folder) =>
    pathsIn(join(folder, 'requirements.txt'), files).flatMap((path) => {
      const project = [template, folder, files.root].map((base) => join(base, path)).find((each) => files.kind(each) === 'folder');
      return project === undefined ? [] : [join(project, 'src'), project];
    }),
  );
}

function pathsIn(requirements: string, files: Files): readonly string[] {
  const source = files.read(requirements);
  if (typeof source === 'string') return [];
  return source.text.split(/\r?\n/).flatMap((line) => {
    const written = line
      .replace(/(^|\s)#.*$/, '')
      .replace(/^\s*(-e|--editable)[\s=]+/, '')
      .replace(/^\s*[\w.-]+(\[[^\]]*\])?\s*@\s*/, '')
      .trim();
    const path = written.replace(/^file:(\/\/)?/, '').replace(/\[[^\]]*\]$/, '');
    if (!/^\.{0,2}\//.test(path) && !(path.includes('/') && /^[\w./-]+$/.test(path))) return [];
    return [/\.(whl|tar\.gz)$/.test(path) ? projectOf(path) : path];
  });
}

/** A distribution is built into the folder `dist` of its project. */
const projectOf = (distribution: string): string =>
  basename(dirname(distribution)) === 'dist' ? dirname(dirname(distribution)) : dirname(distribution);
