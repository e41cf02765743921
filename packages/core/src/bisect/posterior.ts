import { lnGamma } from '../flake/incomplete-beta.ts';
import type { BetaPrior, BisectionModel, CommitProbes } from './bisection.ts';

/**
 * What each hypothesis is worth, and how it foresees the next probe. Hypothesis `h` says that commit `h` and all after it
 * are broken and those before it are not: 0 means broken before the range began, the last one (as many as there are
 * commits) that nothing is broken at all.
 */
export interface Posterior {
  /** One for each hypothesis; they add up to 1. */
  readonly probabilities: readonly number[];
  /** How likely the next run fails, at a commit before hypothesis `h`'s culprit. */
  readonly failsBefore: readonly number[];
  /** The same, at the culprit and after it. */
  readonly failsFrom: readonly number[];
}

/** Weighs every hypothesis by how well it foresaw the probes. */
export function posteriorOf(model: BisectionModel, probes: readonly CommitProbes[]): Posterior {
  const before = [...countsBefore(probes)];
  const total = before.at(-1) ?? nothing;
  const from = before.map(({ passes, failures }) => {
    return { passes: total.passes - passes, failures: total.failures - failures };
  });
  const { flake, unsteadyProbability } = model;
  const likelihoods = before.map(
    (counts, hypothesis) =>
      lnBetaLikelihood(flake, counts) + lnBrokenLikelihood(unsteadyProbability, from[hypothesis] ?? nothing),
  );
  const logs = priorsOf(model).map((prior, hypothesis) => Math.log(prior) + (likelihoods[hypothesis] ?? 0));
  const greatest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - greatest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return {
    probabilities: weights.map((weight) => weight / sum),
    failsBefore: before.map((counts) => nextFailureOf(flake, counts)),
    failsFrom: from.map((counts) => nextBrokenFailureOf(unsteadyProbability, counts)),
  };
}

interface Counts {
  readonly passes: number;
  readonly failures: number;
}

const nothing: Counts = { passes: 0, failures: 0 };

/** What was seen before each commit, and at last before the end. */
function* countsBefore(probes: readonly CommitProbes[]): Generator<Counts> {
  let counts = nothing;
  yield counts;
  for (const { runs, failures } of probes) {
    counts = { passes: counts.passes + runs - failures, failures: counts.failures + failures };
    yield counts;
  }
}

/** The hypotheses before any probe; they add up to 1. */
export function priorsOf({ weights, olderProbability, noCulpritProbability }: BisectionModel): readonly number[] {
  const inside = weights.slice(1);
  const sum = inside.reduce((a, b) => a + b, 0);
  const left = 1 - olderProbability - noCulpritProbability;
  return [olderProbability, ...inside.map((weight) => (weight / sum) * left), noCulpritProbability];
}

function lnBetaLikelihood({ alpha, beta }: BetaPrior, { passes, failures }: Counts): number {
  return lnBeta(alpha + failures, beta + passes) - lnBeta(alpha, beta);
}

function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

function nextFailureOf({ alpha, beta }: BetaPrior, { passes, failures }: Counts): number {
  return (alpha + failures) / (alpha + beta + failures + passes);
}

const steadyBreak: BetaPrior = { alpha: 1000, beta: 1 };
const unsteadyBreak: BetaPrior = { alpha: 3, beta: 2 };

function lnBrokenLikelihood(unsteadyProbability: number, counts: Counts): number {
  const { steady, unsteady } = brokenPartsOf(unsteadyProbability, counts);
  const greatest = Math.max(steady, unsteady);
  return greatest + Math.log(Math.exp(steady - greatest) + Math.exp(unsteady - greatest));
}

function nextBrokenFailureOf(unsteadyProbability: number, counts: Counts): number {
  const { steady, unsteady } = brokenPartsOf(unsteadyProbability, counts);
  const share = 1 / (1 + Math.exp(unsteady - steady));
  return share * nextFailureOf(steadyBreak, counts) + (1 - share) * nextFailureOf(unsteadyBreak, counts);
}

function brokenPartsOf(
  unsteadyProbability: number,
  counts: Counts,
): { readonly steady: number; readonly unsteady: number } {
  return {
    steady: Math.log(1 - unsteadyProbability) + lnBetaLikelihood(steadyBreak, counts),
    unsteady: Math.log(unsteadyProbability) + lnBetaLikelihood(unsteadyBreak, counts),
  };
}
