import { isOneThing } from '../confidence-inputs.ts';
import type { ElementFingerprint } from '../element-fingerprint.ts';
import type { ElementTraits } from '../element-traits.ts';
import { calledOf, type Guard } from './guard.ts';

/**
 * Others on the page are the same in all that names them, and no row tells them apart. Which of two links to one page is
 * followed does not matter.
 */
export const exactTwin: Guard = {
  name: 'exact-twin',
  check: ({ traits, candidate, page }) => {
    const twins = traits.page.elements.filter(
      (element) => !isOneThing(element, traits.candidate) && isTwin(element, traits.candidate),
    );
    if (twins.length === 0 || (page.action !== 'expect' && leadsToAPage(candidate))) return undefined;
    const isTold =
      candidate.rowText !== undefined && twins.every(({ fingerprint }) => fingerprint.rowText !== candidate.rowText);
    if (isTold) return undefined;
    return {
      verdict: 'propose',
      reason: `${calledOf(candidate)} is ${twins.length + 1} times on the page, and no row or card tells one from the other.`,
    };
  },
};

function isTwin({ fingerprint: a, text: x }: ElementTraits, { fingerprint: b, text: y }: ElementTraits): boolean {
  const keys = ['role', 'name', 'href', 'testId', 'id', 'nameAttribute', 'label', 'placeholder'] as const;
  return x === y && a.tag === b.tag && keys.every((key) => (a[key] ?? '') === (b[key] ?? ''));
}

/** A link whose address is a page, and no place within this one or script; a long one may have been cut, and one with a secret was changed. */
function leadsToAPage({ tag, href = '' }: ElementFingerprint): boolean {
  return tag === 'a' && href !== '' && href.length < 300 && !/^(?:#|javascript:)|redacted/iu.test(href);
}
