import { originShares } from './origin-policy.ts';
import type { OriginInput } from './origin-input.ts';
import { type Ownership, ownershipOf } from './ownership.ts';
import { witnesses } from './registry.ts';
import type { OriginName } from './witness.ts';

/**
 * What is known of the tests before: `good-before` at least one of them was seen to pass, `never-good` none ever was (what the glossary
 * calls broken), `no-past` nothing is remembered.
 */
export type OriginStanding = 'good-before' | 'never-good' | 'no-past';

/** The four shares; they add up to 1. */
export type OriginShares = Readonly<Record<OriginName, number>>;

/** Where a failure comes from, as probabilities that add up to 1, with what they rest on. */
export interface FailureOrigin extends OriginShares {
  /** One sentence for each piece of evidence, what weighs most first. */
  readonly evidence: readonly string[];
  readonly standing: OriginStanding;
  /** Whether the change under test brought it. */
  readonly mine: Ownership;
  /** The shares before recalibration, when the project's own verdicts moved them. */
  readonly uncalibrated?: OriginShares;
}

/** Moves the shares by what earlier verdicts turned out to be worth. */
export type OriginCalibration = (shares: OriginShares) => OriginShares;

/**
 * Adds the log-odds of all witnesses up and takes a softmax. The weights were set by judgement and are checked on simulated histories
 * by `npm run bench -- origins`, and on what happened by `e2e debug-execution --calibration`. A failure is judged, never a test, and
 * nothing is hidden by it (Haben et al. 2023, arXiv 2302.10594: hiding what a flaky test tells hides three in four regressions).
 */
export function originOf(input: OriginInput, calibrate?: OriginCalibration): FailureOrigin {
  const told = witnesses.flatMap((witness) => witness.testify(input) ?? []);
  const weighed = originShares(told.map(({ weights }) => weights));
  const shares = calibrate === undefined ? weighed : calibrate(weighed);
  return {
    ...shares,
    evidence: told
      .filter(({ text }) => text !== '')
      .toSorted((a, b) => greatest(b.weights) - greatest(a.weights))
      .map(({ text }) => text),
    standing: standingOf(input),
    mine: ownershipOf(input, shares),
    ...(shares === weighed ? {} : { uncalibrated: weighed }),
  };
}

function greatest(weights: Readonly<Partial<Record<OriginName, number>>>): number {
  return Math.max(0, ...Object.values(weights).map(Math.abs));
}

function standingOf({ past }: OriginInput): OriginStanding {
  const observations = past.flatMap((history) => history.observations).filter(({ outcome }) => outcome !== 'skipped');
  if (observations.length === 0) return 'no-past';
  return observations.some(({ outcome }) => outcome !== 'unexpected') ? 'good-before' : 'never-good';
}
