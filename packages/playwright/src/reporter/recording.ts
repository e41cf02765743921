import { readFileSync } from 'node:fs';

import type { Attempt, RunStatus, TestEntry } from '@millwright/core';
import type { RunRecorder } from '@millwright/history/recorder';
import type { FullResult, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';

import { readAttempt } from '../record/attempt.ts';
import { failureOfError } from '../record/failure.ts';
import { isDidNotRun, leftOutReasonOf, notRunReasonOf, withoutSkip } from '../record/not-run.ts';
import { TestEntries } from '../record/test-entry.ts';

/** The part of a recorder that takes results. */
type ResultSink = Pick<RunRecorder, 'prepareTests' | 'addAttempt' | 'addNotRun' | 'addError'>;

const maxSourceBytes = 4_000_000;

/** Follows one run from its first test to its last and hands every result on when it arrives. */
export class Recording {
  readonly #root: string;
  readonly #sink: ResultSink;
  readonly #entries: TestEntries;
  readonly #running = new Map<TestResult, TestCase>();
  #resultCount = 0;

  constructor(root: string, sink: ResultSink) {
    this.#root = root;
    this.#sink = sink;
    this.#entries = new TestEntries(root, readTextFile);
  }

  /** Results taken so far. */
  get resultCount(): number {
    return this.#resultCount;
  }

  /** Our entry of a test. */
  entryOf(test: TestCase): TestEntry {
    return this.#entries.entryOf(test);
  }

  /** Works out ahead of their results which tests these are. */
  prepareTests(tests: readonly TestCase[]): void {
    this.#sink.prepareTests(this.#entries.prepare(tests));
  }

  /** A test with all its attempts so far. */
  attemptsOf(test: TestCase): { readonly test: TestEntry; readonly attempts: readonly Attempt[] } {
    const entry = this.#entries.entryOf(test, test.results.at(-1));
    const context = { testId: entry.id, root: this.#root, readText: readTextFile };
    return { test: entry, attempts: test.results.map((result) => readAttempt(test, result, context)) };
  }

  testBegan(test: TestCase, result: TestResult): void {
    this.#running.set(result, test);
  }

  testEnded(test: TestCase, result: TestResult): void {
    this.#running.delete(result);
    this.#resultCount += 1;
    if (isDidNotRun(test, result)) return;
    const leftOut = leftOutReasonOf(test);
    if (leftOut === undefined) this.#addAttempt(test, result);
    else this.#sink.addNotRun(withoutSkip(this.#entries.entryOf(test, result)), leftOut);
  }

  runnerFailed(error: TestError): void {
    this.#sink.addError(failureOfError(error, { root: this.#root }));
  }

  /** Adds what Playwright never reported: attempts that were cut off, and tests whose turn never came. */
  runEnded(
    suite: Suite,
    run: { readonly status: FullResult['status']; readonly maxFailures: number },
    nowMs: number,
  ): void {
    for (const [result, test] of this.#running) {
      this.#addAttempt(test, result, {
        status: 'interrupted',
        durationMs: Math.max(0, nowMs - result.startTime.getTime()),
      });
    }
    const cutOff = new Set(this.#running.values());
    this.#running.clear();
    for (const test of suite.allTests()) {
      if (cutOff.has(test) || !test.results.every((result) => isDidNotRun(test, result))) continue;
      const leftOut = leftOutReasonOf(test);
      if (leftOut === undefined) this.#sink.addNotRun(this.#entries.entryOf(test), notRunReasonOf(test, run));
      else this.#sink.addNotRun(withoutSkip(this.#entries.entryOf(test)), leftOut);
    }
  }

  #addAttempt(test: TestCase, result: TestResult, cutOff?: Pick<Attempt, 'status' | 'durationMs'>): void {
    const entry = this.#entries.entryOf(test, result);
    this.#sink.addAttempt(
      entry,
      readAttempt(test, result, { testId: entry.id, root: this.#root, readText: readTextFile, ...cutOff }),
    );
  }
}

/** Playwright's end of a run in our words. */
export function runStatusOf(status: FullResult['status']): RunStatus {
  return status === 'timedout' ? 'timedOut' : status;
}

function readTextFile(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length > maxSourceBytes ? undefined : text;
  } catch {
    return undefined;
  }
}
