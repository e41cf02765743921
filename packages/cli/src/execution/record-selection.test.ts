import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Execution, ExecutedTest, StrategySelection } from '@millwright/core';
import { openHistory } from '@millwright/history';
import { expect, onTestFinished, test } from 'vitest';

import { evidenceOf, readSelectionRecords } from '../state/selections.ts';
import { executedTest, strategyOf } from './fixtures/planned.ts';
import { recordWhatSelectionMissed, selectionRecordOf } from './record-selection.ts';

const skippedTest = (testId: string, failureProbability?: number): StrategySelection['skipped'][number] => ({
  testId,
  reason: 'It does not reach the changed file.',
  file: `${testId}.test.ts`,
  titlePath: [testId],
  estimatedDurationMs: 10,
  ...(failureProbability === undefined ? {} : { failureProbability }),
});

const selection: StrategySelection = {
  mode: 'safe',
  base: 'c0ffee',
  changeDigest: 'd1',
  changedFiles: ['src/a.ts'],
  observed: true,
  selected: [{ testId: 'a', reason: 'Its own file changed.' }],
  skipped: [skippedTest('b'), skippedTest('c', 0.01)],
  heldOut: [{ testId: 'd', failureProbability: 0.02 }],
  missBound: { most: 1, confidence: 0.95, evidence: '' },
};

const outcomes = (
  over: Readonly<Record<string, ExecutedTest['outcome']>>,
  status: Execution['status'] = 'completed',
): Execution => ({
  executionId: 'exec-1',
  strategyId: 'nightly-1',
  status,
  startedAt: '2026-11-01T12:00:00.000Z',
  options: {},
  batches: [],
  tests: Object.entries(over).map(([testId, outcome]) => executedTest({ testId, outcome })),
});

const recordOf = (execution: Execution, over: Partial<StrategySelection> = {}) =>
  selectionRecordOf(strategyOf([], { selection: { ...selection, ...over } }), execution);

test('an observed execution tells what the selection would have missed; a flake is no miss', () => {
  expect(recordOf(outcomes({ a: 'unexpected', b: 'unexpected', c: 'flaky', d: 'expected' }))).toMatchObject({
    observed: true,
    skippableCount: 3,
    ranCount: 3,
    missed: ['b'],
    predicted: { sum: 0.03, tests: 2, failures: 0 },
  });
});

test('an execution that skipped tells of those that ran by lot', () => {
  expect(recordOf(outcomes({ a: 'expected', d: 'unexpected' }), { observed: false })).toMatchObject({
    ranCount: 1,
    missed: ['d'],
    predicted: { sum: 0.02, tests: 1, failures: 1 },
  });
});

test.each<[name: string, execution: Execution]>([
  ['was interrupted', outcomes({ b: 'expected' }, 'interrupted')],
  ['ran nothing that could be skipped', outcomes({ a: 'expected', b: 'pending', d: 'skipped' })],
])('an execution that %s is no evidence', (_name, execution) => expect(recordOf(execution)).toBeUndefined());

test('the records say together what is known, each execution once', async () => {
  const root = mkdtempSync(join(tmpdir(), 'millwright-selection-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const history = openHistory({ root, dir: join(root, '.millwright') });
  const strategy = strategyOf([], { selection });
  const good = outcomes({ b: 'expected', c: 'expected', d: 'expected' });
  for (const executionId of ['exec-1', 'exec-1', 'exec-2'])
    await recordWhatSelectionMissed(history, strategy, { ...good, executionId });
  await recordWhatSelectionMissed(history, strategy, { ...outcomes({ b: 'unexpected' }), executionId: 'exec-3' });
  expect(evidenceOf(await readSelectionRecords(history), 'safe')).toMatchObject({
    observedRuns: 2,
    missedRuns: 0,
    heldOut: 7,
    heldOutFailures: 1,
    predictedTests: 4,
  });
  expect(evidenceOf(await readSelectionRecords(history), 'predictive').observedRuns).toBe(0);
});
