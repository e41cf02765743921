import { type RunnerName, type Step, isAbsolutePath, relativeToRoot, stripAnsi } from '@millwright/core';
import type { z } from 'zod';

import type { ImportedAttempt, ImportedTest } from './assemble-run.ts';
import type { BlobAttempt, BlobEvents, BlobStep, blobSuiteSchema, blobTestSchema } from './playwright-blob-events.ts';
import {
  type PlaywrightError,
  annotationsOf,
  attachmentsOfResult,
  didNotRun,
  expectedStatusOf,
  failuresOfResult,
} from './playwright-result.ts';
import { outputTails } from './reported-output.ts';

/** The tests of a blob with their attempts. `root` is where the project lay on the machine of the report. */
export function testsOfBlob(events: BlobEvents, runner: RunnerName, root: string): ImportedTest[] {
  const attempts = Map.groupBy(events.attempts, (attempt) => attempt.testId);
  const paths = { root, cwd: events.config.rootDir };
  const visit = (suite: z.infer<typeof blobSuiteSchema>, project: string, titles: readonly string[]): ImportedTest[] =>
    suite.entries.flatMap((entry) => {
      if ('entries' in entry) return visit(entry, project, entry.title === '' ? titles : [...titles, entry.title]);
      return [testOf(entry, { runner, project, titles, paths, attempts: attempts.get(entry.testId) ?? [] })];
    });
  return events.projects.flatMap((project) => project.suites.flatMap((file) => visit(file, project.name, [])));
}

interface TestContext {
  readonly runner: RunnerName;
  readonly project: string;
  readonly titles: readonly string[];
  readonly paths: { readonly root: string; readonly cwd: string };
  readonly attempts: readonly BlobAttempt[];
}

function testOf(test: z.infer<typeof blobTestSchema>, context: TestContext): ImportedTest {
  const { runner, project, titles, paths, attempts } = context;
  const told = attempts.findLast((attempt) => attempt.end)?.end?.test;
  const expectedStatus = told?.expectedStatus ?? 'passed';
  const ran = attempts.filter((attempt) => !attempt.end || !didNotRun(attempt.end.result.status, expectedStatus));
  const file = isAbsolutePath(test.location.file) ? test.location.file : test.location.file.replaceAll('\\', '/');
  return {
    test: {
      runner,
      project,
      file: relativeToRoot(file, paths),
      titlePath: [...titles, test.title],
      line: test.location.line,
      column: test.location.column,
      ...(test.tags.length > 0 ? { tags: test.tags } : {}),
      ...annotationsOf(told?.annotations?.length ? told.annotations : test.annotations),
      expectedStatus: expectedStatusOf(expectedStatus),
      retries: test.retries,
      ...(told?.timeout === undefined ? {} : { timeoutMs: told.timeout }),
      runnerId: test.testId,
    },
    attempts: ran.map((attempt) => attemptOf(attempt, test.repeatEachIndex, paths)),
  };
}

function attemptOf(
  attempt: BlobAttempt,
  repeat: number,
  paths: { readonly root: string; readonly cwd: string },
): ImportedAttempt {
  const status = attempt.end?.result.status ?? 'interrupted';
  const steps = stepsOf(attempt.steps, paths);
  const attachments = [...(attempt.end?.result.attachments ?? []), ...attempt.attachments];
  return {
    retry: attempt.retry,
    repeat,
    status,
    startedAtMs: attempt.startTime,
    durationMs: Math.max(0, attempt.end?.result.duration ?? 0),
    workerIndex: attempt.workerIndex,
    parallelIndex: attempt.parallelIndex,
    ...(steps.length > 0 ? { steps: steps.slice(0, 200) } : {}),
    ...(steps.length > 200 ? { stepsDropped: steps.length - 200 } : {}),
    ...failuresOfResult(status, attempt.end?.result.errors ?? [], { root: paths.root }, (error) =>
      failingStepOf(attempt.steps, error),
    ),
    // The files themselves stay in the archive.
    ...attachmentsOfResult(
      attachments.map(({ name, contentType }) => ({ name, contentType })),
      { root: paths.root },
    ),
    ...outputTails(attempt.stdout, attempt.stderr),
  };
}

/** Steps in the order of their start; the scaffolding of hooks and fixtures is left out, as our own reporter does. */
function stepsOf(steps: readonly BlobStep[], paths: { readonly root: string; readonly cwd: string }): Step[] {
  const depths = new Map<string, number>();
  const parents = new Set(steps.map((step) => step.parentStepId));
  return steps.flatMap((step) => {
    const depth = step.parentStepId === undefined ? 0 : (depths.get(step.parentStepId) ?? -1) + 1;
    depths.set(step.id, depth);
    const isScaffolding =
      (step.category === 'hook' || step.category === 'fixture') &&
      !step.error &&
      !step.location &&
      !parents.has(step.id);
    if (isScaffolding) return [];
    const location = step.location && { ...step.location, file: relativeToRoot(step.location.file, paths) };
    return [
      {
        title: titleOf(step),
        category: step.category,
        durationMs: Math.max(0, step.duration ?? 0),
        depth,
        ...(location ? { location } : {}),
        ...(step.error ? { failed: true } : {}),
      },
    ];
  });
}

/** The innermost step that failed with this error comes last among those that did. */
function failingStepOf(steps: readonly BlobStep[], error: PlaywrightError): string | undefined {
  const step = steps.findLast(
    (candidate) =>
      candidate.category !== 'hook' &&
      candidate.error?.message !== undefined &&
      candidate.error.message === error.message,
  );
  return step && titleOf(step);
}

function titleOf(step: BlobStep): string {
  return stripAnsi(step.subtitle ? `${step.title} ${step.subtitle}` : step.title);
}
