/** npm run bench: what the project promises about speed, measured in one run on the built package. Exits with 1 when a bound is missed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analysisRatio } from './analysis.mjs';
import { writeApp } from './generated-app.mjs';
import { policyBench } from './policy.mjs';
import { printer } from './printer.mjs';
import { measure } from './process.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pinhole-bench-'));
const { line, note, missed } = printer();

try {
  const example = measure(['derive', 'examples/image-processor', '--format', 'json']);
  line('derive of the example, whole process', example.milliseconds, ' ms', { most: 700 });

  const twenty = writeApp(join(folder, 'twenty'), 20);
  const app = measure(['derive', twenty, '--format', 'json']);
  line('derive of 20 functions, whole process', app.milliseconds, ' ms', { most: 2000 });
  line('derive of 20 functions, peak memory', app.megabytes, ' MB', { most: 400 });

  const ratio = await analysisRatio(twenty);
  line(`parser alone, ${ratio.files} files of ${ratio.functions} functions`, ratio.parser, ' ms');
  line('parsing, lowering and interpretation', ratio.analysis, ' ms');
  line('ratio', ratio.ratio, ' x', { most: 3 });

  console.log('\nfunctions   whole process   per function');
  for (const count of [1, 10, 50, 100, 250, 500]) {
    const { milliseconds } = measure(['derive', writeApp(join(folder, `n${count}`), count), '--format', 'json'], 3);
    console.log(
      `${String(count).padStart(9)} ${milliseconds.toFixed(0).padStart(12)} ms ${(milliseconds / count).toFixed(1).padStart(11)} ms`,
    );
  }

  console.log();
  await policyBench({ line, note });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed() > 0 ? 1 : 0;
