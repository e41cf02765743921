import { posix } from 'node:path';

import type { AttemptStatus, Run, RunFacts, Step } from '@millwright/core';

import { type ImportedAttempt, type ImportedTest, assembleRun } from './assemble-run.ts';
import { type CtrfAttempt, type CtrfDocument, type CtrfTest, ctrfSchema } from './ctrf-document.ts';
import { ownRunIn } from './ctrf-own.ts';
import { type Importer, type ParseContext, type ReportFile, beginningOf } from './importer.ts';
import { checked, contentHashOf, jsonOf, textOf } from './report-content.ts';
import { type ReportPaths, reportPathsOf } from './report-paths.ts';
import { failureOfReport, untoldFailure } from './reported-failure.ts';
import { outputTails } from './reported-output.ts';

const title = 'a CTRF report';

/** Common Test Report Format. A report that we exported gives back the very run. */
export const ctrf: Importer = {
  name: 'ctrf',
  title,
  takes: 'file',
  detects(file) {
    const beginning = beginningOf(file, 16_384);
    return (
      /^\s*\{/.test(beginning) &&
      (/"reportFormat"\s*:\s*"CTRF"/.test(beginning) ||
        (/"results"\s*:\s*\{/.test(beginning) && /"tool"\s*:/.test(beginning)))
    );
  },
  parse: (files, context) => files.map((file) => parseReport(file, context)),
};

function parseReport(file: ReportFile, context: ParseContext): Run {
  const document = checked(ctrfSchema, jsonOf(file.path, textOf(file), title), file.path, title);
  const own = ownRunIn(document, file.path);
  if (own) return own;
  const { results } = document;
  const runner = context.runner ?? runnerOf(results.tool.name);
  const starts = results.tests.map((test) => test.start ?? Infinity);
  const startedAtMs = positive(results.summary.start) ?? Math.min(file.modifiedAtMs, ...starts);
  const paths = reportPathsOf(results.tests.map(fileOf), context);
  const tests = results.tests.map((test) => testOf(test, { runner, startedAtMs, paths, project: context.project }));
  const lacksAttempts = results.tests.some((test) => (test.retries ?? 0) > (test.retryAttempts?.length ?? 0));
  return assembleRun({
    header: {
      runner,
      runnerVersion: results.tool.version ?? '',
      facts: factsOf(document, context.facts),
      projects: [...new Set(tests.map(({ test }) => test.project))].map((name) => ({ name })),
      importedFrom: `ctrf (${results.tool.name}) ${posix.basename(file.path.replaceAll('\\', '/'))}`,
    },
    startedAtMs,
    durationMs: results.summary.duration ?? Math.max(0, (results.summary.stop ?? startedAtMs) - startedAtMs),
    tests,
    notes: lacksAttempts
      ? ['The report counts retries without telling of each: their times and errors are unknown.']
      : [],
    contentHash: contentHashOf([file]),
    duplicates: runner === 'playwright' ? 'repeat' : 'ordinal',
  });
}

function runnerOf(tool: string): string {
  const name = tool.toLowerCase();
  return name.includes('playwright') ? 'playwright' : name.includes('vitest') ? 'vitest' : 'ctrf';
}

function factsOf({ results: { environment } }: CtrfDocument, facts: RunFacts): RunFacts {
  if (!environment) return facts;
  const { commit, branchName, buildUrl } = environment;
  const buildId =
    environment.buildId ?? (environment.buildNumber === undefined ? undefined : String(environment.buildNumber));
  return {
    ...facts,
    ...(commit
      ? {
          git: {
            commit,
            ...(branchName ? { branch: branchName } : {}),
            dirty: false,
            rootPrefix: facts.git?.rootPrefix ?? '',
          },
        }
      : {}),
    ...(buildId
      ? {
          ci: {
            provider: 'unknown',
            buildId,
            ...(buildUrl ? { buildUrl } : {}),
            ...(environment.buildName ? { job: environment.buildName } : {}),
          },
        }
      : {}),
  };
}

interface TestContext {
  readonly runner: string;
  readonly startedAtMs: number;
  readonly paths: ReportPaths;
  readonly project: string | undefined;
}

function suiteOf(test: CtrfTest): readonly string[] {
  const titles = typeof test.suite === 'string' ? test.suite.split(' > ') : (test.suite ?? []);
  return titles.map((part) => part.trim()).filter((part) => part !== '');
}

/** Where in the suite's titles the file stands: reporters put it there, after the project where there is one. */
function fileIndexIn(test: CtrfTest): number {
  const path = test.filePath?.replaceAll('\\', '/');
  return suiteOf(test).findIndex((part) =>
    path === undefined ? /\.[cm]?[jt]sx?$/.test(part) : `/${path}`.endsWith(`/${part.replace(/^\.\//, '')}`),
  );
}

function fileOf(test: CtrfTest): string {
  return test.filePath ?? suiteOf(test)[fileIndexIn(test)] ?? suiteOf(test)[0] ?? '';
}

function testOf(test: CtrfTest, context: TestContext): ImportedTest {
  const { runner, paths } = context;
  const suite = suiteOf(test);
  const index = fileIndexIn(test);
  const file = paths.fileOf(fileOf(test));
  const attempts = attemptsOf(test, context, file);
  return {
    test: {
      runner,
      project: (index > 0 ? suite[index - 1] : undefined) ?? context.project ?? '',
      file,
      titlePath: [...suite.slice(index + 1), test.name],
      line: test.line ?? 1,
      column: 1,
      ...(test.tags && test.tags.length > 0 ? { tags: test.tags } : {}),
      expectedStatus: test.status === 'skipped' || test.status === 'pending' ? 'skipped' : 'passed',
      retries: Math.max(test.retries ?? 0, attempts.length - 1),
    },
    attempts,
  };
}

/** Tries before the last are in `retryAttempts`; some reporters list the last there too. */
function attemptsOf(test: CtrfTest, context: TestContext, file: string): ImportedAttempt[] {
  const listed = [...(test.retryAttempts ?? [])].sort((a, b) => a.attempt - b.attempt);
  const retries = Math.max(test.retries ?? 0, test.flaky === true ? 1 : 0);
  const hasLast = test.retries !== undefined && listed.length > test.retries;
  const earlier: CtrfAttempt[] = hasLast ? listed.slice(0, -1) : listed;
  const untold = Array.from({ length: Math.max(0, retries - earlier.length) }, (): CtrfAttempt => ({
    status: 'failed',
    message: 'The report tells only that this try failed.',
  }));
  const last: CtrfAttempt = { ...(hasLast ? listed.at(-1) : {}), ...test };
  let clock = test.start ?? context.startedAtMs;
  return [...earlier, ...untold, last].map((attempt, retry) => {
    const startedAtMs = attempt === last && retry > 0 ? Math.max(clock, test.start ?? 0) : (attempt.start ?? clock);
    clock = startedAtMs + (attempt.duration ?? 0);
    return attemptOf(attempt, {
      retry,
      startedAtMs,
      file,
      paths: context.paths,
      steps: attempt === last ? (test.steps ?? []) : [],
      rawStatus: attempt === last ? test.rawStatus : undefined,
    });
  });
}

interface AttemptContext {
  readonly retry: number;
  readonly startedAtMs: number;
  readonly file: string;
  readonly paths: ReportPaths;
  readonly steps: NonNullable<CtrfTest['steps']>;
  readonly rawStatus: string | undefined;
}

function attemptOf(attempt: CtrfAttempt, context: AttemptContext): ImportedAttempt {
  const status = statusOf(attempt, context.rawStatus);
  const isBad = status === 'failed' || status === 'timedOut';
  const { message, trace, snippet } = attempt;
  const failure =
    message || trace
      ? failureOfReport({ message, stack: trace, snippet }, { base: context.paths.base, file: context.file })
      : untoldFailure('The test failed and the report gives no error.');
  const attachments = (attempt.attachments ?? []).map(({ name, contentType, path }) =>
    path === undefined ? { name, contentType } : { name, contentType, path },
  );
  const steps = context.steps.map((step): Step => ({
    title: step.name,
    category: 'test.step',
    durationMs: 0,
    depth: 0,
    ...(step.status === 'failed' ? { failed: true } : {}),
  }));
  return {
    retry: context.retry,
    repeat: 0,
    status,
    startedAtMs: context.startedAtMs,
    durationMs: Math.max(0, attempt.duration ?? 0),
    workerIndex: -1,
    parallelIndex: -1,
    ...(steps.length > 0 ? { steps: steps.slice(0, 200) } : {}),
    ...(isBad ? { failures: [failure] } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...outputTails(joined(attempt.stdout), joined(attempt.stderr)),
  };
}

/** CTRF has five statuses; the tool's own word tells more. `other` is what neither passed nor failed. */
function statusOf(attempt: CtrfAttempt, rawStatus: string | undefined): AttemptStatus {
  if (attempt.status === 'passed') return 'passed';
  if (attempt.status === 'skipped' || attempt.status === 'pending') return 'skipped';
  const isTimeout =
    /^timed ?out$/i.test(rawStatus ?? '') || /^Test timeout of \d+ms exceeded/.test(attempt.message ?? '');
  if (isTimeout) return 'timedOut';
  return attempt.status === 'failed' ? 'failed' : 'interrupted';
}

function joined(text: string | readonly string[] | undefined): string {
  return typeof text === 'string' ? text : (text ?? []).join('\n');
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
