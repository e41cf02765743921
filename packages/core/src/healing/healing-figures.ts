import { betaQuantile } from '../flake/incomplete-beta.ts';
import { calibrationOf } from '../forecast/calibration-report.ts';
import type { Heal } from '../model/heal.ts';
import { settledHealsOf } from './settled-heals.ts';

/** Repairs that were found to hide a bug, and how many there may be. */
export interface FalseHeals {
  readonly found: number;
  /** Repairs that were applied. */
  readonly of: number;
  readonly ratio: number;
  /** The true share is below this with 95 % confidence (one-sided, Clopper and Pearson 1934). */
  readonly upperBound: number;
}

/** From the failure to the applied repair. */
export interface TimeToHeal {
  readonly repairs: number;
  readonly medianMs: number;
}

/** What a person did not have to do: an estimate. */
export interface SavedTime {
  /** Applied repairs that were neither taken back nor broke again, as far as is known. */
  readonly repairs: number;
  readonly minutesPerHeal: number;
  readonly minutes: number;
}

/** How well the probabilities of repairs came true. */
export interface HealCalibration {
  /** Repairs of which is known by now whether they were right, and how many were. */
  readonly outcomes: number;
  readonly right: number;
  /** Mean of (probability − outcome)², 0 is best. */
  readonly brier: number;
  /** Mean distance of the told probability from what came true. */
  readonly calibrationError: number;
}

/** Fewer say nothing about probabilities. */
const leastOutcomes = 20;
const confidence = 0.95;

/**
 * Undefined while nothing was applied. Only what a person said counts as found: a repair that hides a bug nobody noticed is not told
 * from a good one, so the found share is a lower bound of the true one.
 */
export function falseHealsOf(heals: readonly Heal[]): FalseHeals | undefined {
  const applied = heals.filter(wasApplied);
  if (applied.length === 0) return undefined;
  const found = applied.filter(({ takenBack }) => takenBack?.wasFalse === true).length;
  const upperBound = found === applied.length ? 1 : betaQuantile(confidence, found + 1, applied.length - found);
  return { found, of: applied.length, ratio: found / applied.length, upperBound };
}

/** Undefined while no applied repair tells when its test failed. */
export function timeToHealOf(heals: readonly Heal[]): TimeToHeal | undefined {
  const times = heals
    .filter(wasApplied)
    .map(({ failedAt, decidedAt }) => Date.parse(decidedAt ?? '') - Date.parse(failedAt ?? ''))
    .filter((ms) => ms >= 0)
    .toSorted((a, b) => a - b);
  const upper = times[Math.floor(times.length / 2)];
  const lower = times[Math.ceil(times.length / 2) - 1];
  return upper === undefined || lower === undefined
    ? undefined
    : { repairs: times.length, medianMs: (lower + upper) / 2 };
}

/** What was saved when each kept repair had taken a person so long. */
export function savedTimeOf(heals: readonly Heal[], minutesPerHeal: number): SavedTime {
  const repairs = heals.filter(isKept).length;
  return { repairs, minutesPerHeal, minutes: repairs * minutesPerHeal };
}

/** Undefined while too little is known. */
export function healCalibrationOf(heals: readonly Heal[], nowMs: number): HealCalibration | undefined {
  const settled = settledHealsOf(heals, nowMs);
  if (settled.length < leastOutcomes) return undefined;
  const { cameTrue, brier, calibrationError } = calibrationOf(
    settled.map(({ heal, isRight }) => ({ probability: heal.probability, isTrue: isRight })),
  );
  return { outcomes: settled.length, right: cameTrue, brier, calibrationError };
}

function wasApplied({ outcome }: Heal): boolean {
  return outcome === 'accepted' || outcome === 'reverted';
}

/** Of one whose checkout was thrown away nobody knows. */
function isKept({ outcome, takenBack, rebrokenAt, standing }: Heal): boolean {
  return (
    outcome === 'accepted' && takenBack === undefined && rebrokenAt === undefined && standing?.state !== 'elsewhere'
  );
}
