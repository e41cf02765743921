import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DebugReport, Execution, TestStrategy } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

type Executed = Execution & { readonly debug?: DebugReport };

describe('autonomous-run carries a strategy out', () => {
  let shop: ScratchShop;
  beforeAll(async () => {
    shop = await openScratchShop();
  });
  afterAll(() => shop.remove());

  test('the planned tests run with the real runner, and only those', async () => {
    const plan = await shop.e2eJson<TestStrategy>(['plan-strategy', '--name', 'payments', '--services', 'payments']);
    const executed = await shop.e2eJson<Executed>(['autonomous-run', '--parallel', '2']);
    expect(executed.exitCode).toBe(0);
    expect(executed).toMatchObject({ strategyId: plan.id, status: 'completed', gate: { verdict: 'pass' } });
    expect(executed.tests.map((entry) => entry.testId).toSorted()).toEqual(plan.executionOrder.toSorted());
    expect(executed.tests.filter((entry) => entry.outcome === 'pending')).toEqual([]);
    expect(readFileSync(join(shop.root, '.millwright/strategies/latest_exec.txt'), 'utf8').trim()).toBe(
      executed.executionId,
    );
  });

  test('a flake is retried after the wait its cause deserves, and counts as flaky', async () => {
    await shop.e2eJson(['plan-strategy', '--name', 'all']);
    const executed = await shop.e2eJson<Executed>(['autonomous-run', '--parallel', '2', '--grep', 'exchange rates'], {
      SHOP_CHAOS: 'network-flake',
      SHOP_RUN: '2',
    });
    expect(executed.batches.some((batch) => batch.reason === 'retry')).toBe(true);
    expect(executed.tests.some((entry) => entry.outcome === 'flaky')).toBe(true);
    expect(executed.exitCode).toBe(0);
  });

  test('a failure that cannot change is not retried; the verdict is red and the cause is told', async () => {
    shop.commitPatch('02-tax-rounding-bug.patch');
    const executed = await shop.e2eJson<Executed>(['autonomous-run', '--parallel', '2', '--no-retry']);
    expect(executed.exitCode).toBe(1);
    expect(executed.gate?.verdict).toBe('fail');
    expect(executed.batches.every((batch) => batch.reason === 'plan')).toBe(true);
    expect(executed.debug?.causes.some((cause) => cause.cause === 'assertion')).toBe(true);
    const explained = await shop.e2eJson<DebugReport>(['debug-execution', '--execution-id', executed.executionId]);
    expect(explained.failedTests).toBe(executed.debug?.failedTests);
  });
});
