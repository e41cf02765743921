import * as z from 'zod';

import { annotation, headOf, text } from './parts.ts';

const test = z.object({
  id: text,
  titlePath: z.array(text).min(1),
  line: z.number(),
  column: z.number(),
  ordinal: z.int().optional(),
  tags: z.array(text).optional(),
  annotations: z.array(annotation).optional(),
  expectedStatus: z.enum(['passed', 'failed', 'skipped']),
  retries: z.number(),
  timeoutMs: z.number().optional(),
  runnerId: text.optional(),
  bodyHash: text.optional(),
});

export const catalogSchema = z
  .object({ ...headOf('catalog'), runner: text, project: text, file: text, tests: z.array(test) })
  .describe('The tests of one spec file in one project, named by the hash of its text.');
