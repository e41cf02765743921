import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { testIdOf } from '@millwright/core';

import { type Ending, type PlaywrightProject, attemptLines, attemptOf, createPlaywrightProject, timeless } from './playwright-project.ts';

const spec = `import { test, expect } from '@playwright/test';
import { existsSync } from 'node:fs';
test.describe('Suite', () => {
  test('passes @smoke', { tag: '@fast', annotation: { type: 'issue', description: 'AB-1' } }, async () => {
    console.log('printed'); console.error('complained');
    await test.step('outer', async () => { await test.step('inner', async () => {}); });
  });
});
test('fails', async () => { expect({ a: 1 }).toEqual({ a: 2 }); });
test('has a cause', async () => { throw new Error('outer', { cause: new TypeError('inner') }); });
test('throws a text', async () => { throw 'only text'; });
test('is flaky', async ({}, info) => { expect(info.retry).toBe(1); });
test('times out', async () => { test.setTimeout(200); await new Promise(() => {}); });
test.skip('is skipped', async () => {});
test('skips itself', async () => { test.skip(true, 'not today'); });
test.fail('is expected to fail', async () => { expect(1).toBe(2); });
test.describe('broken hook', () => {
  test.beforeAll(() => { throw new Error('no database'); });
  test('first', async () => {}); test('second', async () => {});
});
test('kills its worker', async ({}, info) => { if (info.retry === 0) process.exit(3); });
`;

describe('every kind of result', () => {
  let project: PlaywrightProject;
  let withOurs: Ending;
  let without: Ending;

  beforeAll(async () => {
    project = createPlaywrightProject({ 'tests/a.spec.ts': spec }, { config: `retries: 1, testDir: 'tests', timeout: 5000` });
    withOurs = await project.run();
    without = await project.run({ withReporter: false });
  }, 60_000);
  afterAll(() => project.remove());

  test('leaves exit code and stdout as they were', () => {
    expect(withOurs.code).toBe(without.code);
    expect(withOurs.code).toBe(1);
    expect(timeless(withOurs.stdout)).toBe(timeless(without.stdout));
    expect(withOurs.stderr).toBe(without.stderr);
  });

  test('records each attempt with its status', async () => {
    const [run, ...others] = await project.readRuns();
    expect(others).toEqual([]);
    expect(attemptLines(run).toSorted()).toEqual(
      [
        'Suite › passes @smoke: passed',
        'broken hook › first#1: failed',
        'broken hook › first: failed',
        'fails#1: failed',
        'fails: failed',
        'has a cause#1: failed',
        'has a cause: failed',
        'is expected to fail: failed',
        'is flaky#1: passed',
        'is flaky: failed',
        'is skipped: skipped',
        'kills its worker#1: passed',
        'kills its worker: failed',
        'skips itself: skipped',
        'throws a text#1: failed',
        'throws a text: failed',
        'times out#1: timedOut',
        'times out: timedOut',
      ].toSorted(),
    );
    expect(run?.status).toBe('failed');
    expect(run?.runnerVersion).toBe('1.65.1');
    expect(run?.partial).toBeUndefined();
  });

  test('tells tests that were not run apart from skipped ones', async () => {
    const [run] = await project.readRuns();
    const second = run?.tests.find((entry) => entry.titlePath.at(-1) === 'second');
    expect(run?.notRun).toEqual([{ testId: second?.id, reason: 'A beforeAll hook or an earlier test of its serial group failed.' }]);
  });

  test('keeps what is known of a test', async () => {
    const [run] = await project.readRuns();
    const entry = run?.tests.find((candidate) => candidate.titlePath.at(-1) === 'passes @smoke');
    expect(entry).toMatchObject({
      id: testIdOf({ runner: 'playwright', project: '', file: 'tests/a.spec.ts', titlePath: ['Suite', 'passes @smoke'] }),
      file: 'tests/a.spec.ts',
      titlePath: ['Suite', 'passes @smoke'],
      line: 4,
      annotations: [{ type: 'issue', description: 'AB-1' }],
      expectedStatus: 'passed',
      retries: 1,
      timeoutMs: 5000,
    });
    expect(entry?.tags?.toSorted()).toEqual(['@fast', '@smoke']);
    expect(entry?.bodyHash).toMatch(/^[0-9a-f]{16}$/);
    const attempt = attemptOf(run, 'passes @smoke');
    expect(attempt?.stdoutTail).toBe('printed\n');
    expect(attempt?.stderrTail).toBe('complained\n');
    expect(attempt?.steps?.map(({ title, depth, category }) => [title, depth, category])).toEqual([['outer', 0, 'test.step'], ['inner', 1, 'test.step']]);
  });

  test('parses failures', async () => {
    const [run] = await project.readRuns();
    const [failure] = attemptOf(run, 'fails')?.failures ?? [];
    expect(failure).toMatchObject({ name: 'Error', location: { file: 'tests/a.spec.ts', line: 9 }, expected: 'Object {\n  "a": 2,\n}', actual: 'Object {\n  "a": 1,\n}' });
    expect(failure?.message).toContain('toEqual');
    expect(JSON.stringify(run)).not.toContain('\\u001b');
    expect(failure?.frames[0]).toMatchObject({ file: 'tests/a.spec.ts', line: 9, origin: 'user' });
    expect(failure?.snippet).toContain('toEqual');
    expect(attemptOf(run, 'has a cause')?.failures?.[0]?.causes?.[0]).toMatchObject({ name: 'TypeError', message: 'inner' });
    expect(attemptOf(run, 'throws a text')?.failures?.[0]?.message).toContain('only text');
    expect(attemptOf(run, 'times out')?.failures?.[0]?.message).toContain('timeout of 200ms exceeded');
    expect(attemptOf(run, 'kills its worker')?.failures?.[0]?.message).toContain('code=3');
    expect(attemptOf(run, 'first')?.failures?.[0]?.message).toBe('no database');
  });
});

