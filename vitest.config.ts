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
          testTimeout: 180_000,
          hookTimeout: 420_000,
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
