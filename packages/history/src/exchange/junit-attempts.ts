import { type Failure, type PathBase, type TestEntry, stripAnsi } from '@millwright/core';

import type { ImportedAttempt } from './assemble-run.ts';
import type { JUnitCase, JUnitProblem } from './junit-document.ts';
import { failureOfReport, untoldFailure } from './reported-failure.ts';
import { outputTails } from './reported-output.ts';

export interface JUnitAttemptContext {
  readonly startedAtMs: number;
  readonly file: string;
  readonly base: PathBase;
  readonly expectedStatus: TestEntry['expectedStatus'];
  readonly isPlaywright: boolean;
  /** What our own export wrote for the last try beside the standard parts. */
  readonly ownProperty: (name: string) => string | undefined;
}

/** What the problems of one try add up to, before times are given to it. */
interface Try {
  readonly status: ImportedAttempt['status'];
  readonly problems: readonly JUnitProblem[];
}

/** Seconds as JUnit XML writes them; 0 when it does not tell. */
export function secondsOf(text: string | undefined): number {
  const seconds = Number((text ?? '').replaceAll(',', ''));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

/**
 * The tries of a test case. Surefire's words: `flakyFailure` is a bad try before the good one, `rerunFailure` a bad try
 * after the first one. Playwright writes all bad tries into one text, in sections. The time of the case is shared out
 * evenly where the tries do not have their own.
 */
export function junitAttemptsOf(testCase: JUnitCase, context: JUnitAttemptContext): ImportedAttempt[] {
  const tries = triesOf(testCase, context);
  const evenMs = (secondsOf(testCase.attributes['time']) * 1000) / tries.length;
  const output = outputTails(withoutAttachments(testCase.stdout), withoutAttachments(testCase.stderr));
  const attempts: ImportedAttempt[] = [];
  let clock = context.startedAtMs;
  for (const [retry, one] of tries.entries()) {
    const isLast = retry === tries.length - 1;
    const times = timesOf(one, isLast, clock, evenMs, context);
    clock = times.startedAtMs + times.durationMs;
    const told = one.problems[0] ? outputTails(one.problems[0].stdout, one.problems[0].stderr) : {};
    attempts.push({
      retry,
      repeat: Number(context.ownProperty('repeat') ?? 0),
      ...times,
      ...(isLast ? { ...lastTryOf(one, context), ...output, ...told } : { ...tryOf(one, context), ...told }),
    });
  }
  return attempts;
}

type TriedPart = Pick<ImportedAttempt, 'status' | 'failures' | 'workerIndex' | 'parallelIndex'>;

function tryOf(one: Try, context: JUnitAttemptContext): TriedPart {
  const failures = failuresOf(one, context);
  return { status: one.status, workerIndex: -1, parallelIndex: -1, ...(failures.length > 0 ? { failures } : {}) };
}

/** Our own export has the last try's status and worker in properties. */
function lastTryOf(one: Try, context: JUnitAttemptContext): TriedPart {
  const status = (context.ownProperty('status') as Try['status'] | undefined) ?? one.status;
  const [workerIndex = -1, parallelIndex = -1] = (context.ownProperty('worker') ?? '-1/-1').split('/').map(Number);
  return { ...tryOf({ ...one, status }, context), workerIndex, parallelIndex };
}

/** A try's own times where the report has them, else its share of the whole. */
function timesOf(
  { problems }: Try,
  isLast: boolean,
  clock: number,
  evenMs: number,
  { ownProperty }: JUnitAttemptContext,
): { startedAtMs: number; durationMs: number } {
  const told = problems[0]?.attributes ?? {};
  const ownDuration = isLast ? ownProperty('durationMs') : undefined;
  const ownStart = isLast ? ownProperty('startedAtMs') : undefined;
  const durationMs =
    ownDuration === undefined
      ? told['time'] === undefined
        ? evenMs
        : secondsOf(told['time']) * 1000
      : Number(ownDuration);
  return {
    durationMs: roundedMs(durationMs),
    startedAtMs:
      ownStart === undefined
        ? told['timestamp'] === undefined
          ? Math.round(clock)
          : Date.parse(told['timestamp'])
        : Number(ownStart),
  };
}

function roundedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function triesOf(testCase: JUnitCase, context: JUnitAttemptContext): Try[] {
  const of = (...kinds: string[]): JUnitProblem[] => testCase.problems.filter(({ kind }) => kinds.includes(kind));
  const flaky = of('flakyFailure', 'flakyError');
  const reruns = of('rerunFailure', 'rerunError');
  const final = of('failure', 'error');
  if (testCase.skipped && final.length === 0)
    return [...flaky.map((problem) => badTry([problem])), { status: 'skipped', problems: [] }];
  if (flaky.length > 0 && final.length === 0)
    return [...flaky.map((problem) => badTry([problem])), { status: 'passed', problems: [] }];
  if (final.length === 0) return [{ status: context.expectedStatus === 'failed' ? 'failed' : 'passed', problems: [] }];
  if (reruns.length > 0) return [badTry(final), ...reruns.map((problem) => badTry([problem]))];
  if (context.isPlaywright) return final.flatMap(sectionsOf).map((problem) => badTry([problem]));
  return [badTry(final)];
}

function badTry(problems: readonly JUnitProblem[]): Try {
  const isTimeout = problems.some(
    ({ message, type }) =>
      type === 'timedOut' ||
      /^(?:Test timeout of \d+ms exceeded|(?:Test|Hook) timed out in \d+ms)/.test(message.trim()),
  );
  return { status: isTimeout ? 'timedOut' : 'failed', problems };
}

/** `Retry #1 ────` begins the next try in Playwright's text; the message attribute tells of the first only. */
function sectionsOf(problem: JUnitProblem): JUnitProblem[] {
  const sections = stripAnsi(problem.text).split(/^\s*Retry #\d+ ─+\s*$/m);
  if (sections.length === 1) return [problem];
  const { attributes, kind, type, stdout, stderr } = problem;
  return sections.map((text, index) => ({
    attributes,
    kind,
    type,
    stdout,
    stderr,
    text,
    message: index === 0 ? problem.message : (firstErrorOf(text) ?? problem.message),
  }));
}

function firstErrorOf(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '');
}

function failuresOf({ status, problems }: Try, context: JUnitAttemptContext): Failure[] {
  if (status === 'failed' && problems.length === 0)
    return [untoldFailure('The test failed as its author expects; the report does not tell how.')];
  return problems.map((problem) => failureOf(problem, context));
}

function failureOf(problem: JUnitProblem, { file, base, isPlaywright }: JUnitAttemptContext): Failure {
  const text = isPlaywright ? playwrightTextOf(problem.text) : textWithoutRepetition(problem);
  const name = /(?:Error|Exception|Failure|Failed)$/.test(problem.type) ? problem.type.split('.').at(-1) : undefined;
  return failureOfReport({ message: text || problem.message, stack: problem.text, name }, { base, file });
}

/** Playwright indents the text, puts the test's title above it and the paths of attachments below. */
function playwrightTextOf(text: string): string {
  const lines = stripAnsi(text)
    .split('\n')
    .map((line) => line.replace(/^ {4}/, ''))
    .filter(
      (line) =>
        !/^\s*\[.*\] › .* ─*$/.test(line) && !/^\s*Error Context: /.test(line) && !/^\s*attachment #\d+: /.test(line),
    );
  return lines.join('\n').trim();
}

/** Most tools put the message at the beginning of the text once more; those that do not have it in the attribute only. */
function textWithoutRepetition({ message, text }: JUnitProblem): string {
  const plain = stripAnsi(text).trim();
  return plain === '' || plain.includes(stripAnsi(message).trim()) ? plain : `${stripAnsi(message).trim()}\n${plain}`;
}

function withoutAttachments(text: string): string {
  return text.replace(/^\[\[ATTACHMENT\|.*\]\]\s*$/gm, '').trim();
}
