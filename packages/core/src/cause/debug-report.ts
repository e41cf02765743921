import type { Failure } from '../model/failure.ts';
import { isExpected, outcomeOf } from '../model/outcome.ts';
import type { Attempt } from '../model/attempt.ts';
import type { Run } from '../model/run.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { SourceLocation, TestEntry, TestId } from '../model/test.ts';
import type { Suspects } from '../localisation/suspects.ts';
import type { FailureOrigin } from '../origin/failure-origin.ts';
import { type JudgedCause, type RunSurroundings, type UnjudgedCause, causeJudgeOf } from '../origin/judge-causes.ts';
import type { Ownership } from '../origin/ownership.ts';
import { reportOwnershipOf } from '../origin/report-ownership.ts';
import { failureTemplateOf } from '../signature/failure-template.ts';
import type { CauseClass, Classification, RetryKind } from './cause.ts';
import { clusterFailures, type FailureCluster, type FailureItem } from './clusters.ts';
import { joinByChange } from './join-by-change.ts';
import { lastRequestOf } from './last-request.ts';
import { describeOutage, type ServerOutage } from './outage-sentence.ts';
import { causeOf } from './registry.ts';
import type { OutageWindow } from './outage.ts';
import { signatureOf } from './signature.ts';

/** A test that a cause took down. */
export interface AffectedTest {
  readonly testId: TestId;
  readonly title: string;
  readonly file: string;
  readonly line: number;
  readonly project: string;
  readonly outcome: 'unexpected' | 'flaky';
}

/** Where a cause was seen first. */
export interface FirstSeen {
  readonly runId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly commit?: string;
}

/** One cause of failures, with everything that is known of it. */
export interface DebugCause {
  readonly signature: string;
  readonly cause: CauseClass;
  readonly title: string;
  readonly probability: number;
  readonly evidence: readonly string[];
  readonly alternatives: Classification['alternatives'];
  /** One sentence: what usually lies behind it, or what is known of the outage. */
  readonly likelyCause: string;
  readonly advice: string;
  readonly retry: RetryKind;
  readonly tests: readonly AffectedTest[];
  /** True when the cause also struck outside any test (collection, global setup). */
  readonly outsideTests: boolean;
  readonly failureCount: number;
  readonly firstSeen: FirstSeen;
  /** All signatures that were joined here, `signature` among them. */
  readonly signatures: readonly string[];
  /** Whether it is a flake, a regression or the environment, as probabilities that add up to 1. */
  readonly origin: FailureOrigin;
  /** Files and commits that may have brought it; absent when nothing is known of them, and when it is surely no regression. */
  readonly suspects?: Suspects;
  readonly example: Failure;
  readonly location?: SourceLocation;
  /** The server that was away, when that is the cause. */
  readonly outage?: ServerOutage;
}

export interface DebugReport {
  readonly runIds: readonly string[];
  readonly failedTests: number;
  readonly flakyTests: number;
  /** Whether the change under test brought the failures, in one line; absent when nothing failed. */
  readonly mine?: Ownership;
  /** Most affected tests first. */
  readonly causes: readonly DebugCause[];
}

export interface DebugInput {
  /** The runs of one execution, or one run; their shards included. */
  readonly runs: readonly Run[];
  /** What is remembered of the tests; may be empty, may include these runs. */
  readonly histories: readonly TestHistory[];
  /** IANA name of the zone in which sentences tell clock times; UTC when absent. */
  readonly timeZone?: string;
  /** What changed and what the tests reach, as far as it could be read. */
  readonly surroundings?: RunSurroundings;
}

export interface RunItem extends FailureItem {
  readonly run: Run;
  readonly test?: TestEntry;
  readonly outcome?: 'unexpected' | 'flaky';
}

/** Why runs failed: each cause once, with probability, evidence, what to do and the tests it took down. */
export function debugReportOf({ runs, histories, surroundings = {}, timeZone = 'UTC' }: DebugInput): DebugReport {
  const items = runs.flatMap(failureItemsOf);
  const byTest = new Map(histories.map((history) => [history.test.id, history]));
  const judge = causeJudgeOf({ runs, histories, surroundings });
  const clusters = joinByChange(clusterFailures(items), (cluster) => judge(unjudgedCauseOf(cluster)));
  const causes = clusters.map((cluster) => debugCauseOf(cluster, { byTest, judge, runs, timeZone }));
  const mine = reportOwnershipOf(causes.map((cause) => ({ mine: cause.origin.mine, isRed: isRed(cause) })));
  const testsWith = (outcome: string): number =>
    new Set(items.filter((item) => item.outcome === outcome).map(({ testId }) => testId)).size;
  return {
    runIds: [...new Set(runs.map(({ runId }) => runId))],
    failedTests: testsWith('unexpected'),
    flakyTests: testsWith('flaky'),
    ...(mine === undefined ? {} : { mine }),
    causes: causes.sort(
      (a, b) =>
        b.tests.length - a.tests.length || b.failureCount - a.failureCount || a.signature.localeCompare(b.signature),
    ),
  };
}

function isRed({ tests, outsideTests }: DebugCause): boolean {
  return outsideTests || tests.some(({ outcome }) => outcome === 'unexpected');
}

/** The failures of a run: per test each signature once, and the errors outside tests. */
export function failureItemsOf(run: Run): RunItem[] {
  const attempts = Map.groupBy(run.attempts, ({ testId }) => testId);
  const items = run.tests.flatMap((test) => testItemsOf(run, test, attempts.get(test.id) ?? []));
  const outside = run.errors.map((failure): RunItem => ({
    run,
    runId: run.runId,
    failure,
    context: { origin: 'run' },
  }));
  return [...items, ...outside];
}

