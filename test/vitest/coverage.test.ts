import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { type VitestProject, createVitestProject, testOf } from './support/vitest-project.ts';

const files = {
  'src/deep.ts': 'export const deep = (n: number) => (n > 1 ? n : 0);\n',
  'src/middle.ts': `import { deep } from './deep.ts';\nexport const middle = () => deep(2);\nexport const unused = () => {\n  return 3;\n};\n`,
  'src/other.ts': 'export const other = () => 1;\n',
  'src/setup.ts': `import './at-setup.ts';\n`,
  'src/at-setup.ts': 'globalThis.prepared = true;\n',
  'src/middle.test.ts': `import { expect, test } from 'vitest';\nimport { middle } from './middle.ts';\ntest('middle', () => { expect(middle()).toBe(2); });\n`,
  'src/other.test.ts': `import { expect, test } from 'vitest';\nimport { other } from './other.ts';\ntest('other', async () => { const { deep } = await import('./deep.ts'); expect(deep(other())).toBe(0); });\n`,
  'vitest.config.ts': `import { defineConfig } from 'vitest/config';
    export default defineConfig({ test: { reporters: ['dot', '@millwright/vitest'], setupFiles: ['./src/setup.ts'], coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['**/*.test.ts'], reporter: ['json'] } } });`,
};

let project: VitestProject;
afterEach(() => project.remove());

describe('which source files a test reaches', () => {
  test.each([{ pool: 'forks' }, { pool: 'threads' }])(
    'by its imports, setup files too, without any configuration ($pool)',
    async ({ pool }) => {
      project = createVitestProject(files);
      expect((await project.run(['--pool', pool])).exitCode).toBe(0);
      // A second run is served from the cache of transformed modules and must see the same.
      expect((await project.run(['--pool', pool])).exitCode).toBe(0);
      for (const run of await project.runs()) {
        const map = await project.history().readCoverageMap();
        expect(map.filesByTest.get(testOf(run, 'middle').entry.id)).toEqual([
          'src/at-setup.ts',
          'src/deep.ts',
          'src/middle.ts',
          'src/setup.ts',
        ]);
        expect(map.filesByTest.get(testOf(run, 'other').entry.id)).toEqual([
          'src/at-setup.ts',
          'src/deep.ts',
          'src/other.ts',
          'src/setup.ts',
        ]);
        expect(map.precision.get(testOf(run, 'other').entry.id)).toBe('imported');
      }
    },
  );
});

describe('the totals of a run with coverage', () => {
  test("are kept and are Vitest's own, which stay as they are without us", async () => {
    project = createVitestProject(files);
    expect((await project.run(['--coverage'])).exitCode).toBe(0);
    const readReport = (): string => readFileSync(join(project.root, 'coverage/coverage-final.json'), 'utf8');
    const withUs = readReport();
    project.write({ 'vitest.config.ts': files['vitest.config.ts'].replace(`, '@millwright/vitest'`, '') });
    expect((await project.run(['--coverage'])).exitCode).toBe(0);
    expect(withUs).toBe(readReport());

    const folder = join(project.root, '.millwright/history/coverage');
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const recorded = entries.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('');
    expect(recorded).toContain('"branchMap"');
    expect(recorded).toContain('src/middle.ts');
    const run = await project.onlyRun();
    expect(run.status).toBe('passed');
  });
});
