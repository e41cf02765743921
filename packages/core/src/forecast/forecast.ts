import type { TestId } from '../model/test.ts';
import type { OriginShares } from '../origin/failure-origin.ts';

/** What was said of one cause when it was first explained, and what became of it. Kept in `state/forecasts.json`. */
export interface Forecast {
  /** The first of the runs that were explained. */
  readonly runId: string;
  /** When it was said, ISO 8601. */
  readonly at: string;
  readonly signature: string;
  /** All signatures of the cause, when there are several. */
  readonly signatures?: readonly string[];
  /** The tests that it left failed, bounded. */
  readonly tests: readonly TestId[];
  /** The shares as they were printed, rounded to 4 digits. */
  readonly shares: OriginShares;
  /** The shares before recalibration, where that moved them. */
  readonly uncalibrated?: OriginShares;
  /** That the change under test brought it, as it was printed. */
  readonly mine: number;
  readonly resolution?: ForecastResolution;
}

/** What a failure turned out to be. `fault`: the code or the test had to change. */
export type Truth = 'flake' | 'fault' | 'environment';

export interface ForecastResolution {
  readonly truth: Truth;
  /** Whether the change under test had brought it; absent when the base branch does not tell. */
  readonly wasMine?: boolean;
  /** The run that told, and when it started. */
  readonly runId: string;
  readonly at: string;
}

/** Forecasts that are remembered; the oldest go first. */
export const keptForecasts = 1000;

/** Adds what was said. What was said first of a cause in a run stands: saying it again, with more known, is no prediction. */
export function withForecasts(known: readonly Forecast[], said: readonly Forecast[]): readonly Forecast[] {
  const keys = new Set(known.map(keyOf));
  const fresh = said.filter((forecast) => !keys.has(keyOf(forecast)));
  return [...known, ...fresh].toSorted(byTime).slice(-keptForecasts);
}

/**
 * The forecasts of several machines, in any order and as often as one likes. What was said first stands, and what became of it is
 * taken from whoever saw it first.
 */
export function mergedForecasts(one: readonly Forecast[], other: readonly Forecast[]): readonly Forecast[] {
  const told = Map.groupBy([...one, ...other], keyOf).values();
  return [...told]
    .map((same): Forecast => {
      const [first] = same.toSorted(byTime) as [Forecast];
      const [seen] = same.flatMap(({ resolution }) => resolution ?? []).toSorted(byTime);
      return seen === undefined ? first : { ...first, resolution: seen };
    })
    .toSorted((a, b) => byTime(a, b) || (keyOf(a) < keyOf(b) ? -1 : 1))
    .slice(-keptForecasts);
}

function byTime(a: { readonly at: string }, b: { readonly at: string }): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

function keyOf({ runId, signature }: Forecast): string {
  return `${runId} ${signature}`;
}
