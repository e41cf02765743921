import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type PredictionReport, testIdOf } from '@millwright/core';
import { openHistory } from '@millwright/history';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { plannedTest, runOf } from '../execution/fixtures/planned.ts';
import { runCli } from '../frame/cli.ts';
import { createFakeWorld } from '../frame/fixtures/fake-world.ts';

const file = 'tests/cart.spec.ts';
const titles = ['adds', 'removes', 'pays'];
const planned = titles.map((title) =>
  plannedTest({
    testId: testIdOf({ runner: 'playwright', project: '', file, titlePath: [title] }),
    file,
    titlePath: [title],
  }),
);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-predictions-'));
  mkdirSync(join(root, 'tests'));
  const tests = titles.map((title) => `test('${title}', () => {});\n`).join('');
  writeFileSync(join(root, file), `import { test } from '@playwright/test';\n${tests}`);
  writeFileSync(join(root, 'playwright.config.ts'), 'export default {};\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The clock of a command stands at noon. */
async function e2e(line: string) {
  const world = createFakeWorld(root);
  const exitCode = await runCli({ argv: line.split(' '), version: '1.2.3', world });
  return { exitCode, ...world.printed() };
}

/** Letters are the results of the three tests. */
async function record(startedAt: string, letters: string): Promise<void> {
  const attempts = Array.from(letters, (letter, index) => ({
    testId: planned[index]?.testId ?? '',
    status: letter === 'F' ? ('failed' as const) : ('passed' as const),
  }));
  const runId = `01KAJ3${startedAt.replaceAll(/\D/gu, '').slice(2, 14)}AAAAAAAA`;
  await openHistory({ root, dir: '.millwright' }).appendRun(runOf(planned, attempts, { runId, startedAt }));
}

async function stored(): Promise<PredictionReport> {
  const { stdout } = await e2e('predictions --json');
  return (JSON.parse(stdout) as { stored: PredictionReport }).stored;
}

test('without history: one sentence, and no error', async () => {
  const { exitCode, stdout } = await e2e('predictions');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Nothing to compare yet: [^\n]+\.\n$/u);
});

test('what a plan predicts waits for the next run, is judged by it once, and is told', async () => {
  for (const [hour, letters] of ['...', 'F..', 'F..', 'F..'].entries())
    await record(`2026-11-01T0${hour + 1}:00:00.000Z`, letters);
  const { exitCode, stdout } = await e2e('plan-strategy --name all --explain');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/fails with \d\d % .*failed in 3 of 4 runs/u);
  expect(await stored()).toMatchObject({ predictions: 0, unresolved: 3 });

  await record('2026-11-01T13:00:00.000Z', 'F..');
  await record('2026-11-01T14:00:00.000Z', '.FF');
  expect(await stored()).toMatchObject({ runs: 1, predictions: 3, failures: 1, unresolved: 0, rPrecision: 1 });
  const told = await e2e('predictions');
  expect(told.stdout).toMatch(
    /^The rule speaks: .*\n\nStored predictions: 3 judged by 1 run \(1 failed\), 0 wait for a run\n/u,
  );
  expect(told.stdout).toContain('2026-10-26');
});

test('what was predicted in another folder is judged by the runs that come here, and merging it again changes nothing', async () => {
  for (const [hour, letters] of ['...', 'F..', 'F..', 'F..'].entries())
    await record(`2026-11-01T0${hour + 1}:00:00.000Z`, letters);
  await e2e('plan-strategy --name all');
  renameSync(join(root, '.millwright'), join(root, 'artifact'));
  await record('2026-11-01T13:00:00.000Z', 'F..');
  const merged = await e2e('history merge artifact');
  expect({ exitCode: merged.exitCode, stdout: merged.stdout }).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^Merged 1 folder: 4 new run documents, .*, 3 new predictions\.\n$/u),
  });
  const judged = { runs: 1, predictions: 3, failures: 1, unresolved: 0 };
  expect(await stored()).toMatchObject(judged);
  await record('2026-11-01T14:00:00.000Z', '.FF');
  expect((await e2e('history merge artifact')).stdout).not.toContain('prediction');
  expect(await stored()).toMatchObject(judged);
});
