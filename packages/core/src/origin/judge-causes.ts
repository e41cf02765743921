import type { CauseClass } from '../cause/cause.ts';
import { excludeOutages } from '../flake/outages.ts';
import type { CodeChange } from '../localisation/code-change.ts';
import type { Suspects } from '../localisation/suspects.ts';
import { shownSuspects } from '../localisation/suspects.ts';
import { type FileCounts, fileCountsOf } from '../localisation/spectrum.ts';
import { suspectFilesOf } from '../localisation/suspect-files.ts';
import type { Outcome } from '../model/attempt.ts';
import type { Failure } from '../model/failure.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestEntry, TestId } from '../model/test.ts';
import { type FailureOrigin, type OriginCalibration, originOf } from './failure-origin.ts';
import type { JudgedTest, OriginInput, TestReach } from './origin-input.ts';

/** What stands around the runs that are judged; read at the edge. All parts are absent where nothing could be read. */
export interface RunSurroundings {
  /** The branch that changes go to. */
  readonly baseBranch?: string;
  /** Files that the branch and the working tree change against it; posix, relative to the project root. */
  readonly ownFiles?: readonly string[];
  readonly reach?: ReadonlyMap<TestId, TestReach>;
  /** The commit of the last run in which a test was good. */
  readonly lastGood?: ReadonlyMap<TestId, string>;
  /** What changed since such a commit. */
  readonly changes?: ReadonlyMap<string, CodeChange>;
  /** What changed since the branch left its base: for tests without a good run. */
  readonly branchChange?: CodeChange;
  /** Test file → the files that it loads → the number of imports between them. */
  readonly distances?: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly calibrate?: OriginCalibration;
  /** All runs that are judged, those that were joined to others included; the ids of the runs by default. */
  readonly runIds?: readonly string[];
}

/** A cause before it is judged. */
export interface UnjudgedCause {
  readonly cause: CauseClass;
  readonly signatures: readonly string[];
  readonly tests: readonly {
    readonly testId: TestId;
    readonly file: string;
    readonly outcome: 'unexpected' | 'flaky';
  }[];
  readonly example: Failure;
}

export interface JudgedCause {
  readonly origin: FailureOrigin;
  /** Absent when nothing is known of what the tests run, and when it is surely no regression. */
  readonly suspects?: Suspects;
}

/** Prepares what all causes share, and judges one after the other. */
export function causeJudgeOf({
  runs,
  histories,
  surroundings,
}: {
  readonly runs: readonly Run[];
  readonly histories: readonly TestHistory[];
  readonly surroundings: RunSurroundings;
}): (cause: UnjudgedCause) => JudgedCause {
  const runIds = new Set(surroundings.runIds ?? runs.map(({ runId }) => runId));
  const run = judgedRunOf(runs);
  const calm = new Map(excludeOutages(histories).histories.map((history) => [history.test.id, history]));
  const outcomes = outcomesOf(runs);
  const executed = [...outcomes.values()].filter(({ outcome }) => outcome !== 'skipped');
  const failed = executed.filter(({ outcome }) => outcome === 'unexpected');
  const judged: JudgedRuns = {
    outcomes,
    executedTests: executed.length,
    failedTests: failed.length,
    failedByFile: Map.groupBy(
      failed.map(({ test }) => test),
      ({ file }) => file,
    ),
    testFiles: new Set([...outcomes.values()].map(({ test }) => test.file)),
    passed: passedCountsOf(executed, surroundings.reach),
    bySignature: historiesBySignature(histories),
    runIds,
    run,
    byTest: new Map(histories.map((history) => [history.test.id, history])),
    calm,
    usualFailedTests: usualFailedTestsOf(calm.values(), runIds, run.startedAt),
  };
  return (cause) => {
    const change = changeFor(cause, surroundings);
    const input = originInputOf(cause, judged, surroundings, change);
    const origin = originOf(input, surroundings.calibrate);
    const suspects = origin.regression < leastRegression ? undefined : suspectsOf(cause, judged, surroundings, change);
    return { origin, ...(suspects === undefined ? {} : { suspects }) };
  };
}

