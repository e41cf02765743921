import { readFileSync } from 'node:fs';

import type { FailedTest, Failure, PathBase, RunStatus, TestEntry } from '@millwright/core';
import { isLeftOutNote, relativeToRoot } from '@millwright/core/record';
import type { MergedRecorder, RunRecorder } from '@millwright/history/recorder';

import { type AttemptSurroundings, attemptsOf, cutOffAttemptsOf } from './attempts-of-test.ts';
import { type CollectedTest, collectedTestsOf } from './collected-tests.ts';
import { isMeasuredOtherwise, isSkippedAtRunTime, moduleGraphOf, suitesOf, toldWorkerOf } from './compat.ts';
import { ConsoleTails } from './console-tails.ts';
import { dependencyFilesOf } from './dependency-closure.ts';
import { takeExecutedFiles } from './executed-files.ts';
import { failureOfError, type ReadExcerpt } from './failure-of-error.ts';
import type { VitestConsoleLog, VitestError, VitestModule, VitestTest } from './runner-api.ts';
import { SourceExcerpts } from './source-excerpts.ts';
import { WorkerSlots } from './worker-slots.ts';

/** Where the results of a run go. */
export type Recorder = RunRecorder | MergedRecorder;

export interface RunRecordingOptions {
  readonly recorder: Recorder;
  readonly base: PathBase;
  /** A selection inside files is active: what is skipped by it must not be remembered as skipped. */
  readonly hidesTests: boolean;
  /** Whether to find out which files a test file imports. */
  readonly readsImports: boolean;
  /** Setup files of this package, which are no dependency of any test. */
  readonly ownSetupFiles: readonly string[];
  /** Receives the one line about tests with the same title. */
  readonly warn: (line: string) => void;
}

const guessNote =
  'This version of Vitest does not tell the tries of a test one by one: of tests that were tried again, the last try carries the whole duration, and under `repeats` the order of failed repetitions is a guess. Vitest 5.1 tells all.';
const measuredNote = 'Type tests and benchmarks were run and are not recorded as tests.';
const lostReason = 'The run ended before the test did.';
const interruptedReason = 'The run was interrupted.';

/** Takes the events of one run as they come and hands them to the recorder. */
export class RunRecording {
  readonly #options: RunRecordingOptions;
  readonly #tails = new ConsoleTails();
  readonly #workers = new WorkerSlots();
  readonly #modules = new Map<
    string,
    { readonly module: VitestModule; readonly tests: ReadonlyMap<string, CollectedTest> }
  >();
  readonly #recorded = new Set<string>();
  readonly #withExecutedFiles = new Set<string>();
  readonly #closed = new Set<string>();
  readonly #toldErrors = new Set<string>();
  readonly #notes = new Set<string>();
  readonly #readExcerpt: ReadExcerpt;
  readonly #leftOutNotes: string[] = [];
  #warnedOfDuplicates = false;

  constructor(options: RunRecordingOptions) {
    this.#options = options;
    const excerpts = new SourceExcerpts(options.base.root);
    this.#readExcerpt = (location) => excerpts.read(location);
  }

  moduleQueued(module: VitestModule): void {
    this.#workers.start(keyOf(module), module.project.config.isolate !== false);
  }

  moduleCollected(module: VitestModule): void {
    if (isMeasuredOtherwise(module)) return this.#noteOnce(measuredNote);
    this.#collect(module);
    this.#recordErrorsOf(module);
  }

