import { afterEach, describe, expect, test } from 'vitest';

import { runE2eAtTerminal } from '../support/run-process.ts';
import { type Executed, type Stats, anotherReason, healingProject, missingAwait } from './support/healing-project.ts';
import { type TinyProject, wiredVitest } from './support/tiny-project.ts';

interface Analysis extends Pick<Executed, 'heals'> {
  readonly fixes: readonly { readonly file: string; readonly written: boolean; readonly diff: string }[];
  readonly suggestions: readonly { readonly pattern: string; readonly diff: string }[];
  readonly untried: readonly { readonly file: string; readonly kind: string; readonly reason: string }[];
}

const repaired = missingAwait.replace('  save();', '  await save();');
const verifying = ['analyze-flaky', '--fix', '--apply', '--verify'];

let project: TinyProject;
afterEach(() => project.remove());

const flakyProject = (): TinyProject => healingProject({ 'tests/saves.test.ts': missingAwait });

describe('--fix', () => {
  test('without a terminal shows the diffs and writes nothing', async () => {
    project = flakyProject();
    const { stdout, stderr } = await project.e2e(['analyze-flaky', '--fix']);
    expect(stdout).toContain('+  await save();');
    expect(stderr).toContain('Nothing was written. `--fix --apply` writes the fixes');
    expect(project.read('tests/saves.test.ts')).toBe(missingAwait);
  });

  test('shows a suggestion as a diff of its own, and writes it never', async () => {
    const text = `${missingAwait}\ntest('waits', async () => {\n  await new Promise((resolve) => setTimeout(resolve, 20));\n  expect(Date.now()).toBeGreaterThan(1);\n});\n`;
    project = healingProject({ 'tests/saves.test.ts': text });
    const { suggestions, fixes } = await project.e2eJson<Analysis>(['analyze-flaky', '--fix', '--apply']);
    const sleep = suggestions.find(({ pattern }) => pattern === 'hard-coded-sleep');
    expect(sleep?.diff).toContain('+  await expect.poll(() => Date.now()).toBeGreaterThan(1);');
    expect(fixes).toMatchObject([{ written: true }]);
    expect(project.read('tests/saves.test.ts')).toContain('setTimeout(resolve, 20)');
  });

  test('--apply writes them', async () => {
    project = flakyProject();
    const { fixes } = await project.e2eJson<Analysis>(['analyze-flaky', '--fix', '--apply']);
    expect(fixes).toMatchObject([{ file: 'tests/saves.test.ts', written: true }]);
    expect(project.read('tests/saves.test.ts')).toBe(repaired);
  });

  test('--apply refuses a file with uncommitted changes, and --force does not', async () => {
    project = flakyProject();
    project.write('tests/saves.test.ts', `${missingAwait}// edited\n`);
    const { exitCode, stderr } = await project.e2e(['analyze-flaky', '--fix', '--apply']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has uncommitted changes, so nothing was fixed')]);
    await project.e2e(['analyze-flaky', '--fix', '--apply', '--force']);
    expect(project.read('tests/saves.test.ts')).toContain('await save();');
  });

  test.runIf(process.platform === 'linux').each([
    ['y', true],
    ['', false],
    ['n', false],
  ])('at a terminal asks; the answer "%s" writes: %s', async (answer, isWritten) => {
    project = flakyProject();
    const asked = 'Write these fixes to 1 file? [y/N]';
    const shown = await runE2eAtTerminal(['analyze-flaky', '--fix'], { cwd: project.root, asked, answer });
    expect(shown).toContain(asked);
    expect(project.read('tests/saves.test.ts')).toBe(isWritten ? repaired : missingAwait);
  });

  test.each([
    [['--apply'], 'Expected `--apply` together with `--fix`.'],
    [['--fix', '--verify'], 'Expected `--verify` together with `--apply`.'],
    [['--fix', '--apply', '--confidence', '0.9'], 'Expected `--confidence` together with `--verify`.'],
    [['--fix', '--apply', '--dry-run'], 'Expected one of `--dry-run` and `--apply`, got both.'],
    [
      ['--fix', '--apply', '--verify', '--confidence', '95'],
      'Expected `--confidence` to be a ratio above 0.5 and below 1 such as `0.95`, got "95".',
    ],
  ])('%j is refused', async (args, message) => {
    project = flakyProject();
    const { exitCode, stderr } = await project.e2e(['analyze-flaky', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('--fix --apply --verify', () => {
  test('a fix that mends the test is proved, stays, and is counted', async () => {
    project = flakyProject();
    const { heals, fixes } = await project.e2eJson<Analysis>(verifying);
    expect(fixes).toEqual([]);
    expect(heals).toMatchObject([{ kind: 'race', outcome: 'accepted', verification: { passed: true, failures: 0 } }]);
    expect(heals[0]?.control?.failures).toBeGreaterThan(0);
    expect(project.read('tests/saves.test.ts')).toBe(repaired);
    expect((await project.e2eJson<Stats>(['healing-stats'])).total).toMatchObject({
      attempts: 1,
      proved: 1,
      applied: 1,
    });
    const { runs } = await project.e2eJson<{ runs: readonly { experiment?: boolean }[] }>(['history', 'list']);
    expect(runs.every((run) => run.experiment)).toBe(true);
  });

  test('a fix that does not is disproved and taken back, although every other run of the test is good', async () => {
    project = healingProject({ 'tests/loads.test.ts': anotherReason });
    // At the usual confidence this test itself would be wrong now and then.
    const { heals } = await project.e2eJson<Analysis>([...verifying, '--confidence', '0.995']);
    expect(heals).toMatchObject([{ kind: 'race', outcome: 'rejected' }]);
    expect(heals[0]?.reason).toMatch(/^With the repair \d+ of \d+ runs failed, without it \d+\.$/);
    expect(project.read('tests/loads.test.ts')).toBe(anotherReason);
  });

  test('one that the budget is too short for is unproved and taken back', async () => {
    project = flakyProject();
    const { heals } = await project.e2eJson<Analysis>([...verifying, '--budget', '1ms']);
    expect(heals).toEqual([]);
    const few = await project.e2eJson<Analysis>([...verifying, '--budget', '2s']);
    expect(few.heals).toMatchObject([{ outcome: 'unproved' }]);
    expect(few.heals[0]?.reason).toMatch(/of each kind were not enough to tell/);
    expect(project.read('tests/saves.test.ts')).toBe(missingAwait);
  });

  test('a test that never failed in many remembered runs is left alone', async () => {
    project = healingProject({
      'vitest.config.ts': wiredVitest,
      'tests/quiet.test.ts': `import { expect, test } from 'vitest';
let saved = 0;
async function save() { saved += 1; }
test('saves', async () => {
  save();
  expect(saved).toBeGreaterThan(0);
});
`,
    });
    for (let run = 0; run < 10; run += 1) await project.e2e(['autonomous-run', '--no-healing']);
    const { heals, untried } = await project.e2eJson<Analysis>(verifying);
    expect(heals).toEqual([]);
    expect(untried[0]?.reason).toContain('Its test was good in all 10 remembered runs');
  });
});
