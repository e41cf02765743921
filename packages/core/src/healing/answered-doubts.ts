import type { GuardFinding } from '../relocation/guards/guard.ts';
import { automaticThreshold } from '../relocation/relocate-element.ts';
import type { ShownByContract } from './shown-by-contract.ts';

/** What a proved step has shown of its element. */
interface Shown extends ShownByContract {
  /** Whether something by which the element was known is found at it. */
  readonly isKnown: boolean;
}

/** Which doubts are answered by what. One that is not named here stays with a person. */
const answers: Readonly<Record<string, (shown: Shown) => boolean>> = {
  // An element of the same name by whose press the same happens does the old one's work, be it a button or a link.
  'kind-changed': ({ byDeed }) => byDeed,
  // Likelier ones were ruled out since they are others; this one is called as before, and does the same.
  'mutual-best': ({ byDeed, isKnown }) => isKnown && byDeed,
  // "Save draft" asks the same address as "Save post" did, with another value in it.
  'no-shared-identity': ({ byValues, byGiven }) => byValues || byGiven,
  // A button of another form may do the same for another thing; a field that fills the same place of the same request is the field.
  'part-changed': ({ byGiven }) => byGiven,
};

/**
 * What is left of the doubts about an element once its proof held, its contract among it, which compares every request of the test with what
 * it carried. `probability`: that it is the element, before the proof, 0–1. A refusal is no doubt.
 */
export function doubtsLeft(
  findings: readonly GuardFinding[],
  contract: ShownByContract,
  probability: number,
): readonly GuardFinding[] {
  const isLikely = probability >= automaticThreshold;
  const shown: Shown = {
    byDeed: contract.byDeed,
    byValues: contract.byValues && isLikely,
    byGiven: contract.byGiven && isLikely,
    isKnown: findings.every(({ guard }) => guard !== 'no-shared-identity'),
  };
  return findings.filter(({ guard, verdict }) => verdict === 'refuse' || answers[guard]?.(shown) !== true);
}
