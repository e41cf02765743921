import { type BisectionModel, bisectionVerdictOf, boundProbes, chooseProbe, flakePriorOf } from '@millwright/core';

/** A range whose culprit is known: commit 0 is good, the culprit and all after it fail every time. */
export interface SimulatedRange {
  readonly commits: number;
  readonly culprit: number;
  /** Chance that the test fails before the culprit. */
  readonly flakeRatio: number;
  readonly random: () => number;
}

/** The commit that was named, and how many runs that took. */
export interface Answer {
  readonly culprit: number | undefined;
  readonly probes: number;
}

/** Whether one run fails at a commit. */
function fails({ culprit, flakeRatio, random }: SimulatedRange, commit: number): boolean {
  return commit >= culprit || random() < flakeRatio;
}

/** Halves the range, and calls a commit bad when `tries` runs at it fail; `stops` at its first pass, which settles it. */
export function halve(
  range: SimulatedRange,
  { tries, stops }: { readonly tries: number; readonly stops: boolean },
): Answer {
  let [good, bad, probes] = [0, range.commits, 0];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    let isBad = true;
    for (let tried = 0; tried < tries; tried++) {
      probes++;
      if (fails(range, middle)) continue;
      isBad = false;
      if (stops) break;
    }
    if (isBad) bad = middle;
    else good = middle;
  }
  return { culprit: bad, probes };
}

/** Runs that the history of a test has before it breaks. */
const runsBefore = 30;

/** `e2e bisect`: it knows the flake rate only from the runs before, and the commits only by their weights. */
export function bisectByPosterior(range: SimulatedRange, weights: readonly number[]): Answer {
  let flakes = 0;
  for (let run = 0; run < runsBefore; run++) if (range.random() < range.flakeRatio) flakes++;
  const model: BisectionModel = {
    weights,
    flake: flakePriorOf(flakes, runsBefore),
    noCulpritProbability: 0.02,
    olderProbability: 0.005,
    unsteadyProbability: 0.005,
  };
  const { most } = boundProbes(model);
  const seen = weights.map(() => ({ runs: 0, failures: 0, skipped: false }));
  for (let probes = 0; ; probes++) {
    const step = chooseProbe(model, seen);
    if (step.kind === 'stop' || probes >= most) {
      const { kind, first } = bisectionVerdictOf(model, seen);
      return { culprit: kind === 'culprit' ? first : undefined, probes };
    }
    const before = seen[step.commit] ?? { runs: 0, failures: 0, skipped: false };
    const failed = fails(range, step.commit) ? 1 : 0;
    seen[step.commit] = { ...before, runs: before.runs + 1, failures: before.failures + failed };
  }
}
