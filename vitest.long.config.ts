import { defineConfig } from 'vitest/config';

/** Experiments with browsers that take minutes each: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    globalSetup: ['test/support/require-chromium.ts'],
    testTimeout: 300_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // What they measure is time, so nothing else runs beside them.
    maxWorkers: 1,
  },
});
