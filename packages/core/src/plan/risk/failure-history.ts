import type { FlakeStats } from '../../flake/flake-stats.ts';
import { percentOf } from '../../flake/words.ts';
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
    if (!stats || observations.length === 0) return { score: 0.5, evidence: 'Never run so far: new or renamed.' };
    const recent = recencyOf(observations);
    const rate = (stats.failedRuns + 0.3 * stats.flakyRuns + 0.1) / (stats.runs + 2);
    const trust = 1 - 0.6 * stats.probabilities.flaky;
    const afterglow = stats.runsSinceFailure < stats.runs ? 0.15 / (1 + stats.runsSinceFailure) : 0;
    const expected = clamped((0.75 * recent + 0.5 * rate + afterglow) * trust);
    // A test that is believed to fail always will fail in the next run, too, however short its past.
    return { score: Math.max(expected, stats.probabilities.broken), evidence: evidenceOf(stats) };
  },
};

/** Exponentially weighted failures, the last run counting half (α = 0.5); a flaky run counts as 0.3 of a failure. */
function recencyOf(observations: readonly Observation[]): number {
  let value = 0;
  for (const { outcome } of observations) {
    const failed = outcome === 'unexpected' ? 1 : outcome === 'flaky' ? 0.3 : 0;
    value = 0.5 * value + 0.5 * failed;
  }
  return value;
}

function evidenceOf(stats: FlakeStats): string {
  const runs = stats.runs === 1 ? '1 run' : `${stats.runs} runs`;
  if (stats.failedRuns === 0 && stats.flakyRuns === 0) return `Good in all ${runs}.`;
  const since = stats.runsSinceFailure === 0 ? 'the last one included' : `last ${stats.runsSinceFailure} runs ago`;
  const state = stats.state === 'unknown' ? '' : `; ${stats.state} (${percentOf(stats.probability)} %)`;
  return `Failed ${stats.failedRuns} and flaked ${stats.flakyRuns} of ${runs}, ${since}${state}.`;
}
