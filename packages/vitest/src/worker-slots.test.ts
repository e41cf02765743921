import { expect, test } from 'vitest';

import { WorkerSlots } from './worker-slots.ts';

test('an isolated file has a worker of its own in the lowest free slot', () => {
  const slots = new WorkerSlots();
  slots.start('a', true);
  slots.start('b', true);
  slots.end('a');
  slots.start('c', true);
  expect([slots.of('a'), slots.of('b'), slots.of('c')]).toEqual([
    { workerIndex: 0, parallelIndex: 0 },
    { workerIndex: 1, parallelIndex: 1 },
    { workerIndex: 2, parallelIndex: 0 },
  ]);
});

test('without isolation a slot is one worker', () => {
  const slots = new WorkerSlots();
  slots.start('a', false);
  slots.end('a');
  slots.start('b', false);
  expect(slots.of('b')).toEqual({ workerIndex: 0, parallelIndex: 0 });
});

test('a file that never started has no worker', () => {
  expect(new WorkerSlots().of('a')).toEqual({ workerIndex: -1, parallelIndex: -1 });
});
