import {
  type Attempt,
  type ChangeCommit,
  type CodeChange,
  type Failure,
  type Observation,
  type Run,
  type RunRef,
  type RunSurroundings,
  type TestEntry,
  type TestHistory,
  signatureOf,
} from '@millwright/core';

import { randomOf } from '../history/random.ts';
import { type FailureKind, failureKindOf, failureTextOf } from './failure-kinds.ts';

/** What a simulated failure really is. */
export type PlantedTruth = 'flake' | 'regression' | 'environment';

/** How a simulated project differs from the usual one. */
export interface OriginRegime {
  readonly name: string;
  /** Runs before the judged one. */
  readonly pastRuns: number;
  /** Whether it is known which files each test runs. */
  readonly coverage: boolean;
  /** Whether runs of the past were retried once. */
  readonly retries: boolean;
}

/** One judged run with what is true of it. */
export interface JudgedTrial {
  readonly run: Run;
  readonly histories: readonly TestHistory[];
  readonly surroundings: RunSurroundings;
  /** Of each failed test. */
  readonly truths: ReadonlyMap<string, PlantedTruth>;
  /** Where the fault was planted, when there is one. */
  readonly planted?: { readonly file: string; readonly commit: string };
}

interface SimulatedTest {
  readonly entry: TestEntry;
  readonly files: readonly string[];
  /** Chance that a first try fails by itself. */
  readonly flakeRatio: number;
  /** The first run in which it flakes. */
  readonly flakyFrom: number;
  readonly flakeKind: FailureKind;
}

interface Fault {
  readonly file: string;
  readonly kind: FailureKind;
  readonly hits: ReadonlySet<string>;
}

const counts = { tests: 150, files: 60, testFiles: 30, judgedRuns: 25 } as const;
const startMs = Date.parse('2026-03-01T00:00:00.000Z');

/** A project with a past, and runs that are judged, each as if it came next. Same regime and seed, same project. */
export function simulateProject(regime: OriginRegime, seed: number): readonly JudgedTrial[] {
  const random = randomOf(seed);
  const tests = Array.from({ length: counts.tests }, (_, index) => testOf(index, random, regime));
  const past = simulatePast(tests, regime, random);
  return Array.from({ length: counts.judgedRuns }, (_, index) => trialOf(tests, past, regime, random, index));
}

function testOf(index: number, random: () => number, { pastRuns }: OriginRegime): SimulatedTest {
  const file = `tests/${index % counts.testFiles}.spec.ts`;
  const module = index % counts.testFiles;
  // A test runs the files of its own module, some of the neighbours, and what everything shares.
  const files = Array.from({ length: counts.files }, (_, at) => `src/${at}.ts`).filter((_, at) =>
    at < 4 ? random() < 0.9 : at % counts.testFiles === module ? random() < 0.95 : random() < 0.15,
  );
  const isFlaky = random() < 0.1;
  return {
    entry: {
      id: `t${index}`,
      runner: 'vitest',
      project: '',
      file,
      titlePath: [`test ${index}`],
      line: 1 + index,
      column: 1,
      expectedStatus: 'passed',
      retries: 0,
    },
    files,
    flakeRatio: isFlaky ? Math.exp(Math.log(0.005) + random() * Math.log(80)) : 0.0003,
    // Half of the flaky tests have been so from the beginning.
    flakyFrom: random() < 0.5 ? 0 : Math.floor(random() * pastRuns * 1.2),
    flakeKind: failureKindOf('flake', random),
  };
}

interface Past {
  readonly histories: readonly TestHistory[];
  readonly commits: readonly (readonly ChangeCommit[])[];
}

function commitsOf(index: string, random: () => number): readonly ChangeCommit[] {
  return Array.from({ length: 1 + Math.floor(random() * 4) }, (_, at) => ({
    commit: `commit-${index}-${at}`,
    author: 'Somebody',
    committedAt: new Date(startMs).toISOString(),
    subject: `Change ${index} ${at}`,
    files: Array.from(
      { length: 1 + Math.floor(random() ** 2 * 5) },
      () => `src/${Math.floor(random() * counts.files)}.ts`,
    ),
  }));
}

function faultOf(
  commits: readonly ChangeCommit[],
  tests: readonly SimulatedTest[],
  random: () => number,
): (Fault & { readonly commit: string }) | undefined {
  const commit = commits[Math.floor(random() * commits.length)];
  const file = commit?.files[Math.floor(random() * commit.files.length)];
  if (commit === undefined || file === undefined) return undefined;
  const share = 0.2 + 0.8 * random();
  const hits = new Set(
    tests.filter(({ files }) => files.includes(file) && random() < share).map(({ entry }) => entry.id),
  );
  return hits.size === 0 ? undefined : { file, commit: commit.commit, kind: failureKindOf('regression', random), hits };
}

function simulatePast(tests: readonly SimulatedTest[], regime: OriginRegime, random: () => number): Past {
  const observations = new Map(tests.map(({ entry }) => [entry.id, [] as Observation[]]));
  const commits: (readonly ChangeCommit[])[] = [];
  let fault: Fault | undefined;
  let faultLeft = 0;
  for (let index = 0; index < regime.pastRuns; index += 1) {
    const own = commitsOf(String(index), random);
    commits.push(own);
    if (fault === undefined && random() < 0.08)
      [fault, faultLeft] = [faultOf(own, tests, random), 1 + Math.floor(random() * 3)];
    const isOutage = random() < 0.02;
    const run: RunRef = { ...refOf(index, own), branch: 'main' };
    for (const test of tests) {
      const failure = failureIn(test, { fault, index, isOutage }, random);
      const retried = failure !== undefined && regime.retries && failure.truth === 'flake' && random() < 0.5;
      observations.get(test.entry.id)?.push(observationOf(run, failure?.failure, regime.retries, retried));
    }
    faultLeft -= 1;
    if (faultLeft <= 0) fault = undefined;
  }
  return {
    histories: tests.map(({ entry }) => ({ test: entry, observations: observations.get(entry.id) ?? [] })),
    commits,
  };
}

