import type { Cause } from '../cause.ts';
import { wordEvidence } from '../evidence.ts';

/** A locator matches more than one element. */
export const strictMode: Cause = {
  name: 'strict-mode',
  title: 'Locator matches several elements',
  likely: 'The page holds more elements of this kind than the test was written for.',
  advice:
    'Make the locator tell them apart: a name, a parent, or a test id. Avoid `.first()` unless the first is truly meant.',
  retry: 'none',
  score: (features) =>
    wordEvidence(`${features.told}\n${features.callLog}`, [
      [/strict mode violation(?:[^\n]{0,120} resolved to \d+ elements)?/i, 12],
    ]),
};
