/**
 * The policy engine: decisions a second, what compiling takes, that statements about other services cost nothing, how much faster
 * it is than the slow evaluator of test/reference, and what a browser loads. `node bench/policy.mjs` prints these alone.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Bench } from 'tinybench';
import { authorize, explain, parsePolicy } from '../dist/policy/index.js';
import { bundle, load } from '../scripts/bundle.mjs';
import { behind, manyPolicies, situations } from './policy-requests.mjs';

const compile = (policies) =>
  Object.fromEntries(
    Object.entries(policies).map(([kind, given]) => {
      const one = (document) => parsePolicy(document, kind).policy;
      const each = (value) => (Array.isArray(value) ? value.map(each) : one(value));
      return [kind, each(given)];
    }),
  );

/** Calls of one measured iteration: a clock takes longer than a decision. */
const BATCH = 160;

/**
 * Calls a second of each function: the median of the best of some rounds, all in one run, since what else the machine does can only
 * make a round slower.
 */
async function rates(functions, rounds = 5) {
  const best = new Map();
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({ time: 200, warmupTime: round === 0 ? 200 : 20 });
    for (const [name, { run, times }] of functions)
      bench.add(name, () => {
        for (let i = 0; i < times; i++) run(i);
      });
    await bench.run();
    for (const [i, task] of bench.tasks.entries())
      best.set(task.name, Math.max(best.get(task.name) ?? 0, (functions[i][1].times * 1000) / task.result.latency.p50));
  }
  return best;
}

/** Throws when the evaluators do not agree: then they did not do the same work. */
function agree(name, request, layers, policies, reference) {
  const fast = authorize(request, layers).decision;
  const others = [explain(request, layers).decision.decision, reference(request, policies).decision];
  if (others.some((other) => other !== fast)) throw new Error(`${name}: ${[fast, ...others].join(', ')}`);
  return fast;
}

export async function policyBench({ line, note }) {
  const [{ reference }] = await load('test/reference/reference.ts');
  const told = [];
  for (const { name, bound, policies, requests } of situations()) {
    const layers = compile(policies);
    const decisions = requests.map((request) => agree(name, request, layers, policies, reference));
    const of = (call, times) => ({ run: (i) => call(requests[i % requests.length]), times });
    const measured = await rates([
      ['authorize', of((request) => authorize(request, layers), BATCH)],
      ['explain', of((request) => explain(request, layers), BATCH / 16)],
      ['reference', of((request) => reference(request, policies), 16)],
    ]);
    const [fast, story, slow] = ['authorize', 'explain', 'reference'].map((key) => measured.get(key));
    line(`decisions a second: ${name}`, fast, '', { least: bound });
    const allowed = decisions.filter((decision) => decision === 'allow').length;
    told.push(
      `${name}: ${allowed} of ${requests.length} requests are allowed; ${(fast / slow).toFixed(0)} x the slow evaluator, ${(fast / story).toFixed(1)} x explain`,
    );
  }
  for (const sentence of told) note(sentence);

  const documents = manyPolicies(1000, 20);
  const compiling = new Bench({ time: 2000, warmupTime: 500 }).add('compile', () => {
    for (const document of documents) parsePolicy(document, 'identity');
  });
  await compiling.run();
  line('compiling 1,000 policies of 20 statements', compiling.tasks[0].result.latency.p50, ' ms', { most: 500 });

  const sizes = [0, 100, 1000, 10_000];
  const measured = await rates(
    sizes.map((others) => {
      const { policies, requests } = behind(others);
      const layers = compile(policies);
      return [String(others), { run: (i) => authorize(requests[i % requests.length], layers), times: BATCH }];
    }),
  );
  const nanoseconds = sizes.map((others) => 1e9 / measured.get(String(others)));
  note(`a decision behind ${sizes.map((others, i) => `${others} statements: ${nanoseconds[i].toFixed(0)} ns`).join(', ')}`);
  line('decision behind 10,000 statements about others, ratio', nanoseconds[3] / nanoseconds[0], ' x', { most: 1.5 });

  const code = await bundle('src/policy/index.ts', { minify: true });
  line('pinhole/policy for browsers, minified', Buffer.byteLength(code), ' bytes', { most: 60_000 });
  note(`${(gzipSync(code).length / 1000).toFixed(1)} KB with gzip`);
  const both = await bundle('src/policy/services/index.ts', { minify: true });
  note(`pinhole/policy/services by itself: ${Buffer.byteLength(both)} bytes`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { printer } = await import('./printer.mjs');
  const { line, note, missed } = printer();
  await policyBench({ line, note });
  process.exitCode = missed() > 0 ? 1 : 0;
}
