import { editSimilarityOf, jaccardOf, sharedCountOf } from '../words.ts';
import { type RelocationFeature, agrees, indicator, isElsewhere } from './feature.ts';

const fewWords = 8;

/** The text of a container says less of the container itself than that of a button says of the button. */
function brevityOf(wordCount: number): number {
  return 1 / (1 + Math.max(0, wordCount - fewWords) / fewWords);
}

/** How many times as many words, on a scale on which 16 times is all. */
function growthOf(from: number, to: number): number {
  return Math.min(1, Math.max(0, Math.log2((to + 1) / (from + 1))) / 4);
}

function withoutDigits(text: string): string {
  return text
    .replace(/\p{N}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function digitsOf(text: string): string {
  return text.replace(/\P{N}+/gu, ' ').trim();
}

/** What a person reads on the two. */
export const textFeatures: readonly RelocationFeature[] = [
  { name: 'the text is the same', sign: 'for', of: (a, b) => agrees(a.text, b.text) * brevityOf(a.wordCount) },
  {
    name: 'the text is the same and shown once',
    sign: 'for',
    of: (a, b, page) => agrees(a.text, b.text) / Math.max(1, page.texts.get(b.text) ?? 1),
  },
  {
    name: 'the text is the same but for digits',
    sign: 'for',
    of: (a, b) =>
      indicator(/\p{L}/u.test(a.text) && withoutDigits(a.text) === withoutDigits(b.text)) * brevityOf(a.wordCount),
  },
  { name: 'words are shared', sign: 'for', of: (a, b) => jaccardOf(a.words, b.words) },
  {
    name: 'the words are kept',
    sign: 'for',
    of: (a, b) => (sharedCountOf(a.words, b.words) / Math.max(1, a.words.size)) * brevityOf(b.wordCount / 2),
  },
  {
    name: 'there are no new words',
    sign: 'for',
    of: (a, b) => (sharedCountOf(a.words, b.words) / Math.max(1, b.words.size)) * brevityOf(a.wordCount / 2),
  },
  {
    name: 'letters are shared',
    sign: 'for',
    of: (a, b) =>
      a.wordCount > 0 && Math.max(a.wordCount, b.wordCount) <= fewWords ? editSimilarityOf(a.text, b.text) : 0,
  },
  { name: 'neither has text', sign: 'for', of: (a, b) => indicator(a.text === '' && b.text === '') },
  {
    name: 'the text is another',
    sign: 'against',
    of: (a, b) => indicator(a.wordCount > 0 && b.wordCount > 0 && sharedCountOf(a.words, b.words) === 0),
  },
  { name: 'the text is gone', sign: 'against', of: (a, b) => indicator(a.wordCount > 0 && b.wordCount === 0) },
  { name: 'there was no text', sign: 'against', of: (a, b) => indicator(a.wordCount === 0 && b.wordCount > 0) },
  {
    name: 'there is much more text',
    sign: 'against',
    of: (a, b) => (a.wordCount === 0 ? 0 : growthOf(a.wordCount, b.wordCount)),
  },
  {
    name: 'there is much less text',
    sign: 'against',
    of: (a, b) => (b.wordCount === 0 ? 0 : growthOf(b.wordCount, a.wordCount)),
  },
  { name: 'the text is elsewhere', sign: 'against', of: (a, b, page) => isElsewhere(page.texts, a.text, b.text) },
  { name: 'the numbers differ', sign: 'against', of: (a, b) => indicator(digitsOf(a.text) !== digitsOf(b.text)) },
];
