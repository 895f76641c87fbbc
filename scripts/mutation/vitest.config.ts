/** The tests of the policy engine, as mutation testing runs them: fixed seeds, and fewer random requests for each mutant. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/policy/**/*.test.ts', 'test/cases.test.ts', 'test/reference/differential.test.ts'],
    setupFiles: ['scripts/mutation/seed.ts'],
    env: { REFERENCE_RUNS: '25' },
    testTimeout: 30_000,
  },
});
