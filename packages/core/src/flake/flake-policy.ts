/** The numbers that the judgement of flakes rests on. All ratios 0 to 1. */
export interface FlakePolicy {
  /** Fewer runs than this, and no disagreement on one commit, leave a test `unknown`. */
  readonly minRuns: number;
  /** A test is called flaky above this probability … */
  readonly flakyAbove: number;
  /** … or above this one, when no flake is proved by a pass and a failure on one commit … */
  readonly flakyUnprovenAbove: number;
  /** … and broken or regressed above this one. */
  readonly brokenAbove: number;
  /** A test that recovered within so many runs is `fixed`, after that `healthy`. */
  readonly fixedForRuns: number;
  /** A run is an outage when one signature failed more than this many tests and this share of those executed. */
  readonly outageMinTests: number;
  readonly outageRatio: number;
  /** Chances, at a change of code, that a healthy test breaks, that it becomes flaky, that a bad test is mended. */
  readonly breakHazard: number;
  readonly flakeHazard: number;
  readonly fixHazard: number;
  /** Chance that a healthy test fails its first attempt, and that a broken one passes. */
  readonly healthyFailRatio: number;
  readonly brokenPassRatio: number;
  /** Prior of a flaky test's first-attempt fail rate and of the rate at which its retries fail, as beta parameters. */
  readonly failPrior: readonly [number, number];
  readonly retryFailPrior: readonly [number, number];
  /** What is believed of a test before its first run: healthy, flaky, broken; adds up to 1. */
  readonly startProbabilities: readonly [number, number, number];
}

/** Tuned on simulated suites; not yet checked against real ones. */
export const defaultFlakePolicy: FlakePolicy = {
  minRuns: 5,
  flakyAbove: 0.35,
  flakyUnprovenAbove: 0.5,
  brokenAbove: 0.5,
  fixedForRuns: 10,
  outageMinTests: 5,
  outageRatio: 0.2,
  breakHazard: 0.016,
  flakeHazard: 0.0135,
  fixHazard: 0.05,
  healthyFailRatio: 0.0005,
  brokenPassRatio: 0.033,
  failPrior: [1, 7.5],
  retryFailPrior: [3.6, 2.7],
  startProbabilities: [0.9, 0.07, 0.03],
};
