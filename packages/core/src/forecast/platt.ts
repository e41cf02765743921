import type { OriginCalibration, OriginShares } from '../origin/failure-origin.ts';
import type { Forecast } from './forecast.ts';

/** Two numbers that move a probability: p becomes 1 / (1 + exp(−(slope · logit p + offset))). */
export interface PlattScaling {
  readonly slope: number;
  readonly offset: number;
}

/** Fewer resolved forecasts than this move nothing. */
export const leastResolvedToRecalibrate = 100;

/**
 * Platt's scaling (1999) by Newton's method with his smoothed targets, (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2), and a ridge that holds slope and
 * offset near 1 and 0 where the data say little.
 */
export function fitPlatt(pairs: readonly { readonly probability: number; readonly isTrue: boolean }[]): PlattScaling {
  const positives = pairs.filter(({ isTrue }) => isTrue).length;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (pairs.length - positives + 2);
  const rows = pairs.map(({ probability, isTrue }) => ({ x: logit(probability), y: isTrue ? high : low }));
  let fit: PlattScaling = { slope: 1, offset: 0 };
  for (let step = 0; step < 100; step += 1) {
    const next = newtonStep(rows, fit);
    const moved = Math.abs(next.slope - fit.slope) + Math.abs(next.offset - fit.offset);
    fit = next;
    if (moved < 1e-9) break;
  }
  const { slope, offset } = fit;
  // A slope below 0 would turn the order round, which no amount of evidence of this size can ask for.
  return { slope: Math.max(0, slope), offset };
}

interface Row {
  readonly x: number;
  readonly y: number;
}

const ridge = 1;

/** Log-loss and ridge, which the fit minimises. */
function lossOf(rows: readonly Row[], { slope, offset }: PlattScaling): number {
  const logLoss = rows.reduce((sum, { x, y }) => {
    const z = slope * x + offset;
    return sum + Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
  }, 0);
  return logLoss + (ridge * ((slope - 1) ** 2 + offset ** 2)) / 2;
}

/** One step of Newton's method, halved until the loss falls: a whole one can leap to where all probabilities are 0 or 1. */
function newtonStep(rows: readonly Row[], { slope, offset }: PlattScaling): PlattScaling {
  let [gradientSlope, gradientOffset] = [ridge * (slope - 1), ridge * offset];
  let [ss, so, oo] = [ridge, 0, ridge];
  for (const { x, y } of rows) {
    const p = 1 / (1 + Math.exp(-(slope * x + offset)));
    const weight = p * (1 - p);
    gradientSlope += (p - y) * x;
    gradientOffset += p - y;
    ss += weight * x * x;
    so += weight * x;
    oo += weight;
  }
  const determinant = ss * oo - so * so;
  const bySlope = (oo * gradientSlope - so * gradientOffset) / determinant;
  const byOffset = (ss * gradientOffset - so * gradientSlope) / determinant;
  const before = lossOf(rows, { slope, offset });
  for (let size = 1; size > 1e-6; size /= 2) {
    const next = { slope: slope - size * bySlope, offset: offset - size * byOffset };
    if (lossOf(rows, next) <= before) return next;
  }
  return { slope, offset };
}

/**
 * Moves the share of flakes by what came of earlier forecasts; the other shares keep their proportions. Undefined while fewer than 100
 * forecasts are resolved.
 */
export function recalibrationOf(forecasts: readonly Forecast[]): OriginCalibration | undefined {
  const resolved = forecasts.flatMap(({ resolution, shares, uncalibrated }) =>
    resolution === undefined
      ? []
      : [{ probability: (uncalibrated ?? shares).flake, isTrue: resolution.truth === 'flake' }],
  );
  if (resolved.length < leastResolvedToRecalibrate) return undefined;
  const scaling = fitPlatt(resolved);
  return (shares) => recalibrated(shares, scaling);
}

function recalibrated(shares: OriginShares, { slope, offset }: PlattScaling): OriginShares {
  const flake = 1 / (1 + Math.exp(-(slope * logit(shares.flake) + offset)));
  const rest = shares.flake >= 1 ? 0 : (1 - flake) / (1 - shares.flake);
  return {
    flake,
    regression: shares.regression * rest,
    environment: shares.environment * rest,
    unknown: shares.flake >= 1 ? 1 - flake : shares.unknown * rest,
  };
}

function logit(probability: number): number {
  const bounded = Math.min(1 - 1e-4, Math.max(1e-4, probability));
  return Math.log(bounded / (1 - bounded));
}
