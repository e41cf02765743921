import { defaultFlakePolicy } from '../flake/flake-policy.ts';
import { mayDiffer } from '../flake/same-code.ts';
import { StateFilter } from '../flake/state-filter.ts';
import type { RunRef } from '../model/run.ts';
import type { Observation } from '../model/test-history.ts';

/** What a test's history says of a failure before its error is looked at. Both 0 to 1. */
export interface FailureOdds {
  /** Chance that the failure is a flake: of a test that is flaky, or of a healthy one that something outside struck. */
  readonly flakeRatio: number;
  /** Chance, before the run, that the test is broken. */
  readonly brokenRatio: number;
}

/**
 * The state filter of the flake statistics, asked what it would make of a failed first try in this run. A test that was good and fails after
 * a change is more likely a regression than a flake; on the same code it is a flake.
 */
export function failureOddsOf(before: readonly Observation[], run: RunRef): FailureOdds {
  const filter = new StateFilter(defaultFlakePolicy);
  let previous: RunRef | undefined;
  for (const { run: own, outcome, failedAttempts } of observedIn(before, run)) {
    filter.observe({
      failedAttempts,
      passed: outcome !== 'unexpected',
      codeChanged: previous === undefined || mayDiffer(previous, own),
    });
    previous = own;
  }
  const brokenRatio = filter.broken;
  filter.observe({ failedAttempts: 1, passed: false, codeChanged: previous === undefined || mayDiffer(previous, run) });
  return { flakeRatio: filter.flaky + filter.healthy, brokenRatio };
}

const enoughRuns = 5;

/** Systems are judged apart, as far as each has been seen often enough. */
function observedIn(before: readonly Observation[], { environment }: RunRef): readonly Observation[] {
  const told = before.filter(({ outcome }) => outcome !== 'skipped');
  const same = told.filter(({ run }) => run.environment === environment);
  return same.length >= enoughRuns ? same : told;
}
