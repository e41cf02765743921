import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Run } from '@millwright/core';
import { createRunId, openHistory } from '@millwright/history';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { plannedTest, runOf } from '../execution/fixtures/planned.ts';
import { runCli } from '../frame/cli.ts';
import { createFakeWorld } from '../frame/fixtures/fake-world.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-simulate-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const hostile = `<script>alert("x")</script> & 'quotes' \u001B[31mred\nnext \u202Eback`;
const planned = ['aaaa', 'bbbb', 'cccc', 'dddd'].map((letters, index) =>
  plannedTest({
    testId: letters.repeat(4),
    file: `tests/${letters}.spec.ts`,
    titlePath: [index === 0 ? hostile : letters],
  }),
);
const firstMs = Date.UTC(2026, 9, 5, 8);

/** Remembers a run for each line, a day apart, one letter a test: `.` good, `F` failed, `f` good on retry, blank not there. Each try takes ten seconds. */
async function remember(lines: readonly string[], over: Partial<Run> = {}, fromDay = 0): Promise<void> {
  const history = openHistory({ root, dir: '.millwright' });
  for (const [day, line] of lines.entries()) {
    const startMs = firstMs + (fromDay + day) * 86_400_000;
    const tries = Array.from(line).flatMap((letter, index) => {
      if (letter === ' ') return [];
      const testId = planned[index]?.testId ?? '';
      const statuses =
        letter === 'f' ? (['failed', 'passed'] as const) : ([letter === 'F' ? 'failed' : 'passed'] as const);
      return statuses.map((status, retry) => ({ testId, status, retry, durationMs: 10_000 }));
    });
    await history.appendRun(
      runOf(
        planned,
        tries.map((attempt, index) => ({ ...attempt, startedAtMs: startMs + index * 10_000 })),
        {
          runId: createRunId({ nowMs: startMs, random: Math.random }),
          startedAt: new Date(startMs).toISOString(),
          durationMs: tries.length * 10_000,
          status: line.includes('F') ? 'failed' : 'passed',
          ...over,
        },
      ),
    );
  }
}

async function e2e(...argv: readonly string[]) {
  const world = createFakeWorld(root);
  const exitCode = await runCli({ argv: [...argv, '--root', root], version: '1.2.3', world });
  return { exitCode, ...world.printed() };
}

async function simulated(...argv: readonly string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await e2e('simulate', '--workers', '1', ...argv, '--json')).stdout) as Record<string, unknown>;
}

/** `dddd` runs last and fails every third day. */
const broken = ['....', '....', '...F', '...F', '....', '...F', '...F', 'F..F', '...F'];

