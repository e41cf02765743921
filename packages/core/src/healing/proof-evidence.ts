import type { RememberedElement } from '../model/remembered-element.ts';
import type { ElementFingerprint } from '../relocation/element-fingerprint.ts';
import { looksGenerated } from '../relocation/locator/generated-token.ts';
import type { ShownByContract } from './shown-by-contract.ts';

/**
 * What vouches for a repaired step in a proof that held. `contract`: the application did the same by it as before, and does not without it.
 * `test`: the test notices when the step is left out, or the step is an assertion itself. `own-name`: that, and the element kept an id of
 * its own with its words. `nothing`: none of these.
 */
export type ProofEvidence = 'contract' | 'own-name' | 'test' | 'nothing';

/** What the proof has shown of one step. */
export interface ProvedStep {
  readonly action: string;
  readonly contract: ShownByContract;
  /** Whether the test fails when the step is left out. */
  readonly isNoticed: boolean;
  /** Whether the element kept an id that nothing else on the page has, see `keepsOwnName`. */
  readonly isNamedAsBefore: boolean;
}

/** What vouches for one step. */
export function proofEvidenceOf({ action, contract, isNoticed, isNamedAsBefore }: ProvedStep): ProofEvidence {
  if (contract.byDeed || contract.byGiven) return 'contract';
  if (action !== 'expect' && !isNoticed) return 'nothing';
  return isNamedAsBefore ? 'own-name' : 'test';
}

const ownNames = ['testId', 'id'] as const;

/**
 * Whether an element has the test id or id that it had, written by a person, which no other element of the page has, and says what it
 * said when nothing else did. The words are asked for as well, since a list may have one test id for all its rows, of which one is left.
 */
export function keepsOwnName(
  { fingerprint: old, twins }: Pick<RememberedElement, 'fingerprint' | 'twins'>,
  candidate: ElementFingerprint,
  page: readonly ElementFingerprint[],
): boolean {
  const says = old.text ?? old.name ?? '';
  if (twins !== 1 || says === '' || says !== (candidate.text ?? candidate.name ?? '')) return false;
  return ownNames.some((one) => {
    const own = old[one] ?? '';
    return (
      own !== '' &&
      own === candidate[one] &&
      !looksGenerated(own) &&
      page.filter((element) => element[one] === own).length === 1
    );
  });
}
