import type { Observation, TestEntry, TestHistory, TestId } from '@millwright/core';

import { readDigest } from './digest.ts';
import type { IndexDocument, RunDigest } from './index-document.ts';

/**
 * The histories of all tests over the newest `last` runs, ordered by test id. What a test was observed as under an
 * earlier id counts as its own.
 */
export function testHistoriesOf(
  index: IndexDocument,
  query: { readonly last: number; readonly runner?: string },
  resolve: (id: TestId) => TestId,
): readonly TestHistory[] {
  const digests = index.digests.filter((digest) => query.runner === undefined || digest.ref.runner === query.runner);
  const observations: Observation[][] = index.tests.map(() => []);
  const slots = slotsOf(index.tests, resolve);
  for (const digest of newestOf(digests, query.last)) {
    readDigest(digest, (testIndex, observation) => observations[slots[testIndex] ?? testIndex]?.push(observation));
  }
  const histories: TestHistory[] = [];
  index.tests.forEach((test, slot) => {
    const list = observations[slot];
    if (list && list.length > 0) histories.push({ test: entryOf(test, resolve), observations: list });
  });
  return histories.sort((a, b) => (a.test.id < b.test.id ? -1 : 1));
}

/** The newest `last` runs of the suite, and the stress runs since the first of them. */
function newestOf(digests: readonly RunDigest[], last: number): readonly RunDigest[] {
  const ofSuite = digests.flatMap(({ ref }, index) => (ref.stress === true ? [] : [index]));
  return ofSuite.length <= last ? digests : digests.slice(last === 0 ? digests.length : ofSuite.at(-last));
}

/** Index of the test that each test's observations go to: itself, or the one its alias names when that is known. */
function slotsOf(tests: readonly TestEntry[], resolve: (id: TestId) => TestId): readonly number[] {
  const slots = new Map(tests.map((test, index) => [test.id, index]));
  return tests.map((test, index) => {
    const id = resolve(test.id);
    const slot = slots.get(id);
    if (slot === undefined) slots.set(id, index);
    return slot ?? index;
  });
}

/** The new test of an alias may not have run yet; then the old entry speaks under the new id. */
function entryOf(test: TestEntry, resolve: (id: TestId) => TestId): TestEntry {
  const id = resolve(test.id);
  return id === test.id ? test : { ...test, id };
}
