import { afterEach, beforeEach } from 'vitest';

import { type IstanbulCounters, countsOf, touchedFilesOf } from './istanbul-counters.ts';
import { addExecutedFiles } from './executed-files.ts';

/**
 * Runs inside the user's workers. Compares istanbul's counters before and after each test, and hands the names of the files
 * that counted to the reporter through the test's `meta`. Does nothing where the code is not instrumented by istanbul.
 */
const countersName = '__VITEST_COVERAGE__';

let before: ReadonlyMap<string, number> | undefined;

function readCounters(): IstanbulCounters | undefined {
  return (globalThis as Record<string, unknown>)[countersName] as IstanbulCounters | undefined;
}

// Vitest reads the first argument of a hook as text in tests with fixtures, and takes nothing but a pattern.
beforeEach(({ task }) => {
  const counters = readCounters();
  // Tests that run at the same time share the counters, so nothing can be said about each of them.
  before = counters && !task.concurrent ? countsOf(counters) : undefined;
});

afterEach(({ task }) => {
  const counters = readCounters();
  if (!before || !counters || task.concurrent) return;
  addExecutedFiles(task.meta, touchedFilesOf(before, counters));
});
