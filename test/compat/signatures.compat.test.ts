import { join } from 'node:path';

import { type Run, signatureOf } from '@millwright/core';
import { expect, test } from 'vitest';

import { installPlaywright } from '../playwright/older-playwright.ts';
import { chromiumUse, createPlaywrightProject } from '../playwright/playwright-project.ts';
import { playwrightFailures, vitestFailures } from '../signatures/failing-sources.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { installVitest } from '../vitest/support/older-vitest.ts';
import { createVitestProject } from '../vitest/support/vitest-project.ts';

/** Title → signature and message of the first failure. */
function failuresOf(run: Run): ReadonlyMap<string, { readonly signature: string; readonly message: string }> {
  return new Map(
    run.tests.flatMap((entry) => {
      const [failure] = run.attempts.find(({ testId }) => testId === entry.id)?.failures ?? [];
      return failure
        ? [[entry.titlePath.at(-1) ?? '', { signature: signatureOf(failure), message: failure.message }] as const]
        : [];
    }),
  );
}

/** Every test failed in every version with the signature of the first, and no two tests share one. */
function expectOneSignatureEach(runs: readonly Run[]): void {
  const [first = new Map<string, never>(), ...others] = runs.map(failuresOf);
  expect(first.size).toBeGreaterThan(20);
  const signatures = [...first.values()].map(({ signature }) => signature);
  expect(new Set(signatures).size, [...first].map(([title, told]) => `${told.signature} ${title}`).join('\n')).toBe(
    first.size,
  );
  for (const other of others) {
    const differing = [...first].filter(([title, told]) => other.get(title)?.signature !== told.signature);
    expect(differing.map(([title, { message }]) => ({ title, message, now: other.get(title)?.message }))).toEqual([]);
  }
}

test('one failure has one signature in every Playwright, wherever its line is', { timeout: 480_000 }, async () => {
  const runs: Run[] = [];
  for (const [index, version] of ['1.50.1', '1.55.1', '1.62.1', undefined].entries()) {
    const project = createPlaywrightProject(
      { 'tests/a.spec.ts': playwrightFailures(index) },
      {
        nodeModules: installPlaywright(version),
        config: `projects: [{ name: 'web', use: { browserName: 'chromium', ${chromiumUse} } }]`,
      },
    );
    const ending = await project.run({ timeoutMs: 180_000 });
    expect(ending.code, ending.stdout + ending.stderr).toBe(1);
    runs.push(...(await project.readRuns()));
    project.remove();
  }
  expect(runs).toHaveLength(4);
  expectOneSignatureEach(runs);
});

test('one failure has one signature in every Vitest, wherever its line is', { timeout: 480_000 }, async () => {
  const runs: Run[] = [];
  for (const [index, version] of ['3.2.4', '4.1.12', '5.0.5', undefined].entries()) {
    const nodeModules = version === undefined ? join(repositoryRoot, 'node_modules') : installVitest(version);
    const project = createVitestProject(vitestFailures(index), nodeModules);
    const ended = await project.run();
    expect(ended.exitCode, ended.stdout + ended.stderr).toBe(1);
    runs.push(await project.onlyRun());
    project.remove();
  }
  expectOneSignatureEach(runs);
});
