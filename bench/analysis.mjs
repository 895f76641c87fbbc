/**
 * Parsing, lowering and interpretation together, beside the parser alone (its tree included) on the same files in the same run:
 * for each function, the files that its analysis reads. Files are read and resolved before; the disk is not what is compared.
 */
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { load } from '../scripts/bundle.mjs';

const [{ CodeAnalyser, Files }, { parse }, { readApps }] = await load(
  'src/code/index.ts',
  'src/code/javascript/lower/parse.ts',
  'src/template/apps.ts',
);

/** Median milliseconds of the parser alone and of the whole analysis of each function of the app at the path, as if it were the only one. */
export async function analysisRatio(path) {
  const [app] = readApps(path).apps;
  const files = new Files(app.root);
  const sources = [];
  for (const fn of app.functions)
    for (const file of (await new CodeAnalyser(app, files).analyse(fn)).files) sources.push(files.read(join(app.root, file)));
  const bench = new Bench({ time: 3000 })
    .add('parser', () => {
      for (const source of sources) void parse(source.path, source.text).program;
    })
    .add('analysis', async () => {
      for (const fn of app.functions) await new CodeAnalyser(app, files).analyse(fn);
    });
  await bench.run();
  const [parser, analysis] = bench.tasks.map((task) => task.result.latency.p50);
  return { functions: app.functions.length, files: sources.length, parser, analysis, ratio: analysis / parser };
}
