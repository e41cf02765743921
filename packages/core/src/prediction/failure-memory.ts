import { type SuiteTest, nameOrder } from '../ranking/rank-features.ts';
import { SuiteMemory, type SuiteResult } from '../ranking/suite-memory.ts';

/** Failures and runs of a test, each run counting less with every one that follows. */
export interface DiscountedCount {
  failures: number;
  runs: number;
}

/** What a run counts once another one followed: half after some 14 runs. */
const discount = 0.95;

/** How fast the suite's usual share of failures follows what is seen. */
const shareRate = 0.1;

/** A suite of which nothing is known: one test in twenty fails. */
const startShare = 0.05;

/** What a suite's past says of how probably its tests fail. It is told each run once, oldest first. */
export class FailureMemory {
  readonly suite = new SuiteMemory();
  /** By test, which is another one in each project. */
  readonly tests = new Map<string, DiscountedCount>();
  /** By family, a run at a time: the share of its projects that failed. */
  readonly families = new Map<string, DiscountedCount>();
  /** The share of tests that fail in a run, 0–1: usually, and in the last one. */
  usualShare = startShare;
  lastShare = startShare;
  #usualSize = 0;
  readonly #places = new Map<string, number>();

  /** Tells it a run. A run without results says nothing. */
  addRun(results: readonly SuiteResult[]): void {
    if (results.length === 0) return;
    this.suite.addRun(results);
    for (const { test, failed } of results) addTo(this.tests, test, failed ? 1 : 0);
    for (const [family, own] of Map.groupBy(results, (result) => result.family))
      addTo(this.families, family, own.filter(({ failed }) => failed).length / own.length);
    this.#addShare(results);
  }

  /** The families of these tests, each once, in the order of names. Sorting names is slow, so places are kept until a new name comes. */
  familiesOf(tests: readonly SuiteTest[]): readonly string[] {
    const families = [...new Set(tests.map(({ family }) => family))];
    if (families.some((family) => !this.#places.has(family))) {
      const all = [...new Set([...this.#places.keys(), ...families])].sort(nameOrder.compare);
      all.forEach((family, place) => this.#places.set(family, place));
    }
    return families.sort((a, b) => (this.#places.get(a) ?? 0) - (this.#places.get(b) ?? 0));
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

function addTo(counts: Map<string, DiscountedCount>, key: string, failed: number): void {
  const count = counts.get(key) ?? { failures: 0, runs: 0 };
  count.failures = discount * count.failures + failed;
  count.runs = discount * count.runs + 1;
  counts.set(key, count);
}
