import type { TestElements, TestId } from '@millwright/core';

import { folders, safeNameOf } from '../format/layout.ts';

/** `history/elements/<testId>.json`. */
export interface ElementsDocument extends TestElements {
  readonly format: 'millwright/elements';
  readonly version: 1;
}

/** Where the elements of a test lie, below `.millwright`. */
export function elementsPathOf(testId: TestId): string {
  return `${folders.elements}/${safeNameOf(testId)}.json`;
}

/** The text of a document. */
export function elementsTextOf({ testId, elements }: TestElements): string {
  const document: ElementsDocument = { format: 'millwright/elements', version: 1, testId, elements };
  return `${JSON.stringify(document)}\n`;
}
