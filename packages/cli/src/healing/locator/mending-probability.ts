import {
  type GuardFinding,
  type ProofCheck,
  type ProofEvidence,
  disprovedProbabilityOf,
  provedProbabilityOf,
} from '@millwright/core';

/**
 * The probability that a repair which made its test pass has the right element, 0–1, `probability` being that before the proof. What could
 * not be asked changes nothing, and neither does a proof of which there is no evidence.
 */
export function probabilityOfTried(
  probability: number,
  {
    failed,
    evidence = 'nothing',
  }: { readonly failed: ProofCheck | undefined; readonly evidence?: ProofEvidence | undefined },
): number {
  if (failed === undefined) return provedProbabilityOf(probability, evidence);
  return failed.unasked ? probability : disprovedProbabilityOf(probability);
}

/**
 * The same for a repair with which the test does not pass. The last of several is the one behind which it fails; those before it brought it
 * further. A test that could not be run says nothing.
 */
export function probabilityOfFailed(
  probability: number,
  { isLast, outcome }: { readonly isLast: boolean; readonly outcome: 'rejected' | 'unproved' | 'escalated' },
): number {
  return isLast && outcome !== 'unproved' ? disprovedProbabilityOf(probability) : probability;
}

/**
 * Whether a doubt is about which element it is. Where such a doubt stays, another element might have come through the proof as well, so the
 * proof is no evidence. That a page lost what some people need to use it is a doubt of another kind.
 */
export function isOfIdentity({ guard }: GuardFinding): boolean {
  return guard !== 'accessibility-loss';
}
