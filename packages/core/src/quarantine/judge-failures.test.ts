import { describe, expect, test } from 'vitest';

import { testIdOf } from '../identity/test-id.ts';
import type { Attempt } from '../model/attempt.ts';
import type { TestEntry } from '../model/test.ts';
import { type FailedTest, judgeFailures } from './judge-failures.ts';
import type { QuarantineEntry } from './quarantine.ts';
import { renderJudgement } from './render-judgement.ts';

const file = 'a.test.ts';
const source = `import { test } from 'vitest';
beforeEach(() => {
  prepare();
});
test('adds', () => {
  expect(1).toBe(2);
});
`;

function entryOf(title: string, over: Partial<TestEntry> = {}): TestEntry {
  const test: TestEntry = {
    id: '',
    runner: 'vitest',
    project: '',
    file,
    titlePath: [title],
    line: 5,
    column: 1,
    expectedStatus: 'passed',
    retries: 0,
    ...over,
  };
  return { ...test, id: testIdOf(test) };
}

function attemptOf(over: Partial<Attempt> = {}): Attempt {
  return {
    testId: '',
    retry: 0,
    repeat: 0,
    status: 'failed',
    startedAtMs: 0,
    durationMs: 10,
    workerIndex: 0,
    parallelIndex: 0,
    failures: [{ message: 'Expected 2, got 1', frames: [frameAt(6)] }],
    ...over,
  };
}

function frameAt(line: number) {
  return { file, line, column: 3, origin: 'user' } as const;
}

const thrownAt = (line: number, message = 'no'): Partial<Attempt> => ({
  failures: [{ message, frames: [frameAt(line)] }],
});

const vitestTest = entryOf('adds');
const playwrightTest = entryOf('adds', { runner: 'playwright' });

function quarantineOf(...tests: readonly TestEntry[]) {
  const entries = tests.map(({ id, runner, titlePath }): QuarantineEntry => ({
    id,
    runner,
    file,
    titlePath,
    reason: 'it races',
    owner: '@shop',
    since: '2026-11-20T00:00:00.000Z',
    expires: '2026-12-04',
    budget: { failedRuns: 20 },
  }));
  return { caps: { suite: 10, owner: 5 }, entries };
}

function judge(failed: readonly FailedTest[], obstacles: readonly string[] = [], text: string | undefined = source) {
  return judgeFailures({
    quarantine: quarantineOf(vitestTest, playwrightTest),
    failed,
    obstacles,
    histories: [],
    sources: new Map(text === undefined ? [] : [[file, text]]),
    nowMs: Date.parse('2026-11-21'),
  });
}

const step = (category: string, failed: boolean) => ({ title: category, category, durationMs: 1, depth: 0, failed });

describe('which failures are forgiven', () => {
  test.each<readonly [name: string, test: TestEntry, attempts: readonly Attempt[], forgiven: boolean]>([
    ['thrown in its body', vitestTest, [attemptOf()], true],
    ['thrown in a hook', vitestTest, [attemptOf(thrownAt(3))], false],
    ['its time ran out', vitestTest, [attemptOf(thrownAt(1, 'Test timed out in 300ms.'))], true],
    ['the time of a hook ran out', vitestTest, [attemptOf(thrownAt(2, 'Hook timed out in 300ms.'))], false],
    ['once in its body and once in a hook', vitestTest, [attemptOf(), attemptOf({ retry: 1, ...thrownAt(3) })], false],
    ['thrown nobody knows where', vitestTest, [attemptOf({ failures: [{ message: 'no', frames: [] }] })], false],
    ['failed without an error', vitestTest, [attemptOf({ failures: [] })], false],
    ['of a test at an unknown place', entryOf('adds', { line: 1 }), [attemptOf()], false],
    ['nothing but interrupted', vitestTest, [attemptOf({ status: 'interrupted' })], false],
    ['a step of its body', playwrightTest, [attemptOf({ steps: [step('hook', false), step('expect', true)] })], true],
    ['a hook', playwrightTest, [attemptOf({ steps: [step('hook', true)] })], false],
    ['a fixture', playwrightTest, [attemptOf({ steps: [step('fixture', true)] })], false],
    [
      'a worker that died',
      playwrightTest,
      [attemptOf(thrownAt(5, 'worker process exited unexpectedly (code=1)'))],
      false,
    ],
    [
      'time that ran out in a hook',
      playwrightTest,
      [attemptOf(thrownAt(5, 'Test timeout of 300ms exceeded while running "beforeEach" hook.'))],
      false,
    ],
    [
      'time that ran out in a fixture',
      playwrightTest,
      [attemptOf(thrownAt(5, 'Test timeout of 300ms exceeded while setting up "page".'))],
      false,
    ],
    [
      'time that ran out',
      playwrightTest,
      [attemptOf({ status: 'timedOut', ...thrownAt(5, 'Test timeout of 300ms exceeded.') })],
      true,
    ],
  ])('%s', (_, failedTest, attempts, forgiven) => {
    expect(judge([{ test: failedTest, attempts }]).forgiven).toBe(forgiven);
  });

  test('without the source nothing is seen to come from a body', () => {
    const { forgiven } = judge([{ test: vitestTest, attempts: [attemptOf()] }], [], '');
    expect(forgiven).toBe(false);
  });
});

describe('which runs are forgiven', () => {
  const quarantined = { test: vitestTest, attempts: [attemptOf()] };
  const other = { test: entryOf('removes'), attempts: [attemptOf()] };

  test.each<
    readonly [name: string, failed: readonly FailedTest[], obstacles: readonly string[], lines: readonly string[]]
  >([
    ['nothing failed', [], [], []],
    ['only others', [other], [], []],
    [
      'only quarantined ones',
      [quarantined],
      [],
      [
        '1 quarantined test failed, forgiven by quarantine.json: the run counts as passed.',
        '  forgiven: a.test.ts > adds (@shop, 13 days left): it races',
      ],
    ],
    [
      'others, too',
      [quarantined, other],
      ['1 error outside any test.'],
      [
        '1 quarantined test failed, 1 forgiven by quarantine.json: the run stays failed.',
        '  forgiven: a.test.ts > adds (@shop, 13 days left): it races',
        '  stays red: a.test.ts > removes failed and is not quarantined.',
        '  stays red: 1 error outside any test.',
      ],
    ],
  ])('%s', (_, failed, obstacles, lines) => {
    const judgement = judge(failed, obstacles);
    expect(renderJudgement(judgement)).toEqual(lines);
    expect(judgement.forgiven).toBe(failed.length === 1 && failed[0] === quarantined);
  });
});
