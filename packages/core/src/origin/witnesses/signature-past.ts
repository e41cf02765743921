import { mayDiffer } from '../../flake/same-code.ts';
import { flakeProofOf } from '../../forecast/flake-proof.ts';
import type { Observation } from '../../model/test-history.ts';
import type { OriginInput } from '../origin-input.ts';
import type { Witness } from '../witness.ts';

/** How this very failure ended before: by a pass on the same code, or by a change after it had come back on several. */
export const signaturePast: Witness = {
  name: 'signature-past',
  testify(input) {
    const { flakes, faults } = endingsOf(input);
    if (flakes + faults === 0) return undefined;
    const odds = Math.max(-2.5, Math.min(2.5, Math.log((flakes + 0.5) / (faults + 0.5))));
    return {
      weights: { flake: odds, unknown: -0.5 },
      text: `The same failure was seen before: ${times(flakes)} it passed on the same code, ${times(faults)} a change ended it.`,
    };
  },
};

function endingsOf({ histories, signatures, run, judgedRunIds }: OriginInput): { flakes: number; faults: number } {
  let flakes = 0;
  let faults = 0;
  for (const { observations } of histories.values()) {
    const before = observations.filter(
      (one) => one.outcome !== 'skipped' && one.run.startedAt < run.startedAt && !judgedRunIds.has(one.run.runId),
    );
    for (const episode of episodesOf(before, signatures)) {
      if (episode.isFlake) flakes += 1;
      else if (episode.isFault) faults += 1;
    }
  }
  return { flakes, faults };
}

/** Stretches of bad runs with one of these signatures. */
function episodesOf(
  observations: readonly Observation[],
  signatures: ReadonlySet<string>,
): { readonly isFlake: boolean; readonly isFault: boolean }[] {
  const episodes: { isFlake: boolean; isFault: boolean }[] = [];
  let start = -1;
  observations.forEach((observation, index) => {
    const isOurs = observation.signature !== undefined && signatures.has(observation.signature);
    if (observation.outcome === 'flaky' && isOurs) episodes.push({ isFlake: true, isFault: false });
    if (observation.outcome === 'unexpected' && isOurs && start === -1) start = index;
    if (observation.outcome === 'unexpected' || start === -1) return;
    const bad = observations.slice(start, index);
    const isFlake = bad.some((one) => flakeProofOf(one, observations));
    const codes = 1 + bad.slice(1).filter((one, at) => mayDiffer((bad[at] as Observation).run, one.run)).length;
    episodes.push({ isFlake, isFault: !isFlake && codes >= 2 });
    start = -1;
  });
  return episodes;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
