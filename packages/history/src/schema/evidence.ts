import * as z from 'zod';

import { headOf, index, text } from './parts.ts';

export const failureSchema = z
  .object({ ...headOf('failure'), template: text })
  .describe('JSON text of a failure in which U+0001 stands for each number or id, named by the hash of that text.');

export const pageSchema = z
  .object({ ...headOf('page'), template: text })
  .describe(
    'The accessibility tree of a page at the time of a failure, as JSON text of `{frames, message}` with U+0001 for each number or id.',
  );

const kind = z.union([
  z.tuple([text, z.number(), z.int().min(0).max(2)]),
  z.tuple([text, z.number(), z.int().min(0).max(2), text]),
]);

const step = z.union([z.tuple([text, index]), z.tuple([text, index, z.number(), z.number()])]);

export const stepsSchema = z
  .object({ ...headOf('steps'), kinds: z.array(kind), shapes: z.array(z.array(step)) })
  .describe(
    'Lists of steps without their durations: title, kind, then line and column. A kind is category, depth, failed (0 not told, 1 yes, 2 no), then the file.',
  );
