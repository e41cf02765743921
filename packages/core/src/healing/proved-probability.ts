import type { ProofEvidence } from './proof-evidence.ts';

/**
 * The share of wrong elements for which a whole proof would hold all the same, by what vouches for its step. An
 * assumption set by hand and measured nowhere. It is no bound: two buttons that post to one address come through a proof alike, which
 * is why the doubts of the guards are asked apart from it. What becomes of repairs corrects it, see `heal-confidence.ts`.
 */
const assumedFalseProofRatio: Readonly<Record<ProofEvidence, number>> = {
  contract: 0.02,
  'own-name': 0.05,
  test: 0.1,
  nothing: 1,
};

/**
 * The probability that the element is the right one once its proof held, by Bayes' rule: a right element's proof holds, and of the wrong
 * ones that of a small share. `probability` is that before the proof, 0–1.
 */
export function provedProbabilityOf(probability: number, evidence: ProofEvidence): number {
  return probability / (probability + (1 - probability) * assumedFalseProofRatio[evidence]);
}

/** The shares of right and of wrong elements with which a test goes on to fail. Assumptions set by hand and measured nowhere. */
const assumedFailedProofRatio = { right: 0.1, wrong: 0.9 } as const;

/**
 * The probability that the element is the right one once its proof failed, by Bayes' rule: of right elements few proofs fail, since
 * something else broke behind them as well, and of wrong ones most. `probability` is that before the proof, 0–1.
 */
export function disprovedProbabilityOf(probability: number): number {
  const { right, wrong } = assumedFailedProofRatio;
  return (probability * right) / (probability * right + (1 - probability) * wrong);
}
