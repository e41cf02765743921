import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type StartedTest, startOrderOf } from './start-order.ts';

const testOf = (file: string, estimatedDurationMs: number, over: Partial<StartedTest> = {}): StartedTest => ({
  runner: 'vitest',
  project: '',
  file,
  estimatedDurationMs,
  estimateFrom: 'history',
  ...over,
});

const filesOf = (tests: readonly StartedTest[]): string => [...new Set(tests.map(({ file }) => file))].join('');

const planned = 'abcdefgh'.split('').map((file) => testOf(file, file === 'h' ? 400 : 100));

test('a long file does not start last when several workers are there', () => {
  expect(filesOf(startOrderOf(planned, 2))).toBe('abchdefg');
});

test('one worker keeps the plan, and so do durations that are guessed', () => {
  expect(filesOf(startOrderOf(planned, 1))).toBe('abcdefgh');
  const guessed = planned.map((test) => ({ ...test, estimateFrom: 'default' as const }));
  expect(filesOf(startOrderOf(guessed, 2))).toBe('abcdefgh');
});

test('no test is lost or doubled, and those of a file stand together in their order', () => {
  const tests = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(500)), { maxLength: 40 });
  fc.assert(
    fc.property(tests, fc.integer({ min: 1, max: 6 }), (rows, workers) => {
      const inOrder = rows.map(([file, ms]) => testOf(file, ms));
      const started = startOrderOf(inOrder, workers);
      expect(new Set(started)).toEqual(new Set(inOrder));
      expect(started).toHaveLength(inOrder.length);
      for (const file of 'abcde')
        expect(started.filter((one) => one.file === file)).toEqual(inOrder.filter((one) => one.file === file));
    }),
  );
});
