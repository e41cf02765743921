/** The two parameters of a beta distribution over how often something fails. */
export interface BetaPrior {
  readonly alpha: number;
  readonly beta: number;
}

/** What is known before the first probe. Commit 0 is the good end of the range, the last one is its bad end. */
export interface BisectionModel {
  /** How likely each commit is the culprit against the others, commit 0 excluded from the race; any positive scale. */
  readonly weights: readonly number[];
  /** How often the test fails where nothing is broken. */
  readonly flake: BetaPrior;
  /** Chance that no commit of the range is to blame: the test is a flake, or does not fail here at all. */
  readonly noCulpritProbability: number;
  /** Chance that the test is broken at commit 0 already. */
  readonly olderProbability: number;
  /** Chance that the bug lets the test pass now and then, instead of making it fail every time. */
  readonly unsteadyProbability: number;
}

/** What the probes of one commit showed. */
export interface CommitProbes {
  readonly runs: number;
  readonly failures: number;
  /** True for a commit at which the test cannot be run: it does not build, or the test is not there. */
  readonly skipped: boolean;
}

/** Probability at which an answer is sure enough to stop. */
export const surelyTheCulprit = 0.99;
