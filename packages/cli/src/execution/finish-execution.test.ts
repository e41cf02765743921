import type { Execution, ExecutedBatch } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { type Ending, exitCodeOf, finishedExecutionOf } from './finish-execution.ts';
import { executedTest } from './fixtures/planned.ts';

const gate = { maxUnexpected: 0, minTests: 1, allowPending: false } as Ending['gate'];
const batch: ExecutedBatch = {
  runner: 'vitest',
  command: [],
  exitCode: 0,
  startedAt: '',
  durationMs: 5,
  reason: 'plan',
};

function finished(tests: Execution['tests'], over: Partial<Ending> = {}, batches: readonly ExecutedBatch[] = [batch]) {
  const execution: Execution = {
    executionId: 'exec-1',
    strategyId: 's',
    status: 'running',
    startedAt: '',
    options: {},
    batches,
    tests,
  };
  return finishedExecutionOf(execution, {
    interrupted: false,
    finishedAt: 'now',
    leftOut: new Set(),
    unplannedFailures: [],
    gate,
    gone: new Set(),
    errorsOutsideTests: [],
    ...over,
  });
}

const good = executedTest();
const bad = executedTest({ testId: 'b', outcome: 'unexpected' });
const pending = executedTest({ testId: 'p', outcome: 'pending' });

describe('exit codes', () => {
  test.each([
    ['all good', finished([good]), 0],
    ['a flake is no failure', finished([executedTest({ outcome: 'flaky' })]), 0],
    ['one failed', finished([good, bad]), 1],
    ['one failed and one is tolerated', finished([good, bad], { gate: { ...gate, maxUnexpected: 1 } }), 0],
    ['one was never started', finished([good, pending]), 1],
    ['one was not selected', finished([good, pending], { leftOut: new Set(['p']) }), 0],
    ['one that is not in the plan failed', finished([good], { unplannedFailures: ['cart > pays'] }), 1],
    ['pending tests are allowed', finished([good, pending], { gate: { ...gate, allowPending: true } }), 0],
    ['one was deleted after the plan was made', finished([good, pending], { gone: new Set(['p']) }), 0],
    ['nothing was started', finished([pending]), 2],
    [
      'nothing was selected, whatever the gate tolerates',
      finished([pending], { leftOut: new Set(['p']), gate: { ...gate, minTests: 0 } }),
      2,
    ],
    ['everything was skipped', finished([executedTest({ outcome: 'skipped' })]), 2],
    ['the runner failed outside its tests', finished([good], {}, [{ ...batch, exitCode: 1 }]), 1],
    ['a retry of that runner was clean', finished([good], {}, [{ ...batch, exitCode: 1 }, batch]), 0],
    [
      'the runner failed for no reason that its run tells, and a retry was clean',
      finished([good], {}, [
        { ...batch, exitCode: 1, unexplained: true },
        { ...batch, reason: 'retry' },
      ]),
      1,
    ],
    [
      'the same beside a failed test that is tolerated',
      finished([good, bad], { gate: { ...gate, maxUnexpected: 1 } }, [{ ...batch, exitCode: 1, unexplained: true }]),
      1,
    ],
    [
      'an error outside any test, and a retry that was clean',
      finished([good], { errorsOutsideTests: ['Error: unhandled'] }, [{ ...batch, exitCode: 1 }, batch]),
      1,
    ],
    ['Ctrl-C', finished([good], { interrupted: true }), 130],
    ['Ctrl-C before anything ran', finished([pending], { interrupted: true }), 130],
  ])('%s', (_name, execution, exitCode) => expect(exitCodeOf(execution)).toBe(exitCode));
});

test('the wall time of all processes is what the gate judges', () => {
  const execution = finished([good], { gate: { ...gate, maxDurationMs: 9 } }, [batch, batch]);
  expect(execution.gate).toMatchObject({ verdict: 'fail' });
  expect(execution).toMatchObject({ status: 'completed', finishedAt: 'now' });
});
