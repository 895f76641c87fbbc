import type { App } from '../../model/app.ts';
import { spellingOf } from './spelling.ts';
import { ownersOf, type Printer } from './text.ts';

/** Prints in the dialect of the app's template; SAM and CloudFormation share theirs. */
export const printerOf = (app: App): Printer => ({
  owners: ownersOf(app),
  typeOf: (id) => app.resources.get(id)?.type,
  spellingOf,
  mayName: () => true,
});
