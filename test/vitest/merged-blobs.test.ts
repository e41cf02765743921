import type { Run } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { type VitestProject, createVitestProject } from './support/vitest-project.ts';

const files = {
  'src/sum.ts': 'export const sum = (a: number, b: number) => a + b;\n',
  'a.test.ts': `import { expect, test } from 'vitest';
import { sum } from './src/sum.ts';
let tries = 0;
test('one', () => { expect(sum(1, 1)).toBe(2); });
test('fails', () => { expect(sum(1, 1)).toBe(3); });
test('flaky', { retry: 1 }, () => { tries += 1; expect(tries).toBe(2); });
test.skip('off', () => {});
`,
  'b.test.ts': `import { test } from 'vitest';\ntest('three', () => {});\ntest.skip('off, too', () => {});\n`,
  'vitest.config.ts': `import { defineConfig } from 'vitest/config';
    const blob = process.env.BLOB ? [['blob', { outputFile: process.env.BLOB }]] : [];
    export default defineConfig({ test: { reporters: ['default', ...blob, '@millwright/vitest'] as never } });`,
};

const saidTwice =
  'millwright: the shards of this merged report are in the history already, so it is not recorded again.';

let project: VitestProject;
afterEach(() => project.remove());

/** Runs one shard that writes a blob; `records` says whether it also records itself. */
const runShard = async (shard: number, records: boolean): Promise<void> => {
  const env = { BLOB: `blobs/${shard}.json`, ...(records ? {} : { MILLWRIGHT: 'off' }) };
  await project.run(['--shard', `${shard}/2`], { env });
};
const merge = async (): Promise<{ exitCode: number | null; lines: readonly string[] }> => {
  const { exitCode, stderr } = await project.run(['--merge-reports', 'blobs']);
  return { exitCode, lines: stderr.split('\n').filter((line) => line.startsWith('millwright:')) };
};

describe('vitest --merge-reports', () => {
  test('records nothing of shards that recorded themselves', async () => {
    project = createVitestProject(files);
    for (const shard of [1, 2]) await runShard(shard, true);
    const before = await project.runs();
    expect(await merge()).toEqual({ exitCode: 1, lines: [saidTwice] });
    expect(before).toHaveLength(2);
    expect(await project.runs()).toEqual(before);
  });

  test('records shards that only wrote a blob, once', async () => {
    project = createVitestProject(files);
    for (const shard of [1, 2]) await runShard(shard, false);
    expect(await merge()).toEqual({ exitCode: 1, lines: [] });
    expect(await merge()).toEqual({ exitCode: 1, lines: [saidTwice] });
    const run = await project.onlyRun();
    expect(run).toMatchObject({ status: 'failed', importedFrom: 'vitest --merge-reports', notes: [] });
    expect(run.tests).toHaveLength(6);
    expect(run.attempts.map((attempt) => attempt.status).sort()).toEqual([
      'failed',
      'failed',
      'passed',
      'passed',
      'passed',
      'skipped',
      'skipped',
    ]);
    // The time of the tests, not of the merge.
    const first = Math.min(...run.attempts.map((attempt) => attempt.startedAtMs));
    expect(Math.abs(Date.parse(run.startedAt) - first)).toBeLessThanOrEqual(1);
  });

  test('adds the shard that the history lacks', async () => {
    project = createVitestProject(files);
    await runShard(1, true);
    await runShard(2, false);
    const [first] = await project.runs();
    expect(await merge()).toEqual({ exitCode: 1, lines: [] });
    const runs = await project.runs();
    expect(runs).toHaveLength(2);
    const added = runs.find((run) => run.runId !== first?.runId);
    const titlesOf = (run: Run | undefined): unknown => run?.tests.map((entry) => entry.titlePath.join()).sort();
    // Which file goes to which shard is up to Vitest.
    expect([titlesOf(first), titlesOf(added)]).toEqual(
      expect.arrayContaining([
        ['fails', 'flaky', 'off', 'one'],
        ['off, too', 'three'],
      ]),
    );
    expect(added?.notes).toEqual([expect.stringContaining('Some shards of this merged report are in the history')]);
  });
});
