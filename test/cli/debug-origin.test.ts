import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import type { CalibrationReport, DebugCause, DebugReport } from '@millwright/core';

import { runVitest } from '../support/run-process.ts';
import { type TinyProject, createTinyProject, wiredVitest } from './support/tiny-project.ts';

const files: Readonly<Record<string, string>> = {
  'vitest.config.ts': wiredVitest,
  'src/tax.ts': 'export const taxOf = (net: number): number => Math.round(net * 0.19);\n',
  'src/price.ts': "import { taxOf } from './tax';\nexport const grossOf = (net: number): number => net + taxOf(net);\n",
  'src/stock.ts': 'export const left = (stock: number, sold: number): number => stock - sold;\n',
  'tests/price.test.ts': `import { expect, test } from 'vitest';
import { grossOf } from '../src/price';
test('adds the tax', () => expect(grossOf(100)).toBe(119));
test('adds the tax of much', () => expect(grossOf(1000)).toBe(1190));
`,
  // Fails when the variable says so, whatever the code is.
  'tests/stock.test.ts': `import { expect, test } from 'vitest';
import { left } from '../src/stock';
test('counts what is left', () => {
  if (process.env.STOCK === 'slow') throw new Error('Timed out in waitFor after 1000 ms: the stock did not answer');
  expect(left(3, 1)).toBe(2);
});
`,
};

let project: TinyProject;
afterEach(() => project.remove());

function create(extra: Readonly<Record<string, string>> = {}): void {
  project = createTinyProject({ ...files, ...extra });
}

/** Commits a file and returns the commit. */
function commit(path: string, text: string, subject: string): string {
  project.write(path, text);
  project.git('add', '--all');
  project.git('commit', '--quiet', '--message', subject);
  return project.git('rev-parse', 'HEAD').trim();
}

const run = (env: Readonly<Record<string, string>> = {}) => runVitest([], { cwd: project.root, env });

async function explain(): Promise<DebugReport & { readonly stderr: string }> {
  return project.e2eJson<DebugReport>(['debug-execution']);
}

function causeOf(report: DebugReport, title: string): DebugCause {
  const found = report.causes.find(({ tests }) => tests.some((one) => one.title === title));
  if (found === undefined) throw new Error(`No cause of "${title}" among ${JSON.stringify(report.causes)}`);
  return found;
}

const lowTax = 'export const taxOf = (net: number): number => Math.round(net * 0.16);\n';

