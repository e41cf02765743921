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
  const failing = before.map((counts, hypothesis) => {
    const isNone = hypothesis === before.length - 1;
    return {
      before: mixtureOf(isNone ? anyFlakeOf(model) : [{ share: 1, prior: model.flake }], counts),
      from: mixtureOf(breakOf(model), from[hypothesis] ?? nothing),
    };
  });
  const logs = priorsOf(model).map((prior, hypothesis) => {
    const known = failing[hypothesis];
    return Math.log(prior) + (known?.before.lnLikelihood ?? 0) + (known?.from.lnLikelihood ?? 0);
  });
  const greatest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - greatest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return {
    probabilities: weights.map((weight) => weight / sum),
    failsBefore: failing.map(({ before }) => before.nextFails),
    failsFrom: failing.map(({ from }) => from.nextFails),
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

/** One belief among several about how often a test fails. */
interface Part {
  readonly share: number;
  readonly prior: BetaPrior;
}

/** Where nothing is broken the test may have become a worse flake than its history knows. */
function anyFlakeOf({ flake }: BisectionModel): readonly Part[] {
  return [
    { share: 0.5, prior: flake },
    { share: 0.5, prior: { alpha: 2, beta: 4 } },
  ];
}

/** Most bugs make a test fail every time; some do only now and then, and a pass after the culprit must not acquit them. */
function breakOf({ unsteadyProbability }: BisectionModel): readonly Part[] {
  return [
    { share: 1 - unsteadyProbability, prior: { alpha: 1000, beta: 1 } },
    { share: unsteadyProbability, prior: { alpha: 3, beta: 2 } },
  ];
}

/** How likely these counts were, and how likely the next run fails after them. */
function mixtureOf(
  parts: readonly Part[],
  counts: Counts,
): { readonly lnLikelihood: number; readonly nextFails: number } {
  const logs = parts.map(({ share, prior }) => Math.log(share) + lnLikelihoodOf(prior, counts));
  const greatest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - greatest));
  const sum = weights.reduce((a, b) => a + b, 0);
  const next = parts.reduce((total, { prior }, index) => {
    return total + ((weights[index] ?? 0) / sum) * nextFailureOf(prior, counts);
  }, 0);
  return { lnLikelihood: greatest + Math.log(sum), nextFails: Math.min(1, next) };
}

function lnLikelihoodOf({ alpha, beta }: BetaPrior, { passes, failures }: Counts): number {
  // Most commits were never tried, and the gamma function is what takes the time.
  if (passes + failures === 0) return 0;
  return lnBeta(alpha + failures, beta + passes) - lnBeta(alpha, beta);
}

function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

function nextFailureOf({ alpha, beta }: BetaPrior, { passes, failures }: Counts): number {
  return (alpha + failures) / (alpha + beta + failures + passes);
}
