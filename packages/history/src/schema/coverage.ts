import * as z from 'zod';

import { contentHash, headOf, index, shard, text } from './parts.ts';

const counters = z.object({
  source: contentHash,
  s: z.array(z.number()),
  f: z.array(z.number()),
  b: z.array(z.array(z.number())),
});

export const coverageSchema = z
  .object({
    ...headOf('coverage'),
    runId: text,
    shard: shard.optional(),
    startedAt: text,
    files: z.array(text),
    sets: z.array(z.array(index)),
    tests: z.array(z.tuple([text, index, z.union([z.literal(0), z.literal(1)])])),
    totals: z.array(z.tuple([index, counters])).optional(),
  })
  .describe('What one run covered: the files of each test, and istanbul counters of the whole run.');

export const coverageSourceSchema = z
  .object({ ...headOf('coverage-source'), map: z.record(text, z.unknown()) })
  .describe("The part of istanbul's coverage of one file that changes only with the file.");
