import * as z from 'zod';

import { headOf, text } from './parts.ts';

const shard = z.int().min(1);

const place = z.union([shard, z.tuple([shard, z.int().min(1)])]);

export const cutSchema = z
  .object({
    ...headOf('cut'),
    by: z.literal('timings'),
    total: shard,
    units: z.record(text, z.record(text, z.union([place, z.record(text, place)]))),
  })
  .describe('How a sharded suite was cut: project → file → shard, or the parts of the file by title.');
