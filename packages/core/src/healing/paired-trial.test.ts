import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type TrialBlock, doubtOf, judgeTrial, screeningRunsOf, supportOf } from './paired-trial.ts';

const terms = { confidence: 0.95, expectedFailureRatio: 0.5 };
const pairOf = (controlFailed: boolean, repairedFailed: boolean): TrialBlock => ({
  runs: 1,
  controlFailures: controlFailed ? 1 : 0,
  repairedFailures: repairedFailed ? 1 : 0,
});
const fails = pairOf(true, false);
const passes = pairOf(false, false);
const bothFail = pairOf(true, true);
const four = [fails, passes, bothFail, pairOf(false, true)];

/** Mulberry32: small, seeded, and good enough for a simulation. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs a trial until it is decided; how it ended and after how many pairs. */
function simulated(rates: { control: number; repaired: number }, random: () => number, most: number) {
  const pairs: TrialBlock[] = [];
  for (;;) {
    const judgement = judgeTrial(pairs, { confidence: 0.95, expectedFailureRatio: rates.control });
    if (judgement.state !== 'undecided' || pairs.length === most) return { ...judgement, pairs: pairs.length };
    pairs.push(pairOf(random() < rates.control, random() < rates.repaired));
  }
}

function trialsOf(rates: { control: number; repaired: number }, most = 200) {
  const random = randomOf(7);
  const trials = Array.from({ length: 300 }, () => simulated(rates, random, most));
  const shareOf = (state: string): number => trials.filter((trial) => trial.state === state).length / trials.length;
  return {
    proved: shareOf('proved'),
    disproved: shareOf('disproved'),
    medianPairs: trials.map(({ pairs }) => pairs).toSorted((a, b) => a - b)[150] ?? 0,
  };
}

describe('a trial', () => {
  test('without a pair shows nothing', () => {
    expect(judgeTrial([], terms)).toMatchObject({ state: 'undecided', evidenceFor: 1, evidenceAgainst: 1 });
  });

  test('is proved after a handful of pairs in which only the unrepaired test fails', () => {
    const judgement = judgeTrial([fails, fails, passes, fails, fails, fails, fails], terms);
    expect(judgement).toMatchObject({ state: 'proved', repaired: { failures: 0 } });
    expect(judgement.control.runs).toBeLessThan(7);
  });

  test('is disproved when the repaired test goes on failing', () => {
    expect(
      judgeTrial(
        Array.from({ length: 12 }, () => bothFail),
        terms,
      ).state,
    ).toBe('disproved');
  });

  test('in which nothing ever fails shows nothing', () => {
    expect(
      judgeTrial(
        Array.from({ length: 200 }, () => passes),
        terms,
      ).state,
    ).toBe('undecided');
  });

  test('of blocks of five is judged by their counts', () => {
    const blocks = [
      { runs: 5, controlFailures: 3, repairedFailures: 0 },
      { runs: 5, controlFailures: 2, repairedFailures: 0 },
    ];
    expect(judgeTrial(blocks, terms)).toMatchObject({
      state: 'proved',
      control: { runs: 10, failures: 5 },
      repaired: { runs: 10, failures: 0 },
    });
  });

  test('what comes after the answer does not change it', () => {
    const decided = [fails, fails, fails, fails, fails, fails];
    const judgement = judgeTrial(decided, terms);
    expect(judgement.state).toBe('proved');
    expect(judgeTrial([...decided, ...Array.from({ length: 30 }, () => bothFail)], terms)).toEqual(judgement);
  });
});

describe('its bound', () => {
  const ratio = fc.double({ min: 0.02, max: 0.98, noNaN: true });
  const chanceOf = (pair: TrialBlock, control: number, repaired: number): number =>
    (pair.controlFailures > 0 ? control : 1 - control) * (pair.repairedFailures > 0 ? repaired : 1 - repaired);

  test('a repair that changes nothing, or makes it worse, gains no evidence on average', () => {
    fc.assert(
      fc.property(ratio, ratio, ratio, ratio, (control, worse, guess, share) => {
        const repaired = Math.max(control, worse);
        const mean = four.reduce(
          (sum, pair) => sum + chanceOf(pair, control, repaired) * supportOf(pair, guess, guess * share),
          0,
        );
        return mean <= 1 + 1e-9;
      }),
    );
  });

  test('a repair that leaves at most a fifth gains no doubt on average', () => {
    fc.assert(
      fc.property(ratio, fc.double({ min: 0, max: 0.2, noNaN: true }), ratio, (control, left, pooled) => {
        const mean = four.reduce(
          (sum, pair) => sum + chanceOf(pair, control, control * left) * doubtOf(pair, pooled),
          0,
        );
        return mean <= 1 + 1e-9;
      }),
    );
  });

  test.each([0.1, 0.3, 0.6])('fail rate %d unchanged: called proved in at most one trial in twenty', (rate) => {
    expect(trialsOf({ control: rate, repaired: rate }).proved).toBeLessThanOrEqual(0.05);
  });

  test.each([0.1, 0.3, 0.6])('fail rate %d and mended: called disproved in at most one trial in twenty', (rate) => {
    expect(trialsOf({ control: rate, repaired: rate / 5 }).disproved).toBeLessThanOrEqual(0.05);
  });
});

describe('how long it takes', () => {
  test.each<[number, number, number]>([
    [0.9, 0, 5],
    [0.5, 0, 10],
    [0.3, 0, 17],
    [0.1, 0, 60],
    [0.5, 0.05, 13],
  ])('fail rate %d, %d with the repair: the median trial is proved within %d pairs', (control, repaired, most) => {
    const { proved, medianPairs } = trialsOf({ control, repaired });
    expect(proved).toBeGreaterThanOrEqual(0.9);
    expect(medianPairs).toBeLessThanOrEqual(most);
  });

  test.each<[number, number]>([
    [0.9, 8],
    [0.5, 20],
    [0.3, 40],
  ])('fail rate %d unchanged: the median trial is disproved within %d pairs', (rate, most) => {
    expect(trialsOf({ control: rate, repaired: rate }).medianPairs).toBeLessThanOrEqual(most);
  });
});

test('a screening is so long that a test which fails that often hardly ever passes it, between 3 and 40 runs', () => {
  expect([screeningRunsOf(1), screeningRunsOf(0.5), screeningRunsOf(0.3), screeningRunsOf(0)]).toEqual([3, 9, 17, 40]);
});
