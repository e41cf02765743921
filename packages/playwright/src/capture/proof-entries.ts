import type { ControlObservation, StepObservation } from '@millwright/core';

import type { RawContract } from './element-entries.ts';

/** A call of an attempt in a proof, as a worker tells it: whole addresses. */
interface ProofStepEntry extends Omit<StepObservation, 'k' | 'test' | 'contract'> {
  readonly k: 'proof-step';
  readonly contract?: RawContract;
}

/** What became of a negative control. */
interface ProofControlEntry extends Omit<ControlObservation, 'k' | 'test' | 'kind'> {
  readonly k: 'proof-control';
  readonly kind: ControlObservation['kind'];
}

export type ProofEntry = ProofStepEntry | ProofControlEntry;
