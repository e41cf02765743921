import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runNode } from '../support/run-process.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { type TinyProject, createTinyProject, passingTests, wiredVitest } from './support/tiny-project.ts';

const e2eProgram = join(repositoryRoot, 'packages/cli/dist/bin.js');

let project: TinyProject;
beforeAll(() => {
  project = createTinyProject({ 'vitest.config.ts': wiredVitest, 'tests/a.test.ts': passingTests('one') });
});
afterAll(() => project.remove());

test('e2e --version loads neither analysis nor schemas, and so is fast', async () => {
  const listing = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    process.on('exit', () => process.stderr.write(loaded.join('\\n')));
    process.argv.splice(1, 1, ${JSON.stringify(e2eProgram)});
    process.argv.length = 2;
    process.argv.push('--version');
    await import(${JSON.stringify(e2eProgram)});
  `;
  const { exitCode, stdout, stderr } = await runNode(['--input-type=module', '-e', listing], { cwd: project.root });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '0.1.0\n' });
  const loaded = stderr.split('\n');
  expect(loaded.length).toBeGreaterThan(5);
  expect(
    loaded.filter((url) =>
      /ts-morph|typescript|\/zod\/|\/jiti\/|\/execa\/|@millwright\/(?:history|source)|packages\/(?:history|source)\//.test(
        url,
      ),
    ),
  ).toEqual([]);
});

describe('a wrong line through the real program', () => {
  test.each([
    [['plan-strategy', '--nam', 'x'], '`--name`'],
    [['plan-strategy', '--budget', 'soon'], 'Expected `--budget` to be a duration'],
    [['history', 'shwo'], '`e2e history show`'],
    [['history', 'show', 'NOPE'], 'There is no run with the id "NOPE".'],
    [['history', 'merge', 'nowhere'], 'Expected a .millwright folder'],
    [['history', 'import', 'nowhere.xml'], 'nowhere.xml'],
    [['debug-execution', '--execution-id', 'exec-nope'], 'There is no execution with the id "exec-nope".'],
    [['debug-execution', '--calibration', '--apply-fix'], 'Expected `--calibration` alone, got `--apply-fix` as well.'],
    [['debug-execution', '--calibration', '1'], 'Expected `--calibration` alone, got the cause "1" as well.'],
    [['bisect', 'one', '--resume', '--good', 'HEAD'], 'Expected `--good` without `--resume`'],
    [['history', 'list', '--runner', 'foo'], 'No run of a runner "foo" is remembered.'],
    [
      ['analyze-flaky', '--test-file', 'nowhere.ts'],
      'Expected `--test-file` to name an existing file or folder, got "nowhere.ts".',
    ],
  ])('%j', async (args, message) => {
    const { exitCode, stdout, stderr } = await project.e2e(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('a wrong configuration is told key by key', async () => {
    project.write('millwright.config.json', '{ "parallelWorker": 3, "gate": { "maxUnexpected": -1 } }');
    const { exitCode, stderr } = await project.e2e(['history', 'list']);
    project.write('millwright.config.json', '{}');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Unknown key `parallelWorker` in millwright.config.json. Did you mean `parallelWorkers`?');
    expect(stderr).toContain(
      'Expected `gate.maxUnexpected` in millwright.config.json to be a whole number of at least 0, got -1 (number).',
    );
  });
});

describe('pipes', () => {
  beforeAll(() => {
    const titles = Array.from({ length: 1500 }, (_, index) => `a test with a rather long title, number ${index}`);
    project.write('tests/many.test.ts', passingTests(...titles));
  });

  test('a reader that goes away early is no error', async () => {
    const { code, stderr } = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, [e2eProgram, 'plan-strategy', '--name', 'large', '--json'], {
        cwd: project.root,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.stdout.once('data', () => child.stdout.destroy());
      child.on('close', (exit) => resolve({ code: exit, stderr: text }));
    });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/EPIPE|^\s+at /m);
  });

  test('a slow reader gets all of a large document', async () => {
    const text = await new Promise<string>((resolve) => {
      const child = spawn(process.execPath, [e2eProgram, 'plan-strategy', '--name', 'large', '--json'], {
        cwd: project.root,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const parts: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => {
        parts.push(chunk);
        child.stdout.pause();
        setTimeout(() => child.stdout.resume(), 2);
      });
      child.on('close', () => resolve(Buffer.concat(parts).toString()));
    });
    expect(text.length).toBeGreaterThan(500_000);
    expect((JSON.parse(text) as { testCases: unknown[] }).testCases).toHaveLength(1501);
  });
});
