import { defineConfig } from 'vitest/config';

export default defineConfig({
  // the catalog's data is compiled from a development dependency, not committed
  test: {
    globalSetup: ['scripts/compile-catalog.mjs'],
    setupFiles: ['test/support/seed.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    passWithNoTests: true,
  },
});
