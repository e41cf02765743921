import type { RunRef } from '../model/run.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import { defaultFlakePolicy, type FlakePolicy } from './flake-policy.ts';
import { type RatioEstimate, ratioEstimateOf } from './incomplete-beta.ts';
import { initialFilterState, nextFilterState, type FilterState, type StateProbabilities } from './sticky-filter.ts';

/**
 * What a test is now. `broken`: fails always, and no good run is remembered. `regressed`: was good before a change and
 * fails since. `fixed`: was broken or regressed and is good since. `unknown`: too little evidence to say.
 */
export type FlakeState = 'healthy' | 'flaky' | 'broken' | 'regressed' | 'fixed' | 'unknown';

/** What a test's history says of its reliability. */
export interface FlakeStats {
  readonly testId: TestId;
  /** Runs in which the test really ran. */
  readonly runs: number;
  /** Runs that ended unexpected, after all retries. */
  readonly failedRuns: number;
  /** Runs that passed only after a retry. */
  readonly flakyRuns: number;
  /** Unexpected runs that a good run on the same commit contradicts. */
  readonly sameCommitFailures: number;
  /** Other unexpected runs that a good run followed: a flake without proof, or a break that was mended. */
  readonly unprovenFailures: number;
  /** Changes between good and bad from one run to the next on the same clean commit. */
  readonly flipsWithoutChange: number;
  /** Share of runs that ended unexpected. */
  readonly failureRatio: RatioEstimate;
  /**
   * Share of runs that flaked: passed on retry, or failed on a commit on which the test also passed; for a test that is
   * judged flaky, its unproven failures as well.
   */
  readonly flakeRatio: RatioEstimate;
  readonly state: FlakeState;
  /** How probable the state is; for `unknown` the chance that no single answer is right, 1 − the greatest of the three. */
  readonly probability: number;
  /** Posterior of the three hidden states; adds up to 1. */
  readonly probabilities: StateProbabilities;
  /** First run of the present state, and the run before it. Absent while the state never changed. */
  readonly since?: RunRef;
  readonly before?: RunRef;
  readonly lastFailedAt?: string;
  /** Runs since the last one that was not plainly good; `runs` when all were good. */
  readonly runsSinceFailure: number;
}

/** Judges one test by its history. Skipped runs say nothing. Same history, same answer. */
export function flakeStatsOf(history: TestHistory, policy: FlakePolicy = defaultFlakePolicy): FlakeStats {
  const observations = history.observations.filter((observation) => observation.outcome !== 'skipped');
  const steps = filterStepsOf(observations, policy);
  const last = steps.at(-1) ?? initialFilterState(policy);
  const counts = countsOf(observations);
  const verdict = verdictOf(observations, steps, counts.flakeEvents, policy);
  const flakes = counts.flakeEvents + (verdict.state === 'flaky' ? counts.unprovenFailures : 0);
  const lastBad = observations.findLast((observation) => observation.outcome !== 'expected');
  return {
    testId: history.test.id,
    runs: observations.length,
    failedRuns: counts.failedRuns,
    flakyRuns: counts.flakyRuns,
    sameCommitFailures: counts.sameCommitFailures,
    unprovenFailures: counts.unprovenFailures,
    flipsWithoutChange: counts.flipsWithoutChange,
    failureRatio: ratioEstimateOf(counts.failedRuns, observations.length),
    flakeRatio: ratioEstimateOf(flakes, observations.length),
    probabilities: last.probabilities,
    ...verdict,
    ...(lastBad ? { lastFailedAt: lastBad.run.startedAt } : {}),
    runsSinceFailure: lastBad ? observations.length - 1 - observations.lastIndexOf(lastBad) : observations.length,
  };
}

/** Whether the code may differ between two runs: another commit, an unknown one, or uncommitted changes. */
function mayDiffer(a: RunRef, b: RunRef): boolean {
  return a.commit === undefined || a.commit !== b.commit || a.dirty === true || b.dirty === true;
}

function filterStepsOf(observations: readonly Observation[], policy: FlakePolicy): FilterState[] {
  const steps: FilterState[] = [];
  let state = initialFilterState(policy);
  let previous: Observation | undefined;
  for (const observation of observations) {
    const failedAttempts =
      observation.outcome === 'expected' ? 0 : Math.max(1, Math.min(10, observation.failedAttempts));
    const codeChanged = previous === undefined || mayDiffer(previous.run, observation.run);
    state = nextFilterState(
      state,
      { failedAttempts, passed: observation.outcome !== 'unexpected', codeChanged },
      policy,
    );
    steps.push(state);
    previous = observation;
  }
  return steps;
}

