import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ProjectManifest, RunHeader, TestStrategy } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface RunList {
  readonly format: string;
  readonly runs: readonly (RunHeader & {
    readonly status: string;
    readonly testCount: number;
    readonly outcomes: Record<string, number>;
  })[];
}

describe('first run: from nothing to a history', () => {
  let shop: ScratchShop;
  beforeAll(async () => {
    shop = await openScratchShop();
  });
  afterAll(() => shop.remove());

  test('before anything ran, every command answers and says what is missing', async () => {
    const list = await shop.e2e(['history', 'list']);
    expect(list).toMatchObject({ exitCode: 0 });
    expect(list.stdout).toContain('Nothing is remembered yet');
    const debug = await shop.e2e(['debug-execution']);
    expect(debug).toMatchObject({ exitCode: 2, stdout: '' });
    expect(debug.stderr).toContain('nothing to explain');
    expect((await shop.e2e(['healing-stats'])).stdout).toContain('0 repairs proposed');
    const plan = await shop.e2eJson<TestStrategy>(['plan-strategy', '--name', 'first']);
    expect(plan.testCases.length).toBeGreaterThan(100);
    expect(plan.testCases.every((planned) => planned.estimateFrom === 'default')).toBe(true);
    expect(plan.lacked.join(' ')).toMatch(/history/i);
  });

  test("one run with the reporter in the config is remembered whole, and the outcome is the runner's own", async () => {
    const run = await shop.playwright([]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    const passed = Number(/(\d+) passed/.exec(run.stdout)?.[1]);
    const { runs } = await shop.e2eJson<RunList>(['history', 'list']);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      runner: 'playwright',
      status: 'passed',
      facts: { git: { branch: 'main', dirty: false } },
    });
    expect(runs[0]?.outcomes['expected']).toBe(passed);
    expect(runs[0]?.projects.map((project) => project.name).toSorted()).toEqual(['api', 'ui']);
  });

  test('a Vitest run joins the same history', async () => {
    const run = await shop.vitest([]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    const { runs } = await shop.e2eJson<RunList>(['history', 'list', '--runner', 'vitest']);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.testCount).toBeGreaterThanOrEqual(60);
  });

  test('the history is sound', async () => {
    const health = await shop.e2eJson<{ runCount: number; problems: unknown[] }>(['history', 'verify']);
    expect(health).toMatchObject({ exitCode: 0, runCount: 2, problems: [] });
  });

  test('the manifest knows the services and their endpoints', async () => {
    const manifest = await shop.e2eJson<ProjectManifest>(['manifest']);
    expect(manifest.services.map((service) => service.name)).toEqual(
      expect.arrayContaining(['users', 'orders', 'payments', 'catalogue']),
    );
    const refund = manifest.endpoints.find((endpoint) => endpoint.id === 'POST /api/v1/payments/:id/refunds');
    expect(refund).toMatchObject({ service: 'payments', auth: { required: true, roles: ['admin'] } });
  });

  test('a plan now estimates from what was recorded, is written, and is the latest', async () => {
    const plan = await shop.e2eJson<TestStrategy>(['plan-strategy', '--name', 'second run', '--workers', '2']);
    expect(plan.id).toMatch(/^second-run-/);
    expect(plan.testCases.filter((planned) => planned.estimateFrom === 'history').length).toBeGreaterThan(100);
    expect(plan.executionOrder.toSorted()).toEqual(plan.testCases.map((planned) => planned.testId).toSorted());
    expect(plan.parallelGroups.flatMap((group) => group.testIds).toSorted()).toEqual(plan.executionOrder.toSorted());
    const folder = join(shop.root, '.millwright/strategies');
    expect(readFileSync(join(folder, 'latest.txt'), 'utf8').trim()).toBe(plan.id);
    expect(existsSync(join(folder, `${plan.id}.json`))).toBe(true);
  });

  test('a plan for one service and a budget holds to both', async () => {
    const plan = await shop.e2eJson<TestStrategy>([
      'plan-strategy',
      '--name',
      'quick',
      '--services',
      'payments',
      '--budget',
      '5s',
      '--workers',
      '2',
    ]);
    expect(plan.targetServices).toEqual(['payments']);
    expect(plan.wallDurationMs).toBeLessThanOrEqual(5000);
    expect(plan.testCases.length).toBeGreaterThan(0);
  });
});
