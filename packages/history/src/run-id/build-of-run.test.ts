import type { CiFacts, RunHeader } from '@millwright/core';
import { expect, test } from 'vitest';

import { buildOfRun } from './build-of-run.ts';

const ci: CiFacts = { provider: 'gitlab', buildId: '4711', job: 'e2e 1/3' };
const machine = { os: 'linux', arch: 'x64', node: 'v24', cpuCount: 1, memoryMb: 1 };
const git = { commit: 'c1', dirty: false, rootPrefix: '' };

const runOf = (facts: Partial<RunHeader['facts']>, change: Partial<RunHeader> = {}): RunHeader => ({
  runId: 'r',
  runner: 'playwright',
  runnerVersion: '1',
  startedAt: '2026-11-01T00:00:00.000Z',
  projects: [],
  facts: { machine, git, ...facts },
  ...change,
});

const build = buildOfRun(runOf({ ci }));

test('shards of a build belong together, whatever number of shards each was told', () => {
  expect(buildOfRun(runOf({ ci: { ...ci, job: 'e2e 2/2' } }, { shard: { current: 2, total: 2 } }))).toBe(build);
  expect(build).toBeDefined();
});

test('where CI does not name its build, the commit stands for it', () => {
  const unknown = { ci: { provider: 'unknown' } };
  expect(buildOfRun(runOf(unknown))).toBe(buildOfRun(runOf(unknown)));
  expect(buildOfRun(runOf(unknown))).not.toBe(buildOfRun(runOf({ ...unknown, git: { ...git, commit: 'c2' } })));
});

test.each<readonly [string, RunHeader]>([
  ['another build', runOf({ ci: { ...ci, buildId: '4712' } })],
  ['another attempt', runOf({ ci: { ...ci, buildAttempt: 2 } })],
  ['another job', runOf({ ci: { ...ci, job: 'unit 1/3' } })],
  ['another runner', runOf({ ci }, { runner: 'vitest' })],
  ['another package of the repository', runOf({ ci, git: { ...git, rootPrefix: 'packages/app/' } })],
  ['another operating system', runOf({ ci, machine: { ...machine, os: 'win32' } })],
])('%s is another build', (_name, run) => {
  expect(buildOfRun(run)).not.toBe(build);
});

test.each<readonly [string, RunHeader]>([
  ['outside of CI', runOf({})],
  ['without a build and a commit', { ...runOf({}), facts: { machine, ci: { provider: 'unknown' } } }],
])('%s there is no build', (_name, run) => {
  expect(buildOfRun(run)).toBeUndefined();
});
