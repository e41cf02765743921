import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Run } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import { type VitestProject, createVitestProject, testOf } from './support/vitest-project.ts';

let project: VitestProject;
afterEach(() => project.remove());

const good = { 'good.test.ts': `import { test } from 'vitest';\ntest('good', () => {});\n` };

/** Tells when a test has ended. One test never does, and one never starts. */
const endless = {
  'slow.test.ts': `import { test } from 'vitest';\ntest('first', () => {});\ntest('second', async () => { await new Promise((done) => setTimeout(done, 500)); });\ntest('endless', async () => { await new Promise((done) => setTimeout(done, 60_000)); }, 60_000);\ntest('never', () => {});\n`,
  'vitest.config.ts': `import { defineConfig } from 'vitest/config';
    export default defineConfig({ test: { reporters: [{ onTestCaseResult: (test) => console.log('ended: ' + test.name) }, '@millwright/vitest'] } });`,
};

/** Starts Vitest in a process group of its own and sends it the signals, each at once, a moment after it printed `text`. */
async function stopWhen(
  text: string,
  how: { readonly kill: readonly NodeJS.Signals[]; readonly pool: string; readonly group?: boolean },
): Promise<{ readonly exitCode: number | null; readonly signal: NodeJS.Signals | null }> {
  const program = join(project.root, 'node_modules/vitest/vitest.mjs');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:CI|VITEST|NODE_ENV)/.test(name)));
  const child = spawn(process.execPath, [program, 'run', '--pool', how.pool], {
    cwd: project.root,
    env,
    detached: true,
  });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  for await (const chunk of child.stdout) if (String(chunk).includes(text)) break;
  await new Promise((done) => setTimeout(done, 300));
  const pid = child.pid ?? Number.NaN;
  for (const signal of how.kill) process.kill(how.group ? -pid : pid, signal);
  const [exitCode, signal] = await ended;
  return { exitCode, signal };
}

async function recoveredRun(): Promise<Run> {
  expect(await project.history().recoverOpenSegments()).toHaveLength(1);
  return project.onlyRun();
}

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

  test('what had ended before a SIGKILL is on disk and comes back as a crashed run', async () => {
    project = createVitestProject(endless);
    const { signal } = await project.run(['--pool', 'threads'], {
      onStart: (kill, whenPrinted) =>
        void whenPrinted('ended: second').then(() => setTimeout(() => kill('SIGKILL'), 200)),
    });
    expect(signal).toBe('SIGKILL');
    const run = await recoveredRun();
    expect(run.status).toBe('crashed');
    expect(testOf(run, 'first').attempts[0]?.status).toBe('passed');
    expect(testOf(run, 'second').attempts[0]?.status).toBe('passed');
  });

  test.each([
    { name: 'SIGINT', kill: ['SIGINT'], pool: 'threads', exitCode: 130 },
    { name: 'SIGTERM', kill: ['SIGTERM'], pool: 'threads', exitCode: 143 },
    { name: 'Ctrl-C, which reaches the workers as well', kill: ['SIGINT'], pool: 'forks', exitCode: 130, group: true },
    { name: 'Ctrl-C that npm hands on once more', kill: ['SIGINT', 'SIGINT'], pool: 'threads' },
  ] as const)('$name is an interrupted run: tests at work were cut off, the others did not run', async (row) => {
    project = createVitestProject(endless);
    const ended = await stopWhen('ended: second', row);
    if ('exitCode' in row) expect(ended.exitCode).toBe(row.exitCode);
    else expect([ended.exitCode, ended.signal]).toEqual(ended.signal ? [null, 'SIGINT'] : [130, null]);
    const run = await recoveredRun();
    expect(run.status).toBe('interrupted');
    expect(testOf(run, 'first').attempts.map(({ status }) => status)).toEqual(['passed']);
    expect(testOf(run, 'second').attempts.map(({ status }) => status)).toEqual(['passed']);
    const [cutOff, ...more] = testOf(run, 'endless').attempts;
    expect(more).toEqual([]);
    expect(cutOff).toMatchObject({ status: 'interrupted', retry: 0, repeat: 0 });
    expect(cutOff?.durationMs).toBeGreaterThan(100);
    expect(cutOff?.durationMs).toBeLessThanOrEqual(run.durationMs);
    expect(run.notRun).toEqual([{ testId: testOf(run, 'never').entry.id, reason: 'The run was interrupted.' }]);
  });

  test('an interrupted try of a test comes after the tries that had failed', async () => {
    project = createVitestProject({
      ...endless,
      'slow.test.ts': `import { test } from 'vitest';\nlet tries = 0;\ntest('second', async () => { await new Promise((done) => setTimeout(done, 500)); });\ntest('tried again', { retry: 2, timeout: 60_000 }, async () => { if ((tries += 1) === 1) throw new Error('no'); await new Promise((done) => setTimeout(done, 60_000)); });\n`,
    });
    expect((await stopWhen('ended: second', { kill: ['SIGINT'], pool: 'threads' })).exitCode).toBe(130);
    const { attempts } = testOf(await recoveredRun(), 'tried again');
    expect(attempts.map(({ retry, status }) => [retry, status])).toEqual([
      [0, 'failed'],
      [1, 'interrupted'],
    ]);
  });

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
