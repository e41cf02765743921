import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Run } from '@millwright/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { recordMinimalProject } from './minimal-journey.ts';
import { modulesOf, named, vitestVersions } from './versions.ts';
import { quarantineText, rememberRuns } from '../quarantine/quarantined-project.ts';
import { quarantinedInVitest, vitestCases, vitestFiles } from '../quarantine/vitest-cases.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import {
  followingProject,
  latestStrategy,
  quickStrategy,
  ranUnderQuickStrategy,
} from '../vitest/support/followed-project.ts';
import { inPlannedOrder, planProject, startedTestsOf } from '../vitest/support/plan-project.ts';
import { resultsSource } from '../vitest/support/results-source.ts';
import { type VitestProject, createVitestProject, testOf } from '../vitest/support/vitest-project.ts';

/** What must be the same whichever version recorded it. Only 4 and 5 tell timeouts and tags, and 3 prints `Object {` for `{`. */
function shapeOf(run: Run): unknown {
  const tests = run.tests.map((entry) => {
    const { attempts } = testOf(run, entry.titlePath.at(-1) ?? '');
    const told = attempts.map(({ retry, repeat, status, failures = [], stdoutTail }) => ({
      retry,
      repeat,
      status,
      stdoutTail: stdoutTail?.slice(-20),
      failures: failures.map((failure) => ({
        ...failure,
        frames: failure.frames.map((frame) => `${frame.file}:${frame.line} ${frame.origin}`),
        causes: failure.causes?.map((cause) => cause.message),
      })),
    }));
    const { runnerId: _runnerId, tags: _tags, timeoutMs: _timeoutMs, ...lasting } = entry;
    return { ...lasting, attempts: entry.titlePath.at(-1) === 'twin' ? [] : told };
  });
  const shape = {
    status: run.status,
    tests: tests.sort((a, b) => (a.id < b.id ? -1 : 1)),
    notRun: run.notRun,
    errors: run.errors.map((error) => error.message),
    projects: run.projects,
  };
  return JSON.parse(JSON.stringify(shape).replaceAll('Object {', '{'));
}

const shapes: unknown[] = [];
const { version: ownVersion } = JSON.parse(
  readFileSync(join(repositoryRoot, 'node_modules/vitest/package.json'), 'utf8'),
) as { version: string };

