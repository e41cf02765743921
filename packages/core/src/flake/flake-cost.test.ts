import { expect, test } from 'vitest';

import { historyOf } from './fixtures/history-of.ts';
import { flakeCostOf } from './flake-cost.ts';

test.each([
  { name: 'good runs cost nothing', line: '.....', commits: 'same', retriesMs: 0, rerunsMs: 0 },
  { name: 'a retry costs its time', line: '.f.f.', commits: 'same', retriesMs: 4000, rerunsMs: 0 },
  { name: 'a failure that the same commit contradicts', line: '.F...', commits: 'same', retriesMs: 0, rerunsMs: 2000 },
  { name: 'a regression is no flake', line: '...FF', commits: 'new', retriesMs: 0, rerunsMs: 0 },
])('$name', ({ line, commits, retriesMs, rerunsMs }) => {
  const cost = flakeCostOf(historyOf(line, { commits, durationMs: 2000 }));
  expect(cost).toEqual({ retriesMs, rerunsMs, perWeekMs: retriesMs + rerunsMs });
});

test('a longer history is spread over its weeks', () => {
  const written = historyOf('f'.repeat(337), { durationMs: 1000 });
  const { retriesMs, perWeekMs } = flakeCostOf(written);
  expect(retriesMs).toBe(337_000);
  expect(perWeekMs).toBeCloseTo(retriesMs / 2, -1);
});

test.each([
  ['repetitions that all passed', 10],
  ['a run of which no attempt is kept', 0],
])('%s: no cost', (_name, attempts) => {
  const { test: entry, observations } = historyOf('.', { durationMs: 1000 });
  const repeated = observations.map((observation) => ({ ...observation, attempts }));
  expect(flakeCostOf({ test: entry, observations: repeated })).toEqual({ retriesMs: 0, rerunsMs: 0, perWeekMs: 0 });
});
