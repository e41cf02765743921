import { posix } from 'node:path';

import type { AttemptStatus, Failure, PathBase, Run, Step } from '@millwright/core';
import { z } from 'zod';

import { type ImportedAttempt, type ImportedTest, assembleRun } from './assemble-run.ts';
import type { Importer, ParseContext, ReportFile } from './importer.ts';
import { checked, contentHashOf, jsonOf, textOf } from './report-content.ts';
import { type ReportPaths, reportPathsOf } from './report-paths.ts';
import { failureOfReport, untoldFailure } from './reported-failure.ts';

const title = 'an Allure result';

const stepSchema = z.object({
  name: z.string().default(''),
  status: z.string().optional(),
  start: z.number().optional(),
  stop: z.number().optional(),
  get steps() {
    return z.array(stepSchema).optional();
  },
});

const resultSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  fullName: z.string().default(''),
  status: z.string().optional(),
  statusDetails: z
    .object({
      message: z.string().optional(),
      trace: z.string().optional(),
      expected: z.string().optional(),
      actual: z.string().optional(),
    })
    .default({}),
  start: z.number().optional(),
  stop: z.number().optional(),
  titlePath: z.array(z.string()).optional(),
  labels: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  steps: z.array(stepSchema).default([]),
  attachments: z
    .array(z.object({ name: z.string().default(''), source: z.string(), type: z.string().default('') }))
    .default([]),
});
type Result = z.infer<typeof resultSchema>;

/** A folder `allure-results`: one file for each try of each test, all of one run. */
export const allure: Importer = {
  name: 'allure',
  title: 'a folder of Allure results',
  takes: 'folder',
  detects: (file) => file.path.endsWith('-result.json'),
  parse(files, context) {
    const results = files.map((file) => ({
      folder: posix.dirname(file.path.replaceAll('\\', '/')),
      ...checked(resultSchema, jsonOf(file.path, textOf(file), title), file.path, title),
    }));
    return [runOf(results, files, context)];
  },
};

function runOf(
  results: readonly (Result & { folder: string })[],
  files: readonly ReportFile[],
  context: ParseContext,
): Run {
  const ordered = [...results].sort((a, b) => (a.start ?? 0) - (b.start ?? 0) || (a.uuid < b.uuid ? -1 : 1));
  const framework = labelsOf(ordered[0], 'framework')[0] ?? '';
  const runner = context.runner ?? (framework === 'playwright' || framework === 'vitest' ? framework : 'allure');
  const paths = reportPathsOf(
    ordered.map((result) => placeOf(result).file),
    context,
  );
  const tests = ordered.map((result) => testOf(result, { runner, paths, project: context.project }));
  const starts = ordered.map((result) => result.start).filter((start) => start !== undefined);
  const startedAtMs = starts.length > 0 ? Math.min(...starts) : Math.min(...files.map((file) => file.modifiedAtMs));
  const stop = Math.max(startedAtMs, ...ordered.map((result) => result.stop ?? 0));
  return assembleRun({
    header: {
      runner,
      runnerVersion: '',
      facts: context.facts,
      projects: [...new Set(tests.map(({ test }) => test.project))].map((name) => ({ name })),
      importedFrom: `allure ${posix.basename(ordered[0]?.folder ?? '')}`,
    },
    startedAtMs,
    durationMs: stop - startedAtMs,
    tests,
    contentHash: contentHashOf(files),
    // Tries share everything but their time: a result after a bad one of the same test is its retry.
    duplicates: 'retry',
  });
}

function labelsOf(result: Result | undefined, name: string): string[] {
  return (result?.labels ?? []).filter((label) => label.name === name).map((label) => label.value);
}

/**
 * Where a test stands. Newer adapters write `titlePath`: the package, the folders and the file, the `describe` blocks.
 * Older ones have the labels `suite` for the file and `subSuite` for the blocks.
 */
