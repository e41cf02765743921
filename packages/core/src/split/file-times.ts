import type { Attempt } from '../model/attempt.ts';
import type { Run } from '../model/run.ts';
import { medianOf } from '../plan/median.ts';
import { predictedMsOf } from './predict-duration.ts';
import { fileTimeKeyOf } from './updated-timings.ts';

/**
 * What whole files of Vitest take, by `fileTimeKeyOf`, from runs of the whole suite, oldest first. A file takes from the end of the
 * file before it in the same worker's place to its own last result, so that loading it and its hooks count. Nobody sees how long the
 * first file of a place took to load: it is given what files usually took in that run.
 */
export function predictedFileTimesOf(runs: readonly Run[]): ReadonlyMap<string, number> {
  const times = new Map<string, number[]>();
  for (const run of runs) {
    if (run.partial === true || run.stress === true || !['passed', 'failed'].includes(run.status)) continue;
    for (const [key, ms] of fileTimesOf(run)) times.set(key, [...(times.get(key) ?? []), ms]);
  }
  return new Map([...times].map(([key, all]) => [key, predictedMsOf(all) ?? 0]));
}

interface Span {
  readonly key: string;
  startMs: number;
  endMs: number;
}

function fileTimesOf(run: Run): ReadonlyMap<string, number> {
  const keys = new Map(run.tests.map((test) => [test.id, fileTimeKeyOf(test)]));
  const places = Map.groupBy(run.attempts.filter(hasRun), (attempt) => attempt.parallelIndex).values();
  const spans = [...places].flatMap((attempts) => {
    const inPlace = spansOf(attempts, keys);
    return inPlace.map((span, index) => ({ span, loadMs: loadTimeOf(span, inPlace[index - 1]) }));
  });
  const usualLoadMs = medianOf(spans.flatMap(({ loadMs }) => loadMs ?? [])) ?? 0;
  const times = new Map<string, number>();
  for (const { span, loadMs = usualLoadMs } of spans)
    times.set(span.key, (times.get(span.key) ?? 0) + loadMs + span.endMs - span.startMs);
  return times;
}

/** From the end of the file before it to its first test; undefined for the first file of a place. */
function loadTimeOf({ startMs }: Span, before: Span | undefined): number | undefined {
  return before && Math.max(0, startMs - before.endMs);
}

/** The files that one place ran, one after the other. */
function spansOf(attempts: readonly Attempt[], keys: ReadonlyMap<string, string>): readonly Span[] {
  const spans: Span[] = [];
  for (const { testId, startedAtMs, durationMs } of attempts.toSorted((a, b) => a.startedAtMs - b.startedAtMs)) {
    const key = keys.get(testId);
    const last = spans.at(-1);
    const endMs = startedAtMs + durationMs;
    if (key === undefined) continue;
    if (last?.key === key) last.endMs = Math.max(last.endMs, endMs);
    else spans.push({ key, startMs: startedAtMs, endMs });
  }
  return spans;
}

function hasRun({ parallelIndex, status }: Attempt): boolean {
  return parallelIndex >= 0 && status !== 'skipped';
}
