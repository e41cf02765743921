import type { SuiteResult } from '@millwright/core';

/** A way to tell how probably a test fails by its own results alone. */
export interface SimpleOdds {
  readonly name: string;
  predict(results: readonly SuiteResult[]): readonly number[];
  addRun(results: readonly SuiteResult[]): void;
}

/** Before anything is known, one test in twenty fails. */
const start = 0.05;

/** Exponentially weighted mean of failures. */
export function ewmaOdds(alpha: number): SimpleOdds {
  const means = new Map<string, number>();
  return {
    name: `EWMA ${alpha}`,
    predict: (results) => results.map(({ test }) => means.get(test) ?? start),
    addRun: (results) => {
      for (const { test, failed } of results) {
        const mean = means.get(test) ?? start;
        means.set(test, mean + alpha * (Number(failed) - mean));
      }
    },
  };
}

/** Failures over runs, each run counting 0.95 of the one after it, with two more runs of what the suite does usually (EWMA, α = 0.1). */
export function discountedBetaOdds(): SimpleOdds {
  const counts = new Map<string, { readonly failures: number; readonly runs: number }>();
  let usual = start;
  return {
    name: 'discounted Beta',
    predict: (results) =>
      results.map(({ test }) => {
        const { failures, runs } = counts.get(test) ?? { failures: 0, runs: 0 };
        return (failures + 2 * usual) / (runs + 2);
      }),
    addRun: (results) => {
      for (const { test, failed } of results) {
        const { failures, runs } = counts.get(test) ?? { failures: 0, runs: 0 };
        counts.set(test, { failures: 0.95 * failures + Number(failed), runs: 0.95 * runs + 1 });
      }
      usual += 0.1 * (results.filter(({ failed }) => failed).length / Math.max(1, results.length) - usual);
    },
  };
}
