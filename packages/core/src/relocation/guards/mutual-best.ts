import { isOneThing } from '../confidence-inputs.ts';
import { utilityOf } from '../score-page.ts';
import { calledOf, type Guard } from './guard.ts';

/** By this much another old element must fit better. */
const clearly = 0.5;

/** The candidate is the continuation of another element that the page had. */
export const mutualBest: Guard = {
  name: 'mutual-best',
  check: ({ traits, candidate, old, model }) => {
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
