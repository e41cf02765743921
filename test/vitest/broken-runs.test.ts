import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { type VitestProject, createVitestProject, testOf } from './support/vitest-project.ts';

let project: VitestProject;
afterEach(() => project.remove());

const good = { 'good.test.ts': `import { test } from 'vitest';\ntest('good', () => {});\n` };

describe('runs that go wrong', () => {
  test.each([
    { name: 'a syntax error', files: { 'bad.test.ts': 'const = ;' }, message: /./ },
    { name: 'a missing import', files: { 'bad.test.ts': `import './nowhere.ts';` }, message: /nowhere/ },
    {
      name: 'an error while collecting',
      files: { 'bad.test.ts': `throw new Error('at the top');` },
      message: /at the top/,
    },
  ])('$name is an error of its file, and the other files are remembered', async ({ files, message }) => {
    project = createVitestProject({ ...good, ...files });
    expect((await project.run()).exitCode).toBe(1);
    const run = await project.onlyRun();
    expect(run.status).toBe('failed');
    expect(testOf(run, 'good').attempts[0]?.status).toBe('passed');
    expect(run.errors).toHaveLength(1);
    expect(run.errors[0]?.message).toMatch(message);
    expect(run.errors[0]?.location?.file).toBe('bad.test.ts');
  });

  test('an unhandled rejection makes the run fail although every test passed', async () => {
    project = createVitestProject({
      'late.test.ts': `import { test } from 'vitest';\ntest('passes', async () => { void Promise.reject(new Error('late')); await new Promise((done) => setTimeout(done, 50)); });\n`,
    });
    expect((await project.run()).exitCode).toBe(1);
    const run = await project.onlyRun();
    expect(run.status).toBe('failed');
    expect(testOf(run, 'passes').attempts[0]?.status).toBe('passed');
    expect(run.errors.map((error) => error.message)).toEqual(['late']);
  });

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'what had ended before a %s is on disk and comes back as a crashed run',
    async (signal) => {
      project = createVitestProject({
        'slow.test.ts': `import { test } from 'vitest';\ntest('first', () => {});\ntest('second', async () => { await new Promise((done) => setTimeout(done, 500)); });\ntest('endless', async () => { await new Promise((done) => setTimeout(done, 60_000)); }, 60_000);\n`,
        'watcher.ts': '',
        'vitest.config.ts': `import { defineConfig } from 'vitest/config';
        export default defineConfig({ test: { reporters: [{ onTestCaseResult: (test) => console.log('ended: ' + test.name) }, '@millwright/vitest'] } });`,
      });
      const result = await project.run(['--pool', 'threads'], {
        onStart: (kill, whenPrinted) =>
          void whenPrinted('ended: second').then(() => setTimeout(() => kill(signal), 200)),
      });
      expect(result.exitCode).not.toBe(0);
      expect(await project.history().recoverOpenSegments()).toHaveLength(1);
      const run = await project.onlyRun();
      expect(run.status).toBe('crashed');
      expect(testOf(run, 'first').attempts[0]?.status).toBe('passed');
      expect(testOf(run, 'second').attempts[0]?.status).toBe('passed');
    },
  );

  test('a test file whose worker dies leaves tests that did not run', async () => {
    project = createVitestProject({
      ...good,
      'dies.test.ts': `import { test } from 'vitest';\ntest('before', async () => { await new Promise((done) => setTimeout(done, 300)); });\ntest('dies', () => { process.kill(process.pid, 'SIGKILL'); });\ntest('after', () => {});\n`,
    });
    expect((await project.run(['--pool', 'forks'])).exitCode).toBe(1);
    const run = await project.onlyRun();
    expect(run.status).toBe('failed');
    expect(testOf(run, 'good').attempts[0]?.status).toBe('passed');
    const { entry } = testOf(run, 'after');
    expect(run.notRun.map((told) => told.testId)).toContain(entry.id);
    expect(run.errors.length).toBeGreaterThan(0);
  });

  test('a history folder that cannot be made costs one line and nothing else', async () => {
    project = createVitestProject(good);
    writeFileSync(join(project.root, 'blocked'), 'a file where a folder should be');
    const result = await project.run([], { env: { MILLWRIGHT_DIR: 'blocked' } });
    expect(result.exitCode).toBe(0);
    expect(result.stderr.match(/^.*millwright.*$/gim)).toHaveLength(1);
  });

  test.skipIf(process.getuid?.() === 0)('a read-only folder costs one line and nothing else', async () => {
    project = createVitestProject(good);
    mkdirSync(join(project.root, 'frozen'));
    chmodSync(join(project.root, 'frozen'), 0o555);
    const result = await project.run([], { env: { MILLWRIGHT_DIR: 'frozen/memory' } });
    expect(result.exitCode).toBe(0);
    expect(result.stderr.match(/^.*millwright.*$/gim)).toHaveLength(1);
  });

  test('what could not be recorded is said in one line and noted in the run; the rest is kept', async () => {
    project = createVitestProject({
      'a.test.ts': `import { test } from 'vitest';\ntest('good', () => {});\ntest('garbled', () => {});\ntest('good, too', () => {});\n`,
      // Stands for a change of the runner: one result cannot be read.
      'vitest.config.ts': `import { defineConfig } from 'vitest/config';
        const garble = { onTestCaseReady(test) { if (test.name === 'garbled') test.meta = () => { throw new Error('not as expected'); }; } };
        export default defineConfig({ test: { reporters: ['dot', garble, '@millwright/vitest'] as never } });`,
    });
    const { exitCode, stderr } = await project.run();
    const sentence = 'Could not record the result of a test: not as expected';
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `millwright: ${sentence} (the test run itself is not affected)\n`,
    });
    const run = await project.onlyRun();
    expect(run.status).toBe('passed');
    expect(run.notes).toContain(sentence);
    expect(run.attempts.map((attempt) => attempt.status)).toEqual(['passed', 'passed']);
  });
});
