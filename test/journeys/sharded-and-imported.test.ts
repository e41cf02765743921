import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PlanReview, Run, TestStrategy } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface RunList {
  readonly runs: readonly {
    readonly runId: string;
    readonly runner: string;
    readonly shard?: { readonly current: number; readonly total: number };
    readonly testCount: number;
  }[];
}

describe('a sharded build, merged', () => {
  let shop: ScratchShop;
  beforeAll(async () => {
    shop = await openScratchShop();
  });
  afterAll(() => shop.remove());

  test('the shards of one build become one run, in any order, as often as one likes', async () => {
    const build = {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_JOB: 'e2e',
      GITHUB_REPOSITORY: 'acme/shop',
    };
    // A plan without history, made once for all shards.
    const plan = await shop.e2eJson<TestStrategy>(['plan-strategy', '--budget', '80s', '--output', 'plans']);
    expect(plan.leftOutTests?.length).toBeGreaterThan(0);
    const follow = { MILLWRIGHT_STRATEGY: `plans/${plan.id}.json` };
    const folders: string[] = [];
    for (const shard of ['1/2', '2/2']) {
      const run = await shop.playwright(['--project=api', `--shard=${shard}`], { ...build, ...follow });
      expect(run.exitCode, run.stdout + run.stderr).toBe(0);
      expect(run.stderr).toContain(`left out by strategy ${plan.id} (over the budget)`);
      const folder = join(shop.root, `artifact-${shard[0]}`);
      mkdirSync(folder);
      renameSync(join(shop.root, '.millwright'), join(folder, '.millwright'));
      folders.push(folder);
    }
    expect((await shop.e2e(['history', 'merge', ...folders])).exitCode).toBe(0);
    expect((await shop.e2e(['history', 'merge', ...folders.toReversed()])).stdout).toContain('0 new run documents');
    const { runs } = await shop.e2eJson<RunList>(['history', 'list']);
    expect(new Set(runs.map((run) => run.runId)).size).toBe(1);
    const { run, shards } = await shop.e2eJson<{ run: Run; shards: number }>(['history', 'show', runs[0]?.runId ?? '']);
    expect(shards).toBe(2);
    const all = await shop.playwright(['--project=api', '--list']);
    expect(run.tests.length).toBe(Number(/Total: (\d+) test/.exec(all.stdout)?.[1]));
    const ran = run.attempts.map(({ testId }) => testId);
    expect(new Set(ran).size).toBe(ran.length);
    expect(ran.length + run.notRun.length).toBe(run.tests.length);
  });

  test('the merged history is sound and can be planned from', async () => {
    expect((await shop.e2e(['history', 'verify'])).exitCode).toBe(0);
    const plan = await shop.e2eJson<TestStrategy>(['plan-strategy', '--name', 'after merge']);
    expect(plan.testCases.some((planned) => planned.estimateFrom === 'history')).toBe(true);
  });

  test('a plain run follows the plan, and what became of it is held against it', async () => {
    const all = await shop.e2eJson<TestStrategy>(['plan-strategy', '--workers', '1']);
    const budget = `${Math.ceil(all.totalDurationMs / 2)}ms`;
    const plan = await shop.e2eJson<TestStrategy>(['plan-strategy', '--budget', budget, '--workers', '1']);
    const followed = await shop.playwright(['--project=api', '--workers=1'], { MILLWRIGHT_STRATEGY: 'latest' });
    expect(followed.exitCode, followed.stdout + followed.stderr).toBe(0);
    const { runs } = await shop.e2eJson<RunList>(['history', 'list']);
    const shown = await shop.e2eJson<{ run: Run; plan: PlanReview }>(['history', 'show', runs.at(-1)?.runId ?? '']);
    expect(shown.run).toMatchObject({ strategyId: plan.id, partial: true });
    expect(shown.plan).toMatchObject({ strategyId: plan.id, unplannedCount: 0 });
    // How well an order is kept is told by the journeys of plans, in files that nothing else ties together.
    expect(shown.plan.orderKept).toBeGreaterThan(0);
    expect(shown.run.notRun.length).toBeGreaterThan(0);
    expect(shown.plan.ranCount + shown.run.notRun.length).toBe(
      shown.run.tests.filter(({ expectedStatus }) => expectedStatus !== 'skipped').length,
    );
    const { stdout } = await shop.e2e(['history', 'show', runs.at(-1)?.runId ?? '']);
    expect(stdout).toMatch(/planned tests ran, \d+ % of the pairs of files in its order; .* expected, .* taken/);
  });
});

