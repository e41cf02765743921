import { describe, expect, test } from 'vitest';

import { attemptLines, createPlaywrightProject } from './playwright-project.ts';

describe('ways of running', () => {
  const two = `import { test, expect } from '@playwright/test';
test('one', async () => {}); test('two', async () => { expect(1).toBe(process.env.GOOD ? 1 : 2); });`;

  test('projects, dependencies and repeatEach', async () => {
    const project = createPlaywrightProject(
      {
        'a.spec.ts': two,
        'b.setup.ts': `import { test } from '@playwright/test'; test('prepare', async () => { if (process.env.BROKEN) throw new Error('no'); });`,
      },
      {
        config: `repeatEach: 2, projects: [{ name: 'setup', testMatch: /setup/ }, { name: 'main', testMatch: /a\\.spec/, dependencies: ['setup'] }]`,
      },
    );
    const good = await project.run({ env: { GOOD: '1' } });
    expect(good.code).toBe(0);
    const bad = await project.run({ env: { BROKEN: '1' } });
    expect(bad.code).toBe(1);
    const [first, second] = await project.readRuns();
    expect(attemptLines(first).filter((line) => line.startsWith('[main] one'))).toEqual([
      '[main] one: passed',
      '[main] one~1: passed',
    ]);
    expect(first?.projects.map(({ name }) => name)).toEqual(['setup', 'main']);
    expect(first?.tests).toHaveLength(3);
    expect(second?.notRun.map(({ reason }) => reason)).toContain(
      'A project it depends on failed, or the run stopped before its turn.',
    );
    project.remove();
  });

  test('--last-failed, file and title selections are partial; a shard is not', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': two, 'b.spec.ts': two.replaceAll("'one'", "'three'") });
    await project.run();
    await project.run({ args: ['--last-failed'] });
    await project.run({ args: ['a.spec.ts'] });
    await project.run({ args: ['-g', 'one', '--workers', '1'] });
    await project.run({ args: ['--shard', '1/2'] });
    const listed = await project.run({ args: ['--list'] });
    expect(listed.code).toBe(0);
    const runs = await project.readRuns();
    expect(runs.map((run) => [run.partial ?? false, run.attempts.length, run.shard?.current])).toEqual([
      [false, 4, undefined],
      [true, 2, undefined],
      [true, 2, undefined],
      [true, 1, undefined],
      [false, 2, 1],
    ]);
    project.remove();
  });

  test('shards of one CI build share a run id; merging their blobs does not count them twice', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': two, 'b.spec.ts': two });
    const env = { GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '77', GITHUB_JOB: 'e2e', EXTRA_REPORTER: 'blob' };
    for (const shard of ['1/2', '2/2']) {
      await project.run({
        args: ['--shard', shard],
        env: { ...env, PLAYWRIGHT_BLOB_OUTPUT_FILE: `blobs/${shard[0]}.zip` },
      });
    }
    const shards = await project.readRuns();
    expect(shards).toHaveLength(2);
    expect(shards[0]?.runId).toBe(shards[1]?.runId);
    const merge = await project.run({ command: 'merge-reports', args: ['-c', 'playwright.config.ts', 'blobs'] });
    expect(await project.readRuns()).toHaveLength(2);
    expect(merge.stderr.match(/^millwright: .*$/gm)).toEqual([
      'millwright: the shards of this merged report are in the history already, so it is not recorded again.',
    ]);
    project.remove();
  });

  test('blobs of shards that recorded nothing are recorded by the merge', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': two, 'b.spec.ts': two });
    for (const shard of ['1/2', '2/2']) {
      await project.run({
        withReporter: false,
        args: ['--shard', shard],
        env: { EXTRA_REPORTER: 'blob', PLAYWRIGHT_BLOB_OUTPUT_FILE: `blobs/${shard[0]}.zip` },
      });
    }
    await project.run({ command: 'merge-reports', args: ['-c', 'playwright.config.ts', 'blobs'] });
    await project.run({ command: 'merge-reports', args: ['-c', 'playwright.config.ts', 'blobs'] });
    const runs = await project.readRuns();
    expect(runs).toHaveLength(1);
    expect(runs[0]?.attempts).toHaveLength(4);
    expect(runs[0]?.importedFrom).toBe('playwright merge-reports');
    project.remove();
  });

  test('of a merge of which the history has one shard, the other is added', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': two, 'b.spec.ts': two });
    for (const shard of ['1/2', '2/2']) {
      await project.run({
        withReporter: shard === '1/2',
        args: ['--shard', shard],
        env: { EXTRA_REPORTER: 'blob', PLAYWRIGHT_BLOB_OUTPUT_FILE: `blobs/${shard[0]}.zip` },
      });
    }
    const merge = await project.run({ command: 'merge-reports', args: ['-c', 'playwright.config.ts', 'blobs'] });
    expect(merge.stderr).not.toContain('millwright');
    const runs = await project.readRuns();
    expect(runs.map((run) => run.attempts.length)).toEqual([2, 2]);
    expect(new Set(runs.flatMap((run) => run.tests.map(({ id }) => id))).size).toBe(4);
    expect(runs.flatMap(({ notes }) => notes)).toEqual([expect.stringContaining('Some shards of this merged report')]);
    project.remove();
  });

  test('ids and identities survive in the header', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': two });
    await project.run({ env: { MILLWRIGHT_EXECUTION_ID: 'ex-1', MILLWRIGHT_STRATEGY_ID: 'st-1' } });
    await project.run({ env: { MILLWRIGHT: 'off' } });
    const runs = await project.readRuns();
    expect(runs.map(({ executionId, strategyId }) => [executionId, strategyId])).toEqual([['ex-1', 'st-1']]);
    project.remove();
  });
});
