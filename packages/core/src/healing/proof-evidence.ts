import type { RememberedElement } from '../model/remembered-element.ts';
import { sendsKnownValues, shownByContract } from './shown-by-contract.ts';

/**
 * What vouches for a repaired step in a proof that held. `contract`: the application did the same by it as before. `test`: the test notices
 * when the step is left out, or the step is an assertion itself. `nothing`: neither.
 */
export type ProofEvidence = 'contract' | 'test' | 'nothing';

/** What is known of a step beside its own contract. */
export interface StepKnowledge {
  /** Whether the test fails when the step is left out. */
  readonly isNoticed: boolean;
  /** All that is remembered of the test, whose requests are compared as a whole. */
  readonly ofTest: readonly RememberedElement[];
}

/** What vouches for one step. A step that the test cannot do without is vouched for by what the test sends, too. */
export function proofEvidenceOf(step: RememberedElement, { isNoticed, ofTest }: StepKnowledge): ProofEvidence {
  if (step.action === 'expect') return 'test';
  const { byDeed, byGiven } = shownByContract(step);
  if (byDeed || byGiven) return 'contract';
  if (!isNoticed) return 'nothing';
  return ofTest.some(({ contract }) => contract !== undefined && sendsKnownValues(contract)) ? 'contract' : 'test';
}

const fromLeast: readonly ProofEvidence[] = ['nothing', 'test', 'contract'];

/** Of several repaired steps, what vouches for the one that the least vouches for. */
export function weakestEvidenceOf(steps: readonly ProofEvidence[]): ProofEvidence {
  return fromLeast.find((evidence) => steps.includes(evidence)) ?? 'nothing';
}
