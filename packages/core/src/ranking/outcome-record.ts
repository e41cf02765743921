/** What is remembered of the results of one test, or of a family of tests, without keeping them. */
export interface OutcomeRecord {
  runs: number;
  /** A share where one run says several things: 0.5 when it failed in one of two projects. */
  failures: number;
  /** Failures and runs, each run counting 0.95 of the one after it: half after some 14 runs. */
  readonly faded: { failures: number; runs: number };
  /** Exponentially weighted means of failures, 0–1: of the last few runs (α = 0.5), of a dozen (0.2), of half a hundred (0.05). */
  readonly recent: { half: number; fifth: number; twentieth: number };
  /** The newest first, three at most; 0–1. */
  readonly last: number[];
  runsSinceFailure: number;
  /** Exponentially weighted mean (α = 0.1) of changes from one run to the next, 0–1. */
  flips: number;
  /** The last ten, oldest first. */
  readonly durationsMs: number[];
  /** Number of the suite's run in which it ran last, from 1. */
  lastRun: number;
}

const mostDurations = 10;
const neverFailed = 50;
const fading = 0.95;

/** A record to which nothing was told yet. */
export function emptyRecord(): OutcomeRecord {
  return {
    runs: 0,
    failures: 0,
    faded: { failures: 0, runs: 0 },
    recent: { half: 0, fifth: 0, twentieth: 0 },
    last: [],
    runsSinceFailure: neverFailed,
    flips: 0,
    durationsMs: [],
    lastRun: 0,
  };
}

/** Tells a record one more result, `failed` from 0 to 1. The first result is all that is known, so the means begin with it. */
export function addResult(record: OutcomeRecord, failed: number, durationMs: number, run: number): void {
  const { recent, faded, last, durationsMs } = record;
  faded.failures = fading * faded.failures + failed;
  faded.runs = fading * faded.runs + 1;
  const weights = record.runs === 0 ? { half: 1, fifth: 1, twentieth: 1 } : { half: 0.5, fifth: 0.2, twentieth: 0.05 };
  recent.half += weights.half * (failed - recent.half);
  recent.fifth += weights.fifth * (failed - recent.fifth);
  recent.twentieth += weights.twentieth * (failed - recent.twentieth);
  const [before] = last;
  if (before !== undefined) record.flips += 0.1 * (Math.abs(before - failed) - record.flips);
  last.unshift(failed);
  last.length = Math.min(last.length, 3);
  record.runs += 1;
  record.failures += failed;
  record.runsSinceFailure = failed > 0 ? 0 : record.runsSinceFailure + 1;
  durationsMs.push(durationMs);
  if (durationsMs.length > mostDurations) durationsMs.shift();
  record.lastRun = run;
}
