import {
  type Attempt,
  type AttemptStatus,
  type Failure,
  type Run,
  type TestEntry,
  hashOf,
  outcomeOf,
} from '@millwright/core';

/** The version of https://ctrf.io that is written. */
const specVersion = '0.0.0';

type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

interface CtrfEntry {
  readonly status: CtrfStatus;
  readonly flaky: boolean;
  readonly suite: readonly string[];
  readonly [key: string]: unknown;
}

/**
 * A run in the Common Test Report Format: one entry for each test and repetition, earlier tries in `retryAttempts`.
 * What CTRF has no field for stands in `extra.millwright`, so importing the report again gives the same run.
 */
export function renderCtrf(run: Run): string {
  const attempts = Map.groupBy(run.attempts, (attempt) => attempt.testId);
  const reasons = new Map(run.notRun.map((test) => [test.testId, test.reason]));
  const tests = run.tests.flatMap((test) => entriesOf(run, test, attempts.get(test.id) ?? [], reasons.get(test.id)));
  const { tests: _tests, attempts: _attempts, ...rest } = run;
  const start = Date.parse(run.startedAt);
  const count = (status: CtrfStatus): number => tests.filter((test) => test.status === status).length;
  const document = {
    reportFormat: 'CTRF',
    specVersion,
    reportId: uuidOf(`${run.runId} ${run.shard?.current ?? 0}`),
    timestamp: new Date(start + Math.round(run.durationMs)).toISOString(),
    generatedBy: 'millwright',
    results: {
      tool: { name: run.runner, ...(run.runnerVersion === '' ? {} : { version: run.runnerVersion }) },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: count('pending'),
        other: count('other'),
        flaky: tests.filter((test) => test.flaky).length,
        suites: new Set(tests.map((test) => test.suite.join('\0'))).size,
        start,
        stop: start + Math.round(run.durationMs),
        duration: Math.round(run.durationMs),
      },
      tests,
      ...environmentOf(run),
      extra: { millwright: rest },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function entriesOf(run: Run, test: TestEntry, attempts: readonly Attempt[], reason: string | undefined): CtrfEntry[] {
  if (attempts.length === 0)
    return [
      {
        ...identityOf(test),
        status: 'pending',
        duration: 0,
        flaky: false,
        ...(reason === undefined ? {} : { message: reason }),
        extra: { millwright: { test } },
      },
    ];
  const browser = run.projects.find(({ name }) => name === test.project)?.browser;
  return [...Map.groupBy(attempts, (attempt) => attempt.repeat).values()].map((tries) => entryOf(test, tries, browser));
}

function entryOf(test: TestEntry, tries: readonly Attempt[], browser: string | undefined): CtrfEntry {
  const ordered = [...tries].sort((a, b) => a.retry - b.retry);
  const last = ordered.at(-1) as Attempt;
  const earlier = ordered.slice(0, -1);
  return {
    ...identityOf(test),
    status: statusOf(test, last.status),
    rawStatus: last.status,
    ...timesOf(last),
    flaky: outcomeOf(test, ordered) === 'flaky',
    retries: earlier.length,
    ...(earlier.length > 0 ? { retryAttempts: earlier.map((attempt) => retryOf(test, attempt)) } : {}),
    ...evidenceOf(last),
    ...(last.steps && last.steps.length > 0
      ? { steps: last.steps.map((step) => ({ name: step.title, status: step.failed ? 'failed' : 'passed' })) }
      : {}),
    ...(last.workerIndex >= 0 ? { threadId: String(last.workerIndex) } : {}),
    ...(browser === undefined ? {} : { browser }),
    extra: { millwright: { test, attempt: last } },
  };
}

function retryOf(test: TestEntry, attempt: Attempt): object {
  return {
    attempt: attempt.retry + 1,
    status: statusOf(test, attempt.status),
    ...timesOf(attempt),
    ...evidenceOf(attempt),
    extra: { millwright: attempt },
  };
}

function identityOf(test: TestEntry): { name: string; suite: readonly string[]; [key: string]: unknown } {
  const describes = test.titlePath.slice(0, -1);
  return {
    id: uuidOf(test.id),
    name: test.titlePath.at(-1) || '(no title)',
    suite: [...(test.project === '' ? [] : [test.project]), test.file, ...describes],
    filePath: test.file,
    line: test.line,
    ...(test.tags && test.tags.length > 0 ? { tags: test.tags } : {}),
  };
}

/** CTRF takes whole milliseconds. */
function timesOf(attempt: Attempt): { duration: number; start: number; stop: number } {
  const duration = Math.round(attempt.durationMs);
  const start = Math.round(attempt.startedAtMs);
  return { duration, start, stop: start + duration };
}

function evidenceOf(attempt: Attempt): Record<string, unknown> {
  const failure = attempt.failures?.[0];
  const attachments = (attempt.attachments ?? []).filter(({ path }) => path !== undefined);
  return {
    ...(failure
      ? {
          message: `${failure.name === undefined ? '' : `${failure.name}: `}${failure.message}`,
          ...traceOf(failure),
          ...(failure.snippet === undefined ? {} : { snippet: failure.snippet }),
        }
      : {}),
    ...(attempt.stdoutTail === undefined ? {} : { stdout: attempt.stdoutTail.split('\n') }),
    ...(attempt.stderrTail === undefined ? {} : { stderr: attempt.stderrTail.split('\n') }),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

function traceOf({ frames }: Failure): { trace?: string } {
  return frames.length > 0
    ? {
        trace: frames
          .map(
            (frame) =>
              `    at ${frame.function ? `${frame.function} (` : ''}${frame.file}:${frame.line}:${frame.column}${frame.function ? ')' : ''}`,
          )
          .join('\n'),
      }
    : {};
}

/** What the runner counts: a test that fails as its author expects has passed. */
function statusOf(test: TestEntry, status: AttemptStatus): CtrfStatus {
  if (status === 'skipped') return 'skipped';
  if (status === 'interrupted') return 'other';
  const expected = test.expectedStatus === 'failed' ? 'failed' : 'passed';
  return status === expected ? 'passed' : 'failed';
}

function environmentOf({ facts }: Run): { environment?: Record<string, string> } {
  const environment = Object.entries({
    commit: facts.git?.commit,
    branchName: facts.git?.branch,
    buildId: facts.ci?.buildId,
    buildName: facts.ci?.job,
    buildUrl: facts.ci?.buildUrl,
    osPlatform: facts.machine.os,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { environment: Object.fromEntries(environment) };
}

/** A name-based identifier (RFC 9562, version 8): the same text always gives the same. */
function uuidOf(text: string): string {
  const hex = hashOf(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
