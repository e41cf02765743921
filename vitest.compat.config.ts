import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

/** The same journeys on older runners, which are installed first: slower, and in need of the npm registry. */
export default defineConfig({
  test: {
    include: ['test/compat/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    globalSetup: ['test/compat/install-versions.ts'],
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile', import.meta.url)) },
    maxWorkers: 2,
  },
});