describe('a team that starts with the past of another tool', () => {
  let shop: ScratchShop;
  beforeAll(async () => {
    shop = await openScratchShop();
  });
  afterAll(() => shop.remove());

  test('JUnit reports of earlier Playwright runs become history that planning uses', async () => {
    const without = { SHOP_NO_MILLWRIGHT: '1', PLAYWRIGHT_JUNIT_OUTPUT_NAME: 'report.xml' };
    await shop.playwright(['--project=api', '--reporter=junit'], without);
    const imported = await shop.e2e(['history', 'import', 'report.xml', '--runner', 'playwright']);
    expect(imported.exitCode, imported.stderr).toBe(0);
    const again = await shop.e2e(['history', 'import', 'report.xml', '--runner', 'playwright']);
    expect(again.exitCode).toBe(0);
    const { runs } = await shop.e2eJson<RunList>(['history', 'list']);
    expect(runs).toHaveLength(1);
    const plan = await shop.e2eJson<TestStrategy>(['plan-strategy', '--name', 'from the past']);
    expect(plan.testCases.filter((planned) => planned.estimateFrom === 'history').length).toBeGreaterThan(20);
  });

  test('a mistyped runner is refused, for its tests would join nothing', async () => {
    const { exitCode, stderr } = await shop.e2e(['history', 'import', 'report.xml', '--runner', 'playwrite']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Did you mean `--runner playwright`?')]);
  });

  test('a report that was imported is not added again under another runner', async () => {
    const { exitCode, stdout } = await shop.e2e(['history', 'import', 'report.xml', '--runner', 'jest']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Imported 0 runs (1 known already)')]);
    const { runs } = await shop.e2eJson<RunList>(['history', 'list']);
    expect(runs).toHaveLength(1);
  });

  test('the blob of a run that our reporter recorded itself adds nothing', async () => {
    const before = await shop.e2eJson<RunList>(['history', 'list']);
    await shop.playwright(['--project=api', '--grep=health|catalogue', '--reporter=blob,@millwright/playwright']);
    const recorded = await shop.e2eJson<RunList>(['history', 'list']);
    expect(recorded.runs.length).toBe(before.runs.length + 1);
    const { stdout } = await shop.e2e(['history', 'import', 'blob-report', '--this-commit']);
    expect(stdout).toContain('Imported 0 runs (1 known already)');
    expect((await shop.e2eJson<RunList>(['history', 'list'])).runs.length).toBe(recorded.runs.length);
  });

  test('what is recorded from now on is the same tests', async () => {
    await shop.playwright(['--project=api']);
    const plan = await shop.e2eJson<TestStrategy>(['plan-strategy', '--name', 'joined']);
    const api = plan.testCases.filter((planned) => planned.file.startsWith('tests/e2e/api/'));
    expect(new Set(api.map((planned) => `${planned.file} ${planned.titlePath.join(' ')}`)).size).toBe(api.length);
  });

  test('a report that is cut off imports nothing and says why', async () => {
    const text = readFileSync(join(shop.root, 'report.xml'), 'utf8');
    writeFileSync(join(shop.root, 'cut.xml'), text.slice(0, text.length / 2));
    const before = await shop.e2eJson<RunList>(['history', 'list']);
    const result = await shop.e2e(['history', 'import', 'cut.xml']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('cut.xml');
    expect(await shop.e2eJson<RunList>(['history', 'list'])).toEqual(before);
  });

  test('what is exported can be imported elsewhere', async () => {
    expect((await shop.e2e(['history', 'export', '--format', 'ctrf', '--output', 'export.json'])).exitCode).toBe(0);
    const elsewhere = join(shop.root, 'elsewhere');
    mkdirSync(elsewhere);
    cpSync(join(shop.root, 'export.json'), join(elsewhere, 'export.json'));
    expect(
      (await shop.e2e(['history', 'import', 'elsewhere/export.json', '--dir', 'elsewhere/.millwright'])).exitCode,
    ).toBe(0);
    const { runs } = await shop.e2eJson<RunList>(['history', 'list', '--dir', 'elsewhere/.millwright']);
    expect(runs.length).toBeGreaterThan(0);
  });
});
