import type { Execution, TestStrategy } from '@millwright/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type TinyProject, createTinyProject, wiredVitest } from './support/tiny-project.ts';

const testOf = (name: string): string =>
  `import { expect, test } from 'vitest';\nimport { ${name} } from '../src/index.ts';\ntest('${name}', () => expect(${name}(2)).toBe(4));\n`;

let project: TinyProject;
beforeAll(() => {
  project = createTinyProject({
    'vitest.config.ts': wiredVitest,
    'src/index.ts':
      "export { double } from './double.ts';\nexport { square } from './square.ts';\nexport { twice } from './twice.ts';\n",
    'src/double.ts': 'export const double = (n: number): number => n * 2;\n',
    'src/square.ts': 'export const square = (n: number): number => n * n;\n',
    'src/twice.ts': 'export const twice = (n: number): number => n + n;\n',
    'tests/twice.test.ts': testOf('twice'),
    // Its tests are made elsewhere, so its text shows none; it imports the part that changes.
    'tests/made.test.ts':
      "import { check } from './check.ts';\nimport { square } from '../src/index.ts';\ncheck(square);\n",
    'tests/check.ts':
      "import { expect, test } from 'vitest';\nexport const check = (f: (n: number) => number) => test(String(f(3)), () => expect(f(1)).toBe(1));\n",
    'tests/double.test.ts': testOf('double'),
    'tests/square.test.ts': testOf('square'),
  });
});
afterAll(() => project.remove());

const noCi = { env: { CI: '', GITHUB_ACTIONS: '' } };
const plan = (...args: string[]) =>
  project.e2eJson<TestStrategy>(['plan-strategy', '--select', 'safe', '--changed-since', 'main', ...args], noCi);

test('a change behind a barrel: what is planned, refused in CI, observed, and told afterwards', async () => {
  const nothing = await plan();
  expect([nothing.exitCode, nothing.testCases.length]).toEqual([0, 0]);
  expect((await project.e2e(['autonomous-run'], noCi)).exitCode).toBe(0);
  const ci = { env: { CI: 'true', GITHUB_ACTIONS: 'true' } };
  const onBase = await project.e2e(['plan-strategy', '--select', 'safe', '--trust'], ci);
  expect([onBase.exitCode, onBase.stderr.includes('is its own base')]).toEqual([2, true]);

  // Wrong for 2: the change breaks the test that the selection chose.
  project.write('src/square.ts', 'export const square = (n: number): number => n * n * n;\n');
  const stale = await project.e2e(['autonomous-run'], noCi);
  expect([stale.exitCode, stale.stderr.includes('selected tests for other sources')]).toEqual([2, true]);
  const unknown = await project.e2e(['plan-strategy', '--select', 'predictive', '--changed-since', 'main'], noCi);
  expect([unknown.exitCode, unknown.stderr.includes('No test has a probability')]).toEqual([2, true]);
  const strategy = await plan();
  const { selected = [], skipped = [] } = strategy.selection ?? {};
  expect(selected.map(({ reason }) => reason).sort()).toEqual([
    'By lot: it could be skipped, and shows what selections miss.',
    'It uses `square` of src/square.ts, which changed.',
    'It uses `square` of src/square.ts, which changed.',
  ]);
  expect(skipped.map(({ reason }) => reason)).toEqual(['It loads src/square.ts and uses nothing that changed there.']);
  expect(strategy.testCases.length).toBe(3);

  const refused = await project.e2e(['plan-strategy', '--select', 'safe', '--changed-since', 'main'], ci);
  expect(refused.stderr).toContain('Everything runs, and what the selection would have missed is recorded: 0 of 59');

  await plan('--observe');
  const run = await project.e2eJson<Execution>(['autonomous-run', '--no-healing', '--no-stress', '--no-retry'], noCi);
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('2 tests that the selection would have skipped ran, and none failed.');
  const after = await plan();
  expect(after.selection?.missBound.evidence).toContain('0 of 2 tests that could have been skipped');
});

test.each<[name: string, args: readonly string[], told: string]>([
  ['a lonely option', ['--observe'], '`--observe` needs `--select`'],
  ['an unknown ref', ['--select', 'safe', '--changed-since', 'no-such'], '"no-such"'],
])('refused: %s', async (_name, args, told) => {
  const { exitCode, stderr } = await project.e2e(['plan-strategy', ...args], noCi);
  expect([exitCode, stderr.includes(told)]).toEqual([2, true]);
});
