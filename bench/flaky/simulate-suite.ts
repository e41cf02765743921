import type { Observation, RunRef, TestEntry, TestHistory } from '@millwright/core';

import { randomOf } from '../history/random.ts';
import type { Regime } from './regimes.ts';

/** What a test really is at the end of its history. */
export type Truth = 'healthy' | 'flaky' | 'broken';

export interface SimulatedTest {
  readonly history: TestHistory;
  /** What the history can show. */
  readonly truth: Truth;
  /** What the test is even if its history does not show it. */
  readonly kind: Truth;
}

/** How a test behaves in one run: the chance that its first attempt fails, and that a retry after a failure fails too. */
export interface Behaviour {
  readonly kind: Truth;
  readonly fails: number;
  readonly retryFails: number;
}

/** Gives a test's behaviour for each run. `random` is the test's own. */
type Life = (random: () => number, runs: readonly SimulatedRun[], regime: Regime) => readonly Behaviour[];

export interface SimulatedRun {
  readonly ref: RunRef;
  /** The share of tests that an outage takes down in this run; 0 in most. */
  readonly outage: number;
  /** Whether the code differs from that of the run before. */
  readonly isNewCommit: boolean;
}

const startMs = Date.parse('2026-01-01T00:00:00.000Z');
const hourMs = 3_600_000;

/** One suite with known truth. The same regime and seed give the same suite. */
export function simulateSuite(regime: Regime, seed: number): readonly SimulatedTest[] {
  const { runs, tests } = simulateLives(regime, seed);
  return tests.map(({ behaviours, random }, index) => observedTest(index, behaviours, runs, random, regime));
}

/** A test before anybody looks at it. */
export interface LivingTest {
  readonly test: TestEntry;
  /** One for each run. */
  readonly behaviours: readonly Behaviour[];
  /** Its own random numbers, from here on. */
  readonly random: () => number;
}

/** The runs and the tests of one suite, and how each test behaves in each run. */
export function simulateLives(
  regime: Regime,
  seed: number,
): { readonly runs: readonly SimulatedRun[]; readonly tests: readonly LivingTest[] } {
  const random = randomOf(seed);
  const runs = simulatedRunsOf(regime, random);
  const tests = Array.from({ length: regime.tests }, (_, index) => {
    const own = randomOf(Math.floor(random() * 4_294_967_296));
    const life = lives[drawnFrom(regime.lives, own)];
    return { test: entryOf(index), behaviours: life(own, runs, regime), random: own };
  });
  return { runs, tests };
}

function simulatedRunsOf(regime: Regime, random: () => number): readonly SimulatedRun[] {
  let commit = 0;
  return Array.from({ length: regime.runs }, (_, index): SimulatedRun => {
    const isNewCommit = index === 0 || random() >= regime.sameCommitRatio;
    if (isNewCommit) commit += 1;
    const ref: RunRef = {
      runId: `run-${String(index).padStart(4, '0')}`,
      startedAt: new Date(startMs + index * 6 * hourMs).toISOString(),
      runner: 'playwright',
      commit: `commit-${commit}`,
      dirty: false,
      status: 'passed',
    };
    return { ref, isNewCommit, outage: random() < regime.outageRatio ? 0.25 + 0.6 * random() : 0 };
  });
}

function drawnFrom(weights: Readonly<Record<LifeName, number>>, random: () => number): LifeName {
  const names = Object.keys(weights) as LifeName[];
  let rest = random() * names.reduce((sum, name) => sum + weights[name], 0);
  return names.find((name) => (rest -= weights[name]) < 0) ?? 'steady';
}

function observedTest(
  index: number,
  behaviours: readonly Behaviour[],
  runs: readonly SimulatedRun[],
  random: () => number,
  regime: Regime,
): SimulatedTest {
  const observations = runs.map((run, at) => observed(run, behaviours[at] ?? healthy(regime), random, regime.retries));
  return {
    history: { test: entryOf(index), observations },
    truth: truthOf(behaviours, observations),
    kind: behaviours.at(-1)?.kind ?? 'healthy',
  };
}

/** A flake that never showed itself cannot be told from a healthy test by anybody, so it counts as healthy. */
function truthOf(behaviours: readonly Behaviour[], observations: readonly Observation[]): Truth {
  const kind = behaviours.at(-1)?.kind ?? 'healthy';
  if (kind !== 'flaky') return kind;
  const since = behaviours.findLastIndex((behaviour) => behaviour.kind !== 'flaky') + 1;
  return observations
    .slice(since)
    .some(({ failedAttempts, signature }) => failedAttempts > 0 && signature !== outageName)
    ? 'flaky'
    : 'healthy';
}

