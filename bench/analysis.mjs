/** Parsing, lowering and interpretation together, beside the parser alone (its tree included) on the same files in the same run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { CodeAnalyser, Files } from '../dist/code/index.js';
import { parse } from '../dist/code/javascript/lower/parse.js';
import { readApps } from '../dist/template/apps.js';

const median = (task) => task.result.latency.p50;

/** Median milliseconds of the parser alone and of the whole analysis of every function of the apps at the path. */
export async function analysisRatio(path) {
  const { apps } = readApps(path);
  const analyseAll = async () => {
    const read = new Set();
    for (const app of apps) {
      const analyser = new CodeAnalyser(app, new Files(app.root));
      for (const fn of app.functions) for (const file of (await analyser.analyse(fn)).files) read.add(join(app.root, file));
    }
    return read;
  };
  const files = [...(await analyseAll())].map((file) => [file, readFileSync(file, 'utf8')]);
  const bench = new Bench({ time: 2000 })
    .add('parser', () => {
      for (const [file, text] of files) void parse(file, text).program;
    })
    .add('analysis', analyseAll);
  await bench.run();
  const [parser, analysis] = bench.tasks.map(median);
  return {
    files: files.length,
    characters: files.reduce((sum, [, text]) => sum + text.length, 0),
    parser,
    analysis,
    ratio: analysis / parser,
  };
}
