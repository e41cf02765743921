import type { ExecutedTest, PlannedTest, Run } from '@millwright/core';
import { executedTestsOf } from '@millwright/core';

import type { OutputStream } from '../context/context.ts';
import { renderDuration } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';

/** How far a batch is, from the tests it was to run and what the open segment of its run says so far. */
export interface BatchProgress {
  readonly runner: string;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly elapsedMs: number;
  readonly predictedMs: number;
  /** Time that is left when the rest takes as much longer or shorter than predicted as the part that is done. */
  readonly remainingMs: number;
}

/** Compares what has arrived with what was planned. `workers` run side by side. */
export function batchProgressOf(
  runner: string,
  planned: readonly PlannedTest[],
  runs: readonly Run[],
  clock: { readonly elapsedMs: number; readonly workers: number },
): BatchProgress {
  const executed = executedTestsOf(planned, runs, { ongoing: true });
  const done = executed.filter((test) => test.outcome !== 'pending');
  const predictedMs = sumOf(executed) / clock.workers;
  const predictedDoneMs = sumOf(done) / clock.workers;
  const pace = predictedDoneMs > 0 ? clock.elapsedMs / predictedDoneMs : 1;
  return {
    runner,
    done: done.length,
    total: planned.length,
    failed: executed.filter((test) => test.outcome === 'unexpected').length,
    elapsedMs: clock.elapsedMs,
    predictedMs,
    remainingMs: Math.max(0, (predictedMs - predictedDoneMs) * Math.min(pace, 20)),
  };
}

function sumOf(tests: readonly ExecutedTest[]): number {
  return tests.reduce((sum, test) => sum + test.estimatedDurationMs, 0);
}

/** Shows progress: one line that is written over on a terminal, a line every quarter of a minute elsewhere. */
export class ProgressLine {
  readonly #stream: OutputStream;
  readonly #paint: Paint;
  readonly #live: boolean;
  #lastWrittenMs = 0;
  #open = false;

  /** `live`: write over one line. Off where a log is read afterwards. */
  constructor(stream: OutputStream, paint: Paint, live: boolean) {
    this.#live = live;
    this.#stream = stream;
    this.#paint = paint;
  }

  show(progress: BatchProgress): void {
    const line = this.#render(progress);
    if (this.#live) {
      this.#stream.write(`\r\u001B[2K${line.slice(0, Math.max(20, (this.#stream.columns ?? 100) - 1))}`);
      this.#open = true;
    } else if (progress.elapsedMs - this.#lastWrittenMs >= 15_000) {
      this.#lastWrittenMs = progress.elapsedMs;
      this.#stream.write(`${line}\n`);
    }
  }

  /** Ends the line, so that whatever comes next starts at its own. */
  end(): void {
    if (this.#open) this.#stream.write('\r\u001B[2K');
    this.#open = false;
    this.#lastWrittenMs = 0;
  }

  #render(progress: BatchProgress): string {
    const failed = progress.failed === 0 ? '' : `, ${progress.failed} failed`;
    const time = `${renderDuration(progress.elapsedMs)} of about ${renderDuration(Math.max(progress.predictedMs, progress.elapsedMs + progress.remainingMs))}`;
    return `${this.#paint.accent(progress.runner)} ${progress.done}/${progress.total}${failed}, ${time}, ${renderDuration(progress.remainingMs)} left`;
  }
}
