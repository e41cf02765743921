import { type SuiteTest, nameOrder } from '../ranking/rank-features.ts';
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
  readonly #places = new Map<string, number>();
  #ordered: { readonly told: readonly string[]; readonly sorted: readonly string[] } = { told: [], sorted: [] };

  /** Tells it a run. A run without results says nothing. */
  addRun(results: readonly SuiteResult[]): void {
    if (results.length === 0) return;
    this.suite.addRun(results);
    this.#addShare(results);
  }

  /**
   * The families of these tests, each once, in the order of names. Sorting names is slow, so places are kept until a new name comes, and
   * most runs are of the tests of the run before.
   */
  familiesOf(tests: readonly SuiteTest[]): readonly string[] {
    const families = [...new Set(tests.map(({ family }) => family))];
    const { told, sorted } = this.#ordered;
    if (families.length === told.length && families.every((family, index) => family === told[index])) return sorted;
    if (families.some((family) => !this.#places.has(family))) {
      const all = [...new Set([...this.#places.keys(), ...families])].sort(nameOrder.compare);
      all.forEach((family, place) => this.#places.set(family, place));
    }
    const order = families.toSorted((a, b) => (this.#places.get(a) ?? 0) - (this.#places.get(b) ?? 0));
    this.#ordered = { told: families, sorted: order };
    return order;
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
