import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { openHistory } from '@millwright/history';
import { describe, expect, test } from 'vitest';

import { type Invocation, attemptLines, attemptOf, createPlaywrightProject, timeless } from './playwright-project.ts';

const slow = `import { test } from '@playwright/test';
test('quick', async () => {}); test('hangs', async () => { console.log('HANGING'); await new Promise((done) => setTimeout(done, 30000)); }); test('later', async () => {});`;
const good = `import { test } from '@playwright/test'; test('one', async () => {});`;

/** Each row ends a run in another way; exit code and stdout must be the same without us. */
const endings: readonly {
  name: string;
  files: Record<string, string>;
  config?: string;
  invocation?: Invocation;
  code: number;
  runs: number;
}[] = [
  { name: 'a global timeout', files: { 'a.spec.ts': slow }, config: 'globalTimeout: 10_000', code: 1, runs: 1 },
  { name: 'no tests', files: { 'a.spec.ts': '' }, code: 1, runs: 1 },
  { name: 'a syntax error', files: { 'a.spec.ts': 'test(' }, code: 1, runs: 1 },
  {
    name: 'a failing global setup',
    files: { 'a.spec.ts': good, 'setup.ts': `export default () => { throw new Error('no setup'); };` },
    config: `globalSetup: './setup.ts'`,
    code: 1,
    runs: 1,
  },
  {
    name: 'a config that throws',
    files: { 'a.spec.ts': good, 'playwright.config.ts': `throw new Error('bad config');` },
    code: 1,
    runs: 0,
  },
  { name: 'an unknown flag', files: { 'a.spec.ts': good }, invocation: { args: ['--nonsense'] }, code: 1, runs: 0 },
  {
    name: 'SIGINT',
    files: { 'a.spec.ts': slow },
    invocation: { onOutput: { text: 'HANGING', act: (child) => child.kill('SIGINT') } },
    code: 130,
    runs: 1,
  },
];

/**
 * After a global timeout Playwright does not wait for the killed worker: when it hears of the test before it exits, the list
 * reporter prints it below its summary. Seen with no reporter but list, and nearly always when one waits for something in its
 * `onEnd`, as ours does for the disk (and as a reporter that waits 1 ms does).
 */
function settled(stdout: string): string {
  return timeless(stdout)
    .replace(/\n\s+✘\s+2 \S+ › hangs <time>\s*(?=\n|$)/, '')
    .trimEnd();
}

describe('a run ended by', () => {
  test.each(endings)('$name keeps its exit code and output', async ({ files, config, invocation, code, runs }) => {
    const project = createPlaywrightProject(files, config === undefined ? {} : { config });
    const [withOurs, without] = [
      await project.run(invocation),
      await project.run({ ...invocation, withReporter: false }),
    ];
    expect(withOurs.code).toBe(code);
    expect(without.code).toBe(code);
    expect(settled(withOurs.stdout)).toBe(settled(without.stdout));
    const recorded = await project.readRuns();
    expect(recorded).toHaveLength(runs);
    if (files['a.spec.ts'] === slow) {
      expect(attemptLines(recorded[0])).toEqual(['quick: passed', 'hangs: interrupted']);
      expect(recorded[0]?.notRun).toHaveLength(1);
    } else if (runs === 1) {
      expect(recorded[0]?.attempts).toEqual([]);
      expect(recorded[0]?.errors.length).toBeGreaterThan(0);
    }
    project.remove();
  });

  test('SIGKILL is recovered from the open segment', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': slow });
    const { signal } = await project.run({ onOutput: { text: 'HANGING', act: (child) => child.kill('SIGKILL') } });
    expect(signal).toBe('SIGKILL');
    expect(await project.readRuns()).toEqual([]);
    expect(await project.history().recoverOpenSegments()).toHaveLength(1);
    const [run] = await project.readRuns();
    expect(run?.status).toBe('crashed');
    expect(attemptLines(run)).toEqual(['quick: passed']);
    expect(attemptOf(run, 'quick')?.status).toBe('passed');
    project.remove();
  });
});

describe('a folder that cannot be written', () => {
  test('costs one line and nothing else', async () => {
    const project = createPlaywrightProject({ 'a.spec.ts': good });
    // A file where the folder should be fails for every user; permissions would not stop root.
    writeFileSync(path.join(project.dir, '.millwright'), 'in the way');
    chmodSync(path.join(project.dir, '.millwright'), 0o400);
    const withOurs = await project.run();
    const without = await project.run({ withReporter: false });
    expect(withOurs.code).toBe(0);
    expect(timeless(withOurs.stdout)).toBe(timeless(without.stdout));
    expect(withOurs.stderr.trim().split('\n')).toHaveLength(1);
    expect(withOurs.stderr).toMatch(/millwright/i);
    project.remove();
  });
});

test('a disk that fills up costs one line and what came after it', async ({ skip, onTestFinished }) => {
  const talkative = `import { test } from '@playwright/test';
for (let index = 0; index < 60; index += 1) test('number ' + index, async () => { console.log('x'.repeat(2000)); });`;
  const project = createPlaywrightProject({ 'a.spec.ts': talkative });
  const dir = path.join(project.dir, 'small');
  mkdirSync(dir);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]).status !== 0)
    skip('Mounting a file system is not allowed here, so a full one cannot be tried.');
  onTestFinished(() => {
    spawnSync('umount', [dir]);
    project.remove();
  });
  const withOurs = await project.run({ env: { MILLWRIGHT_DIR: dir } });
  const without = await project.run({ withReporter: false });
  expect(withOurs.code).toBe(0);
  expect(timeless(withOurs.stdout)).toBe(timeless(without.stdout));
  expect(withOurs.stderr.trim().split('\n')).toEqual([expect.stringMatching(/the disk is full/)]);
  const [rescued] = await openHistory({ dir, root: project.dir }).readOpenRuns();
  expect(rescued?.attempts.length ?? 0).toBeLessThan(60);
});
