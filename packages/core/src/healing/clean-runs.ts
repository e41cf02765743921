import { lnGamma } from '../flake/incomplete-beta.ts';
import type { RunCount } from '../model/heal.ts';

/** More than this are never asked for: a test that fails so seldom is a flake, and a changed locator explains none. */
const most = 1000;

/**
 * How many runs in a row a repaired test has to pass: after so many, a test that fails as often as it did before would have passed them all
 * with a chance of at most `1 − confidence`. How often it failed is known from `before` only, with a Jeffreys prior; so two failures in
 * two runs ask for three clean runs at 0.95. The beta-binomial chance B(k + ½, m − k + ½ + n) / B(k + ½, m − k + ½) of n clean runs after
 * k failures in m (Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion"). Stops at 1,000.
 */
export function cleanRunsToProve({ runs, failures }: RunCount, confidence: number): number {
  const failed = failures + 0.5;
  const passed = runs - failures + 0.5;
  for (let clean = 1; clean < most; clean += 1)
    if (Math.exp(lnBeta(failed, passed + clean) - lnBeta(failed, passed)) <= 1 - confidence) return clean;
  return most;
}

function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}
