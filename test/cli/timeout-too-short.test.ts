import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type MinimalProject, openMinimalProject } from '../support/minimal-project.ts';

interface Analysis {
  readonly findings: readonly {
    readonly pattern: string;
    readonly subject: string;
    readonly location?: { readonly file: string; readonly line: number };
    readonly evidence: readonly string[];
    readonly testTitlePath?: readonly string[];
    readonly timeouts?: readonly Readonly<Record<string, number | string>>[];
    readonly tests: readonly { readonly runs: number }[];
  }[];
}

/** The margin to the limit is wide enough for a machine that does other work. */
const slowTests = [
  "import { expect, test } from 'vitest';",
  'const busy = (): Promise<void> => new Promise((done) => void setTimeout(done, 3300));',
  "test.concurrent('imports the catalog', { timeout: 4000 }, async () => { await expect(busy()).resolves.toBeUndefined(); });",
  "test.concurrent('imports a page', { timeout: 9000 }, async () => { await expect(busy()).resolves.toBeUndefined(); });",
  '',
].join('\n');

describe('a time limit that good runs nearly need', () => {
  let project: MinimalProject;
  beforeAll(async () => {
    project = openMinimalProject('vitest');
    mkdirSync(join(project.root, 'tests'), { recursive: true });
    writeFileSync(join(project.root, 'tests/slow.test.ts'), slowTests);
    expect((await project.e2e(['init', '--apply', '--force'])).exitCode).toBe(0);
    for (let run = 0; run < 6; run += 1) await project.run();
  });
  afterAll(() => project.remove());

  test('is a finding with what the runs took, and a longer limit of the same test time is none', async () => {
    const { findings, exitCode } = await project.e2eJson<Analysis>(['analyze-flaky']);
    const tight = findings.filter(({ pattern }) => pattern === 'timeout-too-short');
    expect(tight).toMatchObject([
      {
        subject: 'imports the catalog',
        location: { file: 'tests/slow.test.ts', line: 3 },
        testTitlePath: ['imports the catalog'],
        tests: [{ runs: 6 }],
      },
    ]);
    expect(tight[0]?.evidence[0]).toMatch(/took 3\.[\d–.]+ s of 4 s in /u);
    expect(Object.keys(tight[0]?.timeouts?.[0] ?? {}).toSorted()).toEqual([
      'limitMs',
      'longestMs',
      'passedRuns',
      'roomyLimitMs',
      'runs',
      'shortestMs',
      'testId',
      'timedOutRuns',
      'usualMostMs',
    ]);
    expect(exitCode).toBe(1);
  });

  test('is told in every format', async () => {
    const { stdout: text } = await project.e2e(['analyze-flaky']);
    expect(text).toContain('timeout-too-short  tests/slow.test.ts:3  imports the catalog');
    const { stdout: annotations } = await project.e2e(['analyze-flaky', '--format', 'github']);
    expect(annotations).toMatch(/^::warning file=tests\/slow\.test\.ts,line=3,col=\d+,title=timeout-too-short::/mu);
    const { stdout: sarif } = await project.e2e(['analyze-flaky', '--format', 'sarif']);
    const { runs } = JSON.parse(sarif) as {
      runs: {
        tool: { driver: { rules: { id: string; help: { markdown: string } }[] } };
        results: { ruleId: string; ruleIndex: number }[];
      }[];
    };
    const result = runs[0]?.results.find(({ ruleId }) => ruleId === 'timeout-too-short');
    const rule = runs[0]?.tool.driver.rules[result?.ruleIndex ?? -1];
    expect(rule?.id).toBe('timeout-too-short');
    expect(rule?.help.markdown).toContain('95 % of the good runs do not keep within 80 % of the limit');
  });
});
