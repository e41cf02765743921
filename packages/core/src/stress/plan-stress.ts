import { percentOf } from '../flake/words.ts';
import type { OwnRunner, RunnerName } from '../model/test.ts';
import { isOwnRunner } from '../model/own-runner.ts';
import type { FreshTest } from './find-fresh-tests.ts';

/** More than this share of new and changed tests is a change of the suite and not a few new tests. */
const mostFreshRatio = 0.3;
/** So few may be stress-run whatever share of the suite they are. */
const alwaysAllowed = 5;

/** Runs by how long a test takes: a quick one can show more. The times of Datadog's Early Flake Detection. */
const timesByDuration = [
  { belowMs: 5000, times: 10 },
  { belowMs: 10_000, times: 5 },
  { belowMs: 30_000, times: 3 },
  { belowMs: 300_000, times: 2 },
] as const;

/** How often a new test of this duration is run again; 0 from five minutes on. */
export function stressTimesOf(durationMs: number): number {
  return timesByDuration.find(({ belowMs }) => durationMs < belowMs)?.times ?? 0;
}

/** A test that is to be run again so often. */
export interface StressTarget extends FreshTest {
  readonly times: number;
}

/** One runner process of the stress runs. */
export interface StressRound {
  readonly runner: OwnRunner;
  /** How often the process runs each of its tests. */
  readonly repeats: number;
  readonly targets: readonly StressTarget[];
  /** Time of the tests themselves, one after the other. */
  readonly testMs: number;
}

/** What is to be run again, and in whole sentences why some of it is not. */
export interface StressPlan {
  readonly targets: readonly StressTarget[];
  readonly rounds: readonly StressRound[];
  readonly brakes: readonly string[];
}

/** How many tests of a runner were remembered before the execution, and how many are known with those it added. */
export interface KnownCount {
  readonly remembered: number;
  readonly altogether: number;
}

/**
 * Plans the stress runs. A runner of which nothing was remembered, or of whose tests more than 30 % are new or changed (and more
 * than five), is left out: then the suite itself is new, was moved, or was rewritten, and each test would run ten times.
 */
export function planStress(
  fresh: readonly FreshTest[],
  known: ReadonlyMap<RunnerName, KnownCount>,
  repeatsAtOnce: Readonly<Record<OwnRunner, number>>,
): StressPlan {
  const byRunner = [...Map.groupBy(fresh, ({ test }) => test.runner)];
  const brakes = new Map(
    byRunner.flatMap(([runner, tests]) => {
      const brake = brakeOf(runner, tests.length, known.get(runner) ?? { remembered: 0, altogether: 0 });
      return brake === undefined ? [] : [[runner, brake]];
    }),
  );
  const targets = fresh
    .filter(({ test }) => !brakes.has(test.runner))
    .map((test) => ({ ...test, times: stressTimesOf(test.durationMs) }))
    .filter(({ times }) => times > 0)
    .toSorted((a, b) => a.durationMs - b.durationMs);
  return { targets, rounds: roundsOf(targets, repeatsAtOnce), brakes: [...brakes.values()] };
}

function brakeOf(runner: RunnerName, count: number, { remembered, altogether }: KnownCount): string | undefined {
  if (remembered === 0) return `No stress runs: no ${runner} test was remembered before, so all of them are new.`;
  const ratio = count / Math.max(1, altogether);
  if (count <= alwaysAllowed || ratio <= mostFreshRatio) return undefined;
  return `No stress runs: ${count} of ${altogether} ${runner} tests are new or changed (${percentOf(ratio)} %, at most ${percentOf(mostFreshRatio)} %).`;
}

/** Round by round, so that every test had some runs before one has had all. */
function roundsOf(
  targets: readonly StressTarget[],
  repeatsAtOnce: Readonly<Record<OwnRunner, number>>,
): readonly StressRound[] {
  const rounds: StressRound[] = [];
  let left = targets.map((target) => ({ target, times: target.times }));
  while (left.length > 0) {
    const steps = left.flatMap(({ target, times }) => {
      const { runner } = target.test;
      return isOwnRunner(runner) ? [{ target, times, runner, repeats: Math.min(times, repeatsAtOnce[runner]) }] : [];
    });
    for (const group of Map.groupBy(steps, ({ runner, repeats }) => `${runner} ${repeats}`).values()) {
      const [{ runner, repeats }] = group as [(typeof group)[number]];
      const own = group.map(({ target }) => target);
      const testMs = own.reduce((sum, { durationMs }) => sum + durationMs, 0) * repeats;
      rounds.push({ runner, repeats, targets: own, testMs });
    }
    left = steps
      .map(({ target, times, repeats }) => ({ target, times: times - repeats }))
      .filter(({ times }) => times > 0);
  }
  return rounds;
}
