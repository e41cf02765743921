import { wordsOf } from '../words.ts';
import { type Guard, type GuardInput, shortened } from './guard.ts';

/** The control stands in one of several rows, and the row that is left is another one. */
export const rowChanged: Guard = {
  name: 'row-changed',
  check: (input) => {
    const { old, candidate } = input;
    if (old.rowText === undefined) return undefined;
    const own = ownWordsOf(old.rowText, input);
    if (own.length === 0) return undefined;
    const now = new Set(wordsOf(candidate.rowText ?? `${candidate.neighborText ?? ''} ${candidate.heading ?? ''}`));
    const kept = own.filter((word) => now.has(word));
    if (kept.length * 2 > own.length) return undefined;
    const place = candidate.rowText === undefined ? 'no row' : `the row “${shortened(candidate.rowText)}”`;
    return {
      verdict: 'refuse',
      reason: `It stood in the row “${shortened(old.rowText)}” and the candidate stands in ${place}: ${kept.length === 0 ? 'none' : `only ${kept.length} of ${own.length}`} of the row's own words (${shortened(own.join(', '))}) ${kept.length === 1 ? 'is' : 'are'} there.`,
    };
  },
};

/**
 * Words of a row that are neither written on the control nor numbers nor in most of the other rows. A name such as `Remove Pear` repeats
 * the row, and says of it no less.
 */
function ownWordsOf(rowText: string, { old, traits }: GuardInput): readonly string[] {
  const written = new Set([...wordsOf(old.text ?? ''), ...wordsOf(old.label ?? '')]);
  const isOwn = (word: string): boolean =>
    !written.has(word) && !/^\d+$/.test(word) && !traits.page.commonRowWords.has(word);
  return [...new Set(wordsOf(rowText))].filter(isOwn);
}
