import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Run } from '@millwright/core';
import { openHistory } from '@millwright/history';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fullRunIdOf } from './full-run-id.ts';

const dir = mkdtempSync(join(tmpdir(), 'millwright-show-'));
const history = openHistory({ dir, root: dir });
const ids = ['01KAJ30000AAAAAAAAAAAAAAAA', '01KAJ30000BBBBBBBBBBBBBBBB', '01KAJ40000AAAAAAAAAAAAAAAA'];

beforeAll(async () => {
  for (const runId of ids) {
    const run: Run = {
      runId,
      runner: 'vitest',
      runnerVersion: '5.1.0',
      startedAt: '2026-11-01T00:00:00.000Z',
      facts: { machine: { os: 'linux', arch: 'x64', node: '24.1.0', cpuCount: 1, memoryMb: 1 } },
      projects: [],
      status: 'passed',
      durationMs: 1,
      tests: [],
      attempts: [],
      notRun: [],
      errors: [],
      notes: [],
    };
    await history.appendRun(run);
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the run that a beginning names', () => {
  test.each([
    ['01KAJ4', ids[2]],
    ['01kaj30000b', ids[1]],
    ['01KAJ30000A…', ids[0]],
    [ids[0] ?? '', ids[0]],
    ['01K', '01K'],
    ['ZZZZZZ', 'ZZZZZZ'],
  ])('%s is %s', async (written, id) => expect(await fullRunIdOf(history, written)).toBe(id));

  test('a beginning of several is refused with their names', async () => {
    await expect(fullRunIdOf(history, '01KAJ3')).rejects.toMatchObject({
      code: 'ambiguous-run',
      message: `"01KAJ3" is the beginning of 2 runs: ${ids[0]}, ${ids[1]}.`,
    });
  });
});