test('says what an order made of the past alone would have saved, beside the order in which the tests ran', async () => {
  await remember(broken);
  const { exitCode, stdout } = await e2e('simulate', '--workers', '1', '--objective', 'first-failure', '--last', '4');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Replayed 4 runs (4 of them failing, 5 failures) on 1 worker.');
  expect(stdout).toContain('Only learned from: 5 older runs.');
  expect(stdout).toContain('would have shown after 10.0 s instead of 40.0 s (median; no order could be under 10.0 s)');
  expect(stdout).toMatch(/^recorded +40\.0 s +32\.5 s/mu);
  expect(stdout).toMatch(/^ideal +10\.0 s +10\.0 s/mu);
  expect(stdout).toMatch(/^2026-10-05 {2}recorded {7}#+ 40\.0 s$/mu);
  expect(
    Math.max(
      ...stdout
        .split('\n')
        .filter((line) => /[#=]{3}/u.test(line))
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(100);
});

test('one document for programs: runs that show a part, that were cut off or tried something out are not measured', async () => {
  await remember(broken);
  await remember(['FFFF'], { partial: true }, 20);
  await remember(['FFFF'], { status: 'interrupted' }, 21);
  await remember(['FFFF'], { experiment: true }, 22);
  expect(await simulated('--budget-ratio', '0.5')).toMatchObject({
    format: 'millwright/simulation',
    version: 1,
    objective: 'priority',
    workers: 1,
    budgetRatio: 0.5,
    runCount: 9,
    pastRunCount: 2,
    failingRunCount: 6,
    failureCount: 7,
    leftOut: { partialCount: 1, cutOffCount: 1, experimentCount: 1, olderCount: 0 },
  });
});

test('shards are one run, and the runs of an execution are one run with its retries', async () => {
  const shard = (current: number) => ({ runId: '01KSHARDEDRUNAAAAAAAAAAAAA', shard: { current, total: 2 } });
  await remember(broken);
  await remember([' ..F'], shard(1), 30);
  await remember(['F'], shard(2), 30);
  await remember(['...F'], { executionId: 'e1', partial: true }, 31);
  // Its retry passed, so it is a flake and no failure.
  const retry = openHistory({ root, dir: '.millwright' });
  const at = firstMs + 31 * 86_400_000 + 60_000;
  await retry.appendRun(
    runOf(planned, [{ testId: planned[3]?.testId ?? '', status: 'passed', startedAtMs: at }], {
      runId: createRunId({ nowMs: at, random: Math.random }),
      startedAt: new Date(at).toISOString(),
      executionId: 'e1',
      partial: true,
    }),
  );
  expect(await simulated()).toMatchObject({ runCount: 11, failureCount: 9 });
  expect(await simulated('--count-flaky')).toMatchObject({ runCount: 11, failureCount: 10 });
});

test('a title is data: in the page it is text, in the terminal one line', async () => {
  await remember(broken);
  const page = join(root, 'saved.html');
  const { exitCode, stdout } = await e2e(
    'simulate',
    '--workers',
    '1',
    '--objective',
    'risk',
    '--budget',
    '10s',
    '--html',
    page,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain('red next  back');
  expect(stdout).not.toContain('\u001B');
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;quotes&#39; red next  back');
  expect(html).not.toMatch(/<script|https?:|src=|\u202E/u);
  expect(html).toContain('<svg viewBox="0 0 960 320" role="img" aria-labelledby="chart-title chart-text">');
});

describe('when there is nothing to tell', () => {
  test.each<[string, readonly string[], readonly string[], number, string]>([
    ['nothing is remembered', [], [], 2, 'Nothing is remembered yet'],
    ['no run was asked for', broken, ['--since', '2030-01-01'], 2, 'No whole run of the suite is among the runs'],
    ['too few runs', ['...F', '....'], [], 0, 'Only 2 runs remembered: a replay needs 5 at least'],
    ['no failure', Array.from({ length: 6 }, () => '...f'), [], 0, 'None of 6 runs failed'],
    ['two budgets', broken, ['--budget', '1m', '--budget-ratio', '0.5'], 2, 'got both'],
    ['an objective that is misspelt', broken, ['--objective', 'failurs'], 2, 'Did you mean `failures`?'],
  ])('%s', async (_name, lines, argv, exitCode, sentence) => {
    await remember(lines);
    const result = await e2e('simulate', ...argv);
    expect(result.exitCode).toBe(exitCode);
    expect(exitCode === 0 ? result.stdout : result.stderr).toContain(sentence);
  });
});

test('without --workers it says how many the machine bears, and why', async () => {
  await remember(broken);
  const { stdout } = await e2e('simulate', '--json');
  const { workers, workersFrom } = JSON.parse(stdout) as {
    workers: number;
    workersFrom: { from: string; reason: string };
  };
  expect(workersFrom.from).toBe('machine');
  expect(workersFrom.reason).toMatch(/^\d+ cores?/u);
  const told = (await e2e('simulate')).stdout;
  expect(told).toContain(`: ${workersFrom.reason}.`);
  expect(told).toContain(`on ${workers} worker`);
  expect((await simulated())['workersFrom']).toEqual({ from: 'flag', reason: '`--workers` says so' });
});
