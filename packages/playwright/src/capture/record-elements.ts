import {
  type ChangedElement,
  keepElementPictures,
  recordFailingPages,
  recordTestElements,
} from '@millwright/history/elements';
import { type RunRecorder, redactorOf } from '@millwright/history/recorder';

import type { ElementCaptures } from './element-captures.ts';
import { type KnownElements, writeKnownElements } from './known-elements.ts';

/** Where elements go, and what was known of them when the run began. */
export interface ElementMemory {
  /** The `.millwright` folder, absolute. */
  readonly dir: string;
  readonly redact: readonly (string | RegExp)[];
  /** Undefined when the build of the app cannot be told. */
  readonly build: string | undefined;
  readonly known: { readonly at: string; readonly tests: KnownElements };
}

const mostWarnings = 5;

/** Remembers the elements of tests that passed and the pages on which others failed. */
export async function recordElements(
  captures: ElementCaptures,
  recorder: RunRecorder,
  { dir, redact, build, known }: ElementMemory,
): Promise<void> {
  const options = { dir, redact: redactorOf({ env: process.env, patterns: redact }) };
  await keepElementPictures(dir, captures.pictures());
  const changed = await recordTestElements(captures.testElements(), options);
  await recordFailingPages(captures.failingPages(recorder.runId, Date.now()), options);
  for (const sentence of driftWarningsOf(changed)) recorder.addNote(sentence);
  if (build !== undefined) writeKnownElements(dir, build, { at: known.at, tests: captures.knownAfter(known.tests) });
}

/**
 * A locator that counts positions says nothing when what it counts comes in another order; the test may still pass. Of a list only the
 * first is remembered, and which one that is was not asked.
 */
function driftWarningsOf(changed: readonly ChangedElement[]): readonly string[] {
  const positional = changed.filter(({ element }) => element.isList !== true && isPositional(element.selector));
  const sentences = positional.map(({ element: { place, locator, fingerprint, before } }) => {
    const was = before?.fingerprint.name ?? before?.fingerprint.text ?? 'another element';
    const is = fingerprint.name ?? fingerprint.text ?? `a ${fingerprint.tag}`;
    return `${locator} at ${place.file}:${place.line} now hits ${JSON.stringify(is)}, before it was ${JSON.stringify(was)}; the test passed all the same.`;
  });
  return [...new Set(sentences)].slice(0, mostWarnings);
}

function isPositional(selector: string): boolean {
  return /(?:^|>> )nth=|:nth-|:first-|:last-|\[\d+\]/.test(selector);
}
