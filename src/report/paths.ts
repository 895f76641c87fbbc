/** Paths as a report shows them: `/` between folders, whatever the system. */
import { dirname, join, relative, sep } from 'node:path';
import type { App } from '../model/app.ts';

export type ShowFile = (file: string) => string;

/** Files relative to the template's folder. */
export const fromTemplate = (app: App): ShowFile => from(app, dirname(join(app.root, app.template)));

/** Files relative to the current folder, so that a terminal can open them; what lies outside of it as seen from the template. */
export function fromFolder(app: App, folder: string): ShowFile {
  const near = from(app, folder);
  const far = fromTemplate(app);
  return (file) => (near(file).startsWith('../') ? far(file) : near(file));
}

function from(app: App, folder: string): ShowFile {
  const known = new Map<string, string>();
  return (file) => {
    const shown = known.get(file) ?? relative(folder, join(app.root, file)).split(sep).join('/');
    known.set(file, shown);
    return shown;
  };
}
