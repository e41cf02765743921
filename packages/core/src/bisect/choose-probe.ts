import type { BisectionModel, CommitProbes } from './bisection.ts';
import { surelyTheCulprit } from './bisection.ts';
import { candidatesOf } from './candidates.ts';
import { type Posterior, posteriorOf } from './posterior.ts';

/** What to do next: run the test at a commit, or stop, and why. */
export type NextProbe =
  | { readonly kind: 'probe'; readonly commit: number }
  | { readonly kind: 'stop'; readonly why: 'found' | 'cannot-run' };

/**
 * Chooses the commit whose next run tells most about who the culprit is (the greatest expected loss of entropy), times the
 * chance that it can be run at all. The same commit is chosen again for as long as that tells most. Stops when one answer
 * is sure. When the first commits tried cannot be run the bad end is next: if that cannot be run either, nothing is worth
 * trying.
 */
export function chooseProbe(model: BisectionModel, probes: readonly CommitProbes[]): NextProbe {
  const last = probes.length - 1;
  if (probes[last]?.skipped) return { kind: 'stop', why: 'cannot-run' };
  const hasRun = probes.some(({ runs }) => runs > 0);
  if (!hasRun && probes.some(({ skipped }) => skipped)) return { kind: 'probe', commit: last };
  const posterior = posteriorOf(model, probes);
  if (candidatesOf(posterior, probes).some(({ probability }) => probability >= surelyTheCulprit))
    return { kind: 'stop', why: 'found' };
  const skipped = probes.flatMap((probe, commit) => (probe.skipped ? [commit] : []));
  let best = { commit: last, worth: -1 };
  for (const [commit, gain] of gainsOf(posterior, probes.length).entries()) {
    if (probes[commit]?.skipped) continue;
    const worth = gain * chanceToRun(commit, probes, skipped);
    if (worth > best.worth) best = { commit, worth };
  }
  return { kind: 'probe', commit: best.commit };
}

/** Expected loss of entropy over the hypotheses by one run at each commit, in nats. */
function gainsOf({ probabilities, failsBefore, failsFrom }: Posterior, commits: number): readonly number[] {
  const sumBefore = { fails: 0, entropy: 0 };
  for (const [hypothesis, probability] of probabilities.entries()) {
    sumBefore.fails += probability * (failsBefore[hypothesis] ?? 0);
    sumBefore.entropy += probability * entropyOf(failsBefore[hypothesis] ?? 0);
  }
  const sumFrom = { fails: 0, entropy: 0 };
  return Array.from({ length: commits }, (_, commit) => {
    // From here on this commit's own hypothesis calls it broken.
    const probability = probabilities[commit] ?? 0;
    sumBefore.fails -= probability * (failsBefore[commit] ?? 0);
    sumBefore.entropy -= probability * entropyOf(failsBefore[commit] ?? 0);
    sumFrom.fails += probability * (failsFrom[commit] ?? 0);
    sumFrom.entropy += probability * entropyOf(failsFrom[commit] ?? 0);
    return entropyOf(sumBefore.fails + sumFrom.fails) - sumBefore.entropy - sumFrom.entropy;
  });
}

function entropyOf(probability: number): number {
  if (probability <= 0 || probability >= 1) return 0;
  return -probability * Math.log(probability) - (1 - probability) * Math.log(1 - probability);
}

/** Commits that cannot be run stand in rows, so one makes its neighbours suspect; a commit that ran will run again. */
function chanceToRun(commit: number, probes: readonly CommitProbes[], skipped: readonly number[]): number {
  if ((probes[commit]?.runs ?? 0) > 0) return 1;
  return skipped.reduce((chance, other) => chance * (1 - 0.6 * Math.exp(-Math.abs(commit - other) / 4)), 1);
}
