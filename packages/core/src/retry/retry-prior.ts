import type { CauseClass } from '../cause/cause.ts';
import { causeOf } from '../cause/registry.ts';

/** How likely a failure of a class is a flake when nothing is known of the test: judged from which causes pass on a rerun. */
const flakePrior: Readonly<Partial<Record<CauseClass, number>>> = {
  'rate-limit': 0.9,
  network: 0.7,
  timeout: 0.6,
  'browser-crash': 0.6,
  server: 0.5,
  database: 0.5,
  navigation: 0.5,
  'locator-not-found': 0.35,
  unknown: 0.35,
  assertion: 0.25,
  'not-found': 0.15,
  authentication: 0.15,
};

/** The same over all classes: what a class is compared with. */
const usualFlakeRatio = 0.4;

/** Chance that a flake passes when it is tried again: about one half on real reruns, more when it was waited for a limit to end. */
const passOnRerunRatio = 0.48;
const passAfterWaitRatio = 0.8;

/** Classes whose result another try of the same code cannot change. */
const unchanging: ReadonlySet<CauseClass> = new Set([
  'syntax',
  'snapshot',
  'strict-mode',
  'script-error',
  'validation',
  'authorization',
  'setup',
  'resource',
]);

/** Whether trying again cannot change what a failure of this class says. */
export function isUnchanging(cause: CauseClass): boolean {
  return unchanging.has(cause);
}

/**
 * Chance that retry number `retry` (1 is the first) passes, before any retry was seen: the odds φ that the failure is a flake are those of
 * the test's history times what the class adds, and shrink with each failed try by Bayes' rule, φ(1−r)^k / (φ(1−r)^k + 1−φ).
 */
export function priorChanceOf(cause: CauseClass, retry: number, flakeRatio = usualFlakeRatio): number {
  const odds = (oddsOf(flakeRatio) * oddsOf(flakePrior[cause] ?? 0.02)) / oddsOf(usualFlakeRatio);
  const passes = causeOf(cause).retry === 'exponential' ? passAfterWaitRatio : passOnRerunRatio;
  const still = odds * (1 - passes) ** (retry - 1);
  return (still / (still + 1)) * passes;
}

function oddsOf(ratio: number): number {
  const bounded = Math.min(0.99, Math.max(0.005, ratio));
  return bounded / (1 - bounded);
}
