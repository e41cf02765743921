import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import type { DebugReport, Execution, ProjectManifest, TestStrategy } from '@millwright/core';
import { afterEach, describe, expect, test } from 'vitest';

import {
  type TinyProject,
  createTinyProject,
  failingTest,
  flakingTest,
  passingTests,
  wiredVitest,
} from './support/tiny-project.ts';

type Executed = Execution & { readonly debug?: DebugReport };

/** Makes every file below a folder look so many days older. */
function letFilesAge(folder: string, days: number): void {
  const at = new Date(Date.now() - days * 86_400_000);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) utimesSync(join(folder, name), at, at);
}

let project: TinyProject;
afterEach(() => project.remove());

/** A tiny project with this configuration; the test files come from `files`. */
function configured(config: unknown, files: Readonly<Record<string, string>> = {}): TinyProject {
  return createTinyProject({
    'vitest.config.ts': wiredVitest,
    'tests/a.test.ts': passingTests('one'),
    'millwright.config.json': JSON.stringify(config),
    ...files,
  });
}

const shaky = { 'tests/b.test.ts': flakingTest('shaky', 1) };
const broken = { 'tests/b.test.ts': failingTest('sum') };

async function executedWith(
  config: unknown,
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Executed & { readonly exitCode: number | null; readonly stderr: string }> {
  project = configured(config, files);
  const executed = await project.e2eJson<Executed>(['autonomous-run', ...args]);
  return executed;
}

describe('each option of the configuration acts', () => {
  test.each<[string, unknown, Readonly<Record<string, string>>, number, number]>([
    ['enableIntelligentRetry: a flake is retried', {}, shaky, 0, 2],
    ['enableIntelligentRetry off: it is not', { enableIntelligentRetry: false }, shaky, 1, 1],
    ['retry.maxAttempts 1: it is not', { retry: { maxAttempts: 1 } }, shaky, 1, 1],
    ['gate.maxUnexpected tolerates a failure', { gate: { maxUnexpected: 1 }, retry: { maxAttempts: 1 } }, broken, 0, 1],
    ['gate.minTests', { gate: { minTests: 5 } }, {}, 1, 1],
    ['gate.maxDurationMs', { gate: { maxDurationMs: 1 } }, {}, 1, 1],
    ['gate.minPassRatio', { gate: { maxUnexpected: 9, minPassRatio: 0.9 }, retry: { maxAttempts: 1 } }, broken, 1, 1],
    ['gate.maxFlakyRatio', { gate: { maxFlakyRatio: 0.1 } }, shaky, 1, 2],
  ])('%s', async (_name, config, files, exitCode, processes) => {
    const executed = await executedWith(config, files);
    expect({ exitCode: executed.exitCode, processes: executed.batches.length }).toEqual({ exitCode, processes });
  });

  test('retry.baseDelayMs is the wait before the next try', async () => {
    project = configured({ retry: { baseDelayMs: 1 } }, shaky);
    expect((await project.e2e(['autonomous-run'])).stderr).toContain('after 1 ms');
  });

  test('enableAutoDebug off: no causes at the end', async () => {
    expect((await executedWith({ enableAutoDebug: false, retry: { maxAttempts: 1 } }, broken)).debug).toBeUndefined();
    project.remove();
    expect((await executedWith({ retry: { maxAttempts: 1 } }, broken)).debug?.failedTests).toBe(1);
  });

  test('parallelWorkers is the number of workers, unless --parallel says otherwise', async () => {
    expect((await executedWith({ parallelWorkers: 3 }, {})).batches[0]?.command).toContain('--maxWorkers=3');
    const flagged = await project.e2eJson<Executed>(['autonomous-run', '--parallel', '1']);
    expect(flagged.batches[0]?.command).toContain('--maxWorkers=1');
    expect(flagged.workers).toEqual([{ runner: 'vitest', count: 1, from: 'flag', reason: '`--parallel` says so' }]);
  });

  test('without parallelWorkers the machine decides, and what the runner is set to stays its own', async () => {
    const executed = await executedWith({}, {});
    const [chosen] = executed.workers ?? [];
    expect(chosen).toMatchObject({ runner: 'vitest', count: 1, from: 'machine' });
    expect(executed.batches[0]?.command).toContain('--maxWorkers=1');
    expect(executed.stderr).toContain(`Vitest: 1 worker: ${chosen?.reason}.`);
    project.write('vitest.config.ts', wiredVitest.replace('test: {', 'test: { maxWorkers: 2,'));
    const own = await project.e2eJson<Executed>(['autonomous-run']);
    expect(own.workers).toEqual([{ runner: 'vitest', count: 2, from: 'runner', reason: 'vitest.config.ts says so' }]);
    expect(own.batches[0]?.command.join(' ')).not.toContain('--maxWorkers');
    const { workers } = await project.e2eJson<TestStrategy>(['plan-strategy']);
    expect(workers).toMatchObject({ count: 2, from: 'runner' });
    expect((await project.e2e(['plan-strategy', '--explain'])).stdout).toContain(
      '2 workers: vitest.config.ts says so.',
    );
  });

  test('runners.vitest.command, runners.vitest.config and env reach the runner', async () => {
    const config = {
      env: { COLOUR_OF_THE_DAY: 'teal' },
      runners: { vitest: { command: ['node', 'start.mjs'], config: 'other.config.ts' } },
    };
    const start =
      "import { writeFileSync } from 'node:fs';\nwriteFileSync('started.json', JSON.stringify([process.env.COLOUR_OF_THE_DAY, ...process.argv.slice(2)]));\nawait import('vitest/vitest.mjs').catch(() => import('./node_modules/vitest/vitest.mjs'));\n";
    const executed = await executedWith(config, {
      'start.mjs': start,
      'other.config.ts': wiredVitest,
      'vitest.config.ts': 'export default { test: { include: [] } };\n',
    });
    const [colour, ...args] = JSON.parse(project.read('started.json')) as string[];
    expect(colour).toBe('teal');
    expect(args).toContain('--config=other.config.ts');
    expect(executed.exitCode).toBe(0);
  });

  test('dir is where everything is kept', async () => {
    await executedWith({ dir: 'memory' }, {});
    expect(project.list('memory')).toEqual(expect.arrayContaining(['history', 'state', 'strategies', 'logs']));
    expect(project.list('.millwright')).toEqual([]);
  });

  test('historyRetentionDays: older runs go when an execution ends', async () => {
    project = configured({ historyRetentionDays: 5 });
    project.write(
      'old.xml',
      '<testsuites><testsuite name="s" tests="1" timestamp="2020-01-01T00:00:00"><testcase classname="c" name="n" time="1"/></testsuite></testsuites>',
    );
    expect((await project.e2e(['history', 'import', 'old.xml'])).exitCode).toBe(0);
    const runners = async () =>
      (await project.e2eJson<{ runs: readonly { runner: string }[] }>(['history', 'list'])).runs.map(
        (run) => run.runner,
      );
    expect(await runners()).toEqual(['junit']);
    // An imported run ages from the day it came.
    letFilesAge(join(project.root, '.millwright/history/runs'), 10);
    await project.e2e(['autonomous-run']);
    expect(await runners()).toEqual(['vitest']);
  });

  test('redact: what the runner prints is logged without it', async () => {
    await executedWith(
      { redact: ['hunter2hunter2'] },
      {
        'tests/b.test.ts':
          "import { test } from 'vitest';\ntest('prints', () => console.log('the password is hunter2hunter2'));\n",
      },
    );
    const log = project
      .list('.millwright/logs')
      .map((name) => project.read(`.millwright/logs/${name}`))
      .join('');
    expect(log).toContain('the password is [redacted]');
    expect(log).not.toContain('hunter2');
  });
});

describe('each option of planning acts', () => {
  const plan = (args: readonly string[] = []) =>
    project.e2eJson<TestStrategy>(['plan-strategy', '--name', 'n', ...args]);
  const titles = (strategy: TestStrategy) => {
    const byId = new Map(strategy.testCases.map((entry) => [entry.testId, entry.titlePath.at(-1)]));
    return strategy.executionOrder.map((id) => byId.get(id));
  };
  const two = {
    'tests/a.test.ts': passingTests('reads a colour'),
    'tests/z.test.ts': passingTests('charges a payment'),
  };

  test('enableRiskPrioritization off: the order of the files', async () => {
    project = configured({ enableRiskPrioritization: false }, two);
    expect(titles(await plan())).toEqual(['reads a colour', 'charges a payment']);
    project.write('millwright.config.json', '{}');
    expect(titles(await plan())).toEqual(['charges a payment', 'reads a colour']);
  });

  test('criticalWords decide what matters to the business', async () => {
    project = configured({ criticalWords: { colour: 1 } }, two);
    expect(titles(await plan())).toEqual(['reads a colour', 'charges a payment']);
  });

  test('learningEnabled off: planned from the code alone', async () => {
    project = configured({ learningEnabled: false });
    await project.e2e(['autonomous-run']);
    expect((await plan()).testCases.map((entry) => entry.estimateFrom)).toEqual(['default']);
    project.write('millwright.config.json', '{}');
    expect((await plan()).testCases.map((entry) => entry.estimateFrom)).toEqual(['history']);
  });

  test('services and coverageTargetRatio', async () => {
    const route =
      "import express from 'express';\nexport const app = express();\napp.get('/bills', (req, res) => res.json([]));\n";
    project = configured(
      { services: [{ name: 'billing', root: 'backend' }], coverageTargetRatio: 0.5 },
      { 'backend/app.ts': route },
    );
    const manifest = await project.e2eJson<ProjectManifest>(['manifest']);
    expect(manifest.services.map((service) => service.name)).toContain('billing');
    expect((await plan()).coverageTargets.find((target) => target.service === 'billing')?.targetRatio).toBe(0.5);
  });

  test.each<[string, readonly string[], string]>([
    [
      'an unknown service',
      ['--services', 'ordres'],
      'Expected `--services` to name services of this project, got "ordres".',
    ],
    [
      'a ref that git does not know',
      ['--changed-since', 'no-such-branch'],
      'Expected `--changed-since` to be a branch, tag or commit',
    ],
    ['a folder that cannot be written', ['--output', 'package.json'], 'cannot be written'],
  ])('2: %s', async (_name, args, message) => {
    project = configured({});
    const { exitCode, stdout, stderr } = await project.e2e(['plan-strategy', '--name', 'n', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('a budget in which nothing fits holds the one test that is worth most, and says so', async () => {
    project = configured({}, two);
    const strategy = await plan(['--budget', '1ms']);
    expect(titles(strategy)).toHaveLength(1);
    expect(strategy.stderr).toContain('Not even one test fits into the budget');
  });

  test('without git and without a history it plans, and says what it lacked', async () => {
    project = configured({});
    const { rmSync } = await import('node:fs');
    rmSync(`${project.root}/.git`, { recursive: true });
    const strategy = await plan();
    expect(strategy.exitCode).toBe(0);
    expect(strategy.lacked.join(' ')).toMatch(/git/i);
    expect(strategy.lacked.join(' ')).toMatch(/history/i);
  });
});
