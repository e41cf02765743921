import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { pruneLogs } from './prune-logs.ts';

test('logs beyond the retention go, younger ones and other files stay', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-logs-'));
  const old = new Date('2026-01-01T00:00:00Z');
  for (const name of ['old.log', 'young.log', 'old.txt']) writeFileSync(join(folder, name), '');
  for (const name of ['old.log', 'old.txt']) utimesSync(join(folder, name), old, old);
  pruneLogs(folder, 30, Date.now());
  expect(readdirSync(folder).toSorted()).toEqual(['old.txt', 'young.log']);
  rmSync(folder, { recursive: true });
  expect(() => pruneLogs(folder, 30, Date.now())).not.toThrow();
});
