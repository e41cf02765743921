import type { FlakeStats } from '../flake/flake-stats.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import { type NamedTest, type SuiteRun, familyOf, suiteRunsOf } from '../ranking/suite-runs.ts';
import { type ReasonInput, changeOddsOf, reasonsOf } from './explain-prediction.ts';
import { FailurePredictor, type PredictionModel } from './failure-predictor.ts';
import { flakeShareOf } from './flake-share.ts';

/** How probably a test fails in the next run in which it runs. */
export interface TestPrediction {
  /** That it ends `unexpected`, 0–1; a pass on a retry is no failure. */
  readonly probability: number;
  /** Whose it is: one for all tests. */
  readonly by: PredictionModel;
  /** How much of that would be a flake rather than a fault, 0–1. Absent without flake statistics. */
  readonly flakeShare?: number;
  /** What moved it most, in words with the odds by which it did; the strongest first. */
  readonly reasons: readonly string[];
}

/** What a prediction may use beside the history. */
export interface PredictionFacts {
  /** How much the change now concerns each test, 0–1: see the risk rule `change-relevance`. Without it nothing is said of changes. */
  readonly changes?: ReadonlyMap<TestId, number>;
  readonly stats?: ReadonlyMap<TestId, FlakeStats>;
}

/** Older runs say little of the next one. */
const mostRuns = 60;

/**
 * How probably each test fails when it runs next, by what its suite's past and the change say; the answer is checked run by run against a
 * simple rule, and the better of the two speaks. Same input, same answer, whatever the order of the histories. Empty without any run.
 */
export function predictFailures(
  tests: readonly (NamedTest & { readonly testId: TestId })[],
  histories: readonly TestHistory[],
  { changes, stats }: PredictionFacts = {},
): ReadonlyMap<TestId, TestPrediction> {
  const predictor = new FailurePredictor();
  for (const { results } of recentRunsOf(histories)) predictor.addRun(results);
  if (predictor.standing.runs === 0) return new Map();
  const predicted = predictor.predict(tests.map((test) => ({ test: test.testId, family: familyOf(test) })));
  const { speaks } = predictor.standing;
  const weights = speaks === 'learned' ? predictor.weights : undefined;
  const usual = meansOf(predicted.map(({ values }) => values));
  return new Map(
    predicted.map((prediction) => {
      const { test } = prediction;
      const record = predictor.memory.suite.families.get(prediction.family);
      const change = changes?.get(test);
      const odds = changeOddsOf(change, record);
      const own = stats?.get(test);
      const flakeShare = own === undefined ? undefined : flakeShareOf(own);
      const input: ReasonInput = { prediction, record, usual, weights, change, odds };
      return [
        test,
        {
          probability: withOdds(prediction.probability, odds),
          by: speaks,
          ...(flakeShare === undefined ? {} : { flakeShare }),
          reasons: reasonsOf(input),
        },
      ];
    }),
  );
}

/** The runs that predictions learn from, oldest first. */
export function recentRunsOf(histories: readonly TestHistory[]): readonly SuiteRun[] {
  return suiteRunsOf(histories).slice(-mostRuns);
}

function withOdds(probability: number, odds: number): number {
  return (odds * probability) / (1 - probability + odds * probability);
}

function meansOf(rows: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = rows;
  return first.map((_, at) => rows.reduce((sum, values) => sum + (values[at] ?? 0), 0) / rows.length);
}
