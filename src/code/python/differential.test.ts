/**
 * Random programs are run by Python, and what they probe must be among what the analysis finds. More of them by hand:
 * `PROGRAMS=5000 SEED=5 npx vitest run src/code/python/differential`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare, eventsOf } from '../../../test/support/differential.ts';
import { analysed } from '../../../test/support/probing.ts';
import { randomPython, randomThreads } from '../../../test/support/random-python.ts';
import { python } from './language.ts';

const DRIVER = fileURLToPath(new URL('../../../test/support/run_random.py', import.meta.url));

const isThere = spawnSync('python3', ['--version']).status === 0;
const numRuns = Number(process.env.PROGRAMS ?? 60);
const seed = Number(process.env.SEED ?? 1);
const events = [1, 2, 3, 4].map((round) => eventsOf(round, 3).map((event): unknown => JSON.parse(JSON.stringify(event))));

function probed(sources: readonly string[]): readonly ReadonlySet<string>[] {
  const input = sources.map((source) => `${JSON.stringify({ source, events })}\n`).join('');
  const { stdout, stderr, status } = spawnSync('python3', [DRIVER], {
    input,
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONHASHSEED: String(seed) },
  });
  if (status !== 0) throw new Error(String(stderr));
  return String(stdout)
    .trim()
    .split('\n')
    .map((line) => new Set(JSON.parse(line) as string[]));
}

describe.skipIf(!isThere)('a random program', () => {
  beforeAll(() => python.prepare?.());

  it.each([
    ['of any kind', randomPython],
    ['of threads', randomThreads],
  ])('%s probes nothing that the analysis does not find', { timeout: 60_000 + numRuns * 500 }, (_, random) => {
    const programs = fc.sample(fc.array(fc.nat(999), { minLength: 10, maxLength: 120, size: 'max' }), { numRuns, seed }).map(random);
    const seen = probed(programs);
    let followed = 0;
    for (const [i, source] of programs.entries()) {
      const analysis = analysed(python, { 'app.py': source }, { runtime: 'python3.13' });
      if (analysis.lost.length > 0) continue;
      followed++;
      expect(compare(analysis, seen[i] ?? new Set()).missed, source).toEqual([]);
    }
    // what is reported as not followed is not missed, but must stay rare
    expect(followed).toBeGreaterThan(numRuns * 0.9);
  });
});
