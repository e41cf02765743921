import { type PlannedTest, type RunCount, type TestId, minimiseFailing } from '@millwright/core';

import { runCompany } from './run-experiment.ts';
import type { SuspectScope } from './suspect-scope.ts';

/** Tests that are tried or left out together. */
export type Unit = readonly PlannedTest[];

/** A runner that hangs is stopped a little after the budget, and what it did not finish does not count. */
const graceMs = 5000;

/** Counts, times and remembers the experiments of one search. */
export class IsolationSearch {
  readonly #subject: SuspectScope;
  readonly #startedMs: number;
  readonly #budgetMs: number;
  #experiments = 0;
  #experimentMs = 0;
  /** Message of the first failure after other tests. */
  failure: string | undefined;
  /** Other tests that failed in the company of the suspect. */
  readonly failedOthers: Set<TestId> = new Set();
  /** Sets of tests that were tried to make the set smaller. */
  triedSets = 0;
  /** The smallest set that is known to fail. */
  best: readonly Unit[] = [];

  constructor(subject: SuspectScope, budgetMs: number) {
    this.#subject = subject;
    this.#budgetMs = budgetMs;
    this.#startedMs = subject.scope.context.world.nowMs();
  }

  get spentMs(): number {
    return this.#subject.scope.context.world.nowMs() - this.#startedMs;
  }

  /** Whether another experiment fits. */
  get isOpen(): boolean {
    const meanMs = this.#experiments === 0 ? 0 : this.#experimentMs / this.#experiments;
    return !this.#subject.scope.signal.aborted && this.#budgetMs - this.spentMs >= meanMs;
  }

  /** Runs the suspect after these tests, in one worker, until it was run or failed often enough. */
  async count(before: readonly PlannedTest[], enough: (count: RunCount) => boolean): Promise<RunCount> {
    const { suspect, scope } = this.#subject;
    const shared = suspect.runner === 'vitest' ? ['--no-isolate', '--no-file-parallelism'] : [];
    let count: RunCount = { runs: 0, failures: 0 };
    while (!enough(count) && this.isOpen) {
      const company = { tests: [...before, suspect], wholeSuite: false, passThrough: shared };
      const timeout = AbortSignal.timeout(Math.max(0, this.#budgetMs - this.spentMs) + graceMs);
      const bounded = { ...scope, signal: AbortSignal.any([scope.signal, timeout]) };
      const result = await runCompany({ ...this.#subject, scope: bounded }, company, this.#experiments);
      this.#experiments += 1;
      this.#experimentMs += result.durationMs;
      if (before.length > 0) this.failure ??= result.evidence?.message;
      for (const id of result.failedOthers) this.failedOthers.add(id);
      if (result.runs === 0) break;
      count = { runs: count.runs + result.runs, failures: count.failures + result.failures };
    }
    return count;
  }

  /** Makes a failing list of units as small as it goes; false when the budget ended it. */
  async minimise(units: readonly Unit[], repeats: number): Promise<boolean> {
    this.best = units;
    const questions = minimiseFailing(units);
    let step = questions.next();
    while (step.done !== true) {
      if (!this.isOpen) return false;
      const part = step.value;
      const count = await this.count(part.flat(), ({ runs, failures }) => failures > 0 || runs >= repeats);
      if (count.failures === 0 && count.runs < repeats && !this.isOpen) return false;
      this.triedSets += 1;
      this.#tell(part, count);
      if (count.failures > 0 && part.length < this.best.length) this.best = part;
      step = questions.next(count.failures > 0);
    }
    this.best = step.value;
    return true;
  }

  #tell(part: readonly Unit[], { runs, failures }: RunCount): void {
    const tests = part.flat().length;
    this.#subject.scope.context.say(
      `after ${tests} other ${tests === 1 ? 'test' : 'tests'}: ${failures} of ${runs} failed`,
    );
  }
}
