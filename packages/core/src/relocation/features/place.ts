import type { ElementTraits } from '../element-traits.ts';
import { weightedJaccardOf, weightedKeptOf, sharedCountOf } from '../words.ts';
import { type RelocationFeature, agrees, differs, indicator } from './feature.ts';
import { commonShareOf, prefixShareOf, suffixShareOf } from './path-shares.ts';

const landmarks = new Set(['header', 'footer', 'nav', 'main', 'aside', 'form', 'dialog', 'table']);

function landmarksOf({ tags }: ElementTraits): string {
  return tags.filter((tag) => landmarks.has(tag)).join(' ');
}

/** The id from which the path from an id begins. */
function anchorOf({ fingerprint }: ElementTraits): string {
  return /@id='([^']*)'/.exec(fingerprint.idXpath ?? '')?.[1] ?? '';
}

/** Something that holds for two boxes; 0 when one is not known. */
function ofBoxes(
  measure: (a: NonNullable<ElementTraits['box']>, b: NonNullable<ElementTraits['box']>) => number,
): RelocationFeature['of'] {
  return (a, b) => (a.box && b.box ? measure(a.box, b.box) : 0);
}

function ratioOf(a: number, b: number): number {
  return Math.max(a, b) === 0 ? 1 : Math.min(a, b) / Math.max(a, b);
}

/** Where it is in the tree, on the page, and among what. */
export const placeFeatures: readonly RelocationFeature[] = [
  {
    name: 'the path is the same',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => agrees(a.xpath, b.xpath),
  },
  { name: 'the path ends alike', sign: 'for', of: (a, b) => suffixShareOf(a.steps, b.steps) },
  { name: 'the tags of the path end alike', sign: 'for', of: (a, b) => suffixShareOf(a.tags, b.tags) },
  { name: 'the path begins alike', sign: 'for', of: (a, b) => prefixShareOf(a.steps, b.steps) },
  { name: 'much of the path is the same', sign: 'for', of: (a, b) => commonShareOf(a.steps, b.steps) },
  {
    name: 'the path from the nearest id is the same',
    sign: 'for',
    of: (a, b) => indicator(anchorOf(a) !== '') * agrees(a.fingerprint.idXpath, b.fingerprint.idXpath),
  },
  { name: 'the nearest id is another', sign: 'against', of: (a, b) => differs(anchorOf(a), anchorOf(b)) },
  {
    name: 'it is in another part of the page',
    sign: 'against',
    of: (a, b) => indicator(landmarksOf(a) !== landmarksOf(b)),
  },
  {
    name: 'it is nested otherwise',
    sign: 'against',
    of: (a, b) => Math.min(1, Math.abs(a.steps.length - b.steps.length) / 6),
  },
  {
    name: 'neighbours are shared',
    sign: 'for',
    of: (a, b, page) => weightedJaccardOf(a.neighborWords, b.neighborWords, page.neighborWeight),
  },
  {
    name: 'the neighbours are kept',
    sign: 'for',
    of: (a, b, page) => weightedKeptOf(a.neighborWords, b.neighborWords, page.neighborWeight),
  },
  {
    name: 'the neighbours are others',
    sign: 'against',
    of: (a, b) =>
      indicator(
        a.neighborWords.size > 0 && b.neighborWords.size > 0 && sharedCountOf(a.neighborWords, b.neighborWords) === 0,
      ),
  },
  { name: 'it is near', sign: 'for', of: ofBoxes((a, b) => Math.exp(-Math.hypot(a.x - b.x, a.y - b.y) / 150)) },
  { name: 'it is as far to the left', sign: 'for', of: ofBoxes((a, b) => Math.exp(-Math.abs(a.x - b.x) / 40)) },
  { name: 'it is as far down', sign: 'for', of: ofBoxes((a, b) => Math.exp(-Math.abs(a.y - b.y) / 40)) },
  { name: 'it is as wide', sign: 'for', of: ofBoxes((a, b) => ratioOf(a.width, b.width)) },
  { name: 'it is as high', sign: 'for', of: ofBoxes((a, b) => ratioOf(a.height, b.height)) },
  {
    name: 'it is far away',
    sign: 'against',
    of: ofBoxes((a, b) => Math.min(1, Math.hypot(a.x - b.x, a.y - b.y) / 2000)),
  },
  { name: 'it is in another column', sign: 'against', of: ofBoxes((a, b) => Math.min(1, Math.abs(a.x - b.x) / 400)) },
  {
    name: 'it has another size',
    sign: 'against',
    of: ofBoxes((a, b) => Math.min(1, Math.abs(Math.log2((a.width * a.height + 1) / (b.width * b.height + 1))) / 6)),
  },
];
