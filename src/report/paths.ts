/** Paths as a report shows them: `/` between folders, whatever the system. */
import { dirname, join, relative, sep } from 'node:path';
import type { App } from '../model/app.ts';

export type ShowFile = (file: string) => string;

/** Files relative to the template's folder, as in the template itself. */
export const fromTemplate = (app: App): ShowFile => from(app, dirname(join(app.root, app.template)));

/** The template's own path as seen from the current folder, absolute when that is not above it. */
export function templatePath(app: App, folder: string): string {
  const path = from(app, folder)(app.template);
  return path.startsWith('../') ? join(app.root, app.template).split(sep).join('/') : path;
}

function from(app: App, folder: string): ShowFile {
  const known = new Map<string, string>();
  return (file) => {
    const shown = known.get(file) ?? relative(folder, join(app.root, file)).split(sep).join('/');
    known.set(file, shown);
    return shown;
  };
}
