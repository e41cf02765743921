import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Heal, Run } from '@millwright/core';
import { type HistoryStore, openHistory } from '@millwright/history';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { plannedTest, runOf } from '../execution/fixtures/planned.ts';
import { readRebrokenHeals } from './read-rebroken-heals.ts';

const testId = 'aaaaaaaaaaaaaaaa';
const planned = [plannedTest({ testId })];
const decidedMs = Date.parse('2026-11-01T12:00:00Z');
const hourMs = 3_600_000;
const healed: Heal = {
  id: 'h',
  testId,
  kind: 'locator',
  proposedAt: '2026-11-01T11:00:00Z',
  decidedAt: '2026-11-01T12:00:00Z',
  file: 'tests/cart.spec.ts',
  before: "await page.getByText('Pay').click();",
  after: "await page.getByText('Pay now').click();",
  probability: 0.9,
  outcome: 'accepted',
};
const notFound = {
  message: "TimeoutError: locator.click: Timeout 9ms exceeded.\nCall log:\n  - waiting for getByText('Pay now')\n",
  locator: "getByText('Pay now')",
  frames: [],
};

let root: string;
let history: HistoryStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-rebroken-'));
  history = openHistory({ root, dir: '.millwright' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A run so many hours after the repair, in which the test passes or fails on the repaired locator. */
async function ran(hours: number, status: 'passed' | 'failed', over: Partial<Run> = {}): Promise<void> {
  const startedAtMs = decidedMs + hours * hourMs;
  const failures = status === 'failed' ? { failures: [notFound] } : {};
  const place = {
    runId: `01KAJ30${String(hours + 100).padStart(3, '0')}AAAAAAAAAAAAAAAA`,
    startedAt: new Date(startedAtMs).toISOString(),
  };
  await history.appendRun(runOf(planned, [{ testId, status, startedAtMs, ...failures }], { ...place, ...over }));
}
const rebroken = async (): Promise<readonly (string | undefined)[]> =>
  (await readRebrokenHeals(history, [healed])).map((heal) => heal.rebrokenAt);

test('the first run in which the step fails on its locator again', async () => {
  await ran(1, 'passed');
  await ran(2, 'failed');
  await ran(3, 'failed');
  expect(await rebroken()).toEqual(['2026-11-01T14:00:00.000Z']);
});

test('not when a retry of the same execution saved the test', async () => {
  await ran(2, 'failed', { executionId: 'e' });
  await ran(3, 'passed', { executionId: 'e' });
  expect(await rebroken()).toEqual([]);
});

test('not in a run that tried something out, nor before the repair', async () => {
  await ran(2, 'failed', { experiment: true });
  await ran(-2, 'failed');
  expect(await rebroken()).toEqual([]);
});

test('nothing is read when no repair of a locator was applied', async () => {
  const unread = new Proxy(history, {
    get: (_target, name) => {
      throw new Error(`history.${String(name)} was asked for`);
    },
  });
  expect(
    await readRebrokenHeals(unread, [
      { ...healed, kind: 'race' },
      { ...healed, outcome: 'proposed' },
    ]),
  ).toEqual([]);
});
