/** npm run bench: what the project promises about speed, measured in one run on the built package. Exits with 1 when a bound is missed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analysisRatio } from './analysis.mjs';
import { writeApp } from './generated-app.mjs';
import { measure } from './process.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pinhole-bench-'));
let missed = 0;
const line = (what, value, unit, bound) => {
  const ok = bound === undefined || value <= bound;
  if (!ok) missed++;
  const limit = bound === undefined ? '' : `  (at most ${bound}${unit}${ok ? '' : ': MISSED'})`;
  console.log(`${what.padEnd(52)} ${value.toFixed(value < 10 ? 2 : 0).padStart(8)}${unit}${limit}`);
};

try {
  const example = measure(['derive', 'examples/image-processor', '--format', 'json']);
  line('derive of the example, whole process', example.milliseconds, ' ms', 700);

  const twenty = writeApp(join(folder, 'twenty'), 20);
  const app = measure(['derive', twenty, '--format', 'json']);
  line('derive of 20 functions, whole process', app.milliseconds, ' ms', 2000);
  line('derive of 20 functions, peak memory', app.megabytes, ' MB', 400);

  const ratio = await analysisRatio(twenty);
  line(`parser alone, ${ratio.files} files of ${ratio.functions} functions`, ratio.parser, ' ms');
  line('parsing, lowering and interpretation', ratio.analysis, ' ms');
  line('ratio', ratio.ratio, ' x', 3);

  console.log('\nfunctions   whole process   per function');
  for (const count of [1, 10, 50, 100, 250, 500]) {
    const { milliseconds } = measure(['derive', writeApp(join(folder, `n${count}`), count), '--format', 'json'], 3);
    console.log(
      `${String(count).padStart(9)} ${milliseconds.toFixed(0).padStart(12)} ms ${(milliseconds / count).toFixed(1).padStart(11)} ms`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed > 0 ? 1 : 0;
