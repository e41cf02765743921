import type { ZodType } from 'zod';

import { catalogSchema } from './catalog.ts';
import { coverageSchema, coverageSourceSchema } from './coverage.ts';
import { cutSchema } from './cut.ts';
import { elementsSchema, failingPageSchema } from './elements.ts';
import { failureSchema, pageSchema, stepsSchema } from './evidence.ts';
import { digestSchema, runSchema } from './run.ts';
import { aliasesSchema, stateSchema } from './small-documents.ts';
import { strategySchema } from './strategy.ts';

/** The schema of every document that is kept, by the word after `millwright/` in its format. */
export const documentSchemas = {
  run: runSchema,
  digest: digestSchema,
  catalog: catalogSchema,
  failure: failureSchema,
  page: pageSchema,
  steps: stepsSchema,
  coverage: coverageSchema,
  'coverage-source': coverageSourceSchema,
  cut: cutSchema,
  elements: elementsSchema,
  'failing-page': failingPageSchema,
  aliases: aliasesSchema,
  state: stateSchema,
  strategy: strategySchema,
} as const satisfies Readonly<Record<string, ZodType>>;
