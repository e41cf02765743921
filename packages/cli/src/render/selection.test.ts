import type { StrategySelection } from '@millwright/core';
import { expect, test } from 'vitest';

import { plannedTest, strategyOf } from '../execution/fixtures/planned.ts';
import { renderSelectionRecord, selectionLinesOf } from './selection.ts';

const idsOf = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

const selection: StrategySelection = {
  mode: 'safe',
  changedSince: 'main',
  base: 'c0ffee',
  changeDigest: 'd1',
  changedFiles: ['src/a.ts', 'src/b.ts'],
  observed: false,
  selected: idsOf(118, 'a').map((testId) => ({ testId, reason: 'Its own file changed.' })),
  skipped: idsOf(412, 'b').map((testId) => ({
    testId,
    reason: 'It reaches none of the 2 changed files.',
    file: 'b.test.ts',
    titlePath: [testId],
    estimatedDurationMs: 1000,
  })),
  heldOut: [],
  missBound: { most: 0.008, confidence: 0.95, evidence: 'A failure would have been missed in 0 of 510 observed runs.' },
};

const linesOf = (over: Partial<StrategySelection>, explain = false): readonly string[] =>
  selectionLinesOf(strategyOf([plannedTest({ testId: 'a0' })], { selection: { ...selection, ...over } }), explain);

test('how many are skipped, and how much that may miss', () => {
  expect(linesOf({})).toEqual([
    'Selected by 2 changed files since main: skipping 412 of 530 (6 min 52 s of test time); at most 0.80 % chance, at 95 % confidence, of missing a failure. A failure would have been missed in 0 of 510 observed runs.',
  ]);
});

test.each<[name: string, over: Partial<StrategySelection>, told: string]>([
  ['nothing changed', { changedFiles: [], selected: [] }, 'Nothing changed since main, so no test has to run.'],
  [
    'nothing changed, and a test failed last',
    { changedFiles: [], selected: [{ testId: 'a0', reason: 'It failed when it last ran.' }] },
    'Nothing changed since main; 1 test is planned for other reasons. Skipping 412 of 413',
  ],
  ['everything', { everything: 'package-lock.json changed.' }, 'Selected everything: package-lock.json changed.'],
  [
    'no evidence',
    { missBound: { most: 1, confidence: 0.95, evidence: 'None.' } },
    'how much that misses is not known yet. None.',
  ],
  ['observed', { observed: true }, 'would skip 412 of 530'],
  ['by lot', { heldOut: [{ testId: 'a0' }] }, '1 test that could be skipped runs by lot'],
])('%s', (_name, over, told) => expect(linesOf(over).join('\n')).toContain(told));

test('with --explain every reason is told, of the skipped the first ten', () => {
  const lines = linesOf({}, true);
  expect(lines.filter((line) => line.startsWith('runs '))).toHaveLength(118);
  expect(lines.filter((line) => line.startsWith('skipped '))).toHaveLength(10);
  expect(lines.at(-1)).toBe('and 402 more skipped (all with --json)');
});

test('what an execution showed', () => {
  const record = {
    executionId: 'e',
    strategyId: 's',
    at: '',
    mode: 'safe',
    selectedCount: 1,
    skippableCount: 3,
    ranCount: 3,
  } as const;
  expect(renderSelectionRecord({ ...record, observed: true, missed: ['b'] })).toBe(
    '3 tests that the selection would have skipped ran, and 1 failed: the selection missed it.',
  );
  expect(renderSelectionRecord({ ...record, observed: false, missed: [] })).toBe(
    '3 tests that could be skipped ran, and none failed.',
  );
});
