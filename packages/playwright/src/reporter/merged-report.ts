import type { Attempt, Failure, TestEntry } from '@millwright/core';

import type { ResultSink } from './recording.ts';

const dayMs = 86_400_000;

/** A history folder and the project it belongs to, both absolute. */
export interface HistoryPlace {
  readonly dir: string;
  readonly root: string;
}

/**
 * Holds back what a merged report tells until it is whole: shards that recorded themselves are in the history already and must not
 * count twice, shards that wrote nothing but a blob are new.
 */
export class MergedReport implements ResultSink {
  readonly #attempts: [TestEntry, Attempt][] = [];
  readonly #notRun: [TestEntry, string | undefined][] = [];
  readonly #errors: Failure[] = [];

  addAttempt(test: TestEntry, attempt: Attempt): void {
    this.#attempts.push([test, attempt]);
  }

  addNotRun(test: TestEntry, reason?: string): void {
    this.#notRun.push([test, reason]);
  }

  addError(failure: Failure): void {
    this.#errors.push(failure);
  }

  /** Milliseconds since the epoch of the first attempt; undefined when there is none. */
  get startedAtMs(): number | undefined {
    return this.#attempts.length === 0
      ? undefined
      : Math.min(...this.#attempts.map(([, attempt]) => attempt.startedAtMs));
  }

  /**
   * Hands on what the history does not have yet. Returns false, and hands on nothing, when it has every attempt.
   * `open` is called only when there is something to write.
   */
  async writeMissing({ dir, root }: HistoryPlace, open: () => ResultSink): Promise<boolean> {
    const known = await readKnownAttempts({ dir, root }, this.startedAtMs);
    const missing = this.#attempts.filter(([, attempt]) => !known.has(keyOf(attempt)));
    if (missing.length === 0 && known.size > 0) return false;
    if (missing.length === 0 && this.#errors.length === 0 && this.#notRun.length === 0) return false;
    const sink = open();
    for (const [test, attempt] of missing) sink.addAttempt(test, attempt);
    // Tests that were not run and errors of shards that are known already cannot be told from the others.
    if (missing.length === this.#attempts.length) {
      for (const [test, reason] of this.#notRun) sink.addNotRun(test, reason);
      for (const error of this.#errors) sink.addError(error);
    }
    return true;
  }
}

/** A test cannot start twice in one millisecond with the same retry. */
function keyOf(attempt: Attempt): string {
  return `${attempt.testId} ${attempt.repeat} ${attempt.retry} ${Math.round(attempt.startedAtMs)}`;
}

async function readKnownAttempts(
  { dir, root }: HistoryPlace,
  startedAtMs: number | undefined,
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  if (startedAtMs === undefined) return known;
  const { openHistory } = await import('@millwright/history');
  const history = openHistory({ dir, root });
  for await (const run of history.readRuns({
    runner: 'playwright',
    since: new Date(startedAtMs - dayMs).toISOString(),
  })) {
    for (const attempt of run.attempts) known.add(keyOf(attempt));
  }
  return known;
}
