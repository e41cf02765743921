import { type RunnerName, type Shard, type Step, isAbsolutePath, relativeToRoot, stripAnsi } from '@millwright/core';
import { z } from 'zod';

import type { ImportedAttempt, ImportedTest } from './assemble-run.ts';
import {
  type PlaywrightError,
  annotationSchema,
  annotationsOf,
  attachmentSchema,
  attachmentsOfResult,
  didNotRun,
  errorSchema,
  expectedStatusOf,
  failuresOfResult,
  locationSchema,
  metadataSchema,
  shardSchema,
  statusSchema,
} from './playwright-result.ts';
import { brokenReport, checked } from './report-content.ts';
import { outputTails } from './reported-output.ts';

/** The newest layout that Playwright has written so far. */
const newestVersion = 2;

const testSchema = z.object({
  testId: z.string(),
  title: z.string(),
  location: locationSchema,
  retries: z.number().default(0),
  tags: z.array(z.string()).default([]),
  repeatEachIndex: z.number().default(0),
  annotations: z.array(annotationSchema).default([]),
});
const suiteSchema = z.object({
  title: z.string(),
  get entries() {
    return z.array(z.union([testSchema, suiteSchema]));
  },
});
const projectSchema = z.object({ name: z.string(), suites: z.array(suiteSchema) });
const configSchema = z.object({
  configFile: z.string().optional(),
  rootDir: z.string(),
  version: z.string().default(''),
  workers: z.number().optional(),
  metadata: metadataSchema.optional(),
});
const attemptSchema = z.object({ id: z.string(), retry: z.number(), workerIndex: z.number(), parallelIndex: z.number(), startTime: z.number() });
const stepBeginSchema = z.object({ id: z.string(), parentStepId: z.string().optional(), title: z.string(), subtitle: z.string().optional(), category: z.string(), location: locationSchema.optional() });
const stepEndSchema = z.object({ id: z.string(), duration: z.number(), error: errorSchema.optional() });
const testEndSchema = z.object({
  test: z.object({ testId: z.string(), expectedStatus: z.string(), timeout: z.number().optional(), annotations: z.array(annotationSchema).optional() }),
  result: z.object({ id: z.string(), duration: z.number(), status: statusSchema, errors: z.array(errorSchema).default([]), attachments: z.array(attachmentSchema).optional() }),
});
const endSchema = z.object({ status: z.string(), startTime: z.number(), duration: z.number() });

type BlobStep = z.infer<typeof stepBeginSchema> & Partial<z.infer<typeof stepEndSchema>>;

/** A result put together from its events. */
interface BlobAttempt extends z.infer<typeof attemptSchema> {
  readonly testId: string;
  readonly steps: BlobStep[];
  readonly attachments: z.infer<typeof attachmentSchema>[];
  stdout: string;
  stderr: string;
  end?: z.infer<typeof testEndSchema>;
}

/** The events of one blob in order, sorted into what they tell. */
export interface BlobEvents {
  shard?: Shard;
  config: z.infer<typeof configSchema>;
  readonly projects: z.infer<typeof projectSchema>[];
  readonly attempts: BlobAttempt[];
  readonly errors: PlaywrightError[];
  end?: z.infer<typeof endSchema>;
}

interface Reading {
  readonly events: BlobEvents;
  readonly byResult: Map<string, BlobAttempt>;
  check<T>(schema: z.ZodType<T>, value: unknown): T;
}

/** Reads the lines of `report.jsonl`. A line that is no event makes the whole report unusable. */
export function blobEventsOf(text: string, path: string, title: string): BlobEvents {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const events: BlobEvents = { config: { rootDir: '', version: '' }, projects: [], attempts: [], errors: [] };
  const reading: Reading = { events, byResult: new Map(), check: (schema, value) => checked(schema, value, path, title) };
  for (const [index, line] of lines.entries()) {
    let event: { method?: unknown; params?: Record<string, unknown> };
    try {
      event = JSON.parse(line) as typeof event;
    } catch (cause) {
      throw brokenReport(path, `is not ${title}: expected an event in line ${index + 1} of report.jsonl, found a text that is cut off or damaged.`, cause);
    }
    handlers[String(event.method)]?.(reading, event.params ?? {});
  }
  if (events.config.rootDir === '') throw brokenReport(path, `is not ${title}: expected the configuration of a run in report.jsonl, found none.`);
  return events;
}

