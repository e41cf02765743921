import type { Attempt, Failure, RunHeader, ShardCut, TestEntry } from '@millwright/core';

import { cutDocumentOf } from '../cuts/cut-document.ts';
import { handedOnPatternsOf } from '../redaction/handed-on-patterns.ts';
import { redactorOf } from '../redaction/redactor.ts';
import { readProcessIdentity } from './process-identity.ts';
import { eventRedactorOf } from './redact-event.ts';
import { RunDraft } from './run-draft.ts';
import { roundedAttemptOf } from './rounded-attempt.ts';
import type { RunEnd, RunRecorder, RunRecorderOptions, TestCoverage } from './run-recorder.ts';
import { writeRun } from './seal-run.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { SegmentEvent, SegmentHeader, SharedCoverage } from './segment.ts';

/**
 * Opens the door for one run. Never throws: when nothing can be written, the recorder it returns has `recording` false,
 * takes every call and does nothing, and one line has been said through `warn`.
 */
export function openRunRecorder(options: RunRecorderOptions): RunRecorder {
  return new SegmentRecorder(options);
}

class SegmentRecorder implements RunRecorder {
  readonly runId: string;
  recording = true;
  selfTimeMs = 0;
  sealTimeMs = 0;
  readonly #options: RunRecorderOptions;
  readonly #redact: <T>(value: T) => T;
  readonly #draft: RunDraft;
  readonly #knownTests = new Map<string, TestEntry>();
  readonly #prepared = new WeakMap<TestEntry, PreparedEvent>();
  #segment: SegmentWriter | undefined;
  #finished = false;

  constructor(options: RunRecorderOptions) {
    this.runId = options.header.runId;
    this.#options = options;
    this.#redact = safeRedactorOf(options);
    this.#draft = new RunDraft(this.#redact(options.header));
    this.#measure(() => this.#open());
  }

  addAttempt(test: TestEntry, attempt: Attempt): void {
    this.#write(() => [...this.#testEvents(test), { attempt: this.#redact(roundedAttemptOf(attempt)) }]);
  }

  prepareTests(tests: readonly TestEntry[]): void {
    if (!this.recording || this.#finished) return;
    this.#measure(() => {
      try {
        for (const test of tests) this.#prepared.set(test, preparedOf({ test: this.#redact(test) }));
      } catch {
        // What cannot be written is told when it is to be.
      }
    });
  }

  addNotRun(test: TestEntry, reason?: string): void {
    this.#write(() => [
      ...this.#testEvents(test),
      { notRun: { testId: test.id, ...(reason !== undefined && { reason: this.#redact(reason) }) } },
    ]);
  }

  addError(failure: Failure): void {
    this.#write(() => [{ error: this.#redact(failure) }]);
  }

  addCoverage(...all: readonly TestCoverage[]): void {
    this.#write(() => sharedCoverageOf(all).map((coverage) => ({ coverage })));
  }

  addCoverageTotals(istanbul: Readonly<Record<string, unknown>>): void {
    this.#write(() => [{ coverageTotals: JSON.parse(JSON.stringify(istanbul)) as Record<string, unknown> }]);
  }

  addCut(cut: ShardCut): void {
    // Titles are keys of the document, so secrets go before.
    this.#write(() => [{ cut: cutDocumentOf({ ...cut, units: this.#redact(cut.units) }) }]);
  }

  addNote(sentence: string): void {
    this.#write(() => [{ note: this.#redact(sentence) }]);
  }

  amendHeader(
    part: Partial<Pick<RunHeader, 'projects' | 'workers' | 'facts' | 'unstartedFiles' | 'strategyId' | 'partial'>>,
  ): void {
    this.#write(() => [{ amend: this.#redact(part) }]);
  }

  endAtOnce(end: RunEnd): void {
    this.#write(() => [{ end }]);
  }

  async finish(end: RunEnd): Promise<string | undefined> {
    if (this.#finished || !this.#segment) return undefined;
    this.#write(() => [{ end }]);
    this.#finished = true;
    this.#draft.end = end;
    if (isOfNothing(this.#draft)) {
      this.#closeQuietly();
      this.#measure(() => this.#segment?.remove());
      return undefined;
    }
    const startedMs = performance.now();
    try {
      const { path } = await writeRun(this.#options.dir, this.#draft.toRun(), {
        coverage: this.#draft.coverage(),
        cut: this.#draft.cut,
        root: this.#options.root,
      });
      this.#measure(() => this.#segment?.remove());
      return path;
    } catch (error) {
      this.#giveUp(error);
      return undefined;
    } finally {
      this.#closeQuietly();
      this.sealTimeMs = performance.now() - startedMs;
      this.selfTimeMs += this.sealTimeMs;
    }
  }

  #open(): void {
    try {
      this.#segment = new SegmentWriter(this.#options.dir, this.#draft.header);
      const line: SegmentHeader = {
        format: 'millwright/segment',
        version: 1,
        process: readProcessIdentity(),
        root: this.#options.root,
        header: this.#draft.header,
      };
      this.#segment.append(`${JSON.stringify(line)}\n`);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** A test is written when it is new or says something new; adapters may hand in a fresh object for every attempt. */
  #testEvents(test: TestEntry): SegmentEvent[] {
    const known = this.#knownTests.get(test.id);
    if (known === test) return [];
    this.#knownTests.set(test.id, test);
    if (known && JSON.stringify(known) === JSON.stringify(test)) return [];
    const prepared = this.#prepared.get(test);
    return [prepared ?? { test: this.#redact(test) }];
  }

  #write(eventsOf: () => readonly SegmentEvent[]): void {
    if (!this.recording || this.#finished) return;
    this.#measure(() => {
      const { events, lines } = this.#tryEvents(eventsOf);
      try {
        this.#segment?.append(lines);
        for (const event of events) this.#draft.apply(event);
      } catch (error) {
        this.#giveUp(error);
      }
    });
  }

  /** What an adapter hands in may not be what its type says (a cyclic value, an undefined list); that costs one event, not the run. */
  #tryEvents(eventsOf: () => readonly SegmentEvent[]): {
    readonly events: readonly SegmentEvent[];
    readonly lines: string;
  } {
    try {
      const events = eventsOf();
      return { events, lines: linesOf(events) };
    } catch (error) {
      // Which tests were in the lost event is not known any more, so each is written again when it comes.
      this.#knownTests.clear();
      const events = [{ note: `One thing could not be recorded: ${messageOf(error)}` }];
      return { events, lines: linesOf(events) };
    }
  }

  #giveUp(error: unknown): void {
    if (this.recording)
      this.#warn(`Millwright stopped recording this run: ${messageOf(error)}. The tests themselves go on as before.`);
    this.recording = false;
    this.#draft.apply({ note: `Recording stopped before the end of the run: ${messageOf(error)}.` });
  }

  #warn(line: string): void {
    try {
      if (this.#options.warn) this.#options.warn(line);
      else process.stderr.write(`${line}\n`);
    } catch {
      // A closed stderr must not harm the run.
    }
  }

  #closeQuietly(): void {
    try {
      this.#segment?.close();
    } catch {
      // The last write failed already, and was told.
    }
  }

  #measure(work: () => void): void {
    const startedMs = performance.now();
    work();
    this.selfTimeMs += performance.now() - startedMs;
  }
}