function placeOf(result: Result): { file: string; describes: readonly string[] } {
  const path = result.titlePath ?? [];
  const fileIndex = path.findIndex((part) => /\.\w{1,5}$/.test(part));
  if (fileIndex >= 0) {
    // The label `package` is the package's name and the path in dots.
    const hasPackage = fileIndex > 0 && labelsOf(result, 'package').some((label) => label.startsWith(`${path[0]}.`));
    return { file: path.slice(hasPackage ? 1 : 0, fileIndex + 1).join('/'), describes: path.slice(fileIndex + 1) };
  }
  const suite = labelsOf(result, 'suite')[0] ?? labelsOf(result, 'testClass')[0] ?? labelsOf(result, 'package')[0];
  const describes = (labelsOf(result, 'subSuite')[0] ?? '').split(' > ').filter((part) => part !== '');
  return { file: suite ?? result.fullName.split('#')[0] ?? '', describes };
}

interface TestContext {
  readonly runner: string;
  readonly paths: ReportPaths;
  readonly project: string | undefined;
}

function testOf(result: Result & { folder: string }, context: TestContext): ImportedTest {
  const { runner, paths } = context;
  const isPlaywright = runner === 'playwright';
  const { file: told, describes } = placeOf(result);
  const file = paths.fileOf(told);
  const project = result.parameters.find(({ name }) => name === 'Project')?.value;
  const tags = labelsOf(result, 'tag').map((tag) => (isPlaywright && !tag.startsWith('@') ? `@${tag}` : tag));
  // Annotations become steps; `test.fail` is one, and then a failure is what was expected.
  const failsOnPurpose =
    isPlaywright && result.steps.some((step) => /^fail(?::|$)/.test(step.name) && step.start === undefined);
  const status = statusOf(result, failsOnPurpose);
  return {
    test: {
      runner,
      project: project ?? context.project ?? '',
      file,
      titlePath: [...describes, result.name],
      line: 1,
      column: 1,
      ...(tags.length > 0 ? { tags } : {}),
      expectedStatus: failsOnPurpose ? 'failed' : status === 'skipped' ? 'skipped' : 'passed',
      retries: 0,
    },
    attempts: [attemptOf(result, status, file, paths)],
  };
}

function statusOf({ status, statusDetails }: Result, failsOnPurpose: boolean): AttemptStatus {
  if (status === 'passed') return failsOnPurpose ? 'failed' : 'passed';
  if (status === 'failed' && failsOnPurpose) return 'passed';
  if (/^(?:Test timeout of \d+ms exceeded|(?:Test|Hook) timed out in \d+ms)/.test(statusDetails.message ?? ''))
    return 'timedOut';
  return status === 'failed' || status === 'broken' ? 'failed' : 'skipped';
}

function attemptOf(
  result: Result & { folder: string },
  status: AttemptStatus,
  file: string,
  { base }: ReportPaths,
): ImportedAttempt {
  const steps = stepsOf(result.steps, 0);
  const worker = /worker-(\d+)$/.exec(labelsOf(result, 'thread')[0] ?? '')?.[1];
  const attachments = result.attachments.map(({ name, source, type }) => ({
    name,
    contentType: type,
    path: `${result.folder}/${source}`,
  }));
  return {
    retry: 0,
    repeat: 0,
    status,
    startedAtMs: result.start ?? 0,
    durationMs: Math.max(0, (result.stop ?? 0) - (result.start ?? 0)),
    workerIndex: Number(worker ?? -1),
    parallelIndex: -1,
    ...(steps.length > 0 ? { steps: steps.slice(0, 200) } : {}),
    ...(steps.length > 200 ? { stepsDropped: steps.length - 200 } : {}),
    ...(status === 'failed' || status === 'timedOut' ? { failures: [failureOf(result, file, base)] } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

function failureOf({ statusDetails }: Result, file: string, base: PathBase): Failure {
  const { message, trace, expected, actual } = statusDetails;
  if (!message && !trace) return untoldFailure('The test failed and the report gives no error.');
  return failureOfReport({ message, stack: trace, expected, actual }, { base, file });
}

/** Hooks are scaffolding; annotations are steps without a start. */
function stepsOf(steps: readonly z.infer<typeof stepSchema>[], depth: number): Step[] {
  return steps.flatMap((step): Step[] => {
    if (step.start === undefined || /^(?:Before|After) Hooks$/.test(step.name)) return [];
    const failed = step.status === 'failed' || step.status === 'broken';
    const own = {
      title: step.name,
      category: 'test.step',
      durationMs: Math.max(0, (step.stop ?? 0) - step.start),
      depth,
      ...(failed ? { failed } : {}),
    };
    return [own, ...stepsOf(step.steps ?? [], depth + 1)];
  });
}