function refOf(index: number, commits: readonly ChangeCommit[]): RunRef {
  return {
    runId: `run-${String(index).padStart(4, '0')}`,
    runner: 'vitest',
    startedAt: new Date(startMs + index * 6 * 3_600_000).toISOString(),
    commit: commits.at(-1)?.commit ?? 'none',
    dirty: false,
    status: 'passed',
  };
}

function failureIn(
  test: SimulatedTest,
  run: { readonly fault: Fault | undefined; readonly index: number; readonly isOutage: boolean },
  random: () => number,
): { readonly failure: Failure; readonly truth: PlantedTruth } | undefined {
  if (run.isOutage && random() < 0.5)
    return { failure: failureTextOf('network', test.entry, 'outage'), truth: 'environment' };
  if (run.fault?.hits.has(test.entry.id) === true)
    return { failure: failureTextOf(run.fault.kind, test.entry, run.fault.file), truth: 'regression' };
  const ratio = run.index >= test.flakyFrom ? test.flakeRatio : 0.0003;
  return random() < ratio ? { failure: failureTextOf(test.flakeKind, test.entry, 'flake'), truth: 'flake' } : undefined;
}

function observationOf(run: RunRef, failure: Failure | undefined, retries: boolean, recovered: boolean): Observation {
  if (failure === undefined) return { run, outcome: 'expected', attempts: 1, failedAttempts: 0, durationMs: 100 };
  return {
    run,
    outcome: recovered ? 'flaky' : 'unexpected',
    attempts: retries ? 2 : 1,
    failedAttempts: recovered ? 1 : retries ? 2 : 1,
    durationMs: 100,
    signature: signatureOf(failure),
  };
}

function trialOf(
  tests: readonly SimulatedTest[],
  past: Past,
  regime: OriginRegime,
  random: () => number,
  trial: number,
): JudgedTrial {
  const own = commitsOf(`new${trial}`, random);
  const what = random();
  const fault = what < 0.3 ? faultOf(own, tests, random) : undefined;
  const isOutage = what > 0.95;
  const ref = refOf(regime.pastRuns, own);
  const branch = random() < 0.5 ? 'main' : 'feature';
  const failures = new Map<string, { readonly failure: Failure; readonly truth: PlantedTruth }>();
  for (const test of tests) {
    const failure = failureIn(test, { fault, index: regime.pastRuns, isOutage }, random);
    if (failure !== undefined) failures.set(test.entry.id, failure);
  }
  return {
    run: runOf(tests, failures, ref, branch),
    histories: past.histories.map(({ test, observations }) => ({
      test,
      observations: [...observations, observationOf({ ...ref, branch }, failures.get(test.id)?.failure, false, false)],
    })),
    surroundings: surroundingsOf(tests, past, own, { regime, branch }),
    truths: new Map([...failures].map(([id, { truth }]) => [id, truth])),
    ...(fault === undefined ? {} : { planted: { file: fault.file, commit: fault.commit } }),
  };
}

function runOf(
  tests: readonly SimulatedTest[],
  failures: ReadonlyMap<string, { readonly failure: Failure }>,
  ref: RunRef,
  branch: string,
): Run {
  return {
    runId: ref.runId,
    runner: ref.runner,
    runnerVersion: '5',
    startedAt: ref.startedAt,
    facts: {
      machine: { os: 'linux', arch: 'x64', node: '24', cpuCount: 2, memoryMb: 1000 },
      git: { commit: ref.commit ?? '', branch, dirty: false, rootPrefix: '' },
    },
    projects: [],
    status: 'failed',
    durationMs: 1,
    tests: tests.map(({ entry }) => entry),
    attempts: tests.map(({ entry }): Attempt => {
      const failure = failures.get(entry.id)?.failure;
      return {
        testId: entry.id,
        retry: 0,
        repeat: 0,
        status: failure === undefined ? 'passed' : 'failed',
        startedAtMs: Date.parse(ref.startedAt),
        durationMs: 100,
        workerIndex: 0,
        parallelIndex: 0,
        ...(failure === undefined ? {} : { failures: [failure] }),
      };
    }),
    notRun: [],
    errors: [],
    notes: [],
  };
}

function surroundingsOf(
  tests: readonly SimulatedTest[],
  { histories, commits }: Past,
  own: readonly ChangeCommit[],
  { regime, branch }: { readonly regime: OriginRegime; readonly branch: string },
): RunSurroundings {
  const lastGood = new Map<string, string>();
  const changes = new Map<string, CodeChange>();
  for (const { test, observations } of histories) {
    const at = observations.findLastIndex(({ outcome }) => outcome === 'expected' || outcome === 'flaky');
    const from = observations[at]?.run.commit;
    if (from === undefined) continue;
    lastGood.set(test.id, from);
    if (!changes.has(from)) changes.set(from, changeOf(from, [...commits.slice(at + 1).flat(), ...own]));
  }
  return {
    baseBranch: 'main',
    ownFiles: branch === 'main' ? [] : [...new Set(own.flatMap(({ files }) => files))],
    lastGood,
    changes,
    ...(regime.coverage
      ? { reach: new Map(tests.map(({ entry, files }) => [entry.id, { files, precision: 'executed' as const }])) }
      : {}),
  };
}

function changeOf(from: string, commits: readonly ChangeCommit[]): CodeChange {
  const files = new Set(commits.flatMap((commit) => commit.files));
  return { from, files: [...files].map((file) => ({ file, lines: [] })), commits };
}
