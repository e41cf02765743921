import type { Attempt, Failure, RunHeader, RunnerName, TestEntry } from '@millwright/core';

import type { openHistory } from '../store/open-history.ts';
import type { RunEnd, RunRecorder, TestCoverage } from './run-recorder.ts';

const dayMs = 86_400_000;

/**
 * The store is no part of what every run of the user's tests has to load. It is named by a variable, because Vitest hands out an
 * empty module, and keeps it in its cache, when a module that a blob report names as an import was never loaded in the merge.
 */
const storeName: string = '@millwright/history';

interface Store {
  readonly openHistory: typeof openHistory;
}

export interface MergedRecorderOptions {
  /** The `.millwright` folder, absolute. */
  readonly dir: string;
  /** The project root, absolute. */
  readonly root: string;
  readonly runner: RunnerName;
  /**
   * Opens the record of the merged run; called at the end, and only when there is something to write. `startedAtMs` is the start
   * of the first attempt in milliseconds since the epoch, undefined when there is none.
   */
  readonly open: (startedAtMs: number | undefined) => RunRecorder;
  /** Receives the one line that says why nothing is recorded. */
  readonly say: (line: string) => void;
}

/**
 * A recorder for a run that is put together from the reports of its shards. It holds everything back until the report is whole:
 * shards that recorded themselves are in the history already and must not count twice, shards that wrote nothing but a report are
 * new. What the history has is left out; when it has every attempt, nothing is recorded and one line says so.
 */
export class MergedRecorder implements Omit<RunRecorder, 'runId' | 'recording'> {
  readonly #options: MergedRecorderOptions;
  readonly #attempts: [TestEntry, Attempt][] = [];
  readonly #coverage: TestCoverage[] = [];
  /** What belongs to the report as a whole and cannot be told by shards: errors, totals, tests that were not run. */
  readonly #ofAllShards: ((recorder: RunRecorder) => void)[] = [];
  readonly #always: ((recorder: RunRecorder) => void)[] = [];
  #recorder: RunRecorder | undefined;

  constructor(options: MergedRecorderOptions) {
    this.#options = options;
  }

  get selfTimeMs(): number {
    return this.#recorder?.selfTimeMs ?? 0;
  }

  get sealTimeMs(): number {
    return this.#recorder?.sealTimeMs ?? 0;
  }

  /** Milliseconds from the first start of an attempt to the last end of one; 0 when there is none. */
  get spanMs(): number {
    const ends = this.#attempts.map(([, { startedAtMs, durationMs }]) => startedAtMs + durationMs);
    return Math.round(ends.reduce((latest, endMs) => Math.max(latest, endMs), 0) - (this.#startedAtMs() ?? 0));
  }

  prepareTests(): void {
    // Which of them are missing is known at the end.
  }

  addAttempt(test: TestEntry, attempt: Attempt): void {
    this.#attempts.push([test, attempt]);
  }

  addNotRun(test: TestEntry, reason?: string): void {
    this.#ofAllShards.push((recorder) => recorder.addNotRun(test, reason));
  }

  addError(failure: Failure): void {
    this.#ofAllShards.push((recorder) => recorder.addError(failure));
  }

  addCoverage(...coverage: readonly TestCoverage[]): void {
    this.#coverage.push(...coverage);
  }

  addCoverageTotals(istanbul: Readonly<Record<string, unknown>>): void {
    this.#ofAllShards.push((recorder) => recorder.addCoverageTotals(istanbul));
  }

  addCut(): void {
    // A merged report is no shard.
  }

  addNote(sentence: string): void {
    this.#always.push((recorder) => recorder.addNote(sentence));
  }

  amendHeader(
    part: Partial<Pick<RunHeader, 'projects' | 'workers' | 'facts' | 'unstartedFiles' | 'strategyId' | 'partial'>>,
  ): void {
    this.#always.push((recorder) => recorder.amendHeader(part));
  }

  endAtOnce(): void {
    // Nothing of a merge that was stopped is written: it can be started again.
  }

  /** Writes what the history does not have. Unlike other recorders it rejects when the history cannot be read. */
  async finish(end: RunEnd): Promise<string | undefined> {
    const known = knownAttemptsOf(this.#attempts, await this.#readEarlierAttempts());
    const missing = this.#attempts.filter(([, attempt]) => !known.has(attempt));
    if (known.size > 0 && missing.length === 0) {
      this.#options.say(
        'millwright: the shards of this merged report are in the history already, so it is not recorded again.',
      );
      return undefined;
    }
    if (missing.length === 0 && this.#ofAllShards.length === 0) return undefined;
    const recorder = this.#options.open(this.#startedAtMs());
    this.#recorder = recorder;
    for (const [test, attempt] of missing) recorder.addAttempt(test, attempt);
    if (known.size === 0) for (const add of this.#ofAllShards) add(recorder);
    else recorder.addNote(partlyKnownNote);
    const missingTests = new Set(missing.map(([test]) => test.id));
    recorder.addCoverage(...this.#coverage.filter(({ testId }) => missingTests.has(testId)));
    for (const add of this.#always) add(recorder);
    return recorder.finish(end);
  }

  #startedAtMs(): number | undefined {
    if (this.#attempts.length === 0) return undefined;
    return this.#attempts.reduce((earliest, [, attempt]) => Math.min(earliest, attempt.startedAtMs), Infinity);
  }

  /** The attempts of each run from which a shard of this report could be. */
  async #readEarlierAttempts(): Promise<readonly (readonly Attempt[])[]> {
    const startedAtMs = this.#startedAtMs();
    if (startedAtMs === undefined) return [];
    const { dir, root, runner } = this.#options;
    const store = (await import(storeName)) as Store;
    const earlier: (readonly Attempt[])[] = [];
    const since = new Date(startedAtMs - dayMs).toISOString();
    for await (const run of store.openHistory({ dir, root }).readRuns({ runner, since })) earlier.push(run.attempts);
    return earlier;
  }
}

const partlyKnownNote =
  'Some shards of this merged report are in the history already: only the attempts of the others were added, without the errors outside tests and the tests that were not run, which the report does not tell apart by shards.';

/**
 * The attempts that some earlier run has. An attempt is recognised by test, repetition, retry and start; a test cannot start
 * twice in one millisecond. A skipped one may have no start of its own, so it is known where a run that has some other attempt of
 * the report has skipped the same test.
 */
function knownAttemptsOf(
  told: readonly (readonly [TestEntry, Attempt])[],
  earlier: readonly (readonly Attempt[])[],
): ReadonlySet<Attempt> {
  const startKeys = new Set(told.map(([, attempt]) => startKeyOf(attempt)));
  const known = new Set<string>();
  for (const attempts of earlier) {
    if (!attempts.some((attempt) => startKeys.has(startKeyOf(attempt)))) continue;
    for (const attempt of attempts) known.add(startKeyOf(attempt)).add(skipKeyOf(attempt));
  }
  const isKnown = (attempt: Attempt): boolean =>
    known.has(startKeyOf(attempt)) || (attempt.status === 'skipped' && known.has(skipKeyOf(attempt)));
  return new Set(told.map(([, attempt]) => attempt).filter(isKnown));
}

function startKeyOf(attempt: Attempt): string {
  return `${attempt.testId} ${attempt.repeat} ${attempt.retry} ${Math.round(attempt.startedAtMs)}`;
}

function skipKeyOf(attempt: Attempt): string {
  return `${attempt.testId} ${attempt.repeat} ${attempt.retry} ${attempt.status}`;
}
