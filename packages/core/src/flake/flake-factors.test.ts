import { describe, expect, test } from 'vitest';

import type { Attempt } from '../model/attempt.ts';
import type { Run } from '../model/run.ts';
import { findFlakeFactors, flakeFactors } from './flake-factors.ts';
import { entryOf } from './fixtures/history-of.ts';

const steady = (seed = 7): (() => number) => {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
};

const chromium = entryOf({ id: 'in-chromium', project: 'chromium' });
const webkit = entryOf({ id: 'in-webkit', project: 'webkit' });
const steadyTest = entryOf({ id: 'steady', titlePath: ['another'] });

interface Circumstances {
  readonly os: string;
  readonly worker: number;
  readonly hour: number;
}

/** Forty runs on changing machines; `fails` decides for the suspect in each browser. */
function runsWhere(fails: (circumstances: Circumstances & { readonly browser: string }) => boolean): readonly Run[] {
  const random = steady();
  return Array.from({ length: 40 }, (_, index): Run => {
    const circumstances = {
      os: index % 2 === 0 ? 'linux' : 'darwin',
      worker: Math.floor(random() * 3),
      hour: Math.floor(random() * 24),
    };
    const startedAtMs = Date.UTC(2026, 0, 1 + index, circumstances.hour);
    const attemptOf = (testId: string, failed: boolean): Attempt => ({
      testId,
      retry: 0,
      repeat: 0,
      status: failed ? 'failed' : 'passed',
      startedAtMs,
      durationMs: 10,
      workerIndex: circumstances.worker,
      parallelIndex: circumstances.worker,
    });
    return {
      runId: `run-${index}`,
      runner: 'playwright',
      runnerVersion: '1.65.1',
      startedAt: new Date(startedAtMs).toISOString(),
      facts: { machine: { os: circumstances.os, arch: 'x64', node: '24.1.0', cpuCount: 2, memoryMb: 1 } },
      projects: [
        { name: 'chromium', browser: 'chromium' },
        { name: 'webkit', browser: 'webkit' },
      ],
      status: 'passed',
      durationMs: 20,
      tests: [chromium, webkit, steadyTest],
      attempts: [
        attemptOf('in-chromium', fails({ ...circumstances, browser: 'chromium' })),
        attemptOf('in-webkit', fails({ ...circumstances, browser: 'webkit' })),
        attemptOf('steady', false),
      ],
      notRun: [],
      errors: [],
      notes: [],
    };
  });
}

const strongest = (runs: readonly Run[], id = 'in-webkit') => findFlakeFactors(runs, new Set([id]), steady())[0];

describe('the factor that shifts the failure rate', () => {
  test.each([
    {
      name: 'the browser',
      fails: (at: { browser: string }, coin: number) => at.browser === 'webkit' && coin < 0.5,
      factor: 'browser',
      worst: 'webkit',
    },
    {
      name: 'the operating system',
      fails: (at: { os: string }, coin: number) => at.os === 'darwin' && coin < 0.5,
      factor: 'operating system',
      worst: 'darwin',
    },
    {
      name: 'the worker',
      fails: (at: { worker: number }, coin: number) => at.worker === 2 && coin < 0.6,
      factor: 'worker',
      worst: '2',
    },
    {
      name: 'the time of day',
      fails: (at: { hour: number }) => at.hour < 6,
      factor: 'time of day (UTC)',
      worst: '00–06 h',
    },
  ])('$name', ({ fails, factor, worst }) => {
    const coin = steady(99);
    const found = strongest(runsWhere((at) => fails(at, coin())));
    expect(found).toMatchObject({ testId: 'in-webkit', factor });
    expect(found?.values[0]?.value).toBe(worst);
  });
});

test('a coin has no factor', () => {
  const coin = steady(5);
  expect(
    findFlakeFactors(
      runsWhere(() => coin() < 0.3),
      new Set(['in-chromium', 'in-webkit', 'steady']),
      steady(),
    ),
  ).toEqual([]);
});

test('too few failures say nothing', () => {
  let count = 0;
  expect(strongest(runsWhere(({ os }) => os === 'darwin' && count++ < 3))).toBeUndefined();
});

test('every factor has a name of its own', () => {
  expect(new Set(flakeFactors.map(({ name }) => name)).size).toBe(flakeFactors.length);
});
