import type { Shard } from '@millwright/core';
import { z } from 'zod';

import {
  type PlaywrightError,
  annotationSchema,
  attachmentSchema,
  errorSchema,
  locationSchema,
  metadataSchema,
  shardSchema,
  statusSchema,
} from './playwright-result.ts';
import { brokenReport, checked } from './report-content.ts';

/** The newest layout that Playwright has written so far. */
const newestVersion = 2;

export const blobTestSchema = z.object({
  testId: z.string(),
  title: z.string(),
  location: locationSchema,
  retries: z.number().default(0),
  tags: z.array(z.string()).default([]),
  repeatEachIndex: z.number().default(0),
  annotations: z.array(annotationSchema).default([]),
});
export const blobSuiteSchema = z.object({
  title: z.string(),
  get entries() {
    return z.array(z.union([blobTestSchema, blobSuiteSchema]));
  },
});
const projectSchema = z.object({ name: z.string(), suites: z.array(blobSuiteSchema) });
const configSchema = z.object({
  configFile: z.string().optional(),
  rootDir: z.string(),
  version: z.string().default(''),
  workers: z.number().optional(),
  metadata: metadataSchema.optional(),
});
const attemptSchema = z.object({
  id: z.string(),
  retry: z.number(),
  workerIndex: z.number(),
  parallelIndex: z.number(),
  startTime: z.number(),
});
const stepBeginSchema = z.object({
  id: z.string(),
  parentStepId: z.string().optional(),
  title: z.string(),
  subtitle: z.string().optional(),
  category: z.string(),
  location: locationSchema.optional(),
});
const stepEndSchema = z.object({ id: z.string(), duration: z.number(), error: errorSchema.optional() });
const testEndSchema = z.object({
  test: z.object({
    testId: z.string(),
    expectedStatus: z.string(),
    timeout: z.number().optional(),
    annotations: z.array(annotationSchema).optional(),
  }),
  result: z.object({
    id: z.string(),
    duration: z.number(),
    status: statusSchema,
    errors: z.array(errorSchema).default([]),
    attachments: z.array(attachmentSchema).optional(),
  }),
});
const endSchema = z.object({ status: z.string(), startTime: z.number(), duration: z.number() });

export type BlobStep = z.infer<typeof stepBeginSchema> & Partial<z.infer<typeof stepEndSchema>>;

/** A result put together from its events. */
export interface BlobAttempt extends z.infer<typeof attemptSchema> {
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
  readonly check: <T>(schema: z.ZodType<T>, value: unknown) => T;
}

/** Reads the lines of `report.jsonl`. A line that is no event makes the whole report unusable. */
export function blobEventsOf(text: string, path: string, title: string): BlobEvents {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const events: BlobEvents = { config: { rootDir: '', version: '' }, projects: [], attempts: [], errors: [] };
  const reading: Reading = {
    events,
    byResult: new Map(),
    check: (schema, value) => checked(schema, value, path, title),
  };
  for (const [index, line] of lines.entries()) {
    let event: { method?: unknown; params?: Record<string, unknown> };
    try {
      event = JSON.parse(line) as typeof event;
    } catch (cause) {
      throw brokenReport(
        path,
        `is not ${title}: expected an event in line ${index + 1} of report.jsonl, found a text that is cut off or damaged.`,
        cause,
      );
    }
    handlers[String(event.method)]?.(reading, event.params ?? {});
  }
  if (events.config.rootDir === '')
    throw brokenReport(path, `is not ${title}: expected the configuration of a run in report.jsonl, found none.`);
  return events;
}

const handlers: Readonly<Record<string, (reading: Reading, params: Record<string, unknown>) => void>> = {
  onBlobReportMetadata({ events, check }, params) {
    const { shard } = check(
      z.object({
        version: z
          .number()
          .max(newestVersion, `expected version ${newestVersion} or older, found ${String(params['version'])}`),
        shard: shardSchema.nullish(),
      }),
      params,
    );
    if (shard) events.shard = shard;
  },
  onConfigure({ events, check }, params) {
    events.config = check(configSchema, params['config']);
  },
  onProject({ events, check }, params) {
    events.projects.push(check(projectSchema, params['project']));
  },
  onTestBegin({ events, byResult, check }, params) {
    const attempt = {
      ...check(attemptSchema, params['result']),
      testId: String(params['testId']),
      steps: [],
      attachments: [],
      stdout: '',
      stderr: '',
    };
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
    byResult
      .get(String(params['resultId']))
      ?.attachments.push(...check(z.array(attachmentSchema), params['attachments']));
  },
  onStdIO({ byResult }, params) {
    const attempt = byResult.get(String(params['resultId']));
    const text =
      params['isBase64'] === true
        ? Buffer.from(String(params['data']), 'base64').toString('utf8')
        : String(params['data']);
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
