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

/** Words of a row that are neither the control's own nor numbers nor in most of the other rows. */
function ownWordsOf(rowText: string, { old, page, traits }: GuardInput): readonly string[] {
  const control = new Set([...traits.old.words, ...wordsOf(old.name ?? ''), ...wordsOf(old.label ?? '')]);
  const rows = [...new Set(page.elements.flatMap((element) => element.rowText ?? []))].map(
    (text) => new Set(wordsOf(text)),
  );
  const isCommon = (word: string): boolean =>
    rows.length > 1 && rows.filter((row) => row.has(word)).length * 2 > rows.length;
  return [...new Set(wordsOf(rowText))].filter((word) => !control.has(word) && !/^\d+$/.test(word) && !isCommon(word));
}
