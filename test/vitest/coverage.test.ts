import { existsSync, readFileSync, readdirSync } from 'node:fs';
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

/** Two sources that one test file imports and whose tests execute one each; shapes on which V8 counts in different ways. */
const executing = {
  'src/one.ts': `export const one = (n: number) => { if (n > 5) return 0; return n > 2 ? n * 2 : n; };
export const hot = (times: number) => { let sum = 0; for (let n = 0; n < times; n += 1) { if (n % 2) continue; sum += one(n % 7); } return sum; };
export const never = () => { return [1].map((n) => n + 1); };
`,
  'src/two.ts': `export async function two(fails: boolean) { try { await new Promise((done) => setTimeout(done, 2)); if (fails) throw new Error('no'); return 1; } catch { return 2; } }
export class Counter { #count = 0; get count() { return this.#count; } add() { this.#count += 1; return this; } reset() { this.#count = 0; } }
export const started = (async () => { await new Promise((done) => setTimeout(done, 20)); return new Counter().add().count; })();
export const small = (n: number) => n + 1;
`,
  'src/lazy.ts': 'export const lazy = () => 1;\n',
  'src/both.test.ts': `import { beforeAll, expect, test } from 'vitest';
import { hot, one } from './one.ts';
import { Counter, small, started, two } from './two.ts';
beforeAll(() => { new Counter().add(); });
test('uses one', () => { expect(one(1)).toBe(1); });
test('uses two', async () => { expect(await two(false)).toBe(1); expect(await started).toBe(1); });
test('uses both', { retry: 1 }, async (context) => { if (context.task.result?.retryCount) expect(await two(true)).toBe(2); else expect(one(9)).toBe(1); });
test.extend<{ seven: number }>({ seven: async ({}, use) => { await use(7); } })('uses none', ({ seven }) => { expect(seven).toBe(7); });
test('loads one', async () => { const { lazy } = await import('./lazy.ts'); expect(lazy()).toBe(1); });
test.concurrent('runs beside others', async () => { expect(one(3)).toBe(6); });
for (let round = 0; round < 40; round += 1) test('hot ' + round, () => { for (let time = 0; time < 200; time += 1) hot(20); small(1); });
`,
};
const executingConfig = (reporter: string): string => `import { defineConfig } from 'vitest/config';
  export default defineConfig({ test: { reporters: ['dot', ${reporter}] as never, coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['**/*.test.ts'], reporter: ['json'] } } });`;
const asksV8 = executingConfig(
  `['@millwright/vitest', { perTestCoverage: 'v8' }], ['json', { outputFile: 'told.json' }]`,
);

const executedBy = {
  'uses one': ['src/one.ts'],
  'uses two': ['src/two.ts'],
  'uses both': ['src/one.ts', 'src/two.ts'],
  'uses none': [],
  'loads one': ['src/lazy.ts'],
  'hot 39': ['src/one.ts', 'src/two.ts'],
};

describe('which source files a test executes, asked of V8', () => {
  const expectExecuted = async (): Promise<void> => {
    const run = await project.onlyRun();
    const map = await project.history().readCoverageMap();
    const told = Object.keys(executedBy).map((title) => {
      const { id } = testOf(run, title).entry;
      return [title, map.filesByTest.get(id), map.precision.get(id)];
    });
    expect(told).toEqual(Object.entries(executedBy).map(([title, of]) => [title, of, 'executed']));
    expect(map.precision.get(testOf(run, 'runs beside others').entry.id)).toBe('imported');
    expect(run.notes).toEqual([]);
  };

  test.each([
    { pool: 'forks', more: [] },
    { pool: 'threads', more: ['--no-isolate'] },
    { pool: 'vmThreads', more: [] },
  ])(
    'is known for each test, and the report of the v8 provider stays as it is ($pool $more)',
    async ({ pool, more }) => {
      project = createVitestProject({ ...executing, 'vitest.config.ts': asksV8 });
      const args = ['--coverage', '--pool', pool, ...more];
      const { exitCode, stderr } = await project.run(args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      await expectExecuted();
      expect(readFileSync(join(project.root, 'told.json'), 'utf8')).not.toContain('millwrightExecutedFiles');
      const readReport = (): string => readFileSync(join(project.root, 'coverage/coverage-final.json'), 'utf8');
      const withUs = readReport();
      project.write({ 'vitest.config.ts': executingConfig(`'default'`) });
      expect((await project.run(args)).exitCode).toBe(0);
      expect(withUs).toBe(readReport());
      expect(withUs).toContain('src/two.ts');
    },
  );

  test('needs no coverage', async () => {
    project = createVitestProject({ ...executing, 'vitest.config.ts': asksV8 });
    expect(await project.run()).toMatchObject({ exitCode: 0, stderr: '' });
    await expectExecuted();
    expect(existsSync(join(project.root, 'coverage'))).toBe(false);
  });

  test('is left out, in one line, where somebody else counts whom nothing could be given back', async () => {
    project = createVitestProject({ ...executing, 'vitest.config.ts': asksV8 });
    const { exitCode, stderr } = await project.run([], { env: { NODE_V8_COVERAGE: join(project.root, 'c8') } });
    expect(exitCode).toBe(0);
    expect(stderr.match(/^millwright: .*$/gm)).toEqual([expect.stringContaining('NODE_V8_COVERAGE is set')]);
    const run = await project.onlyRun();
    expect(run.notes).toEqual([expect.stringContaining('NODE_V8_COVERAGE is set')]);
    const map = await project.history().readCoverageMap();
    expect(map.precision.get(testOf(run, 'uses one').entry.id)).toBe('imported');
  });

  test('MILLWRIGHT_CAPTURE=off keeps the results and looks at nothing else', async () => {
    const listing = `{ onInit: (vitest) => console.log('setup files: ' + JSON.stringify(vitest.projects.map((project) => project.config.setupFiles))) }`;
    project = createVitestProject({
      ...executing,
      'vitest.config.ts': executingConfig(`['@millwright/vitest', { perTestCoverage: 'v8' }], ${listing}`),
    });
    const { exitCode, stdout, stderr } = await project.run([], { env: { MILLWRIGHT_CAPTURE: 'off' } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('setup files: [[]]');
    const run = await project.onlyRun();
    expect(run.tests).toHaveLength(46);
    expect((await project.history().readCoverageMap()).filesByTest.size).toBe(0);
    await project.run();
    expect((await project.history().readCoverageMap()).filesByTest.size).toBe(46);
  });
});
