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
