import * as z from 'zod';

import { catalogSchema } from './catalog.ts';
import { contentHash, headOf, index, shard, sparse, text } from './parts.ts';

const git = z.object({
  commit: text,
  branch: text.optional(),
  commitSubject: text.optional(),
  author: text.optional(),
  committedAt: text.optional(),
  dirty: z.boolean(),
  mergeBase: text.optional(),
  changedFiles: z.array(text).optional(),
  rootPrefix: text,
});

const ci = z.object({
  provider: text,
  buildId: text.optional(),
  buildUrl: text.optional(),
  job: text.optional(),
  buildAttempt: z.number().optional(),
  pullRequest: text.optional(),
  baseBranch: text.optional(),
});

const machine = z.object({
  os: text,
  arch: text,
  node: text,
  cpuCount: z.number(),
  memoryMb: z.number(),
  timeZone: text.optional(),
});

/** What is known of a run beside its tests. */
const headerSchema = z.object({
  runId: text,
  shard: shard.optional(),
  cut: z.object({ by: z.enum(['timings', 'count']), digest: contentHash.optional() }).optional(),
  runner: text,
  runnerVersion: text,
  startedAt: text,
  facts: z.object({ git: git.optional(), ci: ci.optional(), machine, appBuild: text.optional() }),
  projects: z.array(z.object({ name: text, browser: text.optional(), browserVersion: text.optional() })),
  workers: z.number().optional(),
  executionId: text.optional(),
  strategyId: text.optional(),
  importedFrom: text.optional(),
  partial: z.boolean().optional(),
  unstartedFiles: z.array(text).optional(),
  experiment: z.boolean().optional(),
  stress: z.boolean().optional(),
});

const attachment = z.object({ name: text, contentType: text, path: text.optional() });

const steps = z.object({
  documents: z.array(contentHash),
  sizes: z.array(index),
  usual: z.array(z.tuple([index, index, z.int().min(1)])),
  unusual: sparse(z.int().min(-1)).optional(),
  levels: text.optional(),
  durations: sparse(z.array(z.number())).optional(),
  values: sparse(text).optional(),
});

const attempts = z.object({
  test: z.array(index),
  status: z.string().regex(/^[pftsi]*$/),
  start: z.array(z.int()).optional(),
  startAt: z.array(z.number()).optional(),
  duration: z.array(z.number()),
  worker: z.array(index),
  workers: z.array(z.tuple([z.number(), z.number()])),
  retry: sparse(z.number()).optional(),
  repeat: sparse(z.number()).optional(),
  failures: sparse(z.array(index)).optional(),
  attachments: sparse(z.array(attachment)).optional(),
  stdout: sparse(text).optional(),
  stderr: sparse(text).optional(),
  stepsDropped: sparse(z.number()).optional(),
  steps: steps.optional(),
});

const digestAttempts = z.object({
  test: z.array(index),
  status: z.string().regex(/^[pftsi]*$/),
  duration: z.array(z.number()),
  start: z.array(z.number()).optional(),
  repeat: sparse(z.number()).optional(),
  signature: sparse(index).optional(),
});

export const digestSchema = z
  .object({
    ...headOf('digest'),
    source: contentHash,
    header: headerSchema,
    status: z.enum(['passed', 'failed', 'timedOut', 'interrupted', 'crashed']),
    durationMs: z.number(),
    tests: z.array(z.union([contentHash, catalogSchema])),
    attempts: digestAttempts,
    signatures: z.array(text),
  })
  .describe('What statistics need of a run whose document was pruned.');

export const runSchema = z
  .object({
    ...headOf('run'),
    header: headerSchema,
    status: z.enum(['passed', 'failed', 'timedOut', 'interrupted', 'crashed']),
    durationMs: z.number(),
    tests: z.array(z.union([contentHash, catalogSchema])),
    extraTestIds: z.array(text).optional(),
    attempts,
    templates: z.array(contentHash),
    pages: z.array(contentHash),
    failures: z.array(z.union([z.tuple([index, text]), z.tuple([index, text, index, text])])),
    notRun: z.array(z.union([z.tuple([index]), z.tuple([index, text])])),
    errors: z.array(index),
    notes: z.array(text),
  })
  .describe('One run, or one shard of it: one array per property of its attempts.');
