/**
 * Parsing, lowering and interpretation of a whole app, beside the parser alone on the same files in the same run.
 *
 * The baseline is what any analysis has to do at least: it parses each file that the analysis of the app reads, once, its tree included
 * (JavaScript and TypeScript: by the native parser, with the objects of its tree; Python, Go and Java: by the WebAssembly grammar,
 * with the tree copied out of its memory). The analysis is that of every function of the app in one run, as `pinhole derive` does
 * it. Files are read and found before: the disk is not what is compared. Both figures are the best of some rounds, taken in
 * turn, since what else the machine does, and code that is not compiled yet, can only make a round slower.
 */
import { join } from 'node:path';
import { load } from '../scripts/bundle.mjs';

const [{ CodeAnalyser, Files }, { parse }, { loadGrammar }, { PYTHON_LEAVES }, { GO_LEAVES }, { JAVA_LEAVES }, { readApps }] = await load(
  'src/code/index.ts',
  'src/code/javascript/lower/parse.ts',
  'src/code/tree-sitter.ts',
  'src/code/python/lower.ts',
  'src/code/go/lower.ts',
  'src/code/java/lower.ts',
  'src/template/apps.ts',
);

/** The engine goes on compiling for dozens of rounds: as many are run as it takes until so many in a row were not faster. */
const SETTLED = 15;
const MOST_ROUNDS = 90;

const grammar = async (name, leaves) => {
  const { parse } = await loadGrammar(name, { leaves });
  return ({ text }) => parse(text);
};
const native = ({ path, text }) => parse(path, text).program();

const PARSERS = [
  [/\.[cm]?[jt]sx?$/, native],
  [/\.py$/, await grammar('python', PYTHON_LEAVES)],
  [/\.go$/, await grammar('go', GO_LEAVES)],
  [/\.java$/, await grammar('java', JAVA_LEAVES)],
];

const parserOf = (file) => PARSERS.find(([names]) => names.test(file))[1];

/**
 * Milliseconds of the parser alone and of the analysis, of the app at the path as a whole, and of each of its functions by itself: as if
 * it were the only one, so that files which several functions share are parsed for each of them in both figures.
 */
export async function analysisRatios(path) {
  const [app] = readApps(path).apps;
  const files = new Files(app.root);
  const reports = [];
  const analyser = new CodeAnalyser(app, files);
  for (const fn of app.functions) reports.push(await analyser.analyse(fn));
  const sourcesOf = (some) => [...new Set(some.flatMap((report) => report.files))].map((file) => files.read(join(app.root, file)));
  const all = sourcesOf(reports);
  const each = reports.flatMap((report) => sourcesOf([report]));
  const whole = await ratio(all, async () => {
    const shared = new CodeAnalyser(app, files);
    for (const fn of app.functions) await shared.analyse(fn);
  });
  const alone = await ratio(each, async () => {
    for (const fn of app.functions) await new CodeAnalyser({ ...app, functions: [fn] }, files).analyse(fn);
  });
  const lines = all.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  const steps = reports.reduce((sum, report) => sum + report.steps, 0);
  return { functions: app.functions.length, files: all.length, lines, steps, whole, alone };
}

async function ratio(sources, analyse) {
  const parse = (passes) => {
    for (let pass = 0; pass < passes; pass++) for (const source of sources) parserOf(source.path)(source);
  };
  // One pass may be so short that its garbage is collected in the next one, and would be left out of its best round.
  for (let round = 0; round < 5; round++) await analyse();
  const passes = Math.max(1, Math.round((await milliseconds(analyse)) / (await milliseconds(() => parse(1)))));
  let parser = Number.POSITIVE_INFINITY;
  let analysis = Number.POSITIVE_INFINITY;
  for (let round = 0, same = 0; same < SETTLED && round < MOST_ROUNDS; round++) {
    parser = Math.min(parser, (await milliseconds(() => parse(passes))) / passes);
    const spent = await milliseconds(analyse);
    same = spent < analysis ? 0 : same + 1;
    analysis = Math.min(analysis, spent);
  }
  return { parser, analysis, ratio: analysis / parser };
}

/** Processor time: what else runs on the machine would hit the longer of the two harder than the shorter one. */
async function milliseconds(run) {
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
