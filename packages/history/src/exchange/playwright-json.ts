import { posix } from 'node:path';

import { type PathBase, type Run, type RunnerName, type Step, isAbsolutePath, stripAnsi } from '@millwright/core';
import { z } from 'zod';

import { type ImportedAttempt, type ImportedTest, assembleRun } from './assemble-run.ts';
import { type Importer, type ParseContext, type ReportFile, beginningOf } from './importer.ts';
import {
  annotationSchema,
  annotationsOf,
  attachmentSchema,
  attachmentsOfResult,
  didNotRun,
  errorSchema,
  expectedStatusOf,
  failureOfPlaywright,
  failuresOfResult,
  gitFactsOfMetadata,
  metadataSchema,
  shardSchema,
  statusSchema,
} from './playwright-result.ts';
import { checked, contentHashOf, jsonOf, textOf } from './report-content.ts';
import { pathsBelow } from './report-paths.ts';
import { outputTails } from './reported-output.ts';

const outputSchema = z.array(z.object({ text: z.string().optional(), buffer: z.string().optional() }));

const stepSchema = z.object({
  title: z.string(),
  duration: z.number(),
  error: errorSchema.optional(),
  get steps() {
    return z.array(stepSchema).optional();
  },
});

const resultSchema = z.object({
  workerIndex: z.number(),
  parallelIndex: z.number().optional(),
  status: statusSchema.optional(),
  duration: z.number(),
  error: errorSchema.optional(),
  errors: z.array(errorSchema).default([]),
  stdout: outputSchema.default([]),
  stderr: outputSchema.default([]),
  retry: z.number(),
  startTime: z.string(),
  steps: z.array(stepSchema).optional(),
  attachments: z.array(attachmentSchema).default([]),
});

const specSchema = z.object({
  title: z.string(),
  tags: z.array(z.string()).default([]),
  id: z.string().optional(),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  tests: z.array(
    z.object({
      timeout: z.number().optional(),
      annotations: z.array(annotationSchema).default([]),
      expectedStatus: z.string().default('passed'),
      projectName: z.string().default(''),
      results: z.array(resultSchema),
    }),
  ),
});

const suiteSchema = z.object({
  title: z.string(),
  specs: z.array(specSchema).default([]),
  get suites() {
    return z.array(suiteSchema).optional();
  },
});

const reportSchema = z.object({
  config: z.object({
    configFile: z.string().optional(),
    rootDir: z.string(),
    version: z.string().default(''),
    workers: z.number().optional(),
    shard: shardSchema.nullish(),
    metadata: metadataSchema.optional(),
    projects: z.array(z.object({ name: z.string().default(''), retries: z.number().default(0) })).default([]),
  }),
  suites: z.array(suiteSchema),
  errors: z.array(errorSchema).default([]),
  stats: z.object({ startTime: z.string().optional(), duration: z.number().optional() }).optional(),
});
type Report = z.infer<typeof reportSchema>;

const title = 'a Playwright JSON report';

