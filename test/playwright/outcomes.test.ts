import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { testIdOf } from '@millwright/core';

import {
  type Ending,
  type PlaywrightProject,
  attemptLines,
  attemptOf,
  createPlaywrightProject,
  timeless,
} from './playwright-project.ts';

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
    project = createPlaywrightProject(
      { 'tests/a.spec.ts': spec },
      { config: `retries: 1, testDir: 'tests', timeout: 5000` },
    );
    withOurs = await project.run();
    without = await project.run({ withReporter: false });
  });
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
    expect(run?.notRun).toEqual([
      { testId: second?.id, reason: 'A beforeAll hook or an earlier test of its serial group failed.' },
    ]);
  });

  test('keeps what is known of a test', async () => {
    const [run] = await project.readRuns();
    const entry = run?.tests.find((candidate) => candidate.titlePath.at(-1) === 'passes @smoke');
    expect(entry).toMatchObject({
      id: testIdOf({
        runner: 'playwright',
        project: '',
        file: 'tests/a.spec.ts',
        titlePath: ['Suite', 'passes @smoke'],
      }),
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
    expect(attempt?.steps?.map(({ title, depth, category }) => [title, depth, category])).toEqual([
      ['outer', 0, 'test.step'],
      ['inner', 1, 'test.step'],
    ]);
  });

  test('parses failures', async () => {
    const [run] = await project.readRuns();
    const [failure] = attemptOf(run, 'fails')?.failures ?? [];
    expect(failure).toMatchObject({
      name: 'Error',
      location: { file: 'tests/a.spec.ts', line: 9 },
      expected: 'Object {\n  "a": 2,\n}',
      actual: 'Object {\n  "a": 1,\n}',
    });
    expect(failure?.message).toContain('toEqual');
    expect(JSON.stringify(run)).not.toContain('\\u001b');
    expect(failure?.frames[0]).toMatchObject({ file: 'tests/a.spec.ts', line: 9, origin: 'user' });
    expect(failure?.snippet).toContain('toEqual');
    expect(attemptOf(run, 'has a cause')?.failures?.[0]?.causes?.[0]).toMatchObject({
      name: 'TypeError',
      message: 'inner',
    });
    expect(attemptOf(run, 'throws a text')?.failures?.[0]?.message).toContain('only text');
    expect(attemptOf(run, 'times out')?.failures?.[0]?.message).toContain('timeout of 200ms exceeded');
    expect(attemptOf(run, 'kills its worker')?.failures?.[0]?.message).toContain('code=3');
    expect(attemptOf(run, 'first')?.failures?.[0]?.message).toBe('no database');
  });
});