const handlers: Readonly<Record<string, (reading: Reading, params: Record<string, unknown>) => void>> = {
  onBlobReportMetadata({ events, check }, params) {
    const { shard } = check(z.object({ version: z.number().max(newestVersion, `expected version ${newestVersion} or older, found ${String(params['version'])}`), shard: shardSchema.nullish() }), params);
    if (shard) events.shard = shard;
  },
  onConfigure({ events, check }, params) {
    events.config = check(configSchema, params['config']);
  },
  onProject({ events, check }, params) {
    events.projects.push(check(projectSchema, params['project']));
  },
  onTestBegin({ events, byResult, check }, params) {
    const attempt = { ...check(attemptSchema, params['result']), testId: String(params['testId']), steps: [], attachments: [], stdout: '', stderr: '' };
    events.attempts.push(attempt);
    byResult.set(attempt.id, attempt);
  },
  onStepBegin({ byResult, check }, params) {
    byResult.get(String(params['resultId']))?.steps.push(check(stepBeginSchema, params['step']));
  },
  onStepEnd({ byResult, check }, params) {
    const ended = check(stepEndSchema, params['step']);
    const step = byResult.get(String(params['resultId']))?.steps.findLast((candidate) => candidate.id === ended.id);
    if (step) Object.assign(step, ended);
  },
  onAttach({ byResult, check }, params) {
    byResult.get(String(params['resultId']))?.attachments.push(...check(z.array(attachmentSchema), params['attachments']));
  },
  onStdIO({ byResult }, params) {
    const attempt = byResult.get(String(params['resultId']));
    const text = params['isBase64'] === true ? Buffer.from(String(params['data']), 'base64').toString('utf8') : String(params['data']);
    if (attempt) attempt[params['type'] === 'stderr' ? 'stderr' : 'stdout'] += text;
  },
  onTestEnd({ byResult, check }, params) {
    const end = check(testEndSchema, params);
    const attempt = byResult.get(end.result.id);
    if (attempt) attempt.end = end;
  },
  onError({ events, check }, params) {
    events.errors.push(check(errorSchema, params['error']));
  },
  onEnd({ events, check }, params) {
    events.end = check(endSchema, params['result']);
  },
};

/** The tests of a blob with their attempts. `root` is where the project lay on the machine of the report. */
export function testsOfBlob(events: BlobEvents, runner: RunnerName, root: string): ImportedTest[] {
  const attempts = Map.groupBy(events.attempts, (attempt) => attempt.testId);
  const paths = { root, cwd: events.config.rootDir };
  const visit = (suite: z.infer<typeof suiteSchema>, project: string, titles: readonly string[]): ImportedTest[] =>
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

function testOf(test: z.infer<typeof testSchema>, context: TestContext): ImportedTest {
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

function attemptOf(attempt: BlobAttempt, repeat: number, paths: { readonly root: string; readonly cwd: string }): ImportedAttempt {
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
    ...failuresOfResult(status, attempt.end?.result.errors ?? [], { root: paths.root }, (error) => failingStepOf(attempt.steps, error)),
    // The files themselves stay in the archive.
    ...attachmentsOfResult(attachments.map(({ name, contentType }) => ({ name, contentType })), { root: paths.root }),
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
    const isScaffolding = (step.category === 'hook' || step.category === 'fixture') && !step.error && !step.location && !parents.has(step.id);
    if (isScaffolding) return [];
    const location = step.location && { ...step.location, file: relativeToRoot(step.location.file, paths) };
    return [{ title: titleOf(step), category: step.category, durationMs: Math.max(0, step.duration ?? 0), depth, ...(location ? { location } : {}), ...(step.error ? { failed: true } : {}) }];
  });
}

/** The innermost step that failed with this error comes last among those that did. */
function failingStepOf(steps: readonly BlobStep[], error: PlaywrightError): string | undefined {
  const step = steps.findLast((candidate) => candidate.category !== 'hook' && candidate.error?.message !== undefined && candidate.error.message === error.message);
  return step && titleOf(step);
}

function titleOf(step: BlobStep): string {
  return stripAnsi(step.subtitle ? `${step.title} ${step.subtitle}` : step.title);
}
