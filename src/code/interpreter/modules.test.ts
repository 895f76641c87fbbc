import { expect, it } from 'vitest';
import { lambda } from '../../../test/lambda.ts';
import { appOf } from '../../../test/support/app.ts';
import { tree } from '../../../test/tree.ts';
import { Files } from '../files.ts';
import { javascript } from '../javascript/index.ts';
import { analyse } from './analyse.ts';
import { Program } from './parsed.ts';

it('looks for an import once, however often its names are read', () => {
  const files = new Files(
    tree({
      'app.js': `
        import { name } from './names.js';
        import { other } from './names.js';
        export const handler = async () => { for (const x of [1, 2, 3]) console.log(name, other); };`,
      'names.js': 'export const name = "a"; export const other = "b";',
    }),
  );
  const fn = lambda(files.root);
  const entry = javascript.entry(fn, files);
  if (entry.kind !== 'entry') throw new Error(entry.finding.message);
  const asked: string[] = [];
  const language: typeof javascript = {
    ...javascript,
    resolve(specifier, ...rest) {
      asked.push(specifier);
      return javascript.resolve(specifier, ...rest);
    },
  };
  const { lost } = analyse({ fn, app: appOf([], [fn]), files, language, program: new Program(files), entry });
  expect(lost).toEqual([]);
  expect(asked).toEqual(['./names.js']);
});
