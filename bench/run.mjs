/** npm run bench: what the project promises about speed, measured in one run on the built package. Exits with 1 when a bound is missed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analysisRatios } from './analysis.mjs';
import { LANGUAGES, writeApp } from './apps/index.mjs';
import { writeShapes } from './apps/shapes.mjs';
import { typescript } from './apps/typescript.mjs';
import { policyBench } from './policy.mjs';
import { printer } from './printer.mjs';
import { measure } from './process.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pinhole-bench-'));
const { line, note, missed } = printer();
const derive = (path, runs) => measure(['derive', path, '--format', 'json'], runs);

try {
  line('derive of the example, whole process', derive('examples/image-processor').milliseconds, ' ms', { most: 700 });

  const twenty = derive(writeApp(join(folder, 'twenty'), typescript, 20));
  line('derive of 20 functions, whole process', twenty.milliseconds, ' ms', { most: 2000 });
  line('derive of 20 functions, peak memory', twenty.megabytes, ' MB', { most: 400 });

  console.log();
  for (const language of LANGUAGES) {
    const { functions, files, lines, steps, whole, alone } = await analysisRatios(writeApp(join(folder, language.name), language, 20));
    const figures = ({ parser, analysis }) => `parser ${parser.toFixed(1)} ms, analysis ${analysis.toFixed(1)} ms`;
    line(`${language.name}: analysis of a function by itself, to the parser alone on its files`, alone.ratio, ' x', { most: 4 });
    note(`${functions} functions, each by itself: ${figures(alone)}`);
    line(`${language.name}: analysis of the whole app, to the parser alone on its ${files} files`, whole.ratio, ' x');
    note(
      `${lines.toLocaleString('en')} lines, each file parsed once: ${figures(whole)}, ${(whole.analysis / functions).toFixed(2)} ms a function`,
    );
    note(`${steps.toLocaleString('en')} steps, ${((1000 * (whole.analysis - whole.parser)) / steps).toFixed(2)} µs each`);
  }

  console.log('\nfunctions   whole process   per function');
  for (const count of [1, 10, 50, 100, 250, 500]) {
    const { milliseconds } = derive(writeApp(join(folder, `n${count}`), typescript, count), 3);
    console.log(
      `${String(count).padStart(9)} ${milliseconds.toFixed(0).padStart(12)} ms ${(milliseconds / count).toFixed(1).padStart(11)} ms`,
    );
  }

  console.log('\none function, whole process');
  for (const [shape, template] of writeShapes(join(folder, 'shapes'))) line(shape, derive(template, 3).milliseconds, ' ms');

  console.log();
  await policyBench({ line, note });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed() > 0 ? 1 : 0;