/** `--reporter=json` of Playwright 1.30 and later. */
export const playwrightJson: Importer = {
  name: 'playwright-json',
  title,
  takes: 'file',
  detects(file) {
    const beginning = beginningOf(file, 16_384);
    return /^\s*\{\s*"config"\s*:/.test(beginning) && beginning.includes('"rootDir"');
  },
  parse(files, context) {
    return files.map((file) => parseReport(file, context));
  },
};

function parseReport(file: ReportFile, context: ParseContext): Run {
  const report = checked(reportSchema, jsonOf(file.path, textOf(file), title), file.path, title);
  const { config } = report;
  const base = pathsBelow(
    config.configFile ? posix.dirname(slashed(config.configFile)) : rootDirAbove(config.rootDir, context.root),
  ).base;
  const runner = context.runner ?? 'playwright';
  const tests = report.suites.flatMap((suite) => testsOfSuite(suite, [], { report, base, runner }, true));
  const starts = tests.flatMap(({ attempts }) => attempts.map((attempt) => attempt.startedAtMs));
  const startedAtMs = Date.parse(report.stats?.startTime ?? '') || Math.min(file.modifiedAtMs, ...starts);
  const git = gitFactsOfMetadata(config.metadata);
  return assembleRun({
    header: {
      runner,
      runnerVersion: config.version,
      ...configPartsOf(config),
      facts: git ? { ...context.facts, git } : context.facts,
      importedFrom: `playwright-json ${posix.basename(slashed(file.path))}`,
    },
    startedAtMs,
    durationMs: report.stats?.duration ?? 0,
    tests,
    errors: report.errors.map((error) => failureOfPlaywright(error, base)),
    contentHash: contentHashOf([file]),
    duplicates: 'repeat',
  });
}

function configPartsOf(config: Report['config']): Pick<Run, 'projects' | 'shard' | 'workers'> {
  const workers = config.metadata?.actualWorkers ?? config.workers;
  return {
    projects: config.projects.map(({ name }) => ({ name })),
    ...(config.shard ? { shard: config.shard } : {}),
    ...(workers === undefined ? {} : { workers }),
  };
}

interface SuiteContext {
  readonly report: Report;
  readonly base: PathBase;
  readonly runner: RunnerName;
}

/** The outermost suite is the file; titles of anonymous `describe` blocks are empty and do not count. */
function testsOfSuite(
  suite: z.infer<typeof suiteSchema>,
  path: readonly string[],
  context: SuiteContext,
  isFile = false,
): ImportedTest[] {
  const titles = isFile || suite.title === '' ? path : [...path, suite.title];
  return [
    ...suite.specs.flatMap((spec) => testsOfSpec(spec, [...titles, spec.title], context)),
    ...(suite.suites ?? []).flatMap((inner) => testsOfSuite(inner, titles, context)),
  ];
}

function testsOfSpec(
  spec: z.infer<typeof specSchema>,
  titlePath: readonly string[],
  { report, base, runner }: SuiteContext,
): ImportedTest[] {
  const file = pathsBelow(base.root).fileOf(
    isAbsolutePath(spec.file) ? spec.file : `${slashed(report.config.rootDir)}/${slashed(spec.file)}`,
  );
  return spec.tests.map((test) => {
    const ran = test.results.filter((result) => !didNotRun(result.status ?? 'interrupted', test.expectedStatus));
    return {
      test: {
        runner,
        project: test.projectName,
        file,
        titlePath,
        line: spec.line,
        column: spec.column,
        // The report takes the `@` off, Playwright's own tags have it.
        ...(spec.tags.length > 0 ? { tags: spec.tags.map((tag) => (tag.startsWith('@') ? tag : `@${tag}`)) } : {}),
        ...annotationsOf(test.annotations),
        expectedStatus: expectedStatusOf(test.expectedStatus),
        retries: report.config.projects.find(({ name }) => name === test.projectName)?.retries ?? 0,
        ...(test.timeout === undefined ? {} : { timeoutMs: test.timeout }),
        ...(spec.id === undefined ? {} : { runnerId: spec.id }),
      },
      attempts: ran.map((result) => attemptOf(result, base)),
    };
  });
}

function attemptOf(result: z.infer<typeof resultSchema>, base: PathBase): ImportedAttempt {
  const status = result.status ?? 'interrupted';
  // `error` is the first of `errors` before it was laid out for reading: its parts are still apart.
  const errors = result.error ? [result.error, ...result.errors.slice(1)] : result.errors;
  const steps = stepsOf(result.steps ?? [], 0);
  return {
    retry: result.retry,
    repeat: 0,
    status,
    startedAtMs: Date.parse(result.startTime),
    durationMs: Math.max(0, result.duration),
    workerIndex: result.workerIndex,
    parallelIndex: result.parallelIndex ?? -1,
    ...(steps.length > 0 ? { steps: steps.slice(0, 200) } : {}),
    ...(steps.length > 200 ? { stepsDropped: steps.length - 200 } : {}),
    ...failuresOfResult(status, errors, base, (error) => failingStepOf(result.steps ?? [], error.message)),
    ...attachmentsOfResult(result.attachments, base),
    ...outputTails(printed(result.stdout), printed(result.stderr)),
  };
}

/** The report keeps the steps of `test.step` alone. */
function stepsOf(steps: readonly z.infer<typeof stepSchema>[], depth: number): Step[] {
  return steps.flatMap((step) => [
    {
      title: stripAnsi(step.title),
      category: 'test.step',
      durationMs: Math.max(0, step.duration),
      depth,
      ...(step.error ? { failed: true } : {}),
    },
    ...stepsOf(step.steps ?? [], depth + 1),
  ]);
}

function failingStepOf(steps: readonly z.infer<typeof stepSchema>[], message: string | undefined): string | undefined {
  const step = steps.find((candidate) => candidate.error !== undefined && candidate.error.message === message);
  return step && (failingStepOf(step.steps ?? [], message) ?? stripAnsi(step.title));
}

function printed(chunks: z.infer<typeof outputSchema>): string {
  return chunks.map((chunk) => chunk.text ?? Buffer.from(chunk.buffer ?? '', 'base64').toString('utf8')).join('');
}

/** Without a config file the project is where Playwright was started, which the report does not tell: the folder here, if it fits. */
function rootDirAbove(rootDir: string, root: string): string {
  return slashed(rootDir).startsWith(`${slashed(root)}/`) ? root : slashed(rootDir);
}

function slashed(path: string): string {
  return path.startsWith('/') ? path : path.replaceAll('\\', '/');
}
