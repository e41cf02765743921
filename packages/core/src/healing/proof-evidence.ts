import type { ShownByContract } from './shown-by-contract.ts';

/**
 * What vouches for a repaired step in a proof that held. `contract`: the application did the same by it as before, and does not without it.
 * `test`: the test notices when the step is left out, or the step is an assertion itself. `nothing`: neither.
 */
export type ProofEvidence = 'contract' | 'test' | 'nothing';

/** What the proof has shown of one step. */
export interface ProvedStep {
  readonly action: string;
  readonly contract: ShownByContract;
  /** Whether the test fails when the step is left out. */
  readonly isNoticed: boolean;
}

/** What vouches for one step. */
export function proofEvidenceOf({ action, contract, isNoticed }: ProvedStep): ProofEvidence {
  if (contract.byDeed || contract.byGiven) return 'contract';
  return action === 'expect' || isNoticed ? 'test' : 'nothing';
}

const fromLeast: readonly ProofEvidence[] = ['nothing', 'test', 'contract'];

/** Of several repaired steps, what vouches for the one that the least vouches for. */
export function weakestEvidenceOf(steps: readonly ProofEvidence[]): ProofEvidence {
  return fromLeast.find((evidence) => steps.includes(evidence)) ?? 'nothing';
}
