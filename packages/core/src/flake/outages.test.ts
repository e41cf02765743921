import { expect, test } from 'vitest';

import { excludeOutages } from './outages.ts';
import { historyOf } from './fixtures/history-of.ts';

const suite = (failing: number, signature: (index: number) => string) =>
  Array.from({ length: 20 }, (_, index) =>
    historyOf(index < failing ? '..F.' : '....', { test: { id: `t${index}` }, signature: signature(index) }),
  );

test.each([
  { name: 'one message in many places', failing: 8, signature: (index: number) => `what-${index}`, outages: 1 },
  { name: 'many messages', failing: 8, signature: (index: number) => `what${index}-where`, outages: 0 },
  { name: 'five of twenty is not yet one', failing: 5, signature: () => 'what-where', outages: 0 },
  { name: 'nothing fails', failing: 0, signature: () => 'what-where', outages: 0 },
])('$name: $outages outages', ({ failing, signature, outages }) => {
  const histories = suite(failing, signature);
  const guard = excludeOutages(histories);
  expect(guard.outages).toHaveLength(outages);
  expect(guard.histories[0]?.observations).toHaveLength(4 - outages);
  if (outages > 0)
    expect(guard.outages[0]).toMatchObject({ failedTests: 8, executedTests: 20, run: { runId: 'run-0002' } });
});

const together = (outcomes: string, options: Parameters<typeof historyOf>[1] = {}) =>
  Array.from({ length: 20 }, (_, index) =>
    historyOf(index < 8 ? outcomes : '.'.repeat(outcomes.length), {
      ...options,
      test: { id: `t${index}` },
      signature: `what-${index}`,
    }),
  );

test.each([
  { name: 'over after one run', outcomes: '..F..', outages: 1 },
  { name: 'over after two', outcomes: '..FF.', outages: 2 },
  { name: 'the newest run: nobody knows yet', outcomes: '....F', outages: 1 },
  { name: 'still there in the run after: a break', outcomes: '...FF', outages: 0 },
  { name: 'mended after many runs: a break', outcomes: '..FFFF..', outages: 0 },
  { name: 'two that pass by', outcomes: '.F..F.', outages: 2 },
])('$name: $outages of $outcomes left out', ({ outcomes, outages }) => {
  const guard = excludeOutages(together(outcomes));
  expect(guard.outages).toHaveLength(outages);
  expect(guard.histories[0]?.observations).toHaveLength(outcomes.length - outages);
});

test('many runs of one commit that end well on it are an outage, however long it took', () => {
  const outcomes = '.FFFF.';
  expect(excludeOutages(together(outcomes, { commits: outcomes.replaceAll(/./g, 'a') })).outages).toHaveLength(4);
});

test('a good run of another branch is no recovery', () => {
  const branches = ['main', 'fix', 'main', 'fix', 'main', 'fix', 'main'];
  const histories = together('.F.F.F.').map(({ test: entry, observations }) => ({
    test: entry,
    observations: observations.map((observation, index) => ({
      ...observation,
      run: { ...observation.run, branch: branches[index] ?? '' },
    })),
  }));
  expect(excludeOutages(histories).outages).toEqual([]);
});
