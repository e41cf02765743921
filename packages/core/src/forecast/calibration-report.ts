import type { Truth, Forecast } from './forecast.ts';
import { leastResolvedToRecalibrate } from './platt.ts';

/** How well told probabilities came true. */
export interface CalibrationCurve {
  /** What was told: `flake`, `fault` (the share of a regression), `environment`, or `mine`. */
  readonly of: Truth | 'mine';
  readonly forecasts: number;
  /** How many of them came true. */
  readonly cameTrue: number;
  /** Mean of (probability − outcome)², 0 is best (Brier 1950). */
  readonly brier: number;
  /** 1 − Brier / the Brier score of always saying the base rate: above 0 it is worth something. Absent when all came out alike. */
  readonly brierSkill?: number;
  /** Mean distance of what was told from what came true, over bins of equal mass (Naeini et al., AAAI 2015). */
  readonly calibrationError: number;
  readonly bins: readonly CalibrationBin[];
}

export interface CalibrationBin {
  readonly forecasts: number;
  readonly least: number;
  readonly most: number;
  /** Mean of what was told, and the share that came true. */
  readonly told: number;
  readonly cameTrue: number;
}

export interface CalibrationReport {
  readonly resolved: number;
  readonly open: number;
  readonly truths: Readonly<Record<Truth, number>>;
  /** Fewer resolved forecasts than this make no curve that says anything. */
  readonly leastResolved: number;
  readonly isEnough: boolean;
  /** Whether new forecasts are recalibrated by these. */
  readonly isRecalibrated: boolean;
  /** Empty without any resolved forecast. */
  readonly curves: readonly CalibrationCurve[];
}

/** Below this a bin of five says nothing. */
const leastResolved = 30;
/** Bins hold at least so many; there are 15 at most. */
const leastInBin = 10;
const mostBins = 15;

/** What was told against what came true. */
export function calibrationReportOf(forecasts: readonly Forecast[]): CalibrationReport {
  const resolved = forecasts.flatMap(({ resolution, ...forecast }) =>
    resolution === undefined ? [] : [{ ...forecast, resolution }],
  );
  const count = (truth: Truth): number => resolved.filter(({ resolution }) => resolution.truth === truth).length;
  const pairsOf = {
    flake: resolved.map(({ shares, resolution }) => pair(shares.flake, resolution.truth === 'flake')),
    fault: resolved.map(({ shares, resolution }) => pair(shares.regression, resolution.truth === 'fault')),
    environment: resolved.map(({ shares, resolution }) => pair(shares.environment, resolution.truth === 'environment')),
    mine: resolved.flatMap(({ mine, resolution: { wasMine } }) => (wasMine === undefined ? [] : [pair(mine, wasMine)])),
  } as const;
  return {
    resolved: resolved.length,
    open: forecasts.length - resolved.length,
    truths: { flake: count('flake'), fault: count('fault'), environment: count('environment') },
    leastResolved,
    isEnough: resolved.length >= leastResolved,
    isRecalibrated: resolved.length >= leastResolvedToRecalibrate,
    curves: (['flake', 'fault', 'environment', 'mine'] as const)
      .filter((of) => pairsOf[of].length > 0)
      .map((of) => ({ of, ...calibrationOf(pairsOf[of]) })),
  };
}

/** A told probability, and whether it came true. */
export interface ToldPair {
  readonly probability: number;
  readonly isTrue: boolean;
}

function pair(probability: number, isTrue: boolean): ToldPair {
  return { probability, isTrue };
}

/** Reliability curve, Brier score and calibration error of at least one pair. */
export function calibrationOf(pairs: readonly ToldPair[]): Omit<CalibrationCurve, 'of'> {
  const cameTrue = pairs.filter(({ isTrue }) => isTrue).length;
  const brier = meanOf(pairs.map(({ probability, isTrue }) => (probability - Number(isTrue)) ** 2));
  const rate = cameTrue / pairs.length;
  const base = rate * (1 - rate);
  const bins = binsOf(pairs);
  return {
    forecasts: pairs.length,
    cameTrue,
    brier,
    ...(base === 0 ? {} : { brierSkill: 1 - brier / base }),
    calibrationError: calibrationErrorOf(bins),
    bins,
  };
}

/** Mean distance of what was told from what came true, over at least one bin. */
export function calibrationErrorOf(bins: readonly CalibrationBin[]): number {
  const forecasts = bins.reduce((sum, bin) => sum + bin.forecasts, 0);
  return bins.reduce((sum, bin) => sum + bin.forecasts * Math.abs(bin.told - bin.cameTrue), 0) / forecasts;
}

function binsOf(pairs: readonly ToldPair[]): readonly CalibrationBin[] {
  const sorted = pairs.toSorted((a, b) => a.probability - b.probability);
  const count = Math.max(1, Math.min(mostBins, Math.floor(sorted.length / leastInBin)));
  return Array.from({ length: count }, (_, bin) => {
    const items = sorted.slice(
      Math.floor((bin * sorted.length) / count),
      Math.floor(((bin + 1) * sorted.length) / count),
    );
    return {
      forecasts: items.length,
      least: items[0]?.probability ?? 0,
      most: items.at(-1)?.probability ?? 0,
      told: meanOf(items.map(({ probability }) => probability)),
      cameTrue: meanOf(items.map(({ isTrue }) => Number(isTrue))),
    };
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
