import { performance } from 'node:perf_hooks';

import {
  FailurePredictor,
  type JudgedPrediction,
  type SuiteResult,
  type TestHistory,
  calibrationOf,
  precisionAt,
  predictFailures,
} from '@millwright/core';

import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { benchDataDirectory } from '../causes/labelled-failures.ts';
import { randomOf } from '../history/random.ts';
import { type PublicSuite, readPublicSuite } from '../order/suite-cycles.ts';
import { areaUnderCurve } from '../predictions/area-under-curve.ts';
import { type SimpleOdds, discountedBetaOdds, ewmaOdds } from '../predictions/simple-odds.ts';

/** What is asked of suites in which few tests fail; the third one drifts, and is told beside the best simple rule that was published. */
const targets: Readonly<Record<string, { skill: number; error?: number; precision?: number }>> = {
  iofrol: { skill: 0.117 },
  deeplearning4j: { skill: 0.25, error: 0.01, precision: 0.7 },
  dune_total: { skill: 0.25, error: 0.01, precision: 0.7 },
};

/** How good told probabilities are on suites whose past is public: each run is predicted before it is learned from. */
export const predictionsBench: Bench = {
  name: 'predictions',
  description: 'how probably each test fails, on three public histories, beside simple rules',
  async run() {
    const figures: Figure[] = [];
    for (const name of Object.keys(targets)) {
      const suite = await readPublicSuite(benchDataDirectory(), name);
      if (suite) figures.push(...figuresOf(suite));
      else process.stderr.write(`No ${benchDataDirectory()}/tcp/${name}.csv; set MILLWRIGHT_BENCH_DATA.\n`);
    }
    return [...figures, speedFigure()];
  },
};

function figuresOf({ name, cycles }: PublicSuite): readonly Figure[] {
  const predictor = new FailurePredictor();
  const ours: JudgedPrediction[][] = [];
  let learned = 0;
  for (const results of cycles) {
    learned += predictor.standing.speaks === 'learned' ? 1 : 0;
    ours.push(judged(predictor.addRun(results), results));
  }
  const { skill, error, precision } = targets[name] ?? { skill: 0 };
  const own = scoresOf(ours);
  return [
    informs(`${name}: tests that fail`, own.failRatio, 'ratio'),
    informs(`${name}: runs in which the learned model spoke`, learned / cycles.length, 'ratio'),
    informs(`${name}: AUC`, own.auc, 'ratio'),
    atLeast(`${name}: Brier skill`, own.skill, 'ratio', skill),
    bounded(atMost, `${name}: calibration error`, own.error, error),
    bounded(atLeast, `${name}: R-precision`, own.precision, precision),
    ...[ewmaOdds(0.2), discountedBetaOdds()].flatMap((rule) => ruleFigures(name, rule, cycles)),
  ];
}

function ruleFigures(suite: string, rule: SimpleOdds, cycles: PublicSuite['cycles']): readonly Figure[] {
  const runs = cycles.map((results) => {
    const told = judged(rule.predict(results), results);
    rule.addRun(results);
    return told;
  });
  const { auc, skill, error, precision } = scoresOf(runs);
  return [
    informs(`${suite}: ${rule.name}: AUC`, auc, 'ratio'),
    informs(`${suite}: ${rule.name}: Brier skill`, skill, 'ratio'),
    informs(`${suite}: ${rule.name}: calibration error`, error, 'ratio'),
    informs(`${suite}: ${rule.name}: R-precision`, precision, 'ratio'),
  ];
}

function bounded(ask: typeof atMost, name: string, value: number, bound: number | undefined): Figure {
  return bound === undefined ? informs(name, value, 'ratio') : ask(name, value, 'ratio', bound);
}

function judged(told: readonly number[], results: readonly SuiteResult[]): JudgedPrediction[] {
  return results.map(({ failed }, index) => ({ probability: told[index] ?? 0, failed }));
}

function scoresOf(runs: readonly (readonly JudgedPrediction[])[]) {
  const all = runs.flat();
  const { brierSkill, calibrationError, cameTrue } = calibrationOf(
    all.map(({ probability, failed }) => ({ probability, isTrue: failed })),
  );
  const precisions = runs.flatMap((run) => {
    const failures = run.filter(({ failed }) => failed).length;
    return failures === 0 ? [] : (precisionAt(run, failures) ?? []);
  });
  return {
    failRatio: cameTrue / all.length,
    auc: areaUnderCurve(all),
    skill: brierSkill ?? 0,
    error: calibrationError,
    precision: precisions.reduce((sum, value) => sum + value, 0) / precisions.length,
  };
}

const bigSuite = { tests: 2000, runs: 60 };

/** A made-up suite of 2,000 tests in which one in fifty fails, with 60 runs. */
function speedFigure(): Figure {
  const random = randomOf(3);
  const histories = Array.from({ length: bigSuite.tests }, (_, index) => madeUpHistory(index, random));
  const tests = histories.map(({ test }) => ({ testId: test.id, file: test.file, titlePath: test.titlePath }));
  const times = Array.from({ length: 7 }, () => {
    const from = performance.now();
    predictFailures(tests, histories);
    return performance.now() - from;
  }).sort((a, b) => a - b);
  return atMost('predicting 2,000 tests from 60 runs', times[3] ?? Number.NaN, 'ms', 1000);
}

function madeUpHistory(index: number, random: () => number): TestHistory {
  const observations = Array.from({ length: bigSuite.runs }, (_, run): TestHistory['observations'][number] => {
    const failed = random() < 0.02;
    return {
      run: {
        runId: `run-${String(run).padStart(3, '0')}`,
        runner: 'playwright',
        startedAt: new Date(Date.UTC(2026, 0, 1) + run * 3_600_000).toISOString(),
        status: 'failed',
      },
      outcome: failed ? 'unexpected' : 'expected',
      attempts: 1,
      failedAttempts: failed ? 1 : 0,
      durationMs: 100,
    };
  });
  return {
    test: {
      id: String(index).padStart(16, '0'),
      runner: 'playwright',
      project: '',
      file: `tests/part-${index % 20}/file-${index % 200}.spec.ts`,
      titlePath: [`group ${index % 10}`, `test ${index}`],
      line: 1,
      column: 1,
      expectedStatus: 'passed',
      retries: 0,
    },
    observations,
  };
}
