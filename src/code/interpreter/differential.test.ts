/**
 * Random programs are run, and what they probe must be among what the analysis finds. More of them by hand:
 * `PROGRAMS=20000 SEED=5 npx vitest run src/code/interpreter/differential`.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, eventsOf, probed } from '../../../test/support/differential.ts';
import { run } from '../../../test/support/interpret.ts';
import { randomJavaScript } from '../../../test/support/random-javascript.ts';

const numRuns = Number(process.env.PROGRAMS ?? 80);
const seed = Number(process.env.SEED ?? 1);

describe('a random program', () => {
  it('probes nothing that the analysis does not find', { timeout: 60_000 + numRuns * 500 }, async () => {
    let programs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(999), { minLength: 10, maxLength: 120, size: 'max' }), async (choices) => {
        const source = randomJavaScript(choices);
        const { analysis } = run({ 'app.js': source });
        if (analysis.lost.length > 0) return;
        programs++;
        for (const round of [1, 2, 3]) {
          const verdict = compare(analysis, await probed(source, eventsOf(round, 3)));
          expect(verdict.missed, source).toEqual([]);
        }
      }),
      { numRuns, seed },
    );
    // what is reported as not followed is not missed, but must stay rare
    expect(programs).toBeGreaterThan(numRuns * 0.9);
  });
});
