import { afterEach, describe, expect, test } from 'vitest';

import {
  type Executed,
  type Stats,
  anotherReason,
  counting,
  forgetTries,
  healingProject,
} from './support/healing-project.ts';
import type { TinyProject } from './support/tiny-project.ts';

/** Failed on its first try, for a reason that is over: whatever is done to it now, it passes. */
const passesByItself = `${counting('warms')}
async function warm() {
  await Promise.resolve();
}

test('warms up', async () => {
  warm();
  expect(tries).toBeGreaterThan(0);
});
`;

const file = 'tests/loads.test.ts';

let project: TinyProject;
afterEach(() => project.remove());

const tryAgain = (): Promise<Executed & { readonly stderr: string }> => {
  forgetTries(project);
  return project.e2eJson<Executed>(['autonomous-run', '--auto-fix']);
};

describe('a repair counts only when its check could have failed', () => {
  test('a test that passes unrepaired as well: the repair is unproved and not applied', async () => {
    project = healingProject({ 'tests/warms.test.ts': passesByItself });
    const { heals } = await tryAgain();
    expect(heals).toMatchObject([{ outcome: 'unproved', control: { failures: 0 } }]);
    expect(heals[0]?.reason).toMatch(/^The unrepaired test passed all \d+ runs/);
    expect(heals[0]?.verification).toBeUndefined();
    expect(project.read('tests/warms.test.ts')).toBe(passesByItself);
    const { total } = await project.e2eJson<Stats>(['healing-stats']);
    expect(total).toMatchObject({ attempts: 1, proved: 0, applied: 0, rejected: 0, unproved: 1 });
  });
});

test('maxAutoFixAttempts: so many tries of a repair that does not help, until the file changes', async () => {
  const limitedTo = (maxAutoFixAttempts: number): string =>
    JSON.stringify({ retry: { baseDelayMs: 1 }, minConfidenceForAutoFix: 0.5, maxAutoFixAttempts });
  project = healingProject({ [file]: anotherReason, 'millwright.config.json': limitedTo(1) });
  expect((await tryAgain()).heals).toMatchObject([{ outcome: 'rejected' }]);
  const afterOne = await tryAgain();
  expect(afterOne.heals).toEqual([]);
  expect(afterOne.stderr).toContain(`${file} (race) was given up after 1 try that did not help (maxAutoFixAttempts)`);

  project.write('millwright.config.json', limitedTo(2));
  expect((await tryAgain()).heals).toMatchObject([{ outcome: 'rejected' }]);
  const afterTwo = await tryAgain();
  expect(afterTwo.heals).toEqual([]);
  expect(afterTwo.stderr).toContain(`${file} (race) was given up after 2 tries`);

  project.write(file, `${anotherReason}// looked at\n`);
  project.git('commit', '--quiet', '--all', '-m', 'Look at it');
  expect((await tryAgain()).heals).toMatchObject([{ outcome: 'rejected' }]);
});
