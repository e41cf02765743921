import type { Cause } from '../cause.ts';
import { clipped } from '../evidence.ts';

/** A locator matches more than one element. */
export const strictMode: Cause = {
  name: 'strict-mode',
  title: 'Locator matches several elements',
  likely: 'The page holds more elements of this kind than the test was written for.',
  advice:
    'Make the locator tell them apart: a name, a parent, or a test id. Avoid `.first()` unless the first is truly meant.',
  retry: 'none',
  score: ({ matched, locator, elements }) => {
    if (matched !== 'many') return [];
    const count = elements === undefined ? 'several' : String(elements.length);
    const subject = locator === undefined ? 'The locator' : clipped(locator);
    return [{ text: `${subject} matched ${count} elements where one was asked for.`, weight: 12 }];
  },
};
