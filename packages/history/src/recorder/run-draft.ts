import type { Attempt, Failure, Run, RunHeader, TestEntry } from '@millwright/core';

import type { CutDocument } from '../cuts/cut-document.ts';
import type { RunEnd, TestCoverage } from './run-recorder.ts';
import type { SegmentEvent, SharedCoverage } from './segment.ts';

/** What coverage a run brought. */
export interface CoverageDraft {
  readonly tests: readonly TestCoverage[];
  readonly totals: readonly Readonly<Record<string, unknown>>[];
}

/** A run that is being put together from events, by the recorder or from the segment of a dead process. */
export class RunDraft {
  header: RunHeader;
  end: RunEnd | undefined;
  /** How the suite was cut that this run is a shard of. */
  cut: CutDocument | undefined;
  readonly #tests = new Map<string, TestEntry>();
  readonly #attempts: Attempt[] = [];
  readonly #notRun = new Map<string, string | undefined>();
  readonly #errors: Failure[] = [];
  readonly #notes: string[] = [];
  readonly #coverage = new Map<string, TestCoverage>();
  readonly #totals: Readonly<Record<string, unknown>>[] = [];

  constructor(header: RunHeader) {
    this.header = header;
  }

  /** Whether it holds a test, an attempt, an error or coverage. */
  get hasResults(): boolean {
    return [this.#tests.size, this.#attempts.length, this.#errors.length, this.#totals.length].some(
      (count) => count > 0,
    );
  }

  apply(event: SegmentEvent): void {
    if ('attempt' in event) this.#attempts.push(event.attempt);
    else if ('test' in event) this.#tests.set(event.test.id, event.test);
    else if ('notRun' in event) this.#notRun.set(event.notRun.testId, event.notRun.reason);
    else if ('error' in event) this.#errors.push(event.error);
    else if ('note' in event) this.#addNote(event.note);
    else if ('amend' in event) this.header = { ...this.header, ...event.amend };
    else this.#applyRest(event);
  }

  #applyRest(
    event: Extract<
      SegmentEvent,
      { coverage: unknown } | { coverageTotals: unknown } | { cut: unknown } | { end: unknown }
    >,
  ): void {
    if ('coverage' in event) this.#addShared(event.coverage);
    else if ('coverageTotals' in event) this.#totals.push(event.coverageTotals);
    else if ('cut' in event) this.cut = event.cut;
    else this.end = event.end;
  }

  #addNote(note: string): void {
    if (!this.#notes.includes(note)) this.#notes.push(note);
  }

  #addShared(coverage: TestCoverage | SharedCoverage): void {
    if ('testId' in coverage) return this.#addCoverage(coverage);
    const { testIds, ...rest } = coverage;
    for (const testId of testIds) this.#addCoverage({ testId, ...rest });
  }

  /** Attempts of one test add up; what was executed counts more than what was imported. */
  #addCoverage(coverage: TestCoverage): void {
    const known = this.#coverage.get(coverage.testId);
    if (!known || (known.precision === 'imported' && coverage.precision === 'executed'))
      this.#coverage.set(coverage.testId, coverage);
    else if (known.precision === coverage.precision) {
      this.#coverage.set(coverage.testId, { ...known, files: [...new Set([...known.files, ...coverage.files])] });
    }
  }

  /** The run so far. Without an end it counts as crashed and as long as its last attempt. */
  toRun(): Run {
    const started = new Set(this.#attempts.map((attempt) => attempt.testId));
    const end = this.end ?? { status: 'crashed', durationMs: this.#durationSoFarMs() };
    return {
      ...this.header,
      status: end.status,
      durationMs: end.durationMs,
      tests: [...this.#tests.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      attempts: this.#attempts.toSorted((a, b) => a.startedAtMs - b.startedAtMs),
      notRun: [...this.#notRun].flatMap(([testId, reason]) =>
        started.has(testId) ? [] : [{ testId, ...(reason !== undefined && { reason }) }],
      ),
      errors: this.#errors,
      notes: this.#notes,
    };
  }

  coverage(): CoverageDraft {
    return { tests: [...this.#coverage.values()], totals: this.#totals };
  }

  #durationSoFarMs(): number {
    const start = Date.parse(this.header.startedAt);
    return this.#attempts.reduce(
      (longest, attempt) => Math.max(longest, attempt.startedAtMs + attempt.durationMs - start),
      0,
    );
  }
}
