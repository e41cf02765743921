import type { Execution } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { type TinyProject, createTinyProject, wiredVitest } from './support/tiny-project.ts';

const slowTests = (count: number, from = 'vitest'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `tests/t${index}.test.ts`,
      `import { appendFileSync } from 'node:fs';\nimport { test } from '${from}';\ntest('t${index}', async () => {\n  appendFileSync(new URL('./ran.log', import.meta.url), 't${index} ');\n  await new Promise((resolve) => setTimeout(resolve, 1000));\n});\n`,
    ]),
  );

const vitestFiles = { 'vitest.config.ts': wiredVitest, ...slowTests(6) };
const playwrightFiles = {
  'playwright.config.ts': `import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: 'tests', reporter: [['@millwright/playwright']] });
`,
  ...slowTests(6, '@playwright/test'),
};

let project: TinyProject;
afterEach(() => project.remove());

/** Waits until so many tests have been started. */
async function untilStarted(count: number): Promise<void> {
  for (;;) {
    const started = project.list('tests').includes('ran.log')
      ? project.read('tests/ran.log').trim().split(' ').length
      : 0;
    if (started >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('an execution that is stopped half-way', () => {
  test.each([
    { signal: 'SIGINT', runner: 'Vitest', files: vitestFiles, limit: '--testTimeout=9000', workers: '--maxWorkers=1' },
    { signal: 'SIGTERM', runner: 'Vitest', files: vitestFiles, limit: '--testTimeout=9000', workers: '--maxWorkers=1' },
    { signal: 'SIGINT', runner: 'Playwright', files: playwrightFiles, limit: '--timeout=9000', workers: '--workers=1' },
  ] as const)(
    '$signal to $runner: 130, what was recorded is kept, and --resume runs the rest',
    async ({ signal, files, limit, workers }) => {
      project = createTinyProject(files);
      const interrupted = await project.e2eJson<Execution>(['autonomous-run', '--parallel', '1', '--', limit], {
        onStart: (kill) => void untilStarted(3).then(() => kill(signal)),
      });
      expect(interrupted.exitCode).toBe(130);
      expect(interrupted.status).toBe('interrupted');
      const done = interrupted.tests.filter((entry) => entry.outcome === 'expected').length;
      expect(done).toBeGreaterThan(0);
      expect(done).toBeLessThan(6);
      const resumed = await project.e2eJson<Execution>(['autonomous-run', '--resume', interrupted.executionId]);
      expect(resumed).toMatchObject({ exitCode: 0, executionId: interrupted.executionId, status: 'completed' });
      expect(resumed.tests.every((entry) => entry.outcome === 'expected')).toBe(true);
      // With the options it was started with, those for the runner included.
      expect(resumed.runnerArguments).toEqual([limit]);
      expect(resumed.batches.at(-1)?.command).toEqual(expect.arrayContaining([workers, limit]));
    },
  );

  test('a secret among the arguments for the runner is not stored: --resume asks for it, and takes new ones', async () => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest, ...slowTests(2) });
    const secret = 'k3y-for-the-bank-77';
    const env = { API_TOKEN: secret };
    const first = await project.e2eJson<Execution>(
      ['autonomous-run', '--parallel', '1', '--', `--outputFile=${secret}.json`],
      { env, onStart: (kill) => void untilStarted(1).then(() => kill('SIGINT')) },
    );
    expect(first).toMatchObject({ exitCode: 130, runnerArguments: ['[redacted]'] });
    expect(project.read('.millwright/state/executions.json')).not.toContain(secret);
    const resume = ['autonomous-run', '--resume', first.executionId];
    const asked = await project.e2e(resume, { env });
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('held a secret, so it was not stored.');
    expect(asked.stderr).toContain('Give it again after `--`.');
    const resumed = await project.e2eJson<Execution>([...resume, '--', '--testTimeout=8000'], { env });
    expect(resumed).toMatchObject({ exitCode: 0, status: 'completed' });
    expect(resumed.batches.at(-1)?.command).toContain('--testTimeout=8000');
  });

  test('kill -9 of e2e: --resume runs the rest, and again only what was cut short', async () => {
    project = createTinyProject({ 'vitest.config.ts': wiredVitest, ...slowTests(8) });
    const killed = await project.e2e(['autonomous-run', '--parallel', '1'], {
      onStart: (kill) => void untilStarted(2).then(() => kill('SIGKILL')),
    });
    expect(killed.signal).toBe('SIGKILL');
    const id = project.read('.millwright/strategies/latest_exec.txt').trim();
    const resumed = await project.e2eJson<Execution>(['autonomous-run', '--resume', id]);
    expect(resumed).toMatchObject({ exitCode: 0, executionId: id });
    expect(resumed.tests.map((entry) => entry.outcome)).toEqual(Array.from({ length: 8 }, () => 'expected'));
    const ran = project.read('tests/ran.log').trim().split(' ');
    expect(new Set(ran).size).toBe(8);
    // One worker: at most one test was at work when the runner lost its parent.
    expect(ran.length).toBeLessThanOrEqual(9);
  });
});
