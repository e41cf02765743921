import { performance } from 'node:perf_hooks';

import { type ReplayedRun, Simulation, type SimulationReport, objectives } from '@millwright/core';

import { type Bench, type Figure, atMost, informs } from '../bench.ts';
import { benchDataDirectory } from '../causes/labelled-failures.ts';
import { randomOf } from '../history/random.ts';
import { type PublicSuite, readPublicSuite } from '../order/suite-cycles.ts';

const suites = ['iofrol', 'deeplearning4j', 'dune_total'];

/** What each objective aims at, measured by it and by the others on public histories, and what a replay costs. */
export const simulateBench: Bench = {
  name: 'simulate',
  description: 'objectives of a plan replayed on three public histories, and the time of a replay',
  async run() {
    const figures: Figure[] = [];
    for (const name of suites) {
      const suite = await readPublicSuite(benchDataDirectory(), name);
      if (suite) figures.push(...figuresOf(suite));
      else process.stderr.write(`No ${benchDataDirectory()}/tcp/${name}.csv; set MILLWRIGHT_BENCH_DATA.\n`);
    }
    return [...figures, costFigure()];
  },
};

/** One worker and a fifth of the time: the first failure as a share of the mean by lot, and the failures that are found. */
function figuresOf(suite: PublicSuite): readonly Figure[] {
  const report = reportOf(suite);
  const meanMsOf = (name: string): number => strategyIn(report, name).firstFailure?.meanMs ?? Number.NaN;
  const shareOf = (name: string): number => (strategyIn(report, name).budget?.foundCount ?? 0) / report.failureCount;
  const named = [...objectives.map(({ name }) => name), 'recorded', 'last-failed', 'random', 'ideal'];
  return [
    informs(`${suite.name}: runs with failures`, report.failingRunCount, ''),
    ...named.map((name) =>
      informs(`${suite.name}: ${name}, first failure / by lot`, meanMsOf(name) / meanMsOf('random'), 'ratio'),
    ),
    ...named.map((name) => informs(`${suite.name}: ${name}, found in a fifth of the time`, shareOf(name), 'ratio')),
  ];
}

function reportOf({ cycles }: PublicSuite): SimulationReport {
  const simulation = new Simulation({ workers: 1, objective: 'priority', budgetRatio: 0.2 });
  for (const [index, results] of cycles.entries()) {
    const outcomes = results.map(({ test, family, failed, durationMs }) => ({ id: test, family, failed, durationMs }));
    simulation.addRun(runOf(index, outcomes));
  }
  return simulation.report();
}

function strategyIn({ strategies }: SimulationReport, name: string): SimulationReport['strategies'][number] {
  const found = strategies.find((strategy) => strategy.name === name);
  if (!found) throw new Error(`No strategy ${name}.`);
  return found;
}

interface Told {
  readonly id: string;
  readonly family: string;
  readonly failed: boolean;
  readonly durationMs: number;
}

/** A run an hour after the one before, each of its own commit. */
function runOf(index: number, told: readonly Told[]): ReplayedRun {
  const startMs = Date.UTC(2020, 0, 1) + index * 3_600_000;
  return {
    runId: `run-${index}`,
    startedAt: new Date(startMs).toISOString(),
    endedAtMs: startMs,
    commit: `c${index}`,
    results: told.map(({ id, family, failed, durationMs }) => ({
      test: { testId: id, family, runner: 'junit', project: '', file: family, titlePath: [id], tags: [] },
      outcome: failed ? 'unexpected' : 'expected',
      failedAttempts: failed ? 1 : 0,
      durationMs,
      spentMs: durationMs,
    })),
  };
}

const bigSuite = { tests: 2000, runs: 500 };

/** A made-up suite: one run in three fails, with one test in a hundred. */
function costFigure(): Figure {
  const random = randomOf(3);
  const runs = Array.from({ length: bigSuite.runs }, (_, index) => {
    const isBad = random() < 1 / 3;
    return runOf(
      index,
      Array.from({ length: bigSuite.tests }, (_, test) => ({
        id: `test ${test}`,
        family: `test ${test}`,
        failed: isBad && random() < 0.01,
        durationMs: 1000 * random(),
      })),
    );
  });
  const from = performance.now();
  const simulation = new Simulation({ workers: 4, objective: 'priority' });
  for (const run of runs) simulation.addRun(run);
  simulation.report();
  return atMost('a replay of 500 runs of 2,000 tests', (performance.now() - from) / 1000, 's', 15);
}
