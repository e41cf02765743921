import { defaultFlakePolicy } from '../flake/flake-policy.ts';
import { mayDiffer } from '../flake/same-code.ts';
import { StateFilter } from '../flake/state-filter.ts';
import type { PlannedTest } from '../model/strategy.ts';
import { dependenciesOf } from '../plan/dependencies.ts';
import { defaultCriticalWords } from '../plan/critical-words.ts';
import { medianOf } from '../plan/median.ts';
import { businessImpact, criticalNameScoreOf } from '../plan/risk/business-impact.ts';
import { failureHistory, failureScoreOf, recencyAfter, unknownFailureScore } from '../plan/risk/failure-history.ts';
import { priorityOf } from '../plan/risk/rank-risk.ts';
import { fewestRuns } from '../ranking/rank-histories.ts';
import { SuiteRanker } from '../ranking/suite-ranker.ts';
import type { ReplayedResult, ReplayedRun, ReplayedTest } from './replayed-run.ts';

/** A test of a run before the run, with all that may be known of it then. */
export interface Candidate extends Pick<
  PlannedTest,
  'testId' | 'runner' | 'project' | 'file' | 'priority' | 'risk' | 'estimatedDurationMs' | 'dependencies'
> {
  /** Undefined while the past is too short to say. */
  readonly soonness: number | undefined;
  /** Whether it failed when it ran last. */
  readonly failedLast: boolean;
}

/** What is assumed of a test that never ran while no other did either. */
const unknownDurationMs = 1000;

/** What risk rests on in a replay: the code of then is not there to be looked at. */
const failureShare = failureHistory.weight / (failureHistory.weight + businessImpact.weight);

interface TestPast {
  readonly filter: StateFilter;
  runs: number;
  failedRuns: number;
  flakyRuns: number;
  recent: number;
  runsSinceFailure: number;
  failedLast: boolean;
  lastRun: ReplayedRun;
}

/**
 * What a suite's past says of its tests at a moment, run by run: it is told each run once, oldest first, and knows nothing of those that it
 * was not told. Risk is that of a plan without the project's map: failures, and critical words in names.
 */
export class SuitePast {
  readonly #ranker = new SuiteRanker();
  readonly #tests = new Map<string, TestPast>();
  readonly #names = new Map<string, number>();
  readonly #criticalWords: Readonly<Record<string, number>>;
  #runs = 0;
  #hasFailed = false;

  constructor(criticalWords: Readonly<Record<string, number>> = defaultCriticalWords) {
    this.#criticalWords = criticalWords;
  }

  /** Looks each test up, in the order given. */
  candidatesOf(tests: readonly ReplayedTest[]): readonly Candidate[] {
    const scores = this.#soonnessOf(tests);
    const durations = tests.map(({ testId }) => medianOf(this.#ranker.memory.tests.get(testId)?.durationsMs ?? []));
    const usual = medianOf(durations.flatMap((duration) => duration ?? [])) ?? unknownDurationMs;
    const dependencies = dependenciesOf(tests);
    return tests.map((test, index) => {
      const risk = this.#riskOf(test);
      return {
        testId: test.testId,
        runner: test.runner,
        project: test.project,
        file: test.file,
        risk,
        priority: priorityOf(risk),
        estimatedDurationMs: Math.max(1, Math.round(durations[index] ?? usual)),
        dependencies: dependencies.get(test.testId) ?? [],
        soonness: scores?.get(test.testId),
        failedLast: this.#tests.get(test.testId)?.failedLast === true,
      };
    });
  }

  #soonnessOf(tests: readonly ReplayedTest[]): ReadonlyMap<string, number> | undefined {
    if (this.#runs < fewestRuns || !this.#hasFailed) return undefined;
    // In the order in which the run is told later, so that what was worked out now serves then.
    const byName = tests.toSorted(byTestId).map(({ testId, family }) => ({ test: testId, family }));
    const scores = this.#ranker.scoresOf(byName);
    return new Map(byName.map(({ test }, index) => [test, scores[index] ?? 0]));
  }

  /** Tells it a run. */
  addRun(run: ReplayedRun): void {
    if (run.results.length === 0) return;
    this.#runs += 1;
    const byName = run.results.toSorted((a, b) => byTestId(a.test, b.test));
    this.#ranker.addRun(
      byName.map(({ test, outcome, durationMs }) => ({
        test: test.testId,
        family: test.family,
        failed: outcome === 'unexpected',
        durationMs,
      })),
    );
    for (const result of run.results) {
      if (result.outcome === 'unexpected') this.#hasFailed = true;
      this.#addResult(result, run);
    }
  }

  #addResult({ test, outcome, failedAttempts }: ReplayedResult, run: ReplayedRun): void {
    const known = this.#tests.get(test.testId);
    const past = known ?? emptyPast(run);
    if (!known) this.#tests.set(test.testId, past);
    past.filter.observe({
      failedAttempts: outcome === 'expected' ? 0 : Math.max(1, Math.min(10, failedAttempts)),
      passed: outcome !== 'unexpected',
      codeChanged: !known || mayDiffer(past.lastRun, run),
      edited: past.lastRun.dirty === true || run.dirty === true,
    });
    past.runs += 1;
    past.recent = recencyAfter(past.recent, outcome);
    past.runsSinceFailure = outcome === 'expected' ? past.runsSinceFailure + 1 : 0;
    past.failedLast = outcome === 'unexpected';
    past.lastRun = run;
    if (outcome === 'unexpected') past.failedRuns += 1;
    if (outcome === 'flaky') past.flakyRuns += 1;
  }

  #riskOf(test: ReplayedTest): number {
    const past = this.#tests.get(test.testId);
    const failure = past ? failureScoreOf({ ...past, probabilities: past.filter.probabilities }) : unknownFailureScore;
    return failureShare * failure + (1 - failureShare) * this.#nameScoreOf(test);
  }

  #nameScoreOf(test: ReplayedTest): number {
    let score = this.#names.get(test.testId);
    if (score === undefined) this.#names.set(test.testId, (score = criticalNameScoreOf(test, this.#criticalWords)));
    return score;
  }
}

function byTestId(a: ReplayedTest, b: ReplayedTest): number {
  return a.testId < b.testId ? -1 : 1;
}

function emptyPast(lastRun: ReplayedRun): TestPast {
  return {
    filter: new StateFilter(defaultFlakePolicy),
    runs: 0,
    failedRuns: 0,
    flakyRuns: 0,
    recent: 0,
    runsSinceFailure: 0,
    failedLast: false,
    lastRun,
  };
}
