import { expect, test } from 'vitest';

import { batchesOf } from './batches.ts';
import { executedTest, plannedTest, strategyOf } from './fixtures/planned.ts';

const slow = plannedTest({ testId: 'slow', estimatedDurationMs: 60_000, risk: 0.9 });
const quick = plannedTest({ testId: 'quick', runner: 'vitest', estimatedDurationMs: 10, risk: 0.3 });
const other = plannedTest({ testId: 'other', runner: 'vitest', estimatedDurationMs: 10, risk: 0.1 });
const pending = (ids: readonly string[]) =>
  ids.map((testId) => executedTest({ testId, outcome: 'pending', attempts: 0 }));

test('a batch per runner in planned order; most risk per second first', () => {
  const strategy = strategyOf([slow, quick, other], { executionOrder: ['other', 'slow', 'quick'] });
  const batches = batchesOf(strategy, pending(['slow', 'quick', 'other']));
  expect(batches.map(({ runner, tests }) => [runner, tests.map((entry) => entry.testId)])).toEqual([
    ['vitest', ['other', 'quick']],
    ['playwright', ['slow']],
  ]);
  expect(batches.every((batch) => batch.wholeSuite && batch.attempt === 0)).toBe(true);
});

test.each([
  [
    'what has run is not run again',
    strategyOf([slow, quick]),
    [executedTest({ testId: 'slow' }), ...pending(['quick'])],
  ],
  ['a budget left tests out', strategyOf([quick], { leftOut: ['slow'], wholeSuite: false }), pending(['quick'])],
  ['services were chosen', strategyOf([quick], { targetServices: ['tax'], wholeSuite: false }), pending(['quick'])],
])('%s: the tests are selected one by one', (_name, strategy, executed) => {
  const batches = batchesOf(strategy, executed);
  expect(batches.map(({ wholeSuite, tests }) => [wholeSuite, tests.map((entry) => entry.testId)])).toEqual([
    [false, ['quick']],
  ]);
});

test.each([
  ['nothing is pending', [executedTest({ testId: 'slow' })], strategyOf([slow])],
  [
    'a runner of another tool cannot be started',
    pending(['junit']),
    strategyOf([plannedTest({ testId: 'junit', runner: 'junit' })]),
  ],
  ['an id in the order that is no test', [], strategyOf([], { executionOrder: ['gone'] })],
])('no batch: %s', (_name, executed, strategy) => expect(batchesOf(strategy, executed)).toEqual([]));
