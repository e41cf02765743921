import type { Outcome } from '../model/attempt.ts';

/** What a release must prove. All ratios 0 to 1. */
export interface ReleasePolicy {
  /** Chance that a test is ever released although it still flakes as often as it did. */
  readonly wrongReleaseRatio: number;
  /** A test that fails this often or less counts as good; never more than a tenth of how often it flaked. */
  readonly goodFailRatio: number;
  /** Where the evidence against a release is so strong that the test begins anew. */
  readonly restartRatio: number;
  /** Flake ratios outside of these are taken as these. */
  readonly flakeRatioRange: readonly [number, number];
}

export const defaultReleasePolicy: ReleasePolicy = {
  wrongReleaseRatio: 0.05,
  goodFailRatio: 0.005,
  restartRatio: 0.05,
  flakeRatioRange: [0.02, 0.5],
};

/** How far the results of a quarantined test have got in proving it good. */
export interface ReleaseProgress {
  /** True when it may be released at the stated confidence. */
  readonly proved: boolean;
  /** Chance, at most, that a test which still flakes as before would ever be called proved. */
  readonly wrongReleaseRatio: number;
  /** The flake ratio that the results speak against. */
  readonly flakeRatio: number;
  /** Runs that count, and how many of them were bad (failed, or passed only on retry). */
  readonly runs: number;
  readonly badRuns: number;
  /** Good runs in a row that would still prove it; 0 when proved. */
  readonly goodRunsWanted: number;
}

/**
 * Wald's sequential probability ratio test (Wald 1945) of "good" against "flakes as before", over the outcomes since the quarantine
 * began, oldest first. It stops at the first proof. Evidence against a release begins the test anew, as a test that was mended
 * since must not be held down by its past; the k-th beginning may be wrong with α/(k(k+1)), which adds up to α, and each has that
 * bound by Ville's inequality whatever the number of runs. Holds for runs that are independent of each other.
 */
export function releaseProgressOf(
  outcomes: readonly Outcome[],
  flakeRatio: number,
  policy: ReleasePolicy = defaultReleasePolicy,
): ReleaseProgress {
  const [least, most] = policy.flakeRatioRange;
  const flaking = Math.min(most, Math.max(least, flakeRatio));
  const good = Math.min(policy.goodFailRatio, flaking / 10);
  const gain = Math.log((1 - good) / (1 - flaking));
  const loss = Math.log(good / flaking);
  const told = outcomes.filter((outcome) => outcome !== 'skipped');
  let evidence = 0;
  let begun = 1;
  let proved = false;
  for (const outcome of told) {
    evidence += outcome === 'expected' ? gain : loss;
    if (evidence >= boundOf(begun, policy)) {
      proved = true;
      break;
    }
    if (evidence <= Math.log(policy.restartRatio)) {
      evidence = 0;
      begun += 1;
    }
  }
  return {
    proved,
    wrongReleaseRatio: policy.wrongReleaseRatio,
    flakeRatio: flaking,
    runs: told.length,
    badRuns: told.filter((outcome) => outcome !== 'expected').length,
    goodRunsWanted: proved ? 0 : Math.ceil((boundOf(begun, policy) - evidence) / gain),
  };
}

function boundOf(begun: number, { wrongReleaseRatio }: ReleasePolicy): number {
  return Math.log((begun * (begun + 1)) / wrongReleaseRatio);
}
