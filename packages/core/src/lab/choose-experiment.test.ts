import { describe, expect, test } from 'vitest';

import { type ArmState, chooseExperiment, enoughRuns } from './choose-experiment.ts';

/** A generator of numbers in [0, 1) that gives the same ones each time (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const fresh: ArmState = { count: { runs: 0, failures: 0 }, durationMs: 0, experiments: 0, closed: false };

/** Runs a lab whose arms fail with these rates and cost these seconds; says how it stopped and what each arm has shown. */
function simulate(rates: readonly number[], seed: number, budgetS: number, costsS: readonly number[] = []) {
  const random = randomOf(seed);
  let arms: readonly ArmState[] = rates.map(() => fresh);
  let spentMs = 0;
  for (;;) {
    const step = chooseExperiment(arms, budgetS * 1000 - spentMs);
    if (step.kind === 'stop') return { why: step.why, arms, spentMs };
    const costMs = (costsS[step.arm] ?? 1) * 1000;
    const failed = random() < (rates[step.arm] ?? 0) ? 1 : 0;
    spentMs += costMs;
    arms = arms.map((arm, index) =>
      index === step.arm
        ? {
            ...arm,
            count: { runs: arm.count.runs + 1, failures: arm.count.failures + failed },
            durationMs: arm.durationMs + costMs,
            experiments: arm.experiments + 1,
          }
        : arm,
    );
  }
}

describe('the next experiment', () => {
  test('the baseline comes first, then each arm once', () => {
    const { arms } = simulate([0, 0, 0, 0], 1, 5);
    expect(arms.map((arm) => arm.count.runs)).toEqual([2, 1, 1, 1]);
  });

  test('a factor that decides alone is found in few runs, most of them of it and of the baseline', () => {
    const { why, arms, spentMs } = simulate([0, 0, 0, 1, 0, 0, 0, 0], 1, 300);
    expect(why).toBe('found');
    expect(spentMs / 1000).toBeLessThanOrEqual(24);
    expect(arms[3]?.count.failures).toBeGreaterThanOrEqual(4);
  });

  test('without any failure every arm gets enough runs, and then it stops', () => {
    const { why, arms } = simulate([0, 0, 0], 1, 10_000);
    expect(why).toBe('enough');
    expect(arms.slice(1).every((arm) => arm.count.runs === enoughRuns)).toBe(true);
  });

  test('the budget is kept', () => {
    const { why, spentMs } = simulate([0.4, 0.4, 0.4], 1, 20);
    expect(why).toBe('budget');
    expect(spentMs).toBeLessThanOrEqual(20_000);
  });

  test('an arm that costs ten times as much is tried less often', () => {
    const { arms } = simulate([0.3, 0.3, 0.3], 3, 60, [1, 1, 10]);
    expect(arms[2]?.count.runs).toBeLessThan(arms[1]?.count.runs ?? 0);
  });

  test('an arm that could not be run is left alone', () => {
    const closed = { ...fresh, experiments: 1, durationMs: 1000, closed: true };
    expect(chooseExperiment([{ ...fresh, experiments: 2, count: { runs: 2, failures: 0 } }, closed], 60_000)).toEqual({
      kind: 'stop',
      why: 'enough',
    });
  });
});

describe('over many labs', () => {
  const labs = Array.from({ length: 30 }, (_, index) => index + 1);

  test('of a flake that nothing moves, chance seldom names a factor', () => {
    const named = labs.filter((seed) => simulate([0.4, 0.4, 0.4, 0.4, 0.4, 0.4], seed, 40).why === 'found');
    expect(named.length).toBeLessThanOrEqual(labs.length / 10);
  }, 30_000);

  test('a factor that takes the rate from 5 % to 80 % is found and is the right one in nine of ten', () => {
    const right = labs.filter((seed) => {
      const { why, arms } = simulate([0.05, 0.05, 0.8, 0.05, 0.05], seed, 120);
      const shares = arms.map(({ count }) => count.failures / Math.max(1, count.runs));
      return why === 'found' && shares.indexOf(Math.max(...shares)) === 2;
    });
    expect(right.length).toBeGreaterThan(labs.length * 0.9);
  }, 30_000);
});
