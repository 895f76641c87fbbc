/**
 * npm run mutation: which faults in the policy engine no test would notice. Each mutant is run against the tests that reach it.
 *
 *   npm run mutation                                         all of src/policy
 *   npm run mutation -- --mutate src/policy/combination.ts   one file
 *
 * The result is in reports/mutation: mutation.html to look at, mutation.json to count. docs/mutation.md explains what survives.
 */
import { fileURLToPath } from 'node:url';

export default {
  testRunner: 'policy-tests',
  plugins: [fileURLToPath(new URL('./runner.mjs', import.meta.url))],
  mutate: ['src/policy/**/*.ts', '!src/policy/**/*.test.ts', '!src/policy/index.ts'],
  // Stryker would rewrite tsconfig.json with an API that TypeScript 7 no longer has; nothing here needs it
  tsconfigFile: 'scripts/mutation/no-tsconfig.json',
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // the first run counts which mutants each test reaches and takes several times as long as those that follow
  timeoutFactor: 0.5,
  ignorePatterns: ['dist', 'bench', 'examples', 'docs', 'web', 'reports', 'src/code', 'src/template', 'scripts/sdk-operations'],
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  tempDirName: 'node_modules/.cache/stryker',
  allowEmpty: false,
};
