import type { TestId } from '../model/test.ts';
import type { SuiteRun } from '../ranking/suite-runs.ts';
import { type PendingPredictions, type PredictionLog, keptSinceMsOf, scoredPredictionsOf } from './prediction-log.ts';
import { type PredictionWeek, keptWeeks } from './prediction-week.ts';

/**
 * What a log of another machine says once it is held against all runs that are known now. Scored before it is merged, so that a prediction
 * that this machine has judged already does not wait a second time. One made before the oldest of these runs goes: its first run may be
 * forgotten, and a later one must not judge it.
 */
export function predictionsToMerge(log: PredictionLog, runs: readonly SuiteRun[]): PredictionLog {
  const oldestMs = runs.reduce((oldest, { startedAt }) => Math.min(oldest, Date.parse(startedAt)), Infinity);
  const pending = log.pending.filter(({ at }) => runs.length === 0 || Date.parse(at) >= oldestMs);
  return scoredPredictionsOf({ ...log, pending }, runs);
}

/**
 * The predictions of several machines, in any order and as often as one likes. Of a test that waits, what was said last counts. Sums cannot
 * be told apart by run, and logs that were copied share some of theirs: each week is taken from the log that judged most in it, so nothing is
 * counted twice.
 */
export function mergedPredictions(one: PredictionLog, other: PredictionLog): PredictionLog {
  return { pending: mergedPending([...one.pending, ...other.pending]), weeks: mergedWeeks(one.weeks, other.weeks) };
}

/** What is said of one test, as a log that says it of all tests of one moment has it. */
interface Said {
  readonly testId: TestId;
  readonly at: string;
  readonly by: PendingPredictions['by'];
  readonly probability: number;
}

function mergedPending(all: readonly PendingPredictions[]): readonly PendingPredictions[] {
  const sinceMs = keptSinceMsOf(all.reduce((newest, { at }) => (at > newest ? at : newest), ''));
  const last = new Map<TestId, Said>();
  for (const { at, by, tests } of all) {
    if (Date.parse(at) < sinceMs) continue;
    for (const [testId, probability] of Object.entries(tests)) {
      const said = { testId, at, by, probability };
      const known = last.get(testId);
      if (!known || compareSaid(said, known) > 0) last.set(testId, said);
    }
  }
  const byMoment = Map.groupBy([...last.values()].toSorted(compareSaid), ({ at, by }) => `${at} ${by}`);
  return [...byMoment.values()].map(pendingOf);
}

function pendingOf(same: readonly Said[]): PendingPredictions {
  const [{ at, by }] = same as readonly [Said];
  const tests = same.map(({ testId, probability }) => [testId, probability] as const);
  return { at, by, tests: Object.fromEntries(tests.toSorted(([a], [b]) => compare(a, b))) };
}

function compareSaid(a: Said, b: Said): number {
  return compare(a.at, b.at) || compare(a.by, b.by) || a.probability - b.probability || compare(a.testId, b.testId);
}

function mergedWeeks(one: readonly PredictionWeek[], other: readonly PredictionWeek[]): readonly PredictionWeek[] {
  return [...Map.groupBy([...one, ...other], ({ week }) => week).values()]
    .map((same) => same.reduce((most, week) => (compareWeeks(week, most) > 0 ? week : most)))
    .toSorted((a, b) => compare(a.week, b.week))
    .slice(-keptWeeks);
}

/** By how much was judged; equals by all that is told, so that it is the same week whoever asks. */
function compareWeeks(a: PredictionWeek, b: PredictionWeek): number {
  return a.predictions - b.predictions || a.runs - b.runs || compare(textOf(a), textOf(b));
}

function textOf({ bins, ...sums }: PredictionWeek): string {
  return JSON.stringify([ordered(sums), ordered(bins)]);
}

function ordered(fields: object): readonly (readonly [string, unknown])[] {
  return Object.entries(fields).toSorted(([a], [b]) => compare(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