const outageName = 'outage-everywhere';

function observed(run: SimulatedRun, behaviour: Behaviour, random: () => number, retries: number): Observation {
  const isStruck = run.outage > 0 && random() < run.outage;
  let failed = 0;
  while (failed <= retries) {
    const chance = isStruck ? 1 : failed === 0 ? behaviour.fails : behaviour.retryFails;
    if (random() >= chance) break;
    failed += 1;
  }
  const passed = failed <= retries;
  return {
    run: run.ref,
    outcome: failed === 0 ? 'expected' : passed ? 'flaky' : 'unexpected',
    attempts: failed + (passed ? 1 : 0),
    failedAttempts: failed,
    durationMs: 100,
    ...(failed > 0 && { signature: isStruck ? outageName : `own-${behaviour.kind}` }),
  };
}

function entryOf(index: number): TestEntry {
  return {
    id: `test-${index}`,
    runner: 'playwright',
    project: 'chromium',
    file: `file-${index % 50}.spec.ts`,
    titlePath: [`test ${index}`],
    line: 1,
    column: 1,
    expectedStatus: 'passed',
    retries: 0,
  };
}

export type LifeName = keyof typeof lives;

const lives = {
  steady: (_, runs, regime) => runs.map(() => healthy(regime)),
  flaky: (random, runs, regime) => {
    const behaviour = flaky(random, regime);
    return runs.map(() => behaviour);
  },
  /** Flakes in spells, as a slow machine or a bad neighbour brings them, and hardly ever between. */
  spells: (random, runs, regime) => {
    const inSpell = flaky(random, regime, { least: 0.2, most: 0.7 });
    let isOn = random() < 0.3;
    return runs.map(() => {
      isOn = random() < (isOn ? 0.75 : 0.12);
      return isOn ? inSpell : { ...inSpell, fails: 0.004 };
    });
  },
  broken: (_, runs) => runs.map(() => broken),
  regressed: (random, runs, regime) => after(changeOf(random, runs), runs, healthy(regime), broken),
  mended: (random, runs, regime) => after(changeOf(random, runs), runs, broken, healthy(regime)),
  /** Broken for a while by one commit, mended by another. */
  hiccup: (random, runs, regime) => {
    const from = changeOf(random, runs);
    const to = nextChange(runs, from + 1 + Math.floor(random() * 5));
    return runs.map((_, at) => (at >= from && at < to ? broken : healthy(regime)));
  },
  steadied: (random, runs, regime) => after(changeOf(random, runs), runs, flaky(random, regime), healthy(regime)),
  unsettled: (random, runs, regime) => after(changeOf(random, runs), runs, healthy(regime), flaky(random, regime)),
  flakyThenBroken: (random, runs, regime) => after(changeOf(random, runs), runs, flaky(random, regime), broken),
} satisfies Record<string, Life>;

const broken: Behaviour = { kind: 'broken', fails: 0.995, retryFails: 0.995 };

function healthy(regime: Regime): Behaviour {
  return { kind: 'healthy', fails: regime.blipRatio, retryFails: 0.15 };
}

function flaky(random: () => number, regime: Regime, rates: Regime['flakeRates'] = regime.flakeRates): Behaviour {
  const fails = Math.exp(Math.log(rates.least) + random() * (Math.log(rates.most) - Math.log(rates.least)));
  // Reruns of real first failures passed in 45 to 52 of 100 cases; how much the tries of a test hang together differs.
  const retryFails = Math.min(0.9, Math.max(fails, regime.retryFails - 0.25 + 0.5 * random()));
  return { kind: 'flaky', fails, retryFails };
}

/** The first run of some later commit. */
function changeOf(random: () => number, runs: readonly SimulatedRun[]): number {
  return nextChange(runs, 1 + Math.floor(random() * (runs.length - 1)));
}

function nextChange(runs: readonly SimulatedRun[], from: number): number {
  const found = runs.findIndex((run, at) => at >= from && run.isNewCommit);
  return found === -1 ? runs.length : found;
}

function after(
  change: number,
  runs: readonly SimulatedRun[],
  before: Behaviour,
  since: Behaviour,
): readonly Behaviour[] {
  return runs.map((_, at) => (at < change ? before : since));
}
