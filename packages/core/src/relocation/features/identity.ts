import type { ElementTraits } from '../element-traits.ts';
import { jaccardOf, sharedCountOf, weightedJaccardOf } from '../words.ts';
import { type RelocationFeature, agrees, differs, indicator, isElsewhere } from './feature.ts';

const kinds: Readonly<Record<string, readonly string[]>> = {
  link: ['a'],
  button: ['button'],
  field: ['input', 'textarea', 'select'],
  option: ['option'],
  image: ['img', 'svg', 'path'],
  heading: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  item: ['li'],
  cell: ['td', 'th'],
  row: ['tr'],
  label: ['label'],
  form: ['form'],
  table: ['table'],
  list: ['ul', 'ol'],
  navigation: ['nav'],
};
const kindOfTag = new Map(Object.entries(kinds).flatMap(([kind, tags]) => tags.map((tag) => [tag, kind] as const)));

function kindOf({ fingerprint }: ElementTraits): string {
  return kindOfTag.get(fingerprint.tag) ?? 'text';
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && a.size === b.size && sharedCountOf(a, b) === a.size;
}

/** What names an element to code: ids, names, addresses, classes, the kind of thing it is. */
export const identityFeatures: readonly RelocationFeature[] = [
  { name: 'the id is the same', sign: 'for', of: (a, b) => agrees(a.id, b.id) },
  { name: 'words of the id are shared', sign: 'for', of: (a, b) => jaccardOf(a.idWords, b.idWords) },
  { name: 'the id is another', sign: 'against', of: (a, b) => differs(a.id, b.id) },
  { name: 'the id is elsewhere', sign: 'against', of: (a, b, page) => isElsewhere(page.ids, a.id, b.id) },
  {
    name: 'the name attribute is the same',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => agrees(a.nameAttribute, b.nameAttribute),
  },
  {
    name: 'the name attribute is another',
    sign: 'against',
    of: ({ fingerprint: a }, { fingerprint: b }) => differs(a.nameAttribute, b.nameAttribute),
  },
  {
    name: 'the name attribute is elsewhere',
    sign: 'against',
    of: ({ fingerprint: a }, { fingerprint: b }, page) => isElsewhere(page.names, a.nameAttribute, b.nameAttribute),
  },
  {
    name: 'the alternative text is the same',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => agrees(a.alt?.trim().toLowerCase(), b.alt?.trim().toLowerCase()),
  },
  { name: 'the address is the same', sign: 'for', of: (a, b) => agrees(a.href, b.href) },
  {
    name: 'the address is the same and there once',
    sign: 'for',
    of: (a, b, page) => agrees(a.href, b.href) / Math.max(1, page.hrefs.get(b.href) ?? 1),
  },
  { name: 'words of the address are shared', sign: 'for', of: (a, b) => jaccardOf(a.hrefWords, b.hrefWords) },
  {
    name: 'the address is another',
    sign: 'against',
    of: (a, b) => indicator(a.href !== '' && b.href !== '' && sharedCountOf(a.hrefWords, b.hrefWords) === 0),
  },
  { name: 'the address is gone', sign: 'against', of: (a, b) => indicator(a.href !== '' && b.href === '') },
  { name: 'there was no address', sign: 'against', of: (a, b) => indicator(a.href === '' && b.href !== '') },
  { name: 'the address is elsewhere', sign: 'against', of: (a, b, page) => isElsewhere(page.hrefs, a.href, b.href) },
  {
    name: 'the tag is the same',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => agrees(a.tag, b.tag),
  },
  { name: 'it is another kind of element', sign: 'against', of: (a, b) => indicator(kindOf(a) !== kindOf(b)) },
  {
    name: 'it is as much of a button',
    sign: 'for',
    of: ({ fingerprint: a }, { fingerprint: b }) => indicator(a.isButton === b.isButton),
  },
  {
    name: 'rare classes are shared',
    sign: 'for',
    of: (a, b, page) => weightedJaccardOf(a.classes, b.classes, page.classWeight),
  },
  { name: 'words of the classes are shared', sign: 'for', of: (a, b) => jaccardOf(a.classWords, b.classWords) },
  { name: 'the classes are the same', sign: 'for', of: (a, b) => indicator(isSameSet(a.classes, b.classes)) },
];
