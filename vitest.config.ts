import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts'],
          pool: 'threads',
          // Pure code leaves no global state behind, and sharing one module graph makes the suite many times faster.
          isolate: false,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/**/*.test.ts'],
          exclude: ['test/compat/**', '**/*.long.test.ts', '**/node_modules/**'],
          globalSetup: ['test/support/require-chromium.ts'],
          // They start Node thousands of times; what it compiled once, it need not compile again.
          env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile', import.meta.url)) },
          // Against hanging alone: how long they take is the machine's business.
          testTimeout: 600_000,
          hookTimeout: 900_000,
          pool: 'forks',
          // Journeys wait for browsers and servers a fifth of their time, even on two processors.
          maxWorkers: 3,
          // After the unit tests, and in a group of its own: groups with other worker limits cannot share one.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
