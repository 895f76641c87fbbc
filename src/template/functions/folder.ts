/** Folders of the app that a template names. Nothing outside the app's root is read, also not through a symbolic link. */
import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { Finding } from '../../model/finding.ts';
import type { Span } from '../../model/span.ts';

export interface AppFolder {
  /** absolute, without symbolic links */
  readonly root: string;
  /** absolute folder of the template */
  readonly folder: string;
}

/** `missing` is the absolute path inside of the root where nothing is: the output of a build that has not run, perhaps. */
export type Located =
  | { readonly path: string; readonly file: boolean }
  | { readonly why: string; readonly finding?: Finding; readonly missing?: string };

export const isInside = (path: string, root: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

/** The folder or file at a path of the template. `why` ends a sentence that starts "its code is not here:". */
export function locate(given: string, app: AppFolder, span: Span): Located {
  const error = (code: string, message: string): Finding => ({ code, severity: 'error', message, span });
  if (/^(?:s3|https?):\/\//i.test(given)) return { why: `it is at ${given}` };
  const path = resolve(app.folder, given);
  if (!isInside(path, app.root)) {
    const message = `${given} leads out of the app's root ${app.root}; give a root that holds it (--root)`;
    return { why: `${given} is outside of the app's root`, finding: error('path-outside-root', message) };
  }
  try {
    const real = realpathSync(path);
    if (!isInside(real, app.root))
      return {
        why: `${given} is a link that leads out of the app's root`,
        finding: error('path-outside-root', `${given} is a link that leads out of the app's root ${app.root}`),
      };
    return { path: real, file: !statSync(real).isDirectory() };
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? fault.code : undefined;
    if (code === 'ELOOP')
      return {
        why: `${given} is a link that leads to itself`,
        finding: error('path-link-loop', `${given} is a link that leads to itself`),
      };
    return {
      why: `${given} does not exist`,
      missing: path,
      finding: error('code-folder-missing', `${given} does not exist`),
    };
  }
}

/** The folder that holds what is at the path: itself, or the folder of a single source file. */
export const folderOf = (located: { readonly path: string; readonly file: boolean }): string =>
  located.file ? dirname(located.path) : located.path;
