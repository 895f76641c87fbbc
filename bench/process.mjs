/** Whole runs of the command, as a user has them: wall time and peak memory of the process. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const REPORT = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\nmaxrss '+process.resourceUsage().maxRSS))`;

/** Median milliseconds and highest megabytes of `runs` runs. */
export function measure(args, runs = 7) {
  const times = [];
  let peak = 0;
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, ['--import', REPORT, MAIN, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    if (status !== 0) throw new Error(`pinhole ${args.join(' ')} exited with ${status}: ${stderr}`);
    peak = Math.max(peak, Number(/maxrss (\d+)/.exec(stderr)?.[1] ?? 0) / 1024);
  }
  return { milliseconds: times.sort((a, b) => a - b)[Math.floor(runs / 2)], megabytes: peak };
}
