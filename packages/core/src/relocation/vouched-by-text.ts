import { shortened } from './guards/guard.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { identifierWordsOf, wordsOf } from './words.ts';

const written = ['label', 'placeholder', 'title', 'alt'] as const;
const given = ['id', 'testId', 'nameAttribute', 'href'] as const;

/**
 * Why an element that is to have a text must not be known by that text alone: another one that happens to say the same, such as a tax of
 * 12 beside a total of 12, would make the assertion true. Something else has to be as it was: what it is called in the code, its label,
 * or more than three quarters of the words around it. Undefined when something is.
 */
export function objectionOfAssertedText(old: ElementFingerprint, candidate: ElementFingerprint): string | undefined {
  if (
    written.some((one) => isKept(old, candidate, one)) ||
    given.some((one) => isCalledAlike(old[one], candidate[one]))
  )
    return undefined;
  const around = wordsAround(old);
  const now = new Set(wordsAround(candidate));
  const kept = around.filter((word) => now.has(word));
  if (around.length > 0 && kept.length * 4 > around.length * 3) return undefined;
  return `The step asserts what the element says, and nothing else speaks for the one that says “${shortened(candidate.text ?? candidate.name ?? '')}” now: ${around.length === 0 ? 'no words stood around it' : `of the words around it (${shortened(around.join(', '))}) ${kept.length === 0 ? 'none are' : `only ${kept.length} are`} there`}.`;
}

function isKept(old: ElementFingerprint, candidate: ElementFingerprint, one: (typeof written)[number]): boolean {
  const words = wordsOf(old[one] ?? '').join(' ');
  const own = [old.text, old.name].map((text) => wordsOf(text ?? '').join(' '));
  return words !== '' && !own.includes(words) && words === wordsOf(candidate[one] ?? '').join(' ');
}

/** `total` and `grand-total`, not `order-total` and `order-tax`, nor `total` and `subtotal`. */
function isCalledAlike(old = '', candidate = ''): boolean {
  if (old === '' || candidate === '') return false;
  const [words, now] = [identifierWordsOf(old), new Set(identifierWordsOf(candidate))];
  return old === candidate || (words.length > 0 && words.every((word) => now.has(word)));
}

/** Without the words of the element itself, and without numbers. */
function wordsAround({ neighborText = '', rowText = '', text = '', name = '' }: ElementFingerprint): readonly string[] {
  const own = new Set([...wordsOf(text), ...wordsOf(name)]);
  return [...new Set([...wordsOf(neighborText), ...wordsOf(rowText)])].filter(
    (word) => !own.has(word) && !/^\d+$/.test(word),
  );
}
