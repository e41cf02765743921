import { mayDiffer } from '../../flake/same-code.ts';
import { flakeProofOf } from '../../forecast/flake-proof.ts';
import type { Observation } from '../../model/test-history.ts';
import type { OriginInput } from '../origin-input.ts';
import type { Testimony, Witness } from '../witness.ts';

/** What a failure is worth that came once and went with a change nobody knows to be its end. */
const unproven = 0.3;

/**
 * How this very failure ended before: by a pass on the same code, or by a change after it had come back on several. A test that has
 * failed before, and never like this, has found something new: failures are judged, not tests (Haben et al. 2023, arXiv 2302.10594).
 */
export const signaturePast: Witness = {
  name: 'signature-past',
  testify(input) {
    const { flakes, faults, perhaps } = endingsOf(input);
    if (flakes + faults + perhaps === 0) return hasFailedOtherwise(input) ? otherwise : undefined;
    const odds = Math.log((flakes + unproven * perhaps + 0.5) / (faults + 0.5));
    return {
      weights: { flake: Math.max(-2.5, Math.min(2.5, odds)), unknown: -0.5 },
      text: `The same failure was seen before: ${times(flakes)} it passed on the same code, ${times(faults)} a change ended it${perhaps === 0 ? '' : `, ${times(perhaps)} it went without a proof of either`}.`,
    };
  },
};

const otherwise: Testimony = {
  weights: { flake: -1.5 },
  text: 'It failed before, and never like this.',
};

function hasFailedOtherwise({ past, signatures }: OriginInput): boolean {
  const failed = past.flatMap(({ observations }) => observations).filter(({ failedAttempts }) => failedAttempts > 0);
  return failed.length > 0 && failed.every(({ signature }) => signature !== undefined && !signatures.has(signature));
}

interface Endings {
  readonly flakes: number;
  readonly faults: number;
  readonly perhaps: number;
}

function endingsOf({ alike, signatures, run, judgedRunIds }: OriginInput): Endings {
  const episodes = alike.flatMap(({ observations }) =>
    episodesOf(
      observations.filter(
        (one) => one.outcome !== 'skipped' && one.run.startedAt < run.startedAt && !judgedRunIds.has(one.run.runId),
      ),
      signatures,
    ),
  );
  const flakes = episodes.filter(({ isFlake }) => isFlake).length;
  const faults = episodes.filter(({ isFault }) => isFault).length;
  return { flakes, faults, perhaps: episodes.length - flakes - faults };
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
    const isFlake = bad.some((one) => flakeProofOf(one, observations) !== undefined);
    const codes = 1 + bad.slice(1).filter((one, at) => mayDiffer((bad[at] as Observation).run, one.run)).length;
    episodes.push({ isFlake, isFault: !isFlake && codes >= 2 });
    start = -1;
  });
  return episodes;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
