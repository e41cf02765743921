import { performance } from 'node:perf_hooks';

import { SuiteRanker, type SuiteResult, idealOrderOf, napfdOf } from '@millwright/core';

import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { benchDataDirectory } from '../causes/labelled-failures.ts';
import { randomOf } from '../history/random.ts';
import { VerdictLog, simpleRules } from '../order/simple-rules.ts';
import { type PublicSuite, readPublicSuite } from '../order/suite-cycles.ts';

/** Ties are broken by lot so often. */
const repetitions = 30;
const budgetRatio = 0.5;

/** What an order of each suite has to reach. */
const targets: Readonly<Record<string, number>> = { iofrol: 0.45, deeplearning4j: 0.815, dune_total: 0.94 };

/** Nothing may be worse than the best simple rule by more. */
const mostRegret = 0.01;

/** How soon failures are found on suites whose past is public, by the protocol of RETECS. */
export const orderBench: Bench = {
  name: 'order',
  description: 'failures found in half of the time (NAPFD) on three public histories, beside simple rules',
  async run() {
    const figures: Figure[] = [];
    for (const [name, target] of Object.entries(targets)) {
      const suite = await readPublicSuite(benchDataDirectory(), name);
      if (suite) figures.push(...figuresOf(suite, target));
      else process.stderr.write(`No ${benchDataDirectory()}/tcp/${name}.csv; set MILLWRIGHT_BENCH_DATA.\n`);
    }
    return [...figures, ...speedFigures()];
  },
};

function figuresOf({ name, cycles }: PublicSuite, target: number): readonly Figure[] {
  const random = randomOf(1);
  const log = new VerdictLog();
  const ranker = new SuiteRanker();
  const sums = new Map<string, number>();
  const add = (rule: string, value: number): void => void sums.set(rule, (sums.get(rule) ?? 0) + value);
  let failing = 0;
  for (const results of cycles) {
    if (results.some(({ failed }) => failed)) {
      failing += 1;
      for (const rule of simpleRules) add(rule.name, scoreOf(results, log.scoresOf(rule, results), random));
      add('ours', scoreOf(results, ranker.scoresOf(results), random));
      add('ideal', napfdOf(idealOrderOf(results), budgetRatio));
    }
    log.addRun(results);
    ranker.addRun(results);
  }
  const meanOf = (rule: string): number => (sums.get(rule) ?? 0) / failing;
  const best = Math.max(...simpleRules.map((rule) => meanOf(rule.name)));
  return [
    informs(`${name}: cycles with failures`, failing, ''),
    atLeast(`${name}: NAPFD`, meanOf('ours'), 'ratio', target),
    atLeast(`${name}: above the best simple rule`, meanOf('ours') - best, 'ratio', -mostRegret),
    ...[...simpleRules.map((rule) => rule.name), 'ideal'].map((rule) =>
      informs(`${name}: ${rule}`, meanOf(rule), 'ratio'),
    ),
  ];
}

/** The mean over ties that are broken by lot. */
function scoreOf(results: readonly SuiteResult[], scores: readonly number[], random: () => number): number {
  let sum = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const order = results
      .map((result, index) => ({ result, score: scores[index] ?? 0, lot: random() }))
      .sort((a, b) => b.score - a.score || a.lot - b.lot)
      .map(({ result }) => result);
    sum += napfdOf(order, budgetRatio);
  }
  return sum / repetitions;
}

const bigSuite = { tests: 2000, warmUpRuns: 60, runs: 101 };

/**
 * A made-up suite of 2,000 tests in which one in fifty fails. The clock runs for one question about the tests of a run, after the run
 * before it was told: a question that is asked again is answered from memory, so each run is timed once. Median of 101 runs, the first 60
 * not counted.
 */
function speedFigures(): readonly Figure[] {
  const random = randomOf(2);
  const ranker = new SuiteRanker();
  const rankMs: number[] = [];
  const learnMs: number[] = [];
  for (let run = 0; run < bigSuite.warmUpRuns + bigSuite.runs; run += 1) {
    const results = Array.from({ length: bigSuite.tests }, (_, index) => ({
      test: `file ${index % 200} test ${index}`,
      family: `file ${index % 200} test ${index}`,
      failed: random() < 0.02,
      durationMs: 1000 * random(),
    }));
    const from = performance.now();
    ranker.scoresOf(results);
    const ranked = performance.now();
    ranker.addRun(results);
    if (run < bigSuite.warmUpRuns) continue;
    rankMs.push(ranked - from);
    learnMs.push(performance.now() - ranked);
  }
  return [
    atMost('ranking a run of 2,000 tests, median', middleOf(rankMs), 'ms', 20),
    informs('learning from it, median', middleOf(learnMs), 'ms'),
  ];
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
