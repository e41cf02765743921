import type { ElementFingerprint } from '../element-fingerprint.ts';
import { wordsOf } from '../words.ts';
import { controlKindOf } from './control-kind.ts';
import { calledOf, type Guard } from './guard.ts';

type Identity =
  | 'name'
  | 'id'
  | 'testId'
  | 'nameAttribute'
  | 'href'
  | 'placeholder'
  | 'title'
  | 'alt'
  | 'label'
  | 'text';

const identities: readonly Identity[] = [
  'name',
  'text',
  'label',
  'id',
  'testId',
  'nameAttribute',
  'href',
  'placeholder',
  'title',
  'alt',
];
const written: ReadonlySet<Identity> = new Set(['name', 'text', 'label', 'placeholder', 'title', 'alt']);

/** Nothing by which the element was known is left: what speaks for the candidate is only where it stands and how it looks. */
export const noSharedIdentity: Guard = {
  name: 'no-shared-identity',
  check: ({ old, candidate, page }) => {
    const had = identities.filter((one) => valueOf(old, one) !== '');
    if (sharesIdentity(old, candidate)) return undefined;
    if (!had.some((one) => /[\p{L}\p{N}]/u.test(old[one] ?? '')))
      return {
        verdict: 'refuse',
        reason: `${calledOf(old)} never had a name, text, id or address with a word in it, so nothing tells it from ${calledOf(candidate)} in its place.`,
      };
    return {
      // What the step asserts is that this is there: something else in its place is what it is to find out.
      verdict: page.action === 'expect' ? 'refuse' : 'propose',
      reason: `Nothing by which ${calledOf(old)} was known (${had.join(', ').replace('nameAttribute', 'the attribute name')}) is found at ${calledOf(candidate)}.`,
    };
  },
};

/** Whether anything by which an element was known is found at another one. */
export function sharesIdentity(old: ElementFingerprint, candidate: ElementFingerprint): boolean {
  return identities.some((one) => isKept(old, candidate, one));
}

function isKept(old: ElementFingerprint, candidate: ElementFingerprint, one: Identity): boolean {
  const value = valueOf(old, one);
  if (value === '') return false;
  if (!written.has(one)) return value === valueOf(candidate, one);
  // What was read as the text may be read as the name now.
  return [...written].some((other) => valueOf(candidate, other) === value);
}

/** The attribute `name`, where it names one control: radio buttons and buttons share it with others, whose values differ. */
export function ownNameOf(element: ElementFingerprint): string {
  const { nameAttribute = '', type, role } = element;
  const isShared =
    type === 'radio' || role === 'radio' || nameAttribute.endsWith('[]') || controlKindOf(element) === 'press';
  return isShared ? '' : nameAttribute;
}

/** Where a link leads to; empty where it only starts a script, as many do under one address. */
export function ownAddressOf({ href = '' }: ElementFingerprint): string {
  return /^(?:#|javascript:.*)$/i.test(href.trim()) ? '' : href;
}

function valueOf(element: ElementFingerprint, one: Identity): string {
  const own = one === 'nameAttribute' ? ownNameOf(element) : one === 'href' ? ownAddressOf(element) : undefined;
  const value = own ?? element[one] ?? '';
  return written.has(one) ? wordsOf(value).join(' ') || value.trim() : value;
}
