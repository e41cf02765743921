import type { LifeName } from './simulate-suite.ts';

/** The circumstances of a simulated suite. All ratios 0 to 1. */
export interface Regime {
  readonly name: string;
  readonly tests: number;
  readonly runs: number;
  readonly retries: number;
  /** Chance that a run tests the same commit as the one before. */
  readonly sameCommitRatio: number;
  /** Chance that a run is hit by an outage. */
  readonly outageRatio: number;
  /** Chance that a healthy test fails its first try for a reason outside of it. */
  readonly blipRatio: number;
  /** First-try fail rates of flaky tests, drawn evenly on a logarithmic scale. */
  readonly flakeRates: { readonly least: number; readonly most: number };
  /** Middle of the rates at which a retry fails after a failure. */
  readonly retryFails: number;
  /** How many tests live how; relative weights. */
  readonly lives: Readonly<Record<LifeName, number>>;
}

export const typical: Regime = {
  name: 'typical: 30 runs, 1 retry',
  tests: 3000,
  runs: 30,
  retries: 1,
  sameCommitRatio: 0.2,
  outageRatio: 0.02,
  blipRatio: 0.0003,
  flakeRates: { least: 0.01, most: 0.5 },
  retryFails: 0.5,
  lives: {
    steady: 780,
    flaky: 90,
    spells: 30,
    broken: 15,
    regressed: 20,
    mended: 8,
    hiccup: 20,
    steadied: 8,
    unsettled: 20,
    flakyThenBroken: 9,
  },
};

/** Where the judgement is tried: each regime changes what projects differ in. */
export const regimes: readonly Regime[] = [
  typical,
  { ...typical, name: 'young history: 15 runs, 1 retry', runs: 15 },
  { ...typical, name: 'no retries: 30 runs', retries: 0 },
  { ...typical, name: 'long history: 60 runs, 2 retries', runs: 60, retries: 2 },
  { ...typical, name: 'longest history: 120 runs, 1 retry', runs: 120 },
  { ...typical, name: 'rare flakes: 30 runs, 1 retry', flakeRates: { least: 0.002, most: 0.03 } },
  { ...typical, name: 'retries that fail alike: 30 runs, 2 retries', retries: 2, retryFails: 0.75 },
  { ...typical, name: 'every run another commit: 30 runs, 1 retry', sameCommitRatio: 0 },
  { ...typical, name: 'nightly reruns: 30 runs, no retry', sameCommitRatio: 0.6, retries: 0 },
  { ...typical, name: 'troubled machines: 30 runs, 1 retry', outageRatio: 0.1, blipRatio: 0.002 },
  {
    ...typical,
    name: 'restless code: 30 runs, 1 retry',
    lives: {
      ...typical.lives,
      regressed: 60,
      mended: 30,
      hiccup: 80,
      steadied: 16,
      unsettled: 30,
      flakyThenBroken: 18,
    },
  },
];
