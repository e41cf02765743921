import type { RememberedElement } from '../../model/remembered-element.ts';
import type { ElementFingerprint } from '../element-fingerprint.ts';
import { wordsOf } from '../words.ts';
import { calledOf, type Guard, shortened } from './guard.ts';
import { ownAddressOf, ownNameOf } from './no-shared-identity.ts';

const given = ['id', 'testId'] as const;

/** The candidate is called alike and stands in another part of the page: the “Save” of a form that is left, and not that of the one that is gone. */
export const partChanged: Guard = {
  name: 'part-changed',
  check: ({ old, candidate, remembered }) => {
    if (isKnownAlike(remembered, candidate)) return undefined;
    const heading = wordsOf(old.heading ?? '');
    if (heading.length === 0 || keptOf(heading, wordsOf(candidate.heading ?? '')) * 2 > heading.length)
      return undefined;
    const around = wordsAround(old);
    if (around.length > 0 && keptOf(around, wordsAround(candidate)) * 2 > around.length) return undefined;
    const now = candidate.heading === undefined ? 'no heading' : `“${shortened(candidate.heading)}”`;
    return {
      verdict: 'propose',
      reason: `${calledOf(old)} stood under “${shortened(old.heading ?? '')}”, and ${calledOf(candidate)} stands under ${now} among other words: it may be another one that is called alike.`,
    };
  },
};

/** By an id or address of its own, or by a name that no other has. */
function isKnownAlike({ fingerprint: old, twins }: RememberedElement, candidate: ElementFingerprint): boolean {
  if (given.some((one) => (old[one] ?? '') !== '' && old[one] === candidate[one])) return true;
  if ([ownNameOf, ownAddressOf].some((own) => own(old) !== '' && own(old) === own(candidate))) return true;
  const isNamedAlike = wordsOf(old.name ?? '').join(' ') === wordsOf(candidate.name ?? '').join(' ');
  return twins === 1 && isTelling(old) && isNamedAlike;
}

/** Whether its name has so many words that no other is called alike by chance: “Quantity of Clay Pot”, not “Save”. */
function isTelling({ name = '' }: ElementFingerprint): boolean {
  return wordsOf(name).filter((word) => /\p{L}{2}/u.test(word)).length >= tellingWords;
}

const tellingWords = 4;

/** Words that stood around it beside the heading, its own, and numbers. */
function wordsAround({ neighborText = '', heading = '', name = '', text = '', label = '' }: ElementFingerprint) {
  const own = new Set([heading, name, text, label].flatMap(wordsOf));
  return [...new Set(wordsOf(neighborText))].filter((word) => !own.has(word) && !/^\d+$/.test(word));
}

function keptOf(words: readonly string[], now: readonly string[]): number {
  const there = new Set(now);
  return words.filter((word) => there.has(word)).length;
}
