import type { Observation } from '../model/test-history.ts';
import { codesOf, mayDiffer } from './same-code.ts';

/** What happened to a test, counted. */
export interface FlakeCounts {
  readonly failedRuns: number;
  readonly flakyRuns: number;
  /** Unexpected runs that a good run of the same code contradicts: on its commit, or in its execution. */
  readonly sameCommitFailures: number;
  /** Other unexpected runs that a good run followed. */
  readonly unprovenFailures: number;
  readonly flipsWithoutChange: number;
  /** Flakes that are proved. */
  readonly flakeEvents: number;
}

const nothing: FlakeCounts = {
  failedRuns: 0,
  flakyRuns: 0,
  sameCommitFailures: 0,
  unprovenFailures: 0,
  flipsWithoutChange: 0,
  flakeEvents: 0,
};

/** Counts the runs of one test, oldest first, without skipped ones. */
export function countsOf(observations: readonly Observation[]): FlakeCounts {
  const bad = observations.filter(({ outcome }) => outcome !== 'expected');
  if (bad.length === 0) return nothing;
  const failed = bad.filter(({ outcome }) => outcome === 'unexpected');
  const flakyRuns = bad.length - failed.length;
  const failedCodes = new Set(failed.flatMap(({ run }) => codesOf(run)));
  const goodCodes = new Set(
    observations.flatMap(({ run, outcome }) =>
      outcome === 'unexpected' ? [] : codesOf(run).filter((code) => failedCodes.has(code)),
    ),
  );
  const sameCommitFailures = failed.filter(({ run }) => codesOf(run).some((code) => goodCodes.has(code))).length;
  const lastGood = observations.findLastIndex(({ outcome }) => outcome !== 'unexpected');
  const mended = observations.slice(0, lastGood + 1).filter(({ outcome }) => outcome === 'unexpected').length;
  return {
    failedRuns: failed.length,
    flakyRuns,
    sameCommitFailures,
    unprovenFailures: Math.max(0, mended - sameCommitFailures),
    flipsWithoutChange: flipsWithoutChangeIn(observations),
    flakeEvents: flakyRuns + sameCommitFailures,
  };
}

function flipsWithoutChangeIn(observations: readonly Observation[]): number {
  return observations.filter((observation, index) => {
    const previous = observations[index - 1];
    if (!previous || (previous.outcome === 'unexpected') === (observation.outcome === 'unexpected')) return false;
    return !mayDiffer(previous.run, observation.run);
  }).length;
}
