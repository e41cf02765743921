/** The numbers that the judgement of flakes rests on. All ratios 0 to 1. */
export interface FlakePolicy {
  /** Fewer runs than this, and no disagreement on one commit, leave a test `unknown`. */
  readonly minRuns: number;
  /** A test takes on a state above this probability … */
  readonly enterAbove: number;
  /** … and keeps it until it falls below this one, or another state rises above `enterAbove`. */
  readonly keepAbove: number;
  /** A test that is more probably broken than this is never called flaky, because a hidden bug costs more than a wrong alarm. */
  readonly outrankAbove: number;
  /** A test that recovered within so many runs is `fixed`, after that `healthy`. */
  readonly fixedForRuns: number;
  /** A run is an outage when one signature failed more than this many tests and this share of those executed. */
  readonly outageMinTests: number;
  readonly outageRatio: number;
  /** A mass failure that goes on for more runs than this, on changing code, is a break and no outage. */
  readonly outageMaxRuns: number;
  /** Chances, at a change of code, that a test goes from one hidden state to another. */
  readonly healthyBreaks: number;
  readonly healthyTurnsFlaky: number;
  readonly brokenIsMended: number;
  readonly brokenTurnsFlaky: number;
  readonly flakyIsSteadied: number;
  readonly flakyBreaks: number;
  /** The chances that take the place of the ones above where code was edited and not committed between two runs. */
  readonly edited: Readonly<Record<'healthyBreaks' | 'brokenIsMended', number>>;
  /** Chance, at any run, that a flaky test changes its fail rate: machines and neighbours come in spells. */
  readonly rateDrift: number;
  /** Chance that a healthy test fails its first try, and then that a retry of it fails too. */
  readonly healthyFails: number;
  readonly healthyRetryFails: number;
  /** Chance that a broken test passes, and that a flaky test's retry fails. */
  readonly brokenPasses: number;
  readonly flakyRetryFails: number;
  /** First-try fail rates that a flaky test may have, and how common each is; the weights add up to 1. */
  readonly flakeRates: readonly (readonly [rate: number, weight: number])[];
  /** What is believed of a test before its first run: healthy, flaky, broken; adds up to 1. */
  readonly startProbabilities: readonly [number, number, number];
}

/**
 * Set by hand from published rates (Micco 2016: about 1.5 % of runs and 16 % of tests flake; reruns of first failures pass in about
 * half of the cases; most flakes fail rarely) and checked on simulated suites with other rates by `npm run bench -- flaky`.
 */
export const defaultFlakePolicy: FlakePolicy = {
  minRuns: 5,
  enterAbove: 0.6,
  keepAbove: 0.3,
  outrankAbove: 0.05,
  fixedForRuns: 10,
  outageMinTests: 5,
  outageRatio: 0.2,
  outageMaxRuns: 2,
  healthyBreaks: 0.003,
  healthyTurnsFlaky: 0.002,
  brokenIsMended: 0.2,
  brokenTurnsFlaky: 0.002,
  flakyIsSteadied: 0.003,
  flakyBreaks: 0.002,
  edited: { healthyBreaks: 0.15, brokenIsMended: 0.5 },
  rateDrift: 0.05,
  healthyFails: 0.0005,
  healthyRetryFails: 0.15,
  brokenPasses: 0.005,
  flakyRetryFails: 0.5,
  flakeRates: [
    [0.004, 0.16],
    [0.012, 0.16],
    [0.03, 0.16],
    [0.07, 0.14],
    [0.15, 0.14],
    [0.3, 0.1],
    [0.5, 0.08],
    [0.7, 0.06],
  ],
  startProbabilities: [0.9, 0.08, 0.02],
};
