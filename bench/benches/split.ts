import { lowerBoundOf, predictedMsOf } from '@millwright/core';

import { type Bench, type Figure, atMost, informs } from '../bench.ts';
import { benchDataDirectory } from '../causes/labelled-failures.ts';
import { type PublicSuite, readPublicSuite } from '../order/suite-cycles.ts';
import { type TimedTest, fixed, sharings, stealing } from '../split/makespans.ts';

const suites = ['iofrol', 'deeplearning4j', 'dune_total'];
const workerCounts = [2, 4, 8];

/** What the mean over all suites and worker counts has to reach. */
const targets = new Map([
  [fixed.name, 1.12],
  [stealing.name, 1.03],
]);

/** How even tests are shared out, by durations that earlier runs predict, on three public histories. */
export const splitBench: Bench = {
  name: 'split',
  description:
    'how long the longest of 2, 4 and 8 workers is busy, over the least that is possible, on three public histories',
  async run() {
    const figures: Figure[] = [];
    const ratios = new Map<string, number[]>();
    for (const name of suites) {
      const suite = await readPublicSuite(benchDataDirectory(), name);
      if (suite) figures.push(...figuresOf(suite, ratios));
      else process.stderr.write(`No ${benchDataDirectory()}/tcp/${name}.csv; set MILLWRIGHT_BENCH_DATA.\n`);
    }
    return [...figures, ...[...ratios].map(([name, all]) => figureOf(`mean: ${name}`, name, meanOf(all)))];
  },
};

function figuresOf(suite: PublicSuite, ratios: Map<string, number[]>): readonly Figure[] {
  const cycles = timedCyclesOf(suite);
  return sharings.flatMap((sharing) =>
    workerCounts.map((workers) => {
      const { name } = sharing;
      const ratio = meanOf(cycles.map((tests) => sharing.makespanOf(tests, workers) / leastOf(tests, workers)));
      ratios.set(name, [...(ratios.get(name) ?? []), ratio]);
      return informs(`${suite.name}: ${name}, ${workers} workers`, ratio, 'ratio');
    }),
  );
}

function figureOf(label: string, name: string, value: number): Figure {
  const target = targets.get(name);
  return target === undefined ? informs(label, value, 'ratio') : atMost(label, value, 'ratio', target);
}

/** Each cycle but the first with what the cycles before it predict; cycles that took no time say nothing. */
function timedCyclesOf({ cycles }: PublicSuite): readonly (readonly TimedTest[])[] {
  const past = new Map<string, number[]>();
  const timed = cycles.map((results) => {
    const predicted = new Map(results.map(({ test }) => [test, predictedMsOf(past.get(test) ?? [])]));
    const known = [...predicted.values()].filter((ms) => ms !== undefined).toSorted((a, b) => a - b);
    const usual = known[Math.floor(known.length / 2)] ?? 1;
    const tests = results.map(({ test, durationMs }): TimedTest => {
      return { key: test, durationMs: predicted.get(test) ?? usual, tookMs: durationMs };
    });
    for (const { test, durationMs } of results) past.set(test, [...(past.get(test) ?? []), durationMs]);
    return tests;
  });
  return timed.slice(1).filter((tests) => tests.some(({ tookMs }) => tookMs > 0));
}

function leastOf(tests: readonly TimedTest[], workers: number): number {
  return lowerBoundOf(
    tests.map(({ tookMs }) => ({ durationMs: tookMs })),
    workers,
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
