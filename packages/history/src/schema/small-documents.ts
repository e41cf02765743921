import * as z from 'zod';

import { headOf, text } from './parts.ts';

export const aliasesSchema = z
  .object({ ...headOf('aliases'), aliases: z.array(z.object({ from: text, to: text, reason: text, at: text })) })
  .describe('Tests that go on under a new id since they were renamed or moved.');

export const stateSchema = z
  .object({ ...headOf('state'), name: text, value: z.unknown() })
  .describe('A small mutable document; the shape of its value belongs to whoever named it.');
