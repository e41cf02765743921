import { isOneThing } from '../confidence-inputs.ts';
import type { ElementFingerprint } from '../element-fingerprint.ts';
import { utilityOf } from '../score-page.ts';
import { calledOf, type Guard } from './guard.ts';
import { sharesIdentity } from './no-shared-identity.ts';

/** By this much another old element must fit better. */
const clearly = 0.5;

/** The candidate is the continuation of another element that the page had. */
export const mutualBest: Guard = {
  name: 'mutual-best',
  check: ({ traits, candidate, old, elsewhere, model }) => {
    const known = elsewhere.find((other) => !sharesIdentity(old, other) && isThat(candidate, other));
    if (known)
      return {
        verdict: 'refuse',
        reason: `The candidate ${calledOf(candidate)} is an element that tests know from other pages, and was never ${calledOf(old)}.`,
      };
    const own = utilityOf(traits.old, traits.candidate, traits.page, model);
    for (const other of traits.others) {
      if (isOneThing(other, traits.old) || isSame(other.fingerprint, old)) continue;
      const lead = utilityOf(other, traits.candidate, traits.page, model) - own;
      if (lead > clearly)
        return {
          verdict: 'refuse',
          reason: `The candidate ${calledOf(candidate)} is rather what became of ${calledOf(other.fingerprint)}, another element of the page, than of ${calledOf(old)} (by ${lead.toFixed(1)} of log odds).`,
        };
    }
    return undefined;
  },
};

function isSame(
  a: { readonly xpath: string; readonly text?: string },
  b: { readonly xpath: string; readonly text?: string },
): boolean {
  return a.xpath === b.xpath && a.text === b.text;
}

/** What stands on many pages, such as a link of the navigation: called alike, and alike in what was not written for people. */
function isThat(candidate: ElementFingerprint, other: ElementFingerprint): boolean {
  const words = ['role', 'name', 'text'] as const;
  if (!words.every((key) => (candidate[key] ?? '') === (other[key] ?? ''))) return false;
  const keys = ['href', 'testId', 'id', 'nameAttribute'] as const;
  return keys.some((key) => (candidate[key] ?? '') !== '' && candidate[key] === other[key]);
}
