import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { runNode } from '../support/run-process.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { type VitestProject, createVitestProject } from './support/vitest-project.ts';

const plainConfig = `import { defineConfig } from 'vitest/config';\nexport default defineConfig({});\n`;

const typed = {
  'a.test.ts': `import { test } from 'vitest';\ntest('one', () => {});\n`,
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "nodenext", "skipLibCheck": true, "types": [] }, "include": ["*.test-d.ts"] }',
};
const rightType = `import { expectTypeOf, test } from 'vitest';\ntest('a type', () => { expectTypeOf(1).toBeNumber(); });\n`;
const wrongType = `import { expectTypeOf, test } from 'vitest';\ntest('a type', () => { expectTypeOf(1).toBeString(); });\n`;
const checker = `--typecheck.checker=${join(repositoryRoot, 'node_modules/.bin/tsc')}`;

let project: VitestProject;
afterEach(() => project.remove());

const leftTrace = (): boolean => existsSync(join(project.root, '.millwright'));

describe('type tests', () => {
  test.each([
    { name: 'right', source: rightType, exitCode: 0, status: 'passed', errors: [] },
    { name: 'wrong', source: wrongType, exitCode: 1, status: 'failed', errors: ['a.test-d.ts:2'] },
  ])('are not taken for tests; a $name one ends the run as it would without us', async (row) => {
    project = createVitestProject({ ...typed, 'a.test-d.ts': row.source });
    expect((await project.run(['--typecheck', checker])).exitCode).toBe(row.exitCode);
    const run = await project.onlyRun();
    expect(run.status).toBe(row.status);
    expect(run.tests.map((entry) => entry.titlePath.join())).toEqual(['one']);
    // Without them the run would have failed and nobody could tell why.
    expect(run.errors.map(({ location }) => `${location?.file}:${location?.line}`)).toEqual(row.errors);
    expect(run.notes).toEqual(['Type tests and benchmarks were run and are not recorded as tests.']);
    project.write({ 'vitest.config.ts': plainConfig });
    expect((await project.run(['--typecheck', checker])).exitCode).toBe(row.exitCode);
  });

  test('alone are no run', async () => {
    project = createVitestProject({ ...typed, 'a.test-d.ts': wrongType });
    expect((await project.run(['--typecheck.only', checker])).exitCode).toBe(1);
    expect(leftTrace()).toBe(false);
  });
});

describe('benchmarks', () => {
  /** Vitest 5.1 hands `bench` to tests. Something slow is measured, because a fast one is measured a million times. */
  const benchOf = (afterwards: string): string => `import { test } from 'vitest';
test('measured', async ({ bench }) => {
  await bench('waits', async () => { await new Promise((done) => setTimeout(done, 20)); }).run();
  ${afterwards}
});
`;
  const bench = (): Promise<{ exitCode: number | null; stdout: string; stderr: string }> =>
    runNode([join(repositoryRoot, 'node_modules/vitest/vitest.mjs'), 'bench', '--run'], { cwd: project.root });

  test.each([
    { name: 'one that works', source: benchOf(''), exitCode: 0 },
    { name: 'one that fails', source: benchOf(`throw new Error('no');`), exitCode: 1 },
  ])('`vitest bench` records nothing and ends as it would without us: $name', async ({ source, exitCode }) => {
    project = createVitestProject({ 'a.test.ts': typed['a.test.ts'], 'a.bench.ts': source });
    const ended = await bench();
    expect(ended.stdout).toContain('a.bench.ts');
    expect(ended).toMatchObject({ exitCode, stderr: expect.not.stringContaining('millwright') as string });
    expect(leftTrace()).toBe(false);
    project.write({ 'vitest.config.ts': plainConfig });
    expect((await bench()).exitCode).toBe(exitCode);
  });

  test('beside tests are not recorded as tests', async () => {
    project = createVitestProject({
      'a.test.ts': typed['a.test.ts'],
      'a.bench.ts': benchOf(''),
      'vitest.config.ts': `import { defineConfig } from 'vitest/config';
        export default defineConfig({ test: { reporters: ['default', '@millwright/vitest'], benchmark: { enabled: true } } });`,
    });
    const ended = await project.run();
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain('a.bench.ts');
    const run = await project.onlyRun();
    expect(run.tests.map((entry) => entry.titlePath.join())).toEqual(['one']);
    expect(run.notes).toEqual(['Type tests and benchmarks were run and are not recorded as tests.']);
  });
});
