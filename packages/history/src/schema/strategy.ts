import * as z from 'zod';

import { headOf, index, text } from './parts.ts';

const ratio = z.number().min(0).max(1);
const durationMs = z.number().min(0);
const priority = z.enum(['Critical', 'High', 'Medium', 'Low']);

const plannedTest = z
  .object({
    testId: text.describe('Hash of runner, project, file and titles.'),
    runner: text,
    project: text,
    file: text.describe('Relative to the project root.'),
    line: z.int().min(1).optional(),
    titlePath: z.array(text).describe('Titles from the outermost describe on.'),
    type: z.enum(['e2e', 'api', 'unit', 'integration']),
    priority,
    risk: ratio.describe('The weighted sum of the factors.'),
    riskFactors: z
      .array(z.object({ name: text, score: ratio, weight: ratio, evidence: text }))
      .describe('The reasons, the heaviest first; weights add up to 1.'),
    service: text.optional(),
    module: text.optional(),
    endpoint: text.optional(),
    method: text.optional(),
    dependencies: z.array(text).describe('Ids of the tests that must run before it.'),
    estimatedDurationMs: durationMs,
    estimateFrom: z.enum(['history', 'default']),
    tags: z.array(text),
  })
  .describe('One test of a strategy.');

export const strategySchema = z
  .object({
    ...headOf('strategy'),
    id: text,
    name: text,
    description: text,
    createdAt: text.describe('ISO 8601.'),
    targetServices: z.array(text),
    wholeSuite: z.boolean().describe('Whether every known test is planned.'),
    testCases: z.array(plannedTest),
    executionOrder: z.array(text).describe('Test ids in the order in which they should start.'),
    parallelGroups: z
      .array(z.object({ index, testIds: z.array(text), estimatedDurationMs: durationMs }))
      .describe('What one worker runs one after the other.'),
    totalDurationMs: durationMs,
    wallDurationMs: durationMs,
    coverageTargets: z.array(
      z.object({
        service: text,
        endpointCount: index,
        reachedCount: index,
        targetRatio: ratio,
        priority: priority.optional(),
      }),
    ),
    budgetMs: durationMs.optional(),
    objective: z.enum(['priority', 'first-failure', 'failures', 'risk']).optional(),
    leftOut: z.array(text).describe('Ids that a budget left out, most important first.'),
    lacked: z.array(text).describe('What planning had to do without, in sentences.'),
  })
  .describe('A plan as `e2e plan-strategy` writes it: which tests, why, in which order, side by side with which.');
