import { defaultFlakePolicy } from '../../flake/flake-policy.ts';
import { mayDiffer } from '../../flake/same-code.ts';
import { StateFilter, type StateProbabilities } from '../../flake/state-filter.ts';
import type { Observation, TestHistory } from '../../model/test-history.ts';
import type { JudgedRun, OriginInput } from '../origin-input.ts';
import type { Testimony, Witness } from '../witness.ts';

/** No past outweighs everything else. */
const bound = 4;

/**
 * What the state filter believes of each test after this failure: the odds of flaky to broken are those of a flake to a regression, and
 * a healthy test that fails was struck from outside.
 */
export const pastStates: Witness = {
  name: 'past-states',
  testify(input) {
    const past = input.past
      .map(({ observations, ...history }) => ({
        ...history,
        observations: observations.filter(({ outcome }) => outcome !== 'skipped'),
      }))
      .filter(({ observations }) => observations.length > 0);
    if (past.length === 0)
      return { weights: { unknown: 1.2, environment: -1 }, text: 'No earlier run of these tests is remembered.' };
    if (past.every(({ observations }) => observations.every(isBad))) return neverGood(input, past);
    const odds = past.map((history) => oddsOf(history, input));
    const mean = (pick: (odds: Odds) => number): number => odds.reduce((sum, one) => sum + pick(one), 0) / odds.length;
    return {
      weights: { flake: mean(({ flake }) => flake), environment: mean(({ environment }) => environment) },
      text: pastWords(past, input.tests.length),
    };
  },
};

/** Nothing was lost where nothing was ever good, unless the test itself has just changed. */
function neverGood({ tests, surroundings: { ownFiles } }: OriginInput, past: readonly TestHistory[]): Testimony {
  const isNew = tests.some(({ file }) => ownFiles?.includes(file) === true);
  return {
    weights: isNew ? { flake: -2.5 } : { flake: -2.5, environment: -1, regression: -2, unknown: 2.5 },
    text: `${pastWords(past, tests.length)} No good run is remembered.`,
  };
}

interface Odds {
  readonly flake: number;
  readonly environment: number;
}

function oddsOf(history: TestHistory, { run, current, tests }: OriginInput): Odds {
  const { healthy, flaky, broken } = stateAfter(history.observations, run, {
    failedAttempts: failedAttemptsOf(current.find(({ test }) => test.id === history.test.id)),
    passed: tests.find(({ testId }) => testId === history.test.id)?.outcome === 'flaky',
  });
  return {
    flake: clipped(Math.log((flaky + 1e-6) / (broken + 1e-6)), bound),
    environment: clipped(Math.log((healthy + 1e-6) / (broken + 1e-6)), bound - 1),
  };
}

/** Over all judged runs: an execution retries in runs of their own. */
function failedAttemptsOf(current: TestHistory | undefined): number {
  const sum = current?.observations.reduce((total, { failedAttempts }) => total + failedAttempts, 0) ?? 1;
  return Math.max(1, Math.min(5, sum));
}

function stateAfter(
  observations: readonly Observation[],
  run: JudgedRun,
  seen: { readonly failedAttempts: number; readonly passed: boolean },
): StateProbabilities {
  const filter = new StateFilter(defaultFlakePolicy);
  let before: Observation | undefined;
  for (const observation of observations) {
    filter.observe({
      failedAttempts: observation.outcome === 'expected' ? 0 : Math.max(1, Math.min(10, observation.failedAttempts)),
      passed: !isBad(observation),
      codeChanged: before === undefined || mayDiffer(before.run, observation.run),
    });
    before = observation;
  }
  filter.observe({ ...seen, codeChanged: before === undefined || mayDiffer(before.run, run) });
  return filter.probabilities;
}

function pastWords(past: readonly TestHistory[], tests: number): string {
  const observations = past.flatMap((history) => history.observations);
  const failed = observations.filter(isBad).length;
  const flaky = observations.filter(({ outcome }) => outcome === 'flaky').length;
  const whose = tests === 1 ? '' : ` of ${past.length} of ${tests} tests`;
  const runs = observations.length === 1 ? '1 earlier run' : `${observations.length} earlier runs`;
  return `${runs}${whose}: ${failed} failed, ${flaky} passed on a retry.`;
}

function isBad({ outcome }: Observation): boolean {
  return outcome === 'unexpected';
}

function clipped(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
