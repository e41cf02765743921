import { type Attempt, type Failure, type Run, type TestEntry, isExpected } from '@millwright/core';

/**
 * A run as JUnit XML: a suite for each project and file, Surefire's `flakyFailure` and `rerunFailure` for tries that were
 * made again, and properties `millwright.*` for what has no place of its own and takes a word.
 * `docs/history-exchange.md` lists what JUnit XML cannot carry.
 */
export function renderJUnit(run: Run): string {
  const attempts = Map.groupBy(run.attempts, (attempt) => attempt.testId);
  const reasons = new Map(run.notRun.map((test) => [test.testId, test.reason ?? '']));
  const cases = [...run.tests]
    .sort(
      (a, b) =>
        compared(a.project, b.project) ||
        compared(a.file, b.file) ||
        a.line - b.line ||
        (a.ordinal ?? 0) - (b.ordinal ?? 0) ||
        compared(a.id, b.id),
    )
    .flatMap((test) => casesOf(test, attempts.get(test.id) ?? [], reasons.get(test.id)));
  const suites = [...Map.groupBy(cases, ({ test }) => `${test.project}\0${test.file}`).values()];
  const body =
    suites.length > 0
      ? suites.map((suite, index) => suiteText(suite, run, index === 0))
      : [element('testsuite', { name: run.runner, ...totals([]) }, propertiesText(runProperties(run)))];
  const attributes = { name: 'millwright', ...totals(cases), time: seconds(run.durationMs) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, body.join(''))}`;
}

interface Case {
  readonly test: TestEntry;
  readonly tries: readonly Attempt[];
  readonly kind: 'passed' | 'failed' | 'skipped';
  readonly notRunReason?: string;
}

function casesOf(test: TestEntry, attempts: readonly Attempt[], notRunReason: string | undefined): Case[] {
  if (attempts.length === 0) return [{ test, tries: [], kind: 'skipped', notRunReason: notRunReason ?? '' }];
  const repeats = [...Map.groupBy(attempts, (attempt) => attempt.repeat).values()];
  return repeats.map((tries) => {
    const ordered = [...tries].sort((a, b) => a.retry - b.retry);
    const last = ordered.at(-1) as Attempt;
    const kind =
      last.status === 'skipped' || last.status === 'interrupted'
        ? 'skipped'
        : isExpected(test, last)
          ? 'passed'
          : 'failed';
    return { test, tries: ordered, kind };
  });
}

function suiteText(cases: readonly Case[], run: Run, isFirst: boolean): string {
  const { project, file } = (cases[0] as Case).test;
  const tries = cases.flatMap((testCase) => testCase.tries);
  const start = tries.length > 0 ? Math.min(...tries.map((attempt) => attempt.startedAtMs)) : Date.parse(run.startedAt);
  const attributes = {
    name: file,
    hostname: project,
    timestamp: timestamp(start),
    ...totals(cases),
    time: seconds(sum(tries)),
  };
  return element(
    'testsuite',
    attributes,
    `${isFirst ? propertiesText(runProperties(run)) : ''}${cases.map(caseText).join('')}`,
  );
}

function runProperties(run: Run): [string, string][] {
  const known: Record<string, string | undefined> = {
    'millwright.runId': run.runId,
    'millwright.runner': run.runner,
    'millwright.runnerVersion': run.runnerVersion,
    'millwright.startedAt': run.startedAt,
    'millwright.status': run.status,
    'millwright.commit': run.facts.git?.commit,
    'millwright.branch': run.facts.git?.branch,
    'millwright.shard': run.shard && `${run.shard.current}/${run.shard.total}`,
    'millwright.workers': run.workers === undefined ? undefined : String(run.workers),
    'millwright.executionId': run.executionId,
    'millwright.strategyId': run.strategyId,
    'millwright.partial': run.partial ? 'true' : undefined,
  };
  return Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
}

function caseText(testCase: Case): string {
  const { test, tries, kind } = testCase;
  const last = tries.at(-1);
  const attributes = {
    classname: test.file,
    name: test.titlePath.join(' › '),
    line: String(test.line),
    time: seconds(sum(tries)),
    ...(last ? { timestamp: timestamp((tries[0] as Attempt).startedAtMs) } : {}),
  };
  const output = last ? outputText(last) : '';
  const isSkipped =
    kind === 'skipped' && last?.status !== 'skipped' ? { message: last ? 'interrupted' : 'did not run' } : {};
  return element(
    'testcase',
    attributes,
    `${propertiesText(caseProperties(testCase))}${kind === 'skipped' ? element('skipped', isSkipped) : ''}${problemsText(testCase)}${output}`,
  );
}

function caseProperties({ test, tries, notRunReason }: Case): [string, string][] {
  const known =
    tries.length > 0
      ? { ...testProperties(test), ...attemptProperties(tries) }
      : { ...testProperties(test), notRun: notRunReason || 'true' };
  const told = Object.entries(known).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[`millwright.${name}`, String(value)]],
  );
  const tags = (test.tags ?? []).map((tag): [string, string] => ['tag', tag]);
  return [
    ...told,
    ...tags,
    ...(test.annotations ?? []).map(({ type, description }): [string, string] => [type, description ?? '']),
  ];
}

type Properties = Readonly<Record<string, string | number | undefined>>;

function testProperties(test: TestEntry): Properties {
  const hasSeparator = test.titlePath.some((part) => part.includes(' › ') || part === '');
  return {
    titlePath: hasSeparator ? JSON.stringify(test.titlePath) : undefined,
    column: test.column,
    expectedStatus: test.expectedStatus,
    retries: test.retries,
    timeoutMs: test.timeoutMs,
    runnerId: test.runnerId,
    bodyHash: test.bodyHash,
  };
}

/** What the last try has beside the standard parts; its own times only where the case's are those of several tries. */
function attemptProperties(tries: readonly Attempt[]): Properties {
  const { repeat, status, workerIndex, parallelIndex, durationMs, startedAtMs } = tries.at(-1) as Attempt;
  return {
    repeat: repeat > 0 ? repeat : undefined,
    status: status === 'interrupted' || status === 'timedOut' ? status : undefined,
    worker: workerIndex >= 0 ? `${workerIndex}/${parallelIndex}` : undefined,
    ...(tries.length > 1 ? { durationMs, startedAtMs } : {}),
  };
}

/** The last try's failures as they are; each earlier one in the word that tells what came after it. */
function problemsText({ test, tries, kind }: Case): string {
  const bad = tries.filter((attempt) => attempt.status === 'failed' || attempt.status === 'timedOut');
  if (test.expectedStatus === 'failed')
    return kind === 'failed'
      ? element('failure', { message: 'Expected to fail, but passed.', type: 'unexpected-pass' })
      : '';
  if (kind !== 'failed') return bad.map((attempt) => problemText('flakyFailure', attempt)).join('');
  // Surefire's order: `failure` is the first try, each `rerunFailure` a later one.
  return bad
    .map((attempt, index) =>
      index === 0
        ? (attempt.failures ?? []).map((failure) => failureText('failure', attempt, failure)).join('') ||
          problemText('failure', attempt)
        : problemText('rerunFailure', attempt),
    )
    .join('');
}

function problemText(kind: string, attempt: Attempt): string {
  const failures = attempt.failures ?? [];
  const rest = failures.slice(1).map((failure) => `\n\n${textOf(failure)}`);
  return failureText(kind, attempt, failures[0] ?? { message: attempt.status, frames: [] }, rest.join(''));
}

function failureText(kind: string, attempt: Attempt, failure: Failure, more = ''): string {
  const attributes = {
    message: failure.message.split('\n')[0] ?? '',
    type: attempt.status === 'timedOut' ? 'timedOut' : (failure.name ?? 'Error'),
    timestamp: timestamp(attempt.startedAtMs),
    time: seconds(attempt.durationMs),
  };
  const output = kind === 'flakyFailure' || kind === 'rerunFailure' ? outputText(attempt) : '';
  const text = escaped(textOf(failure) + more);
  return element(kind, attributes, output === '' ? text : `<stackTrace>${text}</stackTrace>${output}`);
}

function textOf(failure: Failure): string {
  const frames = failure.frames.map(
    (frame) =>
      `    at ${frame.function ? `${frame.function} (` : ''}${frame.file}:${frame.line}:${frame.column}${frame.function ? ')' : ''}`,
  );
  const callLog = failure.callLog
    ? `\nCall log:\n${failure.callLog.map((entry) => `  - ${entry}`).join('\n')}\n`
    : undefined;
  return [
    `${failure.name === undefined ? '' : `${failure.name}: `}${failure.message}`,
    callLog,
    failure.snippet === undefined ? undefined : `\n${failure.snippet}\n`,
    ...frames,
  ]
    .filter((part) => part !== undefined)
    .join('\n');
}

function outputText(attempt: Attempt): string {
  const out = attempt.stdoutTail === undefined ? '' : element('system-out', {}, escaped(attempt.stdoutTail));
  return out + (attempt.stderrTail === undefined ? '' : element('system-err', {}, escaped(attempt.stderrTail)));
}

function totals(cases: readonly Case[]): Record<string, string> {
  const count = (kind: Case['kind']): string => String(cases.filter((testCase) => testCase.kind === kind).length);
  return { tests: String(cases.length), failures: count('failed'), skipped: count('skipped'), errors: '0' };
}

function sum(tries: readonly Attempt[]): number {
  return tries.reduce((total, attempt) => total + attempt.durationMs, 0);
}

function propertiesText(properties: readonly [string, string][]): string {
  return properties.length === 0
    ? ''
    : element('properties', {}, properties.map(([name, value]) => element('property', { name, value })).join(''));
}

function seconds(ms: number): string {
  return String(Math.round(ms * 1000) / 1_000_000);
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}

function element(name: string, attributes: Readonly<Record<string, string>>, content = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`,
  );
  return content === '' ? `<${name}${written.join('')}/>\n` : `<${name}${written.join('')}>${content}</${name}>\n`;
}

/** Characters that XML 1.0 does not allow at all are left out. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- control characters are what this pattern is about
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#13;')
  );
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
