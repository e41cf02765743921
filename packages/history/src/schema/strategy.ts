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
    failProbability: ratio.optional().describe('How probably it fails in its next run.'),
    failFlakeShare: ratio.optional().describe('How much of that would be a flake.'),
    failReasons: z.array(text).optional(),
  })
  .describe('One test of a strategy.');

const leftOutTest = z
  .object({
    testId: text,
    runner: text,
    project: text,
    file: text,
    titlePath: z.array(text),
    cause: z.enum(['budget', 'services', 'selection']),
    reason: text,
  })
  .describe('A known test that is not planned.');

const reasoned = { testId: text, reason: text, failureProbability: ratio.optional() };

const selection = z
  .object({
    mode: z.enum(['safe', 'predictive']),
    changedSince: text.optional(),
    base: text.describe('The commit that was compared with.'),
    changeDigest: text,
    changedFiles: z.array(text),
    observed: z.boolean().describe('Whether all tests are planned all the same.'),
    everything: text.optional().describe('Why everything was selected.'),
    selected: z.array(z.object(reasoned)),
    skipped: z.array(z.object({ ...reasoned, file: text, titlePath: z.array(text), estimatedDurationMs: durationMs })),
    heldOut: z
      .array(z.object({ testId: text, failureProbability: ratio.optional() }))
      .describe('Tests that could be skipped and run by lot.'),
    recall: ratio.optional(),
    missBound: z.object({ most: ratio, confidence: ratio, evidence: text }),
  })
  .describe('Which tests a change needs, and which were skipped.');

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
    workers: z
      .object({ count: index.min(1), from: z.enum(['flag', 'configuration', 'runner', 'machine']), reason: text })
      .optional()
      .describe('For how many workers it was planned, who said so, and why.'),
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
    predictedBy: z.enum(['rule', 'learned']).optional(),
    leftOutTests: z.array(leftOutTest).optional(),
    leftOutFiles: z
      .array(text)
      .optional()
      .describe('Files of which nothing is planned and whose text names every test.'),
    madeFor: z
      .object({ codeState: text.optional(), testFiles: z.record(text, text) })
      .optional()
      .describe('Digests of what it was made for, by which a run tells whether it still holds.'),
    selection: selection.optional(),
    lacked: z.array(text).describe('What planning had to do without, in sentences.'),
  })
  .describe('A plan as `e2e plan-strategy` writes it: which tests, why, in which order, side by side with which.');
