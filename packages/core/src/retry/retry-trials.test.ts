import { describe, expect, test } from 'vitest';

import { historyOf } from '../flake/fixtures/history-of.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import { retryTrialsOf } from './retry-trials.ts';

/** A history whose runs are changed one by one. */
function changed(line: string, change: (observation: Observation, index: number) => Observation): TestHistory {
  const history = historyOf(line);
  return { ...history, observations: history.observations.map(change) };
}

const told = (history: TestHistory) => retryTrialsOf([history]).map(({ retry, passed }) => [retry, passed]);

describe('retries that a history tells of', () => {
  test('within a run: each try after the first', () => {
    const history = changed('....f', (observation) =>
      observation.outcome === 'flaky' ? { ...observation, attempts: 3, failedAttempts: 2 } : observation,
    );
    expect(told(history)).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(retryTrialsOf([history])[0]).toMatchObject({ testId: 't1', signature: 'aaaaaaaaaaaa-bbbbbbbb' });
  });

  test('over the runs of an execution, and those were waited for', () => {
    const history = changed('....FF.', (observation, index) =>
      index < 4 ? observation : { ...observation, run: { ...observation.run, executionId: 'exec-1' } },
    );
    expect(told(history)).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(retryTrialsOf([history]).every(({ waited }) => waited === true)).toBe(true);
  });

  test.each([
    ['a pass tells of none', historyOf('.....')],
    ['a failure without a retry neither', historyOf('....F....F')],
    [
      'repetitions are no retries',
      changed('....f', (observation) =>
        observation.outcome === 'flaky' ? { ...observation, attempts: 10, failedAttempts: 2 } : observation,
      ),
    ],
    [
      'stress runs neither',
      changed('....f', (observation) => ({ ...observation, run: { ...observation.run, stress: true } })),
    ],
  ])('%s', (_name, history) => expect(told(history)).toEqual([]));

  test('a test that is broken by then teaches nothing', () => {
    const history = changed('.....FFFF', (observation) =>
      observation.outcome === 'unexpected' ? { ...observation, attempts: 2, failedAttempts: 2 } : observation,
    );
    // The first failure might have been a flake; what followed could not.
    expect(told(history)).toEqual([[1, false]]);
  });

  test('a failure of a flaky test is more likely a flake than one of a steady test', () => {
    const [flaky] = retryTrialsOf([historyOf('..f..f..f..f')]).toReversed();
    const [steady] = retryTrialsOf([historyOf('...........f')]);
    expect(flaky?.flakeRatio).toBeGreaterThan((steady?.flakeRatio ?? 1) + 0.2);
  });
});