describe.each(named(vitestVersions))('Vitest $called', ({ version }) => {
  let nodeModules: string;
  let project: VitestProject | undefined;
  const create = (files: Readonly<Record<string, string>>): VitestProject => {
    project?.remove();
    project = createVitestProject(files, nodeModules);
    return project;
  };

  beforeAll(() => {
    nodeModules = modulesOf('vitest', version);
  });
  afterEach(() => {
    project?.remove();
    project = undefined;
  });

  test('starts files in the planned order', async () => {
    const { root, run, onlyRun } = create(planProject);
    expect(await run([], { env: { MILLWRIGHT_PLAN_FILE: 'plan.json' } })).toMatchObject({ exitCode: 0 });
    expect(startedTestsOf(root)).toEqual(inPlannedOrder);
    expect((await onlyRun()).notes).toEqual([]);
  });

  test('follows a strategy', async () => {
    const { root, run, onlyRun } = create({ ...followingProject, ...latestStrategy(quickStrategy) });
    const line = '4 tests left out by strategy quick-1 (over the budget).';
    expect(await run()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(line) });
    expect(startedTestsOf(root)).toEqual(ranUnderQuickStrategy);
    expect((await onlyRun()).notRun).toHaveLength(2);
  });

  test('is wired by init in the smallest project, which then remembers its run', async () => {
    const run = await recordMinimalProject('vitest', nodeModules);
    expect(run.runnerVersion).toBe(version ?? ownVersion);
    expect(run.notes).toEqual([]);
  });

  test('records every kind of result', async () => {
    const { run, onlyRun } = create(resultsSource);
    expect((await run()).exitCode).toBe(1);
    const recorded = await onlyRun();
    expect(recorded.runnerVersion).toBe(version ?? ownVersion);
    expect(testOf(recorded, 'is flaky').attempts.map((attempt) => attempt.status)).toEqual(['failed', 'passed']);
    expect(testOf(recorded, 'is tried in vain').attempts.map((attempt) => attempt.failures?.[0]?.message)).toEqual([
      'try 1',
      'try 2',
      'try 3',
    ]);
    expect(recorded.notes).toHaveLength(version === undefined ? 0 : 1);
    shapes.push(shapeOf(recorded));
    expect(shapes.at(-1)).toEqual(shapes[0]);
  });

  test('knows which files a test imports', async () => {
    const { run, onlyRun, history } = create(resultsSource);
    await run();
    const map = await history().readCoverageMap();
    expect(map.filesByTest.get(testOf(await onlyRun(), 'adds').entry.id)).toEqual(['src/sum.ts', 'src/zero.ts']);
  });

  test('takes errors outside of tests', async () => {
    const { run, onlyRun } = create({
      'bad.test.ts': 'const = ;',
      'late.test.ts': `import { test } from 'vitest';\ntest('passes', async () => { void Promise.reject(new Error('late')); await new Promise((done) => setTimeout(done, 50)); });\n`,
    });
    expect((await run()).exitCode).toBe(1);
    const recorded = await onlyRun();
    expect(recorded.status).toBe('failed');
    expect(recorded.errors).toHaveLength(2);
    expect(recorded.errors.map((error) => error.message)).toContain('late');
    expect(testOf(recorded, 'passes').attempts[0]?.status).toBe('passed');
  });

  test('what a worker told before it died is kept', async () => {
    const { run, runs, history } = create({
      'dies.test.ts': `import { test } from 'vitest';\ntest('before', () => {});\ntest('pauses', async () => { await new Promise((done) => setTimeout(done, 500)); });\ntest('dies', () => { process.kill(process.pid, 'SIGKILL'); });\ntest('after', () => {});\n`,
    });
    await run(['--pool', 'forks']);
    await history().recoverOpenSegments();
    const [recorded] = await runs();
    if (!recorded) throw new Error('Expected the run to be recorded.');
    expect(['failed', 'crashed']).toContain(recorded.status);
    expect(testOf(recorded, 'before').attempts[0]?.status).toBe('passed');
  });

  test('a killed run comes back', async () => {
    const { run, runs, history } = create({
      'slow.test.ts': `import { test } from 'vitest';\ntest('first', () => {});\ntest('second', async () => { await new Promise((done) => setTimeout(done, 500)); });\ntest('endless', async () => { await new Promise((done) => setTimeout(done, 60_000)); }, 60_000);\n`,
      'vitest.config.ts': `import { defineConfig } from 'vitest/config';
        export default defineConfig({ test: { reporters: [{ onTestCaseResult: (test) => console.log('ended: ' + test.name) }, '@millwright/vitest'] } });`,
    });
    // Threads die with their process; a fork of Vitest 3 would outlive it and spin.
    await run(['--pool', 'threads'], {
      onStart: (kill, whenPrinted) =>
        void whenPrinted('ended: second').then(() => setTimeout(() => kill('SIGKILL'), 200)),
    });
    await history().recoverOpenSegments();
    const [recorded] = await runs();
    expect(recorded?.status).toBe('crashed');
    expect(recorded?.attempts.map((attempt) => attempt.status)).toEqual(['passed', 'passed']);
  });

  test('leaves a selection partial', async () => {
    const { run, onlyRun } = create(resultsSource);
    expect((await run(['-t', 'adds'])).exitCode).toBe(0);
    const recorded = await onlyRun();
    expect(recorded).toMatchObject({ partial: true, status: 'passed', notRun: [] });
    expect(recorded.tests.map((entry) => entry.titlePath.at(-1))).toEqual(['adds']);
  });

  test("leaves Vitest's own coverage as it is and keeps it", async () => {
    const { run, root, write, onlyRun } = create(coverageSource('v8', `'@millwright/vitest'`));
    expect((await run(['--coverage'])).exitCode).toBe(0);
    const readReport = (): string => readFileSync(join(root, 'coverage/coverage-final.json'), 'utf8');
    const withUs = readReport();
    expect((await onlyRun()).status).toBe('passed');
    write(coverageSource('v8', `'dot'`));
    await run(['--coverage']);
    expect(withUs).toBe(readReport());
  });

  test.skipIf(version === undefined)('tells with istanbul which files each test executes', async () => {
    const { run, root, write, onlyRun, history } = create(
      coverageSource(
        'istanbul',
        `['@millwright/vitest', { perTestCoverage: 'istanbul' }], ['json', { outputFile: 'report.json' }]`,
      ),
    );
    expect((await run(['--coverage'])).exitCode).toBe(0);
    const recorded = await onlyRun();
    const map = await history().readCoverageMap();
    const filesOf = (title: string): readonly string[] | undefined =>
      map.filesByTest.get(testOf(recorded, title).entry.id);
    expect(filesOf('uses a')).toEqual(['src/a.ts']);
    expect(filesOf('uses b')).toEqual(['src/b.ts']);
    expect(map.precision.get(testOf(recorded, 'uses a').entry.id)).toBe('executed');
    expect(filesOf('runs beside others')).toEqual(['src/a.ts', 'src/b.ts']);
    expect(map.precision.get(testOf(recorded, 'runs beside others').entry.id)).toBe('imported');
    expect(readFileSync(join(root, 'report.json'), 'utf8')).not.toContain('millwrightExecutedFiles');
    const readReport = (): string => readFileSync(join(root, 'coverage/coverage-final.json'), 'utf8');
    const withUs = readReport();
    write(coverageSource('istanbul', `'dot'`));
    await run(['--coverage']);
    expect(withUs).toBe(readReport());
  });
});

