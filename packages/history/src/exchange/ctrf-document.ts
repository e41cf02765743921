import { z } from 'zod';

/** The parts of a CTRF document (https://ctrf.io, schema 0.0 to 0.2) that are read. Unknown keys are ignored. */

const status = z.enum(['passed', 'failed', 'skipped', 'pending', 'other']);
/** One text in early versions, a list of lines since. */
const lines = z.union([z.array(z.string()), z.string()]).optional();
const suite = z.union([z.array(z.string()), z.string()]).optional();
const extra = z.looseObject({ millwright: z.unknown() }).partial().optional();
const attachments = z
  .array(z.object({ name: z.string(), contentType: z.string(), path: z.string().optional() }))
  .optional();

const attemptSchema = z.object({
  attempt: z.number(),
  status,
  duration: z.number().optional(),
  message: z.string().optional(),
  trace: z.string().optional(),
  snippet: z.string().optional(),
  stdout: lines,
  stderr: lines,
  start: z.number().optional(),
  stop: z.number().optional(),
  attachments,
  extra,
});
export type CtrfAttempt = Omit<z.infer<typeof attemptSchema>, 'attempt'>;

const testSchema = z.object({
  name: z.string(),
  status,
  duration: z.number(),
  start: z.number().optional(),
  stop: z.number().optional(),
  suite,
  message: z.string().optional(),
  trace: z.string().optional(),
  snippet: z.string().optional(),
  line: z.number().optional(),
  rawStatus: z.string().optional(),
  tags: z.array(z.string()).optional(),
  filePath: z.string().optional(),
  retries: z.number().optional(),
  retryAttempts: z.array(attemptSchema).optional(),
  flaky: z.boolean().optional(),
  stdout: lines,
  stderr: lines,
  browser: z.string().optional(),
  attachments,
  steps: z.array(z.object({ name: z.string(), status })).optional(),
  extra,
});
export type CtrfTest = z.infer<typeof testSchema>;

export const ctrfSchema = z.object({
  specVersion: z.string().optional(),
  results: z.object({
    tool: z.object({ name: z.string(), version: z.string().optional() }),
    summary: z
      .object({ start: z.number().optional(), stop: z.number().optional(), duration: z.number().optional() })
      .default({}),
    tests: z.array(testSchema),
    environment: z
      .object({
        commit: z.string().optional(),
        branchName: z.string().optional(),
        buildId: z.string().optional(),
        buildName: z.string().optional(),
        buildNumber: z.union([z.number(), z.string()]).optional(),
        buildUrl: z.string().optional(),
      })
      .optional(),
    extra,
  }),
});
export type CtrfDocument = z.infer<typeof ctrfSchema>;
