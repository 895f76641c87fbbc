/**
 * How mutation testing runs the tests of the policy engine: all of them in one bundle, which is evaluated anew for each mutant, in
 * one process. A mutant takes milliseconds this way; the workers of a test framework, which load a hundred modules each time, take
 * seconds, and there are thousands of mutants. A run ends at the first test that fails; those that failed last run first, since what
 * notices a mutant notices its neighbours, then the quickest.
 *
 * What only random requests would notice is to become a case, so the comparison with the reference evaluator is left out, and other
 * random tests draw few values, the same ones each time.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { constants, Script } from 'node:vm';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, determineHitLimitReached, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { JestAsymmetricMatchers, JestChaiExpect } from '@vitest/expect';
import * as chai from 'chai';
import { rolldown } from 'rolldown';

chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const RANDOM = { seed: 20_261_121, endOnFailure: true };
const MOST_RUNS = 10;

function testFiles() {
  const beside = readdirSync('src/policy', { recursive: true }).filter((file) => file.endsWith('.test.ts'));
  return [...beside.sort().map((file) => `src/policy/${file}`), 'test/cases.test.ts'];
}

const importOf = (file) => `import ${JSON.stringify(join(process.cwd(), file))};`;

/**
 * The bundle as scripts whose value is a function of `require`: `counting` notes which mutants each test reaches, `quick` does not,
 * since counting takes most of the time where the code under test is busy. The working directory is the mutated copy of the project.
 */
async function compile() {
  const build = await rolldown({
    input: 'tests',
    platform: 'node',
    external: /^(vitest|fast-check|node:.*)$/,
    logLevel: 'silent',
    plugins: [
      {
        name: 'tests',
        resolveId: (id) => (id === 'tests' ? id : undefined),
        load: (id) => (id === 'tests' ? testFiles().map(importOf).join('\n') : undefined),
        transform: (code, id) => code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
      },
    ],
  });
  const { output } = await build.generate({ format: 'cjs' });
  await build.close();
  const script = (code) =>
    new Script(`(function (require, exports, module) {${code}\n})`, {
      filename: join(process.cwd(), 'tests.cjs'),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
  const { code } = output[0];
  return { counting: script(code), quick: script(code.replaceAll(/(?<=function stryCov_\S*\(\) \{)/g, 'return;')) };
}

/** Evaluates the bundle and collects its tests, in the terms of `describe` and `it`. */
function collect(script) {
  const tests = [];
  const path = [];
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const it = (name, body) => tests.push({ name: [...path, name].join(' '), body });
  for (const define of [describe, it])
    define.each = (rows) => (name, body) => {
      for (const row of rows) {
        const values = Array.isArray(row) ? row : [row];
        define(format(name, ...values.slice(0, name.split('%').length - 1)), () => body(...values));
      }
    };
  const require = createRequire(join(process.cwd(), 'package.json'));
  const fc = require('fast-check');
  const assert = (property, parameters) =>
    fc.assert(property, { ...parameters, ...RANDOM, numRuns: Math.min(parameters?.numRuns ?? MOST_RUNS, MOST_RUNS) });
  const provided = { vitest: { describe, it, expect }, 'fast-check': { ...fc, assert, default: { ...fc.default, assert } } };
  script.runInThisContext()((id) => provided[id] ?? require(id), {}, {});
  // tests of one name are told apart by how often it has come
  const seen = new Map();
  for (const test of tests) {
    const before = seen.get(test.name) ?? 0;
    seen.set(test.name, before + 1);
    test.id = before === 0 ? test.name : `${test.name} #${before + 1}`;
  }
  return tests;
}

const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);

class PolicyTestRunner {
  #scripts;
  #milliseconds = new Map();
  /** the number of the last mutant that each test noticed */
  #noticed = new Map();
  #count = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.#scripts = await compile();
  }

  async dryRun() {
    const state = stateOfMutants();
    const tests = [];
    for (const { id, body } of collect(this.#scripts.counting)) {
      state.currentTestId = id;
      tests.push(await run(id, body));
      state.currentTestId = undefined;
    }
    for (const { id, timeSpentMs } of tests) this.#milliseconds.set(id, timeSpentMs);
    return { status: DryRunStatus.Complete, tests, mutantCoverage: state.mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit, disableBail }) {
    const state = stateOfMutants();
    Object.assign(state, { activeMutant: undefined, hitCount: 0, hitLimit });
    if (mutantActivation === 'static') state.activeMutant = activeMutant.id;
    const results = [];
    try {
      const wanted = testFilter && new Set(testFilter);
      const tests = collect(this.#scripts.quick).filter(({ id }) => !wanted || wanted.has(id));
      tests.sort((a, b) => this.#lastOf(b) - this.#lastOf(a) || this.#timeOf(a) - this.#timeOf(b));
      state.activeMutant = activeMutant.id;
      for (const { id, body } of tests) {
        const result = await run(id, body);
        results.push(result);
        if (result.status !== TestStatus.Failed) continue;
        this.#noticed.set(id, ++this.#count);
        if (!disableBail) break;
      }
    } catch (error) {
      // with a mutant in what modules and tables of tests compute, there may be no tests at all
      results.push({ id: testFilter?.[0] ?? 'the tests', status: TestStatus.Failed, failureMessage: String(error) });
    } finally {
      state.activeMutant = undefined;
    }
    return toMutantRunResult(determineHitLimitReached(state.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests: results });
  }

  #timeOf = ({ id }) => this.#milliseconds.get(id) ?? 0;
  #lastOf = ({ id }) => this.#noticed.get(id) ?? 0;
}

async function run(id, body) {
  const start = performance.now();
  let failure;
  try {
    await body();
  } catch (error) {
    failure = error;
  }
  const result = { id, name: id, timeSpentMs: performance.now() - start };
  return failure === undefined
    ? { ...result, status: TestStatus.Success }
    : { ...result, status: TestStatus.Failed, failureMessage: String(failure?.message ?? failure) };
}

/** Where the mutated code looks for the mutant that is active, and keeps which mutants a test reached. */
function stateOfMutants() {
  globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
  return globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE];
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'policy-tests', PolicyTestRunner)];