describe('where a red test comes from', () => {
  test('a commit that breaks one file, and a flake beside it: told apart, and the file and commit are named', async () => {
    create();
    for (let number = 0; number < 3; number++) {
      commit('notes.txt', `${number}\n`, `Note ${number}`);
      await run(number === 1 ? { STOCK: 'slow' } : {});
    }
    // The flake is known: it passed on the commit on which it had failed.
    await run();
    project.git('checkout', '--quiet', '-b', 'lower-tax');
    commit('src/other.ts', 'export const other = 1;\n', 'Something else');
    const culprit = commit('src/tax.ts', lowTax, 'Lower the tax');
    commit('notes.txt', 'more\n', 'More notes');
    await run({ STOCK: 'slow' });

    const report = await explain();
    const broken = causeOf(report, 'adds the tax');
    expect(broken.origin.regression).toBeGreaterThan(0.7);
    expect(broken.origin.mine).toMatchObject({ answer: 'yours' });
    expect(broken.origin.mine.sentence).toMatch(
      /^Yours, \d+ %: src\/tax\.ts changed in this branch and runs under both failed tests, and main passed/u,
    );
    expect(broken.suspects?.files[0]).toMatchObject({ file: 'src/tax.ts', changed: true, lines: [[1, 1]] });
    expect(broken.suspects?.commits[0]).toMatchObject({ commit: culprit, subject: 'Lower the tax' });

    const flake = causeOf(report, 'counts what is left');
    expect(flake.origin.flake).toBeGreaterThan(0.7);
    expect(flake.origin.mine.answer).toBe('not-yours');
    expect(report.mine?.sentence).toMatch(/^1 of 2 causes: yours/u);
    const { stdout } = await project.e2e(['debug-execution']);
    expect(stdout).toContain(`→ Look at src/tax.ts:1, changed by ${culprit.slice(0, 7)} Lower the tax`);
    expect((await project.e2e(['debug-execution', '--verbose'])).stdout).toContain('Lower the tax (Millwright)');
  });

  test('the base branch fails alike: not mine; and when it is mended, what was said is checked', async () => {
    create();
    await run();
    const culprit = commit('src/tax.ts', lowTax, 'Lower the tax');
    await run();
    const told = await explain();
    expect(told.mine?.sentence).toMatch(/^A real fault of the newest changes, \d+ %: src\/tax\.ts changed since/u);

    project.git('checkout', '--quiet', '-b', 'stock');
    commit('src/stock.ts', `${files['src/stock.ts']}// counts\n`, 'Words');
    await run();
    const report = await explain();
    expect(report.mine).toMatchObject({ answer: 'not-yours' });
    expect(report.mine?.sentence).toContain(`the same failure is on main since ${culprit.slice(0, 7)}`);

    const before = await project.e2eJson<CalibrationReport>(['debug-execution', '--calibration']);
    expect(before).toMatchObject({ exitCode: 0, resolved: 0, open: 2 });
    project.git('checkout', '--quiet', 'main');
    commit('src/tax.ts', files['src/tax.ts'] ?? '', 'The old tax');
    await run();
    const after = await project.e2eJson<CalibrationReport>(['debug-execution', '--calibration']);
    // One failed run on main, ended by a change of the code that the tests run; the branch was never mended.
    expect(after).toMatchObject({ resolved: 1, open: 1, truths: { flake: 0, fault: 1, environment: 0 } });
    expect(after.curves.find(({ of }) => of === 'fault')?.bins[0]?.told).toBeGreaterThan(0.7);
    const { stdout } = await project.e2e(['debug-execution', '--calibration']);
    expect(stdout).toContain('Too little to say how good the probabilities are: 1 of the 30');
  });

  test('an outage takes many tests down: the environment', async () => {
    create({
      'tests/many.test.ts': `import { expect, test } from 'vitest';
for (let number = 0; number < 8; number++)
  test(\`asks \${number}\`, () => {
    if (process.env.OUTAGE) throw new Error('connect ECONNREFUSED 127.0.0.1:4000');
    expect(number).toBeLessThan(8);
  });
`,
    });
    await run();
    await run({ OUTAGE: 'yes' });
    const report = await explain();
    expect(report.causes).toHaveLength(1);
    expect(report.causes[0]?.origin.environment).toBeGreaterThan(0.7);
    expect(report.mine).toMatchObject({ answer: 'not-yours' });
    expect(report.mine?.sentence).toContain('8 of 11 tests failed for this one reason');
    expect(report.causes[0]?.suspects).toBeUndefined();
  });

  test('uncommitted changes are mine; without git and in a history that cannot be written it still answers', async () => {
    create();
    await run();
    project.write('src/tax.ts', lowTax);
    await run();
    // Nothing can be written where a file is in the way, not even by root.
    project.write('.millwright/state', '');
    const report = await explain();
    expect(report.mine?.sentence).toMatch(/^Yours, \d+ %: src\/tax\.ts changed here/u);
    expect(report.causes[0]?.suspects?.commits[0]?.subject).toBe('Changes that are not committed');
    expect(report.stderr.split('\n').filter((line) => line.includes('cannot be checked later'))).toHaveLength(1);
    rmSync(join(project.root, '.git'), { recursive: true, force: true });
    await run();
    const plain = await explain();
    expect(plain.mine?.sentence).toContain('git does not tell what changed');
    expect(plain.causes[0]?.suspects?.commits).toEqual([]);
  });
});