/** A selection that matched nothing is no run of the suite. An empty shard is: it tells that nothing of it is missing. */
function isOfNothing({ header, end, hasResults }: RunDraft): boolean {
  return end?.status === 'passed' && header.shard === undefined && !hasResults;
}

function sharedCoverageOf(all: readonly TestCoverage[]): readonly SharedCoverage[] {
  const shared = Map.groupBy(all, ({ files }) => files);
  return [...shared].flatMap(([files, same]) =>
    (['executed', 'imported'] as const).flatMap((precision) => {
      const testIds = same.filter((coverage) => coverage.precision === precision).map(({ testId }) => testId);
      return testIds.length > 0 ? [{ testIds, files, precision }] : [];
    }),
  );
}

function linesOf(events: readonly SegmentEvent[]): string {
  return events.map((event) => (event as PreparedEvent)[line] ?? `${JSON.stringify(event)}\n`).join('');
}

/** Where an event that was prepared carries its own line; symbols are not written. */
const line: unique symbol = Symbol('line');
type PreparedEvent = SegmentEvent & { readonly [line]?: string };

function preparedOf(event: SegmentEvent): PreparedEvent {
  return { ...event, [line]: linesOf([event]) };
}

/** A pattern of the user that cannot be compiled must not stop the run, and must not let anything through unseen either. */
function safeRedactorOf(options: RunRecorderOptions): <T>(value: T) => T {
  const env = options.env ?? process.env;
  try {
    return eventRedactorOf(redactorOf({ env, patterns: [...(options.redact ?? []), ...handedOnPatternsOf(env)] }));
  } catch {
    return eventRedactorOf(redactorOf({ env }));
  }
}

function messageOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full (ENOSPC)',
    EROFS: 'the file system is read-only (EROFS)',
    EACCES: 'its folder may not be written (EACCES)',
    EPERM: 'its folder may not be written (EPERM)',
    // Node tells this for a folder that cannot be made on a read-only file system.
    ENOENT: 'its folder could not be made, perhaps the file system is read-only (ENOENT)',
    ENOTDIR: 'its folder is a file (ENOTDIR)',
  };
  return (code !== undefined && reasons[code]) || message || String(error);
}
