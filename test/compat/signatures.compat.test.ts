import { type Run, signatureOf } from '@millwright/core';
import { expect, test } from 'vitest';

import { chromiumUse, createPlaywrightProject } from '../playwright/playwright-project.ts';
import { playwrightFailures, vitestFailures } from '../signatures/failing-sources.ts';
import { createVitestProject } from '../vitest/support/vitest-project.ts';
import { modulesOf, playwrightVersions, vitestVersions } from './versions.ts';

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

/** Says no more than that the time of the test ran out, as another test does. */
const saysNoMore = 'runs out of time in a click';

/** Every test failed in every version with the signature of the first, and no two tests share one. */
function expectOneSignatureEach(runs: readonly Run[]): void {
  const [first = new Map<string, never>(), ...others] = runs.map(failuresOf);
  expect(first.size).toBeGreaterThan(20);
  const telling = [...first].filter(([title]) => title !== saysNoMore);
  const signatures = telling.map(([, { signature }]) => signature);
  expect(new Set(signatures).size, [...first].map(([title, told]) => `${told.signature} ${title}`).join('\n')).toBe(
    telling.length,
  );
  for (const other of others) {
    const differing = [...first].filter(([title, told]) => other.get(title)?.signature !== told.signature);
    expect(differing.map(([title, { message }]) => ({ title, message, now: other.get(title)?.message }))).toEqual([]);
  }
}

// Each failure costs a worker and a browser, so only the oldest and the repository's own.
test(
  'one failure has one signature in Playwright old and new, wherever its line is',
  { timeout: 480_000 },
  async () => {
    const runs: Run[] = [];
    for (const [index, version] of [playwrightVersions[0], playwrightVersions.at(-1)].entries()) {
      const project = createPlaywrightProject(
        { 'tests/a.spec.ts': playwrightFailures(index) },
        {
          nodeModules: modulesOf('playwright', version),
          config: `projects: [{ name: 'web', use: { browserName: 'chromium', ${chromiumUse} } }]`,
        },
      );
      const ending = await project.run({ timeoutMs: 180_000 });
      expect(ending.code, ending.stdout + ending.stderr).toBe(1);
      runs.push(...(await project.readRuns()));
      project.remove();
    }
    expect(runs).toHaveLength(2);
    expectOneSignatureEach(runs);
  },
);

test('one failure has one signature in every Vitest, wherever its line is', { timeout: 480_000 }, async () => {
  const runs: Run[] = [];
  for (const [index, version] of vitestVersions.entries()) {
    const project = createVitestProject(vitestFailures(index), modulesOf('vitest', version));
    const ended = await project.run();
    expect(ended.exitCode, ended.stdout + ended.stderr).toBe(1);
    runs.push(await project.onlyRun());
    project.remove();
  }
  expectOneSignatureEach(runs);
});
