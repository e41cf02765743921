/**
 * The share of wrong elements for which a whole proof would hold all the same: with a contract that tells something, and without. An
 * assumption set by hand and measured nowhere. It is no bound: two buttons that post to one address come through a proof alike, which
 * is why the doubts of the guards are asked apart from it. What becomes of repairs corrects it, see `heal-confidence.ts`.
 */
const assumedFalseProofRatio = { withContract: 0.02, without: 0.1 } as const;

/**
 * The probability that the element is the right one once its proof held, by Bayes' rule: a right element's proof holds, and of the wrong
 * ones that of a small share. `probability` is that before the proof, 0–1; `contractTells`: whether the steps' contract says something, by
 * requests or another address.
 */
export function provedProbabilityOf(probability: number, contractTells: boolean): number {
  const falseRatio = contractTells ? assumedFalseProofRatio.withContract : assumedFalseProofRatio.without;
  return probability / (probability + (1 - probability) * falseRatio);
}
