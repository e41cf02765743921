import type { Observation } from '../model/test-history.ts';
import type { FlakePolicy } from './flake-policy.ts';
import { mayDiffer } from './same-code.ts';
import { StateFilter, type StateProbabilities } from './state-filter.ts';

export type HiddenState = keyof StateProbabilities;

/** What is believed of a test. */
export interface Belief {
  /** After each run. */
  readonly states: readonly HiddenState[];
  /** After the last run. */
  readonly probabilities: StateProbabilities;
}

/**
 * Follows one test through its runs, oldest first, without skipped ones. A new state has to be probable, an old one only not
 * improbable, so that labels do not flap.
 */
export function beliefOf(observations: readonly Observation[], policy: FlakePolicy): Belief {
  const filter = new StateFilter(policy);
  let now: HiddenState = 'healthy';
  const states = observations.map((observation, index) => {
    const previous = observations[index - 1];
    filter.observe({
      failedAttempts: observation.outcome === 'expected' ? 0 : Math.max(1, Math.min(10, observation.failedAttempts)),
      passed: observation.outcome !== 'unexpected',
      codeChanged: previous === undefined || mayDiffer(previous.run, observation.run),
      edited: previous?.run.dirty === true || observation.run.dirty === true,
    });
    now = nextStateOf(now, filter, policy);
    return now;
  });
  return { states, probabilities: filter.probabilities };
}

function nextStateOf(now: HiddenState, filter: StateFilter, policy: FlakePolicy): HiddenState {
  const state = mostBelievedOf(now, filter, policy);
  return state === 'flaky' && filter.broken > policy.outrankAbove ? 'broken' : state;
}

function mostBelievedOf(now: HiddenState, filter: StateFilter, { enterAbove, keepAbove }: FlakePolicy): HiddenState {
  if (filter.broken > enterAbove) return 'broken';
  if (filter.flaky > enterAbove) return 'flaky';
  if (filter.healthy > enterAbove) return 'healthy';
  return filter[now] < keepAbove ? mostProbableOf(filter) : now;
}

function mostProbableOf({ healthy, flaky, broken }: StateProbabilities): HiddenState {
  if (flaky >= healthy && flaky >= broken) return 'flaky';
  return broken > healthy ? 'broken' : 'healthy';
}
