import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Forecast } from '@millwright/core';
import { openHistory } from '@millwright/history';
import { expect, test } from 'vitest';

import { readForecasts, updateForecasts } from './forecasts.ts';
import { mergeForecasts } from './merge-forecasts.ts';

const forecastOf = (runId: string): Forecast => ({
  runId,
  at: '2026-01-01T01:00:00.000Z',
  signature: 'aaaa',
  tests: ['t1'],
  shares: { flake: 0.5, regression: 0.3, environment: 0.1, unknown: 0.1 },
  mine: 0.3,
});

test('forecasts of other folders are taken over once', async () => {
  const top = mkdtempSync(join(tmpdir(), 'millwright-forecasts-'));
  try {
    const [own, other, empty] = ['own', 'other', 'empty'].map((name) => join(top, name)) as [string, string, string];
    const open = (dir: string) => openHistory({ dir, root: top });
    await updateForecasts(open(own), () => [forecastOf('r1')]);
    await updateForecasts(open(other), () => [forecastOf('r1'), forecastOf('r2')]);
    expect(await mergeForecasts(open(own), [other, empty], top)).toBe(1);
    expect((await readForecasts(open(own))).map(({ runId }) => runId)).toEqual(['r1', 'r2']);
    expect(await mergeForecasts(open(own), [other, empty], top)).toBe(0);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
});
