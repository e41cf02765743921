/** What a proof that held has shown beside the test's own passing. */
export interface ProofStrength {
  /** Whether the steps' contract was compared and says something: requests, or another address. */
  readonly contractTells: boolean;
  /** Whether an assertion after the step, or of it, failed when its expected value was another. */
  readonly assertionTells: boolean;
}

/**
 * The share of wrong elements for which a whole proof would hold all the same, at most. Set by hand and on the safe side: of the wrong
 * candidates of the trial (`npm run bench -- trial`) none came through. What becomes of repairs corrects it, see `heal-confidence.ts`.
 */
const falseProofRatio = { contractAndAssertion: 0.02, contract: 0.05, assertion: 0.1, neither: 0.5 } as const;

/**
 * The probability that the element is the right one once its proof held, by Bayes' rule: a right element's proof holds, and of the wrong
 * ones that of a small share. `probability` is that before the proof, 0–1.
 */
export function provedProbabilityOf(probability: number, strength: ProofStrength): number {
  const falseRatio = falseProofRatio[nameOf(strength)];
  return probability / (probability + (1 - probability) * falseRatio);
}

function nameOf({ contractTells, assertionTells }: ProofStrength): keyof typeof falseProofRatio {
  if (contractTells) return assertionTells ? 'contractAndAssertion' : 'contract';
  return assertionTells ? 'assertion' : 'neither';
}
