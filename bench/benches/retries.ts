import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { calibrationErrorOf } from '../flaky/scores.ts';
import type { EpisodeRun } from '../retries/episode.ts';
import { type Outcome, type Policy, playPolicy } from '../retries/play-policy.ts';
import { recordEpisodes } from '../retries/record-episodes.ts';
import { retryRegimes, simulateEpisodes } from '../retries/simulate-episodes.ts';

/** No seed was looked at while the policy was set. */
const seeds = [101, 202, 303];

const fixed: readonly Policy[] = [0, 1, 2, 3].map((retries) => ({ kind: 'fixed', retries }));

/** Minutes and greens of learned retries beside fixed ones, on simulated suites whose truth is known and on recorded runs. */
export const retriesBench: Bench = {
  name: 'retries',
  description: 'learned retries beside fixed 0, 1, 2 and 3: greens rescued, re-runs, minutes',
  async run() {
    const simulated = retryRegimes.flatMap((regime) =>
      figuresOf(
        regime.name,
        seeds.map((seed) => simulateEpisodes(regime, seed)),
      ),
    );
    return [...simulated, ...figuresOf('recorded Vitest project', [await recordEpisodes()])];
  },
};

/** What each policy makes of the second half of these histories, added up. */
function figuresOf(name: string, histories: readonly (readonly EpisodeRun[])[]): readonly Figure[] {
  const play = (policy: Policy): Outcome =>
    sumOf(histories.map((runs) => playPolicy(runs, Math.floor(runs.length / 2), policy)));
  const rivals = fixed.map(play);
  const [ours, unlearned, two] = [
    play({ kind: 'ours', learns: true }),
    play({ kind: 'ours', learns: false }),
    rivals[2] as Outcome,
  ];
  const named = (what: string): string => `${name}: ${what}`;
  const perFailure = ({ costMinutes, failures }: Outcome): number => costMinutes / failures;
  const cheapest = Math.min(...rivals.map(perFailure));
  return [
    informs(named('failures judged'), ours.failures, ''),
    atLeast(named('greens rescued, share of two retries'), ours.rescued / two.rescued, 'ratio', 0.95),
    atMost(named('re-runs, share of two retries'), ours.reruns / two.reruns, 'ratio', 0.6),
    informs(named('minutes of re-runs and waits, share of two retries'), minutesOf(ours) / minutesOf(two), 'ratio'),
    ...rivals.map((rival, retries) =>
      informs(named(`cost of a failure, ${retries} retries`), perFailure(rival), 'min'),
    ),
    informs(named('cost of a failure, nothing learned'), perFailure(unlearned), 'min'),
    atMost(named('cost of a failure, learned'), perFailure(ours), 'min', Number(cheapest.toFixed(2))),
    informs(named('greens rescued, nothing learned'), unlearned.rescued / two.rescued, 'ratio'),
    informs(named('re-runs, nothing learned'), unlearned.reruns / two.reruns, 'ratio'),
    informs(named('real failures hidden, learned'), ours.hidden, ''),
    informs(named('real failures hidden, two retries'), two.hidden, ''),
    informs(named('calibration error of the chances'), calibrationErrorOf(ours.told), 'ratio'),
  ];
}

function minutesOf({ rerunMinutes, waitMinutes }: Outcome): number {
  return rerunMinutes + waitMinutes;
}

function sumOf(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce((a, b) => ({
    failures: a.failures + b.failures,
    reruns: a.reruns + b.reruns,
    rescued: a.rescued + b.rescued,
    hidden: a.hidden + b.hidden,
    rerunMinutes: a.rerunMinutes + b.rerunMinutes,
    waitMinutes: a.waitMinutes + b.waitMinutes,
    costMinutes: a.costMinutes + b.costMinutes,
    told: [...a.told, ...b.told],
  }));
}