describe('ways of running', () => {
  const two = `import { test, expect } from '@playwright/test';
test('one', async () => {}); test('two', async () => { expect(1).toBe(process.env.GOOD ? 1 : 2); });`;

  test('projects, dependencies and repeatEach', async () => {
    const project = createPlaywrightProject(
      { 'a.spec.ts': two, 'b.setup.ts': `import { test } from '@playwright/test'; test('prepare', async () => { if (process.env.BROKEN) throw new Error('no'); });` },
      { config: `repeatEach: 2, projects: [{ name: 'setup', testMatch: /setup/ }, { name: 'main', testMatch: /a\\.spec/, dependencies: ['setup'] }]` },
    );
    const good = await project.run({ env: { GOOD: '1' } });
    expect(good.code).toBe(0);
    const bad = await project.run({ env: { BROKEN: '1' } });
    expect(bad.code).toBe(1);
    const [first, second] = await project.readRuns();
    expect(attemptLines(first).filter((line) => line.startsWith('[main] one'))).toEqual(['[main] one: passed', '[main] one~1: passed']);
    expect(first?.projects.map(({ name }) => name)).toEqual(['setup', 'main']);
    expect(first?.tests).toHaveLength(3);
    expect(second?.notRun.map(({ reason }) => reason)).toContain('A project it depends on failed, or the run stopped before its turn.');
    project.remove();
  }, 40_000);

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
  }, 60_000);

  test('shards of one CI build share a run id; merging their blobs does not count them twice', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': two, 'b.spec.ts': two });
    const env = { GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '77', GITHUB_JOB: 'e2e', EXTRA_REPORTER: 'blob' };
    for (const shard of ['1/2', '2/2']) {
      await project.run({ args: ['--shard', shard], env: { ...env, PLAYWRIGHT_BLOB_OUTPUT_FILE: `blobs/${shard[0]}.zip` } });
    }
    const shards = await project.readRuns();
    expect(shards).toHaveLength(2);
    expect(shards[0]?.runId).toBe(shards[1]?.runId);
    await project.run({ command: 'merge-reports', args: ['-c', 'playwright.config.ts', 'blobs'] });
    expect(await project.readRuns()).toHaveLength(2);
    project.remove();
  }, 40_000);

  test('blobs of shards that recorded nothing are recorded by the merge', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': two, 'b.spec.ts': two });
    for (const shard of ['1/2', '2/2']) {
      await project.run({ withReporter: false, args: ['--shard', shard], env: { EXTRA_REPORTER: 'blob', PLAYWRIGHT_BLOB_OUTPUT_FILE: `blobs/${shard[0]}.zip` } });
    }
    await project.run({ command: 'merge-reports', args: ['-c', 'playwright.config.ts', 'blobs'] });
    await project.run({ command: 'merge-reports', args: ['-c', 'playwright.config.ts', 'blobs'] });
    const runs = await project.readRuns();
    expect(runs).toHaveLength(1);
    expect(runs[0]?.attempts).toHaveLength(4);
    expect(runs[0]?.importedFrom).toBe('playwright merge-reports');
    project.remove();
  }, 40_000);

  test('ids and identities survive in the header', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': two });
    await project.run({ env: { MILLWRIGHT_EXECUTION_ID: 'ex-1', MILLWRIGHT_STRATEGY_ID: 'st-1' } });
    await project.run({ env: { MILLWRIGHT: 'off' } });
    const runs = await project.readRuns();
    expect(runs.map(({ executionId, strategyId }) => [executionId, strategyId])).toEqual([['ex-1', 'st-1']]);
    project.remove();
  }, 30_000);
});
