import {
  type DebugCause,
  calibrationOf,
  debugReportOf,
  spectraOf,
  suspectCommitsOf,
  suspicionFormulas,
} from '@millwright/core';

import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { aucOf } from '../flaky/scores.ts';
import {
  type JudgedTrial,
  type OriginRegime,
  type PlantedTruth,
  simulateProject,
} from '../origins/simulate-project.ts';

const regimes: readonly OriginRegime[] = [
  { name: 'typical: 40 runs, coverage', pastRuns: 40, coverage: true, retries: true },
  { name: 'no coverage', pastRuns: 40, coverage: false, retries: true },
  { name: 'no retries in the past', pastRuns: 40, coverage: true, retries: false },
  { name: 'young history: 6 runs', pastRuns: 6, coverage: true, retries: true },
];

/** No seed was looked at while the weights were set. */
const seeds = Array.from({ length: 40 }, (_, index) => 80_000 + index);

/** Where failures come from and who did it, at first sight, on simulated projects whose truth is known. */
export const originsBench: Bench = {
  name: 'origins',
  description: 'flake, regression or environment at first sight, and the planted file and commit: simulated projects',
  async run() {
    return regimes.flatMap((regime, index) => figuresOf(regime, seeds, index === 0));
  },
};

interface Judged {
  readonly cause: DebugCause;
  readonly truth: PlantedTruth;
  readonly trial: JudgedTrial;
}

function figuresOf(regime: OriginRegime, ofSeeds: readonly number[], isTypical: boolean): Figure[] {
  const judged = ofSeeds.flatMap((seed) => simulateProject(regime, seed).flatMap(judge));
  const named = (what: string): string => `${regime.name}: ${what}`;
  const flakes = judged.filter(({ truth }) => truth === 'flake').map(({ cause }) => cause.origin.flake);
  const faults = judged.filter(({ truth }) => truth === 'regression').map(({ cause }) => cause.origin.flake);
  const scored = [
    ...flakes.map((score) => ({ score, isPositive: true })),
    ...faults.map((score) => ({ score, isPositive: false })),
  ];
  const isBound = (name: string, value: number, bound: number): Figure =>
    isTypical ? atLeast(named(name), value, 'ratio', bound) : informs(named(name), value, 'ratio');
  const calibration = calibrationOf(
    judged.map(({ cause, truth }) => ({ probability: cause.origin.flake, isTrue: truth === 'flake' })),
  );
  return [
    informs(named('failures judged'), judged.length, ''),
    informs(named('regressions among them'), faults.length, ''),
    isBound('AUC, flake before regression', aucOf(scored), 0.8),
    isTypical
      ? atMost(named('regressions called a flake (80 % or more)'), shareOf(faults, 0.8), 'ratio', 0.01)
      : informs(named('regressions called a flake (80 % or more)'), shareOf(faults, 0.8), 'ratio'),
    informs(named('flakes called a flake (80 % or more)'), shareOf(flakes, 0.8), 'ratio'),
    isBound('flakes called so while 1 % of regressions are', recallAt(flakes, faults, 0.01), 0.6),
    informs(named('calibration error of the flake share'), calibration.calibrationError, 'ratio'),
    informs(named('Brier skill of the flake share'), calibration.brierSkill ?? 0, 'ratio'),
    informs(named('right origin named first'), rightFirst(judged), 'ratio'),
    ...(regime.coverage ? localisationOf(judged, named) : []),
  ];
}

/** Each failure with the cause that it was put to: causes hold one test or many, and a single one must not outweigh them. */
function judge(trial: JudgedTrial): readonly Judged[] {
  const { run, histories, surroundings, truths } = trial;
  return debugReportOf({ runs: [run], histories, surroundings }).causes.flatMap((cause) =>
    cause.tests.map(({ testId }) => ({ cause, truth: truths.get(testId) ?? 'flake', trial })),
  );
}

function shareOf(values: readonly number[], least: number): number {
  return values.filter((value) => value >= least).length / values.length;
}

/** The share of flakes above the bound that only so many regressions exceed. */
function recallAt(flakes: readonly number[], faults: readonly number[], ratio: number): number {
  const sorted = faults.toSorted((a, b) => b - a);
  const bound = sorted[Math.floor(ratio * sorted.length)] ?? 0;
  return flakes.filter((value) => value > bound).length / flakes.length;
}

function rightFirst(judged: readonly Judged[]): number {
  const names = ['flake', 'regression', 'environment', 'unknown'] as const;
  const right = judged.filter(({ cause: { origin }, truth }) => {
    const [first] = names.toSorted((a, b) => origin[b] - origin[a]);
    return first === truth;
  });
  return right.length / judged.length;
}

function localisationOf(judged: readonly Judged[], named: (what: string) => string): Figure[] {
  const faults = judged.filter(({ truth }) => truth === 'regression');
  const ranks = faults.map(
    ({ cause, trial }) => cause.suspects?.files.findIndex(({ file }) => file === trial.planted?.file) ?? -1,
  );
  const commits = faults.map(({ cause, trial }) => {
    const change = cause.suspects && trial.surroundings.changes?.get(cause.suspects.since ?? '');
    const ranked = cause.suspects && change ? suspectCommitsOf(cause.suspects.files, change, new Map()) : [];
    return ranked.findIndex(({ commit }) => commit === trial.planted?.commit);
  });
  const within = (list: readonly number[], most: number): number =>
    list.filter((rank) => rank >= 0 && rank < most).length / list.length;
  return [
    informs(named('planted file is the first suspect'), within(ranks, 1), 'ratio'),
    informs(named('planted file is among the first three'), within(ranks, 3), 'ratio'),
    informs(named('planted commit is the first suspect'), within(commits, 1), 'ratio'),
    informs(named('planted commit is among the first three'), within(commits, 3), 'ratio'),
    ...(Object.keys(suspicionFormulas) as (keyof typeof suspicionFormulas)[]).map((name) =>
      informs(named(`planted file first, ${name} alone`), aloneOf(faults, name), 'ratio'),
    ),
  ];
}

/** How often a formula alone, without the change, has the planted file first. */
function aloneOf(faults: readonly Judged[], name: keyof typeof suspicionFormulas): number {
  const hits = faults.filter(({ cause, trial }) => {
    const failed = new Set(cause.tests.map(({ testId }) => testId));
    const tests = [...(trial.surroundings.reach ?? new Map<string, never>())].flatMap(([id, { files }]) =>
      failed.has(id) || !trial.truths.has(id) ? [{ failed: failed.has(id), files }] : [],
    );
    const ranked = [...spectraOf(tests)].toSorted(
      (a, b) => suspicionFormulas[name](b[1]) - suspicionFormulas[name](a[1]),
    );
    return ranked[0]?.[0] === trial.planted?.file;
  });
  return hits.length / faults.length;
}