/** Below this share nobody should look for a culprit. */
const leastRegression = 0.15;

/** What is the same for all causes, counted once: a run may have thousands of either. */
interface JudgedRuns {
  readonly executedTests: number;
  readonly failedTests: number;
  readonly failedByFile: ReadonlyMap<string, readonly TestEntry[]>;
  readonly testFiles: ReadonlySet<string>;
  /** What the tests ran that passed at once. */
  readonly passed: FileCounts;
  /** In which tests each signature was ever seen. */
  readonly bySignature: ReadonlyMap<string, ReadonlySet<TestHistory>>;
  readonly outcomes: ReadonlyMap<TestId, { readonly test: TestEntry; readonly outcome: Outcome }>;
  readonly runIds: ReadonlySet<string>;
  readonly run: OriginInput['run'];
  readonly byTest: ReadonlyMap<TestId, TestHistory>;
  /** The same without the runs of outages. */
  readonly calm: ReadonlyMap<TestId, TestHistory>;
  readonly usualFailedTests: number | undefined;
}

function passedCountsOf(
  executed: readonly { readonly test: TestEntry; readonly outcome: Outcome }[],
  reach: RunSurroundings['reach'],
): FileCounts {
  return fileCountsOf(
    executed.flatMap(({ test, outcome }) => {
      const files = outcome === 'expected' ? reach?.get(test.id)?.files : undefined;
      return files === undefined ? [] : [[test.file, ...files]];
    }),
  );
}

function historiesBySignature(histories: readonly TestHistory[]): ReadonlyMap<string, ReadonlySet<TestHistory>> {
  const found = new Map<string, Set<TestHistory>>();
  for (const history of histories) {
    for (const { signature } of history.observations) {
      if (signature === undefined) continue;
      const seen = found.get(signature);
      if (seen === undefined) found.set(signature, new Set([history]));
      else seen.add(history);
    }
  }
  return found;
}

/** How many tests of an earlier run failed, on average. */
function usualFailedTestsOf(
  histories: Iterable<TestHistory>,
  runIds: ReadonlySet<string>,
  startedAt: string,
): number | undefined {
  const runs = new Set<string>();
  let failed = 0;
  for (const { observations } of histories) {
    for (const { run, outcome } of observations) {
      if (run.startedAt >= startedAt || runIds.has(run.runId)) continue;
      runs.add(run.runId);
      if (outcome === 'unexpected') failed += 1;
    }
  }
  return runs.size === 0 ? undefined : failed / runs.size;
}

function outcomesOf(runs: readonly Run[]): JudgedRuns['outcomes'] {
  const outcomes = new Map<TestId, { readonly test: TestEntry; readonly outcome: Outcome }>();
  for (const run of runs) {
    const attempts = Map.groupBy(run.attempts, ({ testId }) => testId);
    for (const test of run.tests) {
      const own = attempts.get(test.id);
      if (own !== undefined) outcomes.set(test.id, { test, outcome: outcomeOf(test, own) });
    }
  }
  return outcomes;
}

function judgedRunOf(runs: readonly Run[]): OriginInput['run'] {
  const first = runs.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))[0];
  const git = first?.facts.git;
  return {
    startedAt: first?.startedAt ?? '',
    ...(git === undefined ? {} : { commit: git.commit, dirty: git.dirty }),
    ...(git?.branch === undefined ? {} : { branch: git.branch }),
  };
}

/** Since the newest of the last good runs of its tests: what broke them came after all of these. */
function changeFor({ tests }: UnjudgedCause, surroundings: RunSurroundings): CodeChange | undefined {
  const changes = tests
    .map(({ testId }) => surroundings.changes?.get(surroundings.lastGood?.get(testId) ?? ''))
    .filter((change) => change !== undefined);
  return changes.toSorted((a, b) => a.commits.length - b.commits.length)[0] ?? surroundings.branchChange;
}

