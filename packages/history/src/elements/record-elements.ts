import { join } from 'node:path';

import type { RememberedElement, TestElements } from '@millwright/core';

import { inBatches } from '../files/in-batches.ts';
import { replaceFile } from '../files/write-file.ts';
import { folders } from '../format/layout.ts';
import { withLock } from '../state/lock.ts';
import { driftOf } from './drift.ts';
import { elementsPathOf, elementsTextOf } from './elements-document.ts';
import { mergeSeenElements } from './merge-elements.ts';
import { readTestElements } from './read-elements.ts';
import { redactedElement } from './redact-elements.ts';

export interface RecordElementsOptions {
  /** The `.millwright` folder, absolute. */
  readonly dir: string;
  /** Takes the secrets out of a text. */
  readonly redact: (text: string) => string;
}

/** A locator that hits another element than it did before, in a test that passed all the same. */
export interface ChangedElement {
  readonly testId: TestElements['testId'];
  readonly element: RememberedElement;
}

/**
 * Adds what tests have seen to what they remember, one document each; only those that change are written. One process at a time
 * does so. Returns what is another element now. Rejects when the folder cannot be written.
 */
export async function recordTestElements(
  tests: readonly TestElements[],
  { dir, redact }: RecordElementsOptions,
): Promise<readonly ChangedElement[]> {
  if (tests.length === 0) return [];
  const changed: ChangedElement[] = [];
  await withLock(join(dir, folders.cache, 'elements'), () =>
    inBatches(tests, async ({ testId, elements }) => {
      const seen = elements.map((element) => redactedElement(element, redact));
      const stored = (await readTestElements(dir, testId))?.elements ?? [];
      const merged = mergeSeenElements(stored, seen);
      if (merged === stored) return;
      const earlier = new Set(stored.map(({ before }) => before && JSON.stringify(before)));
      for (const element of merged)
        if (element.before && !earlier.has(JSON.stringify(element.before)) && isOther(element))
          changed.push({ testId, element });
      await replaceFile(join(dir, elementsPathOf(testId)), elementsTextOf({ testId, elements: merged }));
    }),
  );
  return changed;
}

/** A link that leads elsewhere is remembered as it was, and is the same link. */
function isOther({ fingerprint, before }: RememberedElement): boolean {
  return before !== undefined && driftOf(before.fingerprint, fingerprint) === 'other';
}
