import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { type Attempt, type Failure, type Run, type TestEntry, testIdOf } from '@millwright/core';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, describe, expect, test } from 'vitest';

import { type ExportFormat, exportRuns } from './exporters.ts';
import { importFiles } from './import-files.ts';

const scratch = mkdtempSync(join(tmpdir(), 'millwright-round-trip-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const facts = { machine: { os: 'linux', arch: 'x64', node: '24.21.0', cpuCount: 2, memoryMb: 4096 } };
const start = Date.parse('2026-05-01T10:00:00.000Z');

function entry(titlePath: readonly string[], more: Partial<TestEntry> = {}): TestEntry {
  const identity = { runner: 'playwright', project: 'chromium', file: 'tests/cart.spec.ts', titlePath, ...more };
  return { id: testIdOf(identity), line: 3, column: 7, expectedStatus: 'passed', retries: 1, ...identity };
}

function attempt(of: TestEntry, more: Partial<Attempt> = {}): Attempt {
  return {
    testId: of.id,
    retry: 0,
    repeat: 0,
    status: 'passed',
    startedAtMs: start,
    durationMs: 12.345,
    workerIndex: 1,
    parallelIndex: 0,
    ...more,
  };
}

const failure: Failure = {
  name: 'TimeoutError',
  message: 'locator.click: Timeout 5000ms exceeded: <b> & "c" \'d\' ]]>\u00e4 🎉\nsecond line',
  frames: [
    { file: 'src/pages/cart.ts', line: 9, column: 3, function: 'CartPage.pay', origin: 'user' },
    { file: 'tests/cart.spec.ts', line: 12, column: 5, origin: 'user' },
  ],
  location: { file: 'tests/cart.spec.ts', line: 12, column: 5 },
  snippet: '  11 |\n> 12 |   await cart.pay();\n     |              ^\n  13 |',
  expected: '1',
  actual: '2',
  diff: '- 1\n+ 2',
  step: 'pay',
  locator: "getByRole('button')",
  callLog: ["waiting for getByRole('button')", 'locator resolved to 0 elements'],
  page: { url: 'http://localhost:3000/cart', ariaSnapshot: '- button "Pay"' },
  causes: [{ name: 'Error', message: 'socket hang up', frames: [] }],
};

const plain = entry(['adds up'], {
  tags: ['@smoke'],
  annotations: [{ type: 'issue', description: 'SHOP-1' }, { type: 'slow' }],
  timeoutMs: 30_000,
  runnerId: 'a-b',
  bodyHash: '0123456789abcdef',
});
const flaky = entry(['discounts', 'come › and go']);
const broken = entry(['is broken']);
const slow = entry(['is slow'], { project: 'firefox' });
const failing = entry(['fails on purpose'], { expectedStatus: 'failed' });
const skipped = entry(['is off'], { expectedStatus: 'skipped', file: 'tests/other.spec.ts' });
const cutShort = entry(['is cut short']);
const repeated = entry(['is repeated']);
const never = entry(['never ran']);
const tests = [plain, flaky, broken, slow, failing, skipped, cutShort, repeated, never].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

const rich: Run = {
  runId: '01JT5ABCDE0123456789ABCDEF',
  shard: { current: 2, total: 3 },
  runner: 'playwright',
  runnerVersion: '1.65.1',
  startedAt: new Date(start).toISOString(),
  facts: {
    ...facts,
    git: { commit: 'c'.repeat(40), branch: 'main', commitSubject: 'subject', dirty: true, rootPrefix: '' },
    ci: { provider: 'gitlab', buildId: '7', job: 'e2e' },
  },
  projects: [
    { name: 'chromium', browser: 'chromium' },
    { name: 'firefox', browser: 'firefox' },
  ],
  workers: 4,
  executionId: 'exec-1',
  strategyId: 'strategy-1',
  importedFrom: 'elsewhere',
  partial: true,
  status: 'failed',
  durationMs: 61_234,
  tests,
  attempts: [
    attempt(plain, {
      steps: [{ title: 'open', category: 'test.step', durationMs: 3, depth: 0 }],
      stepsDropped: 4,
      attachments: [{ name: 'trace', contentType: 'application/zip', path: 'test-results/trace.zip' }],
      stdoutTail: 'one\ntwo <b>',
      stderrTail: 'warning',
    }),
    attempt(flaky, { startedAtMs: start + 1, status: 'failed', failures: [failure], stdoutTail: 'first try' }),
    attempt(flaky, { startedAtMs: start + 50, retry: 1, durationMs: 7.5 }),
    attempt(broken, {
      startedAtMs: start + 60,
      status: 'failed',
      failures: [failure, { message: 'a second error', frames: [] }],
    }),
    attempt(broken, {
      startedAtMs: start + 90,
      retry: 1,
      status: 'timedOut',
      durationMs: 20,
      failures: [{ message: 'Test timeout of 20ms exceeded.', frames: [] }],
      stderrTail: 'late',
    }),
    attempt(slow, {
      startedAtMs: start + 120,
      status: 'timedOut',
      failures: [{ message: 'Test timeout of 30000ms exceeded.', frames: [] }],
    }),
    attempt(failing, {
      startedAtMs: start + 130,
      status: 'failed',
      failures: [{ message: 'as expected', frames: [] }],
    }),
    attempt(skipped, {
      startedAtMs: start + 140,
      status: 'skipped',
      durationMs: 0,
      workerIndex: -1,
      parallelIndex: -1,
    }),
    attempt(cutShort, { startedAtMs: start + 150, status: 'interrupted' }),
    attempt(repeated, { startedAtMs: start + 160 }),
    attempt(repeated, {
      startedAtMs: start + 170,
      repeat: 1,
      status: 'failed',
      failures: [{ message: 'only once', frames: [] }],
    }),
  ],
  notRun: [{ testId: never.id, reason: 'maxFailures was reached' }],
  errors: [{ message: 'global teardown failed', frames: [] }],
  notes: ['something could not be kept'],
};

async function roundTrip(format: ExportFormat, runs: readonly Run[] = [rich]): Promise<Run[]> {
  const documents = exportRuns({ format, runs });
  const paths = documents.map(({ fileName, content }) => {
    writeFileSync(join(scratch, fileName), content);
    return fileName;
  });
  return importFiles({ paths, root: scratch, nowMs: start + 1e9, facts });
}

describe('formats that carry everything', () => {
  test.each(['jsonl', 'ctrf'] as const)('%s gives back the very run', async (format) => {
    expect(await roundTrip(format)).toEqual([rich]);
  });

  test('JSON Lines hold several runs', async () => {
    const other = { ...rich, runId: '01JT5ZZZZZ0123456789ABCDEF', startedAt: '2026-05-02T10:00:00.000Z' };
    expect(await roundTrip('jsonl', [rich, other])).toEqual([rich, other]);
  });

  test('JSON Lines that lost lines are refused', async () => {
    const lines =
      exportRuns({ format: 'jsonl', runs: [rich] })[0]
        ?.content.trimEnd()
        .split('\n') ?? [];
    writeFileSync(join(scratch, 'cut.jsonl'), lines.slice(0, -1).join('\n'));
    writeFileSync(join(scratch, 'gap.jsonl'), lines.toSpliced(12, 1).join('\n'));
    const load = (path: string): Promise<Run[]> => importFiles({ paths: [path], root: scratch, nowMs: start, facts });
    await expect(load('cut.jsonl')).rejects.toThrow('cut.jsonl ends in the middle');
    await expect(load('gap.jsonl')).rejects.toThrow('gap.jsonl lacks lines');
  });
});

/** Which fields JUnit XML carries; `docs/history-exchange.md` has the same lists. */
const junitFields = {
  run: {
    carried: [
      'runId',
      'shard',
      'runner',
      'runnerVersion',
      'startedAt',
      'workers',
      'executionId',
      'strategyId',
      'partial',
      'status',
      'durationMs',
      'tests',
      'notRun',
    ],
    lost: ['facts', 'projects', 'importedFrom', 'errors', 'notes'],
  },
  test: {
    carried: [
      'id',
      'runner',
      'project',
      'file',
      'titlePath',
      'line',
      'column',
      'tags',
      'annotations',
      'expectedStatus',
      'retries',
      'timeoutMs',
      'runnerId',
      'bodyHash',
    ],
    lost: [],
  },
  attempt: {
    carried: ['testId', 'retry', 'repeat', 'status', 'startedAtMs', 'durationMs', 'stdoutTail', 'stderrTail'],
    lost: ['steps', 'stepsDropped', 'attachments'],
  },
  failure: {
    carried: ['name', 'message', 'frames', 'location', 'snippet', 'locator', 'callLog'],
    lost: ['expected', 'actual', 'diff', 'step', 'page', 'causes'],
  },
} as const;

describe('JUnit XML', () => {
  const pick = (value: object, keys: readonly string[]): object =>
    Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
  const withoutFailures = (attempts: readonly Attempt[]): object[] =>
    attempts.map((one) => pick(one, junitFields.attempt.carried));

  test('is well formed', () => {
    const text = exportRuns({ format: 'junit', runs: [rich] })[0]?.content ?? '';
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).toContain(
      '<testsuites name="millwright" tests="10" failures="3" skipped="3" errors="0" time="61.234">',
    );
  });

  test('carries what the table says', async () => {
    const [run] = await roundTrip('junit');
    expect(pick(run as Run, junitFields.run.carried)).toEqual(pick(rich, junitFields.run.carried));
    expect(run?.tests).toEqual(rich.tests);
    expect(withoutFailures(run?.attempts ?? [])).toEqual(withoutFailures(rich.attempts));
    const failed = (from: Run | undefined, of: TestEntry): object =>
      from?.attempts.find((one) => one.testId === of.id)?.failures?.[0] ?? {};
    for (const of of [flaky, broken, slow, repeated]) {
      expect(pick(failed(run, of), junitFields.failure.carried)).toEqual(
        pick(failed(rich, of), junitFields.failure.carried),
      );
    }
    expect(run?.facts.git).toMatchObject({ commit: 'c'.repeat(40), branch: 'main' });
  });

  test('loses what the table says, and no less', async () => {
    const [run] = (await roundTrip('junit')) as [Run];
    for (const key of junitFields.run.lost) expect(run[key], key).not.toEqual(rich[key]);
    const first = run.attempts.find((one) => one.testId === plain.id);
    for (const key of junitFields.attempt.lost) expect(first, key).not.toHaveProperty(key);
    const told = run.attempts.find((one) => one.testId === flaky.id)?.failures?.[0];
    for (const key of junitFields.failure.lost) expect(told, key).not.toHaveProperty(key);
    // A test that fails on purpose has passed in the eyes of JUnit XML, so its error has no place.
    expect(run.attempts.find((one) => one.testId === failing.id)?.failures?.[0]?.message).toContain(
      'does not tell how',
    );
  });

  test('knows every field of the model that the run uses', () => {
    const used = {
      run: new Set(Object.keys(rich).filter((key) => key !== 'attempts')),
      test: new Set(rich.tests.flatMap((one) => Object.keys(one))),
      attempt: new Set(
        rich.attempts
          .flatMap((one) => Object.keys(one))
          .filter((key) => !['failures', 'workerIndex', 'parallelIndex'].includes(key)),
      ),
      failure: new Set(Object.keys(failure)),
    };
    for (const [kind, keys] of Object.entries(used)) {
      const { carried, lost } = junitFields[kind as keyof typeof junitFields];
      expect([...carried, ...lost].sort(), kind).toEqual([...keys].sort());
    }
  });

  test('the docs have the same table', () => {
    const docs = readFileSync(resolve(import.meta.dirname, '../../../../docs/history-exchange.md'), 'utf8');
    for (const [kind, { carried, lost }] of Object.entries(junitFields)) {
      const list = (keys: readonly string[]): string =>
        keys.length === 0 ? 'nothing' : keys.map((key) => `\`${key}\``).join(', ');
      expect(docs).toContain(`| ${kind} | ${list(carried)} | ${list(lost)} |`);
    }
  });

  test('a run without tests is a report without tests', async () => {
    const [run] = await roundTrip('junit', [{ ...rich, tests: [], attempts: [], notRun: [] }]);
    expect(run).toMatchObject({ runId: rich.runId, tests: [], notes: ['The report has no test.'] });
  });
});
