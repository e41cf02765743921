import type { FlakeStats } from '../../flake/flake-stats.ts';
import { percentOf } from '../../flake/words.ts';
import type { Outcome } from '../../model/attempt.ts';
import type { Observation } from '../../model/test-history.ts';
import { clamped, type RiskRule } from './risk-rule.ts';

/** Tests that failed lately fail again; flakes count less, because their failures say little of the code. */
export const failureHistory: RiskRule = {
  name: 'failure-history',
  weight: 0.3,
  assess: (subject, { input, statsByTest }) => {
    if (!input.histories || input.histories.length === 0) return undefined;
    const stats = statsByTest.get(subject.testId);
    const observations = (subject.history?.observations ?? []).filter(({ outcome }) => outcome !== 'skipped');
    if (!stats || observations.length === 0)
      return { score: unknownFailureScore, evidence: 'Never run so far: new or renamed.' };
    const score = failureScoreOf({ ...stats, recent: recencyOf(observations) });
    return { score, evidence: evidenceOf(stats) };
  },
};

/** What the score of a test that ran before rests on. */
type FailureFacts = Pick<FlakeStats, 'runs' | 'failedRuns' | 'flakyRuns' | 'runsSinceFailure' | 'probabilities'> & {
  /** See `recencyAfter`. */
  readonly recent: number;
};

/** The score of a test that never ran. */
export const unknownFailureScore = 0.5;

/** How much a test's past makes one expect a failure, 0–1. */
export function failureScoreOf(facts: FailureFacts): number {
  const { runs, failedRuns, flakyRuns, runsSinceFailure, probabilities, recent } = facts;
  const rate = (failedRuns + 0.3 * flakyRuns + 0.1) / (runs + 2);
  const trust = 1 - 0.6 * probabilities.flaky;
  const afterglow = runsSinceFailure < runs ? 0.15 / (1 + runsSinceFailure) : 0;
  const expected = clamped((0.75 * recent + 0.5 * rate + afterglow) * trust);
  // A test that is believed to fail always will fail in the next run, too, however short its past.
  return Math.max(expected, probabilities.broken);
}

/** Exponentially weighted failures, the last run counting half (α = 0.5); a flaky run counts as 0.3 of a failure. */
export function recencyAfter(recent: number, outcome: Outcome): number {
  const failed = outcome === 'unexpected' ? 1 : outcome === 'flaky' ? 0.3 : 0;
  return 0.5 * recent + 0.5 * failed;
}

function recencyOf(observations: readonly Observation[]): number {
  return observations.reduce((recent, { outcome }) => recencyAfter(recent, outcome), 0);
}

function evidenceOf(stats: FlakeStats): string {
  const runs = stats.runs === 1 ? '1 run' : `${stats.runs} runs`;
  if (stats.failedRuns === 0 && stats.flakyRuns === 0) return `Good in all ${runs}.`;
  const since = stats.runsSinceFailure === 0 ? 'the last one included' : `last ${stats.runsSinceFailure} runs ago`;
  const state = stats.state === 'unknown' ? '' : `; ${stats.state} (${percentOf(stats.probability)} %)`;
  return `Failed ${stats.failedRuns} and flaked ${stats.flakyRuns} of ${runs}, ${since}${state}.`;
}
