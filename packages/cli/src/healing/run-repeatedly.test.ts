import { expect, test } from 'vitest';

import { plannedTest, runOf } from '../execution/fixtures/planned.ts';
import { runCountOf } from './run-repeatedly.ts';

const planned = plannedTest({ testId: 'a' });
const other = plannedTest({ testId: 'b', titlePath: ['another'] });

test.each<[string, Parameters<typeof runOf>[1], { runs: number; failures: number }]>([
  ['nothing was recorded', [], { runs: 0, failures: 0 }],
  [
    'each repeat is a run',
    [{ repeat: 0 }, { repeat: 1, status: 'failed' }, { repeat: 2, status: 'timedOut' }],
    { runs: 3, failures: 2 },
  ],
  ['a retry that passed hides no failure', [{ status: 'failed' }, { retry: 1 }], { runs: 1, failures: 1 }],
  [
    'skipped and interrupted are no runs',
    [
      { repeat: 0, status: 'skipped' },
      { repeat: 1, status: 'interrupted' },
    ],
    { runs: 0, failures: 0 },
  ],
  ['another test does not count', [{ testId: 'b', status: 'failed' }], { runs: 0, failures: 0 }],
])('%s', (_name, attempts, expected) => {
  expect(runCountOf(planned, [runOf([planned, other], attempts)])).toEqual(expected);
});

test('a test that is expected to fail fails when it passes', () => {
  const run = runOf([planned], [{ status: 'passed' }]);
  const tests = run.tests.map((entry) => ({ ...entry, expectedStatus: 'failed' as const }));
  expect(runCountOf(planned, [{ ...run, tests }])).toEqual({ runs: 1, failures: 1 });
});
