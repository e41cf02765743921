import {
  type ObjectiveName,
  type PlanInput,
  type PlanOptions,
  type ProjectManifest,
  planStrategy,
} from '@millwright/core';
import { expect, test } from 'vitest';

import { strategySchema } from './strategy.ts';

const endpoint = {
  id: 'POST /orders',
  service: 'orders',
  framework: 'express',
  method: 'POST',
  path: '/orders',
  parameters: [],
  auth: { required: true, roles: [] },
  handler: { file: 'src/orders.ts', line: 1, column: 1 },
  complexity: 4,
} as const;

const manifest: ProjectManifest = {
  format: 'millwright/manifest',
  version: 1,
  services: [{ name: 'orders', kind: 'configured', root: 'src', files: ['src/orders.ts'] }],
  endpoints: [endpoint],
  testFiles: [
    {
      file: 'tests/orders.spec.ts',
      runner: 'playwright',
      reaches: ['src/orders.ts'],
      tests: [1, 2].map((line) => ({
        titlePath: ['block', `POST /orders ${line}`],
        dynamicTitle: false,
        line,
        column: 1,
        modifiers: ['serial' as const],
        tags: ['@smoke'],
        bodyHash: 'x',
      })),
    },
  ],
  complexity: { 'src/orders.ts': 9 },
  lacked: [],
};

const nothingSeen = {
  observedRuns: 0,
  missedRuns: 0,
  heldOut: 0,
  heldOutFailures: 0,
  predicted: 0,
  predictedTests: 0,
  predictedFailures: 0,
};

/** The change reaches neither test. */
const selection: NonNullable<PlanInput['selection']> = {
  mode: 'safe',
  changedSince: 'main',
  changed: [{ file: 'src/other.ts', kind: 'modified' }],
  impact: {
    reached: new Map(),
    understood: new Set(['src/other.ts']),
    named: new Set(),
    unclear: new Map(),
    startsProcesses: new Set(),
  },
  coverage: { filesByTest: new Map(), precision: new Map() },
  runnerConfigs: new Map(),
  recordedRequests: new Map(),
  endpoints: [],
  base: 'c0ffee',
  changeDigest: 'd1',
  observe: false,
  evidence: nothingSeen,
  seed: 's',
};

const planOf = (over: Partial<PlanOptions>, input: Partial<PlanInput> = {}) =>
  planStrategy({
    manifest,
    changedFiles: ['src/orders.ts'],
    ...input,
    options: { id: 's', name: 's', createdAt: '2026-11-01T00:00:00.000Z', workers: 2, ...over },
    nowMs: 0,
  });

test.each<[string, Partial<PlanOptions>]>([
  ['everything', {}],
  ['a budget', { budgetMs: 1 }],
  ['chosen workers', { workers: () => ({ count: 2, from: 'machine', reason: '4 cores' }) }],
  ...(['priority', 'first-failure', 'failures', 'risk'] as const).map(
    (objective: ObjectiveName): [string, Partial<PlanOptions>] => [`the objective ${objective}`, { objective }],
  ),
])('a plan is what its schema says, and the schema names all of it: %s', (_name, over) => {
  const plan = planOf(over);
  expect(plan.coverageTargets).not.toEqual([]);
  // Parsing drops what the schema does not name, at every depth.
  expect(strategySchema.parse(plan)).toEqual(plan);
});

test('a plan of what a change needs is, too', () => {
  const plan = planOf({}, { selection });
  expect(plan.selection).toBeDefined();
  expect(strategySchema.parse(plan)).toEqual(plan);
});

test.each([
  ['another format', { format: 'millwright/run' }],
  ['a risk above 1', { testCases: [{ ...planOf({}).testCases[0], risk: 2 }] }],
  ['an order that is no list', { executionOrder: 'a' }],
])('refused: %s', (_name, over) => {
  expect(strategySchema.safeParse({ ...planOf({}), ...over }).success).toBe(false);
});