interface Counts {
  readonly failedRuns: number;
  readonly flakyRuns: number;
  readonly sameCommitFailures: number;
  readonly unprovenFailures: number;
  readonly flipsWithoutChange: number;
  /** Flakes that are proved. */
  readonly flakeEvents: number;
}

function countsOf(observations: readonly Observation[]): Counts {
  const goodCommits = new Set<string>();
  for (const { run, outcome } of observations) {
    if (run.commit !== undefined && run.dirty !== true && outcome !== 'unexpected') goodCommits.add(run.commit);
  }
  const failed = observations.filter((observation) => observation.outcome === 'unexpected');
  const flakyRuns = observations.filter((observation) => observation.outcome === 'flaky').length;
  const sameCommitFailures = failed.filter(
    ({ run }) => run.commit !== undefined && run.dirty !== true && goodCommits.has(run.commit),
  ).length;
  const lastGood = observations.findLastIndex(({ outcome }) => outcome !== 'unexpected');
  const mended = observations.slice(0, lastGood + 1).filter(({ outcome }) => outcome === 'unexpected').length;
  let flipsWithoutChange = 0;
  for (const [index, observation] of observations.entries()) {
    const previous = observations[index - 1];
    if (!previous || mayDiffer(previous.run, observation.run)) continue;
    if ((previous.outcome === 'unexpected') !== (observation.outcome === 'unexpected')) flipsWithoutChange++;
  }
  return {
    failedRuns: failed.length,
    flakyRuns,
    sameCommitFailures,
    unprovenFailures: Math.max(0, mended - sameCommitFailures),
    flipsWithoutChange,
    flakeEvents: flakyRuns + sameCommitFailures,
  };
}

type HiddenState = 'healthy' | 'flaky' | 'broken';

function hiddenStateOf(probabilities: StateProbabilities, proved: boolean, policy: FlakePolicy): HiddenState {
  if (probabilities.broken > policy.brokenAbove) return 'broken';
  return probabilities.flaky > (proved ? policy.flakyAbove : policy.flakyUnprovenAbove) ? 'flaky' : 'healthy';
}

type StateVerdict = Pick<FlakeStats, 'state' | 'probability' | 'since' | 'before'>;

function verdictOf(
  observations: readonly Observation[],
  steps: readonly FilterState[],
  flakeEvents: number,
  policy: FlakePolicy,
): StateVerdict {
  const last = steps.at(-1);
  if (!last) return { state: 'unknown', probability: 1 - Math.max(...policy.startProbabilities) };
  const hidden = steps.map((step) => hiddenStateOf(step.probabilities, flakeEvents > 0, policy));
  const now = hidden.at(-1) ?? 'healthy';
  if (!enoughEvidence(observations, now, flakeEvents, policy)) {
    const { healthy, flaky, broken } = last.probabilities;
    return { state: 'unknown', probability: 1 - Math.max(healthy, flaky, broken) };
  }
  const state = namedState(observations, hidden, now, policy);
  return { state, probability: last.probabilities[now], ...changePointOf(observations, hidden, now) };
}

function enoughEvidence(
  observations: readonly Observation[],
  now: HiddenState,
  flakeEvents: number,
  policy: FlakePolicy,
): boolean {
  if (observations.length >= policy.minRuns) return true;
  if (now === 'flaky') return flakeEvents > 0;
  const lastTwo = observations.slice(-2);
  return now === 'broken' && lastTwo.length === 2 && lastTwo.every(({ outcome }) => outcome === 'unexpected');
}

function namedState(
  observations: readonly Observation[],
  hidden: readonly HiddenState[],
  now: HiddenState,
  policy: FlakePolicy,
): FlakeState {
  if (now === 'broken') return observations.some(({ outcome }) => outcome === 'expected') ? 'regressed' : 'broken';
  if (now === 'healthy' && hidden.slice(-policy.fixedForRuns - 1).includes('broken')) return 'fixed';
  return now;
}

/**
 * The run that began the present state. The filter needs a run or two to be sure, so a broken state is dated back to
 * the first of the failures that convinced it, and a healed one to the first of the good runs.
 */
function changePointOf(
  observations: readonly Observation[],
  hidden: readonly HiddenState[],
  now: HiddenState,
): { since?: RunRef; before?: RunRef } {
  const crossed = hidden.findLastIndex((state) => state !== now) + 1;
  if (crossed === 0 && now !== 'broken') return {};
  let index = crossed;
  const bad = now === 'broken';
  const belongs = (observation: Observation | undefined): boolean =>
    observation !== undefined && now !== 'flaky' && (observation.outcome === 'unexpected') === bad;
  while (index > 0 && belongs(observations[index - 1])) index--;
  if (index === 0) return {};
  const since = observations[index]?.run;
  const before = observations[index - 1]?.run;
  return { ...(since ? { since } : {}), ...(before ? { before } : {}) };
}