afterAll(() => expect(shapes.length).toBeGreaterThan(0));

const coverageSource = (provider: string, reporters: string): Record<string, string> => ({
  'src/a.ts': 'export const a = (n: number) => {\n  if (n > 5) return 0;\n  return n;\n};\n',
  'src/b.ts': 'export const b = () => 2;\n',
  'src/ab.test.ts': `import { expect, test } from 'vitest';
    import { a } from './a.ts';
    import { b } from './b.ts';
    test('uses a', () => { expect(a(1)).toBe(1); });
    test('uses b', () => { expect(b()).toBe(2); });
    test.concurrent('runs beside others', async () => { expect(a(b())).toBe(2); });`,
  'vitest.config.ts': `import { defineConfig } from 'vitest/config';
    export default defineConfig({ test: { reporters: [${reporters}], coverage: { provider: '${provider}', include: ['src/**/*.ts'], exclude: ['**/*.test.ts'], reporter: ['json'] } } });`,
});

// The oldest version that is supported; `test/quarantine` has the same cases for the repository's own.
describe('quarantine on Vitest 3.2.4', () => {
  let project: VitestProject;
  beforeAll(async () => {
    project = createVitestProject(vitestFiles, modulesOf('vitest', '3.2.4'));
    project.write({ 'quarantine.json': quarantineText(quarantinedInVitest) });
    await rememberRuns(project.history(), quarantinedInVitest, 'F.F.F.F.');
  });
  afterAll(() => project.remove());

  test.each(vitestCases)('%s', async (_, fail, exitCode, said) => {
    const ended = await project.run([], { env: { FAIL: fail } });
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ exitCode });
    if (said) expect(ended.stderr).toMatch(said);
    else expect(ended.stderr).not.toContain('quarantine');
  });
});
