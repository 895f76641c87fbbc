/**
 * Random programs are run by Python, and what they probe must be among what the analysis finds. More of them by hand:
 * `PROGRAMS=5000 SEED=5 npx vitest run src/code/python/differential`.
 */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare, eventsOf } from '../../../test/support/differential.ts';
import { analysed } from '../../../test/support/probing.ts';
import { randomPython } from '../../../test/support/random-python.ts';
import { python } from './language.ts';

/** Runs the programs of its input, one a line, and writes what each probed; a run ends after so many rounds and calls. */
const DRIVER = `
import asyncio, copy, json, resource, sys
sys.setrecursionlimit(300)
resource.setrlimit(resource.RLIMIT_AS, (2 ** 31, 2 ** 31))
class Over(BaseException): pass
def run(source, events, seen):
    state = {'ticks': 0, 'over': False}
    def end():
        state['over'] = True
        raise Over()
    def tick():
        state['ticks'] += 1
        if state['ticks'] > 300: end()
    def cap(value):
        if hasattr(value, '__len__') and len(value) > 100: end()
        return value
    def probe(text):
        if not state['over'] and 'None' not in text and '<' not in text: seen.add(text)
    names = {'tick': tick, 'cap': cap, 'probe': probe, '__name__': 'app'}
    try:
        exec(compile(source, 'app.py', 'exec'), names)
    except SyntaxError: raise
    except BaseException: return
    for event in copy.deepcopy(events):
        if state['over']: return
        try: names['handler'](event, None)
        except BaseException: pass
for line in sys.stdin:
    job = json.loads(line)
    seen = set()
    for events in job['events']: run(job['source'], events, seen)
    print(json.dumps(sorted(seen)), flush=True)
`;

const isThere = spawnSync('python3', ['--version']).status === 0;
const numRuns = Number(process.env.PROGRAMS ?? 60);
const seed = Number(process.env.SEED ?? 1);
const events = [1, 2, 3, 4].map((round) => eventsOf(round, 3).map((event): unknown => JSON.parse(JSON.stringify(event))));

function probed(sources: readonly string[]): readonly ReadonlySet<string>[] {
  const input = sources.map((source) => `${JSON.stringify({ source, events })}\n`).join('');
  const { stdout, stderr, status } = spawnSync('python3', ['-c', DRIVER], { input, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(String(stderr));
  return String(stdout)
    .trim()
    .split('\n')
    .map((line) => new Set(JSON.parse(line) as string[]));
}

describe('a random program', () => {
  beforeAll(() => python.prepare?.());

  it('probes nothing that the analysis does not find', { timeout: 60_000 + numRuns * 500 }, ({ skip }) => {
    if (!isThere) skip('python3 is not on this machine');
    const programs = fc.sample(fc.array(fc.nat(999), { minLength: 10, maxLength: 120, size: 'max' }), { numRuns, seed }).map(randomPython);
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
