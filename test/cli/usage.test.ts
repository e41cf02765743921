import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

test('an old Node is told in a sentence', async () => {
  const oldNode = `
    import { registerHooks } from 'node:module';
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
    const lacking = 'data:text/javascript,export const createRequire = () => {}; export default {};';
    registerHooks({ resolve: (name, context, next) =>
      name === 'node:module' ? { url: lacking, format: 'module', shortCircuit: true } : next(name, context) });
    await import(${JSON.stringify(e2eProgram)});
  `;
  const { exitCode, stderr } = await runNode(['--input-type=module', '-e', oldNode], { cwd: project.root });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'e2e needs Node 22.12 or later of 22, or 24 and later; this is Node 20.20.2.\n',
  });
});

test('the command that `npm ci` links is there before anything is built', async () => {
  const folder = join(repositoryRoot, 'packages/cli');
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin: { e2e: string } };
  expect(bin.e2e).not.toContain('dist');
  const linked = join(project.root, 'e2e');
  symlinkSync(join(folder, bin.e2e), linked);
  expect(await runNode([linked, '--version'], { cwd: project.root })).toMatchObject({ exitCode: 0, stdout: '0.1.0\n' });
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
    [['history', 'verify', '--dir', 'vitest.config.ts'], 'vitest.config.ts is a file'],
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

test('the line that a plan suggests works as it is, wherever the plan and the history lie', async () => {
  const place = ['--root', project.root, '--dir', join(project.root, 'kept here')];
  const elsewhere = { cwd: tmpdir() };
  const plans = join(project.root, 'all plans');
  const { stderr } = await project.e2e(['plan-strategy', '--name', 'n', ...place, '--output', plans], elsewhere);
  const words = /Carry it out with: e2e (.+)$/m.exec(stderr)?.[1]?.match(/'[^']*'|\S+/g) ?? [];
  const run = await project.e2e(
    words.map((word) => word.replaceAll("'", '')),
    elsewhere,
  );
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 passed') });
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
