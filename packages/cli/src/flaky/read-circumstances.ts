import {
  type CoFailureCluster,
  type FactorFinding,
  type Run,
  type TestHistory,
  findCoFailures,
  findFlakeFactors,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

/** Whole runs are read to learn under which circumstances a test failed; more than these would take seconds. */
const mostRuns = 60;

/**
 * Reads under which circumstances the given flaky tests failed: what shifts their failure rates, and which of them fail together.
 * Runs named in `leftOut` (outages), experiments and stress runs say nothing.
 */
export async function readFlakeCircumstances(
  history: HistoryStore,
  flaky: readonly TestHistory[],
  leftOut: ReadonlySet<string>,
): Promise<{ readonly factors: readonly FactorFinding[]; readonly coFailures: readonly CoFailureCluster[] }> {
  if (flaky.length === 0) return { factors: [], coFailures: [] };
  const runs: Run[] = [];
  for await (const run of history.readRuns({ experiments: false, stress: false, last: mostRuns })) {
    if (!leftOut.has(run.runId)) runs.push(run);
  }
  const ids = new Set(flaky.map(({ test }) => test.id));
  return { factors: findFlakeFactors(runs, ids, steadyRandom()), coFailures: findCoFailures(flaky) };
}

/** The same numbers every time (Park & Miller 1988), so that the same history gives the same answer. */
function steadyRandom(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