function originInputOf(
  cause: UnjudgedCause,
  judged: JudgedRuns,
  surroundings: RunSurroundings,
  change: CodeChange | undefined,
): OriginInput {
  const { byTest, calm, outcomes, runIds, run, usualFailedTests, executedTests, failedTests } = judged;
  const ids = new Set(cause.tests.map(({ testId }) => testId));
  const files = new Set(cause.tests.map(({ file }) => file));
  return {
    cause: cause.cause,
    signatures: new Set(cause.signatures),
    tests: cause.tests.map((test): JudgedTest => ({ ...test, runner: outcomes.get(test.testId)?.test.runner ?? '' })),
    run,
    past: observedOf(calm, ids, ({ run: other }) => !runIds.has(other.runId) && other.startedAt < run.startedAt),
    current: observedOf(byTest, ids, ({ run: other }) => runIds.has(other.runId)),
    judgedRunIds: runIds,
    histories: byTest,
    alike: [...new Set(cause.signatures.flatMap((signature) => [...(judged.bySignature.get(signature) ?? [])]))],
    executedTests,
    failedTests,
    ...(usualFailedTests === undefined ? {} : { usualFailedTests }),
    failedNeighbours: [...files].flatMap((file) => judged.failedByFile.get(file) ?? []).filter(({ id }) => !ids.has(id))
      .length,
    surroundings: {
      ...(surroundings.baseBranch === undefined ? {} : { baseBranch: surroundings.baseBranch }),
      ...(surroundings.ownFiles === undefined ? {} : { ownFiles: surroundings.ownFiles }),
      ...(surroundings.reach === undefined ? {} : { reach: surroundings.reach }),
      ...(change === undefined ? {} : { change }),
    },
  };
}

function observedOf(
  histories: ReadonlyMap<TestId, TestHistory>,
  ids: ReadonlySet<TestId>,
  isWanted: (observation: TestHistory['observations'][number]) => boolean,
): readonly TestHistory[] {
  return [...ids].flatMap((id) => {
    const history = histories.get(id);
    const observations = history?.observations.filter(isWanted) ?? [];
    return history === undefined || observations.length === 0 ? [] : [{ ...history, observations }];
  });
}

function suspectsOf(
  { tests, example }: UnjudgedCause,
  { outcomes, passed, testFiles }: JudgedRuns,
  { reach, distances }: RunSurroundings,
  change: CodeChange | undefined,
): Suspects | undefined {
  const covered = [...new Set(tests.map(({ testId }) => testId))].flatMap((testId) => {
    const test = outcomes.get(testId)?.test;
    // What a failed test runs is never less than its own file.
    return test === undefined ? [] : [{ failed: true, files: [test.file, ...(reach?.get(testId)?.files ?? [])] }];
  });
  if (covered.length === 0) return undefined;
  const files = suspectFilesOf({
    tests: covered,
    othersPassed: passed,
    testFiles,
    frames: example.frames.filter(({ origin }) => origin === 'user'),
    ...(change === undefined ? {} : { change }),
    ...(distances === undefined ? {} : { distances: nearestOf(tests, distances) }),
  }).slice(0, shownSuspects);
  if (files.length === 0) return undefined;
  return { ...(change?.from === undefined ? {} : { since: change.from }), files, commits: [] };
}

/** From the nearest of the failed tests. */
function nearestOf(
  tests: UnjudgedCause['tests'],
  distances: NonNullable<RunSurroundings['distances']>,
): ReadonlyMap<string, number> {
  const nearest = new Map<string, number>();
  for (const testFile of new Set(tests.map(({ file }) => file)))
    for (const [file, distance] of distances.get(testFile) ?? [])
      nearest.set(file, Math.min(distance, nearest.get(file) ?? Infinity));
  return nearest;
}
