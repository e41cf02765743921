import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { BisectionModel, CommitProbes } from './bisection.ts';
import { bisectionVerdictOf } from './bisection-verdict.ts';
import { boundProbes } from './bound-probes.ts';
import { chooseProbe } from './choose-probe.ts';
import { flakePriorAt, flakePriorOf } from './flake-prior.ts';
import { posteriorOf } from './posterior.ts';

const modelOf = (commits: number, flakeRatio = 0.05, change: Partial<BisectionModel> = {}): BisectionModel => ({
  weights: Array.from({ length: commits }, () => 1),
  flake: flakePriorAt(flakeRatio),
  noCulpritProbability: 0.02,
  olderProbability: 0.005,
  unsteadyProbability: 0.005,
  ...change,
});

const untouched: CommitProbes = { runs: 0, failures: 0, skipped: false };

/** A small generator of the same numbers for the same seed (a linear congruence). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

interface World {
  readonly fails: (commit: number) => boolean;
  readonly cannotRun?: (commit: number) => boolean;
}

function bisect(model: BisectionModel, world: World) {
  const probes = model.weights.map(() => untouched);
  const { most } = boundProbes(model);
  let runs = 0;
  for (;;) {
    const step = chooseProbe(model, probes);
    if (step.kind === 'stop' || runs >= most) {
      const why = step.kind === 'stop' ? step.why : 'bound';
      return { ...bisectionVerdictOf(model, probes), runs, probes, why };
    }
    const probe = probes[step.commit] ?? untouched;
    if (world.cannotRun?.(step.commit)) {
      expect(probe.skipped, 'a commit that cannot be run is tried once').toBe(false);
      probes[step.commit] = { ...probe, skipped: true };
    } else {
      runs++;
      const failed = world.fails(step.commit) ? 1 : 0;
      probes[step.commit] = { ...probe, runs: probe.runs + 1, failures: probe.failures + failed };
    }
  }
}

const probesOf = (commits: number) =>
  fc.array(
    fc
      .record({ runs: fc.nat(8), failures: fc.nat(8), skipped: fc.boolean() })
      .map(({ runs, failures, skipped }) =>
        skipped ? { ...untouched, skipped } : { runs, failures: Math.min(runs, failures), skipped },
      ),
    { minLength: commits, maxLength: commits },
  );

describe('the posterior', () => {
  test('adds up to 1, whatever was seen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }).chain((commits) => fc.tuple(fc.constant(commits), probesOf(commits))),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([commits, probes], flakeRatio) => {
          const { probabilities, failsBefore, failsFrom } = posteriorOf(modelOf(commits, flakeRatio), probes);
          expect(probabilities).toHaveLength(commits + 1);
          expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
          for (const ratio of [...probabilities, ...failsBefore, ...failsFrom]) {
            expect(ratio).toBeGreaterThanOrEqual(0);
            expect(ratio).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test('a pass says more than a failure, since flakes fail and bugs hardly ever pass', () => {
    const model = modelOf(8, 0.2);
    const massAfter = (probes: CommitProbes): number => {
      const { probabilities } = posteriorOf(
        model,
        model.weights.map((_, commit) => (commit === 4 ? probes : untouched)),
      );
      return probabilities.slice(5, 8).reduce((a, b) => a + b, 0);
    };
    expect(massAfter({ runs: 1, failures: 0, skipped: false })).toBeGreaterThan(0.9);
    expect(massAfter({ runs: 1, failures: 1, skipped: false })).toBeGreaterThan(0.1);
    expect(massAfter({ runs: 5, failures: 5, skipped: false })).toBeLessThan(0.02);
  });
});

describe('a steady test', () => {
  test.each(Array.from({ length: 12 }, (_, culprit) => culprit).slice(1))('culprit %i of 12 is found', (culprit) => {
    const found = bisect(modelOf(12), { fails: (commit) => commit >= culprit });
    expect(found).toMatchObject({ kind: 'culprit', first: culprit, last: culprit, why: 'found' });
    expect(found.probability).toBeGreaterThanOrEqual(0.99);
    expect(found.runs).toBeLessThanOrEqual(9);
  });

  test('a likely culprit is found sooner', () => {
    const weights = Array.from({ length: 64 }, (_, commit) => (commit === 40 ? 100 : 1));
    const world: World = { fails: (commit) => commit >= 40 };
    const informed = bisect(modelOf(64, 0.05, { weights }), world);
    expect(informed).toMatchObject({ kind: 'culprit', first: 40 });
    expect(informed.runs).toBeLessThan(bisect(modelOf(64), world).runs);
  });

  test('a test that is broken at the good end is said to be', () => {
    expect(bisect(modelOf(12), { fails: () => true })).toMatchObject({ kind: 'older', last: 0 });
  });

  test('a test that never fails here has no culprit', () => {
    expect(bisect(modelOf(12), { fails: () => false })).toMatchObject({ kind: 'no-culprit', first: 12 });
  });
});

test('a flaky test: the culprit is right in at least 99 of 100 bisections, and fewer than 1 in 100 reach the bound', () => {
  const random = randomOf(5);
  let right = 0;
  let bounded = 0;
  const bisections = 400;
  for (let number = 0; number < bisections; number++) {
    const culprit = 1 + Math.floor(random() * 31);
    const found = bisect(modelOf(32, 0.2), { fails: (commit) => commit >= culprit || random() < 0.2 });
    if (found.kind === 'culprit' && found.first === culprit) right++;
    if (found.why === 'bound') bounded++;
  }
  expect(right / bisections).toBeGreaterThanOrEqual(0.99);
  expect(bounded / bisections).toBeLessThan(0.01);
});

test('a test that fails by chance in half of its runs, and always did, is acquitted or left open', () => {
  const random = randomOf(11);
  const kinds = Array.from(
    { length: 40 },
    () => bisect(modelOf(16, 0.2, { noCulpritProbability: 0.3 }), { fails: () => random() < 0.5 }).kind,
  );
  expect(kinds.filter((kind) => kind === 'culprit').length).toBeLessThanOrEqual(2);
  expect(kinds.filter((kind) => kind === 'no-culprit').length).toBeGreaterThanOrEqual(25);
});

test('a bug that fails in three of four runs is found when it is expected', () => {
  const random = randomOf(3);
  const found = bisect(modelOf(16, 0.01, { unsteadyProbability: 0.5 }), {
    fails: (commit) => commit >= 9 && random() < 0.75,
  });
  expect(found).toMatchObject({ kind: 'culprit', first: 9 });
});

describe('commits that cannot be run', () => {
  test('are never named alone: the culprit among them is one "between A and B"', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 13 }), { maxLength: 9 }),
        (culprit, broken) => {
          const found = bisect(modelOf(15), {
            fails: (commit) => commit >= culprit,
            cannotRun: (commit) => broken.includes(commit),
          });
          expect(found.why).toBe('found');
          expect(found.first).toBeLessThanOrEqual(culprit);
          expect(found.last).toBeGreaterThanOrEqual(culprit);
          if (found.kind === 'culprit') {
            expect(broken).not.toContain(found.first);
            return;
          }
          // All but the last cannot be run, and that one can.
          expect(found.kind).toBe('between');
          expect(broken).not.toContain(found.last);
          for (let commit = found.first; commit < found.last; commit++) expect(broken).toContain(commit);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('when the bad end is one, nothing is named and nothing else tried', () => {
    const found = bisect(modelOf(64), { fails: () => true, cannotRun: () => true });
    expect(found).toMatchObject({ kind: 'undecided', why: 'cannot-run', runs: 0 });
    expect(found.probes.filter(({ skipped }) => skipped)).toHaveLength(2);
  });

  test('a stretch of them is left quickly', () => {
    const found = bisect(modelOf(64), {
      fails: (commit) => commit >= 50,
      cannotRun: (commit) => commit >= 20 && commit < 45,
    });
    expect(found).toMatchObject({ kind: 'culprit', first: 50 });
    expect(found.probes.filter(({ skipped }) => skipped).length).toBeLessThanOrEqual(6);
  });
});

describe('the bound', () => {
  test('grows with the commits and with the flakes, and a better prior lowers what is expected', () => {
    const plain = boundProbes(modelOf(64));
    expect(plain).toEqual({ expected: 9, most: 30 });
    expect(boundProbes(modelOf(640)).most).toBeGreaterThan(plain.most);
    expect(boundProbes(modelOf(64, 0.3)).most).toBeGreaterThan(plain.most);
    const weights = Array.from({ length: 64 }, (_, commit) => (commit === 3 ? 100 : 1));
    expect(boundProbes(modelOf(64, 0.05, { weights })).expected).toBeLessThan(plain.expected);
  });
});

test.each([
  { hits: 0, trials: 0, low: 0.03, high: 0.08 },
  { hits: 0, trials: 30, low: 0.005, high: 0.03 },
  { hits: 6, trials: 30, low: 0.16, high: 0.25 },
  { hits: 40, trials: 200, low: 0.18, high: 0.24 },
])('flakes of $hits in $trials runs: the rate is taken from above', ({ hits, trials, low, high }) => {
  const { alpha, beta } = flakePriorOf(hits, trials);
  expect(alpha / (alpha + beta)).toBeGreaterThan(low);
  expect(alpha / (alpha + beta)).toBeLessThan(high);
});
