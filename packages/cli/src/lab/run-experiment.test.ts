import type { Attempt, PlannedTest, Run } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { resultOf } from './run-experiment.ts';

const suspect = {
  testId: 'a',
  runner: 'vitest',
  project: '',
  file: 'a.test.ts',
  titlePath: ['a'],
} as unknown as PlannedTest;

function runOf(...attempts: readonly Partial<Attempt>[]): Run {
  const entry = {
    id: 'a',
    runner: 'vitest',
    project: '',
    file: 'a.test.ts',
    titlePath: ['a'],
    expectedStatus: 'passed',
  };
  const all = attempts.map((attempt) => ({ testId: 'a', retry: 0, repeat: 0, status: 'passed', ...attempt }));
  return { tests: [entry], attempts: all } as unknown as Run;
}

describe('the result of an experiment', () => {
  test.each([
    { name: 'a pass', run: runOf({}), result: { runs: 1, failures: 0 } },
    {
      name: 'a failure with its message',
      run: runOf({ status: 'failed', failures: [{ message: 'no', frames: [] }] }),
      result: { runs: 1, failures: 1, evidence: { signature: expect.any(String) as string, count: 1, message: 'no' } },
    },
    { name: 'skipped is no run', run: runOf({ status: 'skipped' }), result: { runs: 0, failures: 0 } },
    { name: 'interrupted is no run', run: runOf({ status: 'interrupted' }), result: { runs: 0, failures: 0 } },
    { name: 'another test is no run', run: runOf({ testId: 'b' }), result: { runs: 0, failures: 0 } },
    {
      name: 'only its own copy counts',
      run: runOf({}, { repeat: 1, status: 'failed' }),
      result: { runs: 1, failures: 0 },
    },
  ])('$name', ({ run, result }) => {
    expect(resultOf(suspect, [run])).toEqual(result);
  });

  test('of a test that runs twice, the second copy when that is the one to judge', () => {
    const run = runOf({}, { repeat: 1, status: 'timedOut' });
    expect(resultOf(suspect, [run], 1)).toMatchObject({ runs: 1, failures: 1, evidence: { signature: 'timedOut' } });
    expect(resultOf(suspect, [runOf({})], 1)).toEqual({ runs: 0, failures: 0 });
  });
});
