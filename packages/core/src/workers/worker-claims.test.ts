import { describe, expect, test } from 'vitest';

import type { SharedTest } from './choose-workers.ts';
import { type WorkerClaims, workersOfAll, workersOfRunner } from './worker-claims.ts';

const room = { cores: 8 };
const machine: WorkerClaims = { settings: {}, room };

describe('the first that says a number is heard', () => {
  const all: WorkerClaims = {
    flag: { name: '--parallel', count: 9 },
    configured: 6,
    settings: { playwright: { by: 'playwright.config.ts', count: 5 } },
    room,
  };
  test.each([
    { name: 'the option', claims: all, count: 9, from: 'flag', reason: '`--parallel` says so' },
    {
      name: 'then parallelWorkers',
      claims: { ...all, flag: undefined },
      count: 6,
      from: 'configuration',
      reason: '`parallelWorkers` of the configuration says so',
    },
    {
      name: 'then the configuration of the runner',
      claims: { ...all, flag: undefined, configured: undefined },
      count: 5,
      from: 'runner',
      reason: 'playwright.config.ts says so',
    },
    {
      name: 'which may be one that only the runner can read',
      claims: { ...machine, settings: { playwright: { by: 'playwright.config.ts' } } },
      count: 4,
      from: 'runner',
      reason:
        'expected; playwright.config.ts may say otherwise in a way that only Playwright can read, so Playwright decides',
    },
    {
      name: 'then the machine',
      claims: machine,
      count: 4,
      from: 'machine',
      reason: "8 cores, half of them for Playwright's workers, as is its own default",
    },
    {
      name: 'what another runner is told says nothing',
      claims: { ...machine, settings: { vitest: { by: 'vitest.config.ts', count: 1 } } },
      count: 4,
      from: 'machine',
      reason: "8 cores, half of them for Playwright's workers, as is its own default",
    },
  ])('$name', ({ claims, count, from, reason }) =>
    expect(workersOfRunner(claims, 'playwright')).toEqual({ count, from, reason }),
  );
});

describe('several runners have the smallest number', () => {
  const unit: SharedTest = {
    runner: 'vitest',
    project: '',
    file: 'a.test.ts',
    estimatedDurationMs: 9,
    estimateFrom: 'history',
  };
  test.each([
    { name: 'Playwright and Vitest', runners: ['vitest', 'playwright'], count: 4 },
    { name: 'Vitest alone', runners: ['vitest', 'vitest'], count: 7 },
    { name: 'nothing yet', runners: [], count: 4 },
    { name: 'a runner of an imported report', runners: ['jest'], count: 4 },
    { name: 'by the tests of each', runners: ['vitest', 'playwright'], tests: [unit], count: 1 },
  ])('$name', ({ runners, tests, count }) => expect(workersOfAll(machine, runners, tests).count).toBe(count));
});
