import type { CauseClass } from '@millwright/core';

import { type Regime, typical } from '../flaky/regimes.ts';
import { type Behaviour, type LivingTest, type SimulatedRun, simulateLives } from '../flaky/simulate-suite.ts';
import { hexOf } from '../history/random.ts';
import type { Episode, EpisodeRun } from './episode.ts';

/** A suite for retries: how its flakes fail, beside what the regimes of `flaky` say. */
export interface RetryRegime extends Regime {
  /** Share of flaky tests that flake because of a rate limit. */
  readonly rateLimitRatio: number;
  /** Share of flaky tests whose retries fail alike, because the order or the data of the run makes them fail (28 % in iDoFT). */
  readonly constantRatio: number;
}

const base: RetryRegime = {
  ...typical,
  name: 'typical',
  tests: 1500,
  runs: 60,
  outageRatio: 0,
  rateLimitRatio: 0.05,
  constantRatio: 0.1,
};

/** Where the policies are compared. The first half of the runs is the past, the second is judged. */
export const retryRegimes: readonly RetryRegime[] = [
  base,
  { ...base, name: 'flakes only', lives: { ...onlyLives(['steady', 'flaky', 'spells']) } },
  { ...base, name: 'restless code', lives: { ...base.lives, regressed: 60, mended: 30, hiccup: 80 } },
  { ...base, name: 'retries that fail alike', retryFails: 0.75 },
  { ...base, name: 'flakes that last for a run', constantRatio: 0.4 },
  { ...base, name: 'rate limits', rateLimitRatio: 0.6 },
  { ...base, name: 'outages', outageRatio: 0.1 },
  { ...base, name: 'young history (10 runs)', runs: 20 },
];

function onlyLives(names: readonly string[]): Regime['lives'] {
  return Object.fromEntries(
    Object.entries(typical.lives).map(([name, weight]) => [name, names.includes(name) ? weight : 0]),
  ) as unknown as Regime['lives'];
}

/**
 * How flakes do on the k-th rerun, against their own middle chance. With 85 flakes among 100 first failures, reruns then pass in .454,
 * .525, .271 and .053 of the cases, as 2,670 real first failures did (public IOF/ROL data): the second is the best one, and what failed thrice
 * hardly ever passes.
 */
const rerunCurve = [1.07, 1.45, 1.29, 0.51];

type Weights = readonly (readonly [CauseClass, number])[];

const flakyClasses: Weights = [
  ['timeout', 35],
  ['locator-not-found', 25],
  ['assertion', 20],
  ['network', 15],
  ['server', 5],
];
const realClasses: Weights = [
  ['assertion', 45],
  ['locator-not-found', 20],
  ['script-error', 12],
  ['timeout', 8],
  ['snapshot', 8],
  ['server', 7],
];

/** What a test fails with. */
interface Character {
  readonly flaky: Symptom;
  readonly real: Symptom;
  readonly durationMs: number;
  /** Whether retries of its flakes fail as well. */
  readonly isConstant: boolean;
}

interface Symptom {
  readonly cause: CauseClass;
  readonly signature: string;
}

/** The runs of one suite with their failures. The same regime and seed give the same runs. */
export function simulateEpisodes(regime: RetryRegime, seed: number): readonly EpisodeRun[] {
  const { runs, tests } = simulateLives(regime, seed);
  const characters = tests.map(({ random }) => characterOf(random, regime));
  const executedIds = tests.map(({ test }) => test.id);
  const firstTriesMs = characters.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return runs.map((run, at) => ({
    ref: run.ref,
    executedIds,
    firstTriesMs,
    episodes: tests.flatMap((living, index) => episodeOf(living, characters[index] as Character, run, at)),
  }));
}

function characterOf(random: () => number, { rateLimitRatio, constantRatio }: RetryRegime): Character {
  const flakyCause = random() < rateLimitRatio ? 'rate-limit' : drawn(random, flakyClasses);
  // Helpers fail for many tests alike; half of the flakes show the test's own line.
  const place = random() < 0.5 ? hexOf(random, 8) : `helper-${Math.floor(random() * 5)}`;
  const flaky = { cause: flakyCause, signature: `${flakyCause}-${place}` };
  const realCause = drawn(random, realClasses);
  // Some tests break with the very error that they flaked with.
  const real = random() < 0.2 ? flaky : { cause: realCause, signature: `${realCause}-${hexOf(random, 8)}` };
  const isConstant = random() < constantRatio;
  return { flaky, real, isConstant, durationMs: Math.exp(Math.log(300) + random() * Math.log(100)) };
}

function drawn(random: () => number, weights: Weights): CauseClass {
  let rest = random() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  return weights.find(([, weight]) => (rest -= weight) < 0)?.[0] ?? 'unknown';
}

function episodeOf(
  { test, behaviours, random }: LivingTest,
  character: Character,
  run: SimulatedRun,
  at: number,
): readonly Episode[] {
  const behaviour = behaviours[at] as Behaviour;
  const isStruck = run.outage > 0 && random() < run.outage;
  if (!isStruck && random() >= behaviour.fails) return [];
  // Drawn once, so that every policy meets the same luck.
  const luck = [random(), random(), random(), random(), random()];
  const windowMs = 500 + random() * 20_000;
  const tellsWait = random() < 0.5;
  const own = { testId: test.id, durationMs: character.durationMs };
  if (isStruck) {
    return [{ ...own, signature: 'outage-everywhere', cause: 'network', isReal: false, passes: () => false }];
  }
  if (behaviour.kind === 'broken') {
    const passes = (retry: number): boolean => (luck[retry] ?? 1) < 1 - behaviour.retryFails;
    return [{ ...own, ...character.real, isReal: true, passes }];
  }
  if (behaviour.kind === 'healthy') {
    const passes = (retry: number): boolean => (luck[retry] ?? 1) < 1 - behaviour.retryFails;
    return [{ ...own, signature: 'network-blip', cause: 'network', isReal: false, passes }];
  }
  if (character.flaky.cause === 'rate-limit') {
    const passes = (_: number, elapsedMs: number): boolean => elapsedMs >= windowMs;
    return [{ ...own, ...character.flaky, isReal: false, passes, ...(tellsWait ? { retryAfterMs: windowMs } : {}) }];
  }
  const middle = character.isConstant ? 0.02 : 1 - behaviour.retryFails;
  const passes = (retry: number): boolean =>
    (luck[retry] ?? 1) < Math.min(0.97, middle * (rerunCurve[retry - 1] ?? 0.5));
  return [{ ...own, ...character.flaky, isReal: false, passes }];
}
