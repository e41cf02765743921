import type { ExecutedBatch, Failure, Run } from '@millwright/core';
import { expect, test } from 'vitest';

import { explainedBatchesOf } from './explain-batches.ts';
import { plannedTest, runOf } from './fixtures/planned.ts';

const planned = [plannedTest({ testId: 'a' })];
const batch: ExecutedBatch = { runner: 'vitest', command: [], exitCode: 1, startedAt: '', reason: 'plan', runId: 'r' };

function isUnexplained(over: Partial<ExecutedBatch>, run: Partial<Run>, status: 'passed' | 'failed' = 'passed') {
  const runs = [runOf(planned, [{ testId: 'a', status }], { runId: 'r', ...run })];
  return explainedBatchesOf([{ ...batch, ...over }], runs)[0]?.unexplained === true;
}

test.each<[name: string, unexplained: boolean, actual: boolean]>([
  ['a clean run', false, isUnexplained({ exitCode: 0 }, {})],
  ['exit code 1, and all its tests were good', true, isUnexplained({}, {})],
  ['a test failed', false, isUnexplained({}, { status: 'failed' }, 'failed')],
  ['an error outside the tests', false, isUnexplained({}, { errors: [{ message: 'x' } as unknown as Failure] })],
  ['Ctrl-C', false, isUnexplained({ exitCode: 130 }, { status: 'interrupted' })],
  ['Ctrl-C as the last test ended', false, isUnexplained({ exitCode: 130 }, {})],
  ['killed', false, isUnexplained({}, { status: 'crashed' })],
  ['its run is not recorded', false, isUnexplained({ runId: 'other' }, {})],
  [
    'marked before, and explained by what was recorded since',
    false,
    isUnexplained({ unexplained: true }, {}, 'failed'),
  ],
])('%s: %s', (_name, unexplained, actual) => expect(actual).toBe(unexplained));