  testEnded(test: VitestTest): void {
    if (isMeasuredOtherwise(test.module)) return;
    const collected = this.#collectedOf(test);
    const { entry } = collected;
    if (this.#recorded.has(entry.id)) return;
    const { state } = test.result();
    if (state === 'pending') return;
    const executed = takeExecutedFiles(test.meta());
    if (state === 'skipped' && collected.off && this.#options.hidesTests) return;
    this.#recorded.add(entry.id);
    if (state === 'skipped' && this.#isNotRun(test, collected)) return;
    this.#recordAttempts(test, entry);
    if (executed) this.#recordExecuted(entry, executed);
  }

  /** The notes of the tests that a strategy left out, as their workers told them. */
  get leftOutNotes(): readonly string[] {
    return this.#leftOutNotes;
  }

  /** Whether nobody who wrote the test wants it skipped; it is recorded as not run then. */
  #isNotRun(test: VitestTest, { entry, off }: CollectedTest): boolean {
    const { note } = test.result();
    const { recorder } = this.#options;
    if (note !== undefined && isLeftOutNote(note)) {
      this.#leftOutNotes.push(note);
      // In a replay it comes in as switched off, which its author did not do.
      recorder.addNotRun({ ...entry, expectedStatus: 'passed' }, note);
      return true;
    }
    if (off || isSkippedAtRunTime(test)) return false;
    recorder.addNotRun(entry, reasonOf(test));
    return true;
  }

  printed(log: VitestConsoleLog): void {
    this.#tails.add(log);
  }

  moduleEnded(module: VitestModule): void {
    this.#workers.end(keyOf(module));
    if (isMeasuredOtherwise(module)) return this.#recordErrorsOf(module, testErrorsOf(module));
    this.#recordErrorsOf(module);
    if (this.#options.readsImports) this.#recordClosure(module);
    this.#closed.add(keyOf(module));
  }

  /** The tests of these files that failed, with their attempts. Type tests and benchmarks are none. */
  failedTestsOf(modules: readonly VitestModule[]): readonly FailedTest[] {
    const worker = { workerIndex: -1, parallelIndex: -1 };
    return modules
      .filter((module) => !isMeasuredOtherwise(module))
      .flatMap((module) => [...module.children.allTests()].filter((test) => test.result().state === 'failed'))
      .map((test) => {
        const { entry } = this.#collectedOf(test);
        const around = {
          base: this.#options.base,
          readExcerpt: this.#readExcerpt,
          worker,
          tails: {},
          nowMs: Date.now(),
        };
        return { test: entry, attempts: attemptsOf(test, entry, around).attempts };
      });
  }

  /** Of these modules (by id) the files of which nothing came; `ended` are those that Vitest told at the end of the run. */
  unstartedFilesOf(moduleIds: ReadonlySet<string>, ended: readonly VitestModule[]): readonly string[] {
    const known = [...this.#modules.values()].map(({ module }) => module);
    const started = new Set([...known, ...ended.filter(isMeasuredOtherwise)].map(({ moduleId }) => moduleId));
    return [...moduleIds]
      .filter((moduleId) => !started.has(moduleId))
      .map((moduleId) => relativeToRoot(moduleId, this.#options.base))
      .sort();
  }

  /** What only the end of the run shows: errors outside of tests, and tests that never came to their end. */
  runEnded(unhandledErrors: readonly VitestError[], reason: string = lostReason): void {
    for (const error of unhandledErrors)
      this.#options.recorder.addError(failureOfError(error, this.#options.base, this.#readExcerpt));
    for (const { module } of this.#modules.values()) {
      for (const test of module.children.allTests()) this.testEnded(test);
      if (!this.#closed.has(keyOf(module))) this.moduleEnded(module);
    }
    for (const { tests } of this.#modules.values()) {
      for (const { entry, off } of tests.values()) {
        if (!this.#recorded.has(entry.id) && !off) this.#options.recorder.addNotRun(entry, reason);
      }
    }
  }

  /** What is known when the process is told to stop: tests at work are cut off, those that have not started do not run. */
  interrupted(): void {
    for (const { module } of this.#modules.values()) {
      for (const test of module.children.allTests()) this.#cutOff(test);
    }
    this.runEnded([], interruptedReason);
  }

  coverageCame(istanbul: Readonly<Record<string, unknown>>): void {
    this.#options.recorder.addCoverageTotals(istanbul);
  }

  #collect(module: VitestModule): ReadonlyMap<string, CollectedTest> {
    const { tests, duplicateTitles } = collectedTestsOf(module, this.#options.base, readSource(module));
    this.#modules.set(keyOf(module), { module, tests });
    const [title] = duplicateTitles;
    if (title !== undefined && !this.#warnedOfDuplicates) {
      this.#warnedOfDuplicates = true;
      const file = relativeToRoot(module.moduleId, this.#options.base);
      this.#options.warn(`millwright: ${file} has several tests named "${title}"; they are told apart by their order.`);
    }
    return tests;
  }

  #collectedOf(test: VitestTest): CollectedTest {
    const known = this.#modules.get(keyOf(test.module))?.tests.get(test.id);
    if (known) return known;
    const collected = this.#collect(test.module).get(test.id);
    if (!collected) throw new Error(`Expected the test "${test.name}" to belong to its file.`);
    return collected;
  }

  #cutOff(test: VitestTest): void {
    if (test.result().state !== 'pending') return;
    const { entry } = this.#collectedOf(test);
    if (this.#recorded.has(entry.id)) return;
    const attempts = cutOffAttemptsOf(test, entry, this.#surroundingsOf(test));
    if (attempts.length > 0) this.#recorded.add(entry.id);
    for (const attempt of attempts) this.#options.recorder.addAttempt(entry, attempt);
  }

  #surroundingsOf(test: VitestTest): AttemptSurroundings {
    const worker = toldWorkerOf(test.module) ?? this.#workers.of(keyOf(test.module));
    const { base } = this.#options;
    return { base, readExcerpt: this.#readExcerpt, worker, tails: this.#tails.take(test.id), nowMs: Date.now() };
  }

  #recordAttempts(test: VitestTest, entry: TestEntry): void {
    const { recorder } = this.#options;
    const { attempts, guessed } = attemptsOf(test, entry, this.#surroundingsOf(test));
    const annotated = withAnnotations(entry, test);
    for (const attempt of attempts) recorder.addAttempt(annotated, attempt);
    if (guessed) this.#noteOnce(guessNote);
  }

  #recordExecuted(entry: TestEntry, files: readonly string[]): void {
    const { recorder, base } = this.#options;
    const relative = files.map((file) => relativeToRoot(file, base)).filter((file) => file !== entry.file);
    recorder.addCoverage({ testId: entry.id, files: relative, precision: 'executed' });
    this.#withExecutedFiles.add(entry.id);
  }

  #recordClosure(module: VitestModule): void {
    const graph = moduleGraphOf(module);
    const tests = this.#modules.get(keyOf(module))?.tests;
    if (!graph || !tests) return;
    const { recorder, base, ownSetupFiles } = this.#options;
    const setupFiles = (module.project.config.setupFiles ?? []).filter((file) => !ownSetupFiles.includes(file));
    const own = relativeToRoot(module.moduleId, base);
    const files = dependencyFilesOf(graph, [module.moduleId, ...setupFiles], base).filter((file) => file !== own);
    const ids = [...tests.values()].map(({ entry }) => entry.id);
    const imported = ids.filter((id) => this.#recorded.has(id) && !this.#withExecutedFiles.has(id));
    recorder.addCoverage(...imported.map((testId) => ({ testId, files, precision: 'imported' as const })));
  }

  /** Errors outside tests, and `more` that no test is recorded for. */
  #recordErrorsOf(module: VitestModule, more: readonly VitestError[] = []): void {
    const { recorder, base } = this.#options;
    const suites = [...module.children.allSuites()];
    for (const error of [...[module, ...suites].flatMap((suite) => suite.errors()), ...more]) {
      // Vitest sends an error again with every event, each time as another object.
      const key = [keyOf(module), error.name, error.message, error.stack].join('\u001E');
      if (this.#toldErrors.has(key)) continue;
      this.#toldErrors.add(key);
      recorder.addError(
        placedIn(relativeToRoot(module.moduleId, base), failureOfError(error, base, this.#readExcerpt)),
      );
    }
  }

  #noteOnce(sentence: string): void {
    if (this.#notes.has(sentence)) return;
    this.#notes.add(sentence);
    this.#options.recorder.addNote(sentence);
  }
}

/** How the run ended, in the model's words. */
export function runStatusOf(reason: string, unhandledErrorCount: number, cancelReason: string | undefined): RunStatus {
  // A run that stops itself after so many failures (`bail`) has failed; one that a person stops was interrupted.
  if (reason === 'interrupted') return cancelReason === 'test-failure' ? 'failed' : 'interrupted';
  return reason === 'passed' && unhandledErrorCount === 0 ? 'passed' : 'failed';
}

function keyOf(module: VitestModule): string {
  return `${module.project.name}\u001E${module.moduleId}`;
}

/** A type test that fails makes the run fail, so the run must tell why, though it does not count as a test. */
function testErrorsOf(module: VitestModule): readonly VitestError[] {
  return [...module.children.allTests()].flatMap((test) => test.result().errors ?? []);
}

function placedIn(file: string, failure: Failure): Failure {
  return failure.location ? failure : { ...failure, location: { file, line: 1, column: 1 } };
}

/** Why a test that should have run did not: the hook that failed, or the runner's own note. */
function reasonOf(test: VitestTest): string | undefined {
  const failed = suitesOf(test).find((suite) => suite.errors().length > 0);
  const message = failed?.errors()[0]?.message?.split('\n')[0];
  if (message !== undefined) return `A hook of the enclosing suite failed: ${message}`;
  return test.result().note ?? undefined;
}

function withAnnotations(entry: TestEntry, test: VitestTest): TestEntry {
  const note = test.result().note;
  const told = (test.annotations?.() ?? []).map(({ type, message }) => ({ type, description: message }));
  const skipped = note === undefined ? [] : [{ type: 'skip', description: note }];
  const all = [...(entry.annotations ?? []), ...told, ...skipped];
  return all.length > 0 ? { ...entry, annotations: all } : entry;
}

function readSource(module: VitestModule): string | undefined {
  try {
    return readFileSync(module.moduleId, 'utf8');
  } catch {
    return undefined;
  }
}
