/** What is believed of a kind of repair before any was made here, as a Beta distribution: right ones and wrong ones. */
export interface HealPrior {
  readonly right: number;
  readonly wrong: number;
  /** Whether the probability speaks of the proof, too: then a repair that its proof refused was a wrong one. */
  readonly isProofCounted: boolean;
}

/**
 * The bench of relocation (`docs/benchmarks.md`): of what is healed at the automatic threshold 0.984 is right, 0.996 without the
 * labels that contradict their data; 0.99 lies between. Its 505 cases are public home pages and no screens of applications,
 * so they count as a hundred. The probability of a locator is that of the element: a proof that fails further on does not deny it.
 */
const locatorPrior: HealPrior = { right: 99, wrong: 1, isProofCounted: false };

/** A guess, worth ten repairs: nothing was measured of patterns, whose fix is right only when the smell is why the test fails. */
const patternPrior: HealPrior = { right: 9, wrong: 1, isProofCounted: true };

/** The prior of a kind of repair. */
export function healPriorOf(kind: string): HealPrior {
  return kind === 'locator' ? locatorPrior : patternPrior;
}
