import type { RunRef } from '../model/run.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import { defaultFlakePolicy, type FlakePolicy } from './flake-policy.ts';
import { type RatioEstimate, ratioEstimateOf } from './incomplete-beta.ts';
import { abandonedEnvironmentsOf } from './abandoned-environments.ts';
import { countsOf } from './flake-counts.ts';
import { type Belief, type HiddenState, beliefOf } from './hidden-states.ts';
import type { StateProbabilities } from './state-filter.ts';

/**
 * What a test is now. `broken`: fails always, and no good run is remembered. `regressed`: was good, or flaky, before a
 * change and fails since; after a flaky past it may be improbable still, as in doubt it outranks `flaky`. `fixed`: was broken or regressed and is good since. `unknown`: too little evidence to say.
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
  /** What the test was until then, as far as the three hidden states tell. */
  readonly was?: HiddenState;
  readonly lastFailedAt?: string;
  /** Runs since the last one that was not plainly good; `runs` when all were good. */
  readonly runsSinceFailure: number;
  /** The judgement of each environment on its own, when the test ran in several; ordered by name. */
  readonly environments?: readonly EnvironmentStats[];
}

/** How a test does in one environment. */
export interface EnvironmentStats extends Pick<
  FlakeStats,
  'runs' | 'state' | 'probability' | 'flakeRatio' | 'failureRatio'
> {
  /** Operating system and place, such as `linux ci`. */
  readonly environment: string;
}

/**
 * Judges one test by its history. Skipped runs say nothing. Each environment is judged on its own, because a test that fails on one
 * system and passes on another would look like a flake; the worst of them speaks for the test, unless it no longer runs there. Same history, same answer.
 */
export function flakeStatsOf(history: TestHistory, policy: FlakePolicy = defaultFlakePolicy): FlakeStats {
  const { id } = history.test;
  const observations = history.observations.filter((observation) => observation.outcome !== 'skipped');
  const groups = Map.groupBy(observations, ({ run }) => run.environment ?? '');
  if (groups.size <= 1) return statsOf(id, observations, policy);
  const abandoned = abandonedEnvironmentsOf(groups);
  const environments = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([environment, own]) => ({ environment, stats: statsOf(id, own, policy) }));
  const worst = environments
    .filter(({ environment }) => !abandoned.has(environment))
    .reduce((a, b) => (severityOf(b.stats) > severityOf(a.stats) ? b : a)).stats;
  const { state, probability, probabilities, since, before, was } =
    worst.state === 'unknown' ? statsOf(id, observations, policy) : worst;
  return {
    ...statsOf(id, observations, policy),
    state,
    probability,
    probabilities,
    ...(since ? { since } : {}),
    ...(before ? { before } : {}),
    ...(was ? { was } : {}),
    flakeRatio: worst.flakeRatio,
    environments: environments.map(({ environment, stats }) => ({
      environment,
      runs: stats.runs,
      state: stats.state,
      probability: stats.probability,
      flakeRatio: stats.flakeRatio,
      failureRatio: stats.failureRatio,
    })),
  };
}

const severity: readonly FlakeState[] = ['unknown', 'healthy', 'fixed', 'flaky', 'regressed', 'broken'];

function severityOf({ state }: FlakeStats): number {
  return severity.indexOf(state);
}

function statsOf(testId: TestId, observations: readonly Observation[], policy: FlakePolicy): FlakeStats {
  const belief = beliefOf(observations, policy);
  const counts = countsOf(observations);
  const verdict = verdictOf(observations, belief, counts.flakeEvents, policy);
  const flakes = counts.flakeEvents + (verdict.state === 'flaky' ? counts.unprovenFailures : 0);
  const lastBad = observations.findLast((observation) => observation.outcome !== 'expected');
  return {
    testId,
    runs: observations.length,
    failedRuns: counts.failedRuns,
    flakyRuns: counts.flakyRuns,
    sameCommitFailures: counts.sameCommitFailures,
    unprovenFailures: counts.unprovenFailures,
    flipsWithoutChange: counts.flipsWithoutChange,
    failureRatio: ratioEstimateOf(counts.failedRuns, observations.length),
    flakeRatio: ratioEstimateOf(flakes, observations.length),
    probabilities: belief.probabilities,
    ...verdict,
    ...(lastBad ? { lastFailedAt: lastBad.run.startedAt } : {}),
    runsSinceFailure: lastBad ? observations.length - 1 - observations.lastIndexOf(lastBad) : observations.length,
  };
}

type StateVerdict = Pick<FlakeStats, 'state' | 'probability' | 'since' | 'before' | 'was'>;

function verdictOf(
  observations: readonly Observation[],
  { states, probabilities }: Belief,
  flakeEvents: number,
  policy: FlakePolicy,
): StateVerdict {
  const now = states.at(-1) ?? 'healthy';
  if (states.length === 0 || !enoughEvidence(observations, now, flakeEvents, policy)) {
    const { healthy, flaky, broken } = probabilities;
    return { state: 'unknown', probability: 1 - Math.max(healthy, flaky, broken) };
  }
  const state = namedState(observations, states, now, policy);
  return { state, probability: probabilities[now], ...changePointOf(observations, states, now) };
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
  if (now === 'broken') return observations.some(({ outcome }) => outcome !== 'unexpected') ? 'regressed' : 'broken';
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
): Pick<FlakeStats, 'since' | 'before' | 'was'> {
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
  const was = hidden[crossed - 1];
  return { ...(since ? { since } : {}), ...(before ? { before } : {}), ...(was ? { was } : {}) };
}
