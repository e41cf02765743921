import type { ElementTraits } from '../element-traits.ts';
import type { PageTraits } from '../page-traits.ts';
import { identifierWordsOf, jaccardOf, sharedCountOf, wordsOf } from '../words.ts';
import { type RelocationFeature, agrees, differs, indicator, isElsewhere } from './feature.ts';

const plain = (text: string | undefined): string => wordsOf(text ?? '').join(' ');
const wordSetOf = (text: string | undefined): ReadonlySet<string> => new Set(identifierWordsOf(text ?? ''));

/** Words of its row that tell it from other rows. */
function tellingRowWordsOf({ rowWords }: ElementTraits, { commonRowWords }: PageTraits): ReadonlySet<string> {
  return commonRowWords.size === 0 ? rowWords : new Set([...rowWords].filter((word) => !commonRowWords.has(word)));
}

function keptShareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.size === 0 ? 0 : sharedCountOf(a, b) / a.size;
}

/** What users of assistive technology and authors of tests name an element by. The public data lack these, so their weights are set, not fitted. */
export const accessibilityFeatures: readonly RelocationFeature[] = [
  {
    name: 'the test id is the same',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => agrees(a.testId, b.testId),
  },
  {
    name: 'words of the test id are shared',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => jaccardOf(wordSetOf(a.testId), wordSetOf(b.testId)),
  },
  {
    name: 'the test id is elsewhere',
    sign: 'against',
    of: ({ fingerprint: a }, { fingerprint: b }, page) => isElsewhere(page.testIds, a.testId, b.testId),
  },
  { name: 'the role is the same', sign: 'for', of: ({ fingerprint: a }, { fingerprint: b }) => agrees(a.role, b.role) },
  {
    name: 'the role is another',
    sign: 'against',
    of: ({ fingerprint: a }, { fingerprint: b }) => differs(a.role, b.role),
  },
  {
    name: 'the accessible name is the same',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => agrees(plain(a.name), plain(b.name)),
  },
  {
    name: 'the label is the same',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => agrees(plain(a.label), plain(b.label)),
  },
  {
    name: 'the label is another',
    sign: 'against',
    of: ({ fingerprint: a }, { fingerprint: b }) => differs(plain(a.label), plain(b.label)),
  },
  {
    name: 'the placeholder is the same',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => agrees(plain(a.placeholder), plain(b.placeholder)),
  },
  { name: 'the type is the same', sign: 'for', of: ({ fingerprint: a }, { fingerprint: b }) => agrees(a.type, b.type) },
  {
    name: 'the type is another',
    sign: 'against',
    of: ({ fingerprint: a }, { fingerprint: b }) => differs(a.type, b.type),
  },
  {
    name: 'words of the row are kept',
    sign: 'for',
    of: (target, { rowWords }, page) => keptShareOf(tellingRowWordsOf(target, page), rowWords),
  },
  {
    name: 'the words of the row are others',
    sign: 'against',
    of: (target, { rowWords }, page) => {
      const own = tellingRowWordsOf(target, page);
      return indicator(own.size > 0 && rowWords.size > 0 && sharedCountOf(own, rowWords) === 0);
    },
  },
];
