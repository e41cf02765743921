import { percentOf } from '../flake/words.ts';
import { mostSure, type Ownership } from './ownership.ts';

/** What one cause says. */
export interface OwnedCause {
  readonly mine: Ownership;
  /** Whether it left a test failed, or struck outside the tests; what only flaked makes no run red. */
  readonly isRed: boolean;
}

/**
 * "Is this red mine?" for a whole report: with one red cause its own answer, else that of the one that is most likely yours, with how
 * many there are. Undefined when nothing is red.
 */
export function reportOwnershipOf(causes: readonly OwnedCause[]): Ownership | undefined {
  const red = causes.filter(({ isRed }) => isRed).map(({ mine }) => mine);
  const [first] = red.toSorted((a, b) => b.probability - a.probability);
  if (first === undefined || red.length === 1) return first;
  const none = red.reduce((chance, { probability }) => chance * (1 - probability), 1);
  const yours = red.filter(({ answer }) => answer === 'yours').length;
  if (yours > 0) return { ...first, sentence: `${yours} of ${red.length} causes: ${lowered(first.sentence)}` };
  if (first.answer === 'unclear') return { ...first, sentence: `Of ${red.length} causes: ${lowered(first.sentence)}` };
  return {
    answer: none >= 0.65 ? 'not-yours' : 'unclear',
    probability: 1 - none,
    sentence:
      none >= 0.65
        ? `Not yours, ${percentOf(Math.min(mostSure, none))} %: none of the ${red.length} causes points at the change.`
        : `Unclear whether yours: none of the ${red.length} causes points at the change, the likeliest with ${percentOf(first.probability)} %.`,
  };
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
