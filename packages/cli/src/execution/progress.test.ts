import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createPaint } from '../render/paint.ts';
import { plannedTest, runOf } from './fixtures/planned.ts';
import { ProgressLine, batchProgressOf } from './progress.ts';

const planned = ['a', 'b', 'c', 'd'].map((testId) => plannedTest({ testId }));
const clock = { elapsedMs: 1000, workers: 2 };

test('before anything arrived, the prediction is what is left', () => {
  expect(batchProgressOf('playwright', planned, [], clock)).toEqual({
    runner: 'playwright',
    done: 0,
    total: 4,
    failed: 0,
    elapsedMs: 1000,
    predictedMs: 2000,
    remainingMs: 2000,
  });
});

test('half done in twice the time: the rest takes twice as long too', () => {
  const run = runOf(planned, [{ testId: 'a' }, { testId: 'b', status: 'failed' }]);
  expect(batchProgressOf('playwright', planned, [run], { elapsedMs: 2000, workers: 2 })).toMatchObject({
    done: 2,
    failed: 1,
    remainingMs: 2000,
  });
});

test('what is left is never negative, and nothing when all is done', () => {
  fc.assert(
    fc.property(
      fc.subarray(['a', 'b', 'c', 'd']),
      fc.nat(1e7),
      fc.integer({ min: 1, max: 64 }),
      (ids, elapsedMs, workers) => {
        const progress = batchProgressOf(
          'playwright',
          planned,
          [
            runOf(
              planned,
              ids.map((testId) => ({ testId })),
            ),
          ],
          { elapsedMs, workers },
        );
        return (
          progress.remainingMs >= 0 && progress.done === ids.length && (ids.length < 4 || progress.remainingMs === 0)
        );
      },
    ),
  );
});

describe('the line', () => {
  const progress = (elapsedMs: number) => ({ ...batchProgressOf('playwright', planned, [], clock), elapsedMs });
  const shownBy = (live: boolean, times: readonly number[]): string => {
    let text = '';
    const stream = { columns: 80, write: (part: string) => void (text += part) };
    const line = new ProgressLine(stream, createPaint({}, {}), live);
    for (const elapsedMs of times) line.show(progress(elapsedMs));
    line.end();
    return text;
  };

  test('is written over on a terminal', () => {
    const erase = '\r\u001B[2K';
    expect(shownBy(true, [500, 1000])).toBe(
      `${erase}playwright 0/4, 500 ms of about 2.5 s, 2.0 s left${erase}playwright 0/4, 1.0 s of about 3.0 s, 2.0 s left${erase}`,
    );
  });

  test('comes every quarter of a minute elsewhere, without tricks', () => {
    expect(shownBy(false, [500, 15_000, 20_000, 30_000])).toBe(
      'playwright 0/4, 15.0 s of about 17.0 s, 2.0 s left\nplaywright 0/4, 30.0 s of about 32.0 s, 2.0 s left\n',
    );
  });
});
