import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Run, outcomeOf } from '@millwright/core';

import { type ProcessResult } from '../support/run-process.ts';
import { resultsSource } from './support/results-source.ts';
import { type VitestProject, attemptsOf, createVitestProject, testOf } from './support/vitest-project.ts';

let project: VitestProject;
let run: Run;
let result: ProcessResult;

beforeAll(async () => {
  project = createVitestProject(resultsSource);
  result = await project.run();
  run = await project.onlyRun();
});

afterAll(() => project.remove());

describe('what is remembered of each test', () => {
  test.each([
    { title: 'adds', attempts: ['0/0 passed'], outcome: 'expected' },
    { title: 'fails', attempts: ['0/0 failed'], outcome: 'unexpected' },
    { title: 'is switched off', attempts: ['0/0 skipped'], outcome: 'skipped' },
    { title: 'is still to do', attempts: ['0/0 skipped'], outcome: 'skipped' },
    { title: 'fails as expected', attempts: ['0/0 passed'], outcome: 'expected' },
    { title: 'passes against expectation', attempts: ['0/0 failed'], outcome: 'unexpected' },
    { title: 'is flaky', attempts: ['0/0 failed', '0/1 passed'], outcome: 'flaky' },
    { title: 'is tried in vain', attempts: ['0/0 failed', '0/1 failed', '0/2 failed'], outcome: 'unexpected' },
    { title: 'is repeated', attempts: ['0/0 passed', '1/0 passed', '2/0 passed'], outcome: 'expected' },
    { title: 'each 1 and 2', attempts: ['0/0 passed'], outcome: 'expected' },
    { title: 'runs beside others', attempts: ['0/0 passed'], outcome: 'expected' },
    { title: 'is skipped at run time', attempts: ['0/0 skipped'], outcome: 'skipped' },
    { title: 'is too slow', attempts: ['0/0 timedOut'], outcome: 'unexpected' },
  ])('$title', ({ title, attempts, outcome }) => {
    const { entry, attempts: recorded } = testOf(run, title);
    expect(recorded.map((attempt) => `${attempt.repeat}/${attempt.retry} ${attempt.status}`)).toEqual(attempts);
    expect(outcomeOf(entry, recorded)).toBe(outcome);
    for (const attempt of recorded.filter((told) => told.status === 'failed' || told.status === 'timedOut'))
      expect(attempt.failures).not.toHaveLength(0);
  });

  test('knows the tests: titles, file, place, tags of intent', () => {
    const { entry } = testOf(run, 'adds');
    expect(entry).toMatchObject({
      runner: 'vitest',
      project: '',
      file: 'src/sum.test.ts',
      titlePath: ['sum', 'adds'],
      line: 6,
      column: 3,
      expectedStatus: 'passed',
    });
    expect(entry.bodyHash).toMatch(/^[0-9a-f]{16}$/);
    expect(testOf(run, 'is switched off').entry.expectedStatus).toBe('skipped');
    expect(testOf(run, 'fails as expected').entry.annotations).toContainEqual({ type: 'fails' });
    expect(testOf(run, 'is skipped at run time').entry.annotations).toContainEqual({
      type: 'skip',
      description: 'not today',
    });
    expect(run.tests.every((entry) => entry.line >= 1 && entry.column >= 1)).toBe(true);
  });

  test('keeps what expect compared, and where', () => {
    const [failure] = testOf(run, 'fails').attempts[0]?.failures ?? [];
    expect(failure).toMatchObject({
      name: 'AssertionError',
      expected: '{\n  "a": 4,\n}',
      actual: '{\n  "a": 3,\n}',
      diff: '  {\n-   "a": 4,\n+   "a": 3,\n  }',
    });
    expect(failure?.location).toMatchObject({ file: 'src/sum.test.ts', line: 7 });
    expect(failure?.frames[0]).toMatchObject({ file: 'src/sum.test.ts', origin: 'user' });
  });

  test('keeps causes', () => {
    const [failure] = testOf(run, 'has a cause').attempts[0]?.failures ?? [];
    expect(failure).toMatchObject({ name: 'TypeError', message: 'outer' });
    expect(failure?.causes?.map((cause) => cause.message)).toEqual(['inner']);
  });

  test('gives every try of Vitest 5 its own error and time', () => {
    const tries = testOf(run, 'is tried in vain').attempts;
    const starts = tries.map((attempt) => attempt.startedAtMs);
    expect(tries.map((attempt) => attempt.failures?.[0]?.message)).toEqual(['try 1', 'try 2', 'try 3']);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(run.notes).toEqual([]);
  });

  test('keeps the end of what a test printed', () => {
    const [adds] = testOf(run, 'adds').attempts;
    expect(adds?.stdoutTail).toBe('hello from adds\n');
    expect(testOf(run, 'is flaky').attempts.at(-1)?.stderrTail).toContain('careful');
    const [chatty] = testOf(run, 'prints a lot').attempts;
    expect(chatty?.stdoutTail?.length).toBeLessThanOrEqual(2048);
    expect(chatty?.stdoutTail).toMatch(/the last line\n$/);
  });

  test('tells tests with one title apart and says so once', () => {
    const twins = run.tests.filter((entry) => entry.titlePath.at(-1) === 'twin');
    expect(new Set(twins.map((entry) => entry.ordinal ?? 0))).toEqual(new Set([0, 1]));
    expect(new Set(twins.map((entry) => entry.id)).size).toBe(2);
    expect(new Set(twins.map((entry) => attemptsOf(run, entry)[0]?.status))).toEqual(new Set(['failed', 'passed']));
    expect(result.stderr.match(/millwright: .*/g)).toEqual([
      'millwright: src/sum.test.ts has several tests named "sum > twin"; they are told apart by their order.',
    ]);
  });

  test('tests below a broken hook did not run, and say why', () => {
    const { entry, attempts } = testOf(run, 'never starts');
    expect(attempts).toEqual([]);
    expect(run.notRun).toEqual([{ testId: entry.id, reason: 'A hook of the enclosing suite failed: no database' }]);
    expect(run.errors.map((error) => error.message)).toEqual(['no database']);
    expect(run.errors[0]?.location?.file).toBe('src/sum.test.ts');
  });

  test('knows who ran what', () => {
    expect(
      run.attempts
        .filter((attempt) => attempt.status !== 'skipped')
        .every((attempt) => attempt.workerIndex >= 0 && attempt.parallelIndex >= 0),
    ).toBe(true);
    expect(run).toMatchObject({ runner: 'vitest', status: 'failed' });
    expect(run.partial).toBeUndefined();
    expect(Date.parse(run.startedAt)).toBeGreaterThan(Date.now() - 60_000);
  });
});