function testItemsOf(run: Run, test: TestEntry, attempts: readonly Attempt[]): RunItem[] {
  const outcome = outcomeOf(test, attempts);
  if (outcome !== 'unexpected' && outcome !== 'flaky') return [];
  const bySignature = new Map<string, RunItem>();
  for (const attempt of attempts.filter((candidate) => !isExpected(test, candidate))) {
    const [failure, pending] = attempt.failures ?? [];
    const told = failure ?? missingFailureOf(test, attempt);
    const signature = signatureOf(told);
    if (bySignature.has(signature)) continue;
    const request = lastRequestOf(attempt.steps ?? []);
    const { startedAtMs, durationMs } = attempt;
    bySignature.set(signature, {
      run,
      runId: run.runId,
      test,
      testId: test.id,
      outcome,
      failure: told,
      at: { startedAtMs, endedAtMs: startedAtMs + durationMs },
      ...(request === undefined ? {} : { request }),
      ...(pending === undefined ? {} : { pending }),
    });
  }
  return [...bySignature.values()];
}

/** A bad attempt may come without an error: a timeout that says nothing, or a pass where a failure was expected. */
function missingFailureOf(test: TestEntry, attempt: Attempt): Failure {
  const location = { file: test.file, line: test.line, column: test.column };
  if (attempt.status === 'timedOut') {
    return {
      message: `Test timeout${test.timeoutMs === undefined ? '' : ` of ${test.timeoutMs}ms`} exceeded.`,
      frames: [],
      location,
    };
  }
  const message =
    attempt.status === 'passed'
      ? 'Expected to fail, but passed.'
      : `The attempt ended as ${attempt.status} and left no error.`;
  return { message, frames: [], location };
}

interface Surroundings {
  readonly byTest: ReadonlyMap<TestId, TestHistory>;
  readonly judge: (cause: UnjudgedCause) => JudgedCause;
  readonly runs: readonly Run[];
  readonly timeZone: string;
}

function debugCauseOf(cluster: FailureCluster<RunItem>, { byTest, judge, runs, timeZone }: Surroundings): DebugCause {
  const { classification, example, signatures } = cluster;
  const cause = causeOf(classification.cause);
  const tests = affectedTestsOf(cluster.items);
  const histories = tests.flatMap(({ testId }) => byTest.get(testId) ?? []);
  const location = example.location ?? example.frames.find(({ origin }) => origin === 'user');
  const outage = cluster.outage && outageOf(cluster.outage, tests.length, runs, timeZone);
  return {
    signature: cluster.signature,
    cause: cause.name,
    title: cause.title,
    probability: classification.probability,
    evidence: classification.evidence,
    alternatives: classification.alternatives,
    likelyCause: outage?.sentence ?? cause.likely,
    advice: cause.advice,
    retry: cause.retry,
    tests,
    outsideTests: cluster.items.some(({ test }) => test === undefined),
    failureCount: cluster.items.length,
    firstSeen: firstSeenOf(cluster, histories),
    signatures,
    ...judge(unjudgedCauseOf(cluster)),
    example,
    ...(location ? { location: { file: location.file, line: location.line, column: location.column } } : {}),
    ...(outage ? { outage } : {}),
  };
}

function unjudgedCauseOf({ classification, signatures, items, example }: FailureCluster<RunItem>): UnjudgedCause {
  return { cause: classification.cause, signatures, tests: affectedTestsOf(items), example };
}

function outageOf(window: OutageWindow, tests: number, runs: readonly Run[], timeZone: string): ServerOutage {
  const answeredBefore = runs.some(
    (run) =>
      run.runId === window.runId &&
      run.attempts.some(
        ({ status, startedAtMs, durationMs }) => status === 'passed' && startedAtMs + durationMs <= window.startedAtMs,
      ),
  );
  return describeOutage({ window, tests, answeredBefore, timeZone });
}

function affectedTestsOf(items: readonly RunItem[]): AffectedTest[] {
  const tests = new Map<TestId, AffectedTest>();
  for (const { test, outcome } of items) {
    if (!test || !outcome || (tests.has(test.id) && outcome === 'flaky')) continue;
    tests.set(test.id, {
      testId: test.id,
      title: test.titlePath.join(' › '),
      file: test.file,
      line: test.line,
      project: test.project,
      outcome,
    });
  }
  return [...tests.values()].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.testId.localeCompare(b.testId),
  );
}

function firstSeenOf(cluster: FailureCluster<RunItem>, histories: readonly TestHistory[]): FirstSeen {
  // Histories may name failures by the hash of their evidence as well.
  const evidence = cluster.items.map(({ failure }) => failureTemplateOf(failure).hash);
  const signatures = new Set([...cluster.signatures, ...evidence]);
  const remembered = histories
    .flatMap(({ observations }) =>
      observations.filter(({ signature }) => signature !== undefined && signatures.has(signature)),
    )
    .map(({ run }) => firstSeen(run.runId, run.startedAt, run.commit));
  const here = cluster.items.map(({ run }) => firstSeen(run.runId, run.startedAt, run.facts.git?.commit));
  const all = [...remembered, ...here].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return all[0] ?? { runId: '', startedAt: '' };
}

function firstSeen(runId: string, startedAt: string, commit: string | undefined): FirstSeen {
  return { runId, startedAt, ...(commit === undefined ? {} : { commit }) };
}
