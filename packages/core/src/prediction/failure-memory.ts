import { NameOrder } from '../ranking/name-order.ts';
import type { SuiteTest } from '../ranking/rank-features.ts';
import { SuiteMemory, type SuiteResult } from '../ranking/suite-memory.ts';

/** How fast the suite's usual share of failures follows what is seen. */
const shareRate = 0.1;

/** A suite of which nothing is known: one test in twenty fails. */
const startShare = 0.05;

/** What a suite's past says of how probably its tests fail. It is told each run once, oldest first. */
export class FailureMemory {
  readonly suite = new SuiteMemory();
  /** The share of tests that fail in a run, 0–1: usually, and in the last one. */
  usualShare = startShare;
  lastShare = startShare;
  #usualSize = 0;
  readonly #names = new NameOrder();

  /** Tells it a run. A run without results says nothing. */
  addRun(results: readonly SuiteResult[]): void {
    if (results.length === 0) return;
    this.suite.addRun(results);
    this.#addShare(results);
  }

  /** The families of these tests, each once, in the order of names. */
  familiesOf(tests: readonly SuiteTest[]): readonly string[] {
    return this.#names.sorted(tests.map(({ family }) => family));
  }

  /** A run of a few tests says as much less of the suite: else every look at one failing test would turn it all red. */
  #addShare(results: readonly SuiteResult[]): void {
    const share = results.filter(({ failed }) => failed).length / results.length;
    this.#usualSize = Math.max(results.length, this.#usualSize * (1 - shareRate));
    const part = results.length / this.#usualSize;
    this.lastShare += part * (share - this.lastShare);
    this.usualShare += shareRate * part * (share - this.usualShare);
  }
}
