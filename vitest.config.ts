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
          exclude: ['test/compat/**', '**/node_modules/**'],
          globalSetup: ['test/support/require-chromium.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
          maxWorkers: 2,
          // After the unit tests, and in a group of its own: groups with other worker limits cannot share one.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
